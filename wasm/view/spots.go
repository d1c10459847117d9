package view

import (
	"cmp"
	"math"
	"sort"
	"strconv"

	"gobragg/core/experiment"
	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Spot is a reflection that the image should show.
type Spot struct {
	H, K, L int
	At      experiment.Point // on the detector
	Phi     float64          // where it is nearest to the Ewald sphere, rad
	Off     float64          // distance from the sphere there, |q + i/λ| − 1/λ, 1/m
	Width   float64          // distance at which it is taken to vanish, 1/m
	F       float64          // electrons
	Q       r3.Vec           // at Phi, 1/m
	// Strength ranks spots: F² exp(−(Off/Width)²).
	Strength float64
}

// Name returns h k l, with minus signs.
func (s Spot) Name() string { return hklName(s.H, s.K, s.L) }

func hklName(h, k, l int) string {
	b := make([]byte, 0, 16)
	for i, n := range [3]int{h, k, l} {
		if i > 0 {
			b = append(b, ' ')
		}
		if n < 0 {
			b = append(b, "−"...)
			n = -n
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return string(b)
}

// turn is how the crystal turns during the exposure: from φ = start by width about axis.
type turn struct {
	axis         r3.Vec
	start, width float64 // rad
	sign         float64 // −1 where φ falls
}

func (s *Scene) turn() turn {
	scan := s.Experiment.Scan
	by := scan.Step * float64(scan.Steps-1)
	t := turn{axis: s.Experiment.Goniometer.Spindle, start: scan.Start, width: math.Abs(by), sign: 1}
	if by < 0 {
		t.axis, t.sign = r3.Scale(-1, t.axis), -1
	}
	return t
}

// Spots returns the reflections near the Ewald sphere of the nominal beam at some φ
// of the exposure, for the mean orientation of the crystal, that fall on the detector:
// the strongest, at most limit. Near means within Width: half of the inverse of the
// crystal's shortest edge, plus what mosaicity, divergence and bandwidth blur.
func (s *Scene) Spots(limit int) []Spot {
	e := s.Experiment
	k := r3.Scale(1/e.Beam.Wavelength, e.Beam.Direction)
	radius := 1 / e.Beam.Wavelength
	t := s.turn()
	blur := s.blur()
	var spots []Spot
	s.within(s.reach(s.finest(), maxPoints), func(h, kk, l int, q r3.Vec) {
		length := geom.Norm(q)
		width := blur.at(length)
		// By turning, q·k changes by |q||k| times the angle at most; most points stay
		// away from the sphere, and need no arc cosine.
		if g := r3.Dot(q, k) + length*length/2; math.Abs(g) > radius*(length*t.width+width)+width*width/2 {
			return
		}
		by, off := nearest(q, k, t)
		if math.Abs(off) > width {
			return
		}
		f := s.amplitude(h, kk, l)
		if f == 0 {
			return
		}
		q = geom.RotateAxis(q, t.axis, by)
		fast, slow, ok := e.Detector.Meets(geom.Unit(r3.Add(q, k)))
		at := experiment.Point{Fast: fast, Slow: slow}
		if !ok || !s.inside(at) {
			return
		}
		x := off / width
		spots = append(spots, Spot{H: h, K: kk, L: l, At: at, Phi: t.start + t.sign*by, Off: off, Width: width, F: f, Q: q, Strength: f * f * math.Exp(-x*x)})
	})
	sort.Slice(spots, func(i, j int) bool {
		a, b := &spots[i], &spots[j]
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(a.H, b.H), cmp.Compare(a.K, b.K), cmp.Compare(a.L, b.L)) < 0
	})
	return spots[:min(len(spots), limit)]
}

// blurring is how far from the sphere a reflection shows, by its |q|.
type blurring struct{ size, angle, band float64 }

// blur returns the widths that crystal and beam give.
func (s *Scene) blur() blurring {
	e := s.Experiment
	edge := math.Inf(1)
	for i, n := range e.Crystal.Cells {
		edge = min(edge, float64(n)*geom.Norm(e.Crystal.Orientation.Direct.Row(i)))
	}
	b := blurring{size: 0.5 / edge}
	if e.Crystal.Mosaic.Domains > 1 {
		b.angle = e.Crystal.Mosaic.Spread / 2
	}
	away, band := 0.0, 0.0
	for _, x := range e.Beam.Sources {
		away = max(away, geom.Norm(r3.Sub(x.Incident, e.Beam.Direction)))
		band = max(band, math.Abs(x.Wavelength-e.Beam.Wavelength))
	}
	b.angle += away
	b.band = band / 2
	return b
}

func (b blurring) at(q float64) float64 { return b.size + b.angle*q + b.band*q*q }

// nearest returns how far the crystal has turned, rad, when q, a reciprocal lattice
// point at the start of t, is nearest to the sphere |q + k| = |k|, and the distance
// there. With u the axis,
//
//	q(φ)·k + q²/2 = c + R cos(φ − φm),  c = (q·u)(k·u) + q²/2
//
// vanishes on the sphere; else it is least at an end of the range or an extremum.
func nearest(q, k r3.Vec, t turn) (by, off float64) {
	kk := r3.Dot(k, k)
	distance := func(g float64) float64 { // √(k² + 2g) − k without cancellation
		return 2 * g / (math.Sqrt(max(0, kk+2*g)) + math.Sqrt(kk))
	}
	best := r3.Dot(q, k) + r3.Dot(q, q)/2
	if t.width == 0 {
		return 0, distance(best)
	}
	along := r3.Dot(q, t.axis) * r3.Dot(k, t.axis)
	c := along + r3.Dot(q, q)/2
	x, y := r3.Dot(q, k)-along, r3.Dot(r3.Cross(t.axis, q), k)
	r, middle := math.Hypot(x, y), math.Atan2(y, x)
	try := func(angle float64) {
		angle = math.Mod(angle, 2*math.Pi)
		if angle < 0 {
			angle += 2 * math.Pi
		}
		if g := c + r*math.Cos(angle-middle); angle <= t.width && math.Abs(g) < math.Abs(best) {
			best, by = g, angle
		}
	}
	try(t.width)
	if cos := -c / r; math.Abs(cos) <= 1 {
		try(middle + math.Acos(cos))
		try(middle - math.Acos(cos))
	} else {
		try(middle)
		try(middle + math.Pi)
	}
	return by, distance(best)
}
