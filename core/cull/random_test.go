package cull

import (
	"flag"
	"image"
	"math"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/frame"
	"gobragg/core/geom"
	"gobragg/core/hkl"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/rng"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// dice draws random experiments.
type dice struct{ rng.Stream }

func newDice(seed uint64) *dice { return &dice{rng.NewStream(seed, 0)} }

func (d *dice) between(low, high float64) float64 { return low + (high-low)*d.Float64() }

// scale draws with as many values in each octave.
func (d *dice) scale(low, high float64) float64 { return low * math.Pow(high/low, d.Float64()) }

func (d *dice) int(low, high int) int { return low + int(d.Float64()*float64(high-low+1)) }

func (d *dice) chance(p float64) bool { return d.Float64() < p }

func (d *dice) direction() r3.Vec {
	z, phi := d.between(-1, 1), d.between(0, 2*math.Pi)
	sin, cos := math.Sincos(phi)
	r := math.Sqrt(1 - z*z)
	return r3.Vec{X: r * cos, Y: r * sin, Z: z}
}

// fewSamples bounds the samples of a random experiment, states included.
const fewSamples = 20_000

// plan returns a random plan, small enough to be summed in a millisecond: any cell
// and orientation, 1 to 1000 cells along each axis, all shapes and look-ups, tables
// with holes, detectors tilted and curved, near the beam and far from it, thick
// sensors, several sources, phi and mosaicity, all that may be sampled more finely.
func (d *dice) plan(t testing.TB) *plan.Plan {
	for {
		e, err := d.experiment()
		if err != nil {
			continue // a cell that does not exist, a detector edge-on
		}
		p, err := plan.Compile(e)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
}

func (d *dice) experiment() (*experiment.Experiment, error) {
	convention := []experiment.Convention{experiment.MOSFLM, experiment.XDS, experiment.DIALS, experiment.ADXV}[d.int(0, 3)]
	axes := convention.Axes()
	compat := d.chance(0.1)
	wavelength := d.scale(0.3e-10, 3e-10)

	// The crystal.
	angle := func() float64 { return d.between(60, 120) * units.Degree }
	edge := d.scale(5e-10, 300e-10)
	cell := experiment.UnitCell{A: edge, B: edge * d.between(0.5, 2), C: edge * d.between(0.5, 2), Alpha: angle(), Beta: angle(), Gamma: angle()}
	if d.chance(0.3) {
		cell.Alpha, cell.Beta, cell.Gamma = math.Pi/2, math.Pi/2, math.Pi/2
	}
	turn := d.direction()
	angleOfTurn := d.between(0, 2*math.Pi)
	orientation, err := cell.Orient(func(v r3.Vec) r3.Vec { return geom.RotateAxis(v, turn, angleOfTurn) }, compat)
	if err != nil {
		return nil, err
	}
	n := d.scale(1, 1000)
	crystal := experiment.Crystal{
		Orientation: orientation, Fudge: 1,
		Shape:  experiment.Shape(d.int(0, 3)),
		Mosaic: experiment.Mosaic{Spread: d.scale(1e-5, 0.1), Domains: d.int(1, 8), Seed: int64(d.int(1, 1e6))},
	}
	for i := range crystal.Cells {
		crystal.Cells[i] = min(1000, max(1, int(n*d.between(0.5, 1.5))))
	}
	if d.chance(0.3) {
		crystal.Fudge = d.scale(0.01, 10)
	}
	if crystal.Shape == experiment.Gauss || crystal.Shape == experiment.TopHat {
		// Their spots shrink with the square of the number of cells.
		cells := float64(crystal.Cells[0]) * float64(crystal.Cells[1]) * float64(crystal.Cells[2])
		if d.chance(0.7) {
			crystal.Fudge = d.scale(1e-3, 1e3) * edge * edge / (units.Angstrom * units.Angstrom * cells * cells)
		}
	}
	if !d.chance(0.4) {
		crystal.DefaultF = d.between(-50, 100)
	}
	if d.chance(0.6) {
		crystal.Table = d.table(crystal.DefaultF)
		crystal.Interpolate = d.chance(0.5)
	} else if crystal.DefaultF == 0 {
		crystal.DefaultF = 10
	}

	// The detector: a sub-pixel moves h by some fraction of a fringe, or of a spot's distance.
	fast, slow, over := d.int(1, 12), d.int(1, 9), d.int(1, 20)
	distance := d.scale(0.02, 3)
	pixel := float64(over) * d.scale(0.01/n, 0.5) * wavelength / edge * distance
	pixel = min(pixel, distance)
	place := experiment.Placement{
		Convention: convention, Axes: axes, Fast: fast, Slow: slow, Pixel: pixel, Distance: distance,
		RotX: d.tilt(), RotY: d.tilt(), RotZ: d.tilt(), TwoTheta: d.tilt(), Compat: compat,
	}
	panel, err := place.Place()
	if err != nil {
		return nil, err
	}
	e := &experiment.Experiment{
		Beam: experiment.Beam{
			Direction: axes.Beam, Wavelength: wavelength, Fluence: units.DefaultFluence * d.scale(1e-6, 1e3),
			Polarization: experiment.Polarization{Axis: axes.Polarization, Kahn: d.between(-1, 1), Off: d.chance(0.2)},
		},
		Detector: experiment.Detector{
			Fast: fast, Slow: slow, Pixel: pixel, Panel: panel,
			Curved: d.chance(0.2), PointPixel: d.chance(0.1), Sensor: experiment.Sensor{Layers: 1},
			ROI: image.Rect(0, 0, fast, slow),
		},
		Goniometer: experiment.Goniometer{Spindle: axes.Spindle},
		Scan:       experiment.Scan{Start: d.between(-1, 1), Step: d.scale(1e-4, 1), Steps: d.int(1, 3)},
		Crystal:    crystal,
		Sampling: experiment.Sampling{
			OversamplePolar: d.chance(0.2), OversampleOmega: d.chance(0.2), OversampleThick: d.chance(0.2),
		},
		Compat: compat,
	}
	for range d.int(1, 4) {
		e.Beam.Sources = append(e.Beam.Sources, experiment.Source{
			Incident:   geom.Unit(r3.Add(axes.Beam, r3.Scale(d.scale(1e-6, 0.05), d.direction()))),
			Wavelength: wavelength * d.between(0.97, 1.03),
			Weight:     d.between(0, 2),
		})
	}
	if d.chance(0.3) {
		e.Detector.Sensor = experiment.NewSensor(d.scale(1e-5, 2e-3), d.scale(1e-5, 1e-2), experiment.Some(d.int(1, 4)), compat)
	}
	if d.chance(0.2) {
		e.WaterSize = d.scale(1e-7, 1e-5)
	}
	if d.chance(0.2) {
		e.Sampling.DMin = distance / pixel * wavelength / d.between(0.5, 12)
	}
	states := len(e.Beam.Sources) * crystal.Mosaic.Domains * e.Scan.Steps * e.Detector.Sensor.Layers
	for over > 1 && fast*slow*over*over*states > fewSamples {
		over--
	}
	e.Sampling.Oversample = over
	return e, nil
}

// tilt is often 0, and may turn the detector far away from the beam.
func (d *dice) tilt() float64 {
	if d.chance(0.6) {
		return 0
	}
	return d.scale(1e-3, 1) * []float64{-1, 1}[d.int(0, 1)]
}

// table returns structure factors of which many are missing or 0, and that fall off
// steeply.
func (d *dice) table(missing float64) *hkl.Grid {
	g := &hkl.Grid{Default: float32(missing)}
	count := int32(1)
	for i := range 3 {
		g.Size[i] = int32(d.int(1, 14))
		g.Min[i] = -int32(d.int(0, int(g.Size[i])))
		count *= g.Size[i]
	}
	holes := d.between(0, 0.9)
	for range count {
		f := float32(d.scale(0.1, 1000)) * []float32{-1, 1}[d.int(0, 1)]
		switch {
		case d.chance(holes):
			f = g.Default
		case d.chance(0.2):
			f = 0
		}
		g.F = append(g.F, f)
	}
	return g
}

// full returns the image of p with nothing left out.
func full(p *plan.Plan) []float32 {
	roi := p.ROI()
	dst := make([]float32, roi.Dx()*roi.Dy())
	kernel.NewRenderer(p, kernel.NewSums(p)).Render(roi, dst, nil)
	return dst
}

// culled returns the image of p in tiles of the given size, and what was left out.
func culled(p *plan.Plan, size image.Point) ([]float32, frame.Omitted) {
	t := newTable(p)
	r := t.NewRenderer(kernel.NewSums(t.Fine()))
	roi := p.ROI()
	dst := make([]float32, roi.Dx()*roi.Dy())
	for y := roi.Min.Y; y < roi.Max.Y; y += size.Y {
		for x := roi.Min.X; x < roi.Max.X; x += size.X {
			tile := image.Rect(x, y, x+size.X, y+size.Y).Intersect(roi)
			part := make([]float32, tile.Dx()*tile.Dy())
			r.Render(tile, part, nil)
			for row := range tile.Dy() {
				copy(dst[(tile.Min.Y-roi.Min.Y+row)*roi.Dx()+x-roi.Min.X:], part[row*tile.Dx():][:tile.Dx()])
			}
		}
	}
	return dst, r.Omitted()
}

// rounds is what float32 adds to a pixel's error, relative to it: half a unit in
// the last place in each of two images.
const rounds = 1.3e-7

// experiments is how many TestBoundHolds makes; make test-cull asks for 10 000.
var experiments = flag.Int("experiments", 1000, "random experiments to hold the bound against")

// TestBoundHolds leaves contributions out of random experiments, as many as bounds
// between 1e-9 of the peak and all of it allow, and wants every pixel within them.
func TestBoundHolds(t *testing.T) {
	experiments := *experiments
	samples, skipped, useful := int64(0), int64(0), 0
	closest := 0.
	for i := range experiments {
		d := newDice(uint64(i))
		p := d.plan(t)
		if p.Background != 0 && p.Flags.Has(plan.CompatWater) {
			continue // New says no
		}
		want := full(p)
		peak := 0.
		for _, v := range want {
			peak = max(peak, math.Abs(float64(v)))
		}
		p.Cull = max(peak, math.SmallestNonzeroFloat32) * d.scale(1e-9, 1)
		got, omitted := culled(p, image.Pt(64, 64))
		if !(omitted.Bound <= p.Cull) {
			t.Errorf("experiment %d: bounds add up to %g photons, want ≤ %g", i, omitted.Bound, p.Cull)
		}
		for at, v := range got {
			lost := math.Abs(float64(want[at]) - float64(v))
			if v != want[at] && !(lost <= omitted.Bound+rounds*math.Abs(float64(want[at]))) {
				t.Errorf("experiment %d, pixel %d: %g photons instead of %g, bound %g", i, at, v, want[at], omitted.Bound)
				break
			}
			if omitted.Bound > 0 && v != want[at] {
				closest = max(closest, (lost-rounds*math.Abs(float64(want[at])))/omitted.Bound)
			}
		}
		samples += omitted.Total
		skipped += omitted.Samples
		if omitted.Samples > 0 {
			useful++
		}
	}
	if useful < experiments/3 || skipped < samples/10 {
		t.Errorf("%d of %d samples left out, in %d of %d experiments: this tests nothing", skipped, samples, useful, experiments)
	}
	t.Logf("%d experiments, in %d something left out: %.3g of all samples; the largest error is %.3g of its bound",
		experiments, useful, float64(skipped)/float64(samples), closest)
}
