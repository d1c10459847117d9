package kernel

import "gobragg/core/plan"

// FejerLimit is the largest N for which the interference function is computed as a
// polynomial. The decision is from N alone, and so the same for every backend.
//
// Horner's rule errs by no more than 2⁻⁵³ of the sum of the absolute values of all
// its partial results: up to N = 12 that is 26·N, 3e-15 of the peak. Beyond, every
// two further cells multiply it by about 2.2, so that it would reach 1e-12 at N = 28;
// but there the sines are faster.
const FejerLimit = 12

// FejerDegree is the degree of the polynomial for N = FejerLimit.
const FejerDegree = (FejerLimit - 1) / 2

// Fejer reports whether the lattice factor of p is computed from polynomials: where
// all three N are small.
func Fejer(p *plan.Plan) bool {
	return p.Shape == plan.Square && max(p.Cells[0], p.Cells[1], p.Cells[2]) <= FejerLimit
}

// FejerCoefficients returns a₀ … of the polynomial to which L. Fejér's kernel is
// the square,
//
//	sin(πNδ)/sin(πδ) = Σ aₖ sᵏ          N odd
//	                   cos(πδ) Σ aₖ sᵏ  N even
//
// in s = cos²(πδ) − ½. They are whole numbers. N is from 1 to FejerLimit.
//
// That is the Chebyshev polynomial U of degree N − 1 at cos(πδ), of which every
// second follows from U(m+2) = 4s·U(m) − U(m−2). About cos²(πδ) = ½, the middle of
// its range, rather than about 0 or 1, a power basis cancels least.
func FejerCoefficients(n int) [FejerDegree + 1]float64 { return fejerRows[n-1] }

var fejerRows = func() (rows [FejerLimit][FejerDegree + 1]float64) {
	rows[0][0], rows[1][0] = 1, 2            // 1, 2 cos
	rows[2] = [FejerDegree + 1]float64{1, 4} // 4 cos² − 1
	rows[3] = [FejerDegree + 1]float64{0, 8} // 8 cos³ − 4 cos
	for n := 4; n < FejerLimit; n++ {
		for k := range rows[n] {
			rows[n][k] = -rows[n-4][k]
			if k > 0 {
				rows[n][k] += 4 * rows[n-2][k-1]
			}
		}
	}
	return rows
}()

// CospiCoefficients are c₀ … c₅ of the even polynomial
//
//	cos(πx) = 1 − x² (c₀ + c₁x² + … + c₅x¹⁰),  |x| ≤ ½
//
// fitted by the Remez exchange to the least relative error of 1 − cos(πx), 2.8e-12:
// as much as a relative error of 1.4e-12 in δ, which changes no intensity by more
// than 5e-12 of the peak.
var CospiCoefficients = [6]float64{
	4.934802200531325,
	-4.05871212268541,
	1.3352625983228423,
	-0.23532776232757957,
	0.0257849793403454,
	-0.0018519604782987029,
}

// cospi returns cos(πx) for |x| ≤ ½ with an error of 2.8e-12; other x give nonsense.
func cospi(x float64) float64 {
	c := &CospiCoefficients
	w := x * x
	w2 := w * w
	return 1 - w*((c[0]+w*c[1])+w2*((c[2]+w*c[3])+w2*(c[4]+w*c[5])))
}

// fejer returns sin(πNδ)/sin(πδ) for |δ| ≤ ½ and n ≤ FejerLimit.
// few chooses between two ways to sum the polynomial.
func fejer(delta float64, n int32, few bool) float64 {
	c := cospi(delta)
	a := &fejerRows[n-1]
	s := c*c - 0.5
	f := 0.0
	if few {
		f = quadratic(a, s)
	} else {
		f = quintic(a, s)
	}
	if n&1 == 0 {
		f *= c
	}
	return f
}

// interference is Sincg in the form that p's sums take.
func interference(p *plan.Plan, h float64, n int32) float64 {
	if !Fejer(p) {
		return Sincg(h, float64(n))
	}
	h0 := round(h)
	f := fejer(h-h0, n, Fewest(&p.Cells))
	if int64(h0)*int64(n-1)&1 != 0 {
		return -f
	}
	return f
}

// Fewest reports whether all N are so few that the first three coefficients of Fejér's
// polynomials are all; they are summed in another order than six.
func Fewest(cells *[3]int32) bool { return max(cells[0], cells[1], cells[2]) <= 6 }

// quadratic returns Σ aₖ sᵏ of the first three coefficients, which are all for N ≤ 6.
func quadratic(a *[FejerDegree + 1]float64, s float64) float64 {
	return a[0] + s*(a[1]+s*a[2])
}

// quintic returns Σ aₖ sᵏ.
func quintic(a *[FejerDegree + 1]float64, s float64) float64 {
	s2 := s * s
	return (a[0] + s*a[1]) + s2*((a[2]+s*a[3])+s2*(a[4]+s*a[5]))
}
