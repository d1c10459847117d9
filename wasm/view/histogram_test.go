package view

import (
	"image"
	"math"
	"testing"

	"gobragg/core/frame"
)

func TestHistogramCountsTheView(t *testing.T) {
	f := ramped(20, 10)
	f.Mask = make([]byte, 200)
	for i := range f.Mask {
		f.Mask[i] = 1
	}
	f.Mask[2*20+5] = 0
	f.Pix[3*20+6] = float32(math.NaN())
	h := NewHistogram(f, image.Rect(5, 2, 10, 6))
	if h.Pixels != 18 || h.Min != 46 || h.Max != 109 {
		t.Errorf("%d pixels from %v to %v, want 18 from 46 to 109: 20 but for a masked one and a NaN", h.Pixels, h.Min, h.Max)
	}
	sum := 0
	for _, n := range h.Counts {
		sum += n
	}
	if sum != h.Pixels {
		t.Errorf("the bars hold %d pixels, want %d", sum, h.Pixels)
	}
	if h.Counts[0] != 1 || h.Counts[Bins-1] == 0 {
		t.Errorf("the ends hold %d and %d pixels, want the faintest in the first and the strongest in the last", h.Counts[0], h.Counts[Bins-1])
	}
}

func TestHistogramOfNothing(t *testing.T) {
	for _, c := range []struct {
		name string
		r    image.Rectangle
	}{{"no pixel", image.Rectangle{}}, {"equal pixels", image.Rect(0, 0, 4, 4)}} {
		h := NewHistogram(frame.New(4, 4), c.r)
		if !(h.Max > h.Min) {
			t.Errorf("%s: the axis runs from %v to %v", c.name, h.Min, h.Max)
		}
		for i, v := range h.Heights() {
			if !(v >= 0 && v <= 1) {
				t.Errorf("%s: bar %d is %v high", c.name, i, v)
			}
		}
	}
}

func TestHistogramAxis(t *testing.T) {
	const rounding = 1e-12
	h := Histogram{Min: -3, Max: 2e6}
	last := -1.0
	for _, v := range []float64{-3, 0, 17, 1000, 5e5, 2e6} {
		at := h.Place(v)
		if back := h.Photons(at); !(math.Abs(back-v) <= rounding*h.Max) {
			t.Errorf("Photons(Place(%v)) = %v (tol %v)", v, back, rounding*h.Max)
		}
		if !(at > last) {
			t.Errorf("Place(%v) = %v does not rise", v, at)
		}
		last = at
	}
	if h.Place(-3) != 0 || h.Place(2e6) != 1 || h.Place(1e9) != 1 {
		t.Errorf("the ends are at %v and %v, want 0 and 1", h.Place(-3), h.Place(2e6))
	}
}

func TestHistogramDrag(t *testing.T) {
	h := Histogram{Min: 0, Max: 1000}
	d := frame.Display{Low: 10, High: 500, Curve: frame.Log}
	for _, c := range []struct {
		name      string
		low       bool
		to        float64
		wantLow   float64
		wantHigh  float64
		tolerance float64
	}{
		{"low", true, h.Place(50), 50, 500, 1e-9},
		{"high", false, h.Place(900), 10, 900, 1e-9},
		{"low does not pass high", true, 1, h.Photons(h.Place(500) - 1.0/Bins), 500, 1e-9},
		{"high does not pass low", false, 0, 10, h.Photons(h.Place(10) + 1.0/Bins), 1e-9},
	} {
		got := h.Drag(d, c.low, c.to)
		if !(math.Abs(got.Low-c.wantLow) <= c.tolerance && math.Abs(got.High-c.wantHigh) <= c.tolerance) || got.Curve != d.Curve {
			t.Errorf("%s: %v, want %v to %v", c.name, got, c.wantLow, c.wantHigh)
		}
	}
}
