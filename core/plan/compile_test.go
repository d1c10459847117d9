package plan_test

import (
	"image"
	"math"
	"strings"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/hkl"
	"gobragg/core/plan"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

const (
	mm       = 1e-3
	angstrom = 1e-10
	deg      = math.Pi / 180
)

// sample is an experiment whose plan can be worked out by hand: an orthorhombic
// crystal of 50 × 60 × 70 Å, two sources, two steps of φ of a quarter turn about x,
// 4 × 3 pixels of 0.2 mm at 100 mm in the frame of XDS.
func sample(t testing.TB) *experiment.Experiment {
	t.Helper()
	axes := experiment.XDS.Axes()
	panel, err := experiment.Placement{
		Convention: experiment.XDS, Axes: axes, Fast: 4, Slow: 3, Pixel: 0.2 * mm, Distance: 100 * mm,
	}.Place()
	if err != nil {
		t.Fatal(err)
	}
	cell := experiment.UnitCell{A: 50 * angstrom, B: 60 * angstrom, C: 70 * angstrom, Alpha: 90 * deg, Beta: 90 * deg, Gamma: 90 * deg}
	orientation, err := cell.Orient(func(v r3.Vec) r3.Vec { return v }, false)
	if err != nil {
		t.Fatal(err)
	}
	return &experiment.Experiment{
		Beam: experiment.Beam{
			Direction: axes.Beam, Wavelength: 2 * angstrom, Fluence: units.DefaultFluence,
			Polarization: experiment.Polarization{Axis: axes.Polarization, Kahn: 0.5},
			Sources: []experiment.Source{
				{Incident: r3.Vec{Z: 1}, Wavelength: 2 * angstrom, Weight: 0.5},
				{Incident: r3.Vec{X: 0.6, Z: 0.8}, Wavelength: 1 * angstrom, Weight: 1.5},
			},
		},
		Detector: experiment.Detector{
			Fast: 4, Slow: 3, Pixel: 0.2 * mm, Panel: panel,
			Sensor: experiment.NewSensor(300e-6, 500e-6, experiment.Some(3), false),
			ROI:    image.Rect(1, 0, 4, 2),
			Mask:   []byte{1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1},
		},
		Goniometer: experiment.Goniometer{Spindle: axes.Spindle},
		Scan:       experiment.Scan{Start: 90 * deg, Range: 180 * deg, Step: 90 * deg, Steps: 2},
		Crystal: experiment.Crystal{
			Orientation: orientation, Cells: [3]int{2, 3, 4}, Fudge: 1, DefaultF: 10,
			Mosaic: experiment.Mosaic{Domains: 1, Seed: 1},
			Table:  &hkl.Grid{Min: [3]int32{-1, 0, 2}, Size: [3]int32{1, 2, 3}, F: []float32{1, 2, 3, 4, 5, 6}, Default: 10},
		},
		Sampling:  experiment.Sampling{Oversample: 2, DMin: 2 * angstrom, Cull: 0.25},
		WaterSize: 10e-6,
	}
}

func compile(t testing.TB, e *experiment.Experiment) *plan.Plan {
	t.Helper()
	p, err := plan.Compile(e)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rounding is relative: a few operations in double precision.
const rounding = 1e-15

func near(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s = %v, want %v", what, got, want)
		return
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tolerance) {
			t.Errorf("%s = %v, want %v (tol %v)", what, got, want, tolerance)
			return
		}
	}
}

