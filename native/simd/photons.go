package simd

import (
	"unsafe"

	"gobragg/core/noise"
	"gobragg/core/rng"
	"gobragg/native/simd/internal/layout"
)

// Photons returns the noise.Photons of a seed, on the fastest vector unit that this
// processor has.
func Photons(seed int64) noise.Counter {
	photons := noise.Photons{Seed: seed}
	all := variants()
	if len(all) == 0 {
		return photons
	}
	return newCounter(photons, all[0])
}

// photonLoop is a generated loop of rng.PoissonAt for means below 10. It counts −1
// where the mean is not, and returns 0 if that is nowhere.
type photonLoop func(keys *byte, mean *float32, counts *int64, first uint64, groups int) (left uint32)

// counter is a noise.Counter on one variant.
type counter struct {
	photons noise.Photons
	lanes   int
	loop    photonLoop
	keys    [rng.PhiloxRounds][2][layout.Wide]uint64
}

func newCounter(photons noise.Photons, v variant) *counter {
	c := &counter{photons: photons, lanes: v.lanes, loop: v.photons}
	for round, words := range rng.NewPhilox(uint64(photons.Seed)).Keys() {
		for i, w := range words {
			for lane := range layout.Wide {
				c.keys[round][i][lane] = uint64(w)
			}
		}
	}
	return c
}

// Count implements noise.Counter. What the loop leaves over, means of 10 and more and
// the last pixels, is counted one by one.
func (c *counter) Count(dst []int64, first uint64, mean []float32) {
	if len(dst) != len(mean) {
		panic("simd: len(dst) != len(mean)")
	}
	groups := len(mean) / c.lanes
	end := groups * c.lanes
	if groups > 0 && c.loop((*byte)(unsafe.Pointer(&c.keys)), &mean[0], &dst[0], first, groups) != 0 {
		for i, n := range dst[:end] {
			if n < 0 {
				dst[i] = c.photons.At(first+uint64(i), float64(mean[i]))
			}
		}
	}
	c.photons.Count(dst[end:], first+uint64(end), mean[end:])
}
