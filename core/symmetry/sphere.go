package symmetry

import (
	"errors"
	"fmt"
	"iter"
	"math"
)

// maxSphere bounds the box of indices around a sphere of reflections; it is that of
// hkl grids.
const maxSphere = 1 << 31

// sphere is the reflections to a resolution.
type sphere struct {
	recip  Metric
	limit  float64 // 1/d², with room for the last bits
	extent [3]int  // largest |h|, |k|, |l|
}

// newSphere returns the reflections with d ≥ dmin. Along h they end at |a|/dmin,
// since h is the dot product of a with a vector no longer than 1/dmin.
func newSphere(m Metric, dmin float64) (sphere, error) {
	if !(dmin > 0) {
		return sphere{}, fmt.Errorf("symmetry: resolution %v, want a length above 0", dmin)
	}
	if !(m[0] > 0 && m[1] > 0 && m[2] > 0 && m.volume2() > 0) {
		return sphere{}, errors.New("symmetry: no cell has this metric")
	}
	s := sphere{recip: m.Reciprocal(), limit: (1 + 1e-12) / (dmin * dmin)}
	box := 1.0
	for i, a := range m.lengths() {
		n := math.Floor(a / dmin * (1 + 1e-12))
		if n > MaxIndex {
			return sphere{}, fmt.Errorf("symmetry: cell %v to a resolution of %v: indices beyond ±%d", m, dmin, MaxIndex)
		}
		s.extent[i] = int(n)
		box *= 2*n + 1
	}
	if box > maxSphere {
		return sphere{}, fmt.Errorf("symmetry: cell %v to a resolution of %v: %.2g indices, at most %d allowed", m, dmin, box, maxSphere)
	}
	return s, nil
}

// halves yields the reflections with h > 0, or h = 0 and k > 0, or h = k = 0 and
// l ≥ 0, each with 1/d².
func (s sphere) halves(yield func(h, k, l int, q float64) bool) {
	g := s.recip
	for h := range s.extent[0] + 1 {
		x := float64(h)
		for k := -s.extent[1]; k <= s.extent[1]; k++ {
			if h == 0 && k < 0 {
				continue
			}
			y := float64(k)
			// q(l) = c l² + 2 b l + a: the range of l follows from its roots.
			a, b, c := g.quadratic(x, y, 0), g[3]*y+g[4]*x, g[2]
			d := b*b - c*(a-s.limit)
			if d < 0 {
				continue
			}
			root := math.Sqrt(d)
			from, to := int(math.Floor((-b-root)/c)), int(math.Ceil((-b+root)/c))
			if h == 0 && k == 0 {
				from = 0
			}
			for l := from; l <= to; l++ {
				z := float64(l)
				if q := a + z*(2*b+c*z); q <= s.limit && !yield(h, k, l, q) {
					return
				}
			}
		}
	}
}

// Reflections returns the canonical indices (see Canonical) of all reflections to
// the resolution dmin that are not absent, 0 0 0 first: those to measure or compute
// before Expand fills the sphere. It fails where no cell has the metric and for
// indices beyond ±MaxIndex or too many to go through.
func (g *Group) Reflections(m Metric, dmin float64) (iter.Seq[[3]int], error) {
	s, err := newSphere(m, dmin)
	if err != nil {
		return nil, err
	}
	return func(yield func([3]int) bool) {
		s.halves(func(h, k, l int, q float64) bool {
			return !g.isCanonical(h, k, l) || g.Absent(h, k, l) || yield([3]int{h, k, l})
		})
	}, nil
}