func TestCompile(t *testing.T) {
	p := compile(t, sample(t))

	near(t, "Origin", p.Origin[:], []float64{-0.4 * mm, -0.3 * mm, 100 * mm}, rounding*0.1)
	near(t, "FastAxis", p.FastAxis[:], []float64{1, 0, 0}, 0)
	near(t, "SlowAxis", p.SlowAxis[:], []float64{0, 1, 0}, 0)
	near(t, "NormalAxis", p.NormalAxis[:], []float64{0, 0, 1}, 0)
	near(t, "Beam", p.Beam[:], []float64{0, 0, 1}, 0)

	// 2 sources × 2 orientations × 2² sub-pixels; r_e²·fluence is 1.
	water := 2.57 * 2.57 * 1e-15 * 1e6 * 6.02214179e23 / 18 // (10 µm)³
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Pixel", p.Pixel, 0.2 * mm},
		{"SubPixel", p.SubPixel, 0.1 * mm},
		{"Close", p.Close, 100 * mm},
		{"CurveDistance", p.CurveDistance, 100 * mm},
		{"Layer", p.Layer, 100e-6},
		{"Absorption", p.Absorption, 2000},
		{"Kahn", p.Kahn, 0.5},
		{"MaxQ2", p.MaxQ2, 0.25e20},
		{"Scale", p.Scale, 1.0 / 16},
		{"Background", p.Background, water},
		{"Cull", p.Cull, 0.25},
		{"DefaultF", p.DefaultF, 10},
	} {
		near(t, c.name, []float64{c.got}, []float64{c.want}, rounding*c.want)
	}
	for _, c := range []struct {
		name      string
		got, want int64
	}{
		{"Steps", p.Steps, 16},
		{"Samples", p.Samples(), 16 * 3 * 3 * 2},
		{"Width", int64(p.Width), 4}, {"Height", int64(p.Height), 3},
		{"X0", int64(p.X0), 1}, {"Y0", int64(p.Y0), 0}, {"X1", int64(p.X1), 4}, {"Y1", int64(p.Y1), 2},
		{"Oversample", int64(p.Oversample), 2},
		{"Layers", int64(p.Layers), 3},
		{"Shape", int64(p.Shape), int64(plan.Square)},
		{"Lookup", int64(p.Lookup), int64(plan.Nearest)},
		{"PhiSteps", int64(p.PhiSteps), 2}, {"Domains", int64(p.Domains), 1},
		{"Flags", int64(p.Flags), int64(plan.SensorOn)},
	} {
		if c.got != c.want {
			t.Errorf("%s = %d, want %d", c.name, c.got, c.want)
		}
	}
	if want := [3]int32{2, 3, 4}; p.Cells != want {
		t.Errorf("Cells = %v, want %v", p.Cells, want)
	}
	if want := image.Rect(1, 0, 4, 2); p.ROI() != want {
		t.Errorf("ROI() = %v, want %v", p.ROI(), want)
	}
	if p.GridMin != [3]int32{-1, 0, 2} || p.GridSize != [3]int32{1, 2, 3} || len(p.F) != 6 {
		t.Errorf("table from %v of %v with %d values, want from [-1 0 2] of [1 2 3] with 6", p.GridMin, p.GridSize, len(p.F))
	}
	if len(p.Mask) != 12 || p.Mask[3] != 0 {
		t.Errorf("Mask = %v, want the experiment's", p.Mask)
	}

	// B = axis × i and E = i × B: x × z = −y, z × −y = x; x × (0.6, 0, 0.8) ∥ −y.
	for j, want := range []plan.Source{
		{Incident: [3]float64{0, 0, 1}, E: [3]float64{1, 0, 0}, B: [3]float64{0, -1, 0}, InvLambda: 0.5e10, Weight: 0.5},
		{Incident: [3]float64{0.6, 0, 0.8}, E: [3]float64{0.8, 0, -0.6}, B: [3]float64{0, -1, 0}, InvLambda: 1e10, Weight: 1.5},
	} {
		got := p.Sources[j]
		near(t, "Incident", got.Incident[:], want.Incident[:], 0)
		near(t, "E", got.E[:], want.E[:], rounding)
		near(t, "B", got.B[:], want.B[:], rounding)
		near(t, "InvLambda, Weight", []float64{got.InvLambda, got.Weight}, []float64{want.InvLambda, want.Weight}, rounding*want.InvLambda)
	}

	// φ = 90°: b from y to z, c from z to −y; φ = 180°: both reversed.
	for k, want := range []plan.Orientation{
		{50, 0, 0, 0, 0, 60, 0, -70, 0},
		{50, 0, 0, 0, -60, 0, 0, 0, -70},
	} {
		got := p.Orientations[k]
		for i := range want {
			got[i] /= angstrom
		}
		near(t, "orientation, Å", got[:], want[:], 100*rounding)
	}
}

