package experiment

import "gonum.org/v1/gonum/spatial/r3"

// Convention names how a program of the field sets up its laboratory frame:
// where the axes point, and what its beam centre means.
type Convention int

// The conventions; Custom takes its axes from the user.
const (
	MOSFLM Convention = iota
	DENZO
	ADXV
	XDS
	DIALS
	Custom
)

// String returns the name of c as the options spell it.
func (c Convention) String() string {
	return [...]string{"mosflm", "denzo", "adxv", "xds", "dials", "custom"}[c]
}

// Axes are the directions of a laboratory frame, unit vectors.
type Axes struct {
	Beam         r3.Vec // along which photons travel
	Fast, Slow   r3.Vec // detector axes before any tilt
	Normal       r3.Vec // of the detector
	TwoTheta     r3.Vec // axis of the two-theta arm
	Polarization r3.Vec // E-vector of the beam
	Spindle      r3.Vec // axis of φ
}

// Axes returns the directions of c; those of Custom are the ones used for
// vectors the user does not give.
func (c Convention) Axes() Axes {
	x, y, z := r3.Vec{X: 1}, r3.Vec{Y: 1}, r3.Vec{Z: 1}
	minus := func(v r3.Vec) r3.Vec { return r3.Vec{X: 0 - v.X, Y: 0 - v.Y, Z: 0 - v.Z} }
	switch c {
	case ADXV:
		return Axes{Beam: z, Fast: x, Slow: minus(y), Normal: z, TwoTheta: minus(x), Polarization: x, Spindle: x}
	case XDS:
		return Axes{Beam: z, Fast: x, Slow: y, Normal: z, TwoTheta: x, Polarization: x, Spindle: x}
	case DIALS:
		return Axes{Beam: z, Fast: x, Slow: y, Normal: z, TwoTheta: y, Polarization: y, Spindle: y}
	case Custom:
		return Axes{Beam: x, Fast: z, Slow: minus(y), Normal: x, TwoTheta: y, Polarization: z, Spindle: z}
	default: // MOSFLM, DENZO
		return Axes{Beam: x, Fast: z, Slow: minus(y), Normal: x, TwoTheta: minus(z), Polarization: z, Spindle: z}
	}
}

// Pivot is the point that stays where it is when the detector is tilted.
type Pivot int

// The pivots: the spot of the direct beam, or the sample.
const (
	PivotBeam Pivot = iota
	PivotSample
)

// String returns the name of p as the option spells it.
func (p Pivot) String() string { return [...]string{"beam", "sample"}[p] }

// Pivot returns the pivot that belongs to c; for Custom, if nothing is asked.
func (c Convention) Pivot() Pivot {
	if c == XDS || c == DIALS {
		return PivotSample
	}
	return PivotBeam
}
