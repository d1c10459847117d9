package pool

import (
	"math"
	"testing"
)

// TestPace: the cost follows what tiles take, also down again where they are so short
// that the clock shows nothing, and one late tile does not upset it.
func TestPace(t *testing.T) {
	var p pace
	follow := func(what string, samples float64, micros uint32, times int, want float64) {
		t.Helper()
		for range times {
			p.learn(samples, micros)
		}
		if got := p.cost(); math.Abs(got-want) > 0.05*want {
			t.Errorf("%s: %.4g ns, want %.4g", what, got, want)
		}
	}
	follow("nothing", 0, 0, 0, firstGuess)
	follow("long tiles of 100 ns", 5e4, 5000, 40, 100)
	follow("a late one", 5e4, 500_000, 1, 112)
	follow("one that was not", 5e4, 5000, 1, 106)
	follow("short tiles of 10 ns", 1e3, 10, 20_000, 10)
	follow("tiles below the clock's step", 1e3, 0, 200_000, 1)
	follow("long ones again", 2.5e5, 5000, 60, 20)
}
