package portable

import "math"

// Constants of Exp, for backends that compute it on vectors.
const (
	Log2E = 0x1.71547652b82fep+0 // 1/ln 2

	// RoundShift moves the binary point of a sum to the last bit of the
	// significand: adding it rounds to the nearest integer (ties to even) for
	// magnitudes below 2⁵¹, and the low bits of the sum hold that integer.
	RoundShift = 0x1.8p52
)

const (
	// Beyond these Exp is +Inf (ln of the largest float64, 709.78…) or rounds to
	// zero (ln of half the smallest subnormal, −745.13…).
	expOverflow  = 0x1.62e42fefa39efp+9
	expUnderflow = -0x1.74910d52d3051p+9
)

// ExpCoefficients are those of the polynomial p of Exp, lowest power first. Every
// backend takes them from here.
//
// p minimises the largest relative error of 1 + r + r²p(r) against e^r on
// |r| ≤ ½ ln 2, found with the exchange algorithm of Remez in 60-digit arithmetic
// on (e^r − 1 − r)/r². Degree 9 leaves 3.6e-18 (2^−57.9), 1/30 of a unit in the
// last place; the Taylor polynomial of the same degree would leave fifty times
// more.
var ExpCoefficients = [10]float64{
	0x1.000000000000ap-1,
	0x1.55555555554fap-3,
	0x1.555555555087dp-5,
	0x1.1111111127be7p-7,
	0x1.6c16c18429f02p-10,
	0x1.a01a012a5689dp-13,
	0x1.a0199a0cbb62bp-16,
	0x1.71df25558243ap-19,
	0x1.28ad72861acbep-22,
	0x1.ad7f6984cea6cp-26,
}

// Exp returns e^x, with an error below 1 unit in the last place (of the subnormal
// spacing where the result is subnormal) and the same bits on every machine.
//
// Reduction. k is the integer nearest to x/ln 2 and r = x − k ln 2, |r| ≤ ½ ln 2.
// x − k·Ln2Hi is exact; subtracting k·Ln2Lo rounds, and what it loses, c, is
// recovered (r + c is the reduced argument to 85 bits). Then
//
//	e^x = 2^k e^(r+c) = 2^k [1 + (r + (r² p(r) + c))]
//
// where the first sum costs half a unit, the second a quarter or less, and the
// rest under a fifth, of which c·r, left out, is half.
//
// Exp(±0) = 1, Exp(+Inf) = +Inf, Exp(−Inf) = 0, Exp(NaN) = NaN.
func Exp(x float64) float64 {
	if !(x >= expUnderflow && x <= expOverflow) {
		switch {
		case x > expOverflow:
			return math.Inf(1)
		case x < expUnderflow:
			return 0
		}
		return x
	}
	shifted := float64(x*Log2E) + RoundShift
	k := int64(math.Float64bits(shifted)) - int64(math.Float64bits(RoundShift))
	kf := shifted - RoundShift

	hi := x - float64(kf*Ln2Hi)
	lo := float64(kf * Ln2Lo)
	r := hi - lo
	c := (hi - r) - lo

	// Pairs, pairs of pairs: four dependent steps instead of Horner's nine.
	r2 := float64(r * r)
	r4 := float64(r2 * r2)
	p := &ExpCoefficients
	p01 := p[0] + float64(p[1]*r)
	p23 := p[2] + float64(p[3]*r)
	p45 := p[4] + float64(p[5]*r)
	p67 := p[6] + float64(p[7]*r)
	p89 := p[8] + float64(p[9]*r)
	sum := (p01 + float64(r2*p23)) + float64(r4*((p45+float64(r2*p67))+float64(r4*p89)))
	y := 1 + (r + (float64(r2*sum) + c))

	// y lies in [0.7, 1.42]. Adding k to its exponent multiplies by 2^k as long as
	// the result is a normal number.
	if uint64(k+1021) <= 1021+1022 {
		return math.Float64frombits(math.Float64bits(y) + uint64(k)<<52)
	}
	// 2^k in two factors: the first product is exact, the second rounds once.
	half := k / 2
	return y * pow2(half) * pow2(k-half)
}

// pow2 returns 2^k for −1022 ≤ k ≤ 1023.
func pow2(k int64) float64 { return math.Float64frombits(uint64(k+1023) << 52) }
