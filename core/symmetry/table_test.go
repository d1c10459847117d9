package symmetry

import (
	"strings"
	"testing"
)

// classes are the point groups by the last number of a space group in them, with the
// number of rotations: the arrangement of International Tables A.
var classes = []struct {
	last  int
	name  string
	order int
}{
	{1, "1", 1}, {2, "-1", 2}, {5, "2", 2}, {9, "m", 2}, {15, "2/m", 4}, {24, "222", 4}, {46, "mm2", 4}, {74, "mmm", 8},
	{80, "4", 4}, {82, "-4", 4}, {88, "4/m", 8}, {98, "422", 8}, {110, "4mm", 8}, {122, "-42m", 8}, {142, "4/mmm", 16},
	{146, "3", 3}, {148, "-3", 6}, {155, "32", 6}, {161, "3m", 6}, {167, "-3m", 12}, {173, "6", 6}, {174, "-6", 6},
	{176, "6/m", 12}, {182, "622", 12}, {186, "6mm", 12}, {190, "-62m", 12}, {194, "6/mmm", 24}, {199, "23", 12},
	{206, "m-3", 24}, {214, "432", 24}, {220, "-43m", 24}, {230, "m-3m", 48},
}

// each calls f for every setting of the table.
func each(f func(s setting, g *Group)) {
	x := table()
	for i, s := range x.settings {
		f(s, x.group(i))
	}
}

func TestTable(t *testing.T) {
	perNumber := make(map[int]int)
	each(func(s setting, g *Group) {
		perNumber[s.number]++
		class := classes[0]
		for i := 0; classes[i].last < s.number; i++ {
			class = classes[i+1]
		}
		points := map[byte]int{'P': 1, 'A': 2, 'B': 2, 'C': 2, 'I': 2, 'F': 4, 'R': 3}[s.name[0]]
		if s.choice == "R" {
			points = 1
		}
		if got := len(g.Centring()); got != points {
			t.Errorf("%v: %d lattice points, want %d", g, got, points)
		}
		if got := g.PointGroup().Name; got != class.name {
			t.Errorf("%v: point group %s, want %s", g, got, class.name)
		}
		if got := g.Order(); got != points*class.order || len(g.Ops()) != got {
			t.Errorf("%v: order %d, %d operators, want %d", g, got, len(g.Ops()), points*class.order)
		}
		if got := g.Centrosymmetric(); got != (g.PointGroup().Name == g.PointGroup().Laue) {
			t.Errorf("%v: centrosymmetric %v, point group %s", g, got, g.PointGroup().Name)
		}
		if g.Ops()[0] != Identity() {
			t.Errorf("%v: first operator %v, want x,y,z", g, g.Ops()[0])
		}
	})
	// The 530 lines of International Tables B 1.4, and those of unusual.
	extra := strings.Count(strings.TrimSpace(unusual), "\n") + 1
	if got := len(table().settings) - extra; got != 530 {
		t.Errorf("%d settings, want 530", got)
	}
	for n := 1; n <= 230; n++ {
		if perNumber[n] == 0 {
			t.Errorf("no space group %d", n)
		}
	}
}

func TestClosed(t *testing.T) {
	each(func(s setting, g *Group) {
		ops := g.Ops()
		have := make(map[Op]bool)
		for _, a := range ops {
			have[a] = true
		}
		if len(have) != len(ops) {
			t.Errorf("%v: %d operators, %d different", g, len(ops), len(have))
		}
		for _, a := range ops {
			if !have[a.Inv().Mod()] {
				t.Errorf("%v: no inverse of %v", g, a)
			}
			for _, b := range g.rotations {
				if !have[a.Mul(b).Mod()] {
					t.Errorf("%v: no product of %v and %v", g, a, b)
				}
			}
		}
	})
}

// TestSpellings: every name, however it is written, means its own setting; every
// Hall symbol and list of operators is recognised.
func TestSpellings(t *testing.T) {
	each(func(s setting, g *Group) {
		spaced := strings.Replace(g.Name(), ":", " : ", 1)
		names := []string{g.Name(), spaced, strings.ReplaceAll(g.Name(), " ", ""), strings.ToLower(g.Name()), "'" + g.Name() + "'"}
		if s.axes != "" {
			names = append(names, s.base+":"+s.choice+s.axes, s.name+":"+s.choice+s.axes)
		}
		for _, name := range names {
			got, err := Lookup(name)
			if err != nil {
				t.Errorf("Lookup(%q): %v", name, err)
			} else if got.Name() != g.Name() || got.Number() != g.Number() || !got.Equal(g) {
				t.Errorf("Lookup(%q) = %v, want %v", name, got, g)
			}
		}
		h, err := ParseHall(g.Hall())
		if err != nil || !h.Equal(g) || h.Number() != g.Number() {
			t.Errorf("ParseHall(%q) = %v, %v, want %v", g.Hall(), h, err, g)
		}
		var triplets []string
		for _, a := range g.Ops() {
			triplets = append(triplets, a.String())
		}
		h, err = FromOps(triplets)
		if err != nil || !h.Equal(g) || h.Number() != g.Number() || h.Hall() == "" {
			t.Errorf("FromOps of %v = %v, %v", g, h, err)
		}
	})
}

// TestKeys: no spelling that a file would have means two settings but those that
// leave axes, origin or unique axis open.
func TestKeys(t *testing.T) {
	x := table()
	for k, at := range x.keys {
		for _, i := range at[1:] {
			a, b := x.settings[at[0]], x.settings[i]
			monoclinic := a.number >= 3 && a.number <= 15 && b.number >= 3 && b.number <= 15
			open := a.number == b.number && (a.choice != b.choice || enamed[a.number] != "" || k[0] >= '1' && k[0] <= '9') || monoclinic
			if !open {
				t.Errorf("%q means %s and %s", k, a.name, b.name)
			}
		}
	}
}
