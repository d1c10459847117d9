package view

import (
	"math"
	"sort"
	"strconv"

	"gobragg/core/experiment"
	"gobragg/core/units"
)

// Ring is a powder ring on the detector: a circle, or under a tilt an ellipse,
// parabola or hyperbola, as chains of points that all have its resolution.
type Ring struct {
	Resolution float64 // m
	Lines      [][]experiment.Point
	// Label is where its name stands, the point on the detector furthest to the upper
	// right; Shown is false if the detector has none of it.
	Label experiment.Point
	Shown bool
	Text  string
}

// Rings returns the rings of the given resolutions (m), cut to the detector. None
// given, those that divide it evenly.
func (s *Scene) Rings(resolutions []float64) []Ring {
	if resolutions == nil {
		resolutions = s.Experiment.RingChoice()
	}
	rings := make([]Ring, 0, len(resolutions))
	for _, d := range resolutions {
		rings = append(rings, s.ring(d))
	}
	return rings
}

// SameRings reports whether the rings of o, and the direct beam, are where those of s are.
func (s *Scene) SameRings(o *Scene) bool {
	a, b := s.Experiment, o.Experiment
	return a.Beam.Direction == b.Beam.Direction && a.Beam.Wavelength == b.Beam.Wavelength && a.Beam.Polarization == b.Beam.Polarization &&
		a.Detector.Panel == b.Detector.Panel && a.Detector.Fast == b.Detector.Fast && a.Detector.Slow == b.Detector.Slow &&
		a.Detector.Pixel == b.Detector.Pixel && a.Detector.Curved == b.Detector.Curved
}

func (s *Scene) ring(d float64) Ring {
	r := Ring{Resolution: d, Text: strconv.FormatFloat(math.Round(d/units.Angstrom*1000)/1000, 'f', -1, 64) + " Å"}
	margin := 0.03 * float64(min(s.Experiment.Detector.Fast, s.Experiment.Detector.Slow)) // room for the label
	for _, line := range s.Experiment.Ring(d) {
		r.Lines = append(r.Lines, s.cut(line)...)
	}
	for _, line := range r.Lines {
		for _, p := range line {
			moved := func(by float64) bool {
				return s.inside(experiment.Point{Fast: p.Fast + by, Slow: p.Slow}) && s.inside(experiment.Point{Fast: p.Fast, Slow: p.Slow + by})
			}
			if moved(margin) && moved(-margin) && (!r.Shown || p.Fast-p.Slow > r.Label.Fast-r.Label.Slow) {
				r.Label, r.Shown = p, true
			}
		}
	}
	return r
}

// cut returns the parts of a chain on the detector, each with its neighbours beyond
// the edge: no point is made up between two of the ring.
func (s *Scene) cut(line []experiment.Point) (parts [][]experiment.Point) {
	begin := -1
	for i, p := range line {
		near := s.inside(p) || i > 0 && s.inside(line[i-1]) || i+1 < len(line) && s.inside(line[i+1])
		if near && begin < 0 {
			begin = i
		}
		if begin >= 0 && (!near || i+1 == len(line)) {
			end := i
			if near {
				end = i + 1
			}
			parts = append(parts, line[begin:end])
			begin = -1
		}
	}
	return parts
}

// Beam returns where the direct beam meets the detector; ok is false if it misses
// the plane.
func (s *Scene) Beam() (at experiment.Point, ok bool) {
	at.Fast, at.Slow, ok = s.Experiment.Detector.Meets(s.Experiment.Beam.Direction)
	return at, ok
}

// The cell of hexagonal ice as it forms on cooled crystals, near 100 K, m. Ice at
// 250 K has 4.51842 and 7.35556 Å: K. Röttger et al., Acta Cryst. B50 (1994) 644–648.
const (
	iceA = 4.4975 * units.Angstrom
	iceC = 7.3224 * units.Angstrom
)

// iceFinest ends the list of ice rings, m: finer ones are too weak to see.
const iceFinest = 1.5 * units.Angstrom

// IceRings returns the resolutions (m) of the powder rings of hexagonal ice, space
// group P 6₃/m m c, largest first,
//
//	1/d² = 4/3 (h² + hk + k²)/a² + l²/c²
//
// without h h l of odd l, which the glide plane extinguishes, and 0 0 l of odd l.
func IceRings() []float64 {
	var list []float64
	for h := range 4 {
		for k := range h + 1 {
			for l := range 6 {
				d := 1 / math.Sqrt(4.0/3*float64(h*h+h*k+k*k)/(iceA*iceA)+float64(l*l)/(iceC*iceC))
				if h+l == 0 || d < iceFinest || l%2 == 1 && h == k {
					continue
				}
				list = append(list, d)
			}
		}
	}
	sort.Sort(sort.Reverse(sort.Float64Slice(list)))
	return list
}
