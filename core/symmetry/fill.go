package symmetry

import "math"

// How an index came by its amplitude; higher ones replace lower ones.
const (
	unfilled = iota
	bySymmetry
	byMate
	byItself
)

// slot is an index of an orbit in the making.
type slot struct {
	Factor
	rank int
}

// fill appends the orbit that the members share to slots.
func (g *Group) fill(slots []slot, list []Reflection, members []member, x *Expansion) []slot {
	at := func(h, k, l int32) *slot {
		for i := range slots {
			if s := &slots[i]; s.H == h && s.K == k && s.L == l {
				return s
			}
		}
		slots = append(slots, slot{Factor: Factor{H: h, K: k, L: l}})
		return &slots[len(slots)-1]
	}
	size := 2 * len(g.half) / int(members[0].stabiliser)
	filled := 0
	put := func(h, k, l int32, f float32, phase float64, rank int) (differs bool) {
		if f != f {
			return false
		}
		s := at(h, k, l)
		if s.rank == unfilled {
			filled++
		} else {
			larger := max(math.Abs(float64(f)), math.Abs(float64(s.F)))
			differs = math.Abs(float64(f)-float64(s.F)) > conflictTolerance*larger
		}
		if rank > s.rank || rank == s.rank && rank != bySymmetry {
			s.F, s.Phase, s.rank = f, phase32(phase), rank
		}
		return differs
	}
	for n, m := range members {
		r := &list[m.at]
		plusPhase, minusPhase := wrap(float64(r.PlusPhase)), wrap(float64(r.MinusPhase))
		plus := put(r.H, r.K, r.L, r.Plus, plusPhase, byItself)
		minus := put(-r.H, -r.K, -r.L, r.Minus, minusPhase, byMate)
		if n > 0 {
			x.Repeated++
			if plus || minus {
				x.Conflicts++
			}
		}
		if filled == size {
			continue
		}
		h, k, l := int(r.H), int(r.K), int(r.L)
		for _, a := range g.half {
			p, q, s := a.Miller(h, k, l)
			shift := a.Turns(h, k, l)
			put(int32(p), int32(q), int32(s), r.Plus, plusPhase-shift, bySymmetry)
			put(int32(-p), int32(-q), int32(-s), r.Minus, minusPhase+shift, bySymmetry)
		}
	}
	return slots
}
