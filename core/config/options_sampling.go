package config

var scanOptions = []*Option{
	{
		Name: "phi", Group: GroupScan, Unit: "°", Key: "phi_deg",
		Params: one(number("ANGLE")), Required: 1, Default: "0", Example: "10",
		Help:  "spindle angle at the start of the exposure",
		apply: scalar(func(in *Input, x float64) { in.Phi, in.PhiSet = degrees(x), true }),
	},
	{
		Name: "osc", Group: GroupScan, Unit: "°", Key: "osc_deg",
		Params: one(nonNegative("RANGE")), Required: 1, Default: "0; 1 with -phisteps alone", Example: "0.5",
		Help:  "rotation during the exposure",
		apply: scalar(func(in *Input, x float64) { in.Scan.Range = some(degrees(x)) }),
	},
	{
		Name: "phistep", Group: GroupScan, Unit: "°", Key: "phi_step_deg",
		Params: one(positive("STEP")), Required: 1, Default: "osc/phisteps", Example: "0.05",
		Help:  "step of the rotation (a size)",
		apply: scalar(func(in *Input, x float64) { in.Scan.Step = some(degrees(x)) }),
	},
	{
		Name: "phisteps", Group: GroupScan, Key: "phi_steps",
		Params: one(count("N")), Required: 1, Default: "2 with a rotation, otherwise 1", Example: "10",
		Help:  "number of steps; they stand at phi + i·osc/N, i = 0 … N−1",
		apply: whole(func(in *Input, n int) { in.Scan.Steps = some(n) }),
	},
}

// maxOversample is the largest number of sub-pixels along the edge of a pixel.
const maxOversample = 10000

var samplingOptions = []*Option{
	{
		Name: "oversample", Group: GroupSampling, Unit: "sub-pixels", Key: "oversample",
		Params: one(integer("N", -1, maxOversample)), Required: 1, Default: "3 per fringe of the largest crystal edge", Example: "2",
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
		Params: one(nonNegative("D")), Required: 1, Default: "0, no limit", Example: "1.5",
		Help:  "leave out what scatters to a finer resolution",
		apply: scalar(func(in *Input, x float64) { in.Sampling.DMin = angstrom(x) }),
	},
}

var backgroundOptions = []*Option{
	{
		Name: "water", Group: GroupBackground, Unit: "µm", Key: "water_um",
		Params: one(nonNegative("SIZE")), Required: 1, Default: "0", Example: "50",
		Help:  "edge of a cube of water that adds a smooth background",
		apply: scalar(func(in *Input, x float64) { in.Water = um(x) }),
	},
	{
		Name: "seed", Group: GroupBackground, Key: "seed",
		Params: one(seed("N")), Required: 1, Default: "1", Example: "42",
		Help:  "seed of the photon noise, and of -misset random without -misset_seed",
		apply: func(in *Input, v Values) error { in.Seed = v.seed(); return nil },
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
		Params: one(file("FILE")), Required: 1,
		Help:  "accepted, without effect",
		apply: unused,
	}
}

