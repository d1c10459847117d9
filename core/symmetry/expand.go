package symmetry

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// MaxIndex is the largest |h|, |k| or |l| of a reflection and its images; it is that
// of hkl lists.
const MaxIndex = 32767

// maxFactors bounds the result of Expand: 2²⁶ structure factors are 1.3 GB.
const maxFactors = 1 << 26

// conflictTolerance is the relative difference above which two amplitudes of one
// reflection disagree: rounding in files is below it.
const conflictTolerance = 1e-3

// Reflection is what a file or a model says of an index and its Friedel mate.
//
// Plus and Minus are the amplitudes of h and −h, electrons; they are equal where
// the two were not told apart, and NaN where one of them is not known. The phases
// are in turns, and may be left 0 where only amplitudes matter.
type Reflection struct {
	H, K, L               int32
	Plus, Minus           float32
	PlusPhase, MinusPhase float32
}

// Merged returns a reflection without anomalous difference: the amplitude for both
// mates and opposite phases, turns.
func Merged(h, k, l int32, f, phase float32) Reflection {
	return Reflection{h, k, l, f, f, phase, -phase}
}

// Factor is a structure factor of the P1 cell: amplitude in electrons, phase in turns,
// [0, 1).
type Factor struct {
	H, K, L int32
	F       float32
	Phase   float32
}

// Expansion is the reflections of a whole sphere with what was met in making it.
type Expansion struct {
	Factors   []Factor // every index once; all of one orbit together
	Unique    int      // orbits among them
	Absent    int      // reflections dropped because the group forbids them
	Repeated  int      // reflections in the orbit of an earlier one
	Conflicts int      // repeated ones whose amplitudes differ by more than 0.1 %
	Unknown   int      // reflections with neither amplitude
}

// wrap returns a phase in [0, 1) turns.
func wrap(phi float64) float64 {
	if phi -= math.Floor(phi); phi < 1 {
		return phi
	}
	return 0
}

// Expand fills reciprocal space: every reflection gives its amplitude to the indices
// hR that symmetry makes equivalent, and the amplitude of its mate to −hR, with
//
//	φ(hR) = φ(h) − h·t,  φ(−hR) = φ(−h) + h·t   turns
//
// Systematic absences are dropped. Where reflections of one orbit come more than
// once, as in unmerged or half-sphere data, an index that is listed keeps its own
// amplitude (the last, if it is listed again), before that of a listed mate's
// Minus, before that of the first in the list that reaches it.
//
// It fails for an index beyond ±MaxIndex, its own or an image's, for an infinite
// amplitude, and where the result would have more than 2²⁶ indices.
func (g *Group) Expand(list []Reflection) (*Expansion, error) {
	x := &Expansion{}
	orbits := make([]member, 0, len(list))
	total := 0
	for i, r := range list {
		h, k, l := int(r.H), int(r.K), int(r.L)
		if math.IsInf(float64(r.Plus), 0) || math.IsInf(float64(r.Minus), 0) {
			return nil, fmt.Errorf("symmetry: reflection %d %d %d: infinite amplitude", h, k, l)
		}
		if max(abs(h), abs(k), abs(l)) > MaxIndex {
			return nil, fmt.Errorf("symmetry: reflection %d %d %d is beyond ±%d", h, k, l, MaxIndex)
		}
		if r.Plus != r.Plus && r.Minus != r.Minus {
			x.Unknown++
			continue
		}
		key, stabiliser, absent, extent := g.scan(h, k, l)
		if extent > MaxIndex {
			return nil, fmt.Errorf("symmetry: reflection %d %d %d has an equivalent beyond ±%d", h, k, l, MaxIndex)
		}
		if absent {
			x.Absent++
			continue
		}
		orbits = append(orbits, member{key, int32(i), uint8(stabiliser)})
	}
	slices.SortFunc(orbits, func(a, b member) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(a.at, b.at)
	})
	for i, m := range orbits {
		if i == 0 || m.key != orbits[i-1].key {
			total += 2 * len(g.half) / int(m.stabiliser)
			x.Unique++
		}
	}
	if total > maxFactors {
		return nil, fmt.Errorf("symmetry: %d reflections expand to %d indices, at most %d allowed", len(list), total, maxFactors)
	}
	x.Factors = make([]Factor, 0, total)
	var slots []slot
	for i := 0; i < len(orbits); {
		j := i + 1
		for j < len(orbits) && orbits[j].key == orbits[i].key {
			j++
		}
		first := &list[orbits[i].at]
		if j == i+1 && orbits[i].stabiliser == 1 && first.Plus == first.Plus && first.Minus == first.Minus {
			x.Factors = g.appendGeneral(x.Factors, first)
		} else {
			slots = g.fill(slots[:0], list, orbits[i:j], x)
			for _, s := range slots {
				if s.rank != unfilled {
					x.Factors = append(x.Factors, s.Factor)
				}
			}
		}
		i = j
	}
	return x, nil
}

// member is a reflection's place in the list with the orbit it belongs to.
type member struct {
	key        uint64
	at         int32
	stabiliser uint8
}

func abs(n int) int { return max(n, -n) }

// scan looks at every image of an index once: the canonical index as a number, the
// order of its stabiliser, whether it is absent, and the largest |h|, |k|, |l|.
func (g *Group) scan(h, k, l int) (key uint64, stabiliser int, absent bool, extent int) {
	for _, v := range g.centring[1:] {
		if (h*v[0]+k*v[1]+l*v[2])%Den != 0 {
			absent = true
		}
	}
	const bias = 1 << 20
	for i := range g.half {
		a := &g.half[i]
		p, q, r := a.Miller(h, k, l)
		sign := 1
		if p < 0 || p == 0 && (q < 0 || q == 0 && r < 0) {
			sign = -1
		}
		key = max(key, uint64(sign*p+bias)<<42|uint64(sign*q+bias)<<21|uint64(sign*r+bias))
		extent = max(extent, abs(p), abs(q), abs(r))
		same, opposite := p == h && q == k && r == l, p == -h && q == -k && r == -l
		if same {
			stabiliser++
		}
		if opposite {
			stabiliser++
		}
		// Of a pair ±R the other one maps h to itself where this one maps it to −h.
		if same && (h*a.T[0]+k*a.T[1]+l*a.T[2])%Den != 0 {
			absent = true
		}
	}
	if g.centric && stabiliser > 1 && !absent {
		absent = g.Absent(h, k, l)
	}
	return key, stabiliser, absent, extent
}

// appendGeneral appends the images of a reflection that has as many as there are
// operators, within the capacity of the list.
func (g *Group) appendGeneral(list []Factor, r *Reflection) []Factor {
	h, k, l := int(r.H), int(r.K), int(r.L)
	plus, minus := wrap(float64(r.PlusPhase)), wrap(float64(r.MinusPhase))
	n := len(list)
	list = list[:n+2*len(g.half)]
	images := list[n:]
	for i := range g.half {
		a := &g.half[i]
		p, q, s := a.Miller(h, k, l)
		shift := a.Turns(h, k, l)
		images[2*i] = Factor{int32(p), int32(q), int32(s), r.Plus, phase32(plus - shift)}
		images[2*i+1] = Factor{int32(-p), int32(-q), int32(-s), r.Minus, phase32(minus + shift)}
	}
	return list
}

// phase32 returns a phase from (−1, 2) as one in [0, 1) turns in single precision.
func phase32(phi float64) float32 {
	switch {
	case phi < 0:
		phi++
	case phi >= 1:
		phi--
	}
	if p := float32(phi); p < 1 {
		return p
	}
	return 0
}
