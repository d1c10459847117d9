package kernel

import (
	"math"
	"math/big"
	"testing"
)

// sinpiTolerance is relative: 2.13e-11 of the fit, and a little rounding.
const sinpiTolerance = 2.14e-11

// bigSinpi returns sin(πx) by its Taylor series in 200-bit arithmetic.
func bigSinpi(x float64) float64 {
	const prec = 200
	pi, _, _ := big.ParseFloat("3.14159265358979323846264338327950288419716939937510582097494459", 10, prec, big.ToNearestEven)
	y := new(big.Float).SetPrec(prec).SetFloat64(x)
	y.Mul(y, pi)
	square := new(big.Float).SetPrec(prec).Mul(y, y)
	sum := new(big.Float).SetPrec(prec).Set(y)
	power := new(big.Float).SetPrec(prec).Set(y)
	for n := int64(1); n < 40; n++ {
		power.Mul(power, square)
		power.Quo(power, new(big.Float).SetInt64(-(2*n)*(2*n+1)))
		sum.Add(sum, power)
	}
	v, _ := sum.Float64()
	return v
}

func TestSinpi(t *testing.T) {
	for i := -4000; i <= 4000; i++ {
		x := float64(i) / 8000
		if got, want := Sinpi(x), bigSinpi(x); !(math.Abs(got-want) <= sinpiTolerance*math.Abs(want)) {
			t.Fatalf("Sinpi(%v) = %v, want %v (tol %v)", x, got, want, sinpiTolerance)
		}
	}
}

func TestSinCosPi(t *testing.T) {
	for _, x := range []float64{0, 0.25, 0.5, 0.75, 1, 1.5, 2, -0.3, -0.5, -1, -7.2, 1e3 + 0.125, -1e6 - 0.375} {
		const tolerance = 3e-16   // half an ulp, and the roundings of the last two steps
		r := math.Remainder(x, 2) // exact, so that the wanted value is of the same angle
		sin, cos := SinCosPi(x)
		if want := math.Sin(math.Pi * r); math.Abs(sin-want) > tolerance {
			t.Errorf("sin(π·%v) = %v, want %v (tol %v)", x, sin, want, tolerance)
		}
		if want := math.Cos(math.Pi * r); math.Abs(cos-want) > tolerance {
			t.Errorf("cos(π·%v) = %v, want %v (tol %v)", x, cos, want, tolerance)
		}
	}
}

func TestNearestTiesDown(t *testing.T) {
	for _, x := range []float64{0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 0.5000000000000001, 3, -3, 1e9 + 0.5, -1e9 - 0.5, 1e-20} {
		if got, want := nearest(x), math.Ceil(x-0.5); got != want {
			t.Errorf("nearest(%v) = %v, want %v", x, got, want)
		}
	}
}
