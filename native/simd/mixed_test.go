package simd

import (
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/simulate/backendtest"
)

// mixedOfPeak is what mixed precision may be off by in the suite, over the brightest
// pixel there, which is darker than the one that kernel.MixedError refers to.
const mixedOfPeak = 2 * kernel.MixedError

func TestMixedConformance(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			b, err := Backend(name, "mixed", 2)
			if err != nil {
				t.Fatal(err)
			}
			backendtest.Run(t, b, backendtest.Budget{OfPeak: mixedOfPeak})
		})
	}
}
