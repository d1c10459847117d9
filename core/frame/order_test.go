package frame

import (
	"math"
	"slices"
	"testing"

	"gobragg/core/rng"

	"gonum.org/v1/gonum/stat"
)

func TestSortPixels(t *testing.T) {
	random := rng.NewStream(1, 2)
	for _, n := range []int{0, 1, 2, 1000} {
		values := []float32{0, float32(math.Copysign(0, -1)), math.MaxFloat32, -math.MaxFloat32, 1e-45, -1e-45}
		for range n {
			values = append(values, float32(math.Exp(40*random.Float64())-math.Exp(40*random.Float64())))
		}
		want := slices.Clone(values)
		slices.Sort(want)
		sortPixels(values)
		if !slices.Equal(values, want) { // 0 and −0 are equal
			t.Errorf("%d values are not sorted", len(values))
		}
	}
}

// TestQuantile compares with the empirical quantile of package stat.
func TestQuantile(t *testing.T) {
	for _, n := range []int{1, 2, 7, 100, 65536} {
		values, x := make([]float32, n), make([]float64, n)
		for i := range values {
			values[i], x[i] = float32(i), float64(i)
		}
		for _, p := range []float64{0.02, 0.25, 0.5, 0.8413, 0.9, 1} {
			if got, want := quantile(p, values), stat.Quantile(p, stat.Empirical, x, nil); got != want {
				t.Errorf("quantile %v of %d values is number %v, want %v", p, n, got, want)
			}
		}
	}
}
