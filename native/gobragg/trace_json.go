package main

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/units"
)

// tracedPixel is a pixel taken apart, for machines; keys carry the units. Indices
// count from 0.
type tracedPixel struct {
	Pixel      [2]int  `json:"pixel_fast_slow"`
	Masked     bool    `json:"masked"`
	OutsideROI bool    `json:"outside_roi"`
	Photons    float64 `json:"photons"`
	Bragg      float64 `json:"photons_bragg"`
	Water      float64 `json:"photons_water"`

	Scale        float64 `json:"scale_photons_per_electron2_sr"`
	Steps        int64   `json:"steps"`
	Sources      int     `json:"sources"`
	PhiSteps     int     `json:"phi_steps"`
	Domains      int     `json:"domains"`
	Oversample   int     `json:"oversample"`
	SensorLayers int     `json:"sensor_layers"`
	Skipped      int64   `json:"directions_beyond_dmin"`

	MeanIndex [3]float64     `json:"mean_hkl"`
	Strongest *tracedSample  `json:"strongest_sample,omitempty"`
	BySource  []kernel.Share `json:"by_source,omitempty"`
	ByPhi     []kernel.Share `json:"by_phi_step,omitempty"`
	ByDomain  []kernel.Share `json:"by_domain,omitempty"`
}

// tracedSample is the sample of a pixel that gave most photons.
type tracedSample struct {
	SubPixel   [2]int  `json:"sub_pixel_fast_slow"`
	Layer      int     `json:"layer"`
	Source     int     `json:"source"`
	PhiStep    int     `json:"phi_step"`
	Domain     int     `json:"domain"`
	Phi        float64 `json:"phi_deg"`
	Wavelength float64 `json:"wavelength_A"`
	Weight     float64 `json:"weight"`

	Position   [3]float64 `json:"position_mm"`
	Distance   float64    `json:"distance_mm"`
	Direction  [3]float64 `json:"direction"`
	TwoTheta   float64    `json:"two_theta_deg"`
	Resolution *float64   `json:"resolution_A"` // null in the direct beam
	Q          [3]float64 `json:"q_per_A"`

	Index        [3]float64  `json:"hkl"`
	Nearest      [3]float64  `json:"nearest_hkl"`
	Cell         float64     `json:"f_cell_electrons"`
	Lattice      float64     `json:"f_latt"`
	LatticeAxes  *[3]float64 `json:"f_latt_axes,omitempty"` // of a square crystal
	Polarization float64     `json:"polarization"`
	SolidAngle   float64     `json:"solid_angle_usr"`
	Captured     float64     `json:"captured_fraction"`
	Parallax     float64     `json:"parallax_cosine"`
	Photons      float64     `json:"photons"`
}

func (t traced) json() tracedPixel {
	x, p := &t.x, t.plan
	out := tracedPixel{
		Pixel: [2]int{x.Fast, x.Slow}, Masked: x.Masked, OutsideROI: x.OutsideROI,
		Photons: x.Photons, Bragg: x.Bragg, Water: x.Background,
		Scale: x.Scale, Steps: x.Steps, Sources: len(p.Sources), PhiSteps: int(p.PhiSteps), Domains: int(p.Domains),
		Oversample: int(p.Oversample), SensorLayers: int(p.Layers), Skipped: x.Skipped,
		MeanIndex: geom.Triple(x.Index, 1),
	}
	if t.dark() {
		return out
	}
	s := &x.Strongest
	out.Strongest = &tracedSample{
		SubPixel: [2]int{s.SubFast, s.SubSlow}, Layer: s.Layer, Source: s.Source, PhiStep: s.Phi, Domain: s.Domain,
		Phi: t.phi(s.Phi), Wavelength: t.wavelength(s.Source), Weight: s.Weight,
		Position: geom.Triple(s.Position, units.Millimetre), Distance: s.Distance / units.Millimetre, Direction: geom.Triple(s.Direction, 1),
		TwoTheta: degrees(s.TwoTheta), Q: geom.Triple(s.Q, 1/units.Angstrom),
		Index: geom.Triple(s.Index, 1), Nearest: geom.Triple(s.Nearest, 1), Cell: s.Cell, Lattice: s.Lattice,
		Polarization: s.Polarization, SolidAngle: s.SolidAngle / microsteradian, Captured: s.Captured, Parallax: s.Parallax,
		Photons: s.Photons,
	}
	if d := s.Resolution / units.Angstrom; !math.IsInf(d, 0) {
		out.Strongest.Resolution = &d
	}
	if p.Shape == plan.Square {
		out.Strongest.LatticeAxes = &s.LatticeAxes
	}
	out.BySource, out.ByPhi, out.ByDomain = kernel.Largest(x.BySource, contributors), kernel.Largest(x.ByPhi, contributors), kernel.Largest(x.ByDomain, contributors)
	return out
}
