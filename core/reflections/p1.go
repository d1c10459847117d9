package reflections

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gobragg/core/hkl"
	"gobragg/core/symmetry"
)

// Report says what P1 did.
type Report struct {
	Rows        int // of the set, those beyond dmin not counted
	Equivalents int // rows that were averaged with another one
	Unique      int // reflections left, Friedel mates counted once
	Absent      int // of them dropped: the group forbids them
	Negative    int // intensities below 0, taken as 0
	Pairs       int // reflections whose Friedel mates differ
	Filled      int // reflections with only one mate measured, where others have both

	Reflections int // in P1
	// Completeness compares them with all the group allows to the resolution of the
	// last one; nil where the cell or the group is not known or they do not fit.
	Completeness *symmetry.Completeness
}

// P1 returns the amplitudes of the whole sphere, ordered by h, k, l: equivalent rows are averaged (with
// weights 1/σ² if all of them have σ), intensities become amplitudes, systematic
// absences are dropped, symmetry and Friedel's law give the rest. Pairs of Friedel mates
// that the set tells apart stay apart; of a pair with one known, both get its
// amplitude. dmin, in Å, drops what is beyond; 0 takes all.
//
// The list of a set that is Whole is its rows as they are.
//
// It fails without reflections, for a dmin without a cell, and where the sphere would have more than 2²⁶ reflections or an
// index beyond hkl.MaxIndex.
func (s *Set) P1(dmin float64) (*hkl.List, Report, error) {
	rows := s.Reflections
	metric, cellErr := s.Metric()
	if dmin > 0 {
		if cellErr != nil {
			return nil, Report{}, fmt.Errorf("%s: a resolution limit needs the cell: %w", s.Name, cellErr)
		}
		rows = within(rows, metric, dmin)
	}
	report := Report{Rows: len(rows)}
	if len(rows) == 0 {
		return nil, report, fmt.Errorf("%s: no reflections to %v Å", s.Name, dmin)
	}
	group := s.Group
	if group == nil {
		var err error
		if group, err = symmetry.Lookup("P 1"); err != nil {
			return nil, report, err
		}
	}
	var factors []symmetry.Factor
	if s.Whole {
		factors = make([]symmetry.Factor, len(rows))
		for i, r := range rows {
			factors[i] = symmetry.Factor{H: r.H, K: r.K, L: r.L, F: report.amplitude(r.Plus, s.Kind)}
		}
		report.Unique = len(rows)
	} else {
		unique := s.merge(rows, group, &report)
		x, err := group.Expand(unique)
		if err != nil {
			return nil, report, fmt.Errorf("%s: %w", s.Name, err)
		}
		factors = x.Factors
		report.Unique, report.Absent = x.Unique, x.Absent
		factors = ordered(factors)
	}
	if len(factors) == 0 {
		return nil, report, fmt.Errorf("%s: all %d reflections are systematic absences of %v", s.Name, len(rows), group)
	}
	report.Reflections = len(factors)
	if cellErr == nil {
		if dmin == 0 {
			dmin = resolution(factors, metric)
		}
		const shells = 10
		// What does not fit is noted by Read.
		report.Completeness, _ = group.Completeness(factors, metric, dmin, shells)
	}
	list := &hkl.List{Reflections: make([]hkl.Reflection, len(factors))}
	for i, f := range factors {
		list.Reflections[i] = hkl.Reflection{H: f.H, K: f.K, L: f.L, F: f.F}
	}
	return list, report, nil
}

