package sf

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/portable"

	"gonum.org/v1/gonum/spatial/r3"
)

// cutoff is the exponent at which a Gaussian ends, exp(−cutoff) of its peak: outside
// lies 2√(cutoff/π) exp(−cutoff) = 3.5e-6 of its charge.
const cutoff = 14

// gaussian is one term of an atom's density on a grid: in the steps n of the grid
//
//	ρ(n) = (peak + i imag) exp(−cutoff·q(n − center))
//
// with q of the ellipsoid in which it is computed.
type gaussian struct {
	ellipsoid
	peak, imag float64
}

// newGaussian returns the density of charge electrons, and i·imaginary of them, spread
// with the covariance s, in steps of the grid, as electrons a point.
func newGaussian(center r3.Vec, s geom.Mat3, charge, imaginary float64) gaussian {
	norm := 1 / math.Sqrt(8*math.Pi*math.Pi*math.Pi*s.Det())
	return gaussian{newEllipsoid(center, s, 2*cutoff), charge * norm, imaginary * norm}
}

// density is the map of a crystal's listed atoms, without their symmetry, each blurred
// by a displacement of blur, Å².
type density struct {
	*crystal
	grid   grid
	blur   float64
	unit   geom.Mat3 // covariance of a Gaussian of 1 Å, in steps of the grid
	planes planeList
	reach  int // points of the longest row
}

// newDensity prepares the map on a grid.
func newDensity(c *crystal, g grid, blur float64) *density {
	d := &density{crystal: c, grid: g, blur: blur, unit: g.scaled(c.metric)}
	widest := make([]float64, len(c.kinds))
	for i := range c.kinds {
		for n, b := range c.kinds[i].f.B {
			if c.kinds[i].f.A[n] != 0 {
				widest[i] = max(widest[i], b)
			}
		}
	}
	longest := 0.0
	d.planes = listPlanes(len(c.atoms), g[0], func(i int) ellipsoid {
		a := &c.atoms[i]
		e := newEllipsoid(g.position(a.position), d.covariance(a, widest[a.kind]), 2*cutoff)
		longest = max(longest, e.reach[2])
		return e
	})
	d.reach = 2*int(longest) + 3
	return d
}

// covariance returns that of a form factor's term b, Å², of an atom, in steps of the grid.
func (d *density) covariance(a *scatterer, b float64) geom.Mat3 {
	s := d.grid.scaled(a.u)
	for i, u := range d.unit {
		s[i] += (b + d.blur) / (8 * math.Pi * math.Pi) * u
	}
	return s
}

// fill adds plane x of the map to real and, where it is not nil, to imag, both rows
// along c; row is a buffer for reach points.
func (d *density) fill(x int, real, imag, row []float64) {
	for _, v := range d.planes.plane(x) {
		a := &d.atoms[v.number]
		k := &d.kinds[a.kind]
		center := d.grid.position(a.position)
		for n, charge := range k.f.A {
			if charge != 0 {
				g := newGaussian(center, d.covariance(a, k.f.B[n]), a.weight*charge, 0)
				g.fill(d.grid, int(v.plane), real, imag, row)
			}
		}
		g := newGaussian(center, d.covariance(a, 0), a.weight*(k.f.C+k.real), a.weight*k.imag)
		g.fill(d.grid, int(v.plane), real, imag, row)
	}
}

// fill adds a Gaussian's part in plane x. Along a row it is a Gaussian too: from
// the point nearest to its middle the ratio of neighbours changes by a constant factor.
func (g *gaussian) fill(size grid, x int, real, imag, row []float64) {
	nb, nc := size[1], size[2]
	curvature := cutoff * g.m[8]
	step := portable.Exp(-2 * curvature)
	g.rows(x, func(y, first, last int, base, middle float64) {
		nearest := max(first, min(last, int(math.Round(middle))))
		off := float64(nearest) - middle
		peak := portable.Exp(-cutoff*base - curvature*off*off)
		up := portable.Exp(-curvature * (1 + 2*off))
		values := row[:last-first+1]
		value, ratio := peak, up
		for i := nearest - first; i < len(values); i++ {
			values[i] = value
			value *= ratio
			ratio *= step
		}
		ratio = step / up
		value = peak * ratio
		for i := nearest - first - 1; i >= 0; i-- {
			values[i] = value
			ratio *= step
			value *= ratio
		}
		start, at := wrap(y, nb)*nc, wrap(first, nc)
		addRow(real[start:start+nc], values, at, g.peak)
		if g.imag != 0 && imag != nil {
			addRow(imag[start:start+nc], values, at, g.imag)
		}
	})
}

// addRow adds scale × values to a periodic row from point at on.
func addRow(row, values []float64, at int, scale float64) {
	for len(values) > 0 {
		n := min(len(values), len(row)-at)
		part := row[at : at+n]
		for i, v := range values[:n] {
			part[i] += float64(scale * v)
		}
		values, at = values[n:], 0
	}
}
