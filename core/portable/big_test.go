package portable

import (
	"math"
	"math/big"
)

// bigPrec is the precision in bits of the reference values: 100 more than float64,
// so that their own rounding does not show in errors quoted to 1e-3 ulp.
const bigPrec = 160

func bigFloat(x float64) *big.Float { return new(big.Float).SetPrec(bigPrec).SetFloat64(x) }

// bigExp returns e^x from the power series of e^|x| − 1 at |x| halved 20 times, the
// argument doubled back as often (u → u(u + 2)); e^−|x| = 1/e^|x|.
func bigExp(x float64) *big.Float {
	const halvings = 20
	r := new(big.Float).SetPrec(bigPrec + 64).SetFloat64(math.Abs(x))
	if x != 0 {
		r.SetMantExp(r, -halvings)
	}
	sum := new(big.Float).SetPrec(bigPrec + 64)
	term := new(big.Float).SetPrec(bigPrec + 64).SetInt64(1)
	for n := int64(1); n <= 18; n++ { // |r| < 2^−10: r^18/18! < 2^−230
		term.Mul(term, r)
		term.Quo(term, new(big.Float).SetInt64(n))
		sum.Add(sum, term)
	}
	two := new(big.Float).SetInt64(2)
	for range halvings {
		u := new(big.Float).Add(sum, two)
		sum.Mul(sum, u)
	}
	one := new(big.Float).SetInt64(1)
	sum.Add(sum, one)
	if x < 0 {
		sum.Quo(one, sum)
	}
	return sum
}

// bigLog returns ln x by one Newton step for e^y = x from y = math.Log(x): with
// u = x e^−y − 1, |u| < 1e-13, ln x = y + u − u²/2 + u³/3 to 170 bits. The start
// value only has to be close, its last bit does not matter; it is taken apart by
// Frexp because math.Log of Go 1.26 is wrong for subnormal x on amd64
// (−709.1 in place of −741.7 at 8e-323).
func bigLog(x float64) *big.Float {
	frac, exp := math.Frexp(x)
	y := math.Log(frac) + float64(exp)*math.Ln2
	u := new(big.Float).Mul(new(big.Float).SetPrec(bigPrec+64).SetFloat64(x), bigExp(-y))
	u.Sub(u, new(big.Float).SetInt64(1))
	u2 := new(big.Float).Mul(u, u)
	u3 := new(big.Float).Mul(u2, u)
	s := new(big.Float).SetPrec(bigPrec + 64).SetFloat64(y)
	s.Add(s, u)
	s.Sub(s, u2.Quo(u2, new(big.Float).SetInt64(2)))
	return s.Add(s, u3.Quo(u3, new(big.Float).SetInt64(3)))
}

// ulpError returns |got − want| in units of the last place of want.
func ulpError(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	w = math.Abs(w)
	ulp := math.Nextafter(w, math.Inf(1)) - w
	if frac, exp := math.Frexp(w); frac == 0.5 && exp > -1020 && want.Cmp(bigFloat(w)) < 0 {
		ulp /= 2 // just below a power of two the spacing is half as wide
	}
	d := new(big.Float).Sub(bigFloat(got), want)
	d.Quo(d, bigFloat(ulp))
	e, _ := d.Float64()
	return math.Abs(e)
}
