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
