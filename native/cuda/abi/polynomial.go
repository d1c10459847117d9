package abi

import (
	"math"
	"math/big"
)

// Sinpi32 are the coefficients of sin(πx) = x Σ cₖ x²ᵏ for |x| ≤ ½ in float32,
// fitted by the Remez exchange to a relative error of 5.3e-9, before they are rounded to
// float32.
var Sinpi32 = [5]float32{3.14159264, -5.16770968, 2.55006973, -0.598242127, 0.0775603877}

// sinpiTaylor returns the first n coefficients of sin(πx) = x Σ cₖ x²ᵏ,
//
//	cₖ = (−1)ᵏ π²ᵏ⁺¹/(2k+1)!
func sinpiTaylor(n int) []float64 {
	const prec = 200
	pi, _ := new(big.Float).SetPrec(prec).SetString("3.14159265358979323846264338327950288419716939937510582097494459")
	c := make([]float64, n)
	term := new(big.Float).Set(pi)
	for k := range c {
		c[k], _ = term.Float64()
		term.Mul(term, pi)
		term.Mul(term, pi)
		term.Quo(term, big.NewFloat(-float64((2*k+2)*(2*k+3))))
	}
	return c
}

// expTaylor returns the first n coefficients of exp(x), 1/k!.
func expTaylor(n int) []float64 {
	c := make([]float64, n)
	factorial := 1.0
	for k := range c {
		if k > 0 {
			factorial *= float64(k)
		}
		c[k] = 1 / factorial
	}
	return c
}

// sinc3Taylor returns n coefficients of 3(sin x/x − cos x)/x² = Σ cₖ x²ᵏ,
//
//	c₀ = 1, cₖ = −cₖ₋₁/(2k(2k+3))
func sinc3Taylor(n int) []float64 {
	c := make([]float64, n)
	c[0] = 1
	for k := 1; k < n; k++ {
		c[k] = -c[k-1] / float64(2*k*(2*k+3))
	}
	return c
}

// ln2 in two parts: n·ln2High is exact for |n| < 2¹¹.
var (
	ln2High = math.Float64frombits(math.Float64bits(math.Ln2) &^ (1<<20 - 1))
	ln2Low  = func() float64 {
		full, _ := new(big.Float).SetPrec(200).SetString("0.693147180559945309417232121458176568075500134360255254120680009")
		low, _ := full.Sub(full, big.NewFloat(ln2High)).Float64()
		return low
	}()
)
