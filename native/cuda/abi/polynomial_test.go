package abi

import (
	"math"
	"strings"
	"testing"

	"gobragg/core/kernel"
)

// sum returns Σ c[k] wᵏ.
func sum(c []float64, w float64) float64 {
	y := 0.0
	for k := len(c) - 1; k >= 0; k-- {
		y = y*w + c[k]
	}
	return y
}

func TestPolynomials(t *testing.T) {
	single := make([]float64, len(Sinpi32))
	for k, c := range Sinpi32 {
		single[k] = float64(c)
	}
	odd := func(c []float64) func(float64) float64 { return func(x float64) float64 { return x * sum(c, x*x) } }
	sinpi := func(x float64) float64 { return math.Sin(math.Pi * x) }
	for _, c := range []struct {
		name      string
		got, want func(float64) float64
		most      float64 // of the argument
		relative  float64
	}{
		// Its own fit, and half a unit in the last place of c₀ in float32.
		{"Sinpi32", odd(single), sinpi, 0.5, 5.3e-9 + 3.8e-8},
		// math.Sin is good to an ulp or so.
		{"sinpiTaylor", odd(sinpiTaylor(11)), sinpi, 0.5, 4e-16},
		{"expTaylor", func(x float64) float64 { return sum(expTaylor(14), x) }, math.Exp, math.Ln2 / 2, 4e-16},
		// The next term is 3e-13 at 3/2.
		{"sinc3Taylor", func(x float64) float64 { return sum(sinc3Taylor(8), x*x) }, kernel.Sinc3, 1.5, 1e-12},
	} {
		for i := 1; i <= 1000; i++ {
			x := c.most * float64(i) / 1000
			if got, want := c.got(x), c.want(x); !(math.Abs(got-want) <= c.relative*math.Abs(want)) {
				t.Errorf("%s(%g) = %v, want %v (relative tolerance %g)", c.name, x, got, want, c.relative)
				break
			}
		}
	}
	if ln2High+ln2Low != math.Ln2 || ln2Low == 0 || math.Float64bits(ln2High)&(1<<20-1) != 0 {
		t.Errorf("ln 2 in two parts: %v, %v", ln2High, ln2Low)
	}
}

func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kernels() {
		name := k.Name()
		if seen[name] || strings.Count(name, "_") != 2 {
			t.Errorf("kernel %q", name)
		}
		seen[name] = true
	}
}