// TestOrientationsTurnByPhiFirst: φ about the spindle, then the mosaic domain; φ
// outer, domain inner. The rotations do not commute.
func TestOrientationsTurnByPhiFirst(t *testing.T) {
	e := sample(t)
	e.Crystal.Mosaic = experiment.Mosaic{Spread: 1, Domains: 3, Seed: 5}
	p := compile(t, e)
	if len(p.Orientations) != 6 || p.PhiSteps != 2 || p.Domains != 3 {
		t.Fatalf("%d orientations of %d steps and %d domains, want 6 of 2 and 3", len(p.Orientations), p.PhiSteps, p.Domains)
	}
	cell, domains := e.Crystal.Orientation.Direct, e.Crystal.Mosaic.Rotations()
	for i, phi := range []float64{90 * deg, 180 * deg} {
		for j, domain := range domains {
			want := cell.MapRows(func(v r3.Vec) r3.Vec {
				return domain.MulVec(geom.AxisAngle(r3.Vec{X: 1}, phi).MulVec(v))
			})
			got := p.Orientations[3*i+j]
			near(t, "orientation", got[:], want[:], 100*rounding*angstrom)
		}
	}
}

// TestPhiOfZeroKeepsTheBits: a still of an untilted crystal is not rotated.
func TestPhiOfZeroKeepsTheBits(t *testing.T) {
	e := sample(t)
	e.Scan = experiment.Scan{Steps: 1}
	p := compile(t, e)
	if got, want := geom.Mat3(p.Orientations[0]), e.Crystal.Orientation.Direct; got != want {
		t.Errorf("orientation %v, want the crystal's %v", got, want)
	}
}

// TestPolarizationFrame: E, B and the ray are orthonormal and right-handed, E as
// near the E-vector as it can be; without one along the ray both are 0.
func TestPolarizationFrame(t *testing.T) {
	e := sample(t)
	e.Beam.Polarization.Axis = geom.Unit(r3.Vec{X: 1, Y: 2, Z: 3})
	incident := geom.Unit(r3.Vec{X: -0.2, Y: 0.1, Z: 1})
	e.Beam.Sources = []experiment.Source{
		{Incident: incident, Wavelength: 1e-10, Weight: 1},
		{Incident: e.Beam.Polarization.Axis, Wavelength: 1e-10, Weight: 1},
	}
	p := compile(t, e)
	s := p.Sources[0]
	frame := geom.Mat3{s.E[0], s.E[1], s.E[2], s.B[0], s.B[1], s.B[2], -incident.X, -incident.Y, -incident.Z}
	product := frame.Mul(frame.T())
	near(t, "frame · its transpose", product[:], geom.Identity[:], rounding)
	near(t, "E × B · −i", []float64{frame.Det()}, []float64{1}, rounding)
	// The part of the axis across the ray lies along E.
	near(t, "axis · B", []float64{r3.Dot(e.Beam.Polarization.Axis, frame.Row(1))}, []float64{0}, rounding)
	if got := r3.Dot(e.Beam.Polarization.Axis, frame.Row(0)); got <= 0 {
		t.Errorf("axis · E = %v, want it positive", got)
	}
	if along := p.Sources[1]; along.E != [3]float64{} || along.B != [3]float64{} {
		t.Errorf("E-vector along the ray: E = %v, B = %v, want zero vectors", along.E, along.B)
	}
}

