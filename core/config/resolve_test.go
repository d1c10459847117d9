package config

import (
	"bytes"
	"errors"
	"image"
	"math"
	"strings"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/imgio"
	"gobragg/core/rng"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// plain is the least that makes an experiment.
const plain = "-cell 100 -default_F 1 "

// rounding is the relative error of a few operations in double precision.
const rounding = 1e-12

func near(a, b float64) bool { return math.Abs(a-b) <= rounding*(math.Abs(a)+math.Abs(b)) }

func resolve(t testing.TB, args string, files map[string]string) *Resolved {
	t.Helper()
	r, err := mustParse(t, strings.Fields(args)...).Experiment(openTexts(files))
	if err != nil {
		t.Fatalf("%s: %v", args, err)
	}
	return r
}

// smv returns an SMV file of width × height pixels of the given value with these
// header lines, KEY=value separated by blanks.
func smv(t testing.TB, width, height int, value uint16, lines string) string {
	t.Helper()
	h := imgio.Geometry{Width: width, Height: height}.Header()[:6] // up to SIZE2
	for _, line := range strings.Fields(lines) {
		k, v, _ := strings.Cut(line, "=")
		h = h.Set(k, v)
	}
	var b bytes.Buffer
	err := imgio.WriteSMV(&b, h, func(y int, dst []uint16) {
		for i := range dst {
			dst[i] = value
		}
		dst[0] = 0
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestNumbers: options turned into numbers, one at a time.
func TestNumbers(t *testing.T) {
	type out = *Resolved
	cells := func(r out) any { return r.Experiment.Crystal.Cells }
	domains := func(r out) any { return r.Experiment.Crystal.Mosaic.Domains }
	sources := func(r out) any { return len(r.Experiment.Beam.Sources) }
	roi := func(r out) any { return r.Experiment.Detector.ROI }
	size := func(r out) any { return image.Pt(r.Experiment.Detector.Fast, r.Experiment.Detector.Slow) }
	over := func(r out) any { return r.Experiment.Sampling.Oversample }
	steps := func(r out) any { return r.Experiment.Scan.Steps }
	layers := func(r out) any { return r.Experiment.Detector.Sensor.Layers }
	sensor := func(r out) any { return r.Experiment.Detector.Sensor.On }
	for _, tc := range []struct {
		name, args string
		get        func(out) any
		want       any
	}{
		{"cells: default", "", cells, [3]int{1, 1, 1}},
		{"cells: below 1", "-N -4 -Nb 0 -Nc 2", cells, [3]int{1, 1, 2}},
		{"cells: from a size", "-samplesize 0.000095", cells, [3]int{10, 10, 10}},
		{"cells: exact quotient", "-samplesize 0.0001", cells, [3]int{10, 10, 10}},
		{"cells: a size wins along its axis", "-N 7 -sample_y 0.000031", cells, [3]int{7, 4, 7}},
		{"cells: clipped to the beam along b and c", "-samplesize 0.001 -beamsize 0.0002", cells, [3]int{100, 20, 20}},
		{"cells: clipped to the default beam", "-samplesize 0.2 -oversample 1", cells, [3]int{20000, 10000, 10000}},
		{"mosaic: none", "", domains, 1},
		{"mosaic: spread alone", "-mosaic 1", domains, 10},
		{"mosaic: domains alone", "-mosaic_domains 5", domains, 1},
		{"mosaic: both", "-mosaic 1 -mosaic_domains 5", domains, 5},
		{"mosaic: zero spread", "-mosaic 0 -mosaic_domains 5", domains, 1},
		{"sources: default", "", sources, 1},
		{"sources: range", "-hdivrange 1", sources, 2},
		{"sources: step", "-vdivstep 1", sources, 2},
		{"sources: steps without a range", "-divsteps 5", sources, 1},
		{"sources: step and steps", "-hdivstep 1 -hdivsteps 5", sources, 5},
		{"sources: zero range", "-divergence 0 -divsteps 5", sources, 1},
		{"sources: square grid", "-divergence 1 -divsteps 3 -square_div", sources, 9},
		{"sources: round grid", "-divergence 1 -divsteps 3", sources, 5},
		{"sources: wavelengths", "-dispersion 1 -dispsteps 7", sources, 7},
		{"phi: default", "", steps, 1},
		{"phi: range", "-osc 1", steps, 2},
		{"phi: steps", "-phisteps 5", steps, 5},
		{"phi: step", "-phistep 0.5", steps, 2},
		{"phi: range and step", "-osc 1 -phistep 0.1", steps, 10},
		{"phi: zero range", "-osc 0 -phisteps 5", steps, 1},
		{"phi: steps alone turn 1 degree", "-phisteps 5", func(r out) any { return near(r.Experiment.Scan.Range, units.Degree) }, true},
		{"sensor: off", "", sensor, false},
		{"sensor: depth alone", "-detector_abs 500", sensor, false},
		{"sensor: thickness alone", "-detector_thick 500", func(r out) any { return r.Experiment.Detector.Sensor },
			experiment.Sensor{On: true, Attenuation: 5e-4, Layer: 2.5e-4, Layers: 2}},
		{"sensor: depth inf before", "-detector_abs inf -detector_thick 500", sensor, false},
		{"sensor: depth inf after", "-detector_thick 500 -detector_abs inf", sensor, false},
		{"sensor: depth 0", "-detector_thick 500 -detector_abs 0", sensor, false},
		{"sensor: layers", "-detector_thick 500 -detector_abs 100 -thicksteps 5", func(r out) any { return r.Experiment.Detector.Sensor },
			experiment.Sensor{On: true, Attenuation: 1e-4, Layer: 1e-4, Layers: 5}},
		{"sensor: one layer", "-detector_thick 500 -detector_abs 100 -thicksteps 1", layers, 1},
		{"sensor: one layer, compat", "-detector_thick 500 -detector_abs 100 -thicksteps 1 -compat", layers, 2},
		{"pixels: default", "", size, image.Pt(1024, 1024)},
		{"pixels: from a size", "-detsize 33.3 -pixel 0.35", size, image.Pt(95, 95)},
		{"pixels: exact quotient", "-detsize 12.05 -pixel 0.1", size, image.Pt(120, 120)},
		{"pixels: a number wins", "-detsize 33.3 -detpixels_y 10", size, image.Pt(333, 10)},
		{"roi: all", "-detpixels 64", roi, image.Rect(0, 0, 64, 64)},
		{"roi: inclusive", "-detpixels 64 -roi 1 2 3 4", roi, image.Rect(1, 3, 3, 5)},
		{"roi: clipped", "-detpixels 64 -roi -5 200 60 99", roi, image.Rect(0, 60, 64, 64)},
		{"oversample: automatic", "-N 5 -lambda 1 -distance 100 -pixel 0.1", over, 2}, // 3·500 Å·0.1 mm/(1 Å·100 mm) = 1.5
		{"oversample: exact", "-N 10 -lambda 1 -distance 100 -pixel 0.1", over, 3},
		{"oversample: at least 1", "-N 1 -distance 1000", over, 1},
		{"oversample: given", "-N 5 -oversample 4", over, 4},
		{"fluence: default", "", func(r out) any { return r.Experiment.Beam.Fluence }, units.DefaultFluence},
		{"fluence: flux wins", "-fluence 5 -flux 1e12 -exposure 0.1 -beamsize 0.05", func(r out) any { return near(r.Experiment.Beam.Fluence, 1e12*0.1/2.5e-9) }, true},
		{"fluence: zero flux", "-fluence 5 -flux 0", func(r out) any { return r.Experiment.Beam.Fluence }, 5.0},
		{"seeds", "-seed 7", func(r out) any { return []int64{r.Seed, r.MissetSeed, r.Experiment.Crystal.Mosaic.Seed}[1] }, int64(7)},
		{"seed: default", "", func(r out) any { return r.Seed }, int64(1)},
		{"seed: mosaic", "", func(r out) any { return r.Experiment.Crystal.Mosaic.Seed }, int64(12345678)},
		{"seed: misset", "-misset_seed 3 -seed 7", func(r out) any { return r.MissetSeed }, int64(3)},
		{"output: defaults", "", func(r out) any {
			return r.Output.Float + " " + r.Output.Int + " " + r.Output.PGM + " " + r.Output.Noise
		},
			"floatimage.bin intimage.img image.pgm noiseimage.img"},
		{"output: without", "-nonoise -nopgm", func(r out) any { return r.Output.PGM + r.Output.Noise }, ""},
		{"output: -o replaces", "-o a.png", func(r out) any { return r.Output.Float + r.Output.Int + r.Output.PGM + r.Output.Noise }, ""},
		{"output: named with -o", "-o a.png -noisefile n.img", func(r out) any { return r.Output.Float + r.Output.Noise }, "n.img"},
		{"oversample flags", "-oversample_omega -oversample_thick -oversample_polar -dmin 2 -water 4", func(r out) any {
			s := r.Experiment.Sampling
			return s.OversampleOmega && s.OversamplePolar && s.OversampleThick && s.DMin == 2e-10 && r.Experiment.WaterSize == 4e-6
		}, true},
		{"detector flags", "-curved_det -point_pixel", func(r out) any { d := r.Experiment.Detector; return d.Curved && d.PointPixel }, true},
		{"compat", "-compat", func(r out) any { return r.Experiment.Compat }, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.get(resolve(t, plain+tc.args, nil)); got != tc.want {
				t.Errorf("%v, want %v", got, tc.want)
			}
		})
	}
}

// TestInterpolationChoice: automatic where the final crystal is small, with a table only.
func TestInterpolationChoice(t *testing.T) {
	files := map[string]string{"f.hkl": "1 0 0 5\n"}
	for _, tc := range []struct {
		args string
		want bool
	}{
		{"-hkl f.hkl -N 3", false},
		{"-hkl f.hkl -N 3 -Nb 2", true},
		{"-hkl f.hkl", true},
		{"-hkl f.hkl -samplesize 0.00003", false},
		{"-hkl f.hkl -samplesize 0.00002", true},
		{"-hkl f.hkl -N 9 -sample_x 0.00001", true},
		{"-hkl f.hkl -N 3 -interpolate", true},
		{"-hkl f.hkl -N 1 -nointerpolate", false},
		{"-N 1", false},
		{"-N 1 -interpolate", false},
	} {
		if got := resolve(t, plain+tc.args, files).Experiment.Crystal.Interpolate; got != tc.want {
			t.Errorf("%s: interpolate %v, want %v", tc.args, got, tc.want)
		}
	}
}

func TestPivotChoice(t *testing.T) {
	for _, tc := range []struct {
		args string
		want experiment.Pivot
	}{
		{"", experiment.PivotBeam},
		{"-twotheta 10", experiment.PivotBeam}, // the convention's
		{"-xds -distance 100", experiment.PivotSample},
		{"-dials", experiment.PivotSample},
		{"-adxv -ORGX 5", experiment.PivotBeam},
		{"-pivot sample", experiment.PivotSample},
		{"-xds -pivot beam -twotheta 3", experiment.PivotBeam},
		{"-pivot sample -compat", experiment.PivotBeam},
		{"-xds -pivot beam -compat", experiment.PivotSample},
		{"-beam_vector 1 0 0", experiment.PivotBeam},
		{"-beam_vector 1 0 0 -ORGX 5", experiment.PivotSample},
		{"-beam_vector 1 0 0 -ORGX 5 -distance 90", experiment.PivotBeam},
		{"-beam_vector 1 0 0 -pivot sample -distance 90", experiment.PivotSample},
		{"-beam_vector 1 0 0 -pivot sample -distance 90 -compat", experiment.PivotBeam},
		{"-beam_vector 1 0 0 -distance 90 -pivot sample -compat", experiment.PivotSample},
	} {
		p := resolve(t, plain+tc.args, nil).Placement
		if got := p.Pivot.Or(p.Convention.Pivot()); got != tc.want {
			t.Errorf("%s: pivot %s, want %s", tc.args, got, tc.want)
		}
	}
}

func TestCustomAxes(t *testing.T) {
	x, y, z := r3.Vec{X: 1}, r3.Vec{Y: 1}, r3.Vec{Z: 1}
	minus := func(v r3.Vec) r3.Vec { return r3.Scale(-1, v) }
	axes := func(r *Resolved) experiment.Axes { return r.Placement.Axes }
	for _, tc := range []struct {
		name, args string
		get        func(a experiment.Axes) r3.Vec
		want       r3.Vec
	}{
		{"given, scaled", "-beam_vector 4 0 0", func(a experiment.Axes) r3.Vec { return a.Beam }, x},
		{"fast by its documented name", "-xdet_vector 0 0 -2 -zdet_vector 1 0 0", func(a experiment.Axes) r3.Vec { return a.Fast }, minus(z)},
		{"the rest is MOSFLM's", "-xds -polar_vector 0 0 1", func(a experiment.Axes) r3.Vec { return a.Fast }, z},
		{"spindle", "-spindle_axis 0 3 0", func(a experiment.Axes) r3.Vec { return a.Spindle }, y},
		{"polarization", "-polar_vector 0 3 0", func(a experiment.Axes) r3.Vec { return a.Polarization }, y},
		{"two-theta axis is y", "-beam_vector 1 0 0", func(a experiment.Axes) r3.Vec { return a.TwoTheta }, y},
		{"a later convention wins", "-beam_vector 0 1 0 -xds", func(a experiment.Axes) r3.Vec { return a.Beam }, z},
		{"normal: fast × slow", "-fdet_vector 0 0 1 -sdet_vector 0 -1 0", func(a experiment.Axes) r3.Vec { return a.Normal }, x},
		{"normal: not upstream", "-fdet_vector 1 0 0 -sdet_vector 0 -1 0 -beam_vector 0 0 1", func(a experiment.Axes) r3.Vec { return a.Normal }, z},
		{"normal: given, scaled", "-odet_vector 2 0 0", func(a experiment.Axes) r3.Vec { return a.Normal }, x},
		{"normal: given as it is", "-odet_vector -1 0 0", func(a experiment.Axes) r3.Vec { return a.Normal }, minus(x)},
		{"normal, compat: stays x", "-compat -fdet_vector 1 0 0 -sdet_vector 0 1 0 -beam_vector 1 0 1", func(a experiment.Axes) r3.Vec { return a.Normal }, x},
		{"normal, compat: length 1", "-compat -odet_vector -1 0 0", func(a experiment.Axes) r3.Vec { return a.Normal }, minus(x)},
		{"normal, compat: replaced", "-compat -odet_vector -2 0 0", func(a experiment.Axes) r3.Vec { return a.Normal }, x},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.get(axes(resolve(t, plain+tc.args, nil))); geom.Norm(r3.Sub(got, tc.want)) > rounding {
				t.Errorf("%v, want %v", got, tc.want)
			}
		})
	}
	e := resolve(t, plain+"-dials -polar 0.5", nil).Experiment
	if e.Goniometer.Spindle != y || e.Beam.Polarization != (experiment.Polarization{Axis: y, Kahn: 0.5}) || e.Beam.Direction != z {
		t.Errorf("DIALS: spindle %v, beam %+v", e.Goniometer.Spindle, e.Beam)
	}
}

func TestPix0(t *testing.T) {
	want := r3.Vec{X: 0.1, Y: 0.05, Z: -0.05}
	if got := resolve(t, plain+"-pix0_vector 0.1 0.05 -0.05 -detector_rotx 5", nil).Experiment.Detector.Origin; got != want {
		t.Errorf("corner at %v, want %v", got, want)
	}
	if got := resolve(t, plain+"-pix0_vector 0.1 0.04 -0.05 -compat", nil).Experiment.Detector.Origin; near(got.Y, 0.04) {
		t.Errorf("-compat: corner at %v, want the pivot's placement", got)
	}
}

// TestHeaders: what an SMV header fills, and what wins over it.
func TestHeaders(t *testing.T) {
	files := map[string]string{
		"a.img": smv(t, 30, 20, 7, "PIXEL_SIZE=0.2 DISTANCE=80 WAVELENGTH=1.5 BEAM_CENTER_X=1.1 BEAM_CENTER_Y=1.3 PHI=5 OSC_RANGE=0.5 TWOTHETA=3"),
		"b.img": smv(t, 30, 20, 7, "PIXEL_SIZE=0.2 DISTANCE=80 CLOSE_DISTANCE=70 XDS_ORGX=11.5 XDS_ORGY=9.5 BEAM_CENTER_X=1.1"),
		"c.img": smv(t, 40, 40, 7, "PIXEL_SIZE=0.2 ORGX=12.5 ORGY=8.5 BEAM_CENTER_Y=1.5"),
		"d.img": smv(t, 30, 20, 7, "DISTANCE=far"),
		"e.img": smv(t, 30, 20, 7, "PIXEL_SIZE=-1"),
	}
	type out = *Resolved
	placement := func(f func(p experiment.Placement) float64) func(out) float64 {
		return func(r out) float64 { return f(r.Placement) }
	}
	distance := placement(func(p experiment.Placement) float64 { return p.Distance })
	closest := placement(func(p experiment.Placement) float64 { return p.CloseDistance.Or(-1) })
	xbeam := placement(func(p experiment.Placement) float64 { x, _ := p.Centre(); return x })
	ybeam := placement(func(p experiment.Placement) float64 { _, y := p.Centre(); return y })
	orgx := placement(func(p experiment.Placement) float64 { return p.OrgX.Or(-1) })
	orgy := placement(func(p experiment.Placement) float64 { return p.OrgY.Or(-1) })
	twotheta := placement(func(p experiment.Placement) float64 { return p.TwoTheta / units.Degree })
	fast := func(r out) float64 { return float64(r.Experiment.Detector.Fast) }
	lambda := func(r out) float64 { return r.Experiment.Beam.Wavelength }
	for _, tc := range []struct {
		name, args string
		get        func(out) float64
		want       float64
	}{
		{"size", "-img a.img", fast, 30},
		{"size, overridden", "-detpixels 9 -img a.img", fast, 9},
		{"size, overridden in mm", "-img a.img -detsize 10", fast, 50},
		{"pixel", "-img a.img", func(r out) float64 { return r.Experiment.Detector.Pixel }, 2e-4},
		{"pixel, overridden", "-pixel 0.3 -img a.img", func(r out) float64 { return r.Experiment.Detector.Pixel }, 3e-4},
		{"distance", "-img a.img", distance, 0.08},
		{"distance, overridden before", "-distance 60 -img a.img", distance, 0.06},
		{"distance, overridden after", "-img a.img -distance 60", distance, 0.06},
		{"close distance", "-img b.img", closest, 0.07},
		{"close distance, dropped for -distance", "-img b.img -distance 60", closest, -1},
		{"close distance, overridden", "-img b.img -close_distance 60", closest, 0.06},
		{"wavelength", "-img a.img", lambda, 1.5e-10},
		{"wavelength, overridden", "-img a.img -lambda 2", lambda, 2e-10},
		{"wavelength, overridden by an energy", "-img a.img -energy 12398.42", lambda, 1e-10},
		{"beam centre", "-img a.img", xbeam, 1.1e-3},
		{"beam centre, the convention's", "-adxv -img a.img", ybeam, 1.3e-3},
		{"beam centre, overridden", "-img a.img -Ybeam 2", ybeam, 2e-3},
		{"beam centre, overridden by the near point", "-xds -img b.img -ORGX 3 -pivot beam", xbeam, 5e-4},
		{"beam centre, its other axis stays", "-xds -img a.img -ORGX 3 -pivot beam", ybeam, 1.3e-3},
		{"beam centre, a mask's is flipped", "-mask a.img", ybeam, 20*0.2e-3 - 1.3e-3},
		{"beam centre, an image's over a mask's", "-mask a.img -img a.img", ybeam, 1.3e-3},
		{"near point", "-xds -img b.img", orgx, 11.5},
		{"near point, overridden", "-xds -img b.img -ORGX 3", orgx, 3},
		{"near point, its other axis stays", "-xds -img b.img -ORGX 3", orgy, 9.5},
		{"near point, plain keyword", "-xds -img c.img", orgy, 8.5},
		{"near point, MOSFLM: dropped for the beam centre along the same axis", "-pivot sample -img b.img -Ybeam 3", orgx, -1},
		{"near point, MOSFLM: the other axis stays", "-pivot sample -img b.img -Ybeam 3", orgy, 9.5},
		{"near point, ADXV: dropped for the beam centre along the same axis", "-adxv -pivot sample -img b.img -Xbeam 3", orgx, -1},
		{"two headers: the image's over the mask's", "-mask b.img -img b.img", orgx, 11.5},
		{"phi", "-img a.img", func(r out) float64 { return r.Experiment.Scan.Start / units.Degree }, 5},
		{"phi, overridden", "-img a.img -phi 0", func(r out) float64 { return r.Experiment.Scan.Start }, 0},
		{"oscillation", "-img a.img", func(r out) float64 { return r.Experiment.Scan.Range / units.Degree }, 0.5},
		{"oscillation, overridden", "-img a.img -osc 2", func(r out) float64 { return r.Experiment.Scan.Range / units.Degree }, 2},
		{"oscillation with the option's steps", "-img a.img -phisteps 5", func(r out) float64 { return float64(r.Experiment.Scan.Steps) }, 5},
		{"two-theta", "-img a.img", twotheta, 3},
		{"two-theta, overridden", "-img a.img -twotheta 4", twotheta, 4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := resolve(t, plain+tc.args, files)
			if got := tc.get(r); !near(got, tc.want) {
				t.Errorf("%v, want %v", got, tc.want)
			}
		})
	}
	r := resolve(t, plain+"-beam_vector 1 0 0 -img a.img", files)
	if r.Placement.Pivot.Set {
		t.Error("a header chooses the pivot")
	}
	r = resolve(t, plain+"-mask a.img", files)
	if m := r.Experiment.Detector.Mask; len(m) != 600 || m[0] != 0 || m[1] != 1 || m[30] != 0 {
		t.Errorf("mask of %d pixels", len(m))
	}
	for _, args := range []string{"-img d.img", "-img e.img", "-mask d.img", "-img none.img", "-mask none.img", "-mask a.img -detpixels 30"} {
		var f *FileError
		if _, err := mustParse(t, strings.Fields(plain+args)...).Experiment(openTexts(files)); !errors.As(err, &f) || !strings.Contains(err.Error(), f.File) {
			t.Errorf("%s: error %v, want a FileError", args, err)
		}
	}
}

