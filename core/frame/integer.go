package frame

import "math"

const (
	// DefaultADC is the offset of integer images, in counts, when none is given.
	DefaultADC = 40

	// autoScaleTop is where AutoScale puts the strongest pixel: below the 65535 of
	// a 16-bit pixel with room for the offset. Value of the reference program.
	autoScaleTop = 55000

	// maxCount is the largest value of a 16-bit pixel.
	maxCount = 65535

	// previewTop and previewSigmas set the default scale of 8-bit previews: five
	// standard deviations reach grey level 250. Values of the reference program.
	previewTop, previewSigmas = 250, 5
)

// Integer is the rule that turns photons into the 16-bit numbers of an SMV file.
type Integer struct {
	Scale float64 // counts per photon
	ADC   float64 // counts added to every pixel of the ROI
}

// AutoScale returns the scale that brings the strongest pixel to 55000 counts,
// 55000/Max, or 1 if no pixel is above 0.
func AutoScale(s Stats) float64 {
	if !(s.Max > 0) {
		return 1
	}
	return autoScaleTop / s.Max
}

// Row writes the counts of slow index y to dst, whose length is the frame's
// width. A pixel of the ROI becomes
//
//	floor(float32(clip(I·Scale + ADC, 0, 65535) + ½))
//
// so a masked pixel, I = 0, gets the offset; a pixel outside the ROI gets 0, and
// so does NaN. It panics if dst has another length.
func (q Integer) Row(dst []uint16, f *Frame, y int) {
	if len(dst) != f.Width {
		panic("frame: len(dst) != Width")
	}
	clear(dst)
	r := f.roi()
	if y < r.Min.Y || y >= r.Max.Y {
		return
	}
	q.Counts(dst[r.Min.X:r.Max.X], f.Row(y)[r.Min.X:r.Max.X])
}

// Counts writes the counts of photons, all of them in the ROI, to dst, which must be
// as long.
func (q Integer) Counts(dst []uint16, photons []float32) {
	dst = dst[:len(photons)]
	for i, v := range photons {
		// The conversion keeps the product out of a fused multiply-add.
		c := float64(float64(v)*q.Scale) + q.ADC
		switch {
		case !(c > 0): // also NaN; 0 rounds to 0
			c = 0
		case c > maxCount:
			c = maxCount
		}
		dst[i] = uint16(float32(c + 0.5))
	}
}

// Preview is the rule that turns photons into the bytes of a PGM picture.
type Preview struct {
	Scale float64 // grey levels per photon
}

// AutoPreview returns the preview whose grey level 250 stands for five times the
// standard deviation, Scale = 250/(5·RMSD). If RMSD is 0 it takes integerScale,
// the scale of the integer image.
func AutoPreview(s Stats, integerScale float64) Preview {
	if !(s.RMSD > 0) {
		return Preview{Scale: integerScale}
	}
	return Preview{Scale: previewTop / (previewSigmas * s.RMSD)}
}

// Row writes the grey levels of slow index y to dst, whose length is the frame's
// width: I·Scale clipped to 0…255 and truncated; NaN becomes 0. It panics if dst
// has another length.
func (p Preview) Row(dst []uint8, f *Frame, y int) {
	if len(dst) != f.Width {
		panic("frame: len(dst) != Width")
	}
	p.Greys(dst, f.Row(y))
}

// Greys writes the grey levels of photons to dst, which must be as long.
func (p Preview) Greys(dst []uint8, photons []float32) {
	dst = dst[:len(photons)]
	for i, v := range photons {
		c := float64(v) * p.Scale
		switch {
		case !(c > 0):
			c = 0
		case c > math.MaxUint8:
			c = math.MaxUint8
		}
		dst[i] = uint8(c)
	}
}
