package kernel

import (
	"image"
	"math"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/plan"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// still returns a small experiment: a triclinic crystal of 5×5×5 cells in front
// of a tilted detector.
func still(t testing.TB, change func(*experiment.Experiment)) *plan.Plan {
	t.Helper()
	place := experiment.Placement{
		Convention: experiment.XDS, Axes: experiment.XDS.Axes(),
		Fast: 40, Slow: 30, Pixel: 0.5e-3, Distance: 0.08,
		RotX: 0.1, RotY: -0.05, TwoTheta: 0.07,
	}
	panel, err := place.Place()
	if err != nil {
		t.Fatal(err)
	}
	cell := experiment.UnitCell{A: 70e-10, B: 80e-10, C: 90e-10, Alpha: 75 * units.Degree, Beta: 85 * units.Degree, Gamma: 95 * units.Degree}
	o, err := cell.Orient(func(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, 0.3, 0.5, 0.7) }, false)
	if err != nil {
		t.Fatal(err)
	}
	e := &experiment.Experiment{
		Beam: experiment.Beam{
			Direction: r3.Vec{Z: 1}, Wavelength: 1e-10, Fluence: units.DefaultFluence,
			Polarization: experiment.Polarization{Axis: r3.Vec{X: 1}, Kahn: 0.9},
			Sources:      []experiment.Source{{Incident: r3.Vec{Z: 1}, Wavelength: 1e-10, Weight: 1}},
		},
		Detector: experiment.Detector{
			Fast: 40, Slow: 30, Pixel: 0.5e-3, Panel: panel,
			Sensor: experiment.Sensor{Layers: 1}, ROI: image.Rect(0, 0, 40, 30),
		},
		Goniometer: experiment.Goniometer{Spindle: r3.Vec{X: 1}},
		Scan:       experiment.Scan{Steps: 1},
		Crystal: experiment.Crystal{
			Orientation: o, Cells: [3]int{5, 5, 5}, Fudge: 1, DefaultF: 100,
			Mosaic: experiment.Mosaic{Spread: 0.01, Domains: 3, Seed: 12345678},
		},
		Sampling: experiment.Sampling{Oversample: 2},
	}
	if change != nil {
		change(e)
	}
	p, err := plan.Compile(e)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func render(p *plan.Plan) []float32 {
	r := p.ROI()
	dst := make([]float32, r.Dx()*r.Dy())
	NewRenderer(p, NewSums(p)).Render(r, dst, nil)
	return dst
}

// TestRenderAgreesWithTheDefinition holds the kernel against naive, which uses
// the library's sine and none of the kernel's short cuts.
func TestRenderAgreesWithTheDefinition(t *testing.T) {
	const tolerance = 12 * sinpiTolerance // of the peak: the squares of six sines
	p := still(t, nil)
	got := render(p)
	r := NewRenderer(p, NewSums(p))
	peak, worst := 0.0, 0.0
	for y := 0; y < 30; y++ {
		for x := 0; x < 40; x++ {
			want := naive(p, x, y)
			peak = max(peak, want)
			worst = max(worst, math.Abs(r.pixel(x, y)-want))
			if float32(r.pixel(x, y)) != got[y*40+x] {
				t.Fatalf("Render and pixel differ at (%d, %d)", x, y)
			}
		}
	}
	if !(worst <= tolerance*peak) {
		t.Errorf("largest difference %g of the peak, want ≤ %g", worst/peak, tolerance)
	}
}

func TestRenderDoesNotAllocate(t *testing.T) {
	p := still(t, nil)
	r := NewRenderer(p, NewSums(p))
	dst := make([]float32, 16)
	tile := image.Rect(3, 5, 7, 9)
	if n := testing.AllocsPerRun(10, func() { r.Render(tile, dst, nil) }); n != 0 {
		t.Errorf("Render allocates %v times", n)
	}
}

func TestExplainAddsUp(t *testing.T) {
	const tolerance = 1e-12 // the order of summation differs
	for _, c := range []struct {
		name   string
		change func(*experiment.Experiment)
	}{
		{"plain", func(*experiment.Experiment) {}},
		{"sensor, sweep and water", func(e *experiment.Experiment) {
			e.Detector.Sensor = experiment.NewSensor(450e-6, 300e-6, experiment.Some(3), false)
			e.Scan = experiment.Scan{Start: 0.1, Range: 0.02, Step: 0.01, Steps: 2}
			e.WaterSize = 5e-6
		}},
		{"compat sensor", func(e *experiment.Experiment) {
			e.Compat = true
			e.Detector.Sensor = experiment.NewSensor(450e-6, 300e-6, experiment.Some(3), true)
		}},
		{"compat sensor at each sample", func(e *experiment.Experiment) {
			e.Compat = true
			e.Detector.Sensor = experiment.NewSensor(450e-6, 300e-6, experiment.Some(3), true)
			e.Sampling.OversampleThick = true
		}},
		{"each factor at each sample", func(e *experiment.Experiment) {
			e.Detector.Sensor = experiment.NewSensor(450e-6, 300e-6, experiment.Some(3), false)
			e.Sampling.OversampleThick, e.Sampling.OversamplePolar, e.Sampling.OversampleOmega = true, true, true
		}},
		{"gauss", func(e *experiment.Experiment) { e.Crystal.Shape = experiment.Gauss }},
	} {
		p := still(t, c.change)
		for _, at := range []image.Point{{0, 0}, {20, 15}, {39, 29}} {
			x := Explain(p, at.X, at.Y)
			if got, want := float32(x.Photons), render(p)[at.Y*40+at.X]; got != want {
				t.Errorf("%s: Explain%v has %v photons, Render %v", c.name, at, got, want)
			}
			for name, shares := range map[string][]float64{"BySource": x.BySource, "ByPhi": x.ByPhi, "ByDomain": x.ByDomain} {
				sum := 0.0
				for _, s := range shares {
					sum += s
				}
				if !(math.Abs(sum-x.Bragg) <= tolerance*x.Bragg) {
					t.Errorf("%s: Explain%v %s adds up to %v, want %v (tol %v)", c.name, at, name, sum, x.Bragg, tolerance*x.Bragg)
				}
			}
			s := x.Strongest
			product := p.Scale * s.Weight * s.SolidAngle * s.Polarization * s.Captured * s.Intensity()
			if !(math.Abs(product-s.Photons) <= 1e-9*s.Photons) {
				t.Errorf("%s: Explain%v: the strongest sample's factors multiply to %v, want %v", c.name, at, product, s.Photons)
			}
		}
	}
}

func TestMaskedPixelsAreZero(t *testing.T) {
	mask := make([]byte, 40*30)
	for i := range mask {
		mask[i] = byte(i % 3)
	}
	p := still(t, func(e *experiment.Experiment) { e.Detector.Mask = mask })
	for i, v := range render(p) {
		if (v == 0) != (mask[i] == 0) {
			t.Fatalf("pixel %d is %v with mask value %d", i, v, mask[i])
		}
	}
}

func TestRenderStops(t *testing.T) {
	p := still(t, nil)
	done := make(chan struct{})
	close(done)
	if NewRenderer(p, NewSums(p)).Render(p.ROI(), make([]float32, 40*30), done) {
		t.Error("Render finishes though done is closed")
	}
}

// places is an Integrator whose photons say where a pixel is.
type places struct{ *Sums }

func (places) Integrate(r *Rays, n int) {
	for i := range n {
		r.Photons[i] = float32(1 + r.Fast[i] + 1000*r.Slow[i])
	}
}

// TestIntegrator: an Integrator gets every pixel that is not masked, once.
func TestIntegrator(t *testing.T) {
	p := still(t, nil)
	p.Mask = make([]byte, p.Width*p.Height)
	for i := range p.Mask {
		p.Mask[i] = byte(i % 7)
	}
	r := NewRenderer(p, places{NewSums(p)})
	for _, tile := range []image.Rectangle{p.ROI(), image.Rect(3, 2, 8, 5), image.Rect(39, 29, 40, 30)} {
		dst := make([]float32, tile.Dx()*tile.Dy())
		r.Render(tile, dst, nil)
		for i, v := range dst {
			x, y := tile.Min.X+i%tile.Dx(), tile.Min.Y+i/tile.Dx()
			want := float32(1 + x + 1000*y)
			if Masked(p, x, y) {
				want = 0
			}
			if v != want {
				t.Errorf("tile %v, pixel %d %d: %v, want %v", tile, x, y, v, want)
			}
		}
	}
	done := make(chan struct{})
	close(done)
	if r.Render(p.ROI(), make([]float32, p.Width*p.Height), done) {
		t.Error("was not stopped")
	}
}
