package view

import (
	"math"

	"gobragg/core/experiment"
	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Limits of what the Ewald view draws: enough to see the lattice, few enough to turn
// it sixty times a second.
const (
	quickPoints = 400 // while images follow each other
	cloudPoints = 900
	litPoints   = 800
)

// Ewald is the reciprocal space of a scene: the crystal stands at the middle of the
// sphere of radius 1/λ, the lattice has its origin where the beam leaves it, and a
// reflection lights up when its point crosses the sphere.
type Ewald struct {
	scene *Scene
	cloud []cloudPoint
	spots []Spot
	drawn map[[3]int]bool // indices of spots
	k     r3.Vec          // beam, 1/λ long
	reach float64         // largest |q| that the detector sees
	blur  blurring
}

type cloudPoint struct {
	index   [3]int
	q       r3.Vec // at the first φ
	visible int    // 0 faint … 2 strong, by F
}

// NewEwald prepares the view of a scene: the innermost lattice points alone, which
// takes a moment only. Complete adds the others.
func NewEwald(s *Scene) *Ewald {
	e := s.Experiment
	w := &Ewald{scene: s, k: r3.Scale(1/e.Beam.Wavelength, e.Beam.Direction), blur: s.blur(), reach: s.finest()}
	w.fill(quickPoints)
	return w
}

// Complete adds lattice points further out, and all that light up on the detector.
func (w *Ewald) Complete() {
	w.fill(cloudPoints)
	w.spots = w.scene.Spots(litPoints)
	w.drawn = map[[3]int]bool{}
	for _, s := range w.spots {
		w.drawn[[3]int{s.H, s.K, s.L}] = true
	}
}

// fill collects about the innermost n lattice points.
func (w *Ewald) fill(n int) {
	s := w.scene
	var f []float64
	strongest := 0.0
	w.cloud = w.cloud[:0]
	s.within(s.reach(w.reach, n), func(h, k, l int, q r3.Vec) {
		a := s.amplitude(h, k, l)
		if a == 0 {
			return
		}
		strongest = max(strongest, a)
		f = append(f, a)
		w.cloud = append(w.cloud, cloudPoint{index: [3]int{h, k, l}, q: q})
	})
	for i, a := range f {
		w.cloud[i].visible = min(2, int(3.5*math.Sqrt(a/strongest)))
	}
}

// Side returns the view from which the beam runs from left to right and the detector's
// top is up, seen from somewhat above and in front: rows are the directions to the
// right, up, and towards the eye, in the laboratory.
func (w *Ewald) Side() geom.Mat3 {
	right := geom.Unit(w.k)
	up := r3.Scale(-1, w.scene.Experiment.Detector.SlowAxis)
	up = r3.Sub(up, r3.Scale(r3.Dot(up, right), right))
	if geom.Norm(up) < 0.1 {
		up = r3.Sub(w.scene.Experiment.Detector.FastAxis, r3.Scale(r3.Dot(w.scene.Experiment.Detector.FastAxis, right), right))
	}
	up = geom.Unit(up)
	side := geom.Rows(right, up, r3.Cross(right, up))
	tilt := geom.AxisAngle(r3.Vec{X: 1}, 0.30).Mul(geom.AxisAngle(r3.Vec{Y: 1}, -0.45))
	return tilt.Mul(side)
}

// Window is how an Ewald view is looked at.
type Window struct {
	Width, Height float64
	View          geom.Mat3 // rows: right, up, towards the eye
	Zoom          float64   // 1 shows all of the sphere
	// Turn is a rotation of the crystal, in the laboratory, that the scene does not
	// have yet: of a drag, or of a φ that is being played.
	Turn geom.Mat3
}

// Fit returns the zoom at which the lattice fills a good part of the window.
func (w *Ewald) Fit(win Window) float64 {
	want := 0.27 * math.Min(win.Width, win.Height)
	return math.Max(1, math.Min(12, want/(w.reach*w.scale(win))))
}

// scale returns CSS pixels per 1/m at zoom 1.
func (w *Ewald) scale(win Window) float64 {
	k := geom.Norm(w.k)
	return 0.92 * math.Min(win.Width/(2*k+w.reach), win.Height/(2*math.Max(k, w.reach)))
}

// Ball returns the radius of the arcball, CSS pixels.
func (win Window) Ball() float64 { return 0.45 * math.Min(win.Width, win.Height) }

// Lit returns how many lattice points of the drawing are on the sphere.
func (d *Drawing) Lit() (n int) {
	for _, m := range d.Marks {
		if m.Ink == InkLit && m.Dots {
			n += len(m.Path)
		}
	}
	return n
}

// Draw returns the view. Points within the width of their spot of the sphere are lit.
func (w *Ewald) Draw(win Window) Drawing {
	d := Drawing{Width: win.Width, Height: win.Height}
	scale := w.scale(win) * win.Zoom
	kk := geom.Norm(w.k)
	beam := r3.Scale(1/kk, w.k)
	// The middle of the window is the middle of sphere and lattice, zoomed in on the
	// origin of the lattice.
	middle := r3.Scale((w.reach/2-kk)/win.Zoom, beam)
	at := func(v r3.Vec) XY {
		p := win.View.MulVec(r3.Sub(v, middle))
		return XY{win.Width/2 + scale*p.X, win.Height/2 - scale*p.Y}
	}
	depth := func(v r3.Vec) float64 { return r3.Dot(win.View.Row(2), v) }
	crystal := r3.Scale(-1, w.k)

	// Lattice points: behind the origin, lit, in front; three sizes each.
	var back, front, lit [3][]XY
	still := win.Turn == geom.Identity // else spots are elsewhere
	for _, c := range w.cloud {
		if still && w.drawn[c.index] {
			continue
		}
		q := win.Turn.MulVec(c.q)
		off := geom.Norm(r3.Add(q, w.k)) - kk
		p := at(q)
		if p.X < -5 || p.Y < -5 || p.X > win.Width+5 || p.Y > win.Height+5 {
			continue
		}
		switch {
		case math.Abs(off) <= w.blur.at(geom.Norm(q)):
			lit[c.visible] = append(lit[c.visible], p)
		case depth(q) < 0:
			back[c.visible] = append(back[c.visible], p)
		default:
			front[c.visible] = append(front[c.visible], p)
		}
	}
	if still {
		for _, s := range w.spots {
			lit[1] = append(lit[1], at(s.Q))
		}
	}
	sizes := [3]float64{0.7, 1, 1.5}
	dots := func(ink Ink, points [3][]XY, grow float64) {
		for i, p := range points {
			if len(p) > 0 {
				d.add(Mark{Ink: ink, Path: p, Dots: true, Size: sizes[i] * grow})
			}
		}
	}
	dots(InkBack, back, 1)

	// The sphere, its equator and the beam's meridian.
	ball := d.circle(InkSphere, at(crystal), kk*scale)
	ball.Closed = true
	for _, pole := range [2]r3.Vec{win.View.Row(1), beam} {
		w.ring(&d, crystal, pole, kk, at)
	}
	w.drawDetector(&d, crystal, kk, at)
	dots(InkPoint, front, 1)
	dots(InkLit, lit, 1.2)

	d.line(InkBeam, at(r3.Scale(-2*kk, beam)), at(crystal)).Size = 1.5
	m := d.line(InkBeam, at(crystal), at(r3.Vec{}))
	m.Size, m.Arrow = 1.5, true
	d.dot(InkLine, at(crystal), 3, "crystal")

	star := w.scene.lattice()
	for i, name := range [3]string{"a*", "b*", "c*"} {
		v := win.Turn.MulVec(geom.Unit(star.Row(i)))
		m := d.line(InkAxis, at(r3.Vec{}), at(r3.Scale(0.45*w.reach, v)))
		m.Arrow, m.Text, m.Size = true, name, 1.25
	}
	if t := w.scene.Experiment.Scan; t.Steps > 1 || t.Range != 0 {
		axis := w.scene.Experiment.Goniometer.Spindle
		m := d.line(InkAxis, at(r3.Scale(-0.7*w.reach, axis)), at(r3.Scale(0.7*w.reach, axis)))
		m.Dashed, m.Text = true, "φ"
	}
	return d
}

// ring adds a great circle of the sphere.
func (w *Ewald) ring(d *Drawing, centre, pole r3.Vec, radius float64, at func(r3.Vec) XY) {
	u := geom.Unit(r3.Cross(pole, r3.Vec{X: 0.31, Y: 0.54, Z: 0.78}))
	v := r3.Cross(pole, u)
	m := Mark{Ink: InkFaint}
	const points = 96
	for i := range points + 1 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / points)
		m.Path = append(m.Path, at(r3.Add(centre, r3.Add(r3.Scale(radius*cos, u), r3.Scale(radius*sin, v)))))
	}
	d.add(m)
}

