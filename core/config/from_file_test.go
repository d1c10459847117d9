package config

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"gobragg/core/geofile"
	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// xparm is a file XPARM.XDS of a tilted detector, an inclined beam and a triclinic cell.
const xparm = ` XPARM.XDS    VERSION Jan 31, 2020  BUILT=20200417
    11       35.5000    0.2000  0.999900 -0.010000  0.009900
       0.979500       0.002000      -0.003000       1.020912
     1     41.9800     52.3000     88.9200  80.000  95.000 110.000
%s    1      2463      2527    0.172000    0.172000
    1225.100830    1273.459961     250.123400
       0.999848       0.000000       0.017450
       0.000305       0.999847      -0.017448
      -0.017447       0.017451       0.999696
         1         1      2463         1      2527
    0.00    0.00    0.00  1.00000  0.00000  0.00000  0.00000  1.00000  0.00000
`

// crystalAxes returns a, b, c of the crystal with the cell of the file, rows, m.
func crystalAxes(t testing.TB) geom.Mat3 {
	t.Helper()
	cell := mustParse(t, "-cell", "41.98", "52.3", "88.92", "80", "95", "110").Input().Crystal.Cell.Value
	o, err := cell.Orient(func(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, 0.3, -0.7, 1.1) }, false)
	if err != nil {
		t.Fatal(err)
	}
	return o.Direct
}

// lines writes the rows of m in units of unit, with the digits of the programs.
func lines(m geom.Mat3, unit float64) string {
	var b strings.Builder
	for i := range 3 {
		fmt.Fprintf(&b, "%17.9f %17.9f %17.9f\n", m[3*i]/unit, m[3*i+1]/unit, m[3*i+2]/unit)
	}
	return b.String()
}

func xparmFile(t testing.TB) string { return fmt.Sprintf(xparm, lines(crystalAxes(t), units.Angstrom)) }

// pixelTolerance, pixels: the vectors in the files have six decimals, and the
// detector stands at 1500 pixels.
const pixelTolerance = 0.01

// indexTolerance of h, k, l: a cell of 90 Å to 2 Å, and six decimals.
const indexTolerance = 1e-3

// indices returns h, k, l at the point of the detector, pixels from its corner,
// with the spindle at phi (rad): (h, k, l) = a·q of the experiment as it stands.
func indices(r *Resolved, fast, slow, phi float64) [3]float64 {
	e := r.Experiment
	d := geom.Unit(e.Detector.At(fast, slow))
	q := r3.Scale(1/e.Beam.Wavelength, r3.Sub(d, e.Beam.Direction))
	var h [3]float64
	for i := range h {
		h[i] = r3.Dot(geom.RotateAxis(e.Crystal.Orientation.Direct.Row(i), e.Goniometer.Spindle, phi), q)
	}
	return h
}

// diffracts returns the spindle angle, rad, at which the reciprocal lattice vector
// p (1/m, at phi = 0) of a crystal that turns about axis diffracts the beam with
// wave vector s0, and the diffracted wave vector. It searches by bisection.
func diffracts(p, axis, s0 r3.Vec) (phi float64, s r3.Vec, ok bool) {
	at := func(phi float64) (float64, r3.Vec) {
		s := r3.Add(s0, geom.RotateAxis(p, axis, phi))
		return r3.Dot(s, s) - r3.Dot(s0, s0), s
	}
	const steps = 3600
	for i := range steps {
		lo, hi := 2*math.Pi*float64(i)/steps, 2*math.Pi*float64(i+1)/steps
		before, _ := at(lo)
		after, _ := at(hi)
		if before*after > 0 || before == 0 {
			continue
		}
		for range 60 {
			mid := (lo + hi) / 2
			if x, _ := at(mid); x*before > 0 {
				lo = mid
			} else {
				hi = mid
			}
		}
		_, s := at(lo)
		return lo, s, true
	}
	return 0, r3.Vec{}, false
}

