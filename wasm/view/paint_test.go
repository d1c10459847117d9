package view

import (
	"image"
	"math"
	"testing"

	"gobragg/core/frame"
)

// ramped is an image whose pixel i holds i photons.
func ramped(width, height int) *frame.Frame {
	f := frame.New(width, height)
	for i := range f.Pix {
		f.Pix[i] = float32(i)
	}
	return f
}

func TestPainter(t *testing.T) {
	display := frame.Display{Low: 10, High: 110, Curve: frame.Linear}
	grey := func(v uint8) RGB { return RGB{v, v, v} }
	for _, c := range []struct {
		name   string
		scale  Scale
		v      float32
		colour RGB
	}{
		{"below", Scale{Display: display}, 3, grey(255)},
		{"low", Scale{Display: display}, 10, grey(255)},
		{"a fifth", Scale{Display: display}, 30, grey(204)},
		{"high", Scale{Display: display}, 110, grey(0)},
		{"above", Scale{Display: display}, 1e30, grey(0)},
		{"not a number", Scale{Display: display}, float32(math.NaN()), grey(255)},
		{"inverted", Scale{Display: display, Invert: true}, 30, grey(51)},
		{"square root", Scale{Display: frame.Display{Low: 10, High: 110}}, 35, grey(128)},
		{"heat", Scale{Display: display, Map: Heat}, 110, grey(255)},
		{"overload", Scale{Display: display, Overload: 60}, 60, OverloadColour},
		{"below the overload", Scale{Display: display, Overload: 60}, 59, grey(130)},
	} {
		if got := NewPainter(c.scale).At(c.v); got != c.colour {
			t.Errorf("%s: %v photons are %v, want %v", c.name, c.v, got, c.colour)
		}
	}
}

func TestPainterRect(t *testing.T) {
	f := ramped(10, 8)
	p := NewPainter(Scale{Display: frame.Display{High: 79, Curve: frame.Linear}})
	r := image.Rect(3, 2, 7, 5)
	dst := make([]byte, 4*r.Dx()*r.Dy())
	Rect(dst, p, f, r, 1)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			i := 4 * ((y-r.Min.Y)*r.Dx() + x - r.Min.X)
			want := p.At(f.At(image.Pt(x, y)))
			if got := (RGB{dst[i], dst[i+1], dst[i+2]}); got != want || dst[i+3] != 255 {
				t.Fatalf("pixel (%d, %d) is %v, want %v and opaque", x, y, dst[i:i+4], want)
			}
		}
	}
}

// TestNoMapHasTheOverloadColour, nor one near it.
func TestNoMapHasTheOverloadColour(t *testing.T) {
	for _, m := range Maps() {
		for i, c := range m.Table(false) {
			d := math.Abs(float64(c.R)-float64(OverloadColour.R)) + math.Abs(float64(c.G)-float64(OverloadColour.G)) + math.Abs(float64(c.B)-float64(OverloadColour.B))
			if d < 90 {
				t.Errorf("%v: colour %d, %v, looks like the overload colour %v", m, i, c, OverloadColour)
			}
		}
	}
}

// TestAutoLooksAtTheView: another part of the image gives other limits.
func TestAutoLooksAtTheView(t *testing.T) {
	f := frame.New(64, 64)
	for y := range 64 {
		for x := range 64 {
			f.Row(y)[x] = float32(1 + (x*7+y*3)%5)
			if x >= 32 {
				f.Row(y)[x] *= 1000
			}
		}
	}
	left, right := Auto(f, image.Rect(0, 0, 32, 64), frame.Linear), Auto(f, image.Rect(32, 0, 64, 64), frame.Linear)
	if !(left.High < 100 && right.Low >= 1000) {
		t.Errorf("left half %v, right half %v: want limits of each", left, right)
	}
	if got, want := Auto(f, image.Rect(-500, -500, -400, -400), frame.Linear), Auto(f, f.Bounds(), frame.Linear); got != want {
		t.Errorf("a view of nothing gives %v, want the limits of the image %v", got, want)
	}
}

// TestAutoLog: a few strong spots do not darken all others on a logarithmic scale.
func TestAutoLog(t *testing.T) {
	f := frame.New(256, 256)
	for y := 8; y < 256; y += 16 {
		for x := 8; x < 256; x += 16 {
			f.Row(y)[x] = 100
		}
	}
	for x := 8; x < 140; x += 16 { // more than a direct beam would be
		f.Row(40)[x] = 5000
	}
	root, log := Auto(f, f.Bounds(), frame.Sqrt), Auto(f, f.Bounds(), frame.Log)
	if want := root.Low + logReach*(root.High-root.Low); log.High != want || !(want < 4000) || log.Curve != frame.Log {
		t.Errorf("the limits are %v, want up to %v", log, want)
	}
}

func BenchmarkPainter(b *testing.B) {
	f := ramped(512, 512)
	p := NewPainter(Scale{Display: frame.Display{High: 1e5, Curve: frame.Log}, Map: Ember})
	dst := make([]byte, 4*len(f.Pix))
	for b.Loop() {
		Rect(dst, p, f, f.Bounds(), 1)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(f.Pix)), "ns/px")
}
