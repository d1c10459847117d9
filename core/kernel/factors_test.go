package kernel

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/spatial/r3"
)

func TestPolarizationOfAngles(t *testing.T) {
	const tolerance = 1e-15
	i, e, b := r3.Vec{X: 1}, r3.Vec{Z: 1}, r3.Vec{Y: 1} // b = e × i
	for _, k := range []float64{-1, 0, 0.5, 1} {
		for _, twoTheta := range []float64{0, 0.1, 1, math.Pi / 2, 2.5} {
			for _, psi := range []float64{0, 0.3, math.Pi / 4, math.Pi / 2, 3, -1} {
				s, c := math.Sincos(twoTheta)
				d := r3.Vec{X: c, Y: -s * math.Sin(psi), Z: s * math.Cos(psi)}
				want := 0.5 * (1 + c*c - k*math.Cos(2*psi)*s*s)
				if got := Polarization(k, i, d, e, b); math.Abs(got-want) > tolerance {
					t.Errorf("Polarization(K %v, 2θ %v, ψ %v) = %v, want %v (tol %v)", k, twoTheta, psi, got, want, tolerance)
				}
			}
		}
	}
}

// TestPolarizationVanishesAlongTheField: a dipole does not radiate along its axis.
func TestPolarizationVanishesAlongTheField(t *testing.T) {
	if got := Polarization(1, r3.Vec{X: 1}, r3.Vec{Z: 1}, r3.Vec{Z: 1}, r3.Vec{Y: 1}); got != 0 {
		t.Errorf("Polarization along E = %v, want 0", got)
	}
}

// TestSolidAngleFillsTheHalfSpace sums the pixels of a wide detector, whose
// analytic solid angle is 4 asin(a²/(a² + z²)) for a square of half-edge a.
func TestSolidAngleFillsTheHalfSpace(t *testing.T) {
	const (
		n, pixel, z = 400, 0.01, 0.5
		tolerance   = 1e-4 // midpoint rule: (pixel/z)²/24
	)
	sum := 0.0
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			x, y := (float64(i)+0.5-n/2)*pixel, (float64(j)+0.5-n/2)*pixel
			sum += SolidAngle(pixel, z, math.Sqrt(x*x+y*y+z*z))
		}
	}
	a := n * pixel / 2
	if want := 4 * math.Asin(a*a/(a*a+z*z)); math.Abs(sum-want) > tolerance {
		t.Errorf("Σ SolidAngle = %v, want %v (tol %v)", sum, want, tolerance)
	}
}

func TestCaptureFractionsAddUp(t *testing.T) {
	const tolerance = 1e-15
	for _, parallax := range []float64{1, 0.5, 0.01} {
		sum := 0.0
		for layer := 0; layer < 7; layer++ {
			sum += CaptureFraction(layer, 50e-6, 1/200e-6, parallax)
		}
		if want := 1 - math.Exp(-7*50.0/200/parallax); math.Abs(sum-want) > tolerance {
			t.Errorf("Σ CaptureFraction at parallax %v = %v, want %v (tol %v)", parallax, sum, want, tolerance)
		}
	}
	if got := CaptureFraction(0, 1e-6, 1, 0); got != 1 {
		t.Errorf("CaptureFraction along the sensor = %v in its first layer, want 1", got)
	}
}
