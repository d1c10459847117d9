package rng

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// poissonBins returns intervals of counts, as upper bounds (the last is +Inf), and
// their probabilities, each at least least.
func poissonBins(mean, least float64) (upper, probability []float64) {
	sigma := math.Sqrt(mean)
	p := 0.0
	total := 0.0
	if mean < 1e7 { // sum the probabilities
		law := distuv.Poisson{Lambda: mean}
		for k := math.Max(0, math.Floor(mean-9*sigma)); k < mean+9*sigma+40; k++ {
			p += law.Prob(k)
			// A bin ends when it and all that remains hold enough.
			if p >= least && 1-total-p >= least {
				upper, probability = append(upper, k), append(probability, p)
				total += p
				p = 0
			}
		}
	} else { // Gaussian: skewness 1/√mean < 3e-4, unseen by 1e5 draws
		edges := 1 / least / 4
		for i := 1.0; i < edges; i++ {
			z := distuv.UnitNormal.Quantile(i / edges)
			upper = append(upper, math.Floor(mean+z*sigma))
			probability = append(probability, 1/edges)
			total += 1 / edges
		}
	}
	return append(upper, math.Inf(1)), append(probability, 1-total)
}

func TestPoissonDistribution(t *testing.T) {
	const n = 60000
	const expectedPerBin = 50 // far above the usual 5, so that p = 1e-6 is trustworthy
	means := []float64{1e-3, 0.01, 0.5, 3, 9.9, 10, 10.1, 12, 50, 1e3, 1e6, 1e9, 1e12, 1e15, 1e18}
	for stream, mean := range means {
		t.Run(fmt.Sprint(mean), func(t *testing.T) {
			upper, probability := poissonBins(mean, expectedPerBin/float64(n))
			expected := make([]float64, len(upper))
			for i, p := range probability {
				expected[i] = p * n
			}
			counts := make([]float64, len(upper))
			s := NewStream(11, uint64(stream))
			var sum, square float64
			for range n {
				k := float64(Poisson(mean, &s))
				i := 0
				for k > upper[i] {
					i++
				}
				counts[i]++
				sum += k - mean
				square += (k - mean) * (k - mean)
			}
			if p := chiSquareP(counts, expected); p < pMin {
				t.Errorf("p-value over %d bins = %v, want at least %v", len(upper), p, pMin)
			}
			// Standard errors: of the mean √(mean/n); of the variance, from the
			// fourth central moment mean(1 + 3 mean), √((mean + 2 mean²)/n).
			tolMean := sigmas * math.Sqrt(mean/n)
			tolVar := sigmas * math.Sqrt((mean+2*mean*mean)/n)
			if d := sum / n; math.Abs(d) > tolMean {
				t.Errorf("mean = %v + %v, want %v (tol %v)", mean, d, mean, tolMean)
			}
			if v := square / n; math.Abs(v-mean) > tolVar {
				t.Errorf("variance = %v, want %v (tol %v)", v, mean, tolVar)
			}
		})
	}
}

func TestPoissonEdges(t *testing.T) {
	s := NewStream(1, 1)
	for _, mean := range []float64{0, math.Copysign(0, -1), -1, math.Inf(-1), math.NaN()} {
		if got := Poisson(mean, &s); got != 0 {
			t.Errorf("Poisson(%v) = %d, want 0", mean, got)
		}
	}
	// Ten standard deviations about MaxMean.
	for _, mean := range []float64{1e18, 1e19, math.MaxFloat64, math.Inf(1)} {
		got := Poisson(mean, &s)
		if d := float64(got) - MaxMean; math.Abs(d) > 1e10 {
			t.Errorf("Poisson(%v) = %d, want within 1e10 of 1e18", mean, got)
		}
	}
	if got := Poisson(math.SmallestNonzeroFloat64, &s); got != 0 {
		t.Errorf("Poisson(5e-324) = %d, want 0", got)
	}
}

func TestPoissonAt(t *testing.T) {
	for stream := range uint64(2000) {
		mean := float64(stream)/64 - 1
		s := NewStream(1<<40, stream<<30)
		if got, want := PoissonAt(1<<40, stream<<30, mean), Poisson(mean, &s); got != want {
			t.Fatalf("PoissonAt(…, %d, %v) = %d, want Poisson's %d", stream<<30, mean, got, want)
		}
	}
}

