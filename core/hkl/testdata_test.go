package hkl

import (
	"os"
	"testing"
)

// Test1A8O reads the structure factors that the demonstrations use and checks what
// testdata/README.md says about them: the cell is tetragonal, P 43 21 2.
func Test1A8O(t *testing.T) {
	file, err := os.Open("../../testdata/1a8o.hkl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	x, err := ReadText(file)
	if err != nil {
		t.Fatal(err)
	}
	if n, d := len(x.Reflections), x.Duplicates(); n != 41836 || d != 0 {
		t.Errorf("%d reflections, %d duplicates, want 41836, 0", n, d)
	}
	g, err := x.Grid(0)
	if err != nil {
		t.Fatal(err)
	}
	if g.Min != [3]int32{-16, -16, -35} || g.Max() != [3]int32{16, 16, 35} {
		t.Errorf("box = %v…%v, want ±16, ±16, ±35", g.Min, g.Max())
	}
	const aSquared, cSquared, dmin = 41.98 * 41.98, 88.92 * 88.92, 2.5
	missing := 0
	for h := -17; h <= 17; h++ {
		for k := -17; k <= 17; k++ {
			for l := -36; l <= 36; l++ {
				f := g.At(h, k, l)
				inside := float64(h*h+k*k)/aSquared+float64(l*l)/cSquared <= 1/(dmin*dmin)
				// A 2₁ axis along a and b, a 4₃ axis along c.
				absent := k == 0 && l == 0 && h%2 != 0 || h == 0 && l == 0 && k%2 != 0 || h == 0 && k == 0 && l%4 != 0
				if absent && f != 0 {
					t.Errorf("F(%d %d %d) = %v, want 0, a systematic absence", h, k, l, f)
				}
				if !inside && f != 0 {
					t.Errorf("F(%d %d %d) = %v, want 0 beyond %v Å", h, k, l, f, dmin)
				}
				if inside && !absent && f == 0 {
					missing++
				}
				for _, mate := range [][3]int{{-h, -k, -l}, {-k, h, l}, {k, h, -l}} {
					if m := g.At(mate[0], mate[1], mate[2]); m != f {
						t.Errorf("F%v = %v, want that of %d %d %d, %v", mate, m, h, k, l, f)
					}
				}
			}
		}
	}
	if missing != 1 { // 0 0 0
		t.Errorf("%d reflections missing to %v Å, want 1, 0 0 0", missing, dmin)
	}
	if got, want := x.Hash(), "20ad80ad29cfe8f9"; got != want {
		t.Errorf("Hash = %s, want %s", got, want)
	}
}