// ordered returns factors ordered by h, k, l. It sorts by l, then k, then h, each time
// by counting: 1.5 million reflections take 43 ms, comparing them takes 340 ms.
func ordered(factors []symmetry.Factor) []symmetry.Factor {
	to := make([]symmetry.Factor, len(factors))
	for _, index := range []func(*symmetry.Factor) int{
		func(f *symmetry.Factor) int { return int(f.L) },
		func(f *symmetry.Factor) int { return int(f.K) },
		func(f *symmetry.Factor) int { return int(f.H) },
	} {
		low, high := hkl.MaxIndex, -hkl.MaxIndex
		for i := range factors {
			low, high = min(low, index(&factors[i])), max(high, index(&factors[i]))
		}
		next := make([]int, max(0, high-low)+2) // place of the next one with each index
		for i := range factors {
			next[index(&factors[i])-low+1]++
		}
		for i := 1; i < len(next); i++ {
			next[i] += next[i-1]
		}
		for i := range factors {
			n := &next[index(&factors[i])-low]
			to[*n] = factors[i]
			*n++
		}
		factors, to = to, factors
	}
	return factors
}

// order returns a number that orders indices by h, then k, then l.
func order(h, k, l int32) uint64 {
	const bias = 1 << 20
	return uint64(h+bias)<<42 | uint64(k+bias)<<21 | uint64(l+bias)
}

// q returns 1/d² for the metric of the reciprocal cell.
func q(m symmetry.Metric, h, k, l int32) float64 {
	x, y, z := float64(h), float64(k), float64(l)
	return m[0]*x*x + m[1]*y*y + m[2]*z*z + 2*(m[3]*y*z+m[4]*x*z+m[5]*x*y)
}

// rounding is the relative room for a limit that a reflection lies on exactly.
const rounding = 1e-9

// within returns the rows with d ≥ dmin.
func within(rows []Reflection, m symmetry.Metric, dmin float64) []Reflection {
	recip := m.Reciprocal()
	var kept []Reflection
	for _, r := range rows {
		if q(recip, r.H, r.K, r.L)*dmin*dmin <= 1+rounding {
			kept = append(kept, r)
		}
	}
	return kept
}

// resolution returns the smallest d of a list.
func resolution(factors []symmetry.Factor, m symmetry.Metric) float64 {
	recip := m.Reciprocal()
	largest := 0.0
	for _, f := range factors {
		largest = max(largest, q(recip, f.H, f.K, f.L))
	}
	return 1 / math.Sqrt(largest)
}

// amplitude returns F for a value of the given kind.
func (r *Report) amplitude(v float32, kind Kind) float32 {
	if kind == Amplitude || isNaN(v) {
		return v
	}
	if v < 0 {
		r.Negative++
		return 0
	}
	return float32(math.Sqrt(float64(v)))
}

// member is a row with the orbit it belongs to.
type member struct {
	key     uint64
	row     int32
	swapped bool // the index that stands for the orbit is −hR of the row's
	both    bool // and hR too: mates are equivalent
}

// merge returns one reflection for each orbit, with amplitudes of both mates.
func (s *Set) merge(rows []Reflection, g *symmetry.Group, report *Report) []symmetry.Reflection {
	ops := g.Primitive()
	members := make([]member, len(rows))
	sorted := true
	for i := range rows {
		members[i] = classify(ops, &rows[i])
		members[i].row = int32(i)
		sorted = sorted && (i == 0 || members[i-1].key <= members[i].key)
	}
	if !sorted {
		slices.SortFunc(members, func(a, b member) int {
			if a.key != b.key {
				return cmp.Compare(a.key, b.key)
			}
			return cmp.Compare(a.row, b.row)
		})
	}
	unique := make([]symmetry.Reflection, 0, len(rows))
	pairs := false // some reflection has both mates measured
	for i := 0; i < len(members); {
		var plus, minus mean
		j := i
		for ; j < len(members) && members[j].key == members[i].key; j++ {
			r := &rows[members[j].row]
			to, mate := &plus, &minus
			if members[j].swapped {
				to, mate = mate, to
			}
			if members[j].both || !s.Anomalous {
				to, mate = &plus, &plus
			}
			to.add(r.Plus, r.SigmaPlus)
			mate.add(r.Minus, r.SigmaMinus)
		}
		report.Equivalents += j - i - 1
		f := symmetry.Reflection{
			H: int32(members[i].key>>42&0x1fffff) - 1<<20, K: int32(members[i].key>>21&0x1fffff) - 1<<20, L: int32(members[i].key&0x1fffff) - 1<<20,
			Plus: report.amplitude(plus.value(), s.Kind), Minus: report.amplitude(minus.value(), s.Kind),
		}
		switch {
		case members[i].both || !s.Anomalous:
			f.Minus = f.Plus
		case isNaN(f.Minus):
			f.Minus = f.Plus
			report.Filled++
		case isNaN(f.Plus):
			f.Plus = f.Minus
			report.Filled++
		default:
			pairs = true
			if f.Plus != f.Minus {
				report.Pairs++
			}
		}
		unique = append(unique, f)
		i = j
	}
	if !pairs {
		report.Filled = 0 // mates were never told apart
	}
	return unique
}