// TestCrystal: cell, matrix and misset.
func TestCrystal(t *testing.T) {
	files := map[string]string{
		"cubic.mat": "0.02 0 0\n0 0.02 0\n0 0 0.02\n 0 0 0\n50 50 50 90 90 90\n",
		"short.mat": "1 2 3",
		"text.mat":  "1 0 0 0 1 0 0 0 one",
		"flat.mat":  "1 0 0 2 0 0 0 0 1",
	}
	r := resolve(t, "-mat cubic.mat -lambda 2 -default_F 1 -misset 0 0 90", files)
	o := r.Experiment.Crystal.Orientation
	want := geom.Rows(r3.Vec{Y: 1e-8}, r3.Vec{X: -1e-8}, r3.Vec{Z: 1e-8}) // a* = 0.02/2 Å⁻¹ along x, turned to y
	for i := range want {
		if math.Abs(o.Direct[i]-want[i]) > rounding*1e-8 {
			t.Errorf("direct cell %v, want %v", o.Direct, want)
			break
		}
	}
	if d := resolve(t, "-mat cubic.mat -cell 70 80 90 -lambda 2 -default_F 1", files).Experiment.Crystal.Orientation.Cell(); !near(d.A, 1e-8) {
		t.Errorf("-mat with -cell: a = %g m, want the matrix's 1e-8", d.A)
	}
	for _, args := range []string{"-mat short.mat", "-mat text.mat", "-mat flat.mat", "-mat none.mat"} {
		var f *FileError
		if _, err := mustParse(t, strings.Fields(args+" -default_F 1")...).Experiment(openTexts(files)); !errors.As(err, &f) {
			t.Errorf("%s: error %v, want a FileError", args, err)
		}
	}

	// Random orientations: the angles that are reported give the orientation.
	for _, compat := range []string{"", " -compat"} {
		random := resolve(t, plain+"-misset random -misset_seed 5"+compat, nil)
		generator := rng.NewRan1(5)
		u := rng.UniformRotation(generator)
		if compat != "" {
			u = rng.MosaicRotation(rng.NewRan1(5), 90)
		}
		if !random.MissetRandom || random.MissetSeed != 5 {
			t.Errorf("random%s: seed %d", compat, random.MissetSeed)
		}
		base := resolve(t, plain, nil).Experiment.Crystal.Orientation.Reciprocal
		got := random.Experiment.Crystal.Orientation.Reciprocal
		m := random.Misset
		for i := range 3 {
			if v := u.MulVec(base.Row(i)); geom.Norm(r3.Sub(got.Row(i), v)) > rounding*geom.Norm(v) {
				t.Errorf("random%s: %c* = %v, want %v", compat, "abc"[i], got.Row(i), v)
			}
			if v := geom.RotateXYZ(base.Row(i), m[0], m[1], m[2]); geom.Norm(r3.Sub(got.Row(i), v)) > rounding*geom.Norm(v) {
				t.Errorf("random%s: the reported angles give %c* = %v, want %v", compat, "abc"[i], v, got.Row(i))
			}
		}
	}
	if a, b := resolve(t, plain+"-misset random -seed 3", nil), resolve(t, plain+"-misset random -misset_seed 3", nil); a.Misset != b.Misset {
		t.Error("-seed does not seed -misset random")
	}
}

