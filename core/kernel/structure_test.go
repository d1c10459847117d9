package kernel

import (
	"math"
	"testing"

	"gobragg/core/plan"
)

// cubicTable tabulates a polynomial of third degree in each index.
func cubicTable(f func(h, k, l float64) float64) *plan.Plan {
	p := &plan.Plan{}
	p.GridMin, p.GridSize = [3]int32{-3, -2, -4}, [3]int32{8, 7, 9}
	p.DefaultF = -1
	for h := 0; h < 8; h++ {
		for k := 0; k < 7; k++ {
			for l := 0; l < 9; l++ {
				p.F = append(p.F, float32(f(float64(h-3), float64(k-2), float64(l-4))))
			}
		}
	}
	return p
}

func TestTricubicReproducesCubics(t *testing.T) {
	const tolerance = 1e-4 // the table is float32, its values reach 1e3
	f := func(h, k, l float64) float64 {
		return 3 + h*h*h - 2*h*k + k*k*k*0.25 - l*l*l*0.5 + h*k*l - 4*l
	}
	p := cubicTable(f)
	for _, x := range [][3]float64{{0.5, 0.5, 0.5}, {-1.3, 0.2, -2.75}, {0, 0, 0}, {2, 1.999, 2.9}, {-2, -1, -3}} {
		got, ok := Tricubic(p, x[0], x[1], x[2])
		if want := f(x[0], x[1], x[2]); !ok || math.Abs(got-want) > tolerance {
			t.Errorf("Tricubic(%v) = %v, %v, want %v (tol %v)", x, got, ok, want, tolerance)
		}
	}
}

func TestTricubicNeedsItsStencil(t *testing.T) {
	p := cubicTable(func(h, k, l float64) float64 { return h })
	for _, c := range []struct {
		name string
		x    [3]float64
		ok   bool
	}{
		{"first cell inside", [3]float64{-2, -1, -3}, true},
		{"below the first h", [3]float64{-2.01, 0, 0}, false},
		{"last cell inside", [3]float64{2.999, 2.999, 2.999}, true},
		{"beyond the last h", [3]float64{3, 0, 0}, false},
		{"beyond the last k", [3]float64{0, 3, 0}, false},
		{"beyond the last l", [3]float64{0, 0, 3}, false},
		{"far away", [3]float64{1e6, -1e9, 3}, false},
	} {
		if _, ok := Tricubic(p, c.x[0], c.x[1], c.x[2]); ok != c.ok {
			t.Errorf("%s: Tricubic(%v) ok = %v, want %v", c.name, c.x, ok, c.ok)
		}
	}
}

func TestNearest(t *testing.T) {
	p := cubicTable(func(h, k, l float64) float64 { return 100*h + 10*k + l })
	for _, c := range []struct {
		h, k, l, want float64
	}{
		{0, 0, 0, 0}, {-3, -2, -4, -324}, {4, 4, 4, 444}, {5, 0, 0, -1}, {-4, 0, 0, -1},
		{0, 5, 0, -1}, {0, -3, 0, -1}, {0, 0, 5, -1}, {0, 0, -5, -1}, {4e9, 0, 0, -1}, {-1e15, 0, 0, -1},
	} {
		if got := Nearest(p, c.h, c.k, c.l); got != c.want {
			t.Errorf("Nearest(%v, %v, %v) = %v, want %v", c.h, c.k, c.l, got, c.want)
		}
	}
}

// TestLookupOf: a grid that is too small along one axis is looked up by Nearest.
func TestLookupOf(t *testing.T) {
	for _, c := range []struct {
		lookup plan.Lookup
		size   [3]int32
		want   plan.Lookup
	}{
		{plan.Tricubic, [3]int32{4, 4, 4}, plan.Tricubic},
		{plan.Tricubic, [3]int32{9, 3, 9}, plan.Nearest},
		{plan.Nearest, [3]int32{9, 9, 9}, plan.Nearest},
		{plan.Uniform, [3]int32{}, plan.Uniform},
	} {
		if got := LookupOf(&plan.Plan{Header: plan.Header{Lookup: c.lookup, GridSize: c.size}}); got != c.want {
			t.Errorf("%v of %v points is looked up as %v, want %v", c.lookup, c.size, got, c.want)
		}
	}
}
