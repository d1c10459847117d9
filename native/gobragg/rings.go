package main

import (
	"fmt"
	"math"
	"strconv"

	"gobragg/core/experiment"
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

// ringChoice returns resolutions (m) that divide the picture: rounded to steps
// that people use, the finest still within the detector's nearest far edge.
func ringChoice(e *experiment.Experiment) []float64 {
	// The reciprocal resolution at the middle of the edge that reaches furthest.
	d := e.Detector
	w, h := float64(d.Fast), float64(d.Slow)
	reach := 0.0
	for _, at := range [][2]float64{{0, h / 2}, {w, h / 2}, {w / 2, 0}, {w / 2, h}} {
		v := d.At(at[0], at[1])
		length := math.Sqrt(v.X*v.X + v.Y*v.Y + v.Z*v.Z)
		v.X, v.Y, v.Z = v.X/length, v.Y/length, v.Z/length
		reach = max(reach, 1/e.Resolution(v))
	}
	var list []float64
	for i := rings; i >= 1; i-- {
		at := roundResolution(float64(rings) / (float64(i) * 0.95 * reach))
		if len(list) == 0 || at > list[len(list)-1] {
			list = append(list, at)
		}
	}
	return list
}

// roundResolution returns d (m) rounded up to a number of Å that people use.
func roundResolution(d float64) float64 {
	a := d / units.Angstrom
	decade := math.Pow(10, math.Floor(math.Log10(a)))
	for _, nice := range []float64{1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10} {
		if nice*decade >= a*(1-1e-9) {
			return nice * decade * units.Angstrom
		}
	}
	panic(fmt.Sprintf("gobragg: a resolution of %g m", d))
}