func TestStructureFactors(t *testing.T) {
	files := map[string]string{
		"f.hkl": "# comment\n1 0 0 5\n0 1 0 6\n", "g.hkl": "0 1 0 6\n1 0 0 5\n", "h.hkl": "1 0 0 5\n0 1 0 7\n", "bad.hkl": "1 0 zero 5\n",
		"F.bin": "0 0 0 0 0 0\n\f" + strings.Repeat("\x00\x00\x00\x00\x00\x00\x14\x40", 8),
	}
	a, b, c := resolve(t, plain+"-hkl f.hkl", files), resolve(t, plain+"-hkl g.hkl", files), resolve(t, plain+"-hkl h.hkl -dumpfile F.bin", files)
	if a.StructureFactorsHash == "" || a.StructureFactorsHash != b.StructureFactorsHash || a.StructureFactorsHash == c.StructureFactorsHash {
		t.Errorf("hashes %q %q %q", a.StructureFactorsHash, b.StructureFactorsHash, c.StructureFactorsHash)
	}
	if a.StructureFactors != "f.hkl" || c.StructureFactors != "h.hkl" {
		t.Errorf("structure factors from %q, %q", a.StructureFactors, c.StructureFactors)
	}
	if f := a.Experiment.Crystal.Table.At(9, 9, 9); f != 1 {
		t.Errorf("F outside the file = %g, want -default_F 1", f)
	}
	if d := resolve(t, plain+"-dumpfile F.bin", files); d.StructureFactors != "F.bin" || d.Experiment.Crystal.Table.At(0, 0, 0) != 5 {
		t.Errorf("dump: from %q, F(000) = %g", d.StructureFactors, d.Experiment.Crystal.Table.At(0, 0, 0))
	}
	if d := resolve(t, plain, map[string]string{"Fdump.bin": files["F.bin"]}); d.Experiment.Crystal.Table != nil || d.StructureFactors != "-default_F 1" {
		t.Error("a dump file is read unasked")
	}
	for _, args := range []string{"-hkl none.hkl", "-hkl bad.hkl", "-dumpfile none", "-dumpfile f.hkl"} {
		var f *FileError
		if _, err := mustParse(t, strings.Fields(plain+args)...).Experiment(openTexts(files)); !errors.As(err, &f) || !strings.HasPrefix(err.Error(), strings.Fields(args)[0]) {
			t.Errorf("%s: error %v, want a FileError that names the option", args, err)
		}
	}
}

