package conformance

import (
	"fmt"
	"math"
	"testing"

	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

func testOversampleFactors(t *testing.T) {
	// Every sample is weighted once, by its own factors: the mean over sub-pixels,
	// the sum over layers, written out.
	const n, layers = 3, 2
	args := standard + "-N 4 -polar 0.9 -detector_rotx 20 -detector_roty -15 -oversample 3 " +
		"-oversample_omega -oversample_polar -oversample_thick -thicksteps 2 " + sensor
	r := resolve(t, args, nil)
	s, c := sceneOf(r), cameraOf(r)
	const layer, mu = thickness * 1e-6 / layers, 1 / (attenuation * 1e-6)
	want := every(24, 24, func(x, y float64) (photons float64) {
		for depth := range layers {
			for i := range n {
				for j := range n {
					p := c.at(x-0.5+(float64(i)+0.5)/n, y-0.5+(float64(j)+0.5)/n)
					p = r3.Add(p, r3.Scale(float64(depth)*layer, c.normal))
					d := r3.Unit(p)
					cos := r3.Dot(d, c.normal)
					fraction := math.Exp(-float64(depth)*layer*mu/cos) - math.Exp(-float64(depth+1)*layer*mu/cos)
					photons += s.photons(d, c.solidAngle(p)) * fraction / (n * n)
				}
			}
		}
		return photons
	})
	agrees(t, args, render(t, args, nil), want, pixelTol)
	compatChangesNothing(t, standard+"-N 4 -polar 0.9 -oversample 2 -oversample_omega -oversample_polar", nil)
	compatChangesNothing(t, standard+"-N 4 -phi 1 -osc 2 -phisteps 3 -oversample_omega -oversample_polar", nil)

	// A pixel is the mean of a finer detector's pixels.
	const fine, coarse = "-pixel 0.5 -detpixels 72 -oversample 1", "-pixel 1.5 -detpixels 24 -oversample 3 -oversample_omega -oversample_polar"
	const tilted = turned + "-default_F 50 -N 4 -polar 0.9 -xds -distance 60 -detector_rotx 25 "
	parts := render(t, tilted+fine, nil)
	sums := every(24, 24, func(x, y float64) (sum float64) {
		for i := range 9 {
			sum += float64(parts.Row(3*int(y) + i/3)[3*int(x)+i%3])
		}
		return sum
	})
	agrees(t, "coarse pixels against fine ones", render(t, tilted+coarse, nil), sums, pixelTol)

	notes(t, "oversample-factors", standard, nil,
		[]string{"-oversample_omega -oversample 2", "-oversample_polar -phisteps 2", "-oversample_omega -dispersion 1", "-oversample_thick -detector_thick 300"},
		[]string{"", "-oversample_omega", "-oversample_polar -oversample 2 -nopolar", "-oversample 2", "-oversample_thick -detector_thick 300 -thicksteps 1"})
}

func testOversampleThickAlone(t *testing.T) {
	plain := render(t, standard+"-N 4 -oversample 2", nil)
	const flag = "-N 4 -oversample 2 -oversample_thick"
	sameBits(t, flag, render(t, standard+flag, nil), plain)
	compatChangesNothing(t, standard+flag, nil)
	if s := plain.Stats(); !(s.Max > 0) {
		t.Errorf("the image is empty")
	}
	notes(t, "oversample-thick-alone", standard, nil, []string{"-oversample_thick", "-oversample_thick -detector_abs inf -detector_thick 3"},
		[]string{"", "-oversample_thick -detector_thick 300 -thicksteps 1"})
}

func testPhiZero(t *testing.T) {
	const sweep = "-N 6 -phi 0 -osc 2 -phisteps 4"
	// A still at φ about MOSFLM's spindle, z, is one with as much more misset about z.
	still := func(phi float64) string { return standard + fmt.Sprintf("-N 6 -misset 20 30 %g", 40+phi) }
	stills := mean(equal(4), render(t, still(0), nil), render(t, still(0.5), nil), render(t, still(1), nil), render(t, still(1.5), nil))
	agrees(t, sweep, render(t, standard+sweep, nil), stills, pixelTol)
	const through = "-N 6 -phi -1 -osc 2 -phisteps 2"
	agrees(t, through, render(t, standard+through, nil), mean(equal(2), render(t, still(-1), nil), render(t, still(0), nil)), pixelTol)
	compatChangesNothing(t, standard+sweep, nil)
	notes(t, "phi-zero", standard, nil,
		[]string{"-phi 0 -osc 1", "-osc 1 -phisteps 5", "-phi -1 -osc 2 -phisteps 4"},
		[]string{"", "-phi 0", "-phi 1 -osc 1", "-osc 1 -phisteps 1"})
}

func testSourceWeights(t *testing.T) {
	const one, two = "-10 0.3 0 %v 1e-10\n", "-10 -0.2 0.4 %v 1.2e-10\n"
	const args = standard + "-N 4 -sourcefile s.txt "
	files := func(w1, w2 float64) texts {
		return texts{"s.txt": fmt.Sprintf(one, w1) + fmt.Sprintf(two, w2)}
	}
	a := render(t, args, texts{"s.txt": fmt.Sprintf(one, 1)})
	b := render(t, args, texts{"s.txt": fmt.Sprintf(two, 7)})
	// The factors that are taken once a pixel would be the first source's.
	const each = "-oversample_polar "
	for _, w := range [][2]float64{{1, 3}, {10, 30}, {0.2, 0.1}, {1, 0}} {
		agrees(t, fmt.Sprintf("weights %v", w), render(t, args+each, files(w[0], w[1])), mean(w[:], a, b), pixelTol)
		agrees(t, fmt.Sprintf("weights %v, -compat", w), render(t, args+each+"-compat", files(w[0], w[1])), mean(equal(2), a, b), pixelTol)
	}
	for _, w := range [][2]float64{{1, -1}, {-1, 3}, {0, 0}} {
		if _, err := parse(args, files(w[0], w[1])); err == nil {
			t.Errorf("weights %v give no error", w)
		}
	}
	notes(t, "source-weights", args, files(1, 3), []string{""}, nil)
	notes(t, "source-weights", args, files(2, 2), nil, []string{""})
	notes(t, "source-weights", standard, nil, nil, []string{"", "-dispersion 1"})
}

func testSourceComments(t *testing.T) {
	const args = standard + "-N 4 -sourcefile s.txt "
	const plain = "-10 0.3 0 1 1e-10\n-10 -0.2 0.4 1 1.2e-10\n"
	const commented = "# x y z weight wavelength\n\n-10 0.3 0 1 1e-10 # one\n   \n-10 -0.2 0.4 1 1.2e-10\n"
	image := render(t, args, texts{"s.txt": commented})
	sameBits(t, "comments", image, render(t, args, texts{"s.txt": plain}))
	if s := image.Stats(); !(s.Max > 0) || math.IsNaN(s.Sum) {
		t.Errorf("the image's statistics are %+v", s)
	}
	compatChangesNothing(t, args, texts{"s.txt": commented})
	notes(t, "source-comments", args, texts{"s.txt": commented}, []string{""}, nil)
	notes(t, "source-comments", args, texts{"s.txt": plain}, nil, []string{""})
}

// waterPhotons is the background of a cube of water of edge w (m) under the
// default fluence, photons per steradian: 2.57² electrons² a molecule.
func waterPhotons(w float64) float64 { return 2.57 * 2.57 * w * w * w * 1e6 * 6.02214179e23 / 18 }

func testWaterScale(t *testing.T) {
	const micron, fluence = 1e-6, 3e28
	const factor = 7.94079248018965e-30 * fluence // r_e²·fluence
	const args = turned + small + "-default_F 0 -polar 0.6 -detector_rotx 15 -water 4 -fluence 3e28 -phi 1 -osc 2 -phisteps 3 -oversample 2 "
	const steps = 3 * 2 * 2
	for _, c := range []struct {
		args            string
		capture, compat func(cos float64) float64
	}{
		{"", func(float64) float64 { return 1 }, func(float64) float64 { return 1 }},
		{"-thicksteps 3 " + sensor,
			func(cos float64) float64 { return 1 - math.Exp(-float64(thickness)/attenuation/cos) },
			// The last of three layers of T/2.
			func(cos float64) float64 {
				return math.Exp(-float64(thickness)/attenuation/cos) - math.Exp(-1.5*float64(thickness)/attenuation/cos)
			}},
	} {
		r := resolve(t, args+c.args, nil)
		s, cam := sceneOf(r), cameraOf(r)
		pixel := func(capture func(float64) float64) func(x, y float64) float64 {
			return func(x, y float64) float64 {
				p := cam.at(x-0.25, y-0.25) // the first sub-pixel
				d := r3.Unit(p)
				return waterPhotons(4*micron) * factor * cam.solidAngle(p) * s.polarization(d) * capture(r3.Dot(d, cam.normal))
			}
		}
		// Layers lie at their own depth; the background's fractions are taken there.
		const tol = pixelTol + thickness*micron/60e-3
		agrees(t, args+c.args, render(t, args+c.args, nil), every(24, 24, pixel(c.capture)), tol)
		compat := every(24, 24, pixel(c.compat))
		for i := range compat {
			compat[i] *= factor / steps
		}
		agrees(t, args+c.args+"-compat", render(t, args+c.args+"-compat", nil), compat, tol)
	}
	// It is added to the crystal's photons.
	const wet = turned + small + "-N 3 -oversample 2 "
	dry, water := render(t, wet+"-default_F 50", nil), render(t, wet+"-default_F 0 -water 4", nil)
	both := mean(equal(2), dry, water)
	for i := range both {
		both[i] *= 2
	}
	agrees(t, "crystal and water", render(t, wet+"-default_F 50 -water 4", nil), both, pixelTol)

	notes(t, "water-scale", standard, nil,
		[]string{"-water 3 -flux 1e12", "-water 3 -phisteps 2", "-water 3 -oversample 2", "-water 3 -detector_thick 4"},
		[]string{"", "-water 3", "-flux 1e12", "-water 0 -phisteps 2"})
	if units.DefaultFluence*7.94079248018965e-30-1 > 1e-9 {
		t.Error("the default fluence is not 1/r_e²")
	}
}

func testWaterDMin(t *testing.T) {
	const args = turned + small + "-default_F 0 -water 4 "
	const limit = "-dmin 3.5 "
	plain := render(t, args, nil)
	sameBits(t, limit, render(t, args+limit, nil), plain)

	r := resolve(t, args, nil)
	s, c := sceneOf(r), cameraOf(r)
	beyond := 0
	want := every(24, 24, func(x, y float64) float64 {
		p := c.at(x, y)
		d := r3.Unit(p)
		if resolution := s.lambda / r3.Norm(r3.Sub(d, s.beam)); resolution < 3.5e-10 {
			beyond++
			return 0
		}
		return waterPhotons(4e-6) * c.solidAngle(p) * s.polarization(d)
	})
	if beyond < 20 || beyond > 24*24-20 {
		t.Fatalf("%d of %d pixels lie beyond the limit", beyond, 24*24)
	}
	agrees(t, limit+"-compat", render(t, args+limit+"-compat", nil), want, pixelTol)
	sameBits(t, limit+"-nopolar -compat", render(t, args+limit+"-nopolar -compat", nil), render(t, args+"-nopolar -compat", nil))
	notes(t, "water-dmin", args, nil, []string{limit}, []string{""})
	notes(t, "water-dmin", turned+small+"-default_F 5 ", nil, nil, []string{limit})
}

func testNoPolarOversample(t *testing.T) {
	const args = standard + "-N 4 -oversample 2 -nopolar "
	off := render(t, args, nil)
	sameBits(t, "-nopolar -oversample_polar", render(t, args+"-oversample_polar", nil), off)
	compatChangesNothing(t, args+"-oversample_polar", nil)
	differs(t, "with polarization", render(t, args+"-polar 0 -oversample_polar", nil), off, 0.01)
	// One cell then scatters as much into every direction.
	r := resolve(t, args+"-oversample_polar", nil)
	c := cameraOf(r)
	agrees(t, "one cell", render(t, args+"-N 1 -oversample 1 -oversample_polar", nil),
		every(24, 24, func(x, y float64) float64 { return 50 * 50 * c.solidAngle(c.at(x, y)) }), pixelTol)
	notes(t, "nopolar-oversample", standard, nil, []string{"-nopolar -oversample_polar"},
		[]string{"", "-nopolar", "-oversample_polar", "-nopolar -oversample_polar -polar 1"})
}

func testStepsAlone(t *testing.T) {
	plain := render(t, standard+"-N 4", nil)
	for _, option := range []string{"-hdivsteps", "-vdivsteps", "-divsteps"} {
		args := standard + "-N 4 " + option + " 5"
		sameBits(t, args, render(t, args, nil), plain)
		compatChangesNothing(t, args, nil)
		r := resolve(t, args, nil)
		if len(r.Experiment.Beam.Sources) != 1 {
			t.Errorf("%s: %d sources, want 1", args, len(r.Experiment.Beam.Sources))
		}
		if !says(r, "WARNING: "+option+": one step is taken") {
			t.Errorf("%s: no WARNING in %v", args, r.Notes)
		}
	}
	if r := resolve(t, standard+"-hdivrange 2 -hdivsteps 5", nil); len(r.Experiment.Beam.Sources) != 5 || says(r, "WARNING: -hdivsteps") {
		t.Errorf("with a range: %d sources, notes %v", len(r.Experiment.Beam.Sources), r.Notes)
	}
	notes(t, "steps-alone", standard, nil, []string{"-hdivsteps 3", "-vdivsteps 3", "-divsteps 3"},
		[]string{"", "-hdivrange 1 -hdivsteps 3", "-divergence 1 -divsteps 3", "-hdivsteps 1", "-dispsteps 3", "-phisteps 3"})
}

func testStepAndSteps(t *testing.T) {
	const step = 1e-3 // rad
	for _, option := range []string{"h", "v"} {
		args := standard + fmt.Sprintf("-%sdivstep 1 -%sdivsteps 5 ", option, option)
		r := resolve(t, args, nil)
		sources, beam := r.Experiment.Beam.Sources, r.Experiment.Beam.Direction
		if len(sources) != 5 {
			t.Fatalf("%s: %d sources, want 5", args, len(sources))
		}
		angle := func(a, b r3.Vec) float64 { return math.Atan2(r3.Norm(r3.Cross(a, b)), r3.Dot(a, b)) }
		for i := 1; i < len(sources); i++ {
			near(t, args+"step", angle(sources[i-1].Incident, sources[i].Incident), step, rounding)
		}
		near(t, args+"range", angle(sources[0].Incident, sources[4].Incident), 4*step, rounding)
		nearVec(t, args+"middle", sources[2].Incident, beam, rounding)
		compatChangesNothing(t, args+"-N 4", nil)
		sameBits(t, args, render(t, args, nil), render(t, standard+fmt.Sprintf("-%sdivrange 4 -%sdivsteps 5 ", option, option), nil))
	}
	const sweep = standard + "-phi 3 -phistep 0.5 -phisteps 6 "
	angles := resolve(t, sweep, nil).Experiment.Scan.Angles()
	if len(angles) != 6 {
		t.Fatalf("%s: %d steps, want 6", sweep, len(angles))
	}
	for i, phi := range angles {
		near(t, sweep, phi/degree, 3+0.5*float64(i), rounding)
	}
	compatChangesNothing(t, sweep+"-N 4", nil)
	notes(t, "step-and-steps", standard, nil,
		[]string{"-hdivstep 1 -hdivsteps 3", "-vdivstep 1 -vdivsteps 5", "-phistep 1 -phisteps 3"},
		[]string{"", "-hdivstep 1", "-hdivstep 1 -hdivsteps 2", "-phistep 1", "-osc 1 -phistep 1 -phisteps 3"})
}
