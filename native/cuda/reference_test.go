package cuda

import (
	"context"
	"os"
	"testing"

	"gobragg/core/conformance"
	"gobragg/native/cuda/emulate"
)

// TestReferenceCases: the PTX against images measured with the reference program.
func TestReferenceCases(t *testing.T) {
	kernelsOnly(t)
	dir := os.DirFS("../../testdata/reference")
	cases, err := conformance.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		t.Run(family.name, func(t *testing.T) {
			t.Parallel()
			b := openEmulated(t, &emulated{program: program(t, emulate.PTX), devices: 1, ratio: family.ratio, memory: plenty}, family.double)
			// What the processor may be off, and the kernels besides.
			limits := conformance.DefaultLimits
			limits.MaxRelative += family.ofPeak
			limits.SumRatio += family.ofPeak
			worst := 0.0
			for _, c := range cases {
				r, err := c.Run(context.Background(), dir, b, limits)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range r.Failures {
					t.Errorf("%s: %s", c.Name, f)
				}
				worst = max(worst, r.Metrics.MaxRelative)
			}
			t.Logf("%d cases, at most %.2g of the peak", len(cases), worst)
		})
	}
}
