package lab

import (
	"gobragg/core/config"
	"gobragg/core/units"
)

// Effective returns the numbers that an experiment has where options are not set and
// their default follows from others: for the fields to show.
func Effective(r *config.Resolved) map[string][]float64 {
	e := r.Experiment
	cell := e.Crystal.Orientation.Cell()
	x, y := r.Placement.Centre()
	d := e.Detector
	m := map[string][]float64{
		"cell": {
			cell.A / units.Angstrom, cell.B / units.Angstrom, cell.C / units.Angstrom,
			cell.Alpha / units.Degree, cell.Beta / units.Degree, cell.Gamma / units.Degree,
		},
		"misset":         {r.Misset[0] / units.Degree, r.Misset[1] / units.Degree, r.Misset[2] / units.Degree},
		"detpixels_f":    {float64(d.Fast)},
		"detpixels_s":    {float64(d.Slow)},
		"pixel":          {d.Pixel / units.Millimetre},
		"distance":       {d.Distance / units.Millimetre},
		"close_distance": {d.Close / units.Millimetre},
		"lambda":         {e.Beam.Wavelength / units.Angstrom},
		"energy":         {units.WavelengthFromEnergy(1) / e.Beam.Wavelength},
		"oversample":     {float64(e.Sampling.Oversample)},
		"mosaic_domains": {float64(e.Crystal.Mosaic.Domains)},
		"phi":            {e.Scan.Start / units.Degree},
		"osc":            {e.Scan.Range / units.Degree},
		"phisteps":       {float64(e.Scan.Steps)},
		"Na":             {float64(e.Crystal.Cells[0])},
		"Nb":             {float64(e.Crystal.Cells[1])},
		"Nc":             {float64(e.Crystal.Cells[2])},
		"Xbeam":          {x / units.Millimetre},
		"Ybeam":          {y / units.Millimetre},
		"ORGX":           {d.NearFast/d.Pixel + 0.5},
		"ORGY":           {d.NearSlow/d.Pixel + 0.5},
		"fluence":        {e.Beam.Fluence},
		"seed":           {float64(r.Seed)},
		"polar":          {e.Beam.Polarization.Kahn},
		"adc":            {r.Output.Offset},
	}
	if c := e.Crystal.Cells; c[0] == c[1] && c[1] == c[2] {
		m["N"] = []float64{float64(c[0])}
	}
	if d.Fast == d.Slow {
		m["detpixels"] = []float64{float64(d.Fast)}
	}
	for name, values := range m {
		for i, v := range values {
			m[name][i] = short(v)
		}
	}
	return m
}

// short returns x with seven digits: conversions leave crumbs.
func short(x float64) float64 { return roundTo(x, 7) }
