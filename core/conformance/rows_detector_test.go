package conformance

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gobragg/core/config"

	"gonum.org/v1/gonum/spatial/r3"
)

// far is a detector so far from the sample that the thickness of its sensor does
// not matter to the geometry; one cell of uniform F scatters evenly.
const far = "-cell 40 -default_F 50 -N 1 -distance 60000 -pixel 2000 -detpixels 16 -oversample 1 -detector_rotx 10 -detector_roty -20 "

// captured returns the photons of image over those without a sensor, pixel by
// pixel, and the cosine of each ray with the detector's normal.
func captured(t *testing.T, image []float64) (ratios, cosines []float64) {
	t.Helper()
	bare := render(t, far, nil)
	c := cameraOf(resolve(t, far, nil))
	cosines = every(16, 16, func(x, y float64) float64 { return r3.Dot(r3.Unit(c.at(x, y)), c.normal) })
	for i, v := range image {
		ratios = append(ratios, v/float64(bare.Pix[i]))
	}
	return ratios, cosines
}

// Thickness and attenuation depth of the sensor of the tests, µm.
const thickness, attenuation = 450, 500

var sensor = fmt.Sprintf("-detector_thick %d -detector_abs %d ", thickness, attenuation)

// sensorTol allows for single precision in image and bare image, and for the
// thickness over the distance.
const sensorTol = 2*pixelTol + thickness*1e-6/60

func testSensorCapture(t *testing.T) {
	const depth = float64(thickness) / attenuation
	for _, steps := range []string{"", "-thicksteps 1", "-thicksteps 2", "-thicksteps 7"} {
		ratios, cosines := captured(t, values(render(t, far+sensor+steps, nil)))
		for i, got := range ratios {
			if want := 1 - math.Exp(-depth/cosines[i]); math.Abs(got-want) > sensorTol {
				t.Errorf("%s: pixel %d keeps %v of its photons, want 1 − exp(−Tμ/cos) = %v", steps, i, got, want)
				break
			}
		}
	}
	// -compat: the sum over n layers times the last one's fraction.
	for _, c := range []struct {
		steps  string
		layers int
		layer  float64 // of the thickness
	}{{"", 2, 1. / 2}, {"-thicksteps 4", 4, 1. / 3}} {
		ratios, cosines := captured(t, values(render(t, far+sensor+c.steps+" -compat", nil)))
		for i, got := range ratios {
			n, x := float64(c.layers), depth*c.layer/cosines[i]
			if want := n * (math.Exp(-(n-1)*x) - math.Exp(-n*x)); math.Abs(got-want) > sensorTol {
				t.Errorf("%s -compat: pixel %d keeps %v of its photons, want %v", c.steps, i, got, want)
				break
			}
		}
	}
	notes(t, "sensor-capture", standard, nil,
		[]string{"-detector_thick 300 -detector_abs 200", "-detector_thick 300"},
		[]string{"", "-detector_abs 200", "-detector_thick 300 -detector_abs inf", "-detector_thick 0 -detector_abs 3"})
}

func testSensorSteps(t *testing.T) {
	// One pixel, its middle at the near point.
	const one = "-cell 40 -default_F 50 -N 1 -xds -distance 60000 -pixel 2000 -detpixels 1 -oversample 1 "
	bare := float64(render(t, one, nil).Pix[0])
	for _, c := range []struct {
		steps   string
		compat  float64 // the reference program, as measured
		formula func(depth float64) float64
	}{
		{"-thicksteps 1", 0.482, func(x float64) float64 { return 2 * (math.Exp(-x) - math.Exp(-2*x)) }},
		{"", 0.462, func(x float64) float64 { return 2 * (math.Exp(-x/2) - math.Exp(-x)) }},
		{"-thicksteps 5", 0.410, func(x float64) float64 { return 5 * (math.Exp(-x) - math.Exp(-x*5/4)) }},
		{"-thicksteps 50", 0.370, func(x float64) float64 { return 50 * (math.Exp(-x) - math.Exp(-x*50/49)) }},
	} {
		const depth = float64(thickness) / attenuation
		near(t, c.steps, float64(render(t, one+sensor+c.steps, nil).Pix[0])/bare, 1-math.Exp(-depth), sensorTol)
		compat := float64(render(t, one+sensor+c.steps+" -compat", nil).Pix[0]) / bare
		near(t, c.steps+" -compat", compat, c.formula(depth), sensorTol)
		near(t, c.steps+" -compat, as measured", compat, c.compat, 1e-3)
	}
	// The layers lie within the sensor: n steps of T/n, and in compat T/(n − 1).
	for _, c := range []struct {
		args   string
		layers int
		layer  float64
	}{{"-thicksteps 1", 1, 450e-6}, {"-thicksteps 5", 5, 90e-6}, {"", 2, 225e-6},
		{"-thicksteps 1 -compat", 2, 450e-6}, {"-thicksteps 5 -compat", 5, 112.5e-6}, {"-compat", 2, 225e-6}} {
		s := resolve(t, one+sensor+c.args, nil).Experiment.Detector.Sensor
		if s.Layers != c.layers || math.Abs(s.Layer/c.layer-1) > rounding {
			t.Errorf("%s: %d layers of %v m, want %d of %v", c.args, s.Layers, s.Layer, c.layers, c.layer)
		}
	}
	notes(t, "sensor-steps", one, nil, []string{sensor + "-thicksteps 3"}, []string{"-thicksteps 3", ""})
}

