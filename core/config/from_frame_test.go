package config

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"gobragg/core/imgio"
	"gobragg/core/units"
)

// pilatus is the header of an image of 7 × 5 pixels in the dialect of Pilatus.
const pilatus = `
# Detector: PILATUS 6M, S/N 60-0104
# 2016-10-27T12:11:16.123
# Pixel_size 172e-6 m x 172e-6 m
# Silicon sensor, thickness 0.000320 m
# Exposure_time 0.0950000 s
# Tau = 124.0e-09 s
# Count_cutoff 1048574 counts
# Wavelength 0.97950 A
# Energy_range (0, 0) eV
# Detector_distance 0.25012 m
# Detector_Voffset 0.00000 m
# Beam_xy (3.25, 1.75) pixels
# Start_angle %s deg.
# Angle_increment %s deg.
# Detector_2theta %s deg.
# Oscillation_axis X.CW
`

// cbf returns a mini-CBF image with these lines in its header.
func cbf(t testing.TB, lines string) string {
	t.Helper()
	var b bytes.Buffer
	if err := imgio.WriteCBF(&b, nil, 7, 5, func(_ int, dst []int32) { clear(dst) }); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	const before = "--CIF-BINARY-FORMAT-SECTION--"
	if !strings.Contains(text, before) {
		t.Fatalf("%.300q", text)
	}
	return strings.Replace(text, before, strings.TrimSpace(lines)+"\n"+before, 1)
}

// TestPilatusHeader: the beam goes to Beam_xy at Detector_distance in every
// convention.
func TestPilatusHeader(t *testing.T) {
	files := map[string]string{"a.cbf": cbf(t, fmt.Sprintf(pilatus, "12.5", "0.1", "0"))}
	for _, convention := range []string{"", "-mosflm", "-denzo", "-adxv", "-xds", "-dials"} {
		r := resolve(t, convention+" -geometry a.cbf -cell 50 -default_F 1", files)
		e, d := r.Experiment, r.Experiment.Detector
		if d.Fast != 7 || d.Slow != 5 || !near(d.Pixel, 0.172e-3) {
			t.Errorf("%s: %d × %d pixels of %g m", convention, d.Fast, d.Slow, d.Pixel)
		}
		fast, slow, ok := d.Meets(e.Beam.Direction)
		if !ok || math.Abs(fast-3.25) > 1e-9 || math.Abs(slow-1.75) > 1e-9 || !near(d.Distance, 0.25012) {
			t.Errorf("%s: beam at %g %g, %g m, want 3.25 1.75 0.25012", convention, fast, slow, d.Distance)
		}
		if !near(e.Beam.Wavelength, 0.9795e-10) || !near(e.Scan.Start, 12.5*units.Degree) || !near(e.Scan.Range, 0.1*units.Degree) {
			t.Errorf("%s: λ %g, scan %+v", convention, e.Beam.Wavelength, e.Scan)
		}
	}
	r := resolve(t, "-geometry a.cbf -cell 50 -default_F 1 -distance 300 -phi 7", files)
	if d := r.Experiment.Detector; !near(d.Distance, 0.3) || !near(r.Experiment.Scan.Start, 7*units.Degree) {
		t.Errorf("distance %g, scan %+v: options do not win", d.Distance, r.Experiment.Scan)
	}
}

// TestPilatusTwoTheta: with an arm, Beam_xy and Detector_distance are the near point's.
func TestPilatusTwoTheta(t *testing.T) {
	files := map[string]string{"a.cbf": cbf(t, fmt.Sprintf(pilatus, "12.5", "-0.1", "20"))}
	for _, convention := range []string{"-mosflm", "-adxv", "-xds"} {
		r := resolve(t, convention+" -geometry a.cbf -cell 50 -default_F 1", files)
		d := r.Experiment.Detector
		fast, slow, ok := d.Meets(d.NormalAxis)
		if !ok || math.Abs(fast-3.25) > 1e-9 || math.Abs(slow-1.75) > 1e-9 || !near(d.Close, 0.25012) {
			t.Errorf("%s: near point at %g %g, %g m, want 3.25 1.75 0.25012", convention, fast, slow, d.Close)
		}
		if s := r.Experiment.Scan; !near(s.Start, 12.4*units.Degree) || !near(s.Range, 0.1*units.Degree) {
			t.Errorf("%s: scan %+v", convention, s)
		}
	}
}

