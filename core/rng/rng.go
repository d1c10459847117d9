// Package rng holds the random numbers of gobragg. Every one of them follows from
// a seed that the caller gives; nothing reads a clock or keeps a state of its own.
//
//	r := rng.NewRan1(777)                           // the reference program's generator
//	domain := rng.MosaicRotation(r, 0.6*units.Degree) // its next mosaic domain
//
//	s := rng.NewStream(1, 42)      // seed 1, stream 42: a pixel, say
//	photons := rng.Poisson(12.5, &s)
//
// Ran1 repeats the reference program's sequence, for crystal orientations and
// mosaic domains, where parity with it matters. Philox is counter-based: any
// stream can start anywhere without those before it, so that an image of noise
// does not depend on how it was divided among workers.
package rng
