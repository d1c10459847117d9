package symmetry

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// at returns the factor of an index, and whether there is one.
func at(x *Expansion, h, k, l int32) (Factor, bool) {
	i := slices.IndexFunc(x.Factors, func(f Factor) bool { return f.H == h && f.K == k && f.L == l })
	if i < 0 {
		return Factor{}, false
	}
	return x.Factors[i], true
}

func lookup(t testing.TB, name string) *Group {
	t.Helper()
	g, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestOrbit(t *testing.T) {
	images := lookup(t, "P 1 21 1").Orbit(1, 3, 2)
	want := []Image{{1, 3, 2, 0, false}, {-1, -3, -2, 0, true}, {-1, 3, -2, 0.5, false}, {1, -3, 2, 0.5, true}}
	if !slices.Equal(images, want) {
		t.Errorf("Orbit(1, 3, 2) = %v, want %v", images, want)
	}
	if got := lookup(t, "F m -3 m").Orbit(0, 0, 0); len(got) != 1 {
		t.Errorf("Orbit(0, 0, 0) = %v, want itself", got)
	}
	g := lookup(t, "P 61 2 2")
	for _, m := range g.Orbit(3, -1, 4) {
		p, q, r := g.Canonical(m.H, m.K, m.L)
		if p != 3 || q != -1 || r != 4 || g.isCanonical(m.H, m.K, m.L) != (m.H == 3 && m.K == -1 && m.L == 4) {
			t.Errorf("Canonical(%d, %d, %d) = %d %d %d, want 3 -1 4", m.H, m.K, m.L, p, q, r)
		}
	}
}

// TestExpandAnomalous: P 21 relates h k l to −h k −l, and both keep their side of
// Friedel's law.
func TestExpandAnomalous(t *testing.T) {
	x, err := lookup(t, "P 1 21 1").Expand([]Reflection{{1, 3, 2, 10, 12, 0.1, 0.2}, {0, 3, 0, 5, 5, 0, 0}, {0, 2, 0, 7, 8, 0.25, -0.125}})
	if err != nil {
		t.Fatal(err)
	}
	if x.Absent != 1 || x.Unique != 2 || len(x.Factors) != 6 {
		t.Errorf("%d absent, %d unique, %d factors, want 1, 2, 6", x.Absent, x.Unique, len(x.Factors))
	}
	for _, want := range []Factor{{1, 3, 2, 10, 0.1}, {-1, -3, -2, 12, 0.2}, {-1, 3, -2, 10, 0.6}, {1, -3, 2, 12, 0.7}, {0, 2, 0, 7, 0.25}, {0, -2, 0, 8, 0.875}} {
		got, ok := at(x, want.H, want.K, want.L)
		if !ok || got.F != want.F || math.Abs(float64(got.Phase-want.Phase)) > 1e-6 { // single precision
			t.Errorf("factor %v, want %v", got, want)
		}
	}
}

// TestExpandRepeated: which amplitude an index keeps, in any order of the list.
func TestExpandRepeated(t *testing.T) {
	nan := float32(math.NaN())
	g := lookup(t, "P 1 21 1")
	for _, c := range []struct {
		name                         string
		list                         []Reflection
		want                         map[[3]int32]float32
		repeated, conflicts, unknown int
	}{
		{"own amplitude before a mate's and an image's",
			[]Reflection{Merged(1, 3, 2, 10, 0), Merged(-1, -3, -2, 20, 0), Merged(-1, 3, -2, 30, 0)},
			map[[3]int32]float32{{1, 3, 2}: 10, {-1, -3, -2}: 20, {-1, 3, -2}: 30, {1, -3, 2}: 30}, 2, 2, 0},
		{"an image takes the first",
			[]Reflection{Merged(1, 3, 2, 10, 0), Merged(1, -3, 2, 20, 0)},
			map[[3]int32]float32{{1, 3, 2}: 10, {-1, -3, -2}: 10, {-1, 3, -2}: 20, {1, -3, 2}: 20}, 1, 1, 0},
		{"the last of the same index",
			[]Reflection{Merged(1, 3, 2, 10, 0), Merged(1, 3, 2, 20, 0)},
			map[[3]int32]float32{{1, 3, 2}: 20, {-1, -3, -2}: 20, {-1, 3, -2}: 10, {1, -3, 2}: 10}, 1, 1, 0},
		{"agreeing within rounding",
			[]Reflection{Merged(1, 3, 2, 10, 0), Merged(1, -3, 2, 10.001, 0)},
			map[[3]int32]float32{{1, 3, 2}: 10, {1, -3, 2}: 10.001}, 1, 0, 0},
		{"one side unknown",
			[]Reflection{{1, 3, 2, 10, nan, 0, 0}},
			map[[3]int32]float32{{1, 3, 2}: 10, {-1, 3, -2}: 10}, 0, 0, 0},
		{"each side in a line of its own",
			[]Reflection{{1, 3, 2, 10, nan, 0, 0}, {1, 3, 2, nan, 12, 0, 0}},
			map[[3]int32]float32{{1, 3, 2}: 10, {-1, 3, -2}: 10, {-1, -3, -2}: 12, {1, -3, 2}: 12}, 1, 0, 0},
		{"nothing known", []Reflection{{1, 3, 2, nan, nan, 0, 0}}, nil, 0, 0, 1},
		{"no list", nil, nil, 0, 0, 0},
		{"the origin", []Reflection{Merged(0, 0, 0, 1000, 0)}, map[[3]int32]float32{{0, 0, 0}: 1000}, 0, 0, 0},
	} {
		x, err := g.Expand(c.list)
		if err != nil {
			t.Fatal(err)
		}
		for h, f := range c.want {
			if got, ok := at(x, h[0], h[1], h[2]); !ok || got.F != f {
				t.Errorf("%s: F of %v = %v, %v, want %v", c.name, h, got.F, ok, f)
			}
		}
		if x.Repeated != c.repeated || x.Conflicts != c.conflicts || x.Unknown != c.unknown {
			t.Errorf("%s: %d repeated, %d conflicts, %d unknown, want %d, %d, %d", c.name, x.Repeated, x.Conflicts, x.Unknown, c.repeated, c.conflicts, c.unknown)
		}
		if len(c.want) == 0 && len(x.Factors) != 0 || len(c.want)%2 == 0 && c.repeated+c.unknown == 0 && len(x.Factors) != len(c.want) {
			t.Errorf("%s: factors %v", c.name, x.Factors)
		}
	}
}

// TestExpandAgain: a whole sphere expands to itself.
func TestExpandAgain(t *testing.T) {
	g := lookup(t, "P 43 21 2")
	var list []Reflection
	seq, err := g.Reflections(metric(t, 20, 20, 40, 90, 90, 90), 3)
	if err != nil {
		t.Fatal(err)
	}
	for h := range seq {
		list = append(list, Merged(int32(h[0]), int32(h[1]), int32(h[2]), float32(len(list)+1), 0.25))
	}
	x, err := g.Expand(list)
	if err != nil {
		t.Fatal(err)
	}
	list = nil
	for _, f := range x.Factors {
		list = append(list, Reflection{f.H, f.K, f.L, f.F, f.F, f.Phase, -f.Phase})
	}
	y, err := g.Expand(list)
	if err != nil {
		t.Fatal(err)
	}
	sort := func(f []Factor) []Factor {
		slices.SortFunc(f, func(a, b Factor) int {
			return slices.Compare([]int32{a.H, a.K, a.L}, []int32{b.H, b.K, b.L})
		})
		return f
	}
	if !slices.Equal(sort(x.Factors), sort(y.Factors)) || y.Conflicts != 0 || y.Repeated != len(list)-y.Unique {
		t.Errorf("expanding again: %d factors, %d conflicts, %d repeated, want %d, 0, %d", len(y.Factors), y.Conflicts, y.Repeated, len(x.Factors), len(list)-y.Unique)
	}
}

func TestExpandErrors(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		name, group string
		list        []Reflection
		want        string
	}{
		{"index", "P 1", []Reflection{Merged(40000, 0, 0, 1, 0)}, "beyond ±32767"},
		{"least index", "P 1", []Reflection{Merged(math.MinInt32, 0, 0, 1, 0)}, "beyond ±32767"},
		{"image", "P 6", []Reflection{Merged(32767, 32767, 0, 1, 0)}, "has an equivalent beyond"},
		{"infinite", "P 1", []Reflection{Merged(1, 0, 0, inf, 0)}, "infinite"},
	} {
		_, err := lookup(t, c.group).Expand(c.list)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func TestCompleteness(t *testing.T) {
	g := lookup(t, "P 43 21 2")
	m := metric(t, 41.98, 41.98, 88.92, 90, 90, 90)
	const dmin = 5
	seq, err := g.Reflections(m, dmin)
	if err != nil {
		t.Fatal(err)
	}
	// All but those below 10 Å and 0 0 0, a few beyond.
	list := []Reflection{Merged(30, 1, 1, 1, 0)}
	dropped, all := 0, 0
	for h := range seq {
		if d := m.D(h[0], h[1], h[2]); d < 10 {
			list = append(list, Merged(int32(h[0]), int32(h[1]), int32(h[2]), 1, 0))
		} else if h != [3]int{} {
			dropped++
		}
		all++
	}
	x, err := g.Expand(list)
	if err != nil {
		t.Fatal(err)
	}
	c, err := g.Completeness(x.Factors, m, dmin, 8) // 10 Å is the first shell: (10/5)³ = 8
	if err != nil {
		t.Fatal(err)
	}
	if c.UniquePossible != all-1 || c.UniquePresent != all-1-dropped || c.Beyond != 16 || c.HasOrigin {
		t.Errorf("unique %d of %d, beyond %d, origin %v, want %d of %d, 16, false", c.UniquePresent, c.UniquePossible, c.Beyond, c.HasOrigin, all-1-dropped, all-1)
	}
	sum := Tally{}
	for i, s := range c.Shells {
		sum.Possible += s.Possible
		sum.Present += s.Present
		sum.UniquePossible += s.UniquePossible
		sum.UniquePresent += s.UniquePresent
		if want := map[bool]float64{true: 0, false: 1}[i == 0]; s.Fraction() != want {
			t.Errorf("shell %.2f–%.2f: %d of %d, want %v", s.DMax, s.DMin, s.Present, s.Possible, want)
		}
	}
	if sum != c.Tally {
		t.Errorf("shells add up to %+v, want %+v", sum, c.Tally)
	}
	if d := c.Shells[0].DMin; math.Abs(d-10) > 1e-9 || c.Shells[7].DMin != dmin {
		t.Errorf("shells end at %v and %v, want 10 and 5", d, c.Shells[7].DMin)
	}
	// 4π/3 V/d³ indices in a sphere, less its surface's uncertainty and 0 0 0.
	if got, want := float64(c.Possible+c.Absent), 4*math.Pi/3*41.98*41.98*88.92/125; math.Abs(got/want-1) > 0.01 {
		t.Errorf("%v indices in the sphere, want about %v", got, want)
	}
}

func TestCompletenessErrors(t *testing.T) {
	g := lookup(t, "P 43 21 2")
	good := metric(t, 40, 40, 80, 90, 90, 90)
	for _, c := range []struct {
		name   string
		m      Metric
		dmin   float64
		shells int
		want   string
	}{
		{"no shells", good, 3, 0, "shells"}, {"many shells", good, 3, 1 << 30, "shells"}, {"no resolution", good, 0, 1, "resolution"},
		{"NaN", good, math.NaN(), 1, "resolution"}, {"tiny resolution", good, 1e-9, 1, "beyond"}, {"large sphere", good, 0.03, 1, "at most"},
		{"no cell", Metric{}, 3, 1, "no cell"}, {"other cell", metric(t, 40, 50, 80, 90, 90, 90), 3, 1, "does not have the symmetry"},
	} {
		_, err := g.Completeness(nil, c.m, c.dmin, c.shells)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	if _, err := g.Reflections(good, -1); err == nil {
		t.Error("Reflections to a negative resolution: no error")
	}
}