// TestResolveErrors: contradictions and excesses that only the whole shows.
func TestResolveErrors(t *testing.T) {
	for _, tc := range []struct{ name, args, want string }{
		{"no cell", "-default_F 1", "there is no unit cell: give -cell"},
		{"no structure factors", "-cell 10", "give a file with -hkl FILE"},
		{"roi outside", plain + "-detpixels 64 -roi 64 70 0 9", "-roi: 64 70 0 9 lies outside the detector of 64 × 64 pixels"},
		{"too many pixels from a size", plain + "-detsize 1000 -pixel 0.001", "at most 65535 are possible"},
		{"too large an image", plain + "-detpixels 65535", "are too many"},
		{"beam in the detector plane", plain + "-detector_roty 90", "the beam lies in the detector plane"},
		{"custom axes mixed with a convention", plain + "-xds -beam_vector 0 0 1", "vectors that are not given are MOSFLM's, whatever convention was named before"},
		{"parallel axes", plain + "-fdet_vector 0 1 0", "parallel"},
		{"too many sources", plain + "-divergence 1 -divsteps 2000", "sources; at most"},
		{"too many steps of phi", plain + "-osc 10 -phistep 1e-6", "steps of this size"},
		{"too many steps of divergence", plain + "-hdivrange 10 -hdivstep 1e-6", "steps of this size"},
		{"too many states", plain + "-mosaic 1 -mosaic_domains 100000 -phisteps 100000", "states; at most 1e+09"},
		{"too fine an automatic oversampling", plain + "-samplesize 0.1 -distance 1", "state a number, for example -oversample 1"},
		{"too many cells", plain + "-samplesize 1e7", "at most 1e+09"},
		{"trace outside", plain + "-detpixels 64 -trace 64 0", "-trace: pixel 64 0 is not on the detector"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := mustParse(t, strings.Fields(tc.args)...).Experiment(openTexts(nil))
			var u *UsageError
			if !errors.As(err, &u) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want a UsageError with %q", err, tc.want)
			}
		})
	}
}

