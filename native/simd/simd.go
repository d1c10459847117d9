// Package simd renders on the vector units of a processor: AVX-512 or AVX2 on
// amd64, package kernel elsewhere.
//
//	b, err := simd.Backend("auto", "double", 0)
//	frame, err := simulate.Run(ctx, b, p, simulate.Options{})
//
// There is a generated loop for every shape of crystal and every look-up of
// structure factors; its lanes are scattering vectors. h, k, l and the distance
// from the lattice point have the bits of the scalar kernel, so every sample
// belongs to the same reflection and is on the same side of a spot's edge; the
// lattice factor and an interpolated structure factor differ in their last bits,
// by fused multiply-adds. In mixed precision, kernel.MixedSums, a sample belongs to
// the same reflection unless it is within 2⁻³³ of the next one.
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
//go:generate sh -c "cd _gen && go run ./fma -pkg simd -out ../fma_amd64.s -stubs ../fma_stub_amd64.go"
//go:generate sh -c "cd _gen && go run ./count ../sum_amd64.s ../operations_amd64.go"

// Names returns the backends this processor can run, the fastest first.
func Names() []string {
	var names []string
	for _, v := range variants() {
		names = append(names, v.name)
	}
	return append(names, "scalar")
}

// Precisions returns the precisions that every backend has, the default first.
// Double is float64 throughout; mixed is that of kernel.MixedSums.
func Precisions() []string { return []string{"double", "mixed"} }

// Backend returns the backend of that name and precision on the given number of
// threads; 0: as many as there are processors. The name "auto" is the fastest that
// this processor has, the precision "auto" double.
func Backend(name, precision string, threads int) (simulate.Backend, error) {
	mixed := precision == "mixed"
	if !mixed && precision != "auto" && precision != "double" {
		return nil, fmt.Errorf("there is no precision %q: use one of auto, %s", precision, strings.Join(Precisions(), ", "))
	}
	names := Names()
	if name == "auto" {
		name = names[0]
	}
	title := name
	if mixed {
		title += " (mixed)"
	}
	switch {
	case name == "scalar" && mixed:
		return simulate.Summing(title, threads, kernel.NewMixedSums), nil
	case name == "scalar":
		return simulate.Scalar(threads), nil
	}
	for _, v := range variants() {
		if v.name == name {
			return simulate.Summing(title, threads, func(p *plan.Plan) kernel.Summer { return engine{newSummer(p, v, mixed), newOptics(p, v)} }), nil
		}
	}
	if slices.Contains([]string{"avx2", "avx512"}, name) {
		return nil, fmt.Errorf("this processor or this build cannot run %s: use one of auto, %s", name, strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("there is no backend %q: use one of auto, %s", name, strings.Join(names, ", "))
}

// variant is one instruction set and its loops, by shape and look-up.
type variant struct {
	name  string
	lanes int
	loops *[plan.TopHat + 1][plan.Tricubic + 1]func(job *byte)
	// fejer are those of square crystals of few cells, by look-up.
	fejer *[plan.Tricubic + 1]func(job *byte)
	// mixed are loops in mixed precision, which take twice as many lanes.
	mixed      *[plan.Gauss + 1][plan.Nearest + 1]func(job *byte)
	mixedFejer *[plan.Nearest + 1]func(job *byte)
	rays       *rayLoops
	// photons counts them where few are expected.
	photons photonLoop
	pixels  pixelLoops
}
