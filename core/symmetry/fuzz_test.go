package symmetry

import (
	"strings"
	"testing"
)

// FuzzParseOp: no text panics, and what is accepted reads back the same after
// String.
func FuzzParseOp(f *testing.F) {
	for _, s := range []string{"x,y,z", "-Y+1/2, X-Y ,Z+2/3", "0.6667-x,y,z", "2x/2,y,z", "x,y,z+1/0", ",,", "9999999999x,y,z", "x+1/24,-y,9z", "'x,y,-z'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseOp(s)
		if err != nil {
			return
		}
		if b, err := ParseOp(a.String()); err != nil || b != a {
			t.Fatalf("%q: %v, read back %v, %v", s, a, b, err)
		}
		if a.Mul(a.Inv()) != Identity() {
			t.Fatalf("%v times its inverse is not x,y,z", a)
		}
		if a.T = [3]int{}; a.Det() == 1 || a.Det() == -1 {
			_, _ = FromGenerators([]Op{a})
		}
	})
}

// FuzzHall: no symbol panics; a group is closed and within the limit of order, and
// its operators make it again.
func FuzzHall(f *testing.F) {
	for _, s := range []string{"P 1", "-P 2ybc", `R 3 -2"c`, "P 61 2 (0 0 5)", "-F 4ud 2vw 3", "P 4 (1/2x+1/2y,-1/2x+1/2y,z)", "P 3* 2", "P 6 4x", "A 1 (9x,9y,1/9z)",
		"P 1 (x,y,1/24z)", "-P_2ac_2n", "F 2 2 -1d (1/2x,1/2y,1/2z)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := ParseHall(s)
		if err != nil {
			return
		}
		check(t, g)
	})
}

// FuzzLookup: no name panics, and one that is found is found again by what the
// group is called.
func FuzzLookup(f *testing.F) {
	for _, s := range []string{"P 21 21 21", "R32:h", "F d -3 m :2", "19", "P 2/n 21/m 21/a", "P2(1)/c", "", "P 4 (1/2x,y,z)", "Q", "'-P 2ac 2n'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := Lookup(s)
		if err != nil {
			return
		}
		check(t, g)
		if g.Name() == "" {
			return
		}
		if h, err := Lookup(g.Name()); err != nil || !h.Equal(g) {
			t.Fatalf("Lookup(%q) = %v, but Lookup(%q) = %v, %v", s, g, g.Name(), h, err)
		}
	})
}

// FuzzFromOps: no list panics; a group is closed and within the limit of order.
func FuzzFromOps(f *testing.F) {
	for _, s := range []string{"x,y,z;-x,y+1/2,-z", "x+y,y,z", "-y,x-y,z;x,-z,y-z", "x+1/24,y,z;x,y+1/24,z;x,y,z+1/24"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if g, err := FromOps(strings.Split(s, ";")); err == nil {
			check(t, g)
		}
	})
}

// check fails where a group is not one.
func check(t *testing.T, g *Group) {
	t.Helper()
	ops := g.Ops()
	if len(ops) != g.Order() || len(ops) > maxOrder || len(g.Centring())*len(g.Primitive()) != len(ops) {
		t.Fatalf("%v: order %d, %d operators", g, g.Order(), len(ops))
	}
	have := make(map[Op]bool)
	for _, a := range ops {
		have[a] = true
	}
	if len(have) != len(ops) || !have[Identity()] {
		t.Fatalf("%v: operators repeat or lack x,y,z", g)
	}
	for _, a := range ops {
		for _, b := range g.Primitive() {
			if !have[a.Mul(b).Mod()] {
				t.Fatalf("%v: no product of %v and %v", g, a, b)
			}
		}
	}
	_ = g.PointGroup()
	g.Orbit(1, 2, 3)
}
