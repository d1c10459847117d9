package kernel

import "math"

// SinpiCoefficients are c₀ … c₅ of the odd polynomial
//
//	sin(πx) = x (c₀ + c₁x² + … + c₅x¹⁰),  |x| ≤ ½
//
// fitted by the Remez exchange to the least relative error, 2.13e-11. A sample
// multiplies the squares of six sines, so its relative error stays below 2.6e-10:
// 200 times less than the rounding of a pixel to float32. Each further
// coefficient would divide that by 300 and cost a tenth of the speed. Every
// backend takes them from here.
var SinpiCoefficients = [6]float64{
	3.1415926535233485,
	-5.167712762115615,
	2.550163240308705,
	-0.59925132998482,
	0.08204647820809897,
	-0.007022162459130442,
}

// Sinpi returns sin(πx) for |x| ≤ ½ with a relative error of 2.2e-11; other x
// give nonsense. It is the lattice factor's only transcendental function.
func Sinpi(x float64) float64 {
	c := &SinpiCoefficients
	w := x * x
	w2 := w * w
	return x * ((c[0] + w*c[1]) + w2*((c[2]+w*c[3])+w2*(c[4]+w*c[5])))
}

// SinCosPi returns sin(πx) and cos(πx) for any |x| < 2⁵¹ to 3e-16.
func SinCosPi(x float64) (sin, cos float64) {
	n := round(x)
	r := x - n
	sin = fullSinpi(r)
	// cos(πr) = sin(π(½ − |r|)), exact near its zeros.
	cos = fullSinpi(0.5 - math.Abs(r))
	if int64(n)&1 != 0 {
		return -sin, -cos
	}
	return sin, cos
}

// FullSinpiCoefficients are those of SinCosPi, as SinpiCoefficients are those of
// Sinpi: nine, whose fit is good to 2.6e-19.
var FullSinpiCoefficients = [9]float64{
	3.141592653589793,
	-5.167712780049969,
	2.550164039877294,
	-0.5992645293187383,
	0.0821458865698933,
	-0.007370430478766603,
	0.00046629968878758463,
	-2.190318544831875e-05,
	7.694727554924751e-07,
}

// fullSinpi is Sinpi with FullSinpiCoefficients.
func fullSinpi(x float64) float64 {
	c := &FullSinpiCoefficients
	w := x * x
	return x * (c[0] + w*(c[1]+w*(c[2]+w*(c[3]+w*(c[4]+w*(c[5]+w*(c[6]+w*(c[7]+w*c[8]))))))))
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
