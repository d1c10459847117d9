package noise

import (
	"fmt"
	"image"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// pMin is the p-value below which a statistical test fails. The seeds are fixed; with
// others a right program would fail one test in a million.
const pMin = 1e-6

// TestPhotonsDistribution counts over the pixels of an image, which are as many
// streams, against the Poisson probabilities.
func TestPhotonsDistribution(t *testing.T) {
	const pixels = 40000
	for _, mean := range []float64{0.02, 0.7, 6, 25} {
		law := distuv.Poisson{Lambda: mean}
		var expected []float64
		rest := 1.0
		for k := 0.0; rest*pixels > 50; k++ { // the last bin holds the upper tail
			p := law.Prob(k)
			expected = append(expected, p*pixels)
			rest -= p
		}
		expected[len(expected)-1] += rest * pixels
		// Join the lower tail likewise.
		low := 0
		for expected[low] < 50 {
			expected[low+1] += expected[low]
			low++
		}
		counts := make([]float64, len(expected))
		for pixel := range uint64(pixels) {
			n := Photons{Seed: 5}.At(pixel, mean)
			counts[max(low, min(len(counts)-1, int(n)))]++
		}
		x := 0.0
		for i := low; i < len(counts); i++ {
			x += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i]
		}
		df := float64(len(counts) - low - 1)
		if p := (distuv.ChiSquared{K: df}).Survival(x); p < pMin {
			t.Errorf("mean %v: p-value of the counts = %v, want at least %v", mean, p, pMin)
		}
	}
}

// TestPhotonsIndependent: neighbours along a row, along a column of a 1024 wide image,
// and the same pixel under the next seed are uncorrelated.
func TestPhotonsIndependent(t *testing.T) {
	const pixels, mean = 40000, 4.0
	const tol = 4.9 / 200 // 4.9 standard errors, √(1/40000): p = 1e-6
	at := func(seed int64, pixel uint64) float64 { return float64(Photons{seed}.At(pixel, mean)) - mean }
	for name, other := range map[string]func(uint64) float64{
		"next pixel": func(i uint64) float64 { return at(1, i+1) },
		"next row":   func(i uint64) float64 { return at(1, i+1024) },
		"next seed":  func(i uint64) float64 { return at(2, i) },
		"minus seed": func(i uint64) float64 { return at(-1, i) },
	} {
		sum := 0.0
		for i := range uint64(pixels) {
			sum += at(1, i) * other(i)
		}
		if c := sum / pixels / mean; math.Abs(c) > tol {
			t.Errorf("correlation with the %s = %v, want 0 (tol %v)", name, c, tol)
		}
	}
}

func TestPhotonsEdges(t *testing.T) {
	p := Photons{Seed: 1}
	for _, mean := range []float64{0, -1, math.NaN(), math.Inf(-1)} {
		if got := p.At(7, mean); got != 0 {
			t.Errorf("At(7, %v) = %d, want 0", mean, got)
		}
	}
	if got := p.At(7, math.Inf(1)); math.Abs(float64(got)-1e18) > 1e10 { // ten standard deviations
		t.Errorf("At(7, +Inf) = %d, want within 1e10 of 1e18", got)
	}
}

// TestPhotonsGolden pins counts: the same table run under js/wasm proves that a
// browser draws the same image.
func TestPhotonsGolden(t *testing.T) {
	const wantFold = 0xc027662e3b9d8871
	var fold uint64
	for pixel := range uint64(10000) {
		fold = fold*31 + uint64(Photons{Seed: -3}.At(pixel<<20, float64(pixel%701)/8))
	}
	if fold != wantFold {
		t.Errorf("fold of 10000 counts = %#x, want %#x", fold, uint64(wantFold))
	}
}

// expectation is a row with weak, strong, masked and broken pixels.
func expectation(width, y int) []float32 {
	row := make([]float32, width)
	for x := range row {
		row[x] = float32((x*7+y*3)%40) * float32(x%5)
	}
	row[3], row[4], row[5] = 0, float32(math.NaN()), -2
	return row
}