// checkSpots predicts spots the way a program does, and looks for their indices
// at these places of the experiment. place returns where a wave vector meets the
// detector, pixels from the corner, by the program's own formula.
func checkSpots(t *testing.T, r *Resolved, axes geom.Mat3, spindle, s0 r3.Vec, place func(s r3.Vec) (fast, slow float64)) {
	t.Helper()
	fast, slow := place(s0)
	d := r.Experiment.Detector
	if math.Abs(d.BeamFast/d.Pixel-fast) > pixelTolerance || math.Abs(d.BeamSlow/d.Pixel-slow) > pixelTolerance {
		t.Errorf("direct beam at pixel %.4f %.4f, want %.4f %.4f", d.BeamFast/d.Pixel, d.BeamSlow/d.Pixel, fast, slow)
	}
	star := axes.Dual()
	seen := 0
	for _, hkl := range [][3]float64{{3, -2, 5}, {-7, 1, 4}, {2, 9, -11}, {-1, -6, 14}, {5, 5, 5}, {1, -8, -3}} {
		p := r3.Add(r3.Add(r3.Scale(hkl[0], star.Row(0)), r3.Scale(hkl[1], star.Row(1))), r3.Scale(hkl[2], star.Row(2)))
		phi, s, ok := diffracts(p, spindle, s0)
		if !ok {
			continue
		}
		seen++
		fast, slow := place(s)
		got := indices(r, fast, slow, phi)
		for i := range got {
			if math.Abs(got[i]-hkl[i]) > indexTolerance {
				t.Errorf("%v: indices %.4f at pixel %.2f %.2f, phi %.3f°", hkl, got, fast, slow, phi/units.Degree)
				break
			}
		}
	}
	if seen < 4 {
		t.Errorf("%d spots, want at least 4", seen)
	}
}

// TestXPARM: direct beam and spots where the formulas of XDS put them.
func TestXPARM(t *testing.T) {
	r := resolve(t, "-geometry XPARM.XDS -default_F 1 -N 5", map[string]string{"XPARM.XDS": xparmFile(t)})
	s0 := r3.Vec{X: 0.002, Y: -0.003, Z: 1.020912}
	s0 = r3.Scale(1e10/0.9795, geom.Unit(s0))
	d1, d2, d3 := r3.Vec{X: 0.999848, Z: 0.01745}, r3.Vec{X: 0.000305, Y: 0.999847, Z: -0.017448}, r3.Vec{X: -0.017447, Y: 0.017451, Z: 0.999696}
	place := func(s r3.Vec) (fast, slow float64) {
		const f, qx, orgx, orgy = 250.1234, 0.172, 1225.100830, 1273.459961
		x := orgx + f/qx*r3.Dot(s, d1)/r3.Dot(s, d3)
		y := orgy + f/qx*r3.Dot(s, d2)/r3.Dot(s, d3)
		return x - 0.5, y - 0.5 // XDS counts the middle of the first pixel as 1
	}
	checkSpots(t, r, crystalAxes(t), geom.Unit(r3.Vec{X: 0.9999, Y: -0.01, Z: 0.0099}), s0, place)

	e := r.Experiment
	if got := e.Scan.Start / units.Degree; !near(got, 35.5) {
		t.Errorf("phi %g°, want 35.5", got)
	}
	if got := e.Scan.Range / units.Degree; !near(got, 0.2) {
		t.Errorf("osc %g°, want 0.2", got)
	}
	if e.Detector.Fast != 2463 || e.Detector.Slow != 2527 || !near(e.Detector.Pixel, 0.172e-3) || !near(e.Beam.Wavelength, 0.9795e-10) {
		t.Errorf("%d × %d pixels of %g m, λ %g m", e.Detector.Fast, e.Detector.Slow, e.Detector.Pixel, e.Beam.Wavelength)
	}
	if len(r.Origins) < 10 {
		t.Errorf("table of %d rows: %v", len(r.Origins), r.Origins)
	}
}

