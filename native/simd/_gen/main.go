// Command _gen writes ../sum_amd64.s and ../sum_stub_amd64.go, the inner loops of
// package simd for AVX2 and AVX-512:
//
//	go generate ./native/simd
//
// The numbers come from package kernel, whose Sums is the definition.
package main

import (
	. "github.com/mmcloughlin/avo/build"
)

func main() {
	ConstraintExpr("!noasm")
	coefficients()
	for _, t := range []target{avx2{}, avx512{}} {
		square(t, false)
		square(t, true)
	}
	Generate()
}
