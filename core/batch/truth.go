package batch

import (
	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/geom"
	"gobragg/core/units"
)

// Truth is the known answer of a frame: what a program that processes its image
// should find. Keys carry the units; vectors are in the laboratory frame.
type Truth struct {
	Version int    `json:"gobragg_truth"`
	Frame   int    `json:"frame"` // from 1
	Program string `json:"gobragg_version"`
	// Command gives the same image on its own.
	Command []string `json:"command"`
	Files   []string `json:"files"`

	Cell [6]float64 `json:"cell_A_deg"`
	// Direct has the rows a, b, c at phi = 0, Reciprocal a*, b*, c*: a·a* = 1.
	Direct       [3][3]float64 `json:"direct_axes_A"`
	Reciprocal   [3][3]float64 `json:"reciprocal_axes_per_A"`
	Misset       [3]float64    `json:"misset_deg"`
	Cells        [3]int        `json:"crystal_cells"`
	MosaicSpread float64       `json:"mosaic_spread_deg"`
	Domains      int           `json:"mosaic_domains"`

	StructureFactors     string `json:"structure_factors"`
	StructureFactorsHash string `json:"structure_factors_hash,omitempty"`

	Spindle  [3]float64 `json:"spindle_axis"`
	Phi      float64    `json:"phi_deg"`
	Osc      float64    `json:"osc_deg"`
	PhiSteps int        `json:"phi_steps"`

	Wavelength float64  `json:"wavelength_A"` // of the beam's middle
	Fluence    float64  `json:"fluence_photons_per_m2"`
	Sources    []Source `json:"sources"`

	Distance float64 `json:"distance_mm"`
	// BeamSpot counts from the outer corner of the first pixel; null if the beam misses.
	BeamSpot *[2]float64 `json:"beam_pixel_fast_slow"`
	Origin   [3]float64  `json:"detector_origin_mm"`
	Fast     [3]float64  `json:"detector_fast_axis"`
	Slow     [3]float64  `json:"detector_slow_axis"`
	Pixel    float64     `json:"pixel_mm"`
	Size     [2]int      `json:"detector_pixels_fast_slow"`

	NoiseSeed  int64 `json:"noise_seed"`
	MissetSeed int64 `json:"misset_seed"`
	MosaicSeed int64 `json:"mosaic_seed"`

	Photons frame.Stats `json:"image_photons"` // expected, without noise
}

// Source is one of the beam's.
type Source struct {
	Incident   [3]float64 `json:"incident"` // unit vector along which photons travel
	Wavelength float64    `json:"wavelength_A"`
	Weight     float64    `json:"weight"` // relative to the mean source
}

// NewTruth returns that of frame n, rendered from r, whose files are given.
func NewTruth(n int, r *config.Resolved, files []string, photons frame.Stats, version string) Truth {
	e := r.Experiment
	c, d := e.Crystal, e.Detector
	cell := c.Orientation.Cell()
	deg := func(x float64) float64 { return x / units.Degree }
	t := Truth{
		Version: 1, Frame: n, Program: version, Command: r.Config.Args(), Files: files,
		Cell: [6]float64{
			cell.A / units.Angstrom, cell.B / units.Angstrom, cell.C / units.Angstrom,
			deg(cell.Alpha), deg(cell.Beta), deg(cell.Gamma),
		},
		Direct: rows(c.Orientation.Direct, units.Angstrom), Reciprocal: rows(c.Orientation.Reciprocal, 1/units.Angstrom),
		Misset: [3]float64{deg(r.Misset[0]), deg(r.Misset[1]), deg(r.Misset[2])},
		Cells:  c.Cells, MosaicSpread: deg(c.Mosaic.Spread), Domains: c.Mosaic.Domains,
		StructureFactors: r.StructureFactors, StructureFactorsHash: r.StructureFactorsHash,
		Spindle: geom.Triple(e.Goniometer.Spindle, 1), Phi: deg(e.Scan.Start), Osc: deg(e.Scan.Range), PhiSteps: e.Scan.Steps,
		Wavelength: e.Beam.Wavelength / units.Angstrom, Fluence: e.Beam.Fluence,
		Distance: d.Distance / units.Millimetre, Origin: geom.Triple(d.Origin, units.Millimetre), Fast: geom.Triple(d.FastAxis, 1), Slow: geom.Triple(d.SlowAxis, 1),
		Pixel: d.Pixel / units.Millimetre, Size: [2]int{d.Fast, d.Slow},
		NoiseSeed: r.Seed, MissetSeed: r.MissetSeed, MosaicSeed: c.Mosaic.Seed,
		Photons: photons,
	}
	if !d.BeamMisses {
		t.BeamSpot = &[2]float64{d.BeamFast / d.Pixel, d.BeamSlow / d.Pixel}
	}
	for _, s := range e.Beam.Sources {
		t.Sources = append(t.Sources, Source{geom.Triple(s.Incident, 1), s.Wavelength / units.Angstrom, s.Weight})
	}
	return t
}

func rows(m geom.Mat3, unit float64) (out [3][3]float64) {
	for i := range out {
		out[i] = geom.Triple(m.Row(i), unit)
	}
	return out
}
