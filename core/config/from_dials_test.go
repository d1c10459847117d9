package config

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// expt is an experiment list of two panels, a goniometer with fixed and setting
// rotations and two crystals.
const expt = `{
  "__id__": "ExperimentList",
  "experiment": [
    {"__id__": "Experiment", "identifier": "0", "beam": 0, "detector": 0, "goniometer": 0, "scan": 0, "crystal": 1, "imageset": 0},
    {"__id__": "Experiment", "identifier": "1", "beam": 0, "detector": 0, "goniometer": 0, "scan": 0, "crystal": 0, "imageset": 0}
  ],
  "imageset": [{"__id__": "ImageSequence", "template": "image_####.cbf"}],
  "beam": [{"direction": [0.002, -0.001, 1.0], "wavelength": 0.97950, "divergence": 0.0, "sigma_divergence": 0.0,
    "polarization_normal": [0.0, 1.0, 0.0], "polarization_fraction": 0.999, "flux": 0.0, "transmission": 1.0}],
  "detector": [{
    "panels": [
      {"name": "A", "type": "SENSOR_PAD", "fast_axis": [1.0, 0.0, 0.0], "slow_axis": [0.0, 1.0, 0.0], "origin": [1.5, -2.5, 0.25],
       "raw_image_offset": [0, 0], "image_size": [1475, 1679], "pixel_size": [0.172, 0.172], "trusted_range": [0, 1000000],
       "thickness": 0.32, "material": "Si", "mu": 3.96, "px_mm_strategy": {"type": "ParallaxCorrectionPxMmStrategy"}},
      {"name": "B", "fast_axis": [1, 0, 0], "slow_axis": [0, 1, 0], "origin": [300, 0, 0], "image_size": [10, 10], "pixel_size": [0.172, 0.172]}
    ],
    "hierarchy": {"name": "", "fast_axis": [1.0, 0.0, 0.0], "slow_axis": [0.0, 1.0, 0.0], "origin": [0, 0, 0], "children": [
      {"name": "group", "fast_axis": [0.98480775, 0.0, 0.17364818], "slow_axis": [0.0, -1.0, 0.0], "origin": [-120.0, 140.0, -230.0],
       "children": [{"panel": 1}, {"panel": 0}]}]}
  }],
  "goniometer": [%s],
  "scan": [{"image_range": [1, 900], "batch_offset": 0, "oscillation": [12.5, 0.1], "exposure_time": [0.1]}],
  "crystal": [
    {"__id__": "crystal", "real_space_a": [50, 0, 0], "real_space_b": [0, 60, 0], "real_space_c": [0, 0, 70], "space_group_hall_symbol": " P 1"},
    {"__id__": "crystal", "real_space_a": %s, "real_space_b": %s, "real_space_c": %s, "space_group_hall_symbol": " P 1"}
  ]
}`

const (
	// single turns by 30° about z at the crystal's side of the axis, and by 20° about
	// y at the other.
	single = `{"rotation_axis": [1, 0.01, 0], "fixed_rotation": [0.8660254037844387, -0.5, 0, 0.5, 0.8660254037844387, 0, 0, 0, 1],
	"setting_rotation": [0.9396926207859084, 0, 0.3420201433256687, 0, 1, 0, -0.3420201433256687, 0, 0.9396926207859084]}`
	// several does the same with three axes.
	several = `{"axes": [[0, 0, 1], [1, 0.01, 0], [0, 1, 0]], "angles": [30, 0, 20], "names": ["phi", "scan", "arm"], "scan_axis": 1}`
)

func exptFile(t testing.TB, goniometer string) string {
	m := crystalAxes(t)
	row := func(i int) string {
		return fmt.Sprintf("[%.9f, %.9f, %.9f]", m[3*i]*1e10, m[3*i+1]*1e10, m[3*i+2]*1e10)
	}
	return fmt.Sprintf(expt, goniometer, row(0), row(1), row(2))
}

