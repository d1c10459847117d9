// Package units holds the physical constants of gobragg, each with its value,
// unit and source, and the conversions between the units of users and the SI
// units that every other package computes in.
//
//	lambda := units.WavelengthFromEnergy(12398.42) // 1e-10 m
package units

import "math"

// Lengths in metres and angles in radians: value·unit converts to SI, value/unit back.
const (
	Angstrom    = 1e-10
	Micrometre  = 1e-6
	Millimetre  = 1e-3
	Degree      = math.Pi / 180
	Milliradian = 1e-3
)

// ElectronRadiusSquared is r_e², the Thomson cross-section per steradian of one
// free electron at unit polarization factor, m². This is the value the reference
// program uses; it lies 6e-7 above the square of the CODATA 2022 classical
// electron radius, 2.8179403205e-15 m, which is far below any experiment's scale.
const ElectronRadiusSquared = 7.94079248018965e-30

// DefaultFluence is the number of photons per m² for which r_e²·fluence = 1, so
// that an image is in units of electrons². It is the reference program's default.
const DefaultFluence = 125932015286227086360700780544.0

// Avogadro is the number of entities in a mole, 1/mol (CODATA 2006, as the
// reference program has it; the exact SI value is 6.02214076e23).
const Avogadro = 6.02214179e23

// hcElectronvoltAngstrom is h·c in eV·Å as the reference program has it;
// CODATA 2022 gives 12398.419843.
const hcElectronvoltAngstrom = 12398.42

// WavelengthFromEnergy returns the wavelength λ = hc/E in metres of a photon of
// energy electronvolts, which must be positive.
func WavelengthFromEnergy(electronvolts float64) float64 {
	return hcElectronvoltAngstrom / electronvolts * Angstrom
}