// oblique is the relative error of a place on a detector whose axes are
// perpendicular to six decimals.
const oblique = 2e-6

// TestGeometryOptionsWin: each option replaces what the file says, and that alone.
func TestGeometryOptionsWin(t *testing.T) {
	files := map[string]string{"g": xparmFile(t)}
	plain := resolve(t, "-geometry g -default_F 1", files)
	for _, tc := range []struct {
		name, args, from string
		got              func(r *Resolved) float64
		want             float64
	}{
		{"wavelength", "-lambda 1.2", "-lambda", func(r *Resolved) float64 { return r.Experiment.Beam.Wavelength * 1e10 }, 1.2},
		{"phi", "-phi 5", "-phi", func(r *Resolved) float64 { return r.Experiment.Scan.Start / units.Degree }, 5},
		{"osc", "-osc 2", "-osc", func(r *Resolved) float64 { return r.Experiment.Scan.Range / units.Degree }, 2},
		{"pixels", "-detpixels_f 100", "-detpixels_f", func(r *Resolved) float64 { return float64(r.Experiment.Detector.Fast) }, 100},
		{"pixel size", "-pixel 0.2", "-pixel", func(r *Resolved) float64 { return r.Experiment.Detector.Pixel * 1e3 }, 0.2},
		{"distance", "-distance 400", "-distance", func(r *Resolved) float64 { return r.Experiment.Detector.Distance * 1e3 }, 400},
		{"distance keeps the beam spot", "-distance 400", "-distance", func(r *Resolved) float64 { return r.Experiment.Detector.BeamFast }, plain.Experiment.Detector.BeamFast},
		{"close distance", "-close_distance 400", "-close_distance", func(r *Resolved) float64 { return r.Experiment.Detector.Close * 1e3 }, 400},
		{"near point", "-ORGX 1000", "-ORGX", func(r *Resolved) float64 { return r.Experiment.Detector.NearFast / r.Experiment.Detector.Pixel }, 999.5},
		{"near point keeps the other", "-ORGX 1000", "-ORGX", func(r *Resolved) float64 { return r.Experiment.Detector.NearSlow }, plain.Experiment.Detector.NearSlow},
		{"beam centre", "-Xbeam 100", "-Xbeam", func(r *Resolved) float64 { return r.Experiment.Detector.BeamFast * 1e3 }, 100},
		{"beam centre keeps the other", "-Xbeam 100", "-Xbeam", func(r *Resolved) float64 { return r.Experiment.Detector.BeamSlow }, plain.Experiment.Detector.BeamSlow},
		{"beam centre keeps the distance", "-Xbeam 100", "-Xbeam", func(r *Resolved) float64 { return r.Experiment.Detector.Distance }, plain.Experiment.Detector.Distance},
		{"spindle", "-spindle_axis 0 1 0", "-spindle_axis", func(r *Resolved) float64 { return r.Experiment.Goniometer.Spindle.Y }, 1},
		{"beam", "-beam_vector 0 0 1", "-beam_vector", func(r *Resolved) float64 { return r.Experiment.Beam.Direction.Z }, 1},
		{"polarization", "-polar 0.9", "-polar", func(r *Resolved) float64 { return r.Experiment.Beam.Polarization.Kahn }, 0.9},
		{"cell", "-cell 50 60 70", "-cell", func(r *Resolved) float64 { return r.Experiment.Crystal.Orientation.Cell().B * 1e10 }, 60},
		{"compat", "-compat", "g", func(r *Resolved) float64 { return r.Experiment.Detector.Origin.X }, plain.Experiment.Detector.Origin.X},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := resolve(t, "-geometry g -default_F 1 "+tc.args, files)
			if got := tc.got(r); math.Abs(got-tc.want) > oblique*math.Abs(tc.want) {
				t.Errorf("%s: %.12g, want %.12g", tc.args, got, tc.want)
			}
			found := false
			for _, o := range r.Origins {
				found = found || strings.Contains(o.From, tc.from)
			}
			if !found {
				t.Errorf("%s is not in the table %v", tc.from, r.Origins)
			}
		})
	}
}

