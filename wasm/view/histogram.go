package view

import (
	"image"
	"math"

	"gobragg/core/frame"
)

// Bins is how many bars a histogram has.
const Bins = 128

// Histogram counts the pixels of a view by photons. Its axis runs from Min to Max
// and is logarithmic above their span divided by axisRange, so that the limits of
// weak backgrounds and of strong spots can both be dragged.
type Histogram struct {
	Min, Max float64 // photons
	Counts   [Bins]int
	Pixels   int
}

// axisRange is the contrast that the axis spreads: five decades.
const axisRange = 1e5

// NewHistogram counts the finite pixels of f in visible that no mask excludes.
func NewHistogram(f *frame.Frame, visible image.Rectangle) Histogram {
	r := visible.Intersect(f.ROI).Intersect(f.Bounds())
	h := Histogram{Min: math.Inf(1), Max: math.Inf(-1)}
	each(f, r, func(_, _ int, v float64) {
		h.Min, h.Max = min(h.Min, v), max(h.Max, v)
		h.Pixels++
	})
	if h.Pixels == 0 {
		return Histogram{Max: 1}
	}
	if !(h.Max > h.Min) {
		h.Max = h.Min + max(1, math.Abs(h.Min))
	}
	// A look-up by table would need as many entries as the range has decades: the
	// logarithm of each pixel is cheaper.
	scale := axisRange / (h.Max - h.Min)
	bin := Bins / math.Log1p(axisRange)
	each(f, r, func(_, _ int, v float64) {
		h.Counts[min(Bins-1, int(math.Log1p((v-h.Min)*scale)*bin))]++
	})
	return h
}

// each calls visit for every finite unmasked pixel of r, which lies inside f.
func each(f *frame.Frame, r image.Rectangle, visit func(x, y int, v float64)) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x, v := range f.Row(y)[r.Min.X:r.Max.X] {
			x += r.Min.X
			if f.Mask != nil && f.Mask[y*f.Width+x] == 0 || !(math.Abs(float64(v)) <= math.MaxFloat32) {
				continue
			}
			visit(x, y, float64(v))
		}
	}
}

// Place returns where v photons are on the axis, 0 at Min and 1 at Max, clipped.
func (h *Histogram) Place(v float64) float64 {
	t := (v - h.Min) / (h.Max - h.Min)
	return math.Log1p(axisRange*max(0, min(1, t))) / math.Log1p(axisRange)
}

// Photons returns what stands at place t of the axis; it undoes Place.
func (h *Histogram) Photons(t float64) float64 {
	t = max(0, min(1, t))
	return h.Min + (h.Max-h.Min)*math.Expm1(t*math.Log1p(axisRange))/axisRange
}

// Heights returns the heights of the bars, the tallest 1: log(1 + count), because
// background outnumbers spots a thousand times.
func (h *Histogram) Heights() (bars [Bins]float64) {
	most := 0
	for _, n := range h.Counts {
		most = max(most, n)
	}
	for i, n := range h.Counts {
		if n > 0 {
			bars[i] = math.Log1p(float64(n)) / math.Log1p(float64(most))
		}
	}
	return bars
}

// Drag returns d with its lower or its upper limit moved to place to of the axis;
// they keep a bar apart.
func (h *Histogram) Drag(d frame.Display, low bool, to float64) frame.Display {
	const apart = 1.0 / Bins
	if low {
		d.Low = min(h.Photons(to), h.Photons(h.Place(d.High)-apart))
	} else {
		d.High = max(h.Photons(to), h.Photons(h.Place(d.Low)+apart))
	}
	return d
}
