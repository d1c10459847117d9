package model

import (
	"math"
	"testing"
)

// TestFormFactorSum: f(0) is the number of electrons. The published fits of heavy atoms
// fall short of it by up to 0.06, in all editions.
func TestFormFactorSum(t *testing.T) {
	const light, heavy = 0.016, 0.065
	table := it92()
	if len(table) != 209 {
		t.Errorf("%d rows, want 209", len(table))
	}
	for s, g := range table {
		tol := heavy
		if s.element <= 30 {
			tol = light
		}
		want := float64(int(s.element) - s.charge)
		if got := g.At(0); math.Abs(got-want) > tol {
			t.Errorf("f(0) of %v%+d = %v, want %v (tol %v)", s.element, s.charge, got, want, tol)
		}
	}
}

// TestFormFactorShape: f falls with angle, stays above 0 up to 2/Å, and an ion's is
// its atom's where only the inner electrons scatter.
func TestFormFactorShape(t *testing.T) {
	for s, g := range it92() {
		last := g.At(0)
		for stol := 0.05; stol <= 2; stol += 0.05 {
			f := g.At(stol * stol)
			// The fits of light atoms end a little above or below 0.
			if f > last+0.02 || f < -0.02 {
				t.Errorf("f of %v%+d at %.2f = %v after %v, want a fall towards 0", s.element, s.charge, stol, f, last)
				break
			}
			last = f
		}
		neutral, ok := FormFactor(s.element, 0)
		if !ok {
			t.Errorf("no neutral %v", s.element)
		}
		for _, stol2 := range []float64{1, 2.25} {
			// 3 % and 0.08 electrons: what the fits of an element's rows differ by.
			a, b := g.At(stol2), neutral.At(stol2)
			if math.Abs(a-b) > 0.03*b+0.08 {
				t.Errorf("f of %v%+d at (sin θ/λ)² = %v is %v, that of the atom %v", s.element, s.charge, stol2, a, b)
			}
		}
	}
}

func TestFormFactor(t *testing.T) {
	for e := Element(1); e <= 98; e++ {
		if _, ok := FormFactor(e, 0); !ok {
			t.Errorf("no form factor for %v", e)
		}
	}
	for _, c := range []struct {
		e      Element
		charge int
	}{{0, 0}, {99, 0}, {6, 1}, {8, -2}} {
		if _, ok := FormFactor(c.e, c.charge); ok {
			t.Errorf("a form factor for %v%+d, want none", c.e, c.charge)
		}
	}
	// Values of the table of mean form factors itself, International Tables C, 6.1.1.1: carbon at
	// sin θ/λ = 0.2 and 0.5, iron at 0.5.
	for _, c := range []struct {
		e          Element
		stol, want float64
	}{{6, 0.2, 3.581}, {6, 0.5, 1.685}, {26, 0.5, 11.47}} {
		g, _ := FormFactor(c.e, 0)
		if got := g.At(c.stol * c.stol); math.Abs(got-c.want) > 0.02*c.want {
			t.Errorf("f of %v at %v = %v, want %v (tol 2 %%)", c.e, c.stol, got, c.want)
		}
	}
}
