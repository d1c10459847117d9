// Package frame holds a simulated or measured image and what is computed from
// pixels alone: statistics, integer images, comparison, and grey levels for
// display.
//
//	f := frame.New(1024, 1024)
//	f.Row(512)[512] = 1000
//	s := f.Stats()
//	q := frame.Integer{Scale: frame.AutoScale(s), ADC: 40}
//	counts := make([]uint16, f.Width)
//	q.Row(counts, f, 512) // counts[512] is 55040
//
// Images are slow outer, fast inner, as detectors write them: pixel (fast,
// slow) is Pix[slow*Width+fast], and an image.Point is X fast, Y slow.
package frame

import (
	"fmt"
	"image"
)

// Frame is an image in photons (or counts, when read from a file).
//
// Pix has Width·Height values, slow outer, fast inner. Every pixel outside ROI
// is 0. Mask is nil or has one byte a pixel in the same order; 0 excludes the
// pixel, whose value is then 0.
type Frame struct {
	Width, Height int
	ROI           image.Rectangle // half-open, X fast, Y slow
	Mask          []byte
	Pix           []float32
	// Omitted is what a simulation left out to save time.
	Omitted Omitted
}

// Omitted is how much was left out of an image, and how far that may show.
type Omitted struct {
	// Bound is the photons by which the pixel with most left out may be too low.
	Bound float64
	// Samples of Total were left out.
	Samples, Total int64
}

// Add takes in what was left out of another part of the image.
func (o *Omitted) Add(other Omitted) {
	o.Bound = max(o.Bound, other.Bound)
	o.Samples += other.Samples
	o.Total += other.Total
}

// Fraction returns the part of the samples that was left out.
func (o Omitted) Fraction() float64 { return float64(o.Samples) / float64(max(1, o.Total)) }

// New returns an image of zeros, width pixels fast by height pixels slow, whose
// ROI is the whole of it. It panics on a negative size.
func New(width, height int) *Frame {
	if width < 0 || height < 0 {
		panic(fmt.Sprintf("frame: size %d × %d is negative", width, height))
	}
	return Wrap(width, height, make([]float32, width*height))
}

// Wrap returns an image that uses pix, without a copy, as its pixels; its ROI is
// the whole image. It panics unless len(pix) is width·height.
func Wrap(width, height int, pix []float32) *Frame {
	if width < 0 || height < 0 || len(pix) != width*height {
		panic(fmt.Sprintf("frame: %d pixels do not make an image of %d × %d", len(pix), width, height))
	}
	return &Frame{Width: width, Height: height, ROI: image.Rect(0, 0, width, height), Pix: pix}
}

// Bounds returns the whole image as a rectangle from the origin.
func (f *Frame) Bounds() image.Rectangle { return image.Rect(0, 0, f.Width, f.Height) }

// Row returns the pixels of slow index y, in fast order; they are shared with
// the image.
func (f *Frame) Row(y int) []float32 { return f.Pix[y*f.Width : (y+1)*f.Width] }

// At returns pixel p, which must lie inside the image.
func (f *Frame) At(p image.Point) float32 { return f.Pix[p.Y*f.Width+p.X] }

// maskRow returns the mask of slow index y, or nil if no pixel is masked.
func (f *Frame) maskRow(y int) []byte {
	if f.Mask == nil {
		return nil
	}
	return f.Mask[y*f.Width : (y+1)*f.Width]
}

// roi returns the part of ROI inside the image.
func (f *Frame) roi() image.Rectangle { return f.ROI.Intersect(f.Bounds()) }
