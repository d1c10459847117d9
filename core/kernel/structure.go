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

// Stencil is the number of grid points along each axis that Tricubic takes.
const Stencil = 4

// LookupOf returns how p's structure factors are looked up: as p.Lookup says, but by
// Nearest where the grid is too small for Tricubic of any sample.
func LookupOf(p *plan.Plan) plan.Lookup {
	if p.Lookup == plan.Tricubic && min(p.GridSize[0], p.GridSize[1], p.GridSize[2]) < Stencil {
		return plan.Nearest
	}
	return p.Lookup
}

// Tricubic returns the structure factor at fractional (h, k, l): the tensor
// product of cubic Lagrange polynomials through the 4×4×4 grid points from
// ⌊h⌋ − 1 to ⌊h⌋ + 2. ok is false, for this sample alone, where they reach beyond
// the grid.
func Tricubic(p *plan.Plan, h, k, l float64) (f float64, ok bool) {
	var n neighbours
	return n.tricubic(p, h, k, l)
}

// neighbours are the 4×4×4 grid points around the samples of a cell of the grid. A
// cell spans many pixels, so that most samples find the points of the one before.
type neighbours struct {
	f    [4][4][4]float64 // electrons
	next uint             // index of the grid point after the first of them; 0: there are none
}

// tricubic is Tricubic.
func (n *neighbours) tricubic(p *plan.Plan, h, k, l float64) (f float64, ok bool) {
	fh, fk, fl := math.Floor(h), math.Floor(k), math.Floor(l)
	i := uint(int(fh) - 1 - int(p.GridMin[0]))
	j := uint(int(fk) - 1 - int(p.GridMin[1]))
	m := uint(int(fl) - 1 - int(p.GridMin[2]))
	nh, nk, nl := uint(p.GridSize[0]), uint(p.GridSize[1]), uint(p.GridSize[2])
	if i >= nh || j >= nk || m >= nl || nh-i < 4 || nk-j < 4 || nl-m < 4 {
		return 0, false
	}
	if first := (i*nk+j)*nl + m; n.next != first+1 {
		n.next = first + 1
		n.read(p.F[first:], nk*nl, nl)
	}
	h0, h1, h2, h3 := lagrange(h - fh)
	k0, k1, k2, k3 := lagrange(k - fk)
	l0, l1, l2, l3 := lagrange(l - fl)
	plane := func(r *[4][4]float64) float64 {
		return k0*(l0*r[0][0]+l1*r[0][1]+l2*r[0][2]+l3*r[0][3]) +
			k1*(l0*r[1][0]+l1*r[1][1]+l2*r[1][2]+l3*r[1][3]) +
			k2*(l0*r[2][0]+l1*r[2][1]+l2*r[2][2]+l3*r[2][3]) +
			k3*(l0*r[3][0]+l1*r[3][1]+l2*r[3][2]+l3*r[3][3])
	}
	return h0*plane(&n.f[0]) + h1*plane(&n.f[1]) + h2*plane(&n.f[2]) + h3*plane(&n.f[3]), true
}

// read takes the points from the grid, whose planes of h and rows of k are so many
// numbers apart.
func (n *neighbours) read(grid []float32, plane, row uint) {
	for a := range n.f {
		for b := range n.f[a] {
			from := grid[uint(a)*plane+uint(b)*row:][:4]
			for c, f := range from {
				n.f[a][b][c] = float64(f)
			}
		}
	}
}

// lagrange returns the weights of the points −1, 0, 1 and 2 in the cubic through
// them at x in [0, 1).
func lagrange(x float64) (w0, w1, w2, w3 float64) {
	a, b, c := x+1, x-1, x-2
	return -x * b * c / 6, a * b * c / 2, -a * x * c / 2, a * x * b / 6
}

// structureFactor returns F for a sample at (h, k, l) whose nearest lattice point
// is (h0, k0, l0).
func (n *neighbours) structureFactor(p *plan.Plan, h, k, l, h0, k0, l0 float64) float64 {
	switch p.Lookup {
	case plan.Tricubic:
		if f, ok := n.tricubic(p, h, k, l); ok {
			return f
		}
		return Nearest(p, h0, k0, l0)
	case plan.Nearest:
		return Nearest(p, h0, k0, l0)
	default:
		return p.DefaultF
	}
}
