package view

import (
	"math"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// compiled returns the scene of a command line.
func compiled(t testing.TB, args string) *Scene {
	t.Helper()
	c, err := config.ParseArgs(strings.Fields(args))
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Experiment(nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compile(r.Experiment)
	if err != nil {
		t.Fatal(err)
	}
	return &Scene{Experiment: r.Experiment, Plan: p}
}

// small is an experiment of one sample a pixel.
const small = "-cell 40 50 60 90 100 90 -default_F 100 -N 8 -misset 10 20 30 -distance 60 -pixel 0.5 -detpixels 96 -oversample 1 "

// layouts place detectors in every way the geometry knows.
var layouts = []struct{ name, args string }{
	{"straight", ""},
	{"tilted", "-detector_rotx 25 -detector_roty -15 -detector_rotz 5"},
	{"two-theta", "-twotheta 40 -xds"},
	{"curved", "-curved_det -xds"},
	{"the reference's bend", "-curved_det -compat"},
	{"rotation", "-osc 3 -phisteps 4 -phi 12"},
}

// TestReadingIsTheKernels: what the cursor reads is what the kernel computes.
func TestReadingIsTheKernels(t *testing.T) {
	const tolerance = 1e-9 // relative; indices are up to 30
	for _, c := range layouts {
		s := compiled(t, small+c.args)
		for _, at := range [][2]int{{0, 0}, {47, 48}, {95, 3}, {20, 80}} {
			got := s.Read(experiment.Point{Fast: float64(at[0]) + 0.5, Slow: float64(at[1]) + 0.5})
			want := kernel.Explain(s.Plan, at[0], at[1]).Strongest
			if !(math.Abs(got.Resolution-want.Resolution) <= tolerance*want.Resolution) {
				t.Errorf("%s, pixel %v: d = %v, want %v", c.name, at, got.Resolution, want.Resolution)
			}
			if !(math.Abs(got.TwoTheta-want.TwoTheta) <= tolerance) {
				t.Errorf("%s, pixel %v: 2θ = %v, want %v", c.name, at, got.TwoTheta, want.TwoTheta)
			}
			index := kernel.Sample(s.Plan, &s.Plan.Orientations[got.Phi], want.Q).Index
			if !(geom.Norm(r3.Sub(got.Index, index)) <= 1e-7) {
				t.Errorf("%s, pixel %v: h k l = %v, want %v at φ step %d", c.name, at, got.Index, index, got.Phi)
			}
			if s.Plan.PhiSteps == 1 && !(geom.Norm(r3.Sub(got.Index, want.Index)) <= 1e-7) {
				t.Errorf("%s, pixel %v: h k l = %v, want %v", c.name, at, got.Index, want.Index)
			}
		}
	}
}

// TestRingsHaveTheirResolution, wherever the detector stands.
func TestRingsHaveTheirResolution(t *testing.T) {
	const tolerance = 1e-9 // relative
	for _, c := range layouts {
		if strings.Contains(c.args, "-compat") {
			continue // the reference's bend is not a surface that rings are computed on
		}
		s := compiled(t, small+c.args)
		shown := 0
		for _, r := range s.Rings(nil) {
			for _, line := range r.Lines {
				for _, p := range line {
					if got := s.Read(p).Resolution; !(math.Abs(got-r.Resolution) <= tolerance*r.Resolution) {
						t.Fatalf("%s: the ring of %v has the point %v of resolution %v (tol %v)", c.name, r.Resolution, p, got, tolerance*r.Resolution)
					}
				}
			}
			if r.Shown {
				shown++
				if !s.inside(r.Label) || !strings.HasSuffix(r.Text, " Å") {
					t.Errorf("%s: the label %q stands at %v", c.name, r.Text, r.Label)
				}
			}
		}
		if shown < 2 {
			t.Errorf("%s: %d rings are on the detector", c.name, shown)
		}
	}
}

// TestIceRings against the resolutions that XDS users exclude, in Å: they are of ice
// somewhat warmer.
// TestSameRings: only what moves rings makes them others.
func TestSameRings(t *testing.T) {
	s := compiled(t, small)
	for _, c := range []struct {
		args string
		same bool
	}{
		{"-misset 40 50 60 -mosaic 1 -mosaic_domains 5 -N 3", true}, {"-distance 61", false}, {"-lambda 1.1", false},
		{"-twotheta 5", false}, {"-pixel 0.4", false}, {"-detpixels 95", false}, {"-Xbeam 20 -Ybeam 20", false}, {"-curved_det", false},
	} {
		if got := compiled(t, small+c.args).SameRings(s); got != c.same {
			t.Errorf("%s: the same rings %v, want %v", c.args, got, c.same)
		}
	}
}

func TestIceRings(t *testing.T) {
	const warmer = 0.004 // relative
	want := []float64{3.897, 3.669, 3.441, 2.671, 2.249, 2.072, 1.948, 1.918, 1.883, 1.721}
	list := IceRings()
	for _, d := range want {
		best := math.Inf(1)
		for _, got := range list {
			best = min(best, math.Abs(got/units.Angstrom-d)/d)
		}
		if best > warmer {
			t.Errorf("no ice ring within %v of %v Å in %v", warmer, d, list)
		}
	}
	for i, d := range list {
		if i > 0 && !(d < list[i-1]) {
			t.Errorf("rings %v do not fall", list)
		}
		if math.Abs(d-iceC) < 1e-13 || math.Abs(d-iceC/3) < 1e-13 {
			t.Errorf("0 0 l of odd l is extinct, but in the list: %v m", d)
		}
	}
}

// TestSpotsAreWhereTheLightIs: in the direction of a predicted spot the crystal
// scatters nearly as much as at a lattice point, with the index predicted.
func TestSpotsAreWhereTheLightIs(t *testing.T) {
	const (
		cells = 20
		// Half a fringe off along one axis, (sin πNδ/sin πδ)² is 0.4 of its peak, and
		// 0.064 along all three.
		least = 0.06 * cells * cells * cells * cells * cells * cells
	)
	for _, c := range layouts {
		if strings.Contains(c.args, "-compat") {
			continue // no ray meets the reference's bend where it is drawn
		}
		// Many steps: the image has light where the spots of a continuous turn are.
		s := compiled(t, strings.ReplaceAll(small+"-N 20 "+c.args, "-phisteps 4", "-phisteps 400"))
		spots := s.Spots(12)
		if len(spots) < 5 {
			t.Errorf("%s: %d spots", c.name, len(spots))
		}
		for i, p := range spots {
			r := s.Read(p.At)
			if h := r3.Sub(r.Index, r3.Vec{X: float64(p.H), Y: float64(p.K), Z: float64(p.L)}); !(geom.Norm(h) < 1.0/cells) {
				t.Errorf("%s: at spot %s the index is %v", c.name, p.Name(), r.Index)
			}
			e := s.Experiment
			q := r3.Scale(1/e.Beam.Wavelength, r3.Sub(s.Ray(p.At), e.Beam.Direction))
			a := kernel.Sample(s.Plan, &s.Plan.Orientations[r.Phi*int(s.Plan.Domains)], q)
			if !(a.Lattice*a.Lattice > least) {
				t.Errorf("%s: at spot %s the lattice scatters %v, want above %v", c.name, p.Name(), a.Lattice*a.Lattice, float64(least))
			}
			if i > 0 && p.Strength > spots[i-1].Strength {
				t.Errorf("%s: spot %s is stronger than the one before", c.name, p.Name())
			}
		}
	}
}

// TestNearestByBruteForce: no φ of a fine grid is nearer to the sphere.
func TestNearestByBruteForce(t *testing.T) {
	k := r3.Vec{X: 1}
	for i := range 400 {
		f := float64(i)
		q := r3.Vec{X: 0.9 * math.Sin(f), Y: 0.8 * math.Sin(2.3*f), Z: 0.7 * math.Sin(3.7*f)}
		for _, width := range []float64{0, 0.02, 1, 5} {
			u := turn{axis: geom.Unit(r3.Vec{X: 0.1, Y: math.Cos(f), Z: math.Sin(f)}), width: width, sign: 1}
			by, off := nearest(q, k, u)
			distance := func(angle float64) float64 { return geom.Norm(r3.Add(geom.RotateAxis(q, u.axis, angle), k)) - 1 }
			if got := distance(by); !(math.Abs(got-off) <= 1e-9) || by < 0 || by > width {
				t.Fatalf("q %v, width %v: %v off the sphere after %v, but stated %v", q, width, got, by, off)
			}
			for j := range 200 {
				if a := width * float64(j) / 199; math.Abs(distance(a)) < math.Abs(off)-1e-9 {
					t.Fatalf("q %v, width %v: nearer to the sphere after %v, %v off, than after %v, %v off", q, width, a, distance(a), by, off)
				}
			}
		}
	}
}

// TestExplainMultipliesToThePixel: with one sample a pixel the product of the factors
// is the pixel, to the rounding of a float32 image and better.
func TestExplainMultipliesToThePixel(t *testing.T) {
	const tolerance = 1e-9 // relative
	for _, c := range layouts {
		sensor := "-detector_thick 450 -detector_abs 200 -detector_thicksteps 1 "
		if strings.Contains(c.args, "-compat") {
			sensor = "" // the reference captures in a way of its own
		}
		s := compiled(t, small+"-polar 0.9 "+sensor+c.args)
		for _, at := range [][2]int{{3, 9}, {60, 41}} {
			x := s.Explain(at[0], at[1])
			if want := x.Strongest.Photons; !(math.Abs(x.Product-want) <= tolerance*want) || x.Nothing != "" {
				t.Errorf("%s, pixel %v: the factors multiply to %v, want %v", c.name, at, x.Product, want)
			}
			if s.Plan.PhiSteps == 1 && !(math.Abs(x.Product-x.Photons) <= tolerance*x.Photons) {
				t.Errorf("%s, pixel %v: the factors multiply to %v, want the pixel's %v", c.name, at, x.Product, x.Photons)
			}
			for _, d := range []Drawing{s.Construction(&x, 300, 200), s.Close(&x, 150, 150)} {
				checkDrawing(t, c.name, d)
			}
			if s.Plan.PhiSteps > 1 && (len(x.Parts) != 1 || x.Parts[0].Kind != "φ step" || x.Parts[0].Of != 4) {
				t.Errorf("%s: parts %v, want those of four φ steps", c.name, x.Parts)
			}
		}
	}
}

// checkDrawing fails for places that no canvas takes.
func checkDrawing(t *testing.T, name string, d Drawing) {
	t.Helper()
	if len(d.Marks) == 0 {
		t.Errorf("%s: an empty drawing", name)
	}
	for _, m := range d.Marks {
		for _, p := range m.Path {
			if !(math.Abs(p.X)+math.Abs(p.Y) < 1e7) {
				t.Fatalf("%s: a %v mark at %v", name, m.Ink, p)
			}
		}
	}
}

func TestExplainSaysWhyNot(t *testing.T) {
	s := compiled(t, small+"-dmin 20")
	if x := s.Explain(0, 0); !strings.Contains(x.Nothing, "-dmin") {
		t.Errorf("a pixel beyond -dmin says %q", x.Nothing)
	}
}

// TestConstructionClosesTheTriangle: ray and beam are 1/λ long and q joins their tips.
func TestConstructionClosesTheTriangle(t *testing.T) {
	s := compiled(t, small+"-twotheta 40 -xds")
	x := s.Explain(80, 40)
	d := s.Construction(&x, 400, 300)
	var beam, ray, q []XY
	for _, m := range d.Marks {
		switch {
		case m.Ink == InkBeam:
			beam = m.Path
		case m.Ink == InkRay:
			ray = m.Path
		case m.Text == "q":
			q = m.Path
		}
	}
	length := func(p []XY) float64 { return math.Hypot(p[1].X-p[0].X, p[1].Y-p[0].Y) }
	if beam[0] != ray[0] || beam[1] != q[0] || ray[1] != q[1] {
		t.Errorf("beam %v, ray %v and q %v are no triangle", beam, ray, q)
	}
	if math.Abs(length(beam)-length(ray)) > 1e-9 {
		t.Errorf("beam and ray are %v and %v long", length(beam), length(ray))
	}
	if want := 2 * length(beam) * math.Sin(x.Strongest.TwoTheta/2); math.Abs(length(q)-want) > 1e-9 {
		t.Errorf("q is %v long, want 2 sin θ/λ = %v", length(q), want)
	}
}