var outputOptions = []*Option{
	{
		Name: "o", Aliases: []string{"output"}, Group: GroupOutput, Key: "files", Repeat: true,
		Params: one(file("FILE")), Required: 1, Default: "the four files below", Example: "image.png",
		Help: "write this file, in the format of its extension: .png .img .bin .pgm .npy; may be repeated; replaces the default files",
		apply: func(in *Input, v Values) error {
			for _, x := range v {
				in.Output.Files = append(in.Output.Files, x.Text)
			}
			return nil
		},
	},
	{
		Name: "floatfile", Aliases: []string{"floatimage"}, Group: GroupOutput, Key: "float_file",
		Params: one(file("FILE")), Required: 1, Default: defaultFloatFile, Example: "photons.bin",
		Help:  "photons as raw 32-bit floats, fast axis first, no header",
		apply: name(func(in *Input, s string) { in.Output.Float = s }),
	},
	{
		Name: "intfile", Aliases: []string{"intimage"}, Group: GroupOutput, Key: "int_file",
		Params: one(file("FILE")), Required: 1, Default: defaultIntFile, Example: "scaled.img",
		Help:  "SMV image of the scaled photons, 16 bits",
		apply: name(func(in *Input, s string) { in.Output.Int = s }),
	},
	{
		Name: "noisefile", Aliases: []string{"noiseimage"}, Group: GroupOutput, Key: "noise_file",
		Params: one(file("FILE")), Required: 1, Default: defaultNoiseFile, Example: "noisy.img",
		Help:  "SMV image of photon counts with Poisson noise, 16 bits",
		apply: name(func(in *Input, s string) { in.Output.Noise = s }),
	},
	{
		Name: "pgmfile", Aliases: []string{"pgmimage"}, Group: GroupOutput, Key: "pgm_file",
		Params: one(file("FILE")), Required: 1, Default: defaultPGMFile, Example: "preview.pgm",
		Help:  "preview with 8 bits",
		apply: name(func(in *Input, s string) { in.Output.PGM = s }),
	},
	{
		Name: "nopgm", Group: GroupOutput, Key: "pgm", FlagValue: false,
		Help:  "no preview",
		apply: on(func(in *Input) { in.Output.noPGM = true }),
	},
	{
		Name: "scale", Group: GroupOutput, Key: "scale",
		Params: one(number("X")), Required: 1, Default: "55000/maximum", Example: "1",
		Help:  "counts per photon of the integer image; not above 0 is automatic",
		apply: scalar(func(in *Input, x float64) { in.Output.Scale = max(0, x) }),
	},
	{
		Name: "adc", Aliases: []string{"adcoffset", "adc_offset"}, Group: GroupOutput, Unit: "counts", Key: "adc_offset_counts",
		Params: one(within("X", -65535, 65535)), Required: 1, Default: "40", Example: "10",
		Help:  "offset of the integer images",
		apply: scalar(func(in *Input, x float64) { in.Output.Offset = x }),
	},
	{
		Name: "pgmscale", Group: GroupOutput, Key: "pgm_scale",
		Params: one(number("X")), Required: 1, Default: "250/(5·rmsd)", Example: "0.5",
		Help:  "grey levels per photon of the preview; not above 0 is automatic",
		apply: scalar(func(in *Input, x float64) { in.Output.PGMScale = max(0, x) }),
	},
	{
		Name: "rings", Group: GroupOutput, Unit: "Å", Key: "rings_A",
		Params: one(positive("D")), Variadic: true, Default: "no rings; at round numbers if no D is given", Example: "4 3 2",
		Help: "draw resolution rings in PNG pictures",
		apply: func(in *Input, v Values) error {
			in.Output.Rings, in.Output.RingList = true, nil
			for i := range v {
				in.Output.RingList = append(in.Output.RingList, angstrom(v.number(i)))
			}
			return nil
		},
	},
	{
		Name: "beam_cross", Group: GroupOutput, Key: "beam_cross",
		Help:  "mark the direct beam in PNG pictures",
		apply: on(func(in *Input) { in.Output.BeamCross = true }),
	},
	{
		Name: "trace", Aliases: []string{"printout_pixel"}, Group: GroupOutput, Unit: "pixels", Key: "trace_pixel",
		Params: []Param{integer("FAST", 0, maxPixels), integer("SLOW", 0, maxPixels)}, Required: 2, Example: "512 300",
		Help: "explain one pixel: every factor of its photons, with units",
		apply: func(in *Input, v Values) error {
			in.Output.Trace = some(TracePixel{v.count(0), v.count(1)})
			return nil
		},
	},
	{
		Name: "printout", Group: GroupOutput, Key: "printout",
		Help:  "accepted, without effect; -trace explains a pixel",
		apply: unused,
	},
	{
		Name: "json", Group: GroupOutput, Key: "json",
		Help:  "print -trace and the summary as JSON",
		apply: on(func(in *Input) { in.Output.JSON = true }),
	},
	{
		Name: "write_config", Group: GroupOutput, Key: "write_config", Transient: true,
		Params: one(file("FILE")), Required: 1, Example: "run.json",
		Help:  "write every setting in effect, for -config",
		apply: name(func(in *Input, s string) { in.Output.Config = s }),
	},
}

var runningOptions = []*Option{
	{
		Name: "config", Group: GroupRunning, Key: "config", Transient: true,
		Params: one(file("FILE")), Required: 1, Example: "run.json",
		Help:  "read settings from a JSON file first; the command line wins over it",
		apply: unused,
	},
	{
		Name: "url", Group: GroupRunning, Key: "url", Transient: true,
		Params: one(Param{Name: "LINK", Kind: Text}), Required: 1, Example: `"?cell=78,78,38&N=5"`,
		Help:  "read settings from a link of the web page first; the command line wins over it",
		apply: unused,
	},
	{
		Name: "compat", Group: GroupRunning, Key: "compat",
		Help:  "reproduce the reference program where it is wrong",
		apply: on(func(in *Input) { in.Running.Compat = true }),
	},
	{
		Name: "threads", Group: GroupRunning, Key: "threads",
		Params: one(integer("N", 0, 4096)), Required: 1, Default: "0, all", Example: "4",
		Help:  "processor cores to use; the image does not depend on it",
		apply: whole(func(in *Input, n int) { in.Running.Threads = n }),
	},
	{
		Name: "backend", Group: GroupRunning, Key: "backend",
		Params: one(Param{Name: "BACKEND", Kind: Text}), Required: 1, Default: "auto", Example: "scalar",
		Help:  "what computes the image: auto (the fastest at hand) or scalar (plain Go)",
		apply: name(func(in *Input, s string) { in.Running.Backend = s }),
	},
	{
		Name: "quiet", Group: GroupRunning, Key: "quiet",
		Help:  "print errors only",
		apply: on(func(in *Input) { in.Running.Quiet = true }),
	},
	{
		Name: "progress", Group: GroupRunning, Key: "progress", Default: "on",
		Help:  "show progress",
		apply: on(func(in *Input) { in.Running.Progress = some(true) }),
	},
	{
		Name: "noprogress", Group: GroupRunning, Key: "progress", FlagValue: false,
		Help:  "do not show progress",
		apply: on(func(in *Input) { in.Running.Progress = some(false) }),
	},
	{
		Name: "h", Aliases: []string{"help"}, Group: GroupRunning, Key: "help", Transient: true,
		Help:  "print this text",
		apply: unused,
	},
	{
		Name: "version", Group: GroupRunning, Key: "version", Transient: true,
		Help:  "print the version",
		apply: unused,
	},
}
