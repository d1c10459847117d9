package experiment_test

import (
	"fmt"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// A detector placed the way XDS does: ORGX and ORGY state the pixel nearest the
// sample, and the detector swings about the sample.
func ExamplePlacement_Place() {
	panel, err := experiment.Placement{
		Convention: experiment.XDS, Axes: experiment.XDS.Axes(),
		Fast: 2463, Slow: 2527, Pixel: 0.172 * units.Millimetre,
		Distance: 200 * units.Millimetre,
		OrgX:     experiment.Some(1231.5), OrgY: experiment.Some(1263.5),
		TwoTheta: -5 * units.Degree,
	}.Place()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("near point %.3f %.3f mm, %.1f mm away\n",
		panel.NearFast/units.Millimetre, panel.NearSlow/units.Millimetre, panel.Close/units.Millimetre)
	fmt.Printf("direct beam %.3f %.3f mm, %.1f mm away\n",
		panel.BeamFast/units.Millimetre, panel.BeamSlow/units.Millimetre, panel.Distance/units.Millimetre)
	// Output:
	// near point 211.732 217.236 mm, 200.0 mm away
	// direct beam 211.732 199.738 mm, 200.8 mm away
}

// A cell is placed with a* along x and b* in the x–y plane, then misset.
func ExampleUnitCell_Orient() {
	cell := experiment.UnitCell{
		A: 50 * units.Angstrom, B: 60 * units.Angstrom, C: 70 * units.Angstrom,
		Alpha: 90 * units.Degree, Beta: 110 * units.Degree, Gamma: 90 * units.Degree,
	}
	misset := func(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, 20*units.Degree, 30*units.Degree, 40*units.Degree) }
	crystal, err := cell.Orient(misset, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range []string{"a", "b", "c"} {
		v := crystal.Direct.Row(i)
		fmt.Printf("%s %6.1f %6.1f %6.1f Å\n", name, v.X/units.Angstrom, v.Y/units.Angstrom, v.Z/units.Angstrom)
	}
	fmt.Printf("V %.0f Å³\n", cell.Volume()/(units.Angstrom*units.Angstrom*units.Angstrom))
	// Output:
	// a   21.3   25.5  -37.4 Å
	// b  -28.4   49.8   17.8 Å
	// c   40.6    2.8   57.0 Å
	// V 197335 Å³
}

// A rotation image of half a degree in five steps: they stand at their left edges.
func ExampleAsked_Scan() {
	asked := experiment.Asked{Range: experiment.Some(0.5 * units.Degree), Steps: experiment.Some(5)}
	scan := asked.Scan(30*units.Degree, units.Degree)
	for _, phi := range scan.Angles() {
		fmt.Printf("%.1f ", phi/units.Degree)
	}
	// Output: 30.0 30.1 30.2 30.3 30.4
}

// A bandwidth of 1 % in three wavelengths, by a beam of 2 mrad in 2 × 2 directions.
func ExampleSourceGrid() {
	side := experiment.Asked{Range: experiment.Some(2 * units.Milliradian)}.Spread()
	band := experiment.Asked{Range: experiment.Some(0.01), Steps: experiment.Some(3)}.Spread()
	sources := experiment.SourceGrid(r3.Vec{Z: 1}, r3.Vec{X: 1}, 1*units.Angstrom,
		experiment.Divergence{Horizontal: side, Vertical: side}, band)
	fmt.Println(len(sources), "sources")
	for _, s := range sources[:3] {
		fmt.Printf("%.3f mrad %.3f mrad %.3f Å\n",
			s.Incident.X/units.Milliradian, s.Incident.Y/units.Milliradian, s.Wavelength/units.Angstrom)
	}
	// Output:
	// 12 sources
	// -1.000 mrad 1.000 mrad 0.995 Å
	// -1.000 mrad 1.000 mrad 1.000 Å
	// -1.000 mrad 1.000 mrad 1.005 Å
}

// A silicon sensor of 450 µm in three layers.
func ExampleNewSensor() {
	s := experiment.NewSensor(450*units.Micrometre, 700*units.Micrometre, experiment.Some(3), false)
	fmt.Printf("%d layers of %.0f µm\n", s.Layers, s.Layer/units.Micrometre)
	// Output: 3 layers of 150 µm
}

// A crystal of 10 µm × 10 µm × 5 µm, and the sub-pixels that its fringes need.
func ExampleAutoOversample() {
	cell := experiment.UnitCell{
		A: 78 * units.Angstrom, B: 78 * units.Angstrom, C: 38 * units.Angstrom,
		Alpha: 90 * units.Degree, Beta: 90 * units.Degree, Gamma: 90 * units.Degree,
	}
	crystal, err := cell.Orient(func(v r3.Vec) r3.Vec { return v }, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	n := experiment.CellsOfSize(
		[3]float64{10 * units.Micrometre, 10 * units.Micrometre, 5 * units.Micrometre},
		[3]float64{cell.A, cell.B, cell.C})
	fmt.Println(n, "cells")
	fmt.Println(experiment.AutoOversample(crystal, n, 0.1*units.Millimetre, 1*units.Angstrom, 100*units.Millimetre), "sub-pixels along an edge")
	// Output:
	// [1283 1283 1316] cells
	// 301 sub-pixels along an edge
}
