package symmetry

import (
	"fmt"
	"math"
)

// maxShells bounds the shells of a report.
const maxShells = 1000

// Tally counts reflections: those the group allows and those of them that are
// there, in P1 with Friedel mates, and orbits. An orbit counts as present if any
// index of it is.
type Tally struct {
	Possible, Present             int
	UniquePossible, UniquePresent int
}

// Fraction returns the share of the P1 indices that are present, 1 where none is
// possible.
func (t Tally) Fraction() float64 {
	if t.Possible == 0 {
		return 1
	}
	return float64(t.Present) / float64(t.Possible)
}

// add counts one orbit.
func (t *Tally) add(possible, present int) {
	t.Possible += possible
	t.Present += present
	t.UniquePossible++
	if present > 0 {
		t.UniquePresent++
	}
}

// Shell is the reflections with DMax > d ≥ DMin; DMax of the first is +Inf.
type Shell struct {
	DMax, DMin float64
	Tally
}

// Completeness says how much of a sphere a list fills. The reflection 0 0 0 is not
// in the counts.
type Completeness struct {
	DMin float64
	Tally
	Shells    []Shell // of equal volume in reciprocal space, low resolution first
	HasOrigin bool    // 0 0 0 is present
	Absent    int     // P1 indices in the sphere that the group forbids
	Beyond    int     // indices of the list with d < DMin
}

// Completeness compares a list of P1 indices, such as Expand makes, with all
// reflections of the cell to the resolution dmin, in the given number of shells of
// equal volume. Duplicates in the list count once within the sphere.
//
// It needs one bit for each index in the box around the sphere. It fails where no
// cell has the metric, where the cell does not fit the group, for indices beyond ±MaxIndex, for a box that is too large,
// and for less than 1 shell or more than 1000.
func (g *Group) Completeness(list []Factor, m Metric, dmin float64, shells int) (*Completeness, error) {
	if shells < 1 || shells > maxShells {
		return nil, fmt.Errorf("symmetry: %d shells, want 1 to %d", shells, maxShells)
	}
	s, err := newSphere(m, dmin)
	if err != nil {
		return nil, err
	}
	if err := g.FitsCell(m); err != nil {
		return nil, err
	}
	c := &Completeness{DMin: dmin, Shells: make([]Shell, shells)}
	for i := range c.Shells {
		c.Shells[i].DMin = dmin * math.Cbrt(float64(shells)/float64(i+1))
		if c.Shells[i].DMax = math.Inf(1); i > 0 {
			c.Shells[i].DMax = c.Shells[i-1].DMin
		}
	}
	present := newBits(s.extent)
	for _, f := range list {
		h, k, l := int(f.H), int(f.K), int(f.L)
		if s.recip.quadratic(float64(h), float64(k), float64(l)) > s.limit {
			c.Beyond++
		}
		// Of a cell that fits within its rounding errors, equivalents may lie
		// across the limit.
		if present.inside(h, k, l) {
			present.set(h, k, l)
		}
	}
	c.HasOrigin = present.has(0, 0, 0)
	s.halves(func(h, k, l int, q float64) bool {
		if q == 0 || !g.isCanonical(h, k, l) {
			return true
		}
		orbit := g.Multiplicity(h, k, l)
		if g.Absent(h, k, l) {
			c.Absent += orbit
			return true
		}
		// Each index is met as often as the stabiliser has members.
		met := 0
		for i := range g.half {
			p, q, r := g.half[i].Miller(h, k, l)
			if present.has(p, q, r) {
				met++
			}
			if present.has(-p, -q, -r) {
				met++
			}
		}
		there := met * orbit / (2 * len(g.half))
		c.add(orbit, there)
		// q^(3/2) is the volume within, in units of the outermost shell's.
		i := int(float64(shells) * math.Pow(q/s.limit, 1.5))
		c.Shells[min(i, shells-1)].add(orbit, there)
		return true
	})
	return c, nil
}

// bits is a set of indices in a box around the origin.
type bits struct {
	extent [3]int
	words  []uint64
}

// newBits returns the empty set for indices up to the extent.
func newBits(extent [3]int) bits {
	n := (2*extent[0] + 1) * (2*extent[1] + 1) * (2*extent[2] + 1)
	return bits{extent, make([]uint64, n/64+1)}
}

func (b bits) inside(h, k, l int) bool {
	return abs(h) <= b.extent[0] && abs(k) <= b.extent[1] && abs(l) <= b.extent[2]
}

// at returns the number of an index inside the box.
func (b bits) at(h, k, l int) int {
	return ((h+b.extent[0])*(2*b.extent[1]+1)+k+b.extent[1])*(2*b.extent[2]+1) + l + b.extent[2]
}

func (b bits) set(h, k, l int) {
	n := b.at(h, k, l)
	b.words[n/64] |= 1 << (n % 64)
}

func (b bits) has(h, k, l int) bool {
	if !b.inside(h, k, l) {
		return false
	}
	n := b.at(h, k, l)
	return b.words[n/64]>>(n%64)&1 != 0
}
