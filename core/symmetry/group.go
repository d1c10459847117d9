package symmetry

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Group is a space group in one setting. It is made by Lookup, ParseHall or FromOps
// and never changes; goroutines may share it.
type Group struct {
	number       int
	name, choice string
	hall         string

	rotations []Op     // one operator for each rotation, the identity first
	centring  [][3]int // lattice translations in a cell, 1/24, 0 first
	half      []Op     // rotations, of each pair ±R only the first
	centric   bool     // −1 is among the rotations
}

// newGroup sorts closed operators into rotations and lattice translations. Of the
// operators that differ by a lattice translation it takes the one with the smallest
// translation.
func newGroup(ops []Op) *Group {
	g := &Group{}
	least := make(map[[9]int][3]int)
	for _, a := range ops {
		if a.R == Identity().R {
			g.centring = append(g.centring, a.T)
		}
		if t, ok := least[a.R]; !ok || slices.Compare(a.T[:], t[:]) < 0 {
			least[a.R] = a.T
		}
	}
	sort.Slice(g.centring, func(i, j int) bool { return slices.Compare(g.centring[i][:], g.centring[j][:]) < 0 })
	for r, t := range least {
		g.rotations = append(g.rotations, Op{r, t})
	}
	// The identity has the largest determinant and trace.
	sort.Slice(g.rotations, func(i, j int) bool {
		a, b := g.rotations[i], g.rotations[j]
		if c := cmp.Compare(a.Det(), b.Det()); c != 0 {
			return c > 0
		}
		if c := cmp.Compare(a.R[0]+a.R[4]+a.R[8], b.R[0]+b.R[4]+b.R[8]); c != 0 {
			return c > 0
		}
		return slices.Compare(a.R[:], b.R[:]) > 0
	})
	for _, a := range g.rotations {
		minus := a.R
		for i := range minus {
			minus[i] = -minus[i]
		}
		if _, ok := least[minus]; !ok {
			g.half = append(g.half, a)
			continue
		}
		g.centric = true
		if a.Det() > 0 {
			g.half = append(g.half, a)
		}
	}
	return g
}

// Number returns the number of the space group in International Tables, 0 where the
// operators are in no setting of the table.
func (g *Group) Number() int { return g.number }

// Name returns the full Hermann–Mauguin symbol of the setting, with the choice of
// axes or origin where the symbol needs it: "P 1 21/c 1", "R 3 2:H", "P n n n:2".
// It is empty where the operators are in no setting of the table.
func (g *Group) Name() string {
	if needsChoice(g.choice) {
		return g.name + ":" + g.choice
	}
	return g.name
}

// Hall returns the Hall symbol, empty where the group was made from operators that
// are in no setting of the table. Settings that International Tables derives from a
// standard one carry the change of axes: "-P 2ac 2n (z,x,y)".
func (g *Group) Hall() string { return g.hall }

// String returns the name, or the Hall symbol, or the first operators.
func (g *Group) String() string {
	switch {
	case g.name != "":
		return g.Name()
	case g.hall != "":
		return "Hall " + g.hall
	}
	var b strings.Builder
	for _, a := range g.rotations[:min(len(g.rotations), 4)] {
		b.WriteString(a.String() + "; ")
	}
	return fmt.Sprintf("%s%d operators in all", b.String(), g.Order())
}

// Order returns the number of operators in a cell, the number of general positions.
func (g *Group) Order() int { return len(g.rotations) * len(g.centring) }

// Ops returns the operators with translations within the cell: the primitive ones,
// identity first, then those with each lattice translation added.
func (g *Group) Ops() []Op {
	ops := make([]Op, 0, g.Order())
	for _, v := range g.centring {
		for _, a := range g.rotations {
			for i := range a.T {
				a.T[i] += v[i]
			}
			ops = append(ops, a.Mod())
		}
	}
	return ops
}

// Primitive returns one operator for each rotation, the identity first.
func (g *Group) Primitive() []Op { return slices.Clone(g.rotations) }

// Centring returns the lattice translations in a cell, 1/24 of the edges, 0 first.
func (g *Group) Centring() [][3]int { return slices.Clone(g.centring) }

// Centrosymmetric reports whether the group has an inversion, at the origin or not.
func (g *Group) Centrosymmetric() bool { return g.centric }

// Equal reports whether two groups have the same operators.
func (g *Group) Equal(h *Group) bool {
	return slices.Equal(g.rotations, h.rotations) && slices.Equal(g.centring, h.centring)
}

// Absent reports whether the reflection is systematically absent: some operator with
// hR = h has a phase shift h·t that is not whole.
func (g *Group) Absent(h, k, l int) bool {
	for _, v := range g.centring[1:] {
		if (h*v[0]+k*v[1]+l*v[2])%Den != 0 {
			return true
		}
	}
	for _, a := range g.rotations {
		if (h*a.T[0]+k*a.T[1]+l*a.T[2])%Den == 0 {
			continue
		}
		if p, q, r := a.Miller(h, k, l); p == h && q == k && r == l {
			return true
		}
	}
	return false
}

// Epsilon returns the number of rotations with hR = h, the factor by which the mean
// intensity of such reflections is above the average. Lattice centring, which
// raises all of them alike, is not counted.
func (g *Group) Epsilon(h, k, l int) int {
	n := 0
	for _, a := range g.rotations {
		if p, q, r := a.Miller(h, k, l); p == h && q == k && r == l {
			n++
		}
	}
	return n
}

// Centric reports whether some rotation has hR = −h, which leaves the phase two
// values and makes Friedel mates equivalent.
func (g *Group) Centric(h, k, l int) bool {
	for _, a := range g.rotations {
		if p, q, r := a.Miller(h, k, l); p == -h && q == -k && r == -l {
			return true
		}
	}
	return false
}

// Multiplicity returns the number of different indices ±hR, Friedel mates included.
func (g *Group) Multiplicity(h, k, l int) int {
	return 2 * len(g.half) / g.stabiliser(h, k, l)
}

// stabiliser returns the number of pairs of a rotation (one of each pair ±R) and a sign
// with ±hR = h.
func (g *Group) stabiliser(h, k, l int) int {
	n := 0
	for i := range g.half {
		p, q, r := g.half[i].Miller(h, k, l)
		if p == h && q == k && r == l {
			n++
		}
		if p == -h && q == -k && r == -l {
			n++
		}
	}
	return n
}
