package view

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// Construction draws the Ewald construction of the pixel's strongest sample, in the
// plane of its source's ray and its direction: the sphere, the ray to the origin of
// the lattice, the diffracted ray, q between their tips, and the nearest lattice point.
func (s *Scene) Construction(x *Explained, width, height float64) Drawing {
	d := Drawing{Width: width, Height: height}
	if x.Nothing != "" {
		return d
	}
	u, v, k := s.plane(x)
	t := &x.Strongest
	q := XY{r3.Dot(t.Q, u), r3.Dot(t.Q, v)}
	g := s.node(x)
	point := XY{r3.Dot(g, u), r3.Dot(g, v)}

	// The origin of the lattice and the tips are to be seen, the crystal as well unless
	// the angle is small.
	left := -k
	if math.Hypot(q.X, q.Y) < 0.35*k {
		left = -2.2 * math.Hypot(q.X, q.Y)
	}
	low, high := XY{left, min(0, q.Y)}, XY{max(0, q.X, point.X), max(0, q.Y)}
	const margin = 26
	scale := min((width-2*margin)/(high.X-low.X), (height-2*margin)/max(high.Y-low.Y, 1e-30))
	at := func(p XY) XY {
		return XY{width/2 + scale*(p.X-(low.X+high.X)/2), height/2 - scale*(p.Y-(low.Y+high.Y)/2)}
	}
	origin, crystal, tip := at(XY{}), at(XY{X: -k}), at(q)
	// A circle of so many points is a polygon where it is much larger than the drawing.
	m := Mark{Ink: InkSphere, Size: 1.5}
	for i := -200; i <= 200; i++ {
		angle := float64(i) / 200 * math.Pi
		if left > -k {
			angle = float64(i) / 200 * 6 * math.Hypot(q.X, q.Y) / k
		}
		sin, cos := math.Sincos(angle)
		m.Path = append(m.Path, at(XY{k*cos - k, k * sin}))
	}
	d.add(m)
	beam := d.line(InkBeam, crystal, origin)
	beam.Arrow, beam.Size, beam.Text = true, 1.5, "0 0 0"
	ray := d.line(InkRay, crystal, tip)
	ray.Arrow, ray.Size = true, 1.5
	chord := d.line(InkLine, origin, tip)
	chord.Arrow, chord.Text = true, "q"
	d.dot(InkLine, origin, 2.5, "")
	if left == -k {
		d.dot(InkLine, crystal, 3, "crystal")
	}
	d.dot(InkLit, at(point), 4, hklName(int(t.Nearest.X), int(t.Nearest.Y), int(t.Nearest.Z)))
	return d
}

// Close draws what the sphere leaves of the lattice point: the tip of q at the middle,
// the sphere through it as a line, the lattice point where it is, and a circle of the
// width that the crystal's size gives it. Distances out of the plane are left out.
func (s *Scene) Close(x *Explained, width, height float64) Drawing {
	d := Drawing{Width: width, Height: height}
	if x.Nothing != "" {
		return d
	}
	u, v, _ := s.plane(x)
	t := &x.Strongest
	off := r3.Sub(s.node(x), t.Q)
	point := XY{r3.Dot(off, u), r3.Dot(off, v)}
	size := s.blur().size
	reach := max(math.Hypot(point.X, point.Y), size) * 1.25
	scale := 0.5 * min(width, height) / reach * 0.85
	at := func(p XY) XY { return XY{width/2 + scale*p.X, height/2 - scale*p.Y} }
	// Close by, the sphere is the plane across the diffracted ray.
	ray := XY{r3.Dot(t.Direction, u), r3.Dot(t.Direction, v)}
	far := width + height
	d.add(Mark{Ink: InkSphere, Size: 1.5, Path: []XY{{width/2 + far*ray.Y, height/2 + far*ray.X}, {width/2 - far*ray.Y, height/2 - far*ray.X}}})
	d.circle(InkLit, at(point), scale*size).Closed = true
	d.line(InkFaint, at(XY{}), at(point)).Dashed = true
	d.dot(InkLit, at(point), 4, hklName(int(t.Nearest.X), int(t.Nearest.Y), int(t.Nearest.Z)))
	d.dot(InkLine, at(XY{}), 3, "pixel")
	return d
}

// plane returns the unit vectors of the drawing, u along the ray of the strongest
// sample's source and v across it towards the pixel, and 1/λ.
func (s *Scene) plane(x *Explained) (u, v r3.Vec, k float64) {
	source := &s.Plan.Sources[x.Strongest.Source]
	u = r3.Vec{X: source.Incident[0], Y: source.Incident[1], Z: source.Incident[2]}
	d := x.Strongest.Direction
	v = r3.Sub(d, r3.Scale(r3.Dot(d, u), u))
	if geom.Norm(v) < 1e-12 {
		v = s.Experiment.Detector.FastAxis
	}
	return u, geom.Unit(v), source.InvLambda
}

// node returns the nearest lattice point of the strongest sample, 1/m.
func (s *Scene) node(x *Explained) r3.Vec {
	t := &x.Strongest
	o := plan.Orientation(s.Plan.Orientations[t.Phi*int(s.Plan.Domains)+t.Domain])
	star := geom.Mat3(o).Dual()
	return r3.Add(r3.Add(r3.Scale(t.Nearest.X, star.Row(0)), r3.Scale(t.Nearest.Y, star.Row(1))), r3.Scale(t.Nearest.Z, star.Row(2)))
}
