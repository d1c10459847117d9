package experiment

import (
	"image"
	"math"

	"gonum.org/v1/gonum/spatial/r3"
)

// Detector is a flat (or bent) array of square pixels placed in the laboratory.
// Pixels are indexed (slow, fast), images stored slow first.
type Detector struct {
	Fast, Slow int     // pixels along each axis
	Pixel      float64 // edge, m
	Panel
	Curved     bool // bent into a sphere about the sample, touching the near point
	PointPixel bool // solid angle of 1/R² instead of a tilted square's
	Sensor     Sensor
	ROI        image.Rectangle // computed pixels, x fast, y slow, half-open
	Mask       []byte          // one a pixel, slow outer; 0 is not computed; nil: none
}

// Panel is where a detector stands.
type Panel struct {
	Origin                         r3.Vec  // outer corner of pixel (0, 0), m
	FastAxis, SlowAxis, NormalAxis r3.Vec  // unit vectors
	Close                          float64 // distance of the sample from the plane, m: Origin·NormalAxis
	// NearFast and NearSlow locate the point nearest the sample, m from the corner.
	NearFast, NearSlow float64
	// Distance is the detector distance along the beam, BeamFast and BeamSlow
	// the spot of the direct beam (m from the corner), as headers state them.
	Distance, BeamFast, BeamSlow float64
	// BeamMisses is set where the direct beam does not meet the detector plane.
	BeamMisses bool
	// SamplingDistance is Close over the cosine between beam and normal, without
	// two-theta, m: it sets the automatic oversampling.
	SamplingDistance float64
}

// At returns the laboratory position of the point (fast, slow), in pixels from
// the outer corner of the flat detector, m.
func (d Detector) At(fast, slow float64) r3.Vec {
	return r3.Add(d.Origin, r3.Add(r3.Scale(fast*d.Pixel, d.FastAxis), r3.Scale(slow*d.Pixel, d.SlowAxis)))
}

// Position returns the laboratory position of the point (fast, slow), in pixels from
// the outer corner, m: At, and on a curved detector
//
//	p = close (o cos α cos β + s cos α sin β + f sin α)
//
// with the arcs α·close along fast and β·close along slow counted from the near
// point. It undoes Meets.
func (d Detector) Position(fast, slow float64) r3.Vec {
	if !d.Curved {
		return d.At(fast, slow)
	}
	sa, ca := math.Sincos((fast*d.Pixel - d.NearFast) / d.Close)
	sb, cb := math.Sincos((slow*d.Pixel - d.NearSlow) / d.Close)
	return r3.Scale(d.Close, combine(ca*cb, d.NormalAxis, ca*sb, d.SlowAxis, sa, d.FastAxis))
}

// Meets returns where a ray from the sample along the unit vector v meets the
// plane of the detector, in pixels (fast, slow) from its corner; ok is false for a
// ray that does not. Any ray meets the sphere of a curved one, where fast is within
// a quarter and slow within half of its circumference from the near point.
func (d Detector) Meets(v r3.Vec) (fast, slow float64, ok bool) {
	forward := r3.Dot(v, d.NormalAxis)
	if d.Curved {
		// v = o cos α cos β + s cos α sin β + f sin α, arcs α·close and β·close
		side := r3.Dot(v, d.SlowAxis)
		alpha := math.Atan2(r3.Dot(v, d.FastAxis), math.Sqrt(forward*forward+side*side))
		beta := math.Atan2(side, forward)
		return (d.NearFast + alpha*d.Close) / d.Pixel, (d.NearSlow + beta*d.Close) / d.Pixel, true
	}
	if forward*d.Close <= 0 {
		return 0, 0, false
	}
	p := r3.Sub(r3.Scale(d.Close/forward, v), d.Origin)
	return r3.Dot(p, d.FastAxis) / d.Pixel, r3.Dot(p, d.SlowAxis) / d.Pixel, true
}
