package config

var scanOptions = []*Option{
	{
		Name: "phi", Group: GroupScan, Unit: "°", Key: "phi_deg",
		Params: []Param{{Name: "ANGLE", Takes: number, Usual: Range{Low: -180, High: 180, Step: 0.1}}}, Required: 1, Default: "0", Example: "10",
		Help:  "spindle angle at the start of the exposure",
		apply: scalar(func(in *Input, x float64) { in.Phi, in.PhiSet = degrees(x), true }),
	},
	{
		Name: "osc", Group: GroupScan, Unit: "°", Key: "osc_deg",
		Params: []Param{{Name: "RANGE", Takes: nonNegative, Usual: Range{Low: 0, High: 10, Step: 0.05}}}, Required: 1, Default: "0; 1 with -phisteps alone", Example: "0.5",
		Help:  "rotation during the exposure",
		apply: scalar(func(in *Input, x float64) { in.Scan.Range = some(degrees(x)) }),
	},
	{
		Name: "phistep", Group: GroupScan, Unit: "°", Key: "phi_step_deg",
		Params: []Param{{Name: "STEP", Takes: positive, Usual: Range{Low: 0.01, High: 1, Step: 0.01}}}, Required: 1, Default: "osc/phisteps", Example: "0.05",
		Help:  "step of the rotation (a size)",
		apply: scalar(func(in *Input, x float64) { in.Scan.Step = some(degrees(x)) }),
	},
	{
		Name: "phisteps", Group: GroupScan, Key: "phi_steps",
		Params: []Param{{Name: "N", Takes: count, Usual: Range{Low: 1, High: 100, Step: 1}}}, Required: 1, Default: "2 with a rotation, otherwise 1", Example: "10",
		Help:  "number of steps; they stand at phi + i·osc/N, i = 0 … N−1",
		apply: whole(func(in *Input, n int) { in.Scan.Steps = some(n) }),
	},
}

// maxOversample is the largest number of sub-pixels along the edge of a pixel.
const maxOversample = 10000

// largestCull is beyond the photons of any pixel; with the default fluence they
// may well exceed what bounds other numbers.
const largestCull = 1e300

var samplingOptions = []*Option{
	{
		Name: "oversample", Group: GroupSampling, Unit: "sub-pixels", Key: "oversample",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: -1, Max: maxOversample}, Usual: Range{Low: 0, High: 8, Step: 1}}}, Required: 1, Default: "3 per fringe of the largest crystal edge", Example: "2",
		Help:  "sub-pixels along each edge of a pixel; 0 is automatic",
		apply: whole(func(in *Input, n int) { in.Sampling.Oversample = max(0, n) }),
	},
	{
		Name: "oversample_thick", Group: GroupSampling, Key: "oversample_absorption",
		Help:  "absorption in the sensor at every sub-pixel, not once a pixel",
		apply: on(func(in *Input) { in.Sampling.Thick = true }),
	},
	{
		Name: "oversample_polar", Group: GroupSampling, Key: "oversample_polarization",
		Help:  "polarization factor at every sub-pixel and source, not once a pixel",
		apply: on(func(in *Input) { in.Sampling.Polar = true }),
	},
	{
		Name: "oversample_omega", Group: GroupSampling, Key: "oversample_solid_angle",
		Help:  "solid angle at every sub-pixel, not once a pixel",
		apply: on(func(in *Input) { in.Sampling.Omega = true }),
	},
	{
		Name: "dmin", Group: GroupSampling, Unit: "Å", Key: "dmin_A",
		Params: []Param{{Name: "D", Takes: nonNegative, Usual: Range{Low: 0, High: 10, Step: 0.1}}}, Required: 1, Default: "0, no limit", Example: "1.5",
		Help:  "leave out what scatters to a finer resolution",
		apply: scalar(func(in *Input, x float64) { in.Sampling.DMin = angstrom(x) }),
	},
	{
		Name: "cull", Group: GroupSampling, Unit: "photons", Key: "cull_photons",
		Params: []Param{{Name: "PHOTONS", Takes: Takes{Max: largestCull}}}, Required: 1, Default: "0, none", Example: "0.01",
		Help:  "save time by leaving out contributions that together add less than this to any pixel",
		apply: scalar(func(in *Input, x float64) { in.Sampling.Cull = x }),
	},
}

var backgroundOptions = []*Option{
	{
		Name: "water", Group: GroupBackground, Unit: "µm", Key: "water_um",
		Params: []Param{{Name: "SIZE", Takes: nonNegative, Usual: Range{Low: 0, High: 200, Step: 1}}}, Required: 1, Default: "0", Example: "50",
		Help:  "edge of a cube of water that adds a smooth background",
		apply: scalar(func(in *Input, x float64) { in.Water = um(x) }),
	},
	{
		Name: "seed", Group: GroupBackground, Key: "seed",
		Params: []Param{{Name: "N", Takes: seed}}, Required: 1, Default: "1", Example: "42",
		Help:  "seed of the photon noise, and of -misset random without -misset_seed",
		apply: values(func(in *Input, v Values) error { in.Seed = v.seed(); return nil }),
	},
	{
		Name: "nonoise", Group: GroupBackground, Key: "noise", FlagValue: false,
		Help:  "no image with photon noise",
		apply: on(func(in *Input) { in.Noise = false }),
	},
	table("stol", "stol_file"), table("4stol", "4stol_file"), table("Q", "Q_file"),
	table("stolout", "stol_output_file"),
}

// table is an option of the reference program whose file it never uses.
func table(option, key string) *Option {
	return &Option{
		Name: option, Group: GroupBackground, Key: key,
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1,
		Help:  "accepted, without effect",
		apply: unused{},
	}
}
