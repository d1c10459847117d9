// Command _gen writes ../sum_amd64.s and ../sum_stub_amd64.go, the loops of package
// simd for AVX2 and AVX-512:
//
//	go generate ./native/simd
//
// Each sum is peel → lattice factor → structure factor → sum; loop.go puts it
// together from a shape (square.go, profile.go) and a look-up (lookup.go, tricubic.go). The
// definition of all of them is Sums of package kernel. The loops of its Geometry are
// in rays.go, that of photon noise in
// photons.go, and those of pixels in pixels.go.
package main

import (
	. "github.com/mmcloughlin/avo/build"
)

func main() {
	ConstraintExpr("!noasm")
	coefficients()
	for _, t := range []target{avx2{}, avx512{}} {
		for _, s := range []shape{square, fejer, round, gauss, topHat} {
			for _, l := range []lookup{uniform, nearest, tricubic} {
				loop(t, s, l)
			}
		}
		geometry(t)
		photons(t)
		pixels(t)
	}
	statistics()
	for _, t := range []target{avx2{}, avx512{}} {
		for _, s := range []phases{mixedSines, mixedFejer, mixedRound, mixedGauss} {
			for _, l := range []lookup{uniform, nearest} {
				mixed(t, s, l)
			}
		}
	}
	Generate()
}
