package symmetry

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestHallRules: spelled-out rules of the notation by the operators they make.
func TestHallRules(t *testing.T) {
	for _, c := range []struct{ hall, want string }{
		{"P 1", "x,y,z"},
		{"-P 1", "x,y,z; -x,-y,-z"},
		{"p 2yb", "x,y,z; -x,y+1/2,-z"},
		{"P 2 (0 0 1)", "x,y,z; -x,-y,z"},
		{"P 2 (3 0 0)", "x,y,z; -x+1/2,-y,z"},
		{"P 2 (-3 0 0)", "x,y,z; -x+1/2,-y,z"},
		{"P 2x", "x,y,z; x,-y,-z"},
		{"P 21", "x,y,z; -x,-y,z+1/2"},
		{"P 2c", "x,y,z; -x,-y,z+1/2"},
		{"P 31", "x,y,z; -x+y,-x,z+2/3; -y,x-y,z+1/3"},
		{"P 3x", "x,y,z; x,-z,y-z; x,-y+z,-y"},
		{"P 3*", "x,y,z; y,z,x; z,x,y"},
		{"P 1 -1n", "x,y,z; -x+1/2,-y+1/2,-z+1/2"},
		{"P 4z", "x,y,z; y,-x,z; -y,x,z; -x,-y,z"},
		{"A 1", "x,y,z; x,y+1/2,z+1/2"},
		{"R 1", "x,y,z; x+1/3,y+2/3,z+2/3; x+2/3,y+1/3,z+1/3"},
		{"H 1", "x,y,z; x+1/3,y+2/3,z; x+2/3,y+1/3,z"},
		{"P 1 (x,y,2z)", ""},
		{"C 1 (x-y,x+y,z)", "x,y,z"},
		{"P 1 (1/2x+1/2y,-1/2x+1/2y,z)", "x,y,z; x+1/2,y+1/2,z"},
		{"P 1 (x,y,1/2z)", "x,y,z; x,y,z+1/2"},
		{"P 2 (z,x,y)", "x,y,z; x,-y,-z"},
	} {
		g, err := ParseHall(c.hall)
		if c.want == "" {
			if err == nil {
				t.Errorf("ParseHall(%q) = %v, want an error", c.hall, g)
			}
			continue
		}
		if err != nil {
			t.Errorf("ParseHall(%q): %v", c.hall, err)
			continue
		}
		want, err := FromOps(strings.Split(c.want, ";"))
		if err != nil {
			t.Fatal(err)
		}
		if !g.Equal(want) {
			t.Errorf("ParseHall(%q) = %v, want %s", c.hall, g.Ops(), c.want)
		}
	}
}

// TestHallEqual: International Tables' own symbols where this table has simpler or
// other ones.
func TestHallEqual(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"A 2 -2b", "A 2 -2c"}, {"-C 2bc 2", "-C 2ac 2"}, {"P 31 2 (0 0 4)", "P 31 2c (0 0 1)"}, {"P 32 2 (0 0 2)", "P 32 2c (0 0 -1)"},
		{"P 61 2 (0 0 5)", "P 61 2 (0 0 -1)"}, {"P 62 2 (0 0 4)", "P 62 2c (0 0 1)"}, {"P 64 2 (0 0 2)", "P 64 2c (0 0 -1)"},
		{"P 4w 2c", "P 41 2c"}, {"F 4d 2 3", "F 4d 2x 3*"}, {`R 3 2"`, "R 3 2="}, {"C 2y (-z,y,x-z)", "A 2y"}, {"-P 2ac 2n (z,x,y)", "-P 2c 2ab"},
		{"R 3 (x+z,-x+y+z,-y+z)", "P 3*"}, {"P 3* (2/3x-1/3y-1/3z,1/3x+1/3y-2/3z,1/3x+1/3y+1/3z)", "R 3"},
		{"P 2 2ab -1ab", "-P 2ab 2a (-3 -3 0)"}, {"F 4d 2 3 -1d", "-F 4vw 2vw 3 (x+1/8,y+1/8,z+1/8)"}, {"P 4 (1/2x+1/2y,-1/2x+1/2y,z)", "C 4"},
	} {
		g, err := ParseHall(c.a)
		if err != nil {
			t.Error(err)
			continue
		}
		h, err := ParseHall(c.b)
		if err != nil {
			t.Error(err)
			continue
		}
		if !g.Equal(h) {
			t.Errorf("%q and %q differ: %v…, %v…", c.a, c.b, g.Ops()[:2], h.Ops()[:2])
		}
	}
}

