package config

import (
	"path"
	"slices"
	"strings"

	"gobragg/core/imgio"
)

var outputOptions = []*Option{
	{
		Name: "o", Aliases: []string{"output"}, Group: GroupOutput, Key: "files", Repeat: true,
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Default: "the four files below", Example: "image.png",
		Help: "write this file, in the format of its extension; may be repeated; replaces the default files. Photons: .bin .npy .npz .tif; scaled photons, as -intfile: .img (SMV) .16.png; photon counts with noise (without it after -nonoise), 32 bits and no offset: .cbf; pictures: .png .pgm; but for .npz and .png also with .gz behind",
		apply: values(func(in *Input, v Values) error {
			for _, x := range v {
				if nameless(x.Text) {
					return usage("o", "%s is an extension without a name before it: want a file name, for example -o image.png", shown(x.Text))
				}
				in.Output.Files = append(in.Output.Files, x.Text)
			}
			return nil
		}),
	},
	{
		Name: "floatfile", Aliases: []string{"floatimage"}, Group: GroupOutput, Key: "float_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Default: defaultFloatFile, Example: "photons.bin",
		Help:  "photons as 32-bit floats: raw, fast axis first, no header, unless the extension is .npy .npz or .tif",
		apply: name(func(in *Input, s string) { in.Output.Float = s }),
	},
	{
		Name: "intfile", Aliases: []string{"intimage"}, Group: GroupOutput, Key: "int_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Default: defaultIntFile, Example: "scaled.img",
		Help:  "scaled photons: an SMV image of 16 bits, unless the extension is .16.png, or .cbf .tif .npy or .npz, which hold 32 bits and no offset",
		apply: name(func(in *Input, s string) { in.Output.Int = s }),
	},
	{
		Name: "noisefile", Aliases: []string{"noiseimage"}, Group: GroupOutput, Key: "noise_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Default: defaultNoiseFile, Example: "noisy.img",
		Help:  "photon counts with Poisson noise: an SMV image of 16 bits, unless the extension is .16.png, or .cbf .tif .npy or .npz, which hold 32 bits and no offset",
		apply: name(func(in *Input, s string) { in.Output.Noise = s }),
	},
	{
		Name: "pgmfile", Aliases: []string{"pgmimage"}, Group: GroupOutput, Key: "pgm_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Default: defaultPGMFile, Example: "preview.pgm",
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
		Params: []Param{{Name: "X", Takes: number}}, Required: 1, Default: "55000/maximum", Example: "1",
		Help:  "counts per photon of the integer image; not above 0 is automatic",
		apply: scalar(func(in *Input, x float64) { in.Output.Scale = max(0, x) }),
	},
	{
		Name: "adc", Aliases: []string{"adcoffset", "adc_offset"}, Group: GroupOutput, Unit: "counts", Key: "adc_offset_counts",
		Params: []Param{{Name: "X", Takes: Takes{Min: -65535, Max: 65535}, Usual: Range{Low: 0, High: 1000, Step: 1}}}, Required: 1, Default: "40", Example: "10",
		Help:  "offset of the integer images, those of 32 bits excepted",
		apply: scalar(func(in *Input, x float64) { in.Output.Offset = x }),
	},
	{
		Name: "pgmscale", Group: GroupOutput, Key: "pgm_scale",
		Params: []Param{{Name: "X", Takes: number}}, Required: 1, Default: "250/(5·rmsd)", Example: "0.5",
		Help:  "grey levels per photon of the preview; not above 0 is automatic",
		apply: scalar(func(in *Input, x float64) { in.Output.PGMScale = max(0, x) }),
	},
	{
		Name: "rings", Group: GroupOutput, Unit: "Å", Key: "rings_A",
		Params: []Param{{Name: "D", Takes: positive}}, Variadic: true, Default: "no rings; at round numbers if no D is given", Example: "4 3 2",
		Help: "draw resolution rings in PNG pictures",
		apply: values(func(in *Input, v Values) error {
			in.Output.Rings, in.Output.RingList = true, nil
			for i := range v {
				in.Output.RingList = append(in.Output.RingList, angstrom(v.number(i)))
			}
			return nil
		}),
	},
	{
		Name: "beam_cross", Group: GroupOutput, Key: "beam_cross",
		Help:  "mark the direct beam in PNG pictures",
		apply: on(func(in *Input) { in.Output.BeamCross = true }),
	},
	{
		Name: "trace", Aliases: []string{"printout_pixel"}, Group: GroupOutput, Unit: "pixels", Key: "trace_pixel",
		Params: []Param{
			{Name: "FAST", Takes: Takes{Kind: Integer, Min: 0, Max: maxPixels}},
			{Name: "SLOW", Takes: Takes{Kind: Integer, Min: 0, Max: maxPixels}},
		}, Required: 2, Example: "512 300",
		Help: "explain one pixel: every factor of its photons, with units",
		apply: values(func(in *Input, v Values) error {
			in.Output.Trace = some(TracePixel{v.count(0), v.count(1)})
			return nil
		}),
	},
	{
		Name: "printout", Group: GroupOutput, Key: "printout",
		Help:  "accepted, without effect; -trace explains a pixel",
		apply: unused{},
	},
	{
		Name: "json", Group: GroupOutput, Key: "json",
		Help:  "print -trace and the summary as JSON",
		apply: on(func(in *Input) { in.Output.JSON = true }),
	},
	{
		Name: "write_config", Group: GroupOutput, Key: "write_config", Transient: true,
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "run.json",
		Help:  "write every setting in effect, for -config",
		apply: name(func(in *Input, s string) { in.Output.Config = s }),
	},
}