// drawDetector adds the part of the sphere that the detector sees, and the rays to
// its corners.
func (w *Ewald) drawDetector(d *Drawing, crystal r3.Vec, radius float64, at func(r3.Vec) XY) {
	det := w.scene.Experiment.Detector
	fast, slow := float64(det.Fast), float64(det.Slow)
	const parts = 16
	outline := Mark{Ink: InkDetector, Closed: true, Size: 1.5}
	corner := [5]experiment.Point{{Fast: 0, Slow: 0}, {Fast: fast, Slow: 0}, {Fast: fast, Slow: slow}, {Fast: 0, Slow: slow}, {Fast: 0, Slow: 0}}
	for i := range 4 {
		a, b := corner[i], corner[i+1]
		d.line(InkFaint, at(crystal), at(r3.Add(crystal, r3.Scale(radius, w.scene.Ray(a)))))
		for j := range parts {
			t := float64(j) / parts
			p := experiment.Point{Fast: a.Fast + t*(b.Fast-a.Fast), Slow: a.Slow + t*(b.Slow-a.Slow)}
			outline.Path = append(outline.Path, at(r3.Add(crystal, r3.Scale(radius, w.scene.Ray(p)))))
		}
	}
	outline.Path = append(outline.Path, outline.Path[0])
	d.add(outline)
}
