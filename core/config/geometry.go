package config

import (
	"gobragg/core/imgio"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// Geometry returns what the SMV header of an image of the experiment tells.
func (r *Resolved) Geometry() imgio.Geometry {
	const mm = units.Millimetre
	e, d := r.Experiment, r.Experiment.Detector
	xbeam, ybeam := r.Placement.Centre()
	sizeSlow := r.Placement.SizeSlow
	if sizeSlow == 0 {
		sizeSlow = float64(d.Slow) * d.Pixel
	}
	// The axes of the DIALS laboratory, in MOSFLM's: z points against the beam.
	x, y, z := r3.Vec{Z: 1}, r3.Vec{Y: 1}, r3.Vec{X: -1}
	return imgio.Geometry{
		Width: d.Fast, Height: d.Slow,
		PixelSize:  d.Pixel / mm,
		Distance:   d.Distance / mm,
		Wavelength: e.Beam.Wavelength / units.Angstrom,
		BeamX:      xbeam / mm, BeamY: ybeam / mm,
		ADXVX: d.BeamFast / mm, ADXVY: (sizeSlow - d.BeamSlow) / mm,
		MOSFLMX: (d.BeamSlow - d.Pixel/2) / mm, MOSFLMY: (d.BeamFast - d.Pixel/2) / mm,
		DENZOX: d.BeamSlow / mm, DENZOY: d.BeamFast / mm,
		DIALSOrigin: [3]float64{r3.Dot(d.Origin, x) / mm, r3.Dot(d.Origin, y) / mm, r3.Dot(d.Origin, z) / mm},
		XDSOrgX:     d.NearFast/d.Pixel + 0.5, XDSOrgY: d.NearSlow/d.Pixel + 0.5,
		CloseDistance: d.Close / mm,
		Phi:           e.Scan.Start / units.Degree,
		OscRange:      e.Scan.Range / units.Degree,
		TwoTheta:      r.Placement.TwoTheta / units.Degree,
		ADCOffset:     r.Output.Offset,
	}
}