// TestCellKeepsOrientation: with -cell, a* and the plane of a*, b* stay.
func TestCellKeepsOrientation(t *testing.T) {
	files := map[string]string{"g": xparmFile(t)}
	before := resolve(t, "-geometry g -default_F 1", files).Experiment.Crystal.Orientation.Reciprocal
	after := resolve(t, "-geometry g -default_F 1 -cell 50 60 70 85 95 105", files).Experiment.Crystal.Orientation.Reciprocal
	if x := geom.Norm(r3.Cross(geom.Unit(before.Row(0)), geom.Unit(after.Row(0)))); x > 1e-9 {
		t.Errorf("a* turned by %g", x)
	}
	n := geom.Unit(r3.Cross(before.Row(0), before.Row(1)))
	if x := r3.Dot(n, geom.Unit(after.Row(1))); math.Abs(x) > 1e-9 {
		t.Errorf("b* leaves the plane by %g", x)
	}
}

// TestOrientationAcrossFrames: the crystal of a file keeps its place between beam
// and spindle in every laboratory frame.
func TestOrientationAcrossFrames(t *testing.T) {
	files := map[string]string{"g": xparmFile(t)}
	same := resolve(t, "-geometry g -orientation g -default_F 1", files).Experiment
	want := same.Crystal.Orientation.Direct
	for _, convention := range []string{"-mosflm", "-adxv", "-xds", "-dials"} {
		e := resolve(t, convention+" -orientation g -default_F 1", files).Experiment
		if !near(e.Beam.Wavelength, 0.9795e-10) {
			t.Errorf("%s: λ %g", convention, e.Beam.Wavelength)
		}
		side := across(same.Beam.Direction, same.Goniometer.Spindle)
		for i := range 3 {
			a, b := e.Crystal.Orientation.Direct.Row(i), want.Row(i)
			for _, v := range [][2]r3.Vec{{e.Beam.Direction, same.Beam.Direction}, {e.Goniometer.Spindle, side}} {
				if got, want := r3.Dot(a, v[0]), r3.Dot(b, v[1]); math.Abs(got-want) > 1e-18 {
					t.Errorf("%s: axis %d has component %g, want %g", convention, i, got, want)
				}
			}
		}
		if d := e.Crystal.Orientation.Direct.Det(); !near(d, want.Det()) {
			t.Errorf("%s: volume %g, want %g", convention, d, want.Det())
		}
	}
}

func TestGeometryErrors(t *testing.T) {
	good := xparmFile(t)
	for _, tc := range []struct{ name, args, text, want string }{
		{"another frame", "-geometry g -xds -default_F 1", good, "names a laboratory frame"},
		{"not a known file", "-geometry g -default_F 1", "hello", "none of the known formats"},
		{"empty", "-geometry g -default_F 1", "", "none of the known formats"},
		{"truncated", "-geometry g -default_F 1", good[:300], "of 43 numbers"},
		{"a word", "-geometry g -default_F 1", strings.Replace(good, "2463", "many", 1), `"many" is not a usable number`},
		{"no crystal 2", "-geometry g -crystal_number 2 -default_F 1", good, "the file has 1"},
		{"oblong pixels", "-geometry g -default_F 1", strings.Replace(good, "0.172000\n", "0.200000\n", 1), "not square"},
		{"matrix as geometry", "-geometry g -default_F 1", "1 0 0 0 1 0 0 0 1", "none of the known formats"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := mustParse(t, strings.Fields(tc.args)...).Experiment(openTexts(map[string]string{"g": tc.text}))
			var usage *UsageError
			var file *FileError
			if err == nil || !strings.Contains(err.Error(), tc.want) || !errors.As(err, &usage) && !errors.As(err, &file) {
				t.Errorf("error %v, want %q in it", err, tc.want)
			}
		})
	}
	if _, err := geofile.Read(strings.NewReader(good), 1); err != nil {
		t.Error(err)
	}
}

