package model

import (
	"math"
	"testing"
)

func TestAnomalousTable(t *testing.T) {
	table := anomalousTable()
	if len(table) != 92 {
		t.Errorf("%d elements, want 92", len(table))
	}
	for e, x := range table {
		n := len(x.energy)
		if len(x.real) != n || len(x.imag) != n {
			t.Fatalf("%v: %d energies, %d f′, %d f″", e, n, len(x.real), len(x.imag))
		}
		if x.energy[0] != MinAnomalousEnergy || x.energy[n-1] != MaxAnomalousEnergy {
			t.Errorf("%v: from %v to %v eV, want %v to %v", e, x.energy[0], x.energy[n-1], MinAnomalousEnergy, MaxAnomalousEnergy)
		}
		for i, energy := range x.energy {
			if i > 0 && energy <= x.energy[i-1] {
				t.Errorf("%v: %v eV after %v eV", e, energy, x.energy[i-1])
			}
			if x.imag[i] < 0 || x.imag[i] > 65 || math.Abs(x.real[i]) > 65 {
				t.Errorf("%v at %v eV: f′ %v, f″ %v", e, energy, x.real[i], x.imag[i])
			}
		}
	}
}

// TestAnomalous compares with Cromer and Liberman's values (gemmi 0.5.7, gemmi fprime), which
// Henke's measured ones bear out, to 5 % and 0.05 electrons, more for
// heavy atoms: what published tables agree to.
func TestAnomalous(t *testing.T) {
	const copper, molybdenum = 8048, 17480 // Kα, eV
	for _, c := range []struct {
		e       Element
		energy  float64
		fp, fpp float64
	}{
		{6, copper, 0.018, 0.009}, {6, 2000, 0.160, 0.162}, {8, copper, 0.049, 0.032}, {8, 5000, 0.105, 0.086},
		{16, copper, 0.333, 0.557}, {16, 3000, -0.752, 3.059}, {16, 5000, 0.373, 1.312}, {20, copper, 0.365, 1.285},
		{26, copper, -1.131, 3.197}, {26, molybdenum, 0.349, 0.844}, {30, 12398, -0.321, 2.564},
		{34, copper, -0.788, 1.137}, {34, 12398, -3.376, 0.518}, {34, 12602, -4.92, 0.503}, {34, 12670, -6.49, 3.84}, {34, molybdenum, -0.087, 2.226},
		{35, 12398, -2.120, 0.585}, {53, copper, -0.298, 6.833}, {62, copper, -5.255, 12.309}, {64, 25000, -0.481, 2.104},
		{79, 12398, -8.491, 9.519}, {80, 12398, -11.318, 10.023}, {92, 12398, -4.692, 6.847}, {92, molybdenum, -9.491, 9.657},
	} {
		fp, fpp, err := Anomalous(c.e, c.energy)
		if err != nil {
			t.Fatal(err)
		}
		tp, tpp := 0.05+0.05*math.Abs(c.fp)+0.004*float64(c.e), 0.002+0.05*c.fpp
		if math.Abs(fp-c.fp) > tp || math.Abs(fpp-c.fpp) > tpp {
			t.Errorf("f′, f″ of %v at %v eV = %.3f, %.3f, want %v, %v (tol %.3f, %.3f)", c.e, c.energy, fp, fpp, c.fp, c.fpp, tp, tpp)
		}
	}
	for _, c := range []struct {
		e      Element
		energy float64
	}{{6, 1999}, {6, 100001}, {6, math.NaN()}, {93, 10000}, {0, 10000}} {
		if _, _, err := Anomalous(c.e, c.energy); err == nil {
			t.Errorf("Anomalous(%v, %v) gives values, want an error", c.e, c.energy)
		}
	}
	for _, energy := range []float64{MinAnomalousEnergy, MaxAnomalousEnergy} {
		if _, _, err := Anomalous(82, energy); err != nil {
			t.Errorf("at the end of the table: %v", err)
		}
	}
}
