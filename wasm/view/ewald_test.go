package view

import (
	"math"
	"testing"

	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

func TestArcball(t *testing.T) {
	// From the middle to the right rim: a half turn about the vertical axis.
	m := Arcball(100, 0, 0, 100, 0)
	if got := m.MulVec(r3.Vec{Z: 1}); geom.Norm(r3.Sub(got, r3.Vec{Z: -1})) > rounding {
		t.Errorf("a drag from the middle to the rim takes z to %v, want -z", got)
	}
	// Along a small way the near side follows the pointer, twice as fast.
	m = Arcball(100, 0, 0, 1, 0)
	if got := m.MulVec(r3.Vec{Z: 1}); !(math.Abs(got.X-0.02) < 1e-5) || math.Abs(got.Y) > rounding {
		t.Errorf("a drag to the right takes z to %v", got)
	}
	// There and back.
	back := Arcball(100, 60, -30, 10, 20).Mul(Arcball(100, 10, 20, 60, -30))
	for i := range back {
		if math.Abs(back[i]-geom.Identity[i]) > rounding {
			t.Fatalf("there and back is %v", back)
		}
	}
	if Arcball(100, 5, 5, 5, 5) != geom.Identity {
		t.Error("no drag turns the ball")
	}
}

// TestTurnedIsTheRotation: the new missetting angles turn as the old ones and then
// the drag do.
func TestTurnedIsTheRotation(t *testing.T) {
	drag := Arcball(100, 10, 20, 60, -30)
	old := [3]float64{0.2, -0.5, 1.1}
	now := Turned(old, drag)
	for _, v := range []r3.Vec{{X: 1}, {Y: 1}, {X: 0.3, Y: -2, Z: 1}} {
		want := drag.MulVec(geom.RotateXYZ(v, old[0], old[1], old[2]))
		if got := geom.RotateXYZ(v, now[0], now[1], now[2]); geom.Norm(r3.Sub(got, want)) > rounding {
			t.Errorf("%v goes to %v, want %v", v, got, want)
		}
	}
}

func TestEwaldDrawing(t *testing.T) {
	for _, c := range layouts {
		s := compiled(t, small+c.args)
		w := NewEwald(s)
		view := w.Side()
		product := view.Mul(view.T())
		for i := range product {
			if math.Abs(product[i]-geom.Identity[i]) > rounding {
				t.Fatalf("%s: the view %v is no rotation", c.name, view)
			}
		}
		win := Window{Width: 400, Height: 300, View: view, Zoom: 1, Turn: geom.Identity}
		quick := w.Draw(win)
		w.Complete()
		d := w.Draw(win)
		checkDrawing(t, c.name, d)
		if quick.Lit() > d.Lit() {
			t.Errorf("%s: %d points are lit at first, %d when complete", c.name, quick.Lit(), d.Lit())
		}
		if d.Lit() < 5 {
			t.Errorf("%s: %d points are lit", c.name, d.Lit())
		}
		// The whole sphere is on the drawing at zoom 1.
		for _, m := range d.Marks {
			if m.Ink != InkSphere {
				continue
			}
			for _, p := range m.Path {
				if p.X < 0 || p.Y < 0 || p.X > win.Width || p.Y > win.Height {
					t.Fatalf("%s: the sphere reaches %v", c.name, p)
				}
			}
		}
		if zoom := w.Fit(win); !(zoom >= 1 && zoom <= 12) {
			t.Errorf("%s: Fit = %v", c.name, zoom)
		}
	}
}

// TestEwaldLightsWhatIsOnTheSphere: the lit points of the cloud are those whose
// distance from it is below the width of their spots.
func TestEwaldLightsWhatIsOnTheSphere(t *testing.T) {
	s := compiled(t, small)
	w := NewEwald(s)
	w.Complete()
	win := Window{Width: 4000, Height: 3000, View: w.Side(), Zoom: 1, Turn: geom.AxisAngle(r3.Vec{Z: 1}, 0.1)}
	want := 0
	for _, c := range w.cloud {
		q := win.Turn.MulVec(c.q)
		if math.Abs(geom.Norm(r3.Add(q, w.k))-geom.Norm(w.k)) <= w.blur.at(geom.Norm(q)) {
			want++
		}
	}
	d := w.Draw(win)
	if got := d.Lit(); got != want || want == 0 {
		t.Errorf("%d points are lit, want %d", got, want)
	}
}

// TestWithinIsTheSphere compares with all points of a box.
func TestWithinIsTheSphere(t *testing.T) {
	s := compiled(t, small)
	star := s.lattice()
	const radius = 1 / (8 * units.Angstrom)
	want := 0
	for h := -10; h <= 10; h++ {
		for k := -10; k <= 10; k++ {
			for l := -10; l <= 10; l++ {
				q := star.T().MulVec(r3.Vec{X: float64(h), Y: float64(k), Z: float64(l)})
				if geom.Norm(q) <= radius && (h != 0 || k != 0 || l != 0) {
					want++
				}
			}
		}
	}
	got := 0
	s.within(radius, func(h, k, l int, q r3.Vec) {
		got++
		if d := geom.Norm(r3.Sub(q, star.T().MulVec(r3.Vec{X: float64(h), Y: float64(k), Z: float64(l)}))); d > 1e-3 {
			t.Fatalf("%d %d %d is at %v", h, k, l, q)
		}
	})
	if got != want {
		t.Errorf("%d points within the sphere, want %d", got, want)
	}
}

func BenchmarkEwaldDraw(b *testing.B) {
	w := NewEwald(compiled(b, small+"-distance 30"))
	w.Complete()
	win := Window{Width: 400, Height: 300, View: w.Side(), Zoom: 1, Turn: geom.Identity}
	for b.Loop() {
		w.Draw(win)
	}
}

func BenchmarkSpots(b *testing.B) {
	s := compiled(b, "-cell 80 80 100 90 90 90 -default_F 10 -N 20 -osc 1 -phisteps 10 -distance 100 -detpixels 512 -pixel 0.3 -oversample 1")
	for b.Loop() {
		s.Spots(300)
	}
}

func BenchmarkNewEwald(b *testing.B) {
	s := compiled(b, "-cell 42 42 89 90 90 90 -default_F 10 -N 20 -osc 1 -phisteps 10 -distance 150 -detpixels 512 -pixel 0.3 -oversample 1")
	for b.Loop() {
		NewEwald(s)
	}
}
