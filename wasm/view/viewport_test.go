package view

import (
	"image"
	"math"
	"testing"

	"gobragg/core/experiment"
)

// rounding of screen places, CSS pixels.
const rounding = 1e-9

func opened() Viewport {
	var v Viewport
	v.Resize(800, 600)
	v.SetImage(image.Pt(512, 512))
	return v
}

func TestViewportFits(t *testing.T) {
	v := opened()
	if v.Zoom != 600.0/512 || !v.Whole() {
		t.Errorf("zoom %v, want %v", v.Zoom, 600.0/512)
	}
	if x, y := v.Screen(experiment.Point{}); math.Abs(x-100) > rounding || math.Abs(y) > rounding {
		t.Errorf("the corner is at %v, %v, want 100, 0", x, y)
	}
	if got, want := v.Visible(), image.Rect(0, 0, 512, 512); got != want {
		t.Errorf("Visible = %v, want %v", got, want)
	}
	v.ZoomAt(400, 300, 3)
	v.Resize(400, 300)
	if v.Zoom != 3*300.0/512 || v.Centre != (experiment.Point{Fast: 256, Slow: 256}) {
		t.Errorf("on half the canvas zoom %v about %v, want half of three times", v.Zoom, v.Centre)
	}
	v.Fit()
	v.Resize(256, 256)
	if v.Zoom != 0.5 {
		t.Errorf("on a smaller canvas zoom %v, want 0.5", v.Zoom)
	}
}

// TestZoomKeepsThePoint: what is under the pointer stays there.
func TestZoomKeepsThePoint(t *testing.T) {
	v := opened()
	before := v.At(120, 580)
	for range 5 {
		v.Wheel(120, 580, -2)
	}
	after := v.At(120, 580)
	if math.Hypot(after.Fast-before.Fast, after.Slow-before.Slow) > rounding {
		t.Errorf("%v is now %v under the pointer", before, after)
	}
	if want := 600.0 / 512 * math.Exp(2); math.Abs(v.Zoom-want) > rounding {
		t.Errorf("zoom %v, want %v", v.Zoom, want)
	}
	x, y := v.Screen(before)
	if math.Hypot(x-120, y-580) > rounding {
		t.Errorf("Screen(%v) = %v, %v, want 120, 580", before, x, y)
	}
}

func TestPanAndItsBounds(t *testing.T) {
	v := opened()
	v.ZoomAt(400, 300, 8)
	before := v.At(400, 300)
	v.Pan(94, -50)
	got := v.At(494, 250)
	if math.Hypot(got.Fast-before.Fast, got.Slow-before.Slow) > rounding {
		t.Errorf("after Pan %v is under the pointer, want %v", got, before)
	}
	v.Pan(1e6, 1e6)
	if at := v.At(400, 300); math.Abs(at.Fast) > rounding || math.Abs(at.Slow) > rounding {
		t.Errorf("panned far right the middle of the canvas shows %v, want the corner of the image", at)
	}
	v.ZoomAt(0, 0, 1e-9)
	if !v.Whole() {
		t.Error("zoomed out, the image is not whole")
	}
	v.ZoomAt(0, 0, 1e9)
	if v.Zoom != maxZoom {
		t.Errorf("zoomed in to %v, want %v", v.Zoom, maxZoom)
	}
}

// TestViewSurvivesRendering: the same size keeps the view, another its fraction.
func TestViewSurvivesRendering(t *testing.T) {
	v := opened()
	v.ZoomAt(250, 400, 6)
	kept := v
	v.SetImage(image.Pt(512, 512))
	if v != kept {
		t.Errorf("an image of the same size moves the view from %v to %v", kept, v)
	}
	v.SetImage(image.Pt(1024, 1024))
	if math.Abs(v.Centre.Fast-2*kept.Centre.Fast) > rounding || math.Abs(v.Zoom-kept.Zoom/2) > rounding {
		t.Errorf("twice the pixels: centre %v at zoom %v, want twice %v at half of %v", v.Centre, v.Zoom, kept.Centre, kept.Zoom)
	}
	v.Fit()
	v.SetImage(image.Pt(100, 300))
	if !v.Whole() || v.Zoom != 2 {
		t.Errorf("a whole view of another shape has zoom %v, want 2", v.Zoom)
	}
}

func TestPinch(t *testing.T) {
	v := opened()
	v.ZoomAt(400, 300, 4)
	a, b := v.At(300, 300), v.At(500, 300)
	v.Pinch([2]float64{300, 300}, [2]float64{500, 300}, [2]float64{250, 320}, [2]float64{550, 320})
	for _, c := range []struct {
		p    experiment.Point
		x, y float64
	}{{a, 250, 320}, {b, 550, 320}} {
		if x, y := v.Screen(c.p); math.Hypot(x-c.x, y-c.y) > rounding {
			t.Errorf("%v is at %v, %v, want under its finger at %v, %v", c.p, x, y, c.x, c.y)
		}
	}
}

func TestPixel(t *testing.T) {
	v := opened()
	for _, c := range []struct {
		x, y float64
		want image.Point
		ok   bool
	}{
		{100.1, 0.1, image.Pt(0, 0), true},
		{699.9, 599.9, image.Pt(511, 511), true},
		{99, 300, image.Pt(-1, 256), false},
	} {
		if got, ok := v.Pixel(c.x, c.y); got != c.want || ok != c.ok {
			t.Errorf("Pixel(%v, %v) = %v, %v, want %v, %v", c.x, c.y, got, ok, c.want, c.ok)
		}
	}
}
