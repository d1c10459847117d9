package experiment_test

import (
	"fmt"
	"math"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// TestRingHasItsResolution recomputes d = λ/(2 sin θ) from each point of a ring.
func TestRingHasItsResolution(t *testing.T) {
	const tolerance = 1e-12 // relative
	for _, c := range conventions {
		for name, change := range map[string]func(*experiment.Placement){"straight": nil, "turned": turned} {
			e := still(t, c, change)
			for _, d := range []float64{20e-10, 3e-10, 1e-10, 0.8e-10} {
				points := 0
				for _, line := range e.Ring(d) {
					for _, p := range line {
						points++
						got := e.Resolution(geom.Unit(e.Detector.At(p.Fast, p.Slow)))
						if !(math.Abs(got-d) <= tolerance*d) {
							t.Fatalf("%v, %s: Ring(%v) has the point %v of resolution %v (tol %v)", c, name, d, p, got, tolerance*d)
						}
					}
				}
				if points < 100 {
					t.Errorf("%v, %s: Ring(%v) has %d points", c, name, d, points)
				}
			}
		}
	}
}

// TestRingIsACircle about the beam on a straight detector: radius distance · tan 2θ.
func TestRingIsACircle(t *testing.T) {
	const tolerance = 1e-11 // pixels
	for _, c := range conventions {
		e := still(t, c, nil)
		const d = 2e-10
		radius := e.Detector.Distance * math.Tan(2*math.Asin(1e-10/(2*d))) / e.Detector.Pixel
		lines := e.Ring(d)
		if len(lines) != 1 || len(lines[0]) < 360 {
			t.Fatalf("%v: Ring has %d lines, want a closed one", c, len(lines))
		}
		ring := lines[0]
		for _, p := range ring {
			r := math.Hypot(p.Fast-e.Detector.BeamFast/e.Detector.Pixel, p.Slow-e.Detector.BeamSlow/e.Detector.Pixel)
			if !(math.Abs(r-radius) <= tolerance) {
				t.Fatalf("%v: point %v is %v pixels from the beam, want %v (tol %v)", c, p, r, radius, tolerance)
			}
		}
		first, last := ring[0], ring[len(ring)-1]
		if !(math.Hypot(first.Fast-last.Fast, first.Slow-last.Slow) <= tolerance) {
			t.Errorf("%v: the ring runs from %v to %v, want it closed", c, first, last)
		}
	}
}

// TestRingIsAConic: the cone (v·b)² = cos²2θ |v|² about the beam b, cut by the
// plane v = close·o + x f + y s of a tilted detector, is a quadric in x and y; an
// ellipse, or a hyperbola where the cone opens past the plane.
func TestRingIsAConic(t *testing.T) {
	for _, c := range []struct {
		name     string
		twoTheta float64
		d        float64
		ellipse  bool
	}{
		{"ellipse", 20 * units.Degree, 2e-10, true},
		{"hyperbola", 60 * units.Degree, 0.9e-10, false},
	} {
		e := still(t, experiment.XDS, func(p *experiment.Placement) { p.TwoTheta = c.twoTheta })
		lines := e.Ring(c.d)
		if closed := len(lines) == 1 && len(lines[0]) == 721; closed != c.ellipse {
			t.Errorf("%s: Ring has %d lines, the first of %d points", c.name, len(lines), len(lines[0]))
		}
		d := e.Detector
		cos := math.Cos(2 * math.Asin(1e-10/(2*c.d)))
		b := geom.Rows(d.FastAxis, d.SlowAxis, d.NormalAxis).MulVec(e.Beam.Direction)
		for _, line := range lines {
			for _, p := range line {
				x, y := p.Fast*d.Pixel-d.NearFast, p.Slow*d.Pixel-d.NearSlow
				along := b.X*x + b.Y*y + b.Z*d.Close
				square := x*x + y*y + d.Close*d.Close
				if got := along*along - cos*cos*square; !(math.Abs(got) <= 1e-14*square) {
					t.Fatalf("%s: the cone's equation has %v m² at %v (tol %v)", c.name, got, p, 1e-14*square)
				}
			}
		}
	}
}

// TestRingPassesThroughPixels: the ring of a pixel's resolution runs through that
// pixel, where the kernel sees it, on flat and on curved detectors.
func TestRingPassesThroughPixels(t *testing.T) {
	for _, c := range conventions {
		for _, v := range []struct {
			name   string
			curved bool
			change func(*experiment.Placement)
		}{
			{"flat", false, nil}, {"flat, turned", false, turned},
			{"curved", true, nil}, {"curved, turned", true, turned},
			{"curved beyond the sample", true, func(p *experiment.Placement) { p.Distance, p.Fast = 20e-3, 28 }},
		} {
			e := still(t, c, v.change)
			e.Detector.Curved = v.curved
			e.Detector.ROI.Max.X = e.Detector.Fast
			e.Sampling.Oversample = 1
			p := compile(t, e)
			for _, at := range [][2]int{{3, 4}, {20, 45}, {25, 2}, {14, 20}} {
				d := e.Resolution(geom.Unit(kernel.Position(p, at[0], at[1], 0)))
				nearest, segment := math.Inf(1), 0.0
				lines := e.Ring(d)
				for _, line := range lines {
					for i, q := range line {
						if r := math.Hypot(q.Fast-float64(at[0])-0.5, q.Slow-float64(at[1])-0.5); r < nearest {
							nearest = r
							if i > 0 {
								segment = math.Hypot(q.Fast-line[i-1].Fast, q.Slow-line[i-1].Slow)
							}
						}
					}
				}
				// The nearest of the points of a line is half a segment away.
				if !(nearest <= 0.6*segment+1e-9) || segment > 5 {
					t.Errorf("%v, %s: the ring of pixel %v, %.3g m, passes it by %v pixels in segments of %v", c, v.name, at, d, nearest, segment)
				}
			}
		}
	}
}

// TestRingsHaveNoLeaps: a line is drawn from point to point, so these stay close,
// also where a curved detector ends behind the sample.
func TestRingsHaveNoLeaps(t *testing.T) {
	e := still(t, experiment.DIALS, func(p *experiment.Placement) { p.Distance, p.Fast = 20e-3, 28 })
	e.Detector.Curved = true
	around := 2 * math.Pi * e.Detector.Close / e.Detector.Pixel
	for _, d := range []float64{5e-10, 1e-10, 0.6e-10, 0.51e-10} {
		lines := e.Ring(d)
		if len(lines) == 0 {
			t.Errorf("Ring(%v) is empty", d)
		}
		for _, line := range lines {
			for i := 1; i < len(line); i++ {
				if leap := math.Abs(line[i].Slow - line[i-1].Slow); leap > around/2 {
					t.Errorf("Ring(%v) leaps from %v to %v", d, line[i-1], line[i])
				}
			}
		}
	}
}

func TestEmptyRings(t *testing.T) {
	e := still(t, experiment.XDS, nil)
	for _, c := range []struct {
		name string
		d    float64
	}{
		{"λ = 2d", 0.5e-10},
		{"λ > 2d", 0.4e-10},
		{"back-scatter, on a flat detector", 0.51e-10},
		{"no resolution", 0},
		{"negative", -2e-10},
		{"NaN", math.NaN()},
	} {
		if lines := e.Ring(c.d); len(lines) != 0 {
			t.Errorf("%s: Ring(%v) has %d lines, want none", c.name, c.d, len(lines))
		}
	}
}

// TestRingNeedsNoPolarization: the E-vector only says where a ring begins.
func TestRingNeedsNoPolarization(t *testing.T) {
	for name, axis := range map[string]r3.Vec{"none": {}, "along the beam": {Z: 1}, "nearly": {X: 1e-12, Z: 1}} {
		e := still(t, experiment.XDS, nil)
		e.Beam.Polarization.Axis = axis
		lines := e.Ring(2e-10)
		if len(lines) != 1 {
			t.Errorf("E-vector %s: %d lines, want 1", name, len(lines))
			continue
		}
		for _, p := range lines[0] {
			if got := e.Resolution(geom.Unit(e.Detector.At(p.Fast, p.Slow))); !(math.Abs(got-2e-10) <= 1e-20) {
				t.Errorf("E-vector %s: point %v has resolution %v, want 2e-10 (tol 1e-20)", name, p, got)
				break
			}
		}
	}
}

func TestResolution(t *testing.T) {
	e := still(t, experiment.XDS, nil)
	e.Beam.Wavelength = 1.5e-10
	for _, twoTheta := range []float64{1e-3, 0.5, math.Pi / 2, 3} {
		sin, cos := math.Sincos(twoTheta)
		want := 1.5e-10 / (2 * math.Sin(twoTheta/2)) // Bragg's law
		got := e.Resolution(r3.Vec{X: sin, Z: cos})
		if !(math.Abs(got-want) <= 1e-12*want) {
			t.Errorf("Resolution at 2θ = %v is %v, want %v (tol %v)", twoTheta, got, want, 1e-12*want)
		}
	}
	if got := e.Resolution(r3.Vec{Z: 1}); !math.IsInf(got, 1) {
		t.Errorf("Resolution along the beam = %v, want +Inf", got)
	}
}

func ExampleExperiment_Ring() {
	axes := experiment.XDS.Axes()
	panel, err := experiment.Placement{
		Convention: experiment.XDS, Axes: axes,
		Fast: 1024, Slow: 1024, Pixel: 0.1 * units.Millimetre, Distance: 100 * units.Millimetre,
	}.Place()
	if err != nil {
		fmt.Println(err)
		return
	}
	e := experiment.Experiment{
		Beam:     experiment.Beam{Direction: axes.Beam, Wavelength: 1 * units.Angstrom},
		Detector: experiment.Detector{Fast: 1024, Slow: 1024, Pixel: 0.1 * units.Millimetre, Panel: panel},
	}
	for _, d := range []float64{4, 3, 2} {
		ring := e.Ring(d * units.Angstrom)[0]
		p := ring[0]
		fmt.Printf("%.0f Å: %.0f pixels from the beam\n", d, math.Hypot(p.Fast-512, p.Slow-512))
	}
	// Output:
	// 4 Å: 256 pixels from the beam
	// 3 Å: 348 pixels from the beam
	// 2 Å: 553 pixels from the beam
}
