package main

import (
	"math"
	"slices"
	"strconv"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/imgio"
	"gobragg/core/units"
)

// overlay returns what -rings and -beam_cross draw over pictures.
func (s *result) overlay() imgio.Overlay {
	var o imgio.Overlay
	e := s.Experiment
	if s.Output.Rings {
		list := s.Output.RingList
		if len(list) == 0 {
			list = ringChoice(e)
		}
		for _, d := range list {
			drawRing(&o, e, d)
		}
	}
	if s.Output.BeamCross {
		if fast, slow, ok := e.Detector.Meets(e.Beam.Direction); ok {
			o.Crosses = append(o.Crosses, imgio.Cross{At: imgio.Point{Fast: fast, Slow: slow}, Color: imgio.Red})
		}
	}
	return o
}

func drawRing(o *imgio.Overlay, e *experiment.Experiment, d float64) {
	var on []imgio.Point // the points of the ring that are on the picture
	for _, line := range e.Ring(d) {
		points := make([]imgio.Point, len(line))
		for i, p := range line {
			points[i] = imgio.Point(p)
			if inside(points[i], e.Detector) {
				on = append(on, points[i])
			}
		}
		o.Lines = append(o.Lines, imgio.Line{Points: points, Color: imgio.Blue})
	}
	if len(on) > 0 {
		text := strconv.FormatFloat(math.Round(d/units.Angstrom*1000)/1000, 'f', -1, 64) + " Å"
		o.Labels = append(o.Labels, imgio.Label{At: labelPlace(on), Text: text, Color: imgio.Blue})
	}
}

// labelMargin keeps labels on the picture, as a fraction of its shorter side.
const labelMargin = 0.04

// inside reports whether a label at p is on the picture.
func inside(p imgio.Point, d experiment.Detector) bool {
	m := labelMargin * float64(min(d.Fast, d.Slow))
	return p.Fast > m && p.Fast < float64(d.Fast)-m && p.Slow > m && p.Slow < float64(d.Slow)-m
}

// labelPlace returns the point furthest to the upper right: the labels of rings
// about one centre then stand in a line.
func labelPlace(points []imgio.Point) imgio.Point {
	best := points[0]
	for _, p := range points {
		if p.Fast-p.Slow > best.Fast-best.Slow {
			best = p
		}
	}
	return best
}

// rings is how many rings are drawn if no resolutions are given.
const rings = 4

// ringChoice returns resolutions (m) that divide the picture evenly, the finest
// near the edge that reaches furthest, rounded to numbers that people use.
func ringChoice(e *experiment.Experiment) []float64 {
	d := e.Detector
	w, h := float64(d.Fast), float64(d.Slow)
	reach := 0.0 // 1/d at the middle of that edge
	for _, at := range [][2]float64{{0, h / 2}, {w, h / 2}, {w / 2, 0}, {w / 2, h}} {
		reach = max(reach, 1/e.Resolution(geom.Unit(d.At(at[0], at[1]))))
	}
	var list []float64
	for i := rings; i >= 1; i-- {
		if at := roundResolution(rings / (float64(i) * outermost * reach)); !slices.Contains(list, at) {
			list = append(list, at)
		}
	}
	return list
}

// outermost is where the outermost ring is before it is rounded, of the way to
// the edge.
const outermost = 0.92

// roundResolution returns the number of Å that people use nearest to d (m), in
// proportion.
func roundResolution(d float64) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(d/units.Angstrom)))
	best := 0.0
	for _, nice := range []float64{1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10} {
		at := nice * decade * units.Angstrom
		if best == 0 || math.Abs(math.Log(at/d)) < math.Abs(math.Log(best/d)) {
			best = at
		}
	}
	return best
}
