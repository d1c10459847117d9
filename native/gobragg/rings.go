package main

import (
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
			list = e.RingChoice()
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
