package kernel

import (
	"gobragg/core/portable"

	"gonum.org/v1/gonum/spatial/r3"
)

// Polarization returns the Kahn polarization factor of a diffracted ray,
//
//	P = ½ [1 + cos²2θ − K cos 2ψ sin²2θ]
//
// where 2θ is the angle between incident and diffracted and ψ the azimuth of
// diffracted about incident, measured from e. incident, e and b = axis × incident
// are orthonormal, e the part of the beam's E-vector (axis) across the ray;
// diffracted is a unit vector; kahn is K in [−1, 1] (1: fully polarized along e,
// 0: unpolarized). P is dimensionless, in [0, 1]. Where the E-vector is along the
// ray, e and b are zero vectors and give the K = 0 value.
//
// In that frame cos 2ψ sin²2θ = (d·e)² − (d·b)², so no angle is ever formed.
//
// Source: R. Kahn et al., J. Appl. Cryst. 15 (1982) 330–337.
func Polarization(kahn float64, incident, diffracted, e, b r3.Vec) float64 {
	cos := r3.Dot(incident, diffracted)
	de, db := r3.Dot(diffracted, e), r3.Dot(diffracted, b)
	return 0.5 * (1 + cos*cos - kahn*(de*de-db*db))
}

// SolidAngle returns the solid angle in sr of a square pixel of the given edge
// at distance r from the sample, on a plane at distance close:
//
//	Ω = pixel²/r² · close/r
//
// all in metres.
func SolidAngle(pixel, close, r float64) float64 {
	return pixel * pixel / (r * r) * (close / r)
}

// CaptureFraction returns the fraction of photons that stop in layer t of a
// sensor, counted from 0 at the front:
//
//	exp(−tτμ/parallax) − exp(−(t+1)τμ/parallax)
//
// with layer τ (m), absorption μ (1/m) and parallax = d·o, the cosine between
// the ray and the detector normal. A ray along the sensor stops in its first layer.
func CaptureFraction(t int, layer, absorption, parallax float64) float64 {
	if parallax == 0 {
		if t == 0 {
			return 1
		}
		return 0
	}
	depth := layer * absorption / parallax
	return portable.Exp(-float64(t)*depth) - portable.Exp(-float64(t+1)*depth)
}
