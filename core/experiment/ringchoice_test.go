package experiment

import (
	"math"
	"testing"

	"gobragg/core/units"
)

func TestRoundResolution(t *testing.T) {
	for _, c := range []struct{ d, want float64 }{{2.66, 2.8}, {2.6, 2.5}, {0.93, 0.9}, {1, 1}, {9.6, 10}, {97, 100}, {0.031, 0.03}, {33, 35}} {
		if got := roundResolution(c.d*units.Angstrom) / units.Angstrom; math.Abs(got-c.want) > 1e-9 {
			t.Errorf("roundResolution(%v Å) = %v Å, want %v", c.d, got, c.want)
		}
	}
}
