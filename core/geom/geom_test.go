package geom

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/spatial/r3"
)

// rounding is a few units in the last place of vectors of length 1.
const rounding = 1e-15

var (
	x = r3.Vec{X: 1}
	y = r3.Vec{Y: 1}
	z = r3.Vec{Z: 1}
)

func near(t *testing.T, what string, got, want r3.Vec, tolerance float64) {
	t.Helper()
	if !(Norm(r3.Sub(got, want)) <= tolerance) {
		t.Errorf("%s = %v, want %v (tol %v)", what, got, want, tolerance)
	}
}

func nearMatrix(t *testing.T, what string, got, want Mat3, tolerance float64) {
	t.Helper()
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tolerance) {
			t.Errorf("%s = %v, want %v (tol %v)", what, got, want, tolerance)
			return
		}
	}
}

func TestMatrix(t *testing.T) {
	m := Mat3{1, 2, 3, 4, 5, 6, 7, 8, 10}
	n := Mat3{0, 1, 0, 0, 0, 1, 2, 0, 0}
	v := r3.Vec{X: 1, Y: -1, Z: 2}

	// Integers: every result is exact.
	if got, want := m.Row(1), (r3.Vec{X: 4, Y: 5, Z: 6}); got != want {
		t.Errorf("Row(1) = %v, want %v", got, want)
	}
	if got := Rows(m.Row(0), m.Row(1), m.Row(2)); got != m {
		t.Errorf("Rows of its rows = %v, want %v", got, m)
	}
	if got, want := m.MulVec(v), (r3.Vec{X: 5, Y: 11, Z: 19}); got != want {
		t.Errorf("MulVec(%v) = %v, want %v", v, got, want)
	}
	if got, want := m.Mul(n), (Mat3{6, 1, 2, 12, 4, 5, 20, 7, 8}); got != want {
		t.Errorf("Mul = %v, want %v", got, want)
	}
	if got, want := m.Mul(n).MulVec(v), m.MulVec(n.MulVec(v)); got != want {
		t.Errorf("(m n) v = %v, want m (n v) = %v", got, want)
	}
	if got := m.Mul(Identity); got != m {
		t.Errorf("m · Identity = %v, want %v", got, m)
	}
	if got, want := m.T(), (Mat3{1, 4, 7, 2, 5, 8, 3, 6, 10}); got != want {
		t.Errorf("T = %v, want %v", got, want)
	}
	if got := m.Det(); got != -3 {
		t.Errorf("Det = %v, want -3", got)
	}
	if got, want := m.MapRows(n.MulVec), (Mat3{2, 3, 2, 5, 6, 8, 8, 10, 14}); got != want {
		t.Errorf("MapRows = %v, want %v", got, want)
	}
}

// TestDual checks the definition of the reciprocal cell, a·a* = 1 and a·b* = 0,
// and that the reciprocal of the reciprocal cell is the cell.
func TestDual(t *testing.T) {
	for _, c := range []struct {
		name string
		m    Mat3
	}{
		{"cube", Identity},
		{"orthorhombic cell in metres", Mat3{78e-10, 0, 0, 0, 79e-10, 0, 0, 0, 38e-10}},
		{"triclinic", Mat3{70, 1, -3, 12, 80, 2, -5, 7, 90}},
		{"left-handed", Mat3{0, 3, 0, 2, 0, 0, 0, 0, 4}},
	} {
		d := c.m.Dual()
		nearMatrix(t, c.name+": m · Dualᵀ", c.m.Mul(d.T()), Identity, rounding)
		scale := Norm(c.m.Row(0)) + Norm(c.m.Row(1)) + Norm(c.m.Row(2))
		nearMatrix(t, c.name+": Dual of Dual", d.Dual(), c.m, rounding*scale)
		if got := c.m.Det() * d.Det(); !(math.Abs(got-1) <= rounding) {
			t.Errorf("%s: V · V* = %v, want 1 (tol %v)", c.name, got, rounding)
		}
	}
}

func TestNormAndUnit(t *testing.T) {
	if got := Norm(r3.Vec{X: 2, Y: -3, Z: 6}); got != 7 {
		t.Errorf("Norm(2, -3, 6) = %v, want 7", got)
	}
	if got, want := Unit(r3.Vec{Y: -1e-10}), (r3.Vec{Y: -1}); got != want {
		t.Errorf("Unit(0, -1e-10, 0) = %v, want %v", got, want)
	}
	near(t, "Unit(3, 0, 4)", Unit(r3.Vec{X: 3, Z: 4}), r3.Vec{X: 0.6, Z: 0.8}, rounding)
	if got := Unit(r3.Vec{}); got != (r3.Vec{}) {
		t.Errorf("Unit(0) = %v, want 0", got)
	}
}

func TestTriple(t *testing.T) {
	got := Triple(r3.Vec{X: 3, Y: math.Copysign(0, -1), Z: -5}, 2)
	if got != [3]float64{1.5, 0, -2.5} || math.Signbit(got[1]) {
		t.Errorf("Triple = %v, want 1.5 0 -2.5 without −0", got)
	}
}
