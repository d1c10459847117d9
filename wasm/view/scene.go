package view

import (
	"math"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// Scene is an experiment and its plan: where pixels are, and what they see.
type Scene struct {
	Experiment *experiment.Experiment
	Plan       *plan.Plan
}

// Ray returns the unit vector from the sample to a place of the image, at the front
// of the sensor. On the reference program's bent detector it is that of the
// sub-pixel there.
func (s *Scene) Ray(at experiment.Point) r3.Vec { return geom.Unit(s.position(at)) }

func (s *Scene) position(at experiment.Point) r3.Vec {
	if p := s.Plan; p.Flags.Has(plan.CompatCurve) {
		n := float64(p.Oversample)
		return kernel.Position(p, int(math.Floor(at.Fast*n)), int(math.Floor(at.Slow*n)), 0)
	}
	return s.Experiment.Detector.Position(at.Fast, at.Slow)
}

// Reading is what the geometry says about a place of the image.
type Reading struct {
	At         experiment.Point
	Fast, Slow float64 // of At from the corner, m
	Resolution float64 // d = λ/(2 sin θ), m; infinite in the direct beam
	TwoTheta   float64 // rad
	// Index is h, k, l at the φ step Phi, whose lattice point is nearest, for the
	// nominal beam and the mean orientation of the crystal.
	Index r3.Vec
	Phi   int
}

// Read returns what the geometry says about the place at.
func (s *Scene) Read(at experiment.Point) Reading {
	e, p := s.Experiment, s.Plan
	d := s.Ray(at)
	q := r3.Scale(1/e.Beam.Wavelength, r3.Sub(d, e.Beam.Direction))
	r := Reading{
		At: at, Fast: at.Fast * e.Detector.Pixel, Slow: at.Slow * e.Detector.Pixel,
		Resolution: 1 / geom.Norm(q),
		TwoTheta:   math.Atan2(geom.Norm(r3.Cross(e.Beam.Direction, d)), r3.Dot(e.Beam.Direction, d)),
	}
	nearest := math.Inf(1)
	for phi := range int(p.PhiSteps) {
		h := geom.Mat3(p.Orientations[phi*int(p.Domains)]).MulVec(q)
		off := r3.Sub(h, r3.Vec{X: math.Round(h.X), Y: math.Round(h.Y), Z: math.Round(h.Z)})
		if n := r3.Dot(off, off); n < nearest {
			nearest, r.Index, r.Phi = n, h, phi
		}
	}
	return r
}

// finest returns the largest |q| that the detector sees, 1/m, or that -dmin leaves.
func (s *Scene) finest() float64 {
	d := s.Experiment.Detector
	most := 0.0
	const parts = 8 // of each edge: a curved detector sees furthest between corners
	for i := range parts + 1 {
		t := float64(i) / parts
		for _, at := range [][2]float64{{t, 0}, {t, 1}, {0, t}, {1, t}} {
			ray := s.Ray(experiment.Point{Fast: at[0] * float64(d.Fast), Slow: at[1] * float64(d.Slow)})
			most = max(most, 1/s.Experiment.Resolution(ray))
		}
	}
	return min(most, math.Sqrt(s.Plan.MaxQ2))
}

// inside reports whether a place is on the detector.
func (s *Scene) inside(p experiment.Point) bool {
	d := s.Experiment.Detector
	return p.Fast >= 0 && p.Slow >= 0 && p.Fast <= float64(d.Fast) && p.Slow <= float64(d.Slow)
}
