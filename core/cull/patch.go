package cull

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// block is a rectangle of sub-pixels, counted over the whole detector, half-open.
type block struct{ x0, y0, x1, y1 int }

func (b block) samples() int { return (b.x1 - b.x0) * (b.y1 - b.y0) }

// patch encloses the directions of a block's sub-pixels in one sensor layer:
//
//	d = centre + u·fast + v·slow + e,  |u|, |v| ≤ 1,  |e| ≤ bend
//
// where u and v are a sub-pixel's place in the block, ±1 at its outermost ones.
type patch struct {
	centre, fast, slow r3.Vec
	bend               float64
	near               float64 // least distance from the sample, m
}

// rounding bounds, relative to the length of the vector that it is in, what
// floating-point arithmetic adds to a direction and to h, k, l: about a thousand
// units in the last place, where both this package and a kernel make some ten.
const rounding = 2e-13

// newPatch returns the patch of b in sensor layer t. Where nothing is known of the
// directions, bend is infinite or NaN.
func newPatch(p *plan.Plan, b block, t int) patch {
	x, y := float64(b.x0+b.x1)/2, float64(b.y0+b.y1)/2
	hx, hy := float64(b.x1-b.x0-1)/2, float64(b.y1-b.y0-1)/2
	look := func(x, y float64) r3.Vec { return geom.Unit(kernel.Place(p, x, y, t)) }
	half := func(a, b r3.Vec) r3.Vec { return r3.Scale(0.5, r3.Sub(a, b)) }
	distance := geom.Norm(kernel.Place(p, x, y, t))
	c := patch{
		centre: look(x, y),
		fast:   half(look(x+hx, y), look(x-hx, y)),
		slow:   half(look(x, y+hy), look(x, y-hy)),
	}
	// Second differences, in the document's κ.
	u, v := hx*p.SubPixel, hy*p.SubPixel
	turn := newTurning(p, distance, u, v)
	c.near = turn.near * (1 - rounding)
	c.bend = 0.5 * (turn.curvature(u, v) + turn.curvature(u, 0) + turn.curvature(0, v))
	// Rounding is that of a sum of vectors which may be longer than it.
	far := geom.Norm(vec(p.Origin)) + math.Abs(float64(t)*p.Layer) + math.Abs(x*p.SubPixel) + math.Abs(y*p.SubPixel)
	c.bend += rounding * (2 + far/c.near)
	return c
}

// turning bounds how fast the direction turns over a block.
type turning struct {
	plan *plan.Plan
	near float64
}

// newTurning is for a block that reaches u and v (m) to either side of a point at
// the given distance.
func newTurning(p *plan.Plan, distance, u, v float64) turning {
	t := turning{plan: p, near: distance}
	if p.Flags&(plan.Curved|plan.CompatCurve) == 0 {
		t.near -= t.reach(u, v)
	}
	return t
}

// reach is the length of u·f ± v·s.
func (t turning) reach(u, v float64) float64 {
	a, b := r3.Scale(u, vec(t.plan.FastAxis)), r3.Scale(v, vec(t.plan.SlowAxis))
	return max(geom.Norm(r3.Add(a, b)), geom.Norm(r3.Sub(a, b)))
}

// curvature returns κ(u, v), the bound of |d″(τ)| on the way d(τ) over the detector
// from the block's centre by τ·(u, v), |τ| ≤ 1, and of the mirrored one.
func (t turning) curvature(u, v float64) float64 {
	p := t.plan
	f, s := vec(p.FastAxis), vec(p.SlowAxis)
	angles := func(alpha, beta r3.Vec, radius float64) float64 {
		turn := 0.0
		for _, axis := range []r3.Vec{alpha, beta} {
			turn += (u*math.Abs(r3.Dot(f, axis)) + v*math.Abs(r3.Dot(s, axis))) / math.Abs(radius)
		}
		return turn * turn
	}
	switch {
	case p.Flags.Has(plan.CompatCurve):
		return angles(r3.Vec{Y: 1}, r3.Vec{Z: 1}, p.CurveDistance)
	case p.Flags.Has(plan.Curved):
		return angles(f, s, p.Close)
	case !(t.near > 0):
		return math.Inf(1)
	}
	r := t.reach(u, v) / t.near
	return 2 / math.Sqrt(3) * r * r
}

// within returns the interval of d·w over the patch.
func (c *patch) within(w r3.Vec) (low, high float64) {
	middle := r3.Dot(c.centre, w)
	radius := math.Abs(r3.Dot(c.fast, w)) + math.Abs(r3.Dot(c.slow, w)) + c.bend*geom.Norm(w)
	return middle - radius, middle + radius
}

func vec(v [3]float64) r3.Vec { return r3.Vec{X: v[0], Y: v[1], Z: v[2]} }
