package rng

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// pMin is the p-value below which a statistical test fails. The seeds are fixed, so
// a test that passes always passes; with a seed chosen anew a right sampler would
// fail one test in a million, while a wrong one gives p-values of 1e-20 and less.
const pMin = 1e-6

// sigmas is the same bound for a normally distributed estimate: the two-sided tail
// beyond 4.9 standard errors is 1e-6.
const sigmas = 4.9

// chiSquareP returns the p-value of counts against expected numbers, whose sums agree.
func chiSquareP(counts, expected []float64) float64 {
	x := 0.0
	for i, e := range expected {
		x += (counts[i] - e) * (counts[i] - e) / e
	}
	return distuv.ChiSquared{K: float64(len(counts) - 1)}.Survival(x)
}

// uniformP returns the p-value of counts against equal expectations.
func uniformP(counts []float64) float64 {
	sum := 0.0
	for _, c := range counts {
		sum += c
	}
	expected := make([]float64, len(counts))
	for i := range expected {
		expected[i] = sum / float64(len(counts))
	}
	return chiSquareP(counts, expected)
}

// bin returns floor(x·n) held inside 0 … n−1.
func bin(x float64, n int) int { return max(0, min(n-1, int(math.Floor(x*float64(n))))) }

func TestChiSquareP(t *testing.T) {
	// 60, 40 against 50, 50: χ² = 4 with one degree of freedom, p = 0.0455.
	if got, want := uniformP([]float64{60, 40}), 0.04550026; math.Abs(got-want) > 1e-8 {
		t.Errorf("p of 60:40 = %v, want %v (tol 1e-8, the digits quoted)", got, want)
	}
}
