package config

import (
	"gobragg/core/experiment"
	"gobragg/core/units"
)

var beamOptions = []*Option{
	{
		Name: "lambda", Aliases: []string{"wave", "wavelength"}, Group: GroupBeam, Unit: "Å", Key: "wavelength_A",
		Params: []Param{{Name: "WAVELENGTH", Takes: positive, Usual: Range{Low: 0.4, High: 3, Step: 0.001}}}, Required: 1, Default: "1", Example: "0.9795",
		Help:  "wavelength; the last of -lambda and -energy counts",
		apply: scalar(func(in *Input, x float64) { in.Beam.Wavelength = some(angstrom(x)) }),
	},
	{
		Name: "energy", Group: GroupBeam, Unit: "eV", Key: "energy_eV",
		Params: []Param{{Name: "ENERGY", Takes: positive, Usual: Range{Low: 4000, High: 30000, Step: 10}}}, Required: 1, Example: "12658",
		Help:  "photon energy instead of a wavelength: λ = 12398.42 Å/E",
		apply: scalar(func(in *Input, x float64) { in.Beam.Wavelength = some(units.WavelengthFromEnergy(x)) }),
	},
	{
		Name: "dispersion", Group: GroupBeam, Unit: "%", Key: "dispersion_percent",
		Params: []Param{{Name: "RANGE", Takes: Takes{Min: 0, Max: 199}, Usual: Range{Low: 0, High: 10, Step: 0.1}}}, Required: 1, Default: "0", Example: "0.5",
		Help:  "spectral width Δλ/λ, full range",
		apply: scalar(func(in *Input, x float64) { in.Beam.Dispersion.Range = some(percent(x)) }),
	},
	{
		Name: "dispsteps", Aliases: []string{"dispstep"}, Group: GroupBeam, Key: "dispersion_steps",
		Params: []Param{{Name: "N", Takes: count, Usual: Range{Low: 1, High: 50, Step: 1}}}, Required: 1, Default: "2 with a dispersion, otherwise 1", Example: "5",
		Help:  "number of wavelengths across the dispersion",
		apply: whole(func(in *Input, n int) { in.Beam.Dispersion.Steps = some(n) }),
	},
	{
		Name: "divergence", Group: GroupBeam, Unit: "mrad", Key: "divergence_mrad",
		Params: []Param{{Name: "RANGE", Takes: nonNegative, Usual: Range{Low: 0, High: 10, Step: 0.1}}}, Required: 1, Default: "0", Example: "0.5",
		Help: "beam divergence, full range, horizontal and vertical",
		apply: scalar(func(in *Input, x float64) {
			in.Beam.Horizontal.Range, in.Beam.Vertical.Range = some(mrad(x)), some(mrad(x))
		}),
	},
	{
		Name: "divsteps", Group: GroupBeam, Key: "divergence_steps",
		Params: []Param{{Name: "N", Takes: count, Usual: Range{Low: 1, High: 20, Step: 1}}}, Required: 1, Default: "2 with a range, otherwise 1", Example: "3",
		Help: "number of steps across both divergences",
		apply: whole(func(in *Input, n int) {
			in.Beam.Horizontal.Steps, in.Beam.Vertical.Steps = some(n), some(n)
		}),
	},
	divergenceRange("hdivrange", "horizontal", func(b *BeamInput) *experiment.Asked { return &b.Horizontal }, "hdiv"),
	divergenceRange("vdivrange", "vertical", func(b *BeamInput) *experiment.Asked { return &b.Vertical }, "vdiv"),
	divergenceStep("hdivstep", "horizontal", func(b *BeamInput) *experiment.Asked { return &b.Horizontal }),
	divergenceStep("vdivstep", "vertical", func(b *BeamInput) *experiment.Asked { return &b.Vertical }),
	divergenceSteps("hdivsteps", "horizontal", func(b *BeamInput) *experiment.Asked { return &b.Horizontal }),
	divergenceSteps("vdivsteps", "vertical", func(b *BeamInput) *experiment.Asked { return &b.Vertical }),
	{
		Name: "round_div", Group: GroupBeam, Key: "divergence_shape", FlagValue: "round",
		Help:  "cut the corners of the divergence grid to an ellipse (the default)",
		apply: on(func(in *Input) { in.Beam.SquareDivergence = false }),
	},
	{
		Name: "square_div", Group: GroupBeam, Key: "divergence_shape", FlagValue: "square",
		Help:  "keep the corners of the divergence grid",
		apply: on(func(in *Input) { in.Beam.SquareDivergence = true }),
	},
	{
		Name: "sourcefile", Aliases: []string{"source_file"}, Group: GroupBeam, Key: "source_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "sources.txt",
		Help:  "lines x y z weight wavelength, from sample to source, wavelength in m; replaces divergence and dispersion",
		apply: name(func(in *Input, s string) { in.Beam.SourceFile = s }),
	},
	{
		Name: "polar", Group: GroupBeam, Key: "polarization_kahn",
		Params: []Param{{Name: "K", Takes: Takes{Min: -1, Max: 1}, Usual: Range{Low: -1, High: 1, Step: 0.01}}}, Required: 1, Default: "0, unpolarized", Example: "0.99",
		Help: "Kahn polarization factor",
		apply: scalar(func(in *Input, x float64) {
			in.Beam.Kahn, in.Beam.NoPolarization = x, false
		}),
	},
	{
		Name: "nopolar", Group: GroupBeam, Key: "polarization_kahn", FlagValue: "off",
		Help:  "no polarization factor",
		apply: on(func(in *Input) { in.Beam.NoPolarization = true }),
	},
	{
		Name: "fluence", Group: GroupBeam, Unit: "photons/m²", Key: "fluence_photons_m2",
		Params: []Param{{Name: "X", Takes: Takes{Min: 0, Max: 1e45}, Usual: Range{Low: 1e18, High: 1e32, Step: tenth, Log: true}}}, Required: 1, Default: "1.25932e29, so that an electron scatters one photon/sr", Example: "1e24",
		Help:  "photons per area of the incident beam",
		apply: scalar(func(in *Input, x float64) { in.Beam.Fluence = x }),
	},
	{
		Name: "flux", Group: GroupBeam, Unit: "photons/s", Key: "flux_photons_s",
		Params: []Param{{Name: "X", Takes: Takes{Min: 0, Max: 1e45}, Usual: Range{Low: 1e6, High: 1e18, Step: tenth, Log: true}}}, Required: 1, Example: "1e12",
		Help:  "with -exposure and -beamsize, wins over -fluence: fluence = flux·exposure/beamsize²",
		apply: scalar(func(in *Input, x float64) { in.Beam.Flux = x }),
	},
	{
		Name: "exposure", Group: GroupBeam, Unit: "s", Key: "exposure_s",
		Params: []Param{{Name: "TIME", Takes: nonNegative, Usual: Range{Low: 1e-4, High: 1e4, Step: tenth, Log: true}}}, Required: 1, Default: "1", Example: "0.1",
		Help:  "exposure time, for -flux",
		apply: scalar(func(in *Input, x float64) { in.Beam.Exposure = x }),
	},
	{
		Name: "beamsize", Aliases: []string{"beam_size"}, Group: GroupBeam, Unit: "mm", Key: "beam_size_mm",
		Params: []Param{{Name: "SIZE", Takes: positive, Usual: Range{Low: 0.001, High: 1, Step: tenth, Log: true}}}, Required: 1, Default: "0.1", Example: "0.05",
		Help:  "edge of the square beam; a crystal size beyond it is clipped along b and c",
		apply: scalar(func(in *Input, x float64) { in.Beam.BeamSize = mm(x) }),
	},
	{
		Name: "coherent", Group: GroupBeam, Key: "coherent",
		Help:  "accepted, without effect",
		apply: unused{},
	},
}

