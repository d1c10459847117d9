package plan_test

import (
	"fmt"
	"image"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/plan"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// Which reflection is nearest to the pixel (700, 300) of a still image?
func ExampleCompile() {
	axes := experiment.MOSFLM.Axes()
	panel, err := experiment.Placement{
		Convention: experiment.MOSFLM, Axes: axes,
		Fast: 1024, Slow: 1024, Pixel: 0.1 * units.Millimetre, Distance: 100 * units.Millimetre,
	}.Place()
	if err != nil {
		fmt.Println(err)
		return
	}
	cell := experiment.UnitCell{
		A: 78 * units.Angstrom, B: 78 * units.Angstrom, C: 38 * units.Angstrom,
		Alpha: 90 * units.Degree, Beta: 90 * units.Degree, Gamma: 90 * units.Degree,
	}
	crystal, err := cell.Orient(func(v r3.Vec) r3.Vec {
		return geom.RotateXYZ(v, 10*units.Degree, 20*units.Degree, 30*units.Degree)
	}, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	e := &experiment.Experiment{
		Beam: experiment.Beam{
			Direction: axes.Beam, Wavelength: 1 * units.Angstrom, Fluence: 1e24,
			Polarization: experiment.Polarization{Axis: axes.Polarization, Kahn: 0.99},
			Sources:      []experiment.Source{{Incident: axes.Beam, Wavelength: 1 * units.Angstrom, Weight: 1}},
		},
		Detector: experiment.Detector{
			Fast: 1024, Slow: 1024, Pixel: 0.1 * units.Millimetre, Panel: panel,
			Sensor: experiment.Sensor{Layers: 1}, ROI: image.Rect(0, 0, 1024, 1024),
		},
		Goniometer: experiment.Goniometer{Spindle: axes.Spindle},
		Scan:       experiment.Scan{Steps: 1},
		Crystal: experiment.Crystal{
			Orientation: crystal, Cells: [3]int{20, 20, 40}, DefaultF: 100,
			Mosaic: experiment.Mosaic{Domains: 1},
		},
		Sampling: experiment.Sampling{Oversample: 1},
	}
	p, err := plan.Compile(e)
	if err != nil {
		fmt.Println(err)
		return
	}
	d := geom.Unit(e.Detector.At(700.5, 300.5)) // the middle of the pixel
	index := p.State(0, 0).Index(d)
	fmt.Printf("h k l %.2f %.2f %.2f at %.2f Å\n", index.X, index.Y, index.Z, e.Resolution(d)/units.Angstrom)
	fmt.Println(p.Samples(), "samples")
	// Output:
	// h k l 0.28 17.67 5.94 at 3.63 Å
	// 1048576 samples
}