// TestSMVFrame: dialects of SMV headers.
func TestSMVFrame(t *testing.T) {
	adsc := "PIXEL_SIZE=0.1024 DISTANCE=200 WAVELENGTH=0.9795 BEAM_CENTER_X=0.15 BEAM_CENTER_Y=0.25 OSC_START=30 OSC_RANGE=0.5 TWOTHETA=0"
	rigaku := "DETECTOR_NAMES=CCD_ SOURCE_WAVELENGTH=1_1.5418 ROTATION=10_10.5_0.5_60 CCD_SPATIAL_DISTORTION_INFORMATION=3.25_1.75_0.0898_0.0898 " +
		"CCD_GONIO_NAMES=RotZ_RotX/Swing_RotY_TransX_TransY_TransZ/Distance CCD_GONIO_VALUES=0_0_0_0_0_55.5"
	for _, tc := range []struct {
		name, lines                            string
		fast, slow, distance, wave, start, osc float64
	}{
		// MOSFLM counts X along slow, from the middle of the first pixel.
		{"ADSC", adsc, 0.25/0.1024 + 0.5, 0.15/0.1024 + 0.5, 0.2, 0.9795e-10, 30, 0.5},
		{"Rigaku", rigaku, 3.25, 1.75, 0.0555, 1.5418e-10, 10, 0.5},
		{"a centre in every convention", adsc + " MOSFLM_CENTER_X=0.3 MOSFLM_CENTER_Y=0.4", 0.4/0.1024 + 0.5, 0.3/0.1024 + 0.5, 0.2, 0.9795e-10, 30, 0.5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := strings.ReplaceAll(smv(t, 7, 5, 1, tc.lines), "_TransX", " TransX")
			// Blanks within values, which the helper cannot take.
			for _, key := range []string{"SOURCE_WAVELENGTH", "\nROTATION", "CCD_SPATIAL_DISTORTION_INFORMATION", "CCD_GONIO_NAMES", "CCD_GONIO_VALUES"} {
				before, value, ok := strings.Cut(text, key+"=")
				if !ok {
					continue
				}
				value, after, _ := strings.Cut(value, ";")
				text = before + key + "=" + strings.ReplaceAll(value, "_", " ") + ";" + after
			}
			r := resolve(t, "-geometry a.img -cell 50 -default_F 1", map[string]string{"a.img": text})
			e := r.Experiment
			fast, slow, ok := e.Detector.Meets(e.Beam.Direction)
			if !ok || math.Abs(fast-tc.fast) > 1e-9 || math.Abs(slow-tc.slow) > 1e-9 || !near(e.Detector.Distance, tc.distance) {
				t.Errorf("beam at %g %g, %g m, want %g %g %g", fast, slow, e.Detector.Distance, tc.fast, tc.slow, tc.distance)
			}
			if !near(e.Beam.Wavelength, tc.wave) || !near(e.Scan.Start, tc.start*units.Degree) || !near(e.Scan.Range, tc.osc*units.Degree) {
				t.Errorf("λ %g, scan %+v", e.Beam.Wavelength, e.Scan)
			}
		})
	}
}

// TestOwnFrame: the header of a simulated image, swung and off centre, places the
// detector where it stood, whatever convention wrote it.
func TestOwnFrame(t *testing.T) {
	for _, args := range []string{"-mosflm", "-denzo", "-adxv", "-xds", "-mosflm -twotheta 12", "-xds -twotheta -8"} {
		args += " -detpixels_f 300 -detpixels_s 200 -pixel 0.1 -distance 125 -lambda 1.5 -cell 50 -default_F 1"
		if strings.Contains(args, "-xds") {
			args += " -ORGX 100 -ORGY 50"
		} else {
			args += " -Xbeam 10 -Ybeam 12"
		}
		want := resolve(t, args, nil)
		var b bytes.Buffer
		if err := imgio.WriteSMV(&b, want.Geometry().Header(), func(_ int, dst []uint16) { clear(dst) }); err != nil {
			t.Fatal(err)
		}
		convention := strings.Fields(args)[0]
		got := resolve(t, convention+" -geometry a.img -cell 50 -default_F 1", map[string]string{"a.img": b.String()})
		// The header has six digits.
		for _, at := range [][2]float64{{0, 0}, {300, 200}} {
			a, w := got.Experiment.Detector.At(at[0], at[1]), want.Experiment.Detector.At(at[0], at[1])
			if math.Abs(a.X-w.X) > 2e-6 || math.Abs(a.Y-w.Y) > 2e-6 || math.Abs(a.Z-w.Z) > 2e-6 {
				t.Errorf("%s: pixel %v at %v, want %v", args, at, a, w)
			}
		}
	}
}

func TestFrameErrors(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"no geometry in CBF", cbf(t, "# Detector: x"), "none of the lines"},
		{"truncated CBF", "###CBF: VERSION 1.5\n# Pixel_size 1e-4 m x 1e-4 m\n", "unexpected EOF"},
		{"oblong pixels", cbf(t, "# Pixel_size 1e-4 m x 2e-4 m"), "not square"},
		{"huge wavelength", cbf(t, "# Pixel_size 1e-4 m x 1e-4 m\n# Wavelength 1e300 A"), "out of range"},
		{"no geometry in SMV", smv(t, 7, 5, 1, ""), "neither DISTANCE"},
		{"a bad number", smv(t, 7, 5, 1, "DISTANCE=far"), "not a number"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := mustParse(t, "-geometry", "f", "-cell", "50", "-default_F", "1").Experiment(openTexts(map[string]string{"f": tc.text}))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q in it", err, tc.want)
			}
		})
	}
}
