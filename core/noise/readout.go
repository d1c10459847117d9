package noise

import "image"

// maxCount is the largest value of a 16-bit pixel.
const maxCount = 65535

// Readout is a detector that counts photons, adds an offset and stores 16 bits: the
// reference program's noise image.
type Readout struct {
	Photons Counter
	// Offset is added to every pixel of the region of interest, in counts: the
	// reference program's adc. A fraction is kept until the sum is truncated.
	Offset float64
}

// Row fills dst with row y of the image: the Poisson deviate of photons[x] plus the
// offset, clipped to 0 … 65535, fraction dropped. Pixels outside roi (x fast, y slow,
// maxima exclusive) are 0, without offset. It returns the number of pixels that had
// to be clipped at 65535.
//
// photons is the expectation of every pixel of the row. A masked pixel's is 0: it
// gets the offset alone, as do negative ones and NaN. Row panics unless dst and
// photons have width elements.
func (r Readout) Row(dst []uint16, photons []float32, y, width int, roi image.Rectangle) (overloads int) {
	if len(dst) != width || len(photons) != width {
		panic("noise: len(dst) or len(photons) != width")
	}
	roi = roi.Intersect(image.Rect(0, y, width, y+1))
	if roi.Empty() {
		clear(dst)
		return 0
	}
	clear(dst[:roi.Min.X])
	clear(dst[roi.Max.X:])
	// With a whole offset, and nothing to clip, integers will do.
	offset, end := int64(r.Offset), uint64(maxCount+1)
	if float64(offset) != r.Offset {
		end = 0
	}
	var counts [256]int64
	for x := roi.Min.X; x < roi.Max.X; {
		n := min(len(counts), roi.Max.X-x)
		r.Photons.Count(counts[:n], uint64(y)*uint64(width)+uint64(x), photons[x:x+n])
		values := dst[x : x+n]
		for i, count := range counts[:n] {
			if v := uint64(count + offset); v < end {
				values[i] = uint16(v)
				continue
			}
			var overload bool
			if values[i], overload = r.store(count); overload {
				overloads++
			}
		}
		x += n
	}
	return overloads
}

// store returns the pixel value of a count and whether it was too large.
func (r Readout) store(count int64) (value uint16, overload bool) {
	v := float64(count) + r.Offset
	switch {
	case v > maxCount:
		return maxCount, true
	case v > 0:
		return uint16(v), false
	}
	return 0, false // also for an offset that is NaN
}
