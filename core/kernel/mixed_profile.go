package kernel

import (
	"math"

	"gobragg/core/plan"
)

// Exp2Coefficients are c₀ … c₆ of 2ˣ = c₀ + … + c₆x⁶, |x| ≤ ½, fitted by the Remez
// exchange to the least relative error, 1.9e-9.
var Exp2Coefficients = [7]float32{
	1.0000000005542333, 0.6931472057362609, 0.24022646889363022, 0.05550328778284544,
	0.009618489098589797, 0.0013399930919788115, 0.00015345775770545298,
}

// Sinc3Coefficients are c₀ … c₄ of
//
//	3 (sin x/x − cos x)/x² = c₀ + … + c₄ρ⁴,  x = π√ρ, ρ ≤ MixedSinc3Series
//
// fitted by the Remez exchange to the least relative error, 1.5e-8.
var Sinc3Coefficients = [5]float32{0.9999999858621383, -0.9869588353784416, 0.3478596904534957, -0.0633854314711292, 0.006585525110396667}

// The numbers of profilePhase.
const (
	// MixedSinc3Series is the ρ up to which Sinc3Coefficients serve; beyond it the
	// closed form loses no more than 5e-8 of the peak.
	MixedSinc3Series = 0.41
	// Sinc3Factor is 3/π².
	Sinc3Factor = 3 / (math.Pi * math.Pi)
	// MinusLog2E is −1/ln 2.
	MinusLog2E = -1 / math.Ln2
	// LeastExponent is that of the least normal float32.
	LeastExponent = -126
)

// radiusPhase is radius of phases, in float32. metric is Header.Metric in units of
// PhaseUnit².
func radiusPhase(m *[6]float32, h, k, l int32) float32 {
	x, y, z := float32(h), float32(k), float32(l)
	return x*(m[0]*x+m[3]*y+m[4]*z) + y*(m[1]*y+m[5]*z) + m[2]*z*z
}

// profilePhase is profile over its peak, in float32, of a Round or a Gauss crystal;
// the sign is not kept.
func profilePhase(shape plan.Shape, rho float32) float32 {
	rho = max(rho, 0) // whose terms may cancel to less
	if shape == plan.Gauss {
		y := max(float32(MinusLog2E)*rho, LeastExponent)
		k := math.RoundToEven(float64(y))
		g, c := y-float32(k), &Exp2Coefficients
		power := c[0] + g*(c[1]+g*(c[2]+g*(c[3]+g*(c[4]+g*(c[5]+g*c[6])))))
		return float32(math.Ldexp(float64(power), int(k)))
	}
	if rho < MixedSinc3Series {
		c := &Sinc3Coefficients
		return c[0] + rho*(c[1]+rho*(c[2]+rho*(c[3]+rho*c[4])))
	}
	// sin x = ±π·sinPhase and cos x = ±(1 − v) with one sign, at √ρ less its nearest
	// integer.
	s := float32(math.Sqrt(float64(rho)))
	r := s - float32(math.RoundToEven(float64(s)))
	return Sinc3Factor * (sinReduced(r) - s*(1-versine(r))) / (s * rho)
}
