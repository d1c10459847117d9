package view

import (
	"image"
	"math"

	"gobragg/core/experiment"
)

// Viewport is the part of an image that a canvas shows. The zero value shows
// nothing until Resize and SetImage have told it both sizes.
type Viewport struct {
	// Width and Height of the canvas, CSS pixels.
	Width, Height float64
	// Image is the size of the image, pixels.
	Image image.Point
	// Zoom is CSS pixels a pixel.
	Zoom float64
	// Centre is the place of the image at the middle of the canvas.
	Centre experiment.Point
}

// maxZoom shows a pixel 160 CSS pixels wide: its number fits in comfortably.
const maxZoom = 160

// wheelStep is the natural logarithm of the zoom by one notch of a wheel.
const wheelStep = 0.2

// Resize tells the size of the canvas. The view shows as much of the image as before.
func (v *Viewport) Resize(width, height float64) {
	part := 1.0 // of the whole image
	if !v.Whole() {
		part = v.Zoom / v.fit()
	}
	v.Width, v.Height = width, height
	v.Zoom = part * v.fit()
	v.clamp()
}

// SetImage tells the size of the image. An image of the size it had keeps its view;
// of another size, the part shown stays the same fraction of the image.
func (v *Viewport) SetImage(size image.Point) {
	old := v.Image
	if size == old {
		return
	}
	whole := v.Whole()
	v.Image = size
	if whole || old.X == 0 || old.Y == 0 {
		v.Fit()
		return
	}
	fx, fy := float64(size.X)/float64(old.X), float64(size.Y)/float64(old.Y)
	v.Centre = experiment.Point{Fast: v.Centre.Fast * fx, Slow: v.Centre.Slow * fy}
	v.Zoom /= max(fx, fy)
	v.clamp()
}

// Fit shows the whole image.
func (v *Viewport) Fit() {
	v.Zoom = v.fit()
	v.Centre = experiment.Point{Fast: float64(v.Image.X) / 2, Slow: float64(v.Image.Y) / 2}
}

// fit returns the zoom of the whole image.
func (v *Viewport) fit() float64 {
	if v.Image.X == 0 || v.Image.Y == 0 || !(v.Width > 0) || !(v.Height > 0) {
		return 1
	}
	return math.Min(v.Width/float64(v.Image.X), v.Height/float64(v.Image.Y))
}

// Whole reports whether the whole image is shown, as after Fit.
func (v *Viewport) Whole() bool { return v.Zoom == 0 || v.Zoom <= v.fit()*(1+1e-9) }

// Screen returns where a place of the image is on the canvas.
func (v *Viewport) Screen(p experiment.Point) (x, y float64) {
	return v.Width/2 + (p.Fast-v.Centre.Fast)*v.Zoom, v.Height/2 + (p.Slow-v.Centre.Slow)*v.Zoom
}

// At returns the place of the image at (x, y) of the canvas.
func (v *Viewport) At(x, y float64) experiment.Point {
	return experiment.Point{Fast: v.Centre.Fast + (x-v.Width/2)/v.Zoom, Slow: v.Centre.Slow + (y-v.Height/2)/v.Zoom}
}

// Pixel returns the pixel at (x, y) of the canvas; ok is false beside the image.
func (v *Viewport) Pixel(x, y float64) (p image.Point, ok bool) {
	at := v.At(x, y)
	p = image.Pt(int(math.Floor(at.Fast)), int(math.Floor(at.Slow)))
	return p, p.In(image.Rectangle{Max: v.Image})
}

// Visible returns the pixels of which some part is shown.
func (v *Viewport) Visible() image.Rectangle {
	a, b := v.At(0, 0), v.At(v.Width, v.Height)
	return image.Rect(int(math.Floor(a.Fast)), int(math.Floor(a.Slow)), int(math.Ceil(b.Fast)), int(math.Ceil(b.Slow))).
		Intersect(image.Rectangle{Max: v.Image})
}

// ZoomAt multiplies the zoom by factor; a place of the image under (x, y)
// stays there, except that the whole image is centred.
func (v *Viewport) ZoomAt(x, y, factor float64) {
	at := v.At(x, y)
	v.Zoom = v.within(v.Zoom * factor)
	v.Centre.Fast = at.Fast - (x-v.Width/2)/v.Zoom
	v.Centre.Slow = at.Slow - (y-v.Height/2)/v.Zoom
	v.clamp()
}

// Wheel zooms at (x, y) by notches of a wheel, in when they are negative.
func (v *Viewport) Wheel(x, y, notches float64) { v.ZoomAt(x, y, math.Exp(-wheelStep*notches)) }

// Pan moves the image by (dx, dy) CSS pixels.
func (v *Viewport) Pan(dx, dy float64) {
	v.Centre.Fast -= dx / v.Zoom
	v.Centre.Slow -= dy / v.Zoom
	v.clamp()
}

// Pinch carries two fingers from a0 and b0 to a1 and b1: the places under them
// stay under them, but for the rotation.
func (v *Viewport) Pinch(a0, b0, a1, b1 [2]float64) {
	before := math.Hypot(b0[0]-a0[0], b0[1]-a0[1])
	after := math.Hypot(b1[0]-a1[0], b1[1]-a1[1])
	x0, y0 := (a0[0]+b0[0])/2, (a0[1]+b0[1])/2
	x1, y1 := (a1[0]+b1[0])/2, (a1[1]+b1[1])/2
	v.Pan(x1-x0, y1-y0)
	if before > 0 && after > 0 {
		v.ZoomAt(x1, y1, after/before)
	}
}

// clamp keeps some of the image at the middle of the canvas, and a whole image
// centred. Zooming at a point of the image never needs it, so that the point stays.
func (v *Viewport) clamp() {
	v.Zoom = v.within(v.Zoom)
	if v.Whole() {
		v.Fit()
		return
	}
	v.Centre.Fast = max(0, min(float64(v.Image.X), v.Centre.Fast))
	v.Centre.Slow = max(0, min(float64(v.Image.Y), v.Centre.Slow))
}

// within returns the zoom nearest to z between the whole image and maxZoom; tiny
// images may be larger than that.
func (v *Viewport) within(z float64) float64 { return min(max(maxZoom, v.fit()), max(v.fit(), z)) }

// Save puts the view into a state.
func (v *Viewport) Save(s *State) {
	s.Zoom, s.Fast, s.Slow = 1, 0.5, 0.5
	if !v.Whole() {
		s.Zoom = v.Zoom / v.fit()
		s.Fast, s.Slow = v.Centre.Fast/float64(v.Image.X), v.Centre.Slow/float64(v.Image.Y)
	}
}

// Restore takes the view from a state.
func (v *Viewport) Restore(s State) {
	v.Zoom = v.fit() * s.Zoom
	v.Centre = experiment.Point{Fast: s.Fast * float64(v.Image.X), Slow: s.Slow * float64(v.Image.Y)}
	v.clamp()
}
