package experiment

import (
	"gobragg/core/geom"
	"gobragg/core/rng"
)

// Mosaic describes a crystal of many slightly misoriented domains.
type Mosaic struct {
	Spread  float64 // largest rotation of a domain from the mean, rad
	Domains int     // ≥ 1
	Seed    int64   // of the Ran1 generator
}

// Rotations returns the rotation of each domain. Domain 0 is the mean
// orientation; it is drawn like the others, so that the rest of the sequence
// does not depend on it, and then replaced by the identity.
func (m Mosaic) Rotations() []geom.Mat3 {
	r := rng.NewRan1(m.Seed)
	rotations := make([]geom.Mat3, m.Domains)
	for i := range rotations {
		rotations[i] = rng.MosaicRotation(r, m.Spread)
	}
	rotations[0] = geom.Identity
	return rotations
}