func testSensorOff(t *testing.T) {
	bare := render(t, standard, nil)
	for _, args := range []string{
		"-detector_abs inf -detector_thick 450", "-detector_thick 450 -detector_abs inf",
		"-detector_abs 0 -detector_thick 450 -thicksteps 3", "-detector_thick 450 -thicksteps 3 -detector_abs 0",
	} {
		sameBits(t, args, render(t, standard+args, nil), bare)
		compatChangesNothing(t, standard+args, nil)
	}
	notes(t, "sensor-off", standard, nil,
		[]string{"-detector_abs inf -detector_thick 3", "-detector_abs 0 -detector_thick 3"},
		[]string{"-detector_thick 3 -detector_abs inf", "-detector_abs inf", sensor})
}

func testPivot(t *testing.T) {
	const tilts = " -detector_rotx 5 -detector_roty -3 -detector_rotz 8 -twotheta 12 "
	for _, c := range []struct {
		args, own, other string
		fast, slow       float64 // of the point that stays, mm
	}{
		// MOSFLM counts its beam centre from the middle of the first pixel.
		{"-mosflm -Xbeam 20 -Ybeam 25", "beam", "sample", 26, 21},
		{"-denzo -Xbeam 20 -Ybeam 25", "beam", "sample", 25, 20},
		{"-adxv -Xbeam 20 -Ybeam 25", "beam", "sample", 20, 48 - 25},
		{"-xds -ORGX 10.5 -ORGY 13", "sample", "beam", 20, 25},
		{"-dials -ORGX 10.5 -ORGY 13", "sample", "beam", 20, 25},
	} {
		args := standard + c.args + tilts
		// place returns where the point is, and along the normal from the sample.
		place := func(more string) (p, o r3.Vec, close float64) {
			r := resolve(t, args+more, nil)
			cam := cameraOf(r)
			return cam.at(c.fast/2, c.slow/2), cam.normal, cam.close()
		}
		// Beam pivot: the point stays on the beam, at -distance.
		lab := laboratories[slices.IndexFunc(laboratories, func(l laboratory) bool { return strings.HasPrefix(c.args, "-"+l.name) })]
		pivot := "-pivot beam "
		if lab.name == "xds" || lab.name == "dials" {
			pivot += "-Xbeam 20 -Ybeam 25 "
		}
		p, _, _ := place(pivot + "-distance 70")
		nearVec(t, args+pivot+": spot of the beam", p, r3.Scale(0.07, lab.beam), rounding)
		// Sample pivot: the point stays nearest to the sample, at -close_distance.
		p, o, close := place("-pivot sample -close_distance 70")
		nearVec(t, args+"-pivot sample: near point", p, r3.Scale(0.07, o), rounding)
		near(t, args+"-pivot sample: close distance", close, 0.07, rounding)

		plain := render(t, args, nil)
		sameBits(t, args+"-pivot "+c.own, render(t, args+"-pivot "+c.own, nil), plain)
		differs(t, args+"-pivot "+c.other, render(t, args+"-pivot "+c.other, nil), plain, 0.01)
		compat := render(t, args+"-compat", nil)
		for _, p := range []string{"beam", "sample"} {
			sameBits(t, args+"-compat -pivot "+p, render(t, args+"-compat -pivot "+p, nil), compat)
		}
		// Without tilts the pivot does not matter.
		still := standard + c.args + " "
		agrees(t, still+"-pivot "+c.other, render(t, still+"-pivot "+c.other, nil), values(render(t, still, nil)), 1e-5)
	}
	notes(t, "pivot", standard, nil,
		[]string{"-pivot sample", "-xds -pivot beam", "-beam_vector 1 0 0 -pivot sample -distance 80"},
		[]string{"", "-pivot beam", "-xds -pivot sample", "-beam_vector 1 0 0 -pivot sample", "-ORGX 3"})
}

