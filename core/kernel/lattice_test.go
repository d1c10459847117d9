package kernel

import (
	"math"
	"testing"

	"gobragg/core/plan"
)

// TestSincgIsASumOfPhases checks the interference function against its
// definition, the sum of n waves about the middle of the row.
func TestSincgIsASumOfPhases(t *testing.T) {
	const tolerance = 2.1 * sinpiTolerance // two sines, of n at most
	for _, n := range []int{1, 2, 3, 5, 12, 50} {
		for _, h := range []float64{0, 1, -1, 2, -7, 0.5, 0.1, -0.3, 1.25, 3.7001, -4.49, 1e-9, 2 + 1e-7} {
			want := 0.0
			for m := 0; m < n; m++ {
				want += math.Cos(2 * math.Pi * h * (float64(m) - float64(n-1)/2))
			}
			if got := Sincg(h, float64(n)); !(math.Abs(got-want) <= tolerance*float64(n)) {
				t.Errorf("Sincg(%v, %d) = %v, want %v (tol %v)", h, n, got, want, tolerance*float64(n))
			}
			p := &plan.Plan{Header: plan.Header{Cells: [3]int32{int32(n), 1, 1}}}
			if got := interference(p, h, int32(n)); !(math.Abs(got-want) <= tolerance*float64(n)) {
				t.Errorf("interference(%v, %d) = %v, want %v (tol %v)", h, n, got, want, tolerance*float64(n))
			}
		}
	}
}

func TestSquareLatticeIsAProduct(t *testing.T) {
	const tolerance = 1e-13 // the same sines, rounded in another order
	for _, d := range [][3]float64{{0.1, -0.2, 0.3}, {0, 0, 0}, {0.5, 0, -0.25}, {1e-8, 0.4, 0}} {
		got := math.Abs(squareLattice(d[0], d[1], d[2], 5, 1, 8))
		want := math.Abs(Sincg(d[0], 5) * Sincg(d[1], 1) * Sincg(d[2], 8))
		if !(math.Abs(got-want) <= tolerance*40) {
			t.Errorf("squareLattice(%v) = %v, want %v (tol %v)", d, got, want, tolerance*40)
		}
	}
}

// TestSinc3IsTheTransformOfASphere checks against 3∫₀¹ r² sin(xr)/(xr) dr.
func TestSinc3IsTheTransformOfASphere(t *testing.T) {
	// Simpson's rule with 2000 intervals is good to (x/2000)⁴.
	const tolerance = 2e-12
	for _, x := range []float64{0, 1e-9, 1e-3, 0.1, 0.29999, 0.3, 0.5, 1, math.Pi, 4.4934, 10, 31} {
		const n = 2000
		integrand := func(r float64) float64 {
			if x*r == 0 {
				return 3 * r * r
			}
			return 3 * r * r * math.Sin(x*r) / (x * r)
		}
		want := integrand(0) + integrand(1)
		for i := 1; i < n; i++ {
			want += integrand(float64(i)/n) * float64(2+2*(i%2))
		}
		want /= 3 * n
		if got := Sinc3(x); !(math.Abs(got-want) <= tolerance*(1+x*x)) {
			t.Errorf("Sinc3(%v) = %v, want %v (tol %v)", x, got, want, tolerance*(1+x*x))
		}
	}
}

func TestProfile(t *testing.T) {
	for _, c := range []struct {
		name  string
		shape plan.Shape
		rho   float64
		want  float64
	}{
		{"gauss at its top", plan.Gauss, 0, 7},
		{"gauss falls to 1/e", plan.Gauss, 1, 7 / math.E},
		{"top hat inside", plan.TopHat, 0.3968, 7},
		{"top hat at its edge", plan.TopHat, 0.3969, 0},
		{"round at its top", plan.Round, 0, 7},
		{"round at x = π/2", plan.Round, 0.25, 7 * 3 / math.Pow(math.Pi/2, 3)},
	} {
		if got := profile(c.shape, 7, c.rho); math.Abs(got-c.want) > 1e-14 {
			t.Errorf("%s: profile(ρ = %v) = %v, want %v (tol 1e-14)", c.name, c.rho, got, c.want)
		}
	}
}
