package kernel

import (
	"math"
	"testing"
)

// TestFejerIsTheInterferenceFunction compares the polynomial with its definition, a
// sum of phases, over all δ and close to 0.
func TestFejerIsTheInterferenceFunction(t *testing.T) {
	const tolerance = 3e-12 // of N: half the error of the cosine's fit, and roundings
	for n := 1; n <= FejerLimit; n++ {
		for i := -1000; i <= 1000; i++ {
			for _, scale := range []float64{1. / 2000, 1. / 40000} {
				delta := float64(i) * scale
				want := 0.0
				for m := range n {
					want += math.Cos(2 * math.Pi * delta * (float64(m) - float64(n-1)/2))
				}
				for _, few := range []bool{false, true} {
					if got := fejer(delta, int32(n), few); !(math.Abs(got-want) <= tolerance*float64(n)) && !(few && n > 6) {
						t.Fatalf("fejer(%v, %d, %t) = %v, want %v (tol %v)", delta, n, few, got, want, tolerance*float64(n))
					}
				}
			}
		}
	}
}

// TestFejerCancellation bounds the rounding errors of Horner's rule by its partial
// results, as FejerLimit's comment says, over all s.
func TestFejerCancellation(t *testing.T) {
	const ofPeak = 26
	for n := 1; n <= FejerLimit; n++ {
		a, worst := FejerCoefficients(n), 0.0
		for i := -500; i <= 500; i++ {
			s, f, sum := float64(i)/1000, 0.0, 0.0
			for k := FejerDegree; k >= 0; k-- {
				f = f*s + a[k]
				sum = sum*math.Abs(s) + 2*math.Abs(f)
			}
			worst = max(worst, sum)
		}
		if bound := ofPeak * float64(n); !(worst <= bound) {
			t.Errorf("N = %d: partial results add up to %v, want ≤ %v", n, worst, bound)
		}
	}
}

func TestCospi(t *testing.T) {
	const tolerance = 2.8e-12 // of 1 − cos
	for i := -4000; i <= 4000; i++ {
		x := float64(i) / 8000
		sin := math.Sin(math.Pi / 2 * x)
		want := 2 * sin * sin
		if got := 1 - cospi(x); !(math.Abs(got-want) <= tolerance*want+1.2e-16) { // half an ulp of 1
			t.Fatalf("1 − cospi(%v) = %v, want %v (tol %v)", x, got, want, tolerance*want)
		}
	}
}
