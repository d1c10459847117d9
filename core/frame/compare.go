package frame

import (
	"fmt"
	"image"
	"math"
)

const (
	// comparedPeaks is the number of strongest peaks of a that Compare looks for
	// in b; among so many more of b's, because spots of nearly equal height may
	// change places in the two lists.
	comparedPeaks, peakListFactor = 50, 4

	// peakMatchRadius, in pixels, is how far apart two peaks may be to count as
	// the same: they then fall mostly into the same pixel.
	peakMatchRadius = 0.5

	// Undefined stands for a ratio whose divisor is 0 while its numerator is not:
	// JSON has no infinity, and as the largest number it fails every limit.
	Undefined = math.MaxFloat64
)

// Metrics says how much image a differs from image b over a window. No value is
// NaN or infinite.
type Metrics struct {
	Window    Window `json:"window"`
	Pixels    int    `json:"pixels"`            // compared
	NonFinite int    `json:"non_finite_pixels"` // NaN or ±Inf in either: not compared

	Correlation float64 `json:"correlation"` // Pearson's
	RMSE        float64 `json:"rmse"`        // √(Σ(a − b)²/Pixels)
	MaxAbs      float64 `json:"max_abs_difference"`
	MaxAbsAt    Pixel   `json:"max_abs_difference_at"`
	MaxRelative float64 `json:"max_abs_difference_relative_to_peak"`

	SumA     float64 `json:"sum_a"`
	SumB     float64 `json:"sum_b"`
	SumRatio float64 `json:"sum_ratio"` // a/b
	MaxA     float64 `json:"max_a"`
	MaxAAt   Pixel   `json:"max_a_at"`
	MaxB     float64 `json:"max_b"`
	MaxBAt   Pixel   `json:"max_b_at"`

	PeaksA       int     `json:"peaks_a"` // strongest local maxima, at most 50
	PeaksB       int     `json:"peaks_b"`
	PeaksMatched int     `json:"peaks_matched"`                 // of a's, with one of b's within half a pixel
	PeakDistance float64 `json:"peaks_largest_distance_pixels"` // of the matched
}

