package units

import (
	"math"
	"testing"
)

// CODATA 2022 values, with which the reference program's are compared.
const (
	codataElectronRadius = 2.8179403205e-15 // m
	codataPlanck         = 6.62607015e-34   // J s, exact
	codataLight          = 299792458        // m/s, exact
	codataCharge         = 1.602176634e-19  // C, exact
	codataAvogadro       = 6.02214076e23    // 1/mol, exact
)

// exact is the rounding of a few products and quotients.
const exact = 4e-16

func within(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s = %v, want %v (tol %v)", what, got, want, relative*math.Abs(want))
	}
}

func TestElectronRadius(t *testing.T) {
	const (
		above = 6.1e-7 // as the comment on the constant says
		digit = 5e-9   // the uncertainty of CODATA's radius is 5e-10 of it, twice for the square
	)
	within(t, "ElectronRadiusSquared", ElectronRadiusSquared, codataElectronRadius*codataElectronRadius*(1+above), digit)
	within(t, "ElectronRadiusSquared · DefaultFluence", ElectronRadiusSquared*DefaultFluence, 1, exact)
}

func TestConstantsAgainstCODATA(t *testing.T) {
	within(t, "h·c", hcElectronvoltAngstrom, codataPlanck*codataLight/codataCharge/Angstrom, 2e-8)
	within(t, "Avogadro", Avogadro, codataAvogadro, 2e-7)
}

func TestConversions(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"100 Å", 100 * Angstrom, 1e-8},
		{"450 µm", 450 * Micrometre, 4.5e-4},
		{"172 µm in mm", 172 * Micrometre / Millimetre, 0.172},
		{"180°", 180 * Degree, math.Pi},
		{"1 rad in °", 1 / Degree, 57.29577951308232},
		{"2 mrad", 2 * Milliradian, 0.002},
	} {
		within(t, c.name, c.got, c.want, exact)
	}
}

func TestWavelengthFromEnergy(t *testing.T) {
	for _, c := range []struct {
		name         string
		energy, want float64
	}{
		{"of 1 Å", 12398.42, 1e-10},
		{"selenium K edge", 12658, 0.979492810870596e-10}, // 12398.42/12658
		{"copper Kα", 8047.78, 1.5406012589807e-10},       // 12398.42/8047.78
		{"1 eV", 1, 1.239842e-6},
	} {
		// 12398.42/E by hand, to 13 digits or more.
		within(t, c.name+": WavelengthFromEnergy", WavelengthFromEnergy(c.energy), c.want, 1e-12)
	}
}