// TestShapes: ρ = δᵀMδ is what the definitions of the shapes say, for a triclinic
// crystal.
func TestShapes(t *testing.T) {
	cell := experiment.UnitCell{A: 50 * angstrom, B: 60 * angstrom, C: 70 * angstrom, Alpha: 75 * deg, Beta: 85 * deg, Gamma: 100 * deg}
	o, err := cell.Orient(func(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, 1, 2, 3) }, false)
	if err != nil {
		t.Fatal(err)
	}
	delta := [3]float64{0.2, -0.3, 0.4}
	const fudge, cells = 0.7, 24
	star := r3.Vec{}
	for i, d := range delta {
		star = r3.Add(star, r3.Scale(d*angstrom, o.Reciprocal.Row(i)))
	}
	square := r3.Dot(star, star) * cells * cells // |Δh a* + Δk b* + Δl c*|² (Å⁻²) · (NaNbNc)²
	for _, c := range []struct {
		name      string
		shape     experiment.Shape
		want      plan.Shape
		peak, rho float64
	}{
		{"square", experiment.Square, plan.Square, cells, 0},
		{"round", experiment.Round, plan.Round, cells * 0.723601254558268, fudge * (0.4*0.4 + 0.9*0.9 + 1.6*1.6)},
		{"gauss", experiment.Gauss, plan.Gauss, cells, square / 0.63 * fudge},
		{"top hat", experiment.TopHat, plan.TopHat, cells, square * fudge},
	} {
		e := sample(t)
		e.Crystal.Orientation, e.Crystal.Fudge, e.Crystal.Shape = o, fudge, c.shape
		p := compile(t, e)
		if p.Shape != c.want {
			t.Errorf("%s: Shape = %v, want %v", c.name, p.Shape, c.want)
		}
		m := p.Metric
		rho := m[0]*delta[0]*delta[0] + m[1]*delta[1]*delta[1] + m[2]*delta[2]*delta[2] +
			m[3]*delta[0]*delta[1] + m[4]*delta[0]*delta[2] + m[5]*delta[1]*delta[2]
		near(t, c.name+": ρ", []float64{rho}, []float64{c.rho}, 4*rounding*c.rho)
		near(t, c.name+": Peak", []float64{p.Peak}, []float64{c.peak}, rounding*c.peak)
	}
}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*experiment.Experiment)
		want   plan.Flags
	}{
		{"none", func(*experiment.Experiment) {}, 0},
		{"curved", func(e *experiment.Experiment) { e.Detector.Curved = true }, plan.Curved},
		{"point pixel", func(e *experiment.Experiment) { e.Detector.PointPixel = true }, plan.PointPixel},
		{"sensor", func(e *experiment.Experiment) {
			e.Detector.Sensor = experiment.NewSensor(1e-4, 1e-4, experiment.Some(1), false)
		}, plan.SensorOn},
		{"no polarization", func(e *experiment.Experiment) { e.Beam.Polarization.Off = true }, plan.NoPolarization},
		{"each polarization", func(e *experiment.Experiment) { e.Sampling.OversamplePolar = true }, plan.EachPolar},
		{"each solid angle", func(e *experiment.Experiment) { e.Sampling.OversampleOmega = true }, plan.EachOmega},
		{"each capture", func(e *experiment.Experiment) { e.Sampling.OversampleThick = true }, plan.EachThick},
		{"compat", func(e *experiment.Experiment) { e.Compat = true }, plan.CompatWater},
		{"compat, curved", func(e *experiment.Experiment) { e.Compat, e.Detector.Curved = true, true }, plan.CompatWater | plan.Curved | plan.CompatCurve},
		{"compat, sensor", func(e *experiment.Experiment) {
			e.Compat, e.Detector.Sensor = true, experiment.NewSensor(1e-4, 1e-4, experiment.Some(3), true)
		}, plan.CompatWater | plan.SensorOn | plan.CompatCapture},
	} {
		e := sample(t)
		e.Detector.Sensor = experiment.Sensor{Layers: 1}
		c.change(e)
		p := compile(t, e)
		if p.Flags != c.want {
			t.Errorf("%s: Flags = %b, want %b", c.name, p.Flags, c.want)
		}
		if !p.Flags.Has(c.want) || p.Flags.Has(c.want|1<<31) {
			t.Errorf("%s: Has contradicts == ", c.name)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, c := range []struct {
		name        string
		table       bool
		interpolate bool
		want        plan.Lookup
	}{
		{"no table", false, false, plan.Uniform},
		{"no table to interpolate", false, true, plan.Uniform},
		{"table", true, false, plan.Nearest},
		{"interpolated", true, true, plan.Tricubic},
	} {
		e := sample(t)
		e.Crystal.Interpolate = c.interpolate
		if !c.table {
			e.Crystal.Table = nil
		}
		if p := compile(t, e); p.Lookup != c.want || (len(p.F) != 0) != c.table {
			t.Errorf("%s: Lookup = %v with %d values, want %v", c.name, p.Lookup, len(p.F), c.want)
		}
	}
}

func TestNoLimitAndNoSensor(t *testing.T) {
	e := sample(t)
	e.Sampling.DMin, e.WaterSize = 0, 0
	e.Detector.Sensor = experiment.Sensor{Layers: 1}
	p := compile(t, e)
	if !math.IsInf(p.MaxQ2, 1) || p.Background != 0 || p.Layer != 0 || p.Absorption != 0 || p.Layers != 1 {
		t.Errorf("MaxQ2 %v, Background %v, Layer %v, Absorption %v, Layers %v, want +Inf, 0, 0, 0, 1", p.MaxQ2, p.Background, p.Layer, p.Absorption, p.Layers)
	}
}

// TestCompatWater: the background is scaled like a sample, once more.
func TestCompatWater(t *testing.T) {
	e := sample(t)
	right := compile(t, e)
	e.Compat = true
	if got, want := compile(t, e).Background, right.Background*right.Scale; got != want {
		t.Errorf("Background = %v, want %v", got, want)
	}
}

// TestEmptyROI: however it is written, an empty region has no samples.
func TestEmptyROI(t *testing.T) {
	for _, roi := range []image.Rectangle{
		{}, image.Rect(2, 1, 2, 3), {Min: image.Pt(3, 2), Max: image.Pt(1, 1)}, {Min: image.Pt(90, 90), Max: image.Pt(1, 1)},
	} {
		e := sample(t)
		e.Detector.ROI = roi
		p := compile(t, e)
		if !p.ROI().Empty() || p.Samples() != 0 {
			t.Errorf("ROI %v: ROI() = %v with %d samples, want it empty", roi, p.ROI(), p.Samples())
		}
	}
}

func TestErrorsNameTheOption(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name   string
		change func(*experiment.Experiment)
		option string
	}{
		{"no pixels", func(e *experiment.Experiment) { e.Detector.Fast = 0 }, "-detpixels"},
		{"negative pixels", func(e *experiment.Experiment) { e.Detector.Slow = -3 }, "-detpixels"},
		{"too many pixels", func(e *experiment.Experiment) { e.Detector.Fast = math.MaxInt32 + 1 }, "-detpixels"},
		{"pixels of no size", func(e *experiment.Experiment) { e.Detector.Pixel = 0 }, "-pixel"},
		{"pixels of NaN", func(e *experiment.Experiment) { e.Detector.Pixel = nan }, "-pixel"},
		{"infinite pixels", func(e *experiment.Experiment) { e.Detector.Pixel = inf }, "-pixel"},
		{"no sub-pixels", func(e *experiment.Experiment) { e.Sampling.Oversample = 0 }, "-oversample"},
		{"too many sub-pixels", func(e *experiment.Experiment) { e.Sampling.Oversample = math.MaxInt16 + 1 }, "-oversample"},
		{"no layers", func(e *experiment.Experiment) { e.Detector.Sensor.Layers = 0 }, "-thicksteps"},
		{"too many layers", func(e *experiment.Experiment) { e.Detector.Sensor.Layers = math.MaxInt16 + 1 }, "-thicksteps"},
		{"no attenuation", func(e *experiment.Experiment) { e.Detector.Sensor.Attenuation = 0 }, "-detector_abs"},
		{"infinite attenuation depth", func(e *experiment.Experiment) { e.Detector.Sensor.Attenuation = inf }, "-detector_abs"},
		{"negative thickness", func(e *experiment.Experiment) { e.Detector.Sensor.Layer = -1e-6 }, "-detector_thick"},
		{"NaN thickness", func(e *experiment.Experiment) { e.Detector.Sensor.Layer = nan }, "-detector_thick"},
		{"mask of another size", func(e *experiment.Experiment) { e.Detector.Mask = e.Detector.Mask[:11] }, "-mask"},
		{"mask of no size", func(e *experiment.Experiment) { e.Detector.Mask = []byte{} }, "-mask"},
		{"region left of the detector", func(e *experiment.Experiment) { e.Detector.ROI.Min.X = -1 }, "-roi"},
		{"region above", func(e *experiment.Experiment) { e.Detector.ROI.Min.Y = -1 }, "-roi"},
		{"region right", func(e *experiment.Experiment) { e.Detector.ROI.Max.X = 5 }, "-roi"},
		{"region below", func(e *experiment.Experiment) { e.Detector.ROI.Max.Y = 4 }, "-roi"},
		{"infinite distance", func(e *experiment.Experiment) { e.Detector.Origin.Z = inf }, "-distance"},
		{"NaN axis", func(e *experiment.Experiment) { e.Detector.SlowAxis.X = nan }, "axes"},
		{"sample in the detector", func(e *experiment.Experiment) { e.Detector.Close = 0 }, "-distance"},
		{"detector edge-on", func(e *experiment.Experiment) { e.Detector.Close = -1e-12 }, "-distance"},

		{"no sources", func(e *experiment.Experiment) { e.Beam.Sources = nil }, "-sourcefile"},
		{"no wavelength", func(e *experiment.Experiment) { e.Beam.Sources[1].Wavelength = 0 }, "source 2"},
		{"negative wavelength", func(e *experiment.Experiment) { e.Beam.Sources[0].Wavelength = -1e-10 }, "-dispersion"},
		{"NaN wavelength", func(e *experiment.Experiment) { e.Beam.Sources[0].Wavelength = nan }, "-dispersion"},
		{"source without direction", func(e *experiment.Experiment) { e.Beam.Sources[0].Incident = r3.Vec{} }, "direction"},
		{"source of NaN direction", func(e *experiment.Experiment) { e.Beam.Sources[0].Incident.Y = nan }, "direction"},
		{"source of length 1.001", func(e *experiment.Experiment) { e.Beam.Sources[0].Incident.Z = 1.001 }, "-sourcefile"},
		{"negative weight", func(e *experiment.Experiment) { e.Beam.Sources[0].Weight = -1 }, "weight"},
		{"NaN weight", func(e *experiment.Experiment) { e.Beam.Sources[0].Weight = nan }, "-sourcefile"},
		{"K above 1", func(e *experiment.Experiment) { e.Beam.Polarization.Kahn = 1.1 }, "-polar"},
		{"K of NaN", func(e *experiment.Experiment) { e.Beam.Polarization.Kahn = nan }, "-polar"},

		{"no steps of φ", func(e *experiment.Experiment) { e.Scan.Steps = 0 }, "-phisteps"},
		{"negative steps of φ", func(e *experiment.Experiment) { e.Scan.Steps = -1 }, "-phisteps"},
		{"no domains", func(e *experiment.Experiment) { e.Crystal.Mosaic.Domains = 0 }, "-mosaic_domains"},
		{"negative domains", func(e *experiment.Experiment) { e.Crystal.Mosaic.Domains = -1 }, "-mosaic_domains"},
		{"too many orientations", func(e *experiment.Experiment) { e.Scan.Steps, e.Crystal.Mosaic.Domains = 1<<20, 1<<20 }, "-mosaic_domains"},
		{"NaN cell", func(e *experiment.Experiment) { e.Crystal.Orientation.Direct[5] = nan }, "-cell"},
		{"infinite cell", func(e *experiment.Experiment) { e.Crystal.Orientation.Direct[0] = inf }, "-mat"},
		{"NaN φ", func(e *experiment.Experiment) { e.Scan.Start = nan }, "-phi"},
		{"NaN mosaic spread", func(e *experiment.Experiment) { e.Crystal.Mosaic = experiment.Mosaic{Spread: nan, Domains: 2} }, "-mosaic"},

		{"no cells along a", func(e *experiment.Experiment) { e.Crystal.Cells[0] = 0 }, "-Na"},
		{"no cells along b", func(e *experiment.Experiment) { e.Crystal.Cells[1] = -1 }, "-Nb"},
		{"too many cells along c", func(e *experiment.Experiment) { e.Crystal.Cells[2] = math.MaxInt32 + 1 }, "-Nc"},
		{"no such shape", func(e *experiment.Experiment) { e.Crystal.Shape = 4 }, "-round_xtal"},
		{"NaN fudge", func(e *experiment.Experiment) { e.Crystal.Fudge = nan }, "-fudge"},
		{"negative fudge", func(e *experiment.Experiment) { e.Crystal.Fudge = -1 }, "-fudge"},
		{"infinite F", func(e *experiment.Experiment) { e.Crystal.DefaultF = inf }, "-default_F"},
		{"NaN F", func(e *experiment.Experiment) { e.Crystal.DefaultF = nan }, "-default_F"},
		{"table cut short", func(e *experiment.Experiment) { e.Crystal.Table.F = e.Crystal.Table.F[1:] }, "-hkl"},
		{"table of negative size", func(e *experiment.Experiment) { e.Crystal.Table.Size = [3]int32{-1, -2, 3} }, "-hkl"},

		{"negative fluence", func(e *experiment.Experiment) { e.Beam.Fluence = -1 }, "-fluence"},
		{"NaN fluence", func(e *experiment.Experiment) { e.Beam.Fluence = nan }, "-flux"},
		{"infinite fluence", func(e *experiment.Experiment) { e.Beam.Fluence = inf }, "-fluence"},
		{"negative water", func(e *experiment.Experiment) { e.WaterSize = -1e-6 }, "-water"},
		{"NaN water", func(e *experiment.Experiment) { e.WaterSize = nan }, "-water"},
		{"a sea of water", func(e *experiment.Experiment) { e.WaterSize = 1e150 }, "-water"},
		{"negative photons to leave out", func(e *experiment.Experiment) { e.Sampling.Cull = -1 }, "-cull"},
		{"NaN photons to leave out", func(e *experiment.Experiment) { e.Sampling.Cull = nan }, "-cull"},
		{"all photons to leave out", func(e *experiment.Experiment) { e.Sampling.Cull = inf }, "-cull"},
	} {
		e := sample(t)
		c.change(e)
		p, err := plan.Compile(e)
		if err == nil || !strings.Contains(err.Error(), c.option) {
			t.Errorf("%s: Compile() = %v, want an error with %q", c.name, err, c.option)
		}
		if err != nil && p != nil {
			t.Errorf("%s: Compile returns a plan beside its error", c.name)
		}
	}
}

