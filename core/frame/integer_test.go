package frame

import (
	"image"
	"math"
	"slices"
	"testing"
)

func TestIntegerRow(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, c := range []struct {
		name string
		q    Integer
		v    float32
		want uint16
	}{
		{"zero gives the offset", Integer{1, 40}, 0, 40},
		{"rounds half up", Integer{1, 0}, 2.5, 3},
		{"rounds down", Integer{1, 0}, 2.49, 2},
		{"scale then offset", Integer{10, 40}, 1.26, 53},
		{"offset with a fraction", Integer{1, 0.5}, 0, 1},
		{"clips above", Integer{1, 40}, 70000, 65535},
		{"clips infinity", Integer{1, 40}, inf, 65535},
		{"clips below", Integer{1, 40}, -100, 0},
		{"NaN", Integer{1, 40}, nan, 0},
		// 65534.5 − 2⁻¹⁰ + ½ rounds up to 65535 in float32, where 24 bits leave
		// a spacing of 2⁻⁸ above 2¹⁵.
		{"rounded to float32 before floor", Integer{1, 0}, 65534.49609375, 65534},
		{"rounded to float32 before floor, up", Integer{1, 0.0029296875}, 65534.49609375, 65535},
	} {
		dst := []uint16{9}
		c.q.Row(dst, Wrap(1, 1, []float32{c.v}), 0)
		if dst[0] != c.want {
			t.Errorf("%s: %g·%g + %g = %d, want %d", c.name, c.v, c.q.Scale, c.q.ADC, dst[0], c.want)
		}
	}
}

func TestIntegerROI(t *testing.T) {
	f := New(4, 3)
	f.ROI = image.Rect(1, 1, 3, 2)
	f.Pix[5] = 2
	want := [][]uint16{{0, 0, 0, 0}, {0, 42, 40, 0}, {0, 0, 0, 0}}
	for y := range want {
		got := []uint16{7, 7, 7, 7}
		Integer{1, 40}.Row(got, f, y)
		if !slices.Equal(got, want[y]) {
			t.Errorf("row %d: %v, want %v", y, got, want[y])
		}
	}
}

func TestAutoScale(t *testing.T) {
	if got := AutoScale(Stats{Max: 110}); got != 500 {
		t.Errorf("max 110: %g, want 500", got)
	}
	if got := AutoScale(Stats{}); got != 1 {
		t.Errorf("max 0: %g, want 1", got)
	}
}

func TestPreview(t *testing.T) {
	if got := AutoPreview(Stats{RMSD: 5}, 3); got.Scale != 10 {
		t.Errorf("rmsd 5: scale %g, want 10", got.Scale)
	}
	if got := AutoPreview(Stats{}, 3); got.Scale != 3 {
		t.Errorf("rmsd 0: scale %g, want the integer image's 3", got.Scale)
	}
	f := Wrap(5, 1, []float32{0, 1.99, 300, -4, float32(math.NaN())})
	got := make([]uint8, 5)
	Preview{Scale: 1}.Row(got, f, 0)
	if want := []uint8{0, 1, 255, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("grey levels %v, want %v", got, want)
	}
}

func BenchmarkInteger4096(b *testing.B) {
	f := noise(New(4096, 4096), 1000)
	dst := make([]uint16, f.Width)
	b.SetBytes(int64(4 * len(f.Pix)))
	for b.Loop() {
		for y := range f.Height {
			Integer{10, 40}.Row(dst, f, y)
		}
	}
}
