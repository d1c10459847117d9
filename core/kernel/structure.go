package kernel

import (
	"math"

	"gobragg/core/plan"
)

// Nearest returns the structure factor, electrons, of the grid point (h, k, l),
// which must be integers; outside the grid the default.
func Nearest(p *plan.Plan, h, k, l float64) float64 {
	// One unsigned comparison an axis tests both ends.
	i := uint(int(h) - int(p.GridMin[0]))
	j := uint(int(k) - int(p.GridMin[1]))
	m := uint(int(l) - int(p.GridMin[2]))
	if i >= uint(p.GridSize[0]) || j >= uint(p.GridSize[1]) || m >= uint(p.GridSize[2]) {
		return p.DefaultF
	}
	return float64(p.F[(i*uint(p.GridSize[1])+j)*uint(p.GridSize[2])+m])
}

// Tricubic returns the structure factor at fractional (h, k, l): the tensor
// product of cubic Lagrange polynomials through the 4×4×4 grid points from
// ⌊h⌋ − 1 to ⌊h⌋ + 2. ok is false, for this sample alone, where they reach beyond
// the grid.
func Tricubic(p *plan.Plan, h, k, l float64) (f float64, ok bool) {
	fh, fk, fl := math.Floor(h), math.Floor(k), math.Floor(l)
	i := uint(int(fh) - 1 - int(p.GridMin[0]))
	j := uint(int(fk) - 1 - int(p.GridMin[1]))
	m := uint(int(fl) - 1 - int(p.GridMin[2]))
	nh, nk, nl := uint(p.GridSize[0]), uint(p.GridSize[1]), uint(p.GridSize[2])
	if i >= nh || j >= nk || m >= nl || nh-i < 4 || nk-j < 4 || nl-m < 4 {
		return 0, false
	}
	wh, wk, wl := lagrange(h-fh), lagrange(k-fk), lagrange(l-fl)
	for a := uint(0); a < 4; a++ {
		plane := 0.0
		for b := uint(0); b < 4; b++ {
			at := ((i+a)*nk+j+b)*nl + m
			row := p.F[at : at+4 : at+4]
			plane += wk[b] * (wl[0]*float64(row[0]) + wl[1]*float64(row[1]) + wl[2]*float64(row[2]) + wl[3]*float64(row[3]))
		}
		f += wh[a] * plane
	}
	return f, true
}

// lagrange returns the weights of the points −1, 0, 1 and 2 in the cubic through
// them at x in [0, 1).
func lagrange(x float64) [4]float64 {
	a, b, c := x+1, x-1, x-2
	return [4]float64{-x * b * c / 6, a * b * c / 2, -a * x * c / 2, a * x * b / 6}
}

// structureFactor returns F for a sample at (h, k, l) whose nearest lattice point
// is (h0, k0, l0).
func structureFactor(p *plan.Plan, h, k, l, h0, k0, l0 float64) float64 {
	switch p.Lookup {
	case plan.Tricubic:
		if f, ok := Tricubic(p, h, k, l); ok {
			return f
		}
		return Nearest(p, h0, k0, l0)
	case plan.Nearest:
		return Nearest(p, h0, k0, l0)
	default:
		return p.DefaultF
	}
}
