package kernel

import (
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// Amplitude is what one orientation scatters in one direction.
type Amplitude struct {
	Index   r3.Vec  // fractional h, k, l
	Nearest r3.Vec  // the lattice point it belongs to
	Cell    float64 // F_cell, electrons
	Lattice float64 // F_latt, its sign not kept for Square
}

// Intensity returns F_cell² F_latt², electrons².
func (a Amplitude) Intensity() float64 {
	f := a.Lattice * a.Cell
	return f * f
}

// Sample returns the scattering of orientation o at the scattering vector q (1/m):
// h = a·q, k = b·q, l = c·q.
func Sample(p *plan.Plan, o *plan.Orientation, q r3.Vec) Amplitude {
	var n neighbours
	return n.sample(p, o, q)
}

// sample is Sample.
func (n *neighbours) sample(p *plan.Plan, o *plan.Orientation, q r3.Vec) Amplitude {
	h := o[0]*q.X + o[1]*q.Y + o[2]*q.Z
	k := o[3]*q.X + o[4]*q.Y + o[5]*q.Z
	l := o[6]*q.X + o[7]*q.Y + o[8]*q.Z
	h0, k0, l0 := nearest(h), nearest(k), nearest(l)
	a := Amplitude{
		Index:   r3.Vec{X: h, Y: k, Z: l},
		Nearest: r3.Vec{X: h0, Y: k0, Z: l0},
		Cell:    n.structureFactor(p, h, k, l, h0, k0, l0),
	}
	dh, dk, dl := h-h0, k-k0, l-l0
	switch {
	case Fejer(p):
		few := Fewest(&p.Cells)
		a.Lattice = fejer(dh, p.Cells[0], few) * fejer(dk, p.Cells[1], few) * fejer(dl, p.Cells[2], few)
	case p.Shape == plan.Square:
		a.Lattice = squareLattice(dh, dk, dl, float64(p.Cells[0]), float64(p.Cells[1]), float64(p.Cells[2]))
	default:
		a.Lattice = profile(p.Shape, p.Peak, radius(&p.Metric, dh, dk, dl))
	}
	return a
}
