package simulate_test

import (
	"context"
	"fmt"
	"image"

	"gobragg/core/experiment"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// A still image of a small crystal: place the detector, orient the cell, compile,
// run.
func ExampleRun() {
	axes := experiment.MOSFLM.Axes()
	panel, err := experiment.Placement{
		Convention: experiment.MOSFLM, Axes: axes,
		Fast: 64, Slow: 64, Pixel: 1 * units.Millimetre, Distance: 100 * units.Millimetre,
	}.Place()
	if err != nil {
		fmt.Println(err)
		return
	}
	cell := experiment.UnitCell{
		A: 100 * units.Angstrom, B: 100 * units.Angstrom, C: 100 * units.Angstrom,
		Alpha: 90 * units.Degree, Beta: 90 * units.Degree, Gamma: 90 * units.Degree,
	}
	crystal, err := cell.Orient(func(v r3.Vec) r3.Vec { return v }, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := plan.Compile(&experiment.Experiment{
		Beam: experiment.Beam{
			Direction: axes.Beam, Wavelength: 1 * units.Angstrom, Fluence: units.DefaultFluence,
			Polarization: experiment.Polarization{Axis: axes.Polarization},
			Sources:      []experiment.Source{{Incident: axes.Beam, Wavelength: 1 * units.Angstrom, Weight: 1}},
		},
		Detector: experiment.Detector{
			Fast: 64, Slow: 64, Pixel: 1 * units.Millimetre, Panel: panel,
			Sensor: experiment.Sensor{Layers: 1}, ROI: image.Rect(0, 0, 64, 64),
		},
		Goniometer: experiment.Goniometer{Spindle: axes.Spindle},
		Scan:       experiment.Scan{Steps: 1},
		Crystal: experiment.Crystal{
			Orientation: crystal, Cells: [3]int{5, 5, 5}, DefaultF: 100,
			Mosaic: experiment.Mosaic{Domains: 1},
		},
		Sampling: experiment.Sampling{Oversample: 3},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	image, err := simulate.Run(context.Background(), simulate.Scalar(0), p, simulate.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := image.Stats()
	fmt.Printf("%d pixels, at most %.0f photons\n", s.Pixels, s.Max)
	// Output: 4096 pixels, at most 1414 photons
}
