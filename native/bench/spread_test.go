package bench

import (
	"math"
	"testing"
)

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		name string
		x    []float64
		want Spread
	}{
		{"one", []float64{3}, Spread{3, 3, 3, 3, 3, 1}},
		{"two", []float64{4, 2}, Spread{2, 2.5, 3, 3.5, 4, 2}},
		{"five, one far out", []float64{5, 1, 100, 2, 3}, Spread{1, 2, 3, 5, 100, 5}},
		{"four", []float64{1, 2, 3, 4}, Spread{1, 1.75, 2.5, 3.25, 4, 4}},
	} {
		if got := spreadOf(c.x); got != c.want {
			t.Errorf("%s: spreadOf(%v) = %v, want %v", c.name, c.x, got, c.want)
		}
	}
	x := []float64{2, 1}
	spreadOf(x)
	if x[0] != 2 {
		t.Error("spreadOf sorts its argument")
	}
}

// TestRatios: a machine that slows down by and by changes neither of a pair's ratio,
// though it does that of the medians of shifted measurements.
func TestRatios(t *testing.T) {
	const peer, own, tolerance = 80., 2., 1e-12 // roundings
	var a, b []float64
	for slow := 1.; slow < 3; slow += 0.1 {
		a, b = append(a, peer*slow), append(b, own*slow)
	}
	r := ratios(a, b)
	for _, got := range []float64{r.Min, r.Median, r.Max} {
		if math.Abs(got-peer/own) > tolerance*peer/own {
			t.Errorf("ratios = %+v, want %g throughout", r, peer/own)
		}
	}
	if got := ratios([]float64{10, 30, 20}, []float64{1, 2, 4}); got.Min != 5 || got.Median != 10 || got.Max != 15 || got.Repeats != 3 {
		t.Errorf("ratios = %+v, want 5, 10, 15", got)
	}
}
