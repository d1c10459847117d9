package view

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"gobragg/core/frame"
)

// Switch is something that a viewer shows or not.
type Switch string

// The switches: overlays first, then panels.
const (
	Rings     Switch = "rings"
	Ice       Switch = "ice"
	Spots     Switch = "spots"
	Beam      Switch = "beam"
	Magnifier Switch = "magnifier"
	Bars      Switch = "histogram"
	Line      Switch = "line"
	Round     Switch = "radial"
)

// Switches lists all switches.
var Switches = []Switch{Rings, Ice, Spots, Beam, Magnifier, Bars, Line, Round}

// State is how a viewer shows an image, for links.
type State struct {
	Curve  frame.Curve
	Map    Map
	Invert bool
	// Fixed says that Low and High hold; else they are chosen for what is seen.
	Fixed     bool
	Low, High float64
	On        map[Switch]bool
	// Zoom is relative to the whole image; Fast and Slow are the middle of the view as
	// fractions of the image.
	Zoom, Fast, Slow float64
}

// Standard is the state of a new viewer.
func Standard() State {
	return State{Curve: frame.Sqrt, Map: Grey, On: map[Switch]bool{Rings: true, Beam: true}, Zoom: 1, Fast: 0.5, Slow: 0.5}
}

// String writes the state for a link, only what differs from Standard: as in
// "curve=log;map=ember;view=4,0.25,0.5;show=rings,spots".
func (s State) String() string {
	var parts []string
	add := func(key string, values ...string) { parts = append(parts, key+"="+strings.Join(values, ",")) }
	num := func(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
	standard := Standard()
	if s.Curve != standard.Curve {
		add("curve", s.Curve.String())
	}
	if s.Map != standard.Map {
		add("map", s.Map.String())
	}
	if s.Invert {
		add("invert", "1")
	}
	if s.Fixed {
		add("limits", num(s.Low), num(s.High))
	}
	if s.Zoom > 1.0001 {
		add("view", num(s.Zoom), num(s.Fast), num(s.Slow))
	}
	var on []string
	differs := false
	for _, w := range Switches {
		differs = differs || s.On[w] != standard.On[w]
		if s.On[w] {
			on = append(on, string(w))
		}
	}
	if differs {
		add("show", on...)
	}
	return strings.Join(parts, ";")
}

// ParseState reads what String wrote. What it does not understand it leaves at
// Standard: a link may be of another release.
func ParseState(text string) State {
	s := Standard()
	for _, part := range strings.Split(text, ";") {
		key, value, _ := strings.Cut(part, "=")
		words := strings.Split(value, ",")
		var n []float64
		for _, w := range words {
			if v, err := strconv.ParseFloat(w, 64); err == nil && math.Abs(v) < 1e30 {
				n = append(n, v)
			}
		}
		switch {
		case key == "curve":
			if c, err := frame.ParseCurve(value); err == nil {
				s.Curve = c
			}
		case key == "map":
			if m, ok := ParseMap(value); ok {
				s.Map = m
			}
		case key == "invert":
			s.Invert = value == "1"
		case key == "limits" && len(n) == 2 && n[1] > n[0]:
			s.Fixed, s.Low, s.High = true, n[0], n[1]
		case key == "view" && len(n) == 3 && n[0] >= 1:
			s.Zoom, s.Fast, s.Slow = n[0], max(0, min(1, n[1])), max(0, min(1, n[2]))
		case key == "show":
			for _, w := range Switches {
				s.On[w] = slices.Contains(words, string(w))
			}
		}
	}
	return s
}
