package view

import (
	"math"
	"testing"
)

// lightness returns the oklab lightness of a colour, from the inverse matrices.
func lightness(c RGB) float64 {
	lin := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	r, g, b := lin(c.R), lin(c.G), lin(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return 0.2104542553*l + 0.7936177850*m - 0.0040720468*s
}

// TestPerceptualMapsRiseEvenly: lightness is a straight line from end to end.
func TestPerceptualMapsRiseEvenly(t *testing.T) {
	const rounding = 0.012 // three of 255 levels in the darkest colours
	for _, m := range []Map{Aurora, Ember, Dusk} {
		table := m.Table(false)
		first, last := lightness(table[0]), lightness(table[levels-1])
		if last-first < 0.6 {
			t.Errorf("%v: lightness %v to %v, want a range above 0.6", m, first, last)
		}
		for i, c := range table {
			want := first + (last-first)*float64(i)/(levels-1)
			if got := lightness(c); !(math.Abs(got-want) <= rounding) {
				t.Errorf("%v: colour %d has the lightness %.4f, want %.4f (tol %v)", m, i, got, want, rounding)
			}
		}
	}
}

func TestMapsHaveTheirEnds(t *testing.T) {
	for _, c := range []struct {
		m           Map
		first, last RGB
	}{
		{Grey, RGB{255, 255, 255}, RGB{0, 0, 0}},
		{Heat, RGB{0, 0, 0}, RGB{255, 255, 255}},
		{Rainbow, RGB{0, 0, 128}, RGB{128, 0, 0}},
	} {
		table, inverted := c.m.Table(false), c.m.Table(true)
		if table[0] != c.first || table[levels-1] != c.last {
			t.Errorf("%v runs from %v to %v, want %v to %v", c.m, table[0], table[levels-1], c.first, c.last)
		}
		for i := range table {
			if table[i] != inverted[levels-1-i] {
				t.Fatalf("%v: inverted colour %d is %v, want %v", c.m, levels-1-i, inverted[levels-1-i], table[i])
			}
		}
	}
	for _, m := range Maps() {
		if got, ok := ParseMap(m.String()); !ok || got != m {
			t.Errorf("ParseMap(%q) = %v, %v", m.String(), got, ok)
		}
	}
	if _, ok := ParseMap("jet"); ok {
		t.Error("ParseMap knows a map that does not exist")
	}
}

// TestDuskForColourBlindEyes: red and green stay together, so that nothing depends
// on telling them apart.
func TestDuskForColourBlindEyes(t *testing.T) {
	for i, c := range Dusk.Table(false) {
		if d := int(c.R) - int(c.G); d > 40 || d < -40 {
			t.Errorf("colour %d is %v: red and green differ", i, c)
		}
	}
}
