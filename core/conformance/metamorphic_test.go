package conformance

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gobragg/core/frame"

	"gonum.org/v1/gonum/num/quat"
	"gonum.org/v1/gonum/spatial/r3"
)

// TestTilesAndThreads: an image has the same bits however it is cut up.
func TestTilesAndThreads(t *testing.T) {
	for _, f := range smallFrames {
		t.Run(f.name, func(t *testing.T) {
			p := compile(t, f.args, smallFiles)
			want := renderPlan(t, p, 1, image.Point{})
			for _, threads := range []int{1, 2, 3} {
				for _, tile := range []image.Point{{}, {X: 1, Y: 1}, {X: 7, Y: 3}, {X: 64, Y: 64}} {
					sameBits(t, fmt.Sprintf("%d threads, tiles of %v", threads, tile), renderPlan(t, p, threads, tile), want)
				}
			}
		})
	}
}

// TestRegionsOfInterest: pieces of an image have the bits of the whole.
func TestRegionsOfInterest(t *testing.T) {
	for _, f := range smallFrames {
		whole := render(t, f.args, smallFiles)
		pieces := frame.New(smallWidth, smallHeight)
		for _, x := range [][2]int{{0, 0}, {1, 12}, {13, 26}} {
			for _, y := range [][2]int{{0, 7}, {8, 18}} {
				piece := render(t, f.args+fmt.Sprintf(" -roi %d %d %d %d", x[0], x[1], y[0], y[1]), smallFiles)
				for i, v := range piece.Pix {
					if inside := image.Pt(i%smallWidth, i/smallWidth).In(image.Rect(x[0], y[0], x[1]+1, y[1]+1)); inside {
						pieces.Pix[i] = v
					} else if v != 0 {
						t.Fatalf("%s: pixel %d outside the region of interest is %v", f.name, i, v)
					}
				}
			}
		}
		sameBits(t, f.name+" in pieces", pieces, whole)
	}
}

// TestMasks: masking some pixels leaves the bits of the others.
func TestMasks(t *testing.T) {
	whole := render(t, headed+"-pixel 2 -detpixels 24 -distance 60", nil)
	mask := []byte(smv(t, ""))
	for i := range 24 * 24 {
		if i%3 == 0 || i%24 == 7 {
			mask[len(mask)-2*24*24+2*i] = 0
		}
	}
	masked := render(t, headed+"-distance 60 -mask mask.img", texts{"mask.img": string(mask)})
	for i, v := range masked.Pix {
		want := whole.Pix[i]
		if i%3 == 0 || i%24 == 7 {
			want = 0
		}
		if v != want {
			t.Fatalf("pixel %d is %v, want %v", i, v, want)
		}
	}
}

// TestRotateEverything: an experiment does not know how the laboratory is turned.
func TestRotateEverything(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	o := resolve(t, triclinic+"-default_F 1", nil).Experiment.Crystal.Orientation.Reciprocal
	// experiment returns the arguments and files with all directions turned.
	experiment := func(place string, byCorner bool, turned func(r3.Vec) r3.Vec) (string, texts) {
		options := map[string]r3.Vec{
			"fdet_vector": {Z: 1}, "sdet_vector": {Y: -1}, "odet_vector": {X: 1}, "beam_vector": {X: 1},
			"polar_vector": {Z: 1}, "spindle_axis": {Y: 0.6, Z: 0.8}, "twotheta_axis": {Y: 0.8, Z: -0.6},
		}
		if byCorner {
			options["pix0_vector"] = r3.Vec{X: 0.06, Y: 0.008, Z: -0.011}
		}
		args := "-lambda 1.1 -default_F 50 -N 4 -pixel 0.9 -detpixels_x 27 -detpixels_y 19 -polar 0.8 -oversample 2 -oversample_polar " +
			"-phi 10 -osc 5 -phisteps 3 -hdivrange 3 -vdivrange 2 -hdivsteps 2 -vdivsteps 2 -mat a.mat " + place
		for option, v := range options {
			args += " -" + option + " " + vector(turned(v))
		}
		m := o.MapRows(turned).T()
		var b strings.Builder
		for _, x := range m {
			fmt.Fprintf(&b, "%.17g ", x*1.1e-10)
		}
		return args, texts{"a.mat": b.String()}
	}
	for place, byCorner := range map[string]bool{
		"-distance 60 -Xbeam 11 -Ybeam 9": false, "-twotheta 12 -close_distance 60 -ORGX 9": false, "-water 5": true,
		"-distance 60 -twotheta 10 -curved_det": false, "-distance 60 -twotheta 10 -detector_abs 200 -detector_thick 450 -oversample_thick": false,
	} {
		args, files := experiment(place, byCorner, func(v r3.Vec) r3.Vec { return v })
		want := values(render(t, args, files))
		for range 3 {
			q := quat.Number{Real: random.NormFloat64(), Imag: random.NormFloat64(), Jmag: random.NormFloat64(), Kmag: random.NormFloat64()}
			turned := r3.Rotation(quat.Scale(1/quat.Abs(q), q)).Rotate
			args, files := experiment(place, byCorner, turned)
			agrees(t, place, render(t, args, files), want, pixelTol)
		}
	}
}

