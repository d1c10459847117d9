package cuda

import (
	"context"
	"testing"

	"gobragg/core/simulate/backendtest"
)

// TestConformance: the kernels as compiled for the processor, and the PTX that is
// shipped, in every case of the suite.
func TestConformance(t *testing.T) {
	kernelsOnly(t)
	for _, source := range sources {
		for _, family := range families {
			t.Run(source.name+" "+family.name, func(t *testing.T) {
				t.Parallel()
				b := openEmulated(t, &emulated{program: program(t, source.from), devices: 1, ratio: family.ratio, memory: plenty}, family.double)
				if b.OfPeak() != family.ofPeak {
					t.Errorf("the backend promises %g of the peak, want %g", b.OfPeak(), family.ofPeak)
				}
				largest := 0.0
				for _, c := range backendtest.Cases() {
					worst, err := backendtest.Check(context.Background(), b, c, backendtest.Budget{OfPeak: family.ofPeak})
					if err != nil {
						t.Errorf("%s: %v", c.Name, err)
					}
					largest = max(largest, worst)
				}
				t.Logf("at most %.2g of the peak", largest)
			})
		}
	}
}
