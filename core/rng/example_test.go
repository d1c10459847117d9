package rng_test

import (
	"fmt"
	"math"

	"gobragg/core/geom"
	"gobragg/core/rng"
	"gobragg/core/units"
)

// Three mosaic domains of at most 1 degree, as the reference program draws them from
// its default seed; it replaces the first by the identity.
func ExampleMosaicRotation() {
	r := rng.NewRan1(12345678)
	for i := range 3 {
		m := rng.MosaicRotation(r, 1*units.Degree)
		angle := math.Acos((m[0] + m[4] + m[8] - 1) / 2)
		fmt.Printf("domain %d: %.3f degrees\n", i, angle/units.Degree)
	}
	// Output:
	// domain 0: 0.989 degrees
	// domain 1: 0.948 degrees
	// domain 2: 0.799 degrees
}

// A random crystal orientation as missetting angles.
func ExampleUniformRotation() {
	x, y, z := geom.AnglesXYZ(rng.UniformRotation(rng.NewRan1(7)))
	fmt.Printf("-misset %.2f %.2f %.2f\n", x/units.Degree, y/units.Degree, z/units.Degree)
	// Output: -misset 159.12 36.16 -135.38
}

// The photons counted in one pixel where 250 are expected.
func ExamplePoisson() {
	const fast, slow, width = 17, 1000, 2048
	pixel := rng.NewStream(1, slow*width+fast)
	fmt.Println(rng.Poisson(250, &pixel))
	// Output: 265
}