// TestSplitSources: a source is the same as two of half its weight.
func TestSplitSources(t *testing.T) {
	const rest = "-10 0.3 0 0.8 1.1e-10\n-10 -0.2 0.4 0.5 1.2e-10\n"
	args := triclinic + "-default_F 50 -N 4 -oversample 1 -sourcefile s.txt"
	one := render(t, args, texts{"s.txt": rest + "-10 0.1 -0.3 1.4 1.05e-10\n"})
	two := render(t, args, texts{"s.txt": rest + "-10 0.1 -0.3 0.7 1.05e-10\n-10 0.1 -0.3 0.7 1.05e-10\n"})
	agrees(t, "two half sources", two, values(one), pixelTol)
}

// TestScaling: twice the fluence is twice the photons; twice F is four times as many.
// Factors of two leave the mantissa alone, so this holds bit for bit.
func TestScaling(t *testing.T) {
	scaled := func(what string, a, b *frame.Frame, factor float32) {
		t.Helper()
		for i, v := range a.Pix {
			if b.Pix[i] != factor*v {
				t.Fatalf("%s: pixel %d is %v, want %v times %v", what, i, b.Pix[i], factor, v)
			}
		}
	}
	for _, f := range smallFrames {
		if f.name == "compat" {
			continue // the reference program's water goes with the fluence's square
		}
		scaled(f.name+": fluence", render(t, f.args+" -fluence 1e24", smallFiles), render(t, f.args+" -fluence 2e24", smallFiles), 2)
	}
	const flux = triclinic + "-default_F 50 -N 4 -oversample 1 -flux 1e12 "
	scaled("exposure", render(t, flux+"-exposure 0.25", nil), render(t, flux+"-exposure 0.5", nil), 2)
	scaled("beam size", render(t, flux+"-beamsize 0.25", nil), render(t, flux+"-beamsize 0.125", nil), 4)

	var doubled strings.Builder
	for line := range strings.Lines(smallFiles["table.hkl"]) {
		var h, k, l, f int
		if _, err := fmt.Sscan(line, &h, &k, &l, &f); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&doubled, h, k, l, 2*f)
	}
	for _, kind := range []string{"-N 5 -nointerpolate", "-N 5 -interpolate", "-N 5 -round_xtal -nointerpolate"} {
		args := triclinic + "-oversample 1 -hkl table.hkl " + kind
		scaled("F, "+kind, render(t, args+" -default_F 3", smallFiles), render(t, args+" -default_F 6", texts{"table.hkl": doubled.String()}), 4)
	}
}

