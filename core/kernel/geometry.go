package kernel

import (
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// geometry is what one sub-pixel sees in one sensor layer.
type geometry struct {
	direction r3.Vec  // unit vector from the sample
	distance  float64 // m
}

// bent reports whether every pixel faces the sample. On the reference program's
// bent detector they do not.
func bent(p *plan.Plan) bool { return p.Flags.Has(plan.Curved) && !p.Flags.Has(plan.CompatCurve) }

// omega returns the solid angle of a pixel seen along g, sr.
func omega(p *plan.Plan, g geometry) float64 {
	switch {
	case p.Flags.Has(plan.PointPixel):
		return 1 / (g.distance * g.distance)
	case bent(p):
		return p.Pixel * p.Pixel / (p.Close * p.Close)
	}
	return SolidAngle(p.Pixel, p.Close, g.distance)
}

// parallax returns the cosine between the ray and the detector normal.
func parallax(p *plan.Plan, g geometry) float64 {
	if bent(p) {
		return 1
	}
	return r3.Dot(g.direction, vec(&p.NormalAxis))
}

func capture(p *plan.Plan, t int, g geometry) float64 {
	if !p.Flags.Has(plan.SensorOn) {
		return 1
	}
	return CaptureFraction(t, p.Layer, p.Absorption, parallax(p, g))
}

func polarization(p *plan.Plan, s *plan.Source, d r3.Vec) float64 {
	if p.Flags.Has(plan.NoPolarization) {
		return 1
	}
	return Polarization(p.Kahn, vec(&s.Incident), d, vec(&s.E), vec(&s.B))
}