// TestRowRegions: the pixels of a region are those of the whole image, whichever
// row is drawn first; outside the region they are 0.
func TestRowRegions(t *testing.T) {
	const width, height = 64, 20
	r := Readout{Photons{42}, 40}
	whole := make([][]uint16, height)
	for y := range height {
		whole[y] = make([]uint16, width)
		r.Row(whole[y], expectation(width, y), y, width, image.Rect(0, 0, width, height))
	}
	for _, roi := range []image.Rectangle{
		image.Rect(0, 0, 64, 20), image.Rect(10, 5, 30, 12), image.Rect(-5, -5, 3, 3),
		image.Rect(60, 18, 100, 100), image.Rect(0, 7, 64, 8), {}, image.Rect(70, 0, 80, 20),
	} {
		for y := height - 1; y >= 0; y-- {
			got := slices.Repeat([]uint16{7}, width)
			r.Row(got, expectation(width, y), y, width, roi)
			for x := range got {
				want := uint16(0)
				if (image.Point{X: x, Y: y}).In(roi) {
					want = whole[y][x]
				}
				if got[x] != want {
					t.Fatalf("roi %v: pixel %d, %d = %d, want %d", roi, x, y, got[x], want)
				}
			}
		}
	}
}

func TestRowValues(t *testing.T) {
	whole := image.Rect(0, 0, 1, 1)
	for _, c := range []struct {
		name         string
		photons      float32
		offset       float64
		low, high    uint16 // of the value
		wantOverload int
	}{
		{"dark", 0, 40, 40, 40, 0},
		{"dark without offset", 0, 0, 0, 0, 0},
		{"fraction dropped", 0, 40.9, 40, 40, 0},
		{"negative offset", 0, -3, 0, 0, 0},
		{"negative offset is subtracted first", 1e4, -5000, 4400, 5600, 0},
		{"offset not a number", 0, math.NaN(), 0, 0, 0},
		{"NaN photons", float32(math.NaN()), 40, 40, 40, 0},
		{"photons", 1e4, 40, 9440, 10640, 0}, // six standard deviations
		{"largest value", 0, 65535, 65535, 65535, 0},
		{"just above", 0, 65535.5, 65535, 65535, 1},
		{"overload", 1e6, 40, 65535, 65535, 1},
		{"infinite", float32(math.Inf(1)), 40, 65535, 65535, 1},
	} {
		var dst [1]uint16
		overloads := Readout{Photons{1}, c.offset}.Row(dst[:], []float32{c.photons}, 0, 1, whole)
		if dst[0] < c.low || dst[0] > c.high || overloads != c.wantOverload {
			t.Errorf("%s: value %d, %d overloads, want %d…%d, %d", c.name, dst[0], overloads, c.low, c.high, c.wantOverload)
		}
	}
}

func TestRowPanics(t *testing.T) {
	for _, n := range [][2]int{{3, 4}, {4, 3}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Row with len(dst) %d, len(photons) %d, width 4 does not panic", n[0], n[1])
				}
			}()
			Readout{}.Row(make([]uint16, n[0]), make([]float32, n[1]), 0, 4, image.Rect(0, 0, 4, 1))
		}()
	}
}

func BenchmarkRow(b *testing.B) {
	const width = 4096
	roi := image.Rect(0, 0, width, 1)
	for _, mean := range []float32{0, 0.1, 1, 10, 1000} {
		b.Run(fmt.Sprintf("mean=%v", mean), func(b *testing.B) {
			photons := slices.Repeat([]float32{mean}, width)
			dst := make([]uint16, width)
			r := Readout{Photons{1}, 40}
			for b.Loop() {
				r.Row(dst, photons, 0, width, roi)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/width, "ns/px")
		})
	}
}
