package kernel

import "gobragg/core/plan"

// MixedFejerLimit is FejerLimit in mixed precision, where the polynomials' rounding
// errors pass those of the sines beyond it.
const MixedFejerLimit = 8

// MixedFejerDegree is the degree of the polynomial for N = MixedFejerLimit.
const MixedFejerDegree = (MixedFejerLimit - 1) / 2

// MixedFejer is Fejer in mixed precision.
func MixedFejer(p *plan.Plan) bool {
	return p.Shape == plan.Square && max(p.Cells[0], p.Cells[1], p.Cells[2]) <= MixedFejerLimit
}

// MixedFejerCoefficients returns b₀ … of FejerCoefficients' polynomial in
// sin²(πδ) = ½ − s instead of s: its terms are small near the peak, where float32
// must not lose anything.
func MixedFejerCoefficients(n int) [MixedFejerDegree + 1]float32 { return mixedFejerRows[n-1] }

var mixedFejerRows = func() (rows [MixedFejerLimit][MixedFejerDegree + 1]float32) {
	rows[0][0], rows[1][0] = 1, 2
	rows[2] = [MixedFejerDegree + 1]float32{3, -4}
	rows[3] = [MixedFejerDegree + 1]float32{4, -8}
	// U(m+2) = (2 − 4 sin²) U(m) − U(m−2).
	for n := 4; n < MixedFejerLimit; n++ {
		for k := range rows[n] {
			rows[n][k] = 2*rows[n-2][k] - rows[n-4][k]
			if k > 0 {
				rows[n][k] -= 4 * rows[n-2][k-1]
			}
		}
	}
	return rows
}()

// CosPhaseCoefficients are c₀ … c₃ of
//
//	cos(πx) = 1 − x² (c₀ + c₁x² + c₂x⁴ + c₃x⁶),  |x| ≤ ½
//
// fitted by the Remez exchange to the least relative error of 1 − cos(πx), 1.7e-7.
// It changes an intensity by half as much of the peak, where that is steepest.
var CosPhaseCoefficients = [4]float32{4.934801366689311, -4.058609682220224, 1.3332576683848336, -0.22260648358466387}

// fejerPhase is fejer of δ = −p·2⁻³² and n ≤ MixedFejerLimit.
func fejerPhase(p, n int32) float32 {
	b := &mixedFejerRows[n-1]
	v := versine(float32(p) * PhaseUnit)
	t := v * (2 - v)
	f := b[0] + t*(b[1]+t*(b[2]+t*b[3]))
	if n&1 == 0 {
		f *= 1 - v
	}
	return f
}

// versine returns 1 − cos(πx) for |x| ≤ ½.
func versine(x float32) float32 {
	c := &CosPhaseCoefficients
	w := x * x
	return w * (c[0] + w*(c[1]+w*(c[2]+w*c[3])))
}