func testCentreOptions(t *testing.T) {
	for _, c := range []struct{ convention, option, pivot, use string }{
		{"-xds", "-Xbeam 20", "beam", "-ORGX -ORGY"}, {"-xds", "-Ybeam 20", "beam", "-ORGX -ORGY"},
		{"-xds", "-Xclose 20", "beam", "-ORGX -ORGY"}, {"-xds", "-Yclose 20", "beam", "-ORGX -ORGY"},
		{"-dials", "-Xbeam 20", "beam", "-ORGX -ORGY"}, {"-dials", "-Yclose 20", "beam", "-ORGX -ORGY"},
		{"-mosflm", "-ORGX 9", "sample", "-Xbeam -Ybeam"}, {"-mosflm", "-ORGY 9", "sample", "-Xbeam -Ybeam"},
		{"-mosflm", "-Xclose 20", "sample", "-Xbeam -Ybeam"}, {"-denzo", "-Yclose 20", "sample", "-Xbeam -Ybeam"},
		{"-denzo", "-ORGX 9", "sample", "-Xbeam -Ybeam"}, {"-adxv", "-ORGY 9", "sample", "-Xbeam -Ybeam"},
		{"-adxv", "-Xclose 20", "sample", "-Xbeam -Ybeam"},
	} {
		args := standard + c.convention + " "
		name, _, _ := strings.Cut(c.option, " ")
		note := "NOTE: " + name + ": has no effect on the image"
		plain := render(t, args, nil)
		for _, compat := range []string{"", " -compat"} {
			sameBits(t, args+c.option+compat, render(t, args+c.option+compat, nil), plain)
			if r := resolve(t, args+c.option+compat, nil); !says(r, note) || !says(r, "use "+c.use) {
				t.Errorf("%s%s%s: no note %q that names %s in %v", args, c.option, compat, note, c.use, r.Notes)
			}
		}
		if says(resolve(t, args, nil), "has no effect on the image") {
			t.Errorf("%s: a note on an option that is not there", args)
		}
		honoured := args + c.option + " -pivot " + c.pivot
		differs(t, honoured, render(t, honoured, nil), render(t, args+"-pivot "+c.pivot, nil), 0.01)
		if says(resolve(t, honoured, nil), note) {
			t.Errorf("%s: the note %s", honoured, note)
		}
	}
}

func testPix0Vector(t *testing.T) {
	const axes = "-fdet_vector 1 0 0 -sdet_vector 0 1 0 -odet_vector 0 0 1 -beam_vector 0 0 1 -polar_vector 1 0 0 -spindle_axis 1 0 0 "
	const corner = "-pix0_vector -0.011 -0.017 0.06 "
	const tilts = "-detector_rotz 12 -detector_rotx 7 "
	// The corner is where it was put, tilts or not; the axes are turned.
	for _, tilt := range []string{"", tilts} {
		c := cameraOf(resolve(t, standard+axes+corner+tilt, nil))
		nearVec(t, "corner "+tilt, c.corner, r3.Vec{X: -0.011, Y: -0.017, Z: 0.06}, rounding)
		fast, slow := r3.Vec{X: 1}, r3.Vec{Y: 1}
		if tilt != "" {
			x, z := r3.Vec{X: 1}, r3.Vec{Z: 1}
			fast, slow = turn(turn(fast, x, 7*degree), z, 12*degree), turn(turn(slow, x, 7*degree), z, 12*degree)
		}
		nearVec(t, "fast axis "+tilt, c.fast, fast, rounding)
		nearVec(t, "slow axis "+tilt, c.slow, slow, rounding)
	}
	// The same detector as XDS describes it: the near point 11 and 17 mm from the corner.
	agrees(t, "as XDS places it", render(t, standard+axes+corner, nil), values(render(t, standard+"-xds -ORGX 6 -ORGY 9", nil)), 1e-5)

	ignored := render(t, standard+axes+"-compat", nil)
	sameBits(t, "-compat", render(t, standard+axes+corner+"-compat", nil), ignored)
	differs(t, "the corner", render(t, standard+axes+corner, nil), ignored, 0.01)
	notes(t, "pix0-vector", standard, nil, []string{corner}, []string{"", axes, corner + "-xds"})
}

