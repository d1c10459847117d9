// Package simd renders on the vector units of a processor: AVX-512 or AVX2 on
// amd64, package kernel elsewhere.
//
//	b, err := simd.Backend("auto", 0)
//	frame, err := simulate.Run(ctx, b, p, simulate.Options{})
//
// Square crystals take the generated loops, whose lanes are scattering vectors;
// the other shapes and tricubic interpolation take package kernel's. h, k and l
// have the bits of the scalar kernel, so every sample belongs to the same
// reflection; the lattice factor differs in its last bits, by fused
// multiply-adds.
package simd

import (
	"fmt"
	"slices"
	"strings"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

//go:generate sh -c "cd _gen && go run . -pkg simd -out ../sum_amd64.s -stubs ../sum_stub_amd64.go"

// Names returns the backends this processor can run, the fastest first.
func Names() []string {
	var names []string
	for _, v := range variants() {
		names = append(names, v.name)
	}
	return append(names, "scalar")
}

// Backend returns the backend of that name on the given number of threads; 0: as
// many as there are processors. "auto" is the fastest that this processor has.
func Backend(name string, threads int) (simulate.Backend, error) {
	names := Names()
	if name == "auto" {
		name = names[0]
	}
	if name == "scalar" {
		return simulate.Scalar(threads), nil
	}
	for _, v := range variants() {
		if v.name == name {
			return simulate.Summing(name, threads, func(p *plan.Plan) kernel.Summer { return newSummer(p, v) }), nil
		}
	}
	if slices.Contains([]string{"avx2", "avx512"}, name) {
		return nil, fmt.Errorf("this processor or this build cannot run %s: use one of auto, %s", name, strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("there is no backend %q: use one of auto, %s", name, strings.Join(names, ", "))
}

// variant is one instruction set: its loops over square crystals.
type variant struct {
	name          string
	lanes         int
	square, table func(job *byte)
}
