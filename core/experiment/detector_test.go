package experiment_test

import (
	"fmt"
	"image"
	"math"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

var conventions = []experiment.Convention{
	experiment.MOSFLM, experiment.DENZO, experiment.ADXV, experiment.XDS, experiment.DIALS, experiment.Custom,
}

// still returns a small crystal in front of a detector of 60 × 50 pixels of 2 mm,
// placed and then changed; a sub-pixel is a third of a pixel.
func still(t *testing.T, c experiment.Convention, change func(*experiment.Placement)) *experiment.Experiment {
	t.Helper()
	axes := c.Axes()
	place := experiment.Placement{Convention: c, Axes: axes, Fast: 60, Slow: 50, Pixel: 2e-3, Distance: 80e-3}
	if change != nil {
		change(&place)
	}
	panel, err := place.Place()
	if err != nil {
		t.Fatal(err)
	}
	cell := experiment.UnitCell{A: 70e-10, B: 80e-10, C: 90e-10, Alpha: math.Pi / 2, Beta: math.Pi / 2, Gamma: math.Pi / 2}
	orientation, err := cell.Orient(func(v r3.Vec) r3.Vec { return v }, false)
	if err != nil {
		t.Fatal(err)
	}
	return &experiment.Experiment{
		Beam: experiment.Beam{
			Direction: axes.Beam, Wavelength: 1e-10, Fluence: units.DefaultFluence,
			Polarization: experiment.Polarization{Axis: axes.Polarization},
			Sources:      []experiment.Source{{Incident: axes.Beam, Wavelength: 1e-10, Weight: 1}},
		},
		Detector: experiment.Detector{
			Fast: place.Fast, Slow: place.Slow, Pixel: place.Pixel, Panel: panel,
			Sensor: experiment.Sensor{Layers: 1}, ROI: image.Rect(0, 0, place.Fast, place.Slow),
		},
		Goniometer: experiment.Goniometer{Spindle: axes.Spindle},
		Scan:       experiment.Scan{Steps: 1},
		Crystal: experiment.Crystal{
			Orientation: orientation, Cells: [3]int{5, 5, 5}, Fudge: 1, DefaultF: 10,
			Mosaic: experiment.Mosaic{Domains: 1, Seed: 1},
		},
		Sampling: experiment.Sampling{Oversample: 3},
	}
}

func compile(t *testing.T, e *experiment.Experiment) *plan.Plan {
	t.Helper()
	p, err := plan.Compile(e)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var turned = func(p *experiment.Placement) {
	p.RotX, p.RotY, p.RotZ, p.TwoTheta = 0.1, -0.2, 0.15, 0.3
}

// TestMeetsIsTheInverseOfAt and of where the kernel looks: a ray through a point
// of the detector meets it there.
func TestMeetsIsTheInverseOfAt(t *testing.T) {
	const tolerance = 1e-11 // pixels: 1e-16 of 0.1 m over 2 mm, magnified by obliquity
	for _, c := range conventions {
		for name, change := range map[string]func(*experiment.Placement){"straight": nil, "turned": turned} {
			e := still(t, c, change)
			d := e.Detector
			for _, at := range []experiment.Point{{Fast: 0, Slow: 0}, {Fast: 0.5, Slow: 0.5}, {Fast: 60, Slow: 50}, {Fast: 31.25, Slow: -7}, {Fast: -3, Slow: 22.1}} {
				fast, slow, ok := d.Meets(geom.Unit(d.At(at.Fast, at.Slow)))
				if !ok || !(math.Abs(fast-at.Fast)+math.Abs(slow-at.Slow) <= tolerance) {
					t.Errorf("%v, %s: Meets of At%v = %v, %v, %v (tol %v)", c, name, at, fast, slow, ok, tolerance)
				}
			}
		}
	}
}

// TestMeetsAgreesWithTheKernel on every pixel of flat and of curved detectors.
func TestMeetsAgreesWithTheKernel(t *testing.T) {
	const tolerance = 1e-11
	// ±1.4 rad along the fast axis, ±2.5 rad along the slow one.
	wide := func(p *experiment.Placement) { p.Distance, p.Fast = 20e-3, 28 }
	for _, c := range conventions {
		for _, v := range []struct {
			name   string
			curved bool
			change func(*experiment.Placement)
		}{
			{"flat", false, nil}, {"flat, turned", false, turned},
			{"curved", true, nil}, {"curved, turned", true, turned},
			{"curved beyond the sample", true, wide},
		} {
			e := still(t, c, v.change)
			e.Detector.Curved = v.curved
			e.Detector.ROI = image.Rect(0, 0, e.Detector.Fast, e.Detector.Slow)
			p := compile(t, e)
			for j := 0; j < 3*e.Detector.Slow; j += 7 {
				for i := 0; i < 3*e.Detector.Fast; i += 11 {
					position := kernel.Position(p, i, j, 0)
					if v.curved && !(math.Abs(geom.Norm(position)-p.Close) <= 1e-15) {
						t.Fatalf("%v, %s: sub-pixel (%d, %d) is %v m away, want %v", c, v.name, i, j, geom.Norm(position), p.Close)
					}
					fast, slow, ok := e.Detector.Meets(geom.Unit(position))
					wantFast, wantSlow := (float64(i)+0.5)/3, (float64(j)+0.5)/3
					if got := e.Detector.Position(wantFast, wantSlow); !(geom.Norm(r3.Sub(got, position)) <= 1e-15) {
						t.Fatalf("%v, %s: Position(%v, %v) = %v, want the kernel's %v (tol 1e-15 m)", c, v.name, wantFast, wantSlow, got, position)
					}
					if !ok || !(math.Abs(fast-wantFast)+math.Abs(slow-wantSlow) <= tolerance) {
						t.Fatalf("%v, %s: Meets of sub-pixel (%d, %d) = %v, %v, %v, want %v, %v (tol %v)",
							c, v.name, i, j, fast, slow, ok, wantFast, wantSlow, tolerance)
					}
				}
			}
		}
	}
}

func TestMeetsMisses(t *testing.T) {
	for _, c := range conventions {
		d := still(t, c, nil).Detector
		for _, v := range []r3.Vec{r3.Scale(-1, d.NormalAxis), d.FastAxis, r3.Scale(-1, d.SlowAxis)} {
			if fast, slow, ok := d.Meets(v); ok {
				t.Errorf("%v: Meets(%v) = %v, %v, want a miss", c, v, fast, slow)
			}
		}
	}
}

// TestCurvedTouchesTheNearPoint: there the curved detector is the flat one, and a
// pixel further along an axis lies further along it.
func TestCurvedTouchesTheNearPoint(t *testing.T) {
	for _, c := range conventions {
		e := still(t, c, turned)
		flat, curved := e.Detector, e.Detector
		curved.Curved = true
		near := flat.NormalAxis
		for _, d := range []experiment.Detector{flat, curved} {
			fast, slow, _ := d.Meets(near)
			if !(math.Abs(fast-d.NearFast/d.Pixel)+math.Abs(slow-d.NearSlow/d.Pixel) <= 1e-11) {
				t.Errorf("%v, curved %v: Meets of the normal = %v, %v, want %v, %v (tol 1e-11)", c, d.Curved, fast, slow, d.NearFast/d.Pixel, d.NearSlow/d.Pixel)
			}
		}
		// A small angle α is α·close/pixel pixels on either, to α³/3.
		const alpha = 1e-3
		for name, axis := range map[string]r3.Vec{"fast": flat.FastAxis, "slow": flat.SlowAxis} {
			v := geom.Unit(r3.Add(near, r3.Scale(alpha, axis)))
			f1, s1, _ := flat.Meets(v)
			f2, s2, _ := curved.Meets(v)
			if !(math.Abs(f1-f2)+math.Abs(s1-s2) <= alpha*alpha*alpha*flat.Close/flat.Pixel) {
				t.Errorf("%v: %v along %s from the near point: curved (%v, %v), flat (%v, %v)", c, alpha, name, f2, s2, f1, s1)
			}
		}
	}
}

func ExampleDetector_Meets() {
	panel, err := experiment.Placement{
		Convention: experiment.XDS, Axes: experiment.XDS.Axes(),
		Fast: 1024, Slow: 1024, Pixel: 0.1 * units.Millimetre,
		Distance: 100 * units.Millimetre, TwoTheta: 10 * units.Degree,
	}.Place()
	if err != nil {
		fmt.Println(err)
		return
	}
	d := experiment.Detector{Fast: 1024, Slow: 1024, Pixel: 0.1 * units.Millimetre, Panel: panel}
	fast, slow, ok := d.Meets(experiment.XDS.Axes().Beam)
	fmt.Printf("direct beam at %.1f %.1f %v\n", fast, slow, ok)
	// Output: direct beam at 512.0 688.3 true
}