func testCustomNormal(t *testing.T) {
	x, y, z := r3.Vec{X: 1}, r3.Vec{Y: 1}, r3.Vec{Z: 1}
	for _, c := range []struct {
		args            string
		normal, compats r3.Vec
		shows           bool
	}{
		// Given none: fast × slow, away from the sample; the reference keeps x.
		{"-fdet_vector 1 0 0 -sdet_vector 0 1 0 -beam_vector 0.1 0 1", z, x, true},
		{"-fdet_vector 1 0 0 -sdet_vector 0 -1 0 -beam_vector 0.1 0 1", z, x, true},
		{"-fdet_vector 0 0 1 -sdet_vector 0 -1 0 -beam_vector 1 0 0", x, x, false},
		{"-fdet_vector 0 1 0 -sdet_vector 0 0 2 -beam_vector 3 0 0.1", x, x, false},
		// Given one of another length: its direction; the reference takes fast × slow.
		{"-fdet_vector 1 0 0 -sdet_vector 0 -1 0 -odet_vector 0 0 2 -beam_vector 0 0 1", z, r3.Scale(-1, z), true},
		{"-fdet_vector 0 0 1 -sdet_vector 0 -1 0 -odet_vector 3 4 0", r3.Vec{X: 0.6, Y: 0.8}, x, true},
		{"-fdet_vector 1 0 0 -sdet_vector 0 0 1 -odet_vector 0 3 0 -beam_vector 0 1 0 -polar_vector 1 0 0", y, r3.Scale(-1, y), true},
		// Given one of length 1: as it stands.
		{"-fdet_vector 0 0 1 -sdet_vector 0 -1 0 -odet_vector 0.6 0.8 0", r3.Vec{X: 0.6, Y: 0.8}, r3.Vec{X: 0.6, Y: 0.8}, false},
	} {
		nearVec(t, c.args+": normal", resolve(t, standard+c.args, nil).Experiment.Detector.NormalAxis, c.normal, rounding)
		nearVec(t, c.args+" -compat: normal", resolve(t, standard+c.args+" -compat", nil).Experiment.Detector.NormalAxis, c.compats, rounding)
		if n := has(resolve(t, standard+c.args, nil), "custom-normal"); (n != nil) != c.shows {
			t.Errorf("%s: the note is %v, want one: %v", c.args, n, c.shows)
		}
	}
	notes(t, "custom-normal", standard, nil, nil, []string{"", "-odet_vector 0 0 2 -xds"})
}

func testTwoThetaAxisLength(t *testing.T) {
	const one, five = "-twotheta 20 -twotheta_axis 0 1 0 ", "-twotheta 20 -twotheta_axis 0 5 0 "
	sameBits(t, "axis of length 5", render(t, standard+five, nil), render(t, standard+one, nil))
	compatChangesNothing(t, standard+five, nil)
	c := cameraOf(resolve(t, standard+five, nil))
	nearVec(t, "fast axis", c.fast, turn(r3.Vec{Z: 1}, r3.Vec{Y: 1}, 20*degree), rounding)
	near(t, "length of the normal", r3.Norm(c.normal), 1, rounding)
	notes(t, "twotheta-axis-length", standard, nil, []string{five}, []string{one, "-twotheta_axis 0 5 0", five + "-xds"})
}

func testTwoThetaAxisName(t *testing.T) {
	const twotheta, axis = "-twotheta 15 ", "-twotheta_axis 3 0 -1 "
	for _, compat := range []string{"", "-compat"} {
		r := resolve(t, standard+twotheta+axis+compat, nil)
		if math.Abs(r.Placement.TwoTheta-15*degree) > rounding {
			t.Errorf("%s%s%s: two-theta is %v°, want 15", twotheta, axis, compat, r.Placement.TwoTheta/degree)
		}
		sameBits(t, "the other way round "+compat, render(t, standard+axis+twotheta+compat, nil), render(t, standard+twotheta+axis+compat, nil))
		if r := resolve(t, standard+axis+compat, nil); r.Placement.TwoTheta != 0 {
			t.Errorf("%s%s: two-theta is %v°, want 0", axis, compat, r.Placement.TwoTheta/degree)
		}
	}
	notes(t, "twotheta-axis-name", standard, nil, []string{twotheta + axis, axis}, []string{"", twotheta, axis + twotheta})
}

