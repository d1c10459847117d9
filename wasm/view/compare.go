package view

import (
	"image"
	"math"

	"gobragg/core/frame"
)

// Difference is an image minus another of the same size.
type Difference struct {
	*frame.Frame
	// Range is the largest |difference| shown in full colour: that which one pixel in
	// a thousand exceeds, photons.
	Range   float64
	Metrics frame.Metrics
}

// NewDifference returns a − b.
func NewDifference(a, b *frame.Frame) (Difference, error) {
	m, err := frame.Compare(a, b, image.Rectangle{})
	if err != nil {
		return Difference{}, err
	}
	d := frame.New(a.Width, a.Height)
	d.ROI = a.ROI
	for i := range d.Pix {
		d.Pix[i] = a.Pix[i] - b.Pix[i]
	}
	part := *d
	part.Pix = make([]float32, len(d.Pix))
	for i, v := range d.Pix {
		part.Pix[i] = float32(math.Abs(float64(v)))
	}
	h := NewHistogram(&part, d.Bounds())
	return Difference{Frame: d, Range: h.Above(0.001), Metrics: m}, nil
}

// Above returns the photons that the part of pixels exceeds, to the width of a bar.
func (h *Histogram) Above(part float64) float64 {
	left := int(part * float64(h.Pixels))
	for i := Bins - 1; i >= 0; i-- {
		if left -= h.Counts[i]; left < 0 {
			return h.Photons(float64(i+1) / Bins)
		}
	}
	return h.Max
}

// The ends of the colours of differences, as in the command's pictures: equally
// dark, and told apart by colour-blind readers.
var (
	more = RGB{0xb2, 0x18, 0x2b}
	less = RGB{0x21, 0x66, 0xac}
)

// Row writes the colours of differences: white at 0, red where the first image has
// more, blue where it has less, stronger as the square root.
func (d *Difference) Row(dst []byte, src []float32) {
	for i, v := range src {
		t, end := 0.0, more
		if d.Range > 0 {
			t = math.Sqrt(min(1, math.Abs(float64(v))/d.Range))
		}
		if v < 0 {
			end = less
		}
		if !(t > 0) {
			t = 0
		}
		mix := func(c uint8) byte { return byte(255 + t*(float64(c)-255) + 0.5) }
		copy(dst[4*i:], []byte{mix(end.R), mix(end.G), mix(end.B), 255})
	}
}