func TestHallErrors(t *testing.T) {
	for _, c := range []struct{ hall, want string }{
		{"", "no lattice"}, {"-", "lattice"}, {"Q 2", "lattice"}, {"PP 2", "lattice"}, {"P 5", "order"}, {"P 2q", "neither"}, {"P 2xy", "more than one axis"},
		{"P 2 4", "does not follow"}, {"P 2 2 2", "does not follow"}, {"P 3 3", "does not follow"}, {"P 33", "screw"}, {"P 2*", "threefold"},
		{"P 4'", "twofold"}, {"P 1x", "no axis"}, {"P 31*", "screws"}, {"P 2 2 3 1 1", "5 rotations"}, {"P 2 (1 2", "parenthesis"}, {"P 2 (1 2)", "three numbers"},
		{"P 2 (1 2 x)", "twelfths"}, {"P 2 (1 2 13)", "twelfths"}, {"P 2 (x,y,x)", "no inverse"}, {"P 2 (x,y,2z)", "new edges"}, {"P 2 (0 0 1) 2", "parenthesis"},
		{"P 4 (x,y,1/5z)", "multiple"}, {"P 3 4x", "group"}, {"F 6 4x", ""}, {strings.Repeat("2", 300), "characters"}, {"P 4 (2x,y,z)", "new edges"},
		{"P 4 (1/2x,y,z)", "whole numbers"},
	} {
		g, err := ParseHall(c.hall)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseHall(%.40q) = %v, error %v, want one with %q", c.hall, g, err, c.want)
		}
	}
}

// TestHostileOps: lists that do not close, or close on a huge group, fail at once.
func TestHostileOps(t *testing.T) {
	many := make([]string, 100000)
	for i := range many {
		many[i] = "x,y,z"
	}
	var shifts []string
	for i := range 300 {
		shifts = append(shifts, fmt.Sprintf("x+%d/24,y+%d/24,z+%d/24", i%24, i/24, i%7))
	}
	start := time.Now()
	for _, c := range []struct {
		name string
		ops  []string
		want string
	}{
		{"no operators", nil, "no operators"},
		{"many", many, "at most 384"},
		{"a shear", []string{"x+y,y,z"}, "no rotation"},
		{"an infinite order", []string{"2x+y,x+y,z"}, "no rotation"},
		{"three fine translations", []string{"x+1/24,y,z", "x,y+1/24,z", "x,y,z+1/24"}, "more than 384"},
		{"many translations", shifts, "more than 384"},
		{"two threefold axes that do not belong together", []string{"-y,x-y,z", "x,-z,y-z"}, "group"},
		{"cubic and hexagonal", []string{"z,x,y", "x-y,x,z"}, ""},
		{"text", []string{"x,y,z", "none"}, "none"},
	} {
		g, err := FromOps(c.ops)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, error %v, want one with %q", c.name, g, err, c.want)
		}
	}
	if took := time.Since(start); took > time.Second { // measured: 0.03 s
		t.Errorf("hostile operators took %v", took)
	}
	if _, err := FromGenerators([]Op{{}}); err == nil {
		t.Error("FromGenerators of a singular operator: no error")
	}
}

func TestFromOps(t *testing.T) {
	for _, c := range []struct {
		name string
		ops  []string
		want string
	}{
		{"REMARK 290 of 1A8O's group", []string{"X,Y,Z", "-X,-Y,Z+1/2", "-Y+1/2,X+1/2,Z+3/4", "Y+1/2,-X+1/2,Z+1/4",
			"-X+1/2,Y+1/2,-Z+3/4", "X+1/2,-Y+1/2,-Z+1/4", "Y,X,-Z", "-Y,-X,-Z+1/2"}, "P 43 21 2"},
		{"generators alone", []string{"-x,y+1/2,-z+1/2", "-x,-y,-z"}, "P 1 21/c 1"},
		{"translations outside the cell", []string{"x,y,z+1.0", "-x,-y-1/2,z+5/2"}, ""},
		{"centred", []string{"x,y,z", "-x,y,-z", "x+1/2,y+1/2,z", "1/2-x,1/2+y,-z"}, "C 1 2 1"},
		{"in no table", []string{"x,y,z", "-x+1/4,y,-z"}, ""},
	} {
		g, err := FromOps(c.ops)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if g.Name() != c.want {
			t.Errorf("%s = %v, want %q", c.name, g, c.want)
		}
	}
}