// TestOrientationMatrix: -orientation reads what -mat reads.
func TestOrientationMatrix(t *testing.T) {
	files := map[string]string{"m": "0.01 0.002 0\n0 0.02 0.001\n0.003 0 0.015\n"}
	a := resolve(t, "-mat m -default_F 1 -lambda 1.1", files).Experiment.Crystal.Orientation
	b := resolve(t, "-orientation m -default_F 1 -lambda 1.1", files).Experiment.Crystal.Orientation
	if a != b {
		t.Errorf("%v, want %v", b, a)
	}
}

// TestCompleteWithGeometry: the settings in full give the same experiment.
func TestCompleteWithGeometry(t *testing.T) {
	files := map[string]string{"g": xparmFile(t)}
	r := resolve(t, "-geometry g -default_F 1 -N 5", files)
	again, err := r.Complete().Experiment(openTexts(files))
	if err != nil {
		t.Fatal(err)
	}
	if again.Experiment.Detector.Origin != r.Experiment.Detector.Origin || again.Experiment.Beam.Direction != r.Experiment.Beam.Direction ||
		again.Experiment.Crystal.Orientation != r.Experiment.Crystal.Orientation || again.Experiment.Scan != r.Experiment.Scan {
		t.Errorf("%+v, want %+v", again.Experiment, r.Experiment)
	}
}

// TestFormatsAgree: the experiment of a file of XDS, turned as a whole and written
// for DIALS, has the same indices in every pixel.
func TestFormatsAgree(t *testing.T) {
	want := resolve(t, "-geometry g -default_F 1", map[string]string{"g": xparmFile(t)})
	e := want.Experiment
	turned := func(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, 0.5, -1.2, 2.5) }
	list := func(v r3.Vec, unit float64) string {
		v = turned(v)
		return fmt.Sprintf("[%.15g, %.15g, %.15g]", v.X/unit, v.Y/unit, v.Z/unit)
	}
	d, m := e.Detector, e.Crystal.Orientation.Direct
	text := fmt.Sprintf(`{"__id__": "ExperimentList", "experiment": [{"beam": 0, "detector": 0, "goniometer": 0, "scan": 0, "crystal": 0}],
"beam": [{"direction": %s, "wavelength": %.15g}],
"detector": [{"panels": [{"name": "a", "fast_axis": %s, "slow_axis": %s, "origin": %s, "image_size": [2463, 2527], "pixel_size": [0.172, 0.172]}]}],
"goniometer": [{"rotation_axis": %s}], "scan": [{"oscillation": [35.5, 0.2]}],
"crystal": [{"real_space_a": %s, "real_space_b": %s, "real_space_c": %s}]}`,
		list(e.Beam.Direction, -1), e.Beam.Wavelength/units.Angstrom,
		list(d.FastAxis, 1), list(d.SlowAxis, 1), list(d.Origin, units.Millimetre),
		list(e.Goniometer.Spindle, 1),
		list(m.Row(0), units.Angstrom), list(m.Row(1), units.Angstrom), list(m.Row(2), units.Angstrom))

	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"plain": text, "gzip": packed.String()} {
		got := resolve(t, "-geometry g -default_F 1", map[string]string{"g": content})
		for _, at := range [][2]float64{{0, 0}, {2463, 0}, {1000.5, 700.25}, {12, 2500}} {
			phi := got.Experiment.Scan.Start + 0.001
			a, b := indices(got, at[0], at[1], phi), indices(want, at[0], at[1], want.Experiment.Scan.Start+0.001)
			for i := range a {
				// The axes of the detector are perpendicular to six decimals alone.
				if math.Abs(a[i]-b[i]) > 1e-6 {
					t.Errorf("%s: indices %v at pixel %v, want %v", name, a, at, b)
				}
			}
		}
	}
}