// TestPeakIntensity: where a pixel lies exactly on a reflection it holds
//
//	F² (Na Nb Nc)² · Ω · P · r_e² · fluence
//
// photons, and for a round crystal 0.7236² of that.
func TestPeakIntensity(t *testing.T) {
	const lambda, f, fluence, kahn, cells = 1.3e-10, 123, 2e22, 0.6, 5 * 3 * 4
	// The middle of pixel (17, 6), under XDS, from the near point at (22, 18) mm.
	p := r3.Vec{X: 17.5*2 - 22, Y: 6.5*2 - 18, Z: 60}
	d := r3.Unit(p)
	astar := r3.Scale(1/lambda, r3.Sub(d, r3.Vec{Z: 1}))
	across := r3.Unit(r3.Cross(astar, r3.Vec{X: 1}))
	bstar := r3.Scale(1/50e-10, across)
	cstar := r3.Scale(1/60e-10, r3.Unit(r3.Cross(astar, across)))
	m := fmt.Sprintf("%.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g %.17g",
		astar.X*lambda, bstar.X*lambda, cstar.X*lambda, astar.Y*lambda, bstar.Y*lambda, cstar.Y*lambda, astar.Z*lambda, bstar.Z*lambda, cstar.Z*lambda)

	// Ω of the square pixel; P with the E-vector along x.
	r := r3.Norm(p)
	omega := 2 * 2 * 60 / (r * r * r)
	psi, theta := math.Atan2(d.Y, d.X), math.Acos(d.Z)
	polarization := (1 + math.Pow(math.Cos(theta), 2) - kahn*math.Cos(2*psi)*math.Pow(math.Sin(theta), 2)) / 2
	want := f * f * cells * cells * omega * polarization * 7.94079248018965e-30 * fluence
	args := fmt.Sprintf("-xds -distance 60 -pixel 2 -detpixels 24 -ORGX 11.5 -ORGY 9.5 -lambda 1.3 -mat a.mat -hkl f.hkl -default_F 0 "+
		"-Na 5 -Nb 3 -Nc 4 -polar %v -fluence %v -oversample 1 ", kahn, fluence)
	for shape, factor := range map[string]float64{"-square_xtal": 1, "-round_xtal": 0.723601254558268 * 0.723601254558268, "-gauss_xtal": 1, "-tophat_spots": 1} {
		got := render(t, args+shape, texts{"a.mat": m, "f.hkl": "1 0 0 123\n"})
		near(t, shape+": photons over F²N²ΩP r_e² fluence", float64(got.Row(6)[17])/want, factor, pixelTol)
		if s := got.Stats(); s.Max != float64(got.Row(6)[17]) {
			t.Errorf("%s: the strongest pixel has %v photons, want it to be the reflection's %v", shape, s.Max, got.Row(6)[17])
		}
	}
}

// TestSumRule: over one reciprocal cell |F_latt|² integrates to the number of unit
// cells, whatever the shape of the spots between: pixels that divide the cell
// evenly add up to F² · pixels · Na Nb.
func TestSumRule(t *testing.T) {
	// At 100 m, with a cell of 1 µm, the Ewald sphere is flat to 1e-10 and 50 pixels
	// of 0.02 mm are one reciprocal cell.
	const pixels, f = 50, 20
	const args = "-xds -cell 10000 10000 100 -lambda 0.1 -distance 100000 -pixel 0.02 -detpixels 50 -default_F 20 -nopolar -oversample 1 "
	for _, n := range [][2]int{{1, 1}, {7, 5}, {12, 1}, {49, 50}} {
		for _, near0 := range []string{"", " -ORGX 3.7 -ORGY -11.2"} {
			s := render(t, args+fmt.Sprintf("-Na %d -Nb %d -Nc 1", n[0], n[1])+near0, nil).Stats()
			omega := math.Pow(0.02/100000, 2)
			near(t, fmt.Sprintf("%v cells%s: photons over F² pixels Na Nb Ω", n, near0), s.Sum/(f*f*pixels*pixels*omega), float64(n[0]*n[1]), 1e-6)
		}
	}
}

// TestEquivalentCommands: two ways of saying the same give the same image.
func TestEquivalentCommands(t *testing.T) {
	const args = triclinic + "-default_F 50 -N 6 -oversample 1 "
	for _, c := range []struct {
		a, b string
		tol  float64
	}{
		{"-lambda 1.2", fmt.Sprintf("-energy %.17g", 12398.42/1.2), pixelTol},
		{"-phi 25", "-misset 20 30 65", pixelTol}, // MOSFLM's spindle is z, the last axis of the misset
		{"-phi -25", "-misset 20 30 15", pixelTol},
		{"-phi 0.03", "-misset 20 30 40.03", pixelTol},
		{"-phi 400", "-phi 40", pixelTol},
		{"-mosaic 0", "-mosaic_domains 5", 0},
		{"-detpixels_x 24 -detpixels_y 24", "-detpixels 24", 0},
		{"-hdivrange 2 -vdivrange 2 -hdivsteps 3 -vdivsteps 3", "-divergence 2 -divsteps 3", 0},
		{"-flux 2e12 -exposure 3 -beamsize 0.2", fmt.Sprintf("-fluence %.17g", 2e12*3/(0.2e-3*0.2e-3)), pixelTol},
		{"-denzo -Xbeam 9 -Ybeam 12", "-mosflm -Xbeam 8.55 -Ybeam 11.55", 1e-6},
		{"-xds -ORGX 10.5 -ORGY 7", "-xds -pivot beam -Xbeam 9 -Ybeam 5.85", 1e-6},
	} {
		agrees(t, c.a+" as "+c.b, render(t, args+c.a, nil), values(render(t, args+c.b, nil)), c.tol)
	}
}