// headerNumber returns the value of a keyword in the header of an image of r.
func headerNumber(t *testing.T, r *config.Resolved, key string) float64 {
	t.Helper()
	x, ok, err := r.Geometry().Header().Float(key)
	if !ok || err != nil {
		t.Fatalf("header: %s: %v, %v", key, ok, err)
	}
	return x
}

func testHeaderTwoTheta(t *testing.T) {
	// The header rounds to six digits.
	const digits = 1e-5
	for _, args := range []string{
		"-mosflm -twotheta 20", "-denzo -twotheta -15 -detector_rotx 7", "-adxv -twotheta 25 -detector_roty 4",
		"-xds -twotheta 30 -ORGX 30", "-dials -twotheta 12 -detector_rotz 5",
		"-twotheta_axis 0.6 0 0.8 -twotheta 40 -distance 90",
	} {
		r := resolve(t, standard+args, nil)
		c, beam := cameraOf(r), r.Experiment.Beam.Direction
		// The beam meets the plane through the corner, normal fast × slow.
		n := r3.Cross(c.fast, c.slow)
		along := r3.Dot(c.corner, n) / r3.Dot(beam, n)
		spot := r3.Sub(r3.Scale(along, beam), c.corner)
		fast, slow := r3.Dot(spot, c.fast)*1e3, r3.Dot(spot, c.slow)*1e3
		for key, want := range map[string]float64{
			"DISTANCE": along * 1e3, "CLOSE_DISTANCE": math.Abs(r3.Dot(c.corner, n)) * 1e3,
			"DENZO_X_BEAM": slow, "DENZO_Y_BEAM": fast,
			"MOSFLM_CENTER_X": slow - 1, "MOSFLM_CENTER_Y": fast - 1, // half a pixel of 2 mm
			"ADXV_CENTER_X": fast, "ADXV_CENTER_Y": 48 - slow,
		} {
			near(t, args+": "+key, headerNumber(t, r, key), want, digits)
		}
		if d := headerNumber(t, resolve(t, standard+args+" -compat", nil), "DISTANCE"); math.Abs(d-along*1e3) < 0.01*along*1e3 {
			t.Errorf("%s -compat: DISTANCE=%v, want it without two-theta", args, d)
		}
		compatChangesNothing(t, standard+args, nil) // but the header
	}

	// What the reference program wrote.
	for _, name := range []string{"golden_cubic_tilted_detector", "dials_twotheta", "at-parallel-022_single_step_phi"} {
		c := runCase(t, name).Case
		different := 0
		for _, compat := range []bool{true, false} {
			c.Compat = compat
			r, err := c.Resolve(reference)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range c.Header {
				key, want, _ := strings.Cut(line, "=")
				if want, err := strconv.ParseFloat(want, 64); err == nil && headerNumber(t, r, key) != want {
					if compat {
						t.Errorf("%s -compat: %s=%v, the reference has %v", name, key, headerNumber(t, r, key), want)
					}
					different++
				}
			}
		}
		if different == 0 {
			t.Errorf("%s: the header is the reference's without -compat too", name)
		}
	}
	notes(t, "header-twotheta", standard, nil, []string{"-twotheta 5", "-xds -twotheta 5"}, []string{"", "-twotheta 0", "-detector_rotx 5"})
}

func testBackwardNormal(t *testing.T) {
	for _, args := range []string{"-nopolar -twotheta 110 ", "-nopolar -adxv -twotheta -130 -detector_rotx 10 "} {
		image, compat := render(t, standard+args, nil), render(t, standard+args+"-compat", nil)
		r := resolve(t, standard+args+"-compat", nil)
		s, c := sceneOf(r), cameraOf(r)
		if !(c.close() < 0) {
			t.Fatalf("%s: the normal points away from the sample", args)
		}
		// As the formula has it, Ω = pixel²/R²·close/R, for the reference.
		want := every(24, 24, func(x, y float64) float64 { return s.photons(r3.Unit(c.at(x, y)), c.solidAngle(c.at(x, y))) })
		agrees(t, args+"-compat", compat, want, pixelTol)
		for i := range want {
			want[i] = math.Abs(want[i])
		}
		agrees(t, args, image, want, pixelTol)
	}
	notes(t, "backward-normal", standard, nil, []string{"-twotheta 100", "-adxv -twotheta -100"}, []string{"", "-twotheta 80", "-xds -twotheta 100"})
}

// curvedTol allows for rotations in the kernel's own sines, 3e-16 of an index.
const curvedTol = pixelTol

