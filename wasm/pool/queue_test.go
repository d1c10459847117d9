package pool

import (
	"image"
	"testing"
)

// covered returns how often each pixel of area is covered by tiles.
func covered(tiles []image.Rectangle) map[image.Point]int {
	n := map[image.Point]int{}
	for _, r := range tiles {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				n[image.Pt(x, y)]++
			}
		}
	}
	return n
}

func TestCutting(t *testing.T) {
	area := image.Rect(3, -2, 40, 23)
	for _, row := range []struct {
		name  string
		tiles []image.Rectangle
		of    image.Rectangle
	}{
		{"about 50 pixels each", cutCentred(area, 50, image.Pt(20, 10)), area},
		{"one pixel each", cutCentred(area, 1, image.Pt(20, 10)), area},
		{"less than a pixel each", cutCentred(area, 0.1, image.Pt(20, 10)), area},
		{"half of the area each", cutCentred(area, float64(37*25)/2, image.Pt(20, 10)), area},
		{"more than the area", cutCentred(area, 1e4, image.Pt(20, 10)), area},
		{"quarters", quarter(area), area},
		{"quarters of a column", quarter(image.Rect(0, 0, 1, 9)), image.Rect(0, 0, 1, 9)},
	} {
		n := covered(row.tiles)
		if len(n) != row.of.Dx()*row.of.Dy() {
			t.Errorf("%s cover %d pixels, want %d", row.name, len(n), row.of.Dx()*row.of.Dy())
		}
		for p, times := range n {
			if times != 1 || !p.In(row.of) {
				t.Errorf("%s cover %v %d times", row.name, p, times)
			}
		}
	}
	if parts := quarter(image.Rect(4, 4, 5, 5)); parts != nil {
		t.Errorf("quarters of a pixel are %v, want none", parts)
	}
	if parts := cutCentred(area, float64(37*25)/2, image.Pt(20, 10)); len(parts) != 2 {
		t.Errorf("halves are %v", parts)
	}
	last := 0
	for _, r := range cutCentred(area, 50, image.Pt(20, 10)) {
		d := r.Min.Add(r.Max).Sub(image.Pt(40, 20))
		if far := d.X*d.X + d.Y*d.Y; far < last {
			t.Errorf("tile %v comes after one farther out", r)
		} else {
			last = far
		}
	}
}
