package kernel

import (
	"math"

	"gobragg/core/plan"
	"gobragg/core/portable"
)

// Tiny moves δ = 0, the top of a Bragg peak, off the 0/0 of sin(πNδ)/sin(πδ)
// without a branch; it changes no other δ that can occur, since h carries a
// rounding error of 1e-17 at least.
const Tiny = 1e-30

// Sincg returns the interference function of n cells in a row,
//
//	sin(πnh)/sin(πh)
//
// for any |h| < 2⁵¹/n, with its limit ±n at integer h. n ≥ 1.
func Sincg(h, n float64) float64 {
	delta := h - round(h) + Tiny
	m := n * delta
	r := round(m)
	s := Sinpi(m-r) / Sinpi(delta)
	// Peeling an integer from h or m turns the sign with its parity.
	if (int64(r)+int64(round(h))*(int64(n)-1))&1 != 0 {
		return -s
	}
	return s
}

// squareLattice returns the lattice factor of a parallelepiped of na×nb×nc cells
// up to its sign,
//
//	Π sin(πNδ)/sin(πδ)
//
// at the distances dh, dk, dl from the nearest lattice point. One division
// serves all three axes; the product of three sines stays above 1e-90.
func squareLattice(dh, dk, dl, na, nb, nc float64) float64 {
	dh, dk, dl = dh+Tiny, dk+Tiny, dl+Tiny
	mh, mk, ml := na*dh, nb*dk, nc*dl
	num := Sinpi(mh-round(mh)) * Sinpi(mk-round(mk)) * Sinpi(ml-round(ml))
	den := Sinpi(dh) * Sinpi(dk) * Sinpi(dl)
	return num / den
}

// Sinc3Series is the x below which Sinc3 is a series.
const Sinc3Series = 0.3

// Sinc3 returns the transform of a sphere, normalised to 1 at its centre,
//
//	3 (sin x/x − cos x)/x²
//
// for x ≥ 0.
func Sinc3(x float64) float64 {
	if x < Sinc3Series {
		// The closed form cancels; the series to x⁸ is good to 1e-15 here.
		w := x * x
		return 1 - w/10*(1-w/28*(1-w/54*(1-w/88)))
	}
	sin, cos := SinCosPi(x / math.Pi)
	return 3 * (sin/x - cos) / (x * x)
}

// TopHatRadius is the squared radius ρ within which a top-hat spot is full.
const TopHatRadius = 0.3969

// profile returns the lattice factor of the shapes other than Square from the
// squared distance ρ that Header.Metric measures:
//
//	Round   peak · Sinc3(π√ρ)
//	Gauss   peak · exp(−ρ)
//	TopHat  peak if ρ < 0.3969, else 0
func profile(shape plan.Shape, peak, rho float64) float64 {
	switch shape {
	case plan.Round:
		return peak * Sinc3(math.Pi*math.Sqrt(rho))
	case plan.Gauss:
		return peak * portable.Exp(-rho)
	default:
		if rho < TopHatRadius {
			return peak
		}
		return 0
	}
}

// radius returns ρ = δᵀMδ of Header.Metric.
func radius(m *[6]float64, dh, dk, dl float64) float64 {
	return m[0]*dh*dh + m[1]*dk*dk + m[2]*dl*dl + m[3]*dh*dk + m[4]*dh*dl + m[5]*dk*dl
}
