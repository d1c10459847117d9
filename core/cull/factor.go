package cull

import (
	"math"

	"gobragg/core/plan"
	"gobragg/core/portable"
)

// guard covers the relative error of a kernel's lattice factors (package kernel
// states 2.6e-10 of a square one) and of the arithmetic here.
const guard = 1 + 1e-9

// captureError is what rounding adds to a captured fraction, the difference of two
// numbers up to 1.
const captureError = 1e-15

// brightness returns a bound of |Ω·P·C| of the samples of a patch in sensor layer
// t: the solid angle of the nearest point, a polarization factor of 1, and
//
//	C ≤ exp(−tτμ/cos_max) · (1 − exp(−τμ/cos_min))
//
// with cos the parallax. first and last are the patches of the same block in the
// first layer and in the last. It is infinite where a ray may meet the sensor from
// behind.
func brightness(p *plan.Plan, first, here, last *patch, t int) float64 {
	faces := p.Flags.Has(plan.Curved) && !p.Flags.Has(plan.CompatCurve)
	solid := first
	if p.Flags.Has(plan.EachOmega) {
		solid = here
	}
	omega := 0.0
	switch area := p.Pixel * p.Pixel; {
	case !(solid.near > 0):
		return math.Inf(1)
	case p.Flags.Has(plan.PointPixel):
		omega = 1 / (solid.near * solid.near)
	case faces:
		omega = area / (p.Close * p.Close)
	default:
		omega = area * math.Abs(p.Close) / (solid.near * solid.near * solid.near)
	}
	if !p.Flags.Has(plan.SensorOn) {
		return omega
	}
	if p.Flags.Has(plan.CompatCapture) && !p.Flags.Has(plan.EachThick) {
		here, t = last, int(p.Layers)-1
	}
	low, high := 1., 1.
	if !faces {
		low, high = here.within(vec(p.NormalAxis))
	}
	if !(low > 0) {
		return math.Inf(1)
	}
	depth := p.Layer * p.Absorption
	return omega * portable.Exp(-float64(t)*depth/high) * (1 - portable.Exp(-depth/low) + captureError)
}
