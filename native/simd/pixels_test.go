package simd

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gobragg/core/frame"
	"gobragg/core/rng"
)

// TestPixelsHaveTheBits of package frame, for photons of all sizes, runs of any length,
// and rules that clip at both ends.
func TestPixelsHaveTheBits(t *testing.T) {
	random := rng.NewStream(15, 16)
	photons := []float32{
		0, -1, float32(math.Copysign(0, -1)), float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), math.MaxFloat32, math.SmallestNonzeroFloat32,
		0.5, 1.5, 2.5, 254.5, 255, 255.5, 256, 65534.496, 65534.5, 65535, 65535.5, 65536, 1e20,
	}
	for i := range 3000 {
		photons = append(photons, float32(math.Pow(10, float64(i%8)-3)*random.Float64()))
	}
	each(t, func(t *testing.T, v variant) {
		x := Pixels{v.lanes, v.pixels}
		for _, scale := range []float64{1, 0.37, 1000, 0, -1, math.Inf(1), math.NaN()} {
			for n := range 70 {
				some := photons[n%50*40:][:n]
				got, want := slices.Repeat([]uint8{7}, n), slices.Repeat([]uint8{7}, n)
				x.Greys(frame.Preview{Scale: scale}, got, some)
				frame.Preview{Scale: scale}.Greys(want, some)
				if !slices.Equal(got, want) {
					t.Fatalf("grey levels at scale %g of %v are %d, want %d", scale, some, got, want)
				}
				for _, offset := range []float64{0, 40, 0.5, -100, 65535, math.NaN()} {
					q := frame.Integer{Scale: scale, ADC: offset}
					got, want := slices.Repeat([]uint16{7}, n), slices.Repeat([]uint16{7}, n)
					x.Counts(q, got, some)
					q.Counts(want, some)
					if !slices.Equal(got, want) {
						t.Fatalf("counts at %+v of %v are %d, want %d", q, some, got, want)
					}
				}
			}
		}
	})
}

// TestSumsOfRowsHaveTheBits of package frame, in rows of any length.
func TestSumsOfRowsHaveTheBits(t *testing.T) {
	random := rng.NewStream(17, 18)
	row := make([]float32, 300)
	for i := range row {
		row[i] = float32(math.Pow(10, float64(i%8)-3) * (random.Float64() - 0.2))
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	odd := []float32{nan, -1, -2, nan, -3, inf, -inf, 0, float32(math.Copysign(0, -1)), nan, 2, -5, math.MaxFloat32, 7}
	each(t, func(t *testing.T, v variant) {
		x := Pixels{v.lanes, v.pixels}
		for _, row := range [][]float32{row, odd} {
			for first := range 5 {
				for n := range min(70, len(row)-first) {
					some := row[first:][:n]
					start := frame.RunningSums{Sum: [4]float64{1, 2, 3, 4}, Squares: [4]float64{5, 6, 7, 8}, Peak: [4]float32{-9, -inf, 0.5, -1}}
					got, want := start, start
					x.AddSums(&got, some)
					frame.Rows{}.AddSums(&want, some)
					x.AddDeviations(&got.Squares, some, 0.7)
					frame.Rows{}.AddDeviations(&want.Squares, some, 0.7)
					if got, want := fmt.Sprintf("%x", got), fmt.Sprintf("%x", want); got != want {
						t.Fatalf("sums of %v are %s, want %s", some, got, want)
					}
				}
			}
		}
	})
}

func BenchmarkPixels(b *testing.B) {
	const width = 4096
	photons, counts, greys := make([]float32, width), make([]uint16, width), make([]uint8, width)
	q, p := frame.Integer{Scale: 3, ADC: 40}, frame.Preview{Scale: 2}
	for _, x := range []struct {
		name string
		Pixels
	}{{"vector", NewPixels()}, {"scalar", Pixels{lanes: 1}}} {
		b.Run("counts/"+x.name, func(b *testing.B) {
			for b.Loop() {
				x.Counts(q, counts, photons)
			}
		})
		b.Run("greys/"+x.name, func(b *testing.B) {
			for b.Loop() {
				x.Greys(p, greys, photons)
			}
		})
	}
}