func divergenceRange(option, way string, of func(*BeamInput) *experiment.Asked, aliases ...string) *Option {
	return &Option{
		Name: option, Aliases: aliases, Group: GroupBeam, Unit: "mrad", Key: way + "_divergence_mrad",
		Params: []Param{{Name: "RANGE", Takes: nonNegative, Usual: Range{Low: 0, High: 10, Step: 0.1}}}, Required: 1, Default: "0", Example: "0.5",
		Help:  way + " divergence, full range",
		apply: scalar(func(in *Input, x float64) { of(&in.Beam).Range = some(mrad(x)) }),
	}
}

func divergenceStep(option, way string, of func(*BeamInput) *experiment.Asked) *Option {
	return &Option{
		Name: option, Group: GroupBeam, Unit: "mrad", Key: way + "_divergence_step_mrad",
		Params: []Param{{Name: "STEP", Takes: positive, Usual: Range{Low: 0.01, High: 2, Step: 0.01}}}, Required: 1, Example: "0.1",
		Help:  "step of the " + way + " divergence (a size, not a number of steps)",
		apply: scalar(func(in *Input, x float64) { of(&in.Beam).Step = some(mrad(x)) }),
	}
}

func divergenceSteps(option, way string, of func(*BeamInput) *experiment.Asked) *Option {
	return &Option{
		Name: option, Group: GroupBeam, Key: way + "_divergence_steps",
		Params: []Param{{Name: "N", Takes: count, Usual: Range{Low: 1, High: 20, Step: 1}}}, Required: 1, Default: "2 with a range, otherwise 1", Example: "3",
		Help:  "number of steps across the " + way + " divergence",
		apply: whole(func(in *Input, n int) { of(&in.Beam).Steps = some(n) }),
	}
}
