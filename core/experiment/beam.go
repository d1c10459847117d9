package experiment

import (
	"math"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Beam is the incident X-rays: a nominal direction and wavelength, and the
// sources that sample its divergence and spectrum.
type Beam struct {
	Direction    r3.Vec  // unit vector along which photons travel
	Wavelength   float64 // nominal, m
	Fluence      float64 // photons/m²
	Polarization Polarization
	Sources      []Source // at least one
}

// Polarization of the incident beam.
type Polarization struct {
	Axis r3.Vec  // unit E-vector
	Kahn float64 // K in [−1, 1]; 0: unpolarized
	Off  bool    // no polarization factor at all
}

// Source is one ray of the incident beam.
type Source struct {
	Incident   r3.Vec  // unit vector along which photons travel
	Wavelength float64 // m
	Weight     float64 // relative to the mean source, ≥ 0
}

// SourceDistance is how far the generated sources stand from the sample, m: the
// reference program's value. Only directions enter, so it shows in rounding alone.
const SourceDistance = 10

// Spread samples one range of the beam, such as its horizontal divergence (rad)
// or its relative bandwidth: Steps points from −Range/2 on, Step apart.
type Spread struct {
	Range, Step float64
	Steps       int // ≥ 1
}

func (s Spread) at(i int) float64 { return s.Step*float64(i) - s.Range/2 }

// Divergence is a grid of source directions.
type Divergence struct {
	Horizontal, Vertical Spread // rad
	// Square keeps the corners of the grid; otherwise they are cut to an ellipse.
	Square bool
}

// keeps reports whether the point (h, v) of the grid, rad, lies within the
// ellipse of round divergence: 4 [(h² − s_h)/range_h² + (v² − s_v)/range_v²] ≤ 1.1
// with s = step²/4 for an even number of steps, 0 for an odd one.
func (d Divergence) keeps(h, v float64) bool {
	if d.Square || d.Horizontal.Range == 0 || d.Vertical.Range == 0 {
		return true
	}
	term := func(x float64, s Spread) float64 {
		even := float64(1 - s.Steps%2)
		return (x*x - s.Step*s.Step/4*even) / (s.Range * s.Range)
	}
	return !(4*(term(h, d.Horizontal)+term(v, d.Vertical)) > 1.1)
}

// SourceGrid returns the sources of a beam along the unit vector direction with
// E-vector polarization: divergence × wavelengths, horizontal outermost, then
// vertical, then λ(1 + dispersion). A source is reached from −direction by a
// rotation about polarization by the vertical angle, then about
// direction × polarization by the horizontal one. All weigh the same.
func SourceGrid(direction, polarization r3.Vec, wavelength float64, div Divergence, dispersion Spread) []Source {
	across := geom.Unit(r3.Cross(direction, polarization))
	var sources []Source
	for i := 0; i < div.Horizontal.Steps; i++ {
		for j := 0; j < div.Vertical.Steps; j++ {
			h, v := div.Horizontal.at(i), div.Vertical.at(j)
			if !div.keeps(h, v) {
				continue
			}
			toSource := geom.RotateAxis(r3.Scale(-SourceDistance, direction), polarization, v)
			toSource = geom.RotateAxis(toSource, across, h)
			for k := 0; k < dispersion.Steps; k++ {
				sources = append(sources, Source{
					Incident:   geom.Unit(r3.Scale(-1, toSource)),
					Wavelength: wavelength * (1 + dispersion.at(k)),
					Weight:     1,
				})
			}
		}
	}
	return sources
}

// NormalizeWeights scales the weights of sources to a mean of 1. It reports
// false, and changes nothing, if a weight is negative or not finite, or if all are 0.
func NormalizeWeights(sources []Source) bool {
	sum := 0.0
	for _, s := range sources {
		if !(s.Weight >= 0) || math.IsInf(s.Weight, 0) {
			return false
		}
		sum += s.Weight
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return false
	}
	mean := sum / float64(len(sources))
	for i := range sources {
		sources[i].Weight /= mean
	}
	return true
}
