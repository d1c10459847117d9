package frame

import (
	"image"
	"math"
	"testing"
)

// noise fills f's ROI with uniform numbers below top, from a fixed sequence.
func noise(f *Frame, top float64) *Frame {
	state := uint32(12345)
	r := f.roi()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			state = state*1664525 + 1013904223
			f.Pix[y*f.Width+x] = float32(top * float64(state>>8) / (1 << 24))
		}
	}
	return f
}

// spot adds a Gaussian of the given height and standard deviation, in pixels,
// centred on (x, y).
func spot(f *Frame, x, y, height, sigma float64) {
	for s := max(0, int(y-6*sigma)); s <= min(f.Height-1, int(y+6*sigma)+1); s++ {
		for q := max(0, int(x-6*sigma)); q <= min(f.Width-1, int(x+6*sigma)+1); q++ {
			r2 := (float64(q)-x)*(float64(q)-x) + (float64(s)-y)*(float64(s)-y)
			f.Pix[s*f.Width+q] += float32(height * math.Exp(-r2/(2*sigma*sigma)))
		}
	}
}

func TestNewAndWrap(t *testing.T) {
	f := New(3, 2)
	if f.ROI != image.Rect(0, 0, 3, 2) || len(f.Pix) != 6 || f.Mask != nil {
		t.Errorf("New(3, 2) = %+v", f)
	}
	f.Row(1)[2] = 7
	if got := f.At(image.Pt(2, 1)); got != 7 || f.Pix[5] != 7 {
		t.Errorf("pixel (fast 2, slow 1) = %g, Pix[5] = %g, want 7", got, f.Pix[5])
	}
	for name, bad := range map[string]func(){
		"negative size":    func() { New(-1, 2) },
		"wrong pixels":     func() { Wrap(3, 2, make([]float32, 5)) },
		"integer row size": func() { Integer{}.Row(make([]uint16, 2), f, 0) },
		"preview row size": func() { Preview{}.Row(make([]uint8, 4), f, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			bad()
		}()
	}
}
