// Package noise turns expected photons into counts.
//
//	photons := noise.Photons{Seed: 1}
//	n := photons.At(2048*1000+17, 12.5) // pixel fast 17, slow 1000 of a 2048 wide image
//
// The count of a pixel depends on the seed, the pixel's number and its expectation,
// on nothing else: an image is the same for any number of threads, any order of
// tiles, any region of interest and on every machine.
package noise

import "gobragg/core/rng"

// Counter draws the photons counted in the pixels of a run. Photons is the definition
// of all; one that is faster draws the same counts.
type Counter interface {
	// Count sets dst[i] to the photons counted in pixel first + i where mean[i] are
	// expected. It is safe for several goroutines. It panics unless dst is as long as
	// mean.
	Count(dst []int64, first uint64, mean []float32)
}

// Photons is the quantum noise of counting: independent Poisson deviates, one for
// each pixel of an image.
type Photons struct{ Seed int64 }

// At returns the photons counted in a pixel where mean are expected. pixel is
// y·width + x. A mean of 0 or below, or NaN, gives 0; above 1e18 it counts as 1e18.
//
// The deviate is rng.PoissonAt of stream number pixel of the seed. Below mean 10 it
// is the inverse of the distribution function, so that two images of the same seed
// whose means differ little differ in few counts.
func (p Photons) At(pixel uint64, mean float64) int64 {
	if !(mean > 0) {
		return 0
	}
	return rng.PoissonAt(uint64(p.Seed), pixel, mean)
}

// Count implements Counter with At.
func (p Photons) Count(dst []int64, first uint64, mean []float32) {
	if len(dst) != len(mean) {
		panic("noise: len(dst) != len(mean)")
	}
	for i, m := range mean {
		dst[i] = p.At(first+uint64(i), float64(m))
	}
}
