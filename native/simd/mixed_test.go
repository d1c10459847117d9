package simd

import (
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/simulate/backendtest"
)

// TestMixedConformance: the suite's brightest pixels are as far below the brightest
// possible as its crystals are from a perfect Bragg condition.
func TestMixedConformance(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			b, err := Backend(name, "mixed", 2)
			if err != nil {
				t.Fatal(err)
			}
			backendtest.Run(t, b, backendtest.Budget{OfPeak: kernel.MixedError})
		})
	}
}