// Window is a part of an image, as its first pixel and its size.
type Window struct {
	Fast   int `json:"fast"`
	Slow   int `json:"slow"`
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Rectangle returns the window as a half-open rectangle, X fast, Y slow.
func (w Window) Rectangle() image.Rectangle {
	return image.Rect(w.Fast, w.Slow, w.Fast+w.Width, w.Slow+w.Height)
}

// Compare compares a with b inside the window, which is clipped to the images;
// the zero rectangle means all of them. Pixels that either mask excludes, and
// pixels that are not finite in both, are left out. It is an error if the sizes
// differ or the window has no pixel to compare.
//
//	correlation = Σ(a − ā)(b − b̄) / √(Σ(a − ā)² Σ(b − b̄)²)
//
// Where a formula has no value: the correlation with a constant image is 1 if
// both images are equal, else 0; a ratio 0/0 is 1 for sums and 0 for differences,
// x/0 is Undefined. MaxRelative is MaxAbs over the largest pixel of b.
func Compare(a, b *Frame, window image.Rectangle) (Metrics, error) {
	if a.Width != b.Width || a.Height != b.Height {
		return Metrics{}, fmt.Errorf("images differ in size: %d × %d and %d × %d pixels (fast × slow)", a.Width, a.Height, b.Width, b.Height)
	}
	if window == (image.Rectangle{}) {
		window = a.Bounds()
	}
	w := window.Intersect(a.Bounds())
	m := Metrics{Window: Window{w.Min.X, w.Min.Y, w.Dx(), w.Dy()}}

	// First pass: sums, maxima and differences.
	var squares float64
	peakA, peakB, worst := math.Inf(-1), math.Inf(-1), -1.0
	pairs(a, b, w, &m.NonFinite, func(y int, xs []int32, va, vb []float64) {
		var rowA, rowB, rowSquares float64
		for i, x := range xs {
			p, q := va[i], vb[i]
			rowA += p
			rowB += q
			if p > peakA {
				peakA, m.MaxAAt = p, Pixel{int(x), y}
			}
			if q > peakB {
				peakB, m.MaxBAt = q, Pixel{int(x), y}
			}
			d := math.Abs(p - q)
			rowSquares += float64(d * d)
			if d > worst {
				worst, m.MaxAbsAt = d, Pixel{int(x), y}
			}
		}
		m.Pixels += len(xs)
		m.SumA += rowA
		m.SumB += rowB
		squares += rowSquares
	})
	if m.Pixels == 0 {
		return Metrics{}, fmt.Errorf("no pixel to compare in window %v of %d × %d images (%d are not finite)", window, a.Width, a.Height, m.NonFinite)
	}
	n := float64(m.Pixels)
	m.RMSE, m.MaxAbs, m.MaxA, m.MaxB = math.Sqrt(squares/n), worst, peakA, peakB
	m.MaxRelative = ratio(m.MaxAbs, math.Max(0, m.MaxB), 0)
	m.SumRatio = ratio(m.SumA, m.SumB, 1)

	// Second pass: central moments, which lose no digits to a high background.
	meanA, meanB := m.SumA/n, m.SumB/n
	var saa, sbb, sab float64
	var unused int
	pairs(a, b, w, &unused, func(_ int, _ []int32, va, vb []float64) {
		var raa, rbb, rab float64
		for i, p := range va {
			p, q := p-meanA, vb[i]-meanB
			raa += float64(p * p)
			rbb += float64(q * q)
			rab += float64(p * q)
		}
		saa += raa
		sbb += rbb
		sab += rab
	})
	switch {
	case m.MaxAbs == 0: // exactly, whatever the roots round to
		m.Correlation = 1
	case saa > 0 && sbb > 0:
		m.Correlation = max(-1, min(1, sab/math.Sqrt(saa)/math.Sqrt(sbb)))
	}

	m.matchPeaks(a.Peaks(w, comparedPeaks*peakListFactor), b.Peaks(w, comparedPeaks*peakListFactor))
	return m, nil
}

// pairs calls visit for each row of w with the fast indices and values of the
// pixels to compare, and counts in nonFinite those that are not finite.
func pairs(a, b *Frame, w image.Rectangle, nonFinite *int, visit func(y int, xs []int32, va, vb []float64)) {
	xs, va, vb := make([]int32, w.Dx()), make([]float64, w.Dx()), make([]float64, w.Dx())
	for y := w.Min.Y; y < w.Max.Y; y++ {
		rowA, rowB, maskA, maskB := a.Row(y), b.Row(y), a.maskRow(y), b.maskRow(y)
		n := 0
		for x := w.Min.X; x < w.Max.X; x++ {
			if maskA != nil && maskA[x] == 0 || maskB != nil && maskB[x] == 0 {
				continue
			}
			p, q := float64(rowA[x]), float64(rowB[x])
			// 0·p is NaN for NaN and infinities only.
			if 0*p+0*q != 0 {
				*nonFinite++
				continue
			}
			xs[n], va[n], vb[n] = int32(x), p, q
			n++
		}
		visit(y, xs[:n], va[:n], vb[:n])
	}
}

// ratio returns a/b, same if both are 0, and Undefined if only b is.
func ratio(a, b, same float64) float64 {
	switch {
	case b != 0:
		return a / b
	case a == 0:
		return same
	}
	return Undefined
}

// matchPeaks fills in the peak counts from the longer lists of both images.
func (m *Metrics) matchPeaks(a, b []Peak) {
	m.PeaksA, m.PeaksB = min(len(a), comparedPeaks), min(len(b), comparedPeaks)
	for _, p := range a[:m.PeaksA] {
		near := math.Inf(1)
		for _, q := range b {
			near = min(near, math.Hypot(p.Fast-q.Fast, p.Slow-q.Slow))
		}
		if near <= peakMatchRadius {
			m.PeaksMatched++
			m.PeakDistance = max(m.PeakDistance, near)
		}
	}
}
