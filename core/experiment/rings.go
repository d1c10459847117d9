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
// open or closed lines of points. It is empty if λ ≥ 2d or the ring passes by.
func (e *Experiment) Ring(d float64) [][]Point {
	const points = 720
	half := e.Beam.Wavelength / (2 * d)
	if !(half > 0 && half < 1) {
		return nil
	}
	sin, cos := math.Sincos(2 * math.Asin(half))
	beam := e.Beam.Direction
	u := across(beam, e.Beam.Polarization.Axis, e.Detector.FastAxis, e.Detector.SlowAxis)
	v := r3.Cross(beam, u)
	// Far outside the detector a line is of no use and its points lie far apart.
	margin := float64(e.Detector.Fast + e.Detector.Slow)
	var lines [][]Point
	var before Point
	open := false
	for i := 0; i <= points; i++ {
		s, c := math.Sincos(2 * math.Pi * float64(i) / points)
		ray := combine(cos, beam, sin*c, u, sin*s, v)
		fast, slow, ok := e.Detector.Meets(ray)
		if !ok || math.Abs(fast) > 2*margin || math.Abs(slow) > 2*margin {
			open = false
			continue
		}
		// Behind the sample a curved detector goes on at its other edge.
		seam := e.Detector.Curved && open && math.Abs(slow-before.Slow) > math.Pi*e.Detector.Close/e.Detector.Pixel
		if !open || seam {
			lines = append(lines, nil)
			open = true
		}
		before = Point{fast, slow}
		last := len(lines) - 1
		lines[last] = append(lines[last], before)
	}
	return lines
}

// Resolution returns d = λ/(2 sin θ) of a direction given by the unit vector
// diffracted, m; infinite along the beam.
func (e *Experiment) Resolution(diffracted r3.Vec) float64 {
	return e.Beam.Wavelength / geom.Norm(r3.Sub(diffracted, e.Beam.Direction))
}

// across returns a unit vector across v: v times the first of others that is not
// nearly along it.
func across(v r3.Vec, others ...r3.Vec) r3.Vec {
	for _, w := range others {
		if u := r3.Cross(v, w); geom.Norm(u) > 0.1 {
			return geom.Unit(u)
		}
	}
	return r3.Vec{}
}
