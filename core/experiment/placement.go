package experiment

import (
	"errors"
	"math"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Placement is what a user says of where the detector stands. Lengths are in
// metres, angles in radians; values not given follow from the others.
type Placement struct {
	Convention         Convention
	Axes               Axes
	Fast, Slow         int     // pixels
	Pixel              float64 // m
	SizeFast, SizeSlow float64 // m; 0: pixels × pixel size

	Pivot         Optional[Pivot]   // not given: the convention's
	Distance      float64           // along the beam
	CloseDistance Optional[float64] // of the near point; wins over Distance
	// Xbeam and Ybeam are the beam centre, Xclose and Yclose the near point, m,
	// OrgX and OrgY the near point in pixels, the way each convention counts them.
	Xbeam, Ybeam, Xclose, Yclose, OrgX, OrgY Optional[float64]

	RotX, RotY, RotZ, TwoTheta float64
	// Origin places the corner of the first pixel outright, after all tilts.
	Origin Optional[r3.Vec]
	// Compat computes the header's distance and beam spot as the reference
	// program does, without two-theta.
	Compat bool
}

// grazing is the cosine below which a ray counts as lying in a plane: a detector
// turned by 90° has one of 6e-17, and would stand at 1e15 m along the beam.
const grazing = 1e-9

// Place works out the panel. It fails if the axes do not span a plane, or if the
// plane contains the beam.
func (p Placement) Place() (Panel, error) {
	a := p.Axes
	if geom.Norm(r3.Cross(a.Fast, a.Slow)) < 1e-6 {
		return Panel{}, errors.New("the fast and slow axes of the detector are parallel")
	}
	tilt := func(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, p.RotX, p.RotY, p.RotZ) }
	swing := func(v r3.Vec) r3.Vec { return geom.RotateAxis(tilt(v), a.TwoTheta, p.TwoTheta) }

	// Distances: along the beam and to the near point, without two-theta.
	ratio := r3.Dot(a.Beam, tilt(a.Normal))
	if math.Abs(ratio) < grazing {
		return Panel{}, errors.New("the beam lies in the detector plane: its tilt must be less than 90°")
	}
	near := p.CloseDistance.Or(math.Abs(ratio * p.Distance))
	distance := near / ratio

	nearFast, nearSlow, beamFast, beamSlow := p.centres()

	// Rotate the axes, and place the corner from the pivot.
	panel := Panel{FastAxis: swing(a.Fast), SlowAxis: swing(a.Slow), NormalAxis: swing(a.Normal)}
	switch {
	case p.Origin.Set:
		panel.Origin = p.Origin.Value
	case p.Pivot.Or(p.Convention.Pivot()) == PivotSample:
		panel.Origin = swing(combine(-nearFast, a.Fast, -nearSlow, a.Slow, near, a.Normal))
	default:
		panel.Origin = combine(-beamFast, panel.FastAxis, -beamSlow, panel.SlowAxis, distance, a.Beam)
	}

	// A normal that points back at the sample would count photons negative.
	if !p.Compat && r3.Dot(panel.Origin, panel.NormalAxis) < 0 {
		panel.NormalAxis = r3.Scale(-1, panel.NormalAxis)
	}

	// What headers say, from the detector as it now stands.
	panel.NearFast = -r3.Dot(panel.Origin, panel.FastAxis)
	panel.NearSlow = -r3.Dot(panel.Origin, panel.SlowAxis)
	panel.Close = r3.Dot(panel.Origin, panel.NormalAxis)
	panel.SamplingDistance = panel.Close / ratio
	facing := r3.Dot(a.Beam, panel.NormalAxis)
	panel.BeamMisses = facing < grazing
	if p.Compat || panel.BeamMisses {
		facing = ratio
	}
	panel.Distance = panel.Close / facing
	spot := r3.Sub(r3.Scale(panel.Distance, a.Beam), panel.Origin)
	panel.BeamFast = r3.Dot(spot, panel.FastAxis)
	panel.BeamSlow = r3.Dot(spot, panel.SlowAxis)
	return panel, nil
}

// Centre returns the beam centre in the terms of the convention, given or default, m.
func (p Placement) Centre() (x, y float64) {
	sizeFast, sizeSlow := p.size()
	nearX, nearY := p.orgOrMiddle()
	switch p.Convention {
	case MOSFLM, DENZO:
		x, y = (sizeSlow+p.Pixel)/2, (sizeFast+p.Pixel)/2
	case ADXV:
		x, y = (sizeFast+p.Pixel)/2, (sizeSlow-p.Pixel)/2
	default:
		x, y = p.Xclose.Or(nearX), p.Yclose.Or(nearY)
	}
	return p.Xbeam.Or(x), p.Ybeam.Or(y)
}

// centres returns the near point for the sample pivot and the beam spot for the
// beam pivot, m from the corner along fast and slow.
func (p Placement) centres() (nearFast, nearSlow, beamFast, beamSlow float64) {
	x, y := p.Centre()
	nearFast, nearSlow = p.orgOrMiddle()
	_, sizeSlow := p.size()
	switch p.Convention {
	case MOSFLM:
		beamFast, beamSlow = y+p.Pixel/2, x+p.Pixel/2
	case DENZO:
		beamFast, beamSlow = y, x
	case ADXV:
		beamFast, beamSlow = x, sizeSlow-y
	default:
		beamFast, beamSlow = x, y
	}
	switch p.Convention {
	case Custom:
		nearFast, nearSlow = x, y
	case MOSFLM, DENZO, ADXV:
		// Without tilts either pivot must give the same image.
		if !p.OrgX.Set {
			nearFast = p.Xclose.Or(beamFast)
		}
		if !p.OrgY.Set {
			nearSlow = p.Yclose.Or(beamSlow)
		}
	}
	return nearFast, nearSlow, beamFast, beamSlow
}

func (p Placement) size() (fast, slow float64) {
	fast, slow = p.SizeFast, p.SizeSlow
	if fast == 0 {
		fast = float64(p.Fast) * p.Pixel
	}
	if slow == 0 {
		slow = float64(p.Slow) * p.Pixel
	}
	return fast, slow
}

// orgOrMiddle returns the near point that ORGX and ORGY state, else the middle.
func (p Placement) orgOrMiddle() (fast, slow float64) {
	fast, slow = p.size()
	fast, slow = fast/2, slow/2
	if p.OrgX.Set {
		fast = (p.OrgX.Value - 0.5) * p.Pixel
	}
	if p.OrgY.Set {
		slow = (p.OrgY.Value - 0.5) * p.Pixel
	}
	return fast, slow
}

func combine(a float64, u r3.Vec, b float64, v r3.Vec, c float64, w r3.Vec) r3.Vec {
	return r3.Add(r3.Add(r3.Scale(a, u), r3.Scale(b, v)), r3.Scale(c, w))
}