// nameless reports whether a file name is the extension of a format alone.
func nameless(file string) bool {
	base, _ := strings.CutSuffix(strings.ToLower(path.Base(file)), ".gz")
	return slices.ContainsFunc(imgio.Formats(), func(f imgio.FormatInfo) bool { return slices.Contains(f.Extensions, base) })
}

var runningOptions = []*Option{
	{
		Name: "config", Group: GroupRunning, Key: "config", Transient: true,
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "run.json",
		Help:  "read settings from a JSON file first; the command line wins over it",
		apply: unused{},
	},
	{
		Name: "url", Group: GroupRunning, Key: "url", Transient: true,
		Params: []Param{{Name: "LINK", Takes: text}}, Required: 1, Example: `"?cell=78,78,38&N=5"`,
		Help:  "read settings from a link of the web page first; the command line wins over it",
		apply: unused{},
	},
	{
		Name: "compat", Group: GroupRunning, Key: "compat",
		Help:  "reproduce the reference program where it is wrong",
		apply: on(func(in *Input) { in.Running.Compat = true }),
	},
	{
		Name: "threads", Group: GroupRunning, Key: "threads",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: 0, Max: 4096}}}, Required: 1, Default: "0, all", Example: "4",
		Help:  "processor cores to use; the image does not depend on it",
		apply: whole(func(in *Input, n int) { in.Running.Threads = n }),
	},
	{
		Name: "backend", Group: GroupRunning, Key: "backend",
		Params: []Param{{Name: "BACKEND", Takes: text}}, Required: 1, Default: "auto", Example: "scalar",
		Help:  "what computes the image: auto (the fastest at hand), scalar (plain Go), another that gobragg version lists, or cuda (NVIDIA's GPUs)",
		apply: name(func(in *Input, s string) { in.Running.Backend = s }),
	},
	{
		Name: "precision", Group: GroupRunning, Key: "precision",
		Params: []Param{{Name: "PRECISION", Takes: Takes{Kind: Text, Choices: []string{"auto", "double", "mixed"}}}}, Required: 1, Default: "auto", Example: "mixed",
		Help:  "of the arithmetic: double, or mixed: indices in double, lattice factors in single precision, off by up to 1e-6 of the brightest possible pixel for N up to 1000 (as double with -interpolate and -tophat_spots); auto is double on a processor, and on a GPU mixed, off by 1e-5 there, or 1e-3 where double precision is slow",
		apply: name(func(in *Input, s string) { in.Running.Precision = s }),
	},
	{
		Name: "device", Group: GroupRunning, Key: "device",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: 0, Max: 1023}}}, Required: 1, Default: "all of them", Example: "1",
		Help:  "the GPU of -backend cuda, counted from 0",
		apply: whole(func(in *Input, n int) { in.Running.Device = n }),
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
		apply: unused{},
	},
	{
		Name: "version", Group: GroupRunning, Key: "version", Transient: true,
		Help:  "print the version",
		apply: unused{},
	},
}
