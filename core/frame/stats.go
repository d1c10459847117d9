package frame

import (
	"image"
	"math"
)

// Stats describes the pixels of a frame's ROI.
type Stats struct {
	Pixels   int     `json:"pixels"`          // in the ROI
	Unmasked int     `json:"unmasked_pixels"` // of these, not excluded by the mask
	Max      float64 `json:"max"`
	MaxAt    Pixel   `json:"max_at"` // first of that value
	Sum      float64 `json:"sum"`
	Mean     float64 `json:"mean"` // Sum/Unmasked
	RMS      float64 `json:"rms"`  // √(Σ I²/Unmasked)
	RMSD     float64 `json:"rmsd"` // √(Σ(I − Mean)²/(Pixels − 1))
}

// Stats returns the statistics of the frame's ROI. As in the reference program
// Mean counts the unmasked pixels only, while RMSD runs over all pixels of the
// ROI, a masked one counting as the 0 that it holds. An empty ROI gives zeros;
// RMSD is 0 with fewer than two pixels. The order of summation depends on the
// ROI alone, so equal images give equal bits. Sums are float64; a NaN pixel
// makes them NaN but never becomes Max.
func (f *Frame) Stats() Stats { return f.StatsOn(1, nil) }

// StatsOn returns Stats, with the same bits, on several threads and with another way to
// add up a row; nil: Rows.
func (f *Frame) StatsOn(threads int, adder RowAdder) Stats {
	r := f.roi()
	s := Stats{Pixels: r.Dx() * r.Dy(), Unmasked: f.unmasked(r)}
	if s.Pixels == 0 {
		return s
	}

	// First pass: the maximum and the two sums. Rows are summed on their own, so
	// the rounding error grows with width + height and not with their product.
	var sum, squares float64
	peak, at := float32(math.Inf(-1)), Pixel{r.Min.X, r.Min.Y}
	var sums []rowSums
	if threads > 1 {
		sums = perRow(threads, f, r, func(row []float32) rowSums { return sumRow(adder, row) })
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		var row rowSums
		if threads > 1 {
			row = sums[y-r.Min.Y]
		} else {
			row = sumRow(adder, f.Row(y)[r.Min.X:r.Max.X])
		}
		sum += row.sum
		squares += row.squares
		if row.peak > peak {
			peak, at = row.peak, Pixel{r.Min.X + index(f.Row(y)[r.Min.X:r.Max.X], row.peak), y}
		}
	}
	s.Sum, s.MaxAt = sum, at
	if s.Max = float64(peak); math.IsInf(s.Max, -1) {
		s.Max = 0 // every pixel is NaN or −Inf
	}
	if s.Unmasked > 0 {
		s.Mean = sum / float64(s.Unmasked)
		s.RMS = math.Sqrt(squares / float64(s.Unmasked))
	}

	// Second pass: deviations from the mean. ΣI² − n·mean² would lose all digits
	// on a flat image with a high background.
	if s.Pixels > 1 {
		var dev float64
		if threads > 1 {
			mean := s.Mean
			for _, d := range perRow(threads, f, r, func(row []float32) float64 { return deviationRow(adder, row, mean) }) {
				dev += d
			}
		} else {
			for y := r.Min.Y; y < r.Max.Y; y++ {
				dev += deviationRow(adder, f.Row(y)[r.Min.X:r.Max.X], s.Mean)
			}
		}
		s.RMSD = math.Sqrt(dev / float64(s.Pixels-1))
	}
	return s
}

// perRow computes something of every row of r on several threads.
func perRow[T any](threads int, f *Frame, r image.Rectangle, compute func(row []float32) T) []T {
	all := make([]T, r.Dy())
	EachRow(threads, len(all), func(i int) { all[i] = compute(f.Row(r.Min.Y + i)[r.Min.X:r.Max.X]) })
	return all
}

// rowSums are Σ I, Σ I² and the largest I of a row.
type rowSums struct {
	sum, squares float64
	peak         float32
}

// unmasked counts the pixels of r that the mask does not exclude.
func (f *Frame) unmasked(r image.Rectangle) int {
	n := r.Dx() * r.Dy()
	if f.Mask == nil {
		return n
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, m := range f.maskRow(y)[r.Min.X:r.Max.X] {
			if m == 0 {
				n--
			}
		}
	}
	return n
}

// index returns the first place of v in row.
func index(row []float32, v float32) int {
	for i, x := range row {
		if x == v {
			return i
		}
	}
	return 0
}
