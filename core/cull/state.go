package cull

import (
	"math"

	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// state is one source and one orientation as a patch sees it: at the place (u, v)
// in the patch
//
//	h = middle + u·fast + v·slow ± slack
//
// and likewise k and l.
type state struct {
	middle, fast, slow, slack [3]float64
	// most is what a sample would give, photons, with a lattice factor of 1 and the
	// largest F within reach; of the shapes other than Square, with that of the peak.
	most float64
}

// see writes the states from number first on, source outer, orientation inner,
// as patch c sees them; bright bounds Ω·P·C in it.
func (t *Table) see(dst []state, first int, c *patch, bright float64) {
	p := t.plan
	n := len(p.Orientations)
	for i := 0; i < len(dst); {
		j, k := (first+i)/n, (first+i)%n
		s := &p.Sources[j]
		q := r3.Scale(s.InvLambda, r3.Sub(c.centre, vec(s.Incident)))
		fast, slow := r3.Scale(s.InvLambda, c.fast), r3.Scale(s.InvLambda, c.slow)
		bend := s.InvLambda * c.bend
		most := guard * math.Abs(p.Scale) * s.Weight * bright
		if c.beyond(p, s) {
			most = 0
		}
		for ; k < n && i < len(dst); k++ {
			dst[i].set(&p.Orientations[k], &t.lengths[k], q, fast, slow, bend)
			dst[i].most = most * t.peak
			if most != 0 {
				dst[i].reach(t.amplitudes)
			}
			i++
		}
	}
}

// set finds the place and the extent of orientation o, whose axes have the given
// lengths.
func (s *state) set(o *plan.Orientation, lengths *[3]float64, q, fast, slow r3.Vec, bend float64) {
	for i := range 3 {
		x, y, z := o[3*i], o[3*i+1], o[3*i+2]
		s.middle[i] = x*q.X + y*q.Y + z*q.Z
		s.fast[i] = x*fast.X + y*fast.Y + z*fast.Z
		s.slow[i] = x*slow.X + y*slow.Y + z*slow.Z
		s.slack[i] = lengths[i] * bend
	}
}

// reach multiplies most by the largest F² of the h, k, l in the patch.
func (s *state) reach(a *amplitudes) {
	var low, high [3]float64
	for i := range 3 {
		radius := math.Abs(s.fast[i]) + math.Abs(s.slow[i]) + s.slack[i]
		low[i], high[i] = s.middle[i]-radius, s.middle[i]+radius
	}
	f := a.largest(&low, &high)
	s.most *= f * f
}

// limitError covers that a source's direction is a unit vector to 1e-12 only.
const limitError = 1e-11

// beyond reports whether -dmin leaves out every sample of source s in the patch.
func (c *patch) beyond(p *plan.Plan, s *plan.Source) bool {
	least, _ := c.q2(s)
	return least > p.MaxQ2
}

// q2 returns the range of q² of source s over the patch,
//
//	q² = 2(1 − d·i)/λ²
func (c *patch) q2(s *plan.Source) (least, most float64) {
	low, high := c.within(vec(s.Incident))
	w := 2 * s.InvLambda * s.InvLambda
	return w * (1 - limitError - high), w * (1 + limitError - low)
}

// window is a block within the block of a patch: its middle (u, v) and half its
// extent, in the units of state.
type window struct{ u, v, du, dv float64 }

// window returns the place of b in root.
func (root block) window(b block) (w window) {
	w.u, w.du = place(root.x0, root.x1, b.x0, b.x1)
	w.v, w.dv = place(root.y0, root.y1, b.y0, b.y1)
	return w
}

func place(first, end, from, to int) (middle, extent float64) {
	if n := float64(end - first - 1); n > 0 {
		return float64(from+to-first-end) / n, float64(to-from-1) / n
	}
	return 0, 0
}
