package config

import (
	"gobragg/core/experiment"
	"gobragg/core/units"
)

var beamOptions = []*Option{
	{
		Name: "lambda", Aliases: []string{"wave", "wavelength"}, Group: GroupBeam, Unit: "Å", Key: "wavelength_A",
		Params: one(positive("WAVELENGTH").usually(0.4, 3, 0.001)), Required: 1, Default: "1", Example: "0.9795",
		Help:  "wavelength; the last of -lambda and -energy counts",
		apply: scalar(func(in *Input, x float64) { in.Beam.Wavelength = some(angstrom(x)) }),
	},
	{
		Name: "energy", Group: GroupBeam, Unit: "eV", Key: "energy_eV",
		Params: one(positive("ENERGY").usually(4000, 30000, 10)), Required: 1, Example: "12658",
		Help:  "photon energy instead of a wavelength: λ = 12398.42 Å/E",
		apply: scalar(func(in *Input, x float64) { in.Beam.Wavelength = some(units.WavelengthFromEnergy(x)) }),
	},
	{
		Name: "dispersion", Group: GroupBeam, Unit: "%", Key: "dispersion_percent",
		Params: one(within("RANGE", 0, 199).usually(0, 10, 0.1)), Required: 1, Default: "0", Example: "0.5",
		Help:  "spectral width Δλ/λ, full range",
		apply: scalar(func(in *Input, x float64) { in.Beam.Dispersion.Range = some(percent(x)) }),
	},
	{
		Name: "dispsteps", Aliases: []string{"dispstep"}, Group: GroupBeam, Key: "dispersion_steps",
		Params: one(count("N").usually(1, 50, 1)), Required: 1, Default: "2 with a dispersion, otherwise 1", Example: "5",
		Help:  "number of wavelengths across the dispersion",
		apply: whole(func(in *Input, n int) { in.Beam.Dispersion.Steps = some(n) }),
	},
	{
		Name: "divergence", Group: GroupBeam, Unit: "mrad", Key: "divergence_mrad",
		Params: one(nonNegative("RANGE").usually(0, 10, 0.1)), Required: 1, Default: "0", Example: "0.5",
		Help: "beam divergence, full range, horizontal and vertical",
		apply: scalar(func(in *Input, x float64) {
			in.Beam.Horizontal.Range, in.Beam.Vertical.Range = some(mrad(x)), some(mrad(x))
		}),
	},
	{
		Name: "divsteps", Group: GroupBeam, Key: "divergence_steps",
		Params: one(count("N").usually(1, 20, 1)), Required: 1, Default: "2 with a range, otherwise 1", Example: "3",
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
		Params: one(file("FILE")), Required: 1, Example: "sources.txt",
		Help:  "lines x y z weight wavelength, from sample to source, wavelength in m; replaces divergence and dispersion",
		apply: name(func(in *Input, s string) { in.Beam.SourceFile = s }),
	},
	{
		Name: "polar", Group: GroupBeam, Key: "polarization_kahn",
		Params: one(within("K", -1, 1).usually(-1, 1, 0.01)), Required: 1, Default: "0, unpolarized", Example: "0.99",
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
		Params: one(within("X", 0, 1e45).decades(1e18, 1e32)), Required: 1, Default: "1.25932e29, so that an electron scatters one photon/sr", Example: "1e24",
		Help:  "photons per area of the incident beam",
		apply: scalar(func(in *Input, x float64) { in.Beam.Fluence = x }),
	},
	{
		Name: "flux", Group: GroupBeam, Unit: "photons/s", Key: "flux_photons_s",
		Params: one(within("X", 0, 1e45).decades(1e6, 1e18)), Required: 1, Example: "1e12",
		Help:  "with -exposure and -beamsize, wins over -fluence: fluence = flux·exposure/beamsize²",
		apply: scalar(func(in *Input, x float64) { in.Beam.Flux = x }),
	},
	{
		Name: "exposure", Group: GroupBeam, Unit: "s", Key: "exposure_s",
		Params: one(nonNegative("TIME").decades(1e-4, 1e4)), Required: 1, Default: "1", Example: "0.1",
		Help:  "exposure time, for -flux",
		apply: scalar(func(in *Input, x float64) { in.Beam.Exposure = x }),
	},
	{
		Name: "beamsize", Aliases: []string{"beam_size"}, Group: GroupBeam, Unit: "mm", Key: "beam_size_mm",
		Params: one(positive("SIZE").decades(0.001, 1)), Required: 1, Default: "0.1", Example: "0.05",
		Help:  "edge of the square beam; a crystal size beyond it is clipped along b and c",
		apply: scalar(func(in *Input, x float64) { in.Beam.BeamSize = mm(x) }),
	},
	{
		Name: "coherent", Group: GroupBeam, Key: "coherent",
		Help:  "accepted, without effect",
		apply: unused,
	},
}

func divergenceRange(option, way string, of func(*BeamInput) *experiment.Asked, aliases ...string) *Option {
	return &Option{
		Name: option, Aliases: aliases, Group: GroupBeam, Unit: "mrad", Key: way + "_divergence_mrad",
		Params: one(nonNegative("RANGE").usually(0, 10, 0.1)), Required: 1, Default: "0", Example: "0.5",
		Help:  way + " divergence, full range",
		apply: scalar(func(in *Input, x float64) { of(&in.Beam).Range = some(mrad(x)) }),
	}
}

func divergenceStep(option, way string, of func(*BeamInput) *experiment.Asked) *Option {
	return &Option{
		Name: option, Group: GroupBeam, Unit: "mrad", Key: way + "_divergence_step_mrad",
		Params: one(positive("STEP").usually(0.01, 2, 0.01)), Required: 1, Example: "0.1",
		Help:  "step of the " + way + " divergence (a size, not a number of steps)",
		apply: scalar(func(in *Input, x float64) { of(&in.Beam).Step = some(mrad(x)) }),
	}
}

func divergenceSteps(option, way string, of func(*BeamInput) *experiment.Asked) *Option {
	return &Option{
		Name: option, Group: GroupBeam, Key: way + "_divergence_steps",
		Params: one(count("N").usually(1, 20, 1)), Required: 1, Default: "2 with a range, otherwise 1", Example: "3",
		Help:  "number of steps across the " + way + " divergence",
		apply: whole(func(in *Input, n int) { of(&in.Beam).Steps = some(n) }),
	}
}
