package rng

import (
	"math"

	"gobragg/core/portable"
)

const (
	// MaxMean is the largest mean of Poisson; it keeps deviates far inside int64.
	MaxMean = 1e18

	// RejectionMean divides the two methods of Poisson. Hörmann's constants hold
	// from 10 up, and inversion takes as many steps as the deviate is large.
	RejectionMean = 10

	// InversionSteps bounds the sequential search: P(N > 64) < 1e-29 at mean 10,
	// where a uniform deviate resolves 2⁻⁵³. Without it a deviate next to 1 might,
	// by rounding, never be reached.
	InversionSteps = 64
)

// Poisson draws a Poisson deviate: the number of photons counted where mean are
// expected,
//
//	P(N) = e^−mean mean^N / N!
//
// It uses up one deviate of s for means below 10, and above a number that varies,
// 2.3 to 2.7 on average. The same s and mean give the same N on every machine.
//
// A mean of 0, a negative one and NaN give 0: nothing is counted. Means above
// MaxMean, +Inf included, count as MaxMean. Above mean 2⁵³ the deviate is a
// multiple of the spacing of float64 there, at most 2⁷, against a standard
// deviation of at least 9e7.
//
// No mean is treated as Gaussian: the method is rejection from the exact
// probabilities, computed to 1e-11 or better at any mean.
func Poisson(mean float64, s *Stream) int64 {
	switch {
	case !(mean > 0):
		return 0
	case mean < RejectionMean:
		return poissonInversion(mean, s.Float64())
	}
	return poissonRejection(min(mean, MaxMean), s)
}

// PoissonAt returns Poisson(mean, &s) for s = NewStream(seed, stream), in less time.
func PoissonAt(seed, stream uint64, mean float64) int64 {
	switch {
	case !(mean > 0):
		return 0
	case mean < RejectionMean:
		w0, w1, _, _ := NewPhilox(seed).block(0, 0, uint32(stream), uint32(stream>>32))
		return poissonInversion(mean, unit(uint64(w0)|uint64(w1)<<32))
	}
	s := NewStream(seed, stream)
	return poissonRejection(min(mean, MaxMean), &s)
}

// poissonInversion returns the smallest N for which P(0) + … + P(N) exceeds u.
//
// With every side of the comparison multiplied by n!, the step from one term to
// the next needs no division: the term e^−mean mean^n meets the remainder
// n! (u − P(0) − … − P(n−1)). Both stay below 64! e^10, far from overflow.
func poissonInversion(mean, u float64) int64 {
	if u < 1-mean { // 1 − mean ≤ e^−mean: most weak pixels need no exponential
		return 0
	}
	term := portable.Exp(-mean)
	rest := u
	n := 0
	for rest >= term && n < InversionSteps {
		n++
		rest = (rest - term) * float64(n)
		term = float64(term * mean)
	}
	return int64(n)
}

// poissonRejection is Hörmann's transformed rejection with squeeze (algorithm
// PTRS) for means of 10 and more. A point (u, v) of the unit square gives the
// candidate
//
//	k = floor((2a/(½ − |u|) + b) u + mean + 0.43)
//
// the inverse of a distribution function close to the Poisson one; a, b, and the
// bounds α and v_r are Hörmann's fits. Most points lie in a rectangle that is
// accepted at once; for the others P(k) decides.
//
// Source: W. Hörmann, Insurance: Mathematics and Economics 12 (1993) 39–45.
func poissonRejection(mean float64, s *Stream) int64 {
	b := 0.931 + float64(2.53*math.Sqrt(mean))
	a := -0.059 + float64(0.02483*b)
	vr := 0.9277 - 3.6224/(b-2)
	for {
		u := s.Float64() - 0.5
		v := s.Float64()
		us := 0.5 - math.Abs(u)
		k := math.Floor(float64((2*a/us+b)*u) + mean + 0.43)
		if us >= 0.07 && v <= vr {
			return int64(k)
		}
		if k < 0 || us < 0.013 && v > us {
			continue
		}
		invAlpha := 1.1239 + 1.1328/(b-3.4)
		if logAtMostPoisson(v*invAlpha/(a/(us*us)+b), k, mean) {
			return int64(k)
		}
	}
}

// logAtMostPoisson reports whether ln x ≤ ln P(k), with P(k) written as
//
//	P(k) = e^(−δ(k) − D) / √(2πk),   D = k ln(k/mean) + mean − k
//
// where δ is the error of Stirling's formula (stirlingError). In the plain form
// −mean + k ln mean − ln k! terms as large as mean ln mean cancel, and above mean
// 1e12 nothing is left.
//
// Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
func logAtMostPoisson(x, k, mean float64) bool {
	if k == 0 {
		return portable.Log(x) <= -mean
	}
	return portable.Log(x*math.Sqrt(2*math.Pi*k)) <= -(stirlingError(k) + deviance(k, mean))
}

// deviance returns D = k ln(k/mean) + mean − k ≥ 0 for k, mean > 0. With
// v = (k − mean)/(k + mean), ln(k/mean) = 2 artanh v, and
//
//	D = (k − mean) v + 2k v (v²/3 + v⁴/5 + v⁶/7 …)
//
// which does not cancel when k is close to the mean. For |v| < 0.1 the eight terms
// leave 1e-18 of the sum; farther out the definition loses nothing that matters.
func deviance(k, mean float64) float64 {
	d := k - mean
	v := d / (k + mean)
	if math.Abs(v) >= 0.1 {
		return float64(k*portable.Log(k/mean)) - d
	}
	w := float64(v * v)
	p := 1.0 / 17
	for _, c := range [...]float64{1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3} {
		p = c + float64(p*w)
	}
	return float64(d*v) + float64(2*k*v*float64(p*w))
}

// stirlingError returns δ(k) = ln k! − (k + ½) ln k + k − ½ ln 2π for whole k ≥ 1:
// below 10 from a table, else from Stirling's series
//
//	1/12k − 1/360k³ + 1/1260k⁵ − 1/1680k⁷
//
// whose error is below the first term left out, 1/1188k⁹ ≤ 9e-13.
func stirlingError(k float64) float64 {
	if k < 10 {
		return stirlingTable[int(k)]
	}
	w := 1 / float64(k*k)
	return (1.0/12 - float64(w*(1.0/360-float64(w*(1.0/1260-float64(w*(1.0/1680))))))) / k
}

// stirlingTable holds δ(1) … δ(9), from 60-digit arithmetic; δ(0) does not occur.
var stirlingTable = [10]float64{
	0,
	0.08106146679532726, 0.0413406959554093, 0.02767792568499834,
	0.020790672103765093, 0.016644691189821193, 0.013876128823070748,
	0.01189670994589177, 0.010411265261972096, 0.009255462182712733,
}