// TestSampleCountsDoNotOverflow: counts beyond int64 are an error, also where the
// region of interest is empty.
func TestSampleCountsDoNotOverflow(t *testing.T) {
	for _, c := range []struct {
		name       string
		roi        image.Rectangle
		sources    int
		steps      int
		oversample int
		fits       bool
	}{
		// 2¹⁵ sub-pixels squared are 2³⁰, times 2¹⁶ × 2¹⁴ states 2⁶⁰, times 8 pixels 2⁶³.
		{"one pixel, one layer", image.Rect(0, 0, 1, 1), 1 << 16, 1 << 14, math.MaxInt16, true},
		{"eight pixels", image.Rect(0, 0, 4, 2), 1 << 16, 1 << 14, math.MaxInt16, false},
		{"no pixels, but 2⁶⁴ steps", image.Rectangle{}, 1 << 17, 1 << 17, math.MaxInt16, false},
	} {
		e := sample(t)
		e.Detector.Sensor = experiment.Sensor{Layers: 1}
		e.Detector.ROI = c.roi
		e.Sampling.Oversample = c.oversample
		e.Beam.Sources = make([]experiment.Source, c.sources)
		for j := range e.Beam.Sources {
			e.Beam.Sources[j] = experiment.Source{Incident: r3.Vec{Z: 1}, Wavelength: 1e-10, Weight: 1}
		}
		e.Scan = experiment.Scan{Steps: c.steps}
		p, err := plan.Compile(e)
		switch {
		case c.fits && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.fits:
			if want := int64(c.sources) * int64(c.steps) * int64(c.oversample) * int64(c.oversample); p.Steps != want || p.Samples() != want {
				t.Errorf("%s: Steps = %d, Samples() = %d, want %d", c.name, p.Steps, p.Samples(), want)
			}
		case err == nil || !strings.Contains(err.Error(), "-oversample"):
			t.Errorf("%s: Compile() = %v, want an error with -oversample", c.name, err)
		}
	}
}