// classify returns the orbit of a row: the largest by h, k, l of all hR and −hR.
func classify(ops []symmetry.Op, r *Reflection) member {
	var m member
	h, k, l := int(r.H), int(r.K), int(r.L)
	for i := range ops {
		x, y, z := ops[i].Miller(h, k, l)
		a, b := order(int32(x), int32(y), int32(z)), order(int32(-x), int32(-y), int32(-z))
		if a > m.key {
			m.key, m.swapped, m.both = a, false, false
		} else if a == m.key && m.swapped {
			m.both = true
		}
		if b > m.key {
			m.key, m.swapped, m.both = b, true, false
		} else if b == m.key && !m.swapped {
			m.both = true
		}
	}
	return m
}

// mean is a mean, weighted where every value has a standard deviation.
type mean struct {
	sum, weighted, weight float64
	n, with               int
}

func (m *mean) add(v, sigma float32) {
	if isNaN(v) {
		return
	}
	m.sum += float64(v)
	m.n++
	if sigma > 0 && sigma <= math.MaxFloat32 {
		w := 1 / (float64(sigma) * float64(sigma))
		m.weighted += w * float64(v)
		m.weight += w
		m.with++
	}
}

// value returns the mean, NaN of nothing.
func (m *mean) value() float32 {
	switch {
	case m.n == 0:
		return nan
	case m.n > 1 && m.n == m.with:
		return float32(m.weighted / m.weight)
	}
	return float32(m.sum / float64(m.n))
}

// String says in a few lines what was done, for a user.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", plural(r.Rows, "row"))
	if r.Equivalents > 0 {
		fmt.Fprintf(&b, ", %d averaged with equivalents", r.Equivalents)
	}
	fmt.Fprintf(&b, ": %d unique", r.Unique)
	if r.Absent > 0 {
		fmt.Fprintf(&b, ", %s dropped", plural(r.Absent, "systematic absence"))
	}
	if r.Pairs > 0 {
		fmt.Fprintf(&b, ", %s", plural(r.Pairs, "Friedel pair")+" with an anomalous difference")
	}
	if r.Filled > 0 {
		fmt.Fprintf(&b, ", %d with one of two mates", r.Filled)
	}
	fmt.Fprintf(&b, "; %s in P1", plural(r.Reflections, "reflection"))
	if r.Negative > 0 {
		verb := "are"
		if r.Negative == 1 {
			verb = "is"
		}
		fmt.Fprintf(&b, "\n%s below 0 %s taken as 0 (no French-Wilson treatment)", plural(r.Negative, "intensity"), verb)
	}
	if c := r.Completeness; c != nil {
		fmt.Fprintf(&b, "\n%.1f %% complete to %.2f Å: %d of %d", 100*c.Fraction(), c.DMin, c.Present, c.Possible)
		holes := c.Possible - c.Present
		if holes > 0 {
			fmt.Fprintf(&b, "; the other %d take -default_F", holes)
		}
		switch {
		case c.HasOrigin:
		case holes > 0:
			b.WriteString(", and so does 0 0 0")
		default:
			b.WriteString("; 0 0 0 takes -default_F")
		}
	}
	return b.String()
}
