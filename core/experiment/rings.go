package experiment

import (
	"math"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Point is a position on the detector in pixels from its corner: the middle of
// the first pixel is (½, ½).
type Point struct{ Fast, Slow float64 }

// Ring returns where the powder ring of resolution d (m) falls on the detector:
// the cone of opening 2θ = 2 asin(λ/2d) about the beam cut by the detector, as
// open or closed lines of points. It is empty if λ > 2d or the ring passes by.
func (e *Experiment) Ring(d float64) [][]Point {
	const points = 720
	half := e.Beam.Wavelength / (2 * d)
	if !(half < 1) {
		return nil
	}
	sin, cos := math.Sincos(2 * math.Asin(half))
	beam := e.Beam.Direction
	u := geom.Unit(r3.Cross(beam, e.Beam.Polarization.Axis))
	if u == (r3.Vec{}) {
		u = geom.Unit(r3.Cross(beam, e.Detector.FastAxis))
	}
	v := r3.Cross(beam, u)
	// Far outside the detector a line is of no use and its points lie far apart.
	margin := float64(e.Detector.Fast + e.Detector.Slow)
	var lines [][]Point
	open := false
	for i := 0; i <= points; i++ {
		s, c := math.Sincos(2 * math.Pi * float64(i) / points)
		ray := combine(cos, beam, sin*c, u, sin*s, v)
		fast, slow, ok := e.Detector.Meets(ray)
		if !ok || math.Abs(fast) > 2*margin || math.Abs(slow) > 2*margin {
			open = false
			continue
		}
		if !open {
			lines = append(lines, nil)
			open = true
		}
		last := len(lines) - 1
		lines[last] = append(lines[last], Point{fast, slow})
	}
	return lines
}

// Resolution returns d = λ/(2 sin θ) of a direction given by the unit vector
// diffracted, m; infinite along the beam.
func (e *Experiment) Resolution(diffracted r3.Vec) float64 {
	return e.Beam.Wavelength / geom.Norm(r3.Sub(diffracted, e.Beam.Direction))
}