// TestPoissonInversionEnds: the search stops for deviates at either end of (0, 1),
// and inverts the distribution function in between.
func TestPoissonInversionEnds(t *testing.T) {
	for _, mean := range []float64{1e-300, 1e-9, 0.1, 1, 5, 9.999999} {
		if got := poissonInversion(mean, 0x1p-53); got != 0 {
			t.Errorf("poissonInversion(%v, 2⁻⁵³) = %d, want 0", mean, got)
		}
		if got := poissonInversion(mean, 1-0x1p-53); got > InversionSteps {
			t.Errorf("poissonInversion(%v, 1−2⁻⁵³) = %d, want at most %d", mean, got, InversionSteps)
		}
		cdf, p := 0.0, math.Exp(-mean)
		for n := range int64(12) {
			// The middle of the step of height P(n) belongs to n.
			if p > 1e-12 {
				if got := poissonInversion(mean, cdf+p/2); got != n {
					t.Errorf("poissonInversion(%v, %v) = %d, want %d", mean, cdf+p/2, got, n)
				}
			}
			cdf += p
			p *= mean / float64(n+1)
		}
	}
}

// TestStirlingError checks the recurrence δ(k) − δ(k+1) = (k + ½) ln(1 + 1/k) − 1
// and the start δ(1) = 1 − ½ ln 2π, through the seam between table and series.
func TestStirlingError(t *testing.T) {
	const tol = 1e-12 // the bound of the series at k = 10, 9e-13
	if got, want := stirlingError(1), 1-0.5*math.Log(2*math.Pi); math.Abs(got-want) > tol {
		t.Errorf("stirlingError(1) = %v, want %v (tol %v)", got, want, tol)
	}
	for k := 1.0; k < 40; k++ {
		got := stirlingError(k) - stirlingError(k+1)
		want := (k+0.5)*math.Log1p(1/k) - 1
		if math.Abs(got-want) > tol {
			t.Errorf("stirlingError(%v) − stirlingError(%v) = %v, want %v (tol %v)", k, k+1, got, want, tol)
		}
	}
}

// TestDeviance compares with the definition in 300-bit arithmetic, where the plain
// formula in float64 has no digit left.
func TestDeviance(t *testing.T) {
	const tol = 1e-13 // relative: ten rounded operations and a conversion
	for _, c := range []struct{ mean, sigmas float64 }{
		{10, -2}, {10, 5}, {100, 1}, {100, -4}, {1e4, 3}, {1e6, 0.001}, {1e9, 6}, {1e12, -2}, {1e15, 1}, {1e18, -5},
	} {
		k := math.Floor(c.mean + c.sigmas*math.Sqrt(c.mean))
		b := func(x float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(x) }
		d := b(0).Sub(b(k), b(c.mean))
		v := b(0).Quo(d, b(0).Add(b(k), b(c.mean)))
		w, power, artanh := b(0).Mul(v, v), b(0).Set(v), b(0)
		for n := 1.0; n < 400; n += 2 { // |v| < 0.5
			artanh.Add(artanh, b(0).Quo(power, b(n)))
			power.Mul(power, w)
		}
		sum := b(0).Mul(b(2*k), artanh)
		want, _ := sum.Sub(sum, d).Float64()
		if got := deviance(k, c.mean); math.Abs(got-want) > tol*want {
			t.Errorf("deviance(%v, %v) = %v, want %v (tol %v relative)", k, c.mean, got, want, tol)
		}
	}
}

// TestPoissonGolden pins deviates and, by a fold, many of them: the same table run
// under js/wasm proves that an image of noise is the same there.
func TestPoissonGolden(t *testing.T) {
	const wantFold = 0x18c7a673e70cda0d
	var fold uint64
	for i := range uint64(20000) {
		s := NewStream(3, i)
		mean := float64(i%97) * float64(i%89) / 64
		fold = fold*31 + uint64(Poisson(mean, &s))
	}
	if fold != wantFold {
		t.Errorf("fold of 20000 deviates = %#x, want %#x", fold, uint64(wantFold))
	}
}

func BenchmarkPoisson(b *testing.B) {
	for _, mean := range []float64{0.1, 1, 9, 11, 100, 1e4, 1e9} {
		b.Run(fmt.Sprint(mean), func(b *testing.B) {
			s := NewStream(1, 1)
			for b.Loop() {
				Poisson(mean, &s)
			}
		})
	}
}
