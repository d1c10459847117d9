package portable

import "math"

const (
	sqrtHalfBits = 0x3fe6a09e667f3bcd // bits of √½, the lower end of the reduced range
	exponentMask = 0xfff << 52
	minNormal    = 0x1p-1022
)

// Coefficients of the polynomial of Log, lowest power first.
//
// z L(z) approximates 2 artanh(s)/s − 2 with z = s²: its power series is
// 2z/3 + 2z²/5 + 2z³/7 …; the coefficients minimise the largest error on
// 0 ≤ s ≤ (√2−1)/(√2+1) relative to 2 artanh(s)/s (exchange algorithm of Remez,
// 60 digits). Seven of them leave 1.2e-18 (2^−59.5).
const (
	logL1 = 0x1.5555555555592p-1
	logL2 = 0x1.999999997fd7ap-2
	logL3 = 0x1.24924941f4e05p-2
	logL4 = 0x1.c71c520615de0p-3
	logL5 = 0x1.74663fa07a01fp-3
	logL6 = 0x1.39a1a70c4652ap-3
	logL7 = 0x1.2f0634596ccf8p-3
)

// Log returns the natural logarithm of x, with an error below 1 unit in the last
// place and the same bits on every machine.
//
// x = 2^k (1 + f) with 1 + f in [√½, √2); f is exact. With s = f/(2 + f),
//
//	ln(1 + f) = 2 artanh s = 2s + s R,  R = s² L(s²)
//
// and, because 2s = f − s f = f − f²/2 + s f²/2,
//
//	ln(1 + f) = f − (h − s (h + R)),  h = f²/2
//
// in which the large term f carries no rounding error. k ln 2 is added in two
// parts, the larger exact.
//
// Log(+Inf) = +Inf, Log(0) = −Inf, Log(x < 0) = NaN, Log(NaN) = NaN.
func Log(x float64) float64 {
	var k float64
	if !(x >= minNormal && x <= math.MaxFloat64) {
		switch {
		case x == 0:
			return math.Inf(-1)
		case x < 0:
			return math.NaN()
		case x < minNormal:
			x *= 0x1p54
			k = -54
		default: // +Inf or NaN
			return x
		}
	}
	bits := math.Float64bits(x)
	offset := bits - sqrtHalfBits
	k += float64(int64(offset) >> 52)
	f := math.Float64frombits(bits-offset&exponentMask) - 1

	s := f / (2 + f)
	z := float64(s * s)
	z2 := float64(z * z)
	odd := float64(z * (logL1 + float64(z2*(logL3+float64(z2*(logL5+float64(z2*logL7)))))))
	even := float64(z2 * (logL2 + float64(z2*(logL4+float64(z2*logL6)))))
	r := odd + even
	h := float64(0.5 * float64(f*f))
	return float64(k*Ln2Hi) - ((h - (float64(s*(h+r)) + float64(k*Ln2Lo))) - f)
}
