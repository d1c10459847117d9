package symmetry

import (
	"strings"
	"testing"

	"gonum.org/v1/gonum/spatial/r3"
)

func TestParseOp(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"x,y,z", "x,y,z"}, {"X,Y,Z", "x,y,z"}, {" X,  Y,  Z ", "x,y,z"}, {"'x, y, z'", "x,y,z"},
		{"1/2+x,-y+1/2,z", "x+1/2,-y+1/2,z"}, {"-Y+1/2,X-Y,Z+2/3", "-y+1/2,x-y,z+2/3"}, {"x-y,x,1/6+z", "x-y,x,z+1/6"},
		{"x+0.5,y+.25,z+0.3333", "x+1/2,y+1/4,z+1/3"}, {"0.66667-x,-y,0.166666-z", "-x+2/3,-y,-z+1/6"}, {"x+0.33,y,z", "x+1/3,y,z"},
		{"x+3/2,y-1/4,z", "x+3/2,y-1/4,z"}, {"-x,-y,-z", "-x,-y,-z"}, {"z,x,y", "z,x,y"}, {"x+7/8,y+1/24,z+1", "x+7/8,y+1/24,z+1"},
		{"1*x,+y,1.0z", "x,y,z"}, {"2x-x,y,z", "x,y,z"}, {"1/2+1/4+x,y,z", "x+3/4,y,z"}, {"x,y,z-x-x", "x,y,-2x+z"}, {"2x/2,y,z", "x,y,z"},
	} {
		a, err := ParseOp(c.text)
		if err != nil {
			t.Errorf("ParseOp(%q): %v", c.text, err)
			continue
		}
		if got := a.String(); got != c.want {
			t.Errorf("ParseOp(%q) = %s, want %s", c.text, got, c.want)
		}
		if b, err := ParseOp(a.String()); err != nil || b != a {
			t.Errorf("ParseOp(%q) = %v, %v, want %v", a.String(), b, err, a)
		}
	}
	for _, c := range []struct{ text, want string }{
		{"", "want 3"}, {"x,y", "want 3"}, {"x,y,z,x", "want 3"}, {"x,,z", "is empty"}, {"x,y,w", "at \"w\""}, {"x,y,z+", "number"},
		{"x,y,xz", "want + or -"}, {"x,y,z+1/5", "not a multiple"}, {"x,y,z+0.22", "not a multiple"}, {"x,y,z+1/0", "above 0"}, {"x,y,z/0", "divide"},
		{"x,y,1/2z", "whole numbers"}, {"x,y,x", "determinant 0"}, {"x,y,2z", "determinant 2"}, {"x,y,0", "determinant 0"}, {"10x,y,z", "more than 9"},
		{"x,y,z+100", "99 cells"}, {"x,y,z+99999999999", "at most 10000"}, {"x,y,z+1e9", "want + or -"}, {strings.Repeat("x+", 1000), "characters"},
		{"x,y,z+.", "number"}, {"x,y,--z", "want x, y, z"}, {"x,y,z+1/", "above 0"}, {"x,y,z+1/99999", "above 0"},
	} {
		a, err := ParseOp(c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseOp(%.40q) = %v, error %v, want one with %q", c.text, a, err, c.want)
		}
	}
}

func TestOpAlgebra(t *testing.T) {
	g, err := Lookup("I 41/a -3 2/d")
	if err != nil {
		t.Fatal(err)
	}
	x := r3.Vec{X: 0.12, Y: 0.34, Z: 0.59}
	for _, a := range g.Primitive() {
		if got := a.Mul(a.Inv()); got != Identity() {
			t.Errorf("%v times its inverse = %v, want x,y,z", a, got)
		}
		for _, b := range g.Primitive() {
			const tolerance = 1e-14 // rounding
			if d := r3.Norm(r3.Sub(a.Mul(b).Apply(x), a.Apply(b.Apply(x)))); d > tolerance {
				t.Errorf("%v after %v: off by %g", a, b, d)
			}
			// h(R_a R_b) = (h R_a) R_b.
			h, k, l := a.Miller(1, 2, 5)
			h, k, l = b.Miller(h, k, l)
			if p, q, r := a.Mul(b).Miller(1, 2, 5); p != h || q != k || r != l {
				t.Errorf("index after %v, %v = %d %d %d, want %d %d %d", a, b, p, q, r, h, k, l)
			}
		}
	}
	if got := (Op{R: Identity().R, T: [3]int{-1, 24, 49}}).Mod().T; got != [3]int{23, 0, 1} {
		t.Errorf("Mod = %v, want [23 0 1]", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("Inv of a singular operator returns, want a panic")
		}
	}()
	Op{}.Inv()
}