func TestProvenance(t *testing.T) {
	files := map[string]string{"my f.hkl": "1 0 0 5\n"}
	c := mustParse(t, "-hkl", "my f.hkl", "-cell", "100", "-misset", "10", "0", "0", "-seed", "4")
	r, err := c.Experiment(openTexts(files))
	if err != nil {
		t.Fatal(err)
	}
	h := imgio.Header(r.Provenance("1.2"))
	for key, want := range map[string]string{
		"PROGRAM": "gobragg 1.2", "COMMAND": "gobragg -hkl 'my f.hkl' -cell 100 -misset 10 0 0 -seed 4",
		"SEED": "4", "MISSET_SEED": "4", "MOSAIC_SEED": "12345678", "MISSET": "10.000000 0.000000 0.000000",
		"STRUCTURE_FACTORS": "my f.hkl", "STRUCTURE_FACTORS_HASH": r.StructureFactorsHash,
	} {
		if got, _ := h.Get(key); got != want {
			t.Errorf("%s=%q, want %q", key, got, want)
		}
	}
	r = resolve(t, plain+"-misset random -seed 4 -misset_seed 5 -mosaic 1 -mosaic_seed 6", nil)
	h = imgio.Header(r.Provenance("1.2"))
	for key, want := range map[string]string{"SEED": "4", "MISSET_SEED": "5", "MOSAIC_SEED": "6"} {
		if got, _ := h.Get(key); got != want {
			t.Errorf("%s=%q, want %q", key, got, want)
		}
	}
	if got := CommandLine([]string{"it's", "", "a&b"}); got != `gobragg 'it'\''s' '' 'a&b'` {
		t.Errorf("command line %q", got)
	}
}

// TestHeaderErrorIsFixed: of two wrong keywords the first is named, every time.
func TestHeaderErrorIsFixed(t *testing.T) {
	h := imgio.Header{{Key: "SIZE1", Value: "0"}, {Key: "SIZE2", Value: "-1"}}
	for range 20 {
		if _, err := readHeader(h, false, defaultPixel); err == nil || !strings.Contains(err.Error(), "SIZE1=0 is out of range") {
			t.Fatalf("error %v, want SIZE1 in it", err)
		}
	}
}
