package kernel

import "math"

// SinpiCoefficients are c₀ … c₇ of the odd polynomial
//
//	sin(πx) = x (c₀ + c₁x² + … + c₇x¹⁴),  |x| ≤ ½
//
// fitted by the Remez exchange to the least relative error, 1.4e-16, before the
// coefficients were rounded. Every backend takes them from here.
var SinpiCoefficients = [8]float64{s0, s1, s2, s3, s4, s5, s6, s7}

const (
	s0 = 3.1415926535897927
	s1 = -5.167712780049753
	s2 = 2.5501640398597765
	s3 = -0.5992645287757121
	s4 = 0.0821458782565816
	s5 = -0.007370361071870219
	s6 = 0.00046597761761863306
	s7 = -2.1122953714764638e-05
)

// Sinpi returns sin(πx) for |x| ≤ ½ to 3.4e-16; other x give nonsense. It is the
// lattice factor's only transcendental function.
func Sinpi(x float64) float64 {
	w := x * x
	return x * (s0 + w*(s1+w*(s2+w*(s3+w*(s4+w*(s5+w*(s6+w*s7)))))))
}

// SinCosPi returns sin(πx) and cos(πx) for any |x| < 2⁵¹.
func SinCosPi(x float64) (sin, cos float64) {
	n := round(x)
	r := x - n
	sin = Sinpi(r)
	// cos(πr) = sin(π(½ − |r|)), exact near its zeros.
	cos = Sinpi(0.5 - math.Abs(r))
	if int64(n)&1 != 0 {
		return -sin, -cos
	}
	return sin, cos
}

// roundBias is 1.5·2⁵²: added to a float64 below 2⁵¹ it pushes the fraction out.
const roundBias = 3 << 51

// round returns the integer nearest to x, ties to even, for |x| < 2⁵¹: two
// additions where math.Round takes a call.
func round(x float64) float64 { return (x + roundBias) - roundBias }

// nearest returns ⌈x − ½⌉, the integer nearest to x with ties down, for |x| < 2⁵¹.
// This is the reference program's choice of the reflection a sample belongs to.
func nearest(x float64) float64 {
	n := round(x)
	if n-x == 0.5 {
		n--
	}
	return n
}