func testCurvedDetector(t *testing.T) {
	const crystal = "-N 5 -polar 0.7 -curved_det "
	for _, lab := range laboratories {
		for _, tilt := range []string{"", "-detector_rotx 15 -detector_roty -10 "} {
			args := standard + crystal + tilt + "-" + lab.name + " "
			r := resolve(t, args, nil)
			s, c := sceneOf(r), cameraOf(r)
			bent := every(24, 24, func(x, y float64) float64 {
				// Arcs from the near point, along fast and then slow.
				flat := c.at(x, y)
				alpha, beta := r3.Dot(flat, c.fast)/c.close(), r3.Dot(flat, c.slow)/c.close()
				d := r3.Add(r3.Scale(math.Sin(alpha), c.fast), r3.Scale(math.Cos(alpha),
					r3.Add(r3.Scale(math.Cos(beta), c.normal), r3.Scale(math.Sin(beta), c.slow))))
				return s.photons(d, c.pixel*c.pixel/(c.close()*c.close()))
			})
			agrees(t, args, render(t, args, nil), bent, curvedTol)
		}
		// One cell without polarization lights all pixels alike: they are as large
		// and as far as one another, and capture the same fraction.
		for args, want := range map[string]float64{
			"": 1, sensor + "-thicksteps 3 ": 1 - math.Exp(-float64(thickness)/attenuation), "-point_pixel ": 1 / (2e-3 * 2e-3),
		} {
			even := render(t, standard+"-N 1 -nopolar -curved_det -distance 60 -"+lab.name+" "+args, nil)
			agrees(t, lab.name+", even light "+args, even, every(24, 24, func(x, y float64) float64 { return want * 50 * 50 * 2e-3 * 2e-3 / (60e-3 * 60e-3) }), pixelTol)
		}
	}

	// The same experiment in two laboratories: XDS's axes named as MOSFLM's.
	// x → z, y → −y (slow), z → x; so is the crystal.
	o := resolve(t, turned+"-default_F 1", nil).Experiment.Crystal.Orientation.Reciprocal
	matrix := func(rename func(r3.Vec) r3.Vec) string {
		m := o.MapRows(rename).T()
		var b strings.Builder
		for _, x := range m {
			fmt.Fprintf(&b, "%.17g ", x*1e-10)
		}
		return b.String()
	}
	files := texts{
		"xds.mat":    matrix(func(v r3.Vec) r3.Vec { return v }),
		"mosflm.mat": matrix(func(v r3.Vec) r3.Vec { return r3.Vec{X: v.Z, Y: -v.Y, Z: v.X} }),
	}
	const bothArgs = "-lambda 1 -default_F 50 -N 5 -polar 0.7 -curved_det " + small
	a := render(t, bothArgs+"-mat xds.mat -xds -ORGX 12 -ORGY 10", files)
	b := render(t, bothArgs+"-mat mosflm.mat -mosflm -Ybeam 22 -Xbeam 18", files)
	agrees(t, "curved, MOSFLM against XDS", b, values(a), 1e-6)

	// -compat: distance·beam turned about s by p_y/distance, then about f by
	// p_z/distance; Ω by the usual formula.
	for _, args := range []string{"", "-detector_rotx 5 ", "-xds "} {
		args = standard + crystal + args
		r := resolve(t, args+"-compat", nil)
		s, c := sceneOf(r), cameraOf(r)
		distance := r.Placement.Distance
		bent := every(24, 24, func(x, y float64) float64 {
			flat := c.at(x, y)
			p := turn(turn(r3.Scale(distance, s.beam), c.slow, flat.Y/distance), c.fast, flat.Z/distance)
			return s.photons(r3.Unit(p), c.solidAngle(p))
		})
		agrees(t, args+"-compat", render(t, args+"-compat", nil), bent, curvedTol)
		differs(t, args, render(t, args, nil), render(t, args+"-compat", nil), 0.01)
	}
	notes(t, "curved-detector", standard, nil, []string{"-curved_det"}, []string{""})
}

func testCurvedLast(t *testing.T) {
	for _, compat := range []string{"", "-compat "} {
		last := render(t, compat+standard+"-curved_det", nil)
		sameBits(t, compat+"-curved_det last", last, render(t, compat+"-curved_det "+standard, nil))
		differs(t, compat+"-curved_det last", last, render(t, compat+standard, nil), 0.01)
	}
	if !says(resolve(t, standard+"-curved_det", nil), "NOTE: -curved_det") {
		t.Error("-curved_det as the last option gives no note")
	}
}
