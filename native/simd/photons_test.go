package simd

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gobragg/core/noise"
	"gobragg/core/rng"
)

// TestPhotonsAreTheSame as those of package noise, one by one: for means of all sizes
// and none, runs of any length, and pixels whose numbers need more than 32 bits.
func TestPhotonsAreTheSame(t *testing.T) {
	random := rng.NewStream(13, 14)
	means := []float32{0, -1, 1e-30, 1e-9, 9.999999, 10, 1e20, float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1))}
	for i := range 20000 {
		means = append(means, float32(math.Pow(10, float64(i%5)-3)*random.Float64()*2))
	}
	each(t, func(t *testing.T, v variant) {
		for _, seed := range []int64{1, -5, math.MaxInt64} {
			for _, first := range []uint64{0, 1<<32 - 1000, 1 << 60} {
				want, got := noise.Photons{Seed: seed}, newCounter(noise.Photons{Seed: seed}, v)
				for at, n := 0, 0; at+n <= len(means); at, n = at+n, n%37+1 {
					counts := slices.Repeat([]int64{-7}, n)
					got.Count(counts, first+uint64(at), means[at:at+n])
					for i, c := range counts {
						if pixel := first + uint64(at+i); c != want.At(pixel, float64(means[at+i])) {
							t.Fatalf("seed %d, pixel %d, mean %g: %d photons, want %d", seed, pixel, means[at+i], c, want.At(pixel, float64(means[at+i])))
						}
					}
				}
			}
		}
	})
}

func BenchmarkPhotons(b *testing.B) {
	const width = 4096
	counts := make([]int64, width)
	for _, mean := range []float32{0.01, 0.2, 1, 5, 50} {
		means := slices.Repeat([]float32{mean}, width)
		run := func(name string, c noise.Counter) {
			b.Run(fmt.Sprintf("mean=%g/%s", mean, name), func(b *testing.B) {
				for b.Loop() {
					c.Count(counts, 0, means)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/width, "ns/px")
			})
		}
		for _, v := range variants() {
			run(v.name, newCounter(noise.Photons{Seed: 1}, v))
		}
		run("scalar", noise.Photons{Seed: 1})
	}
}