// TestDIALS: direct beam and spots where the formulas of dxtbx put them, in which
// a crystal turns as S·R(axis, φ)·F and a panel stands on those it belongs to.
func TestDIALS(t *testing.T) {
	for name, goniometer := range map[string]string{"one axis": single, "three axes": several} {
		t.Run(name, func(t *testing.T) {
			r := resolve(t, "-geometry a.expt -default_F 1 -N 5", map[string]string{"a.expt": exptFile(t, goniometer)})
			s0 := r3.Scale(-1e10/0.9795, geom.Unit(r3.Vec{X: 0.002, Y: -0.001, Z: 1}))

			// The group's axes, and the panel's corner in them.
			f, s := r3.Vec{X: 0.98480775, Z: 0.17364818}, r3.Vec{Y: -1}
			n := r3.Cross(f, s)
			o := r3.Add(r3.Vec{X: -120, Y: 140, Z: -230}, r3.Add(r3.Add(r3.Scale(1.5, f), r3.Scale(-2.5, s)), r3.Scale(0.25, n)))
			place := func(ray r3.Vec) (fast, slow float64) {
				p := r3.Sub(r3.Scale(r3.Dot(o, n)/r3.Dot(ray, n), ray), o)
				return r3.Dot(p, f) / 0.172, r3.Dot(p, s) / 0.172
			}
			fixed := func(v r3.Vec) r3.Vec { return geom.RotateAxis(v, r3.Vec{Z: 1}, 30*units.Degree) }
			setting := func(v r3.Vec) r3.Vec { return geom.RotateAxis(v, r3.Vec{Y: 1}, 20*units.Degree) }
			axes := crystalAxes(t).MapRows(func(v r3.Vec) r3.Vec { return setting(fixed(v)) })
			checkSpots(t, r, axes, setting(geom.Unit(r3.Vec{X: 1, Y: 0.01})), s0, place)

			// Rotating before and after the axis one by one is the same.
			axis := geom.Unit(r3.Vec{X: 1, Y: 0.01})
			const phi = 0.4
			for i := range 3 {
				want := setting(geom.RotateAxis(fixed(crystalAxes(t).Row(i)), axis, phi))
				got := geom.RotateAxis(r.Experiment.Crystal.Orientation.Direct.Row(i), r.Experiment.Goniometer.Spindle, phi)
				if geom.Norm(r3.Sub(got, want)) > 1e-6*geom.Norm(want) {
					t.Errorf("axis %d at phi: %v, want %v", i, got, want)
				}
			}
			e := r.Experiment
			if p := e.Beam.Polarization; math.Abs(math.Abs(p.Axis.X)-1) > 1e-5 || !near(p.Kahn, 0.998) {
				t.Errorf("polarization %+v, want x and 0.998", p)
			}
			if sensor := e.Detector.Sensor; !sensor.On || !near(sensor.Layer*float64(sensor.Layers), 0.32e-3) || !near(sensor.Attenuation, 1e-3/3.96) {
				t.Errorf("sensor %+v", sensor)
			}
			if !near(e.Scan.Start, 12.5*units.Degree) || !near(e.Scan.Range, 0.1*units.Degree) {
				t.Errorf("scan %+v", e.Scan)
			}
			told := false
			for _, n := range r.Notes {
				told = told || strings.Contains(n.Text, "has 2 panels; the first, A, is used")
			}
			if !told {
				t.Errorf("no note of the second panel in %v", r.Notes)
			}
		})
	}
}

// TestDIALSCrystalNumber: experiments are counted, not crystals.
func TestDIALSCrystalNumber(t *testing.T) {
	files := map[string]string{"a.expt": exptFile(t, single)}
	for n, want := range map[string]float64{"1": 41.98, "2": 50} {
		r := resolve(t, "-geometry a.expt -default_F 1 -crystal_number "+n, files)
		if got := r.Experiment.Crystal.Orientation.Cell().A * 1e10; math.Abs(got-want) > 1e-6 {
			t.Errorf("crystal %s: a = %g Å, want %g", n, got, want)
		}
	}
}

func TestDIALSErrors(t *testing.T) {
	good := exptFile(t, single)
	for _, tc := range []struct{ name, text, want string }{
		{"other JSON", `{"gobragg_config": 1}`, "want ExperimentList"},
		{"truncated", good[:len(good)/2], "unexpected end of JSON"},
		{"no experiment", `{"__id__": "ExperimentList", "experiment": []}`, "no experiment"},
		{"a model that is not there", strings.Replace(good, `"crystal": 1`, `"crystal": 9`, 1), "names crystal 9; the file has 2"},
		{"a negative model", strings.Replace(good, `"beam": 0`, `"beam": -2`, 1), "names beam -2"},
		{"not a rotation", strings.Replace(good, "0.8660254037844387", "0.9", 1), "fixed_rotation of the goniometer is not a rotation"},
		{"the other crystal", strings.Replace(good, `"crystal": 1`, `"crystal": 0`, 1), ""},
		{"no beam direction", strings.Replace(good, "[0.002, -0.001, 1.0]", "[0, 0]", 1), "no direction"},
		{"a huge detector", strings.Replace(good, "[1475, 1679]", "[1e9, 1e9]", 1), "out of range"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := mustParse(t, "-geometry", "g", "-default_F", "1").Experiment(openTexts(map[string]string{"g": tc.text}))
			if tc.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q in it", err, tc.want)
			}
		})
	}
}
