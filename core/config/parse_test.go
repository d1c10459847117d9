package config

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// sample returns words that o accepts.
func sample(o *Option) []string {
	if o.Example != "" {
		return strings.Fields(strings.ReplaceAll(o.Example, `"`, ""))
	}
	var words []string
	for _, p := range o.Params[:o.Required] {
		switch {
		case p.Choices != nil:
			words = append(words, p.Choices[0])
		case p.Kind == Text:
			words = append(words, "name")
		default:
			words = append(words, "1")
		}
	}
	return words
}

func mustParse(t testing.TB, args ...string) *Config {
	t.Helper()
	c, err := ParseArgs(args)
	if err != nil {
		t.Fatalf("ParseArgs(%q): %v", args, err)
	}
	return c
}

// TestAliases: every spelling of every option, with one dash or two, sets it.
func TestAliases(t *testing.T) {
	for _, o := range Options {
		words := sample(o)
		want := mustParse(t, append([]string{"-" + o.Name}, words...)...)
		if len(want.settings) != 1 || want.settings[0].Option != o || len(want.settings[0].Values) != len(words) {
			t.Errorf("-%s %q sets %+v", o.Name, words, want.settings)
		}
		for _, n := range append([]string{o.Name}, o.Aliases...) {
			for _, dash := range []string{"-", "--"} {
				got := mustParse(t, append([]string{dash + n}, words...)...)
				if !reflect.DeepEqual(got.settings, want.settings) {
					t.Errorf("%s%s %q = %v, want %v", dash, n, words, got.Args(), want.Args())
				}
			}
		}
	}
}

// TestReferenceNames: the names of the reference program's options, with the
// spellings that its help, its README and its substring matching make work.
func TestReferenceNames(t *testing.T) {
	for option, spellings := range map[string]string{
		"hkl": "hkl", "dumpfile": "dump dumpfile", "default_F": "default_F", "mat": "mat matrix", "cell": "cell",
		"misset": "misset", "misset_seed": "misset_seed", "N": "N", "Na": "Na", "Nb": "Nb", "Nc": "Nc",
		"samplesize":    "samplesize sample_size xtalsize xtal_size",
		"sample_thick":  "sample_thick sample_x xtal_thick xtal_x",
		"sample_width":  "sample_width sample_y xtal_width xtal_y width",
		"sample_height": "sample_height sample_z xtal_height xtal_z height",
		"density":       "density sample_den sample_density", "MW": "MW molec molecular_weight",
		"square_xtal": "square_xtal", "round_xtal": "round_xtal", "gauss_xtal": "gauss_xtal", "tophat_spots": "tophat_spots binary_spots",
		"fudge": "fudge", "mosaic": "mosaic mosaici mosaicity mosaic_spr mosaic_spread", "mosaic_domains": "mosaic_dom mosaic_domains",
		"mosaic_seed": "mosaic_seed", "interpolate": "interpolate", "nointerpolate": "nointerpolate",
		"lambda": "lambda wave wavelength", "energy": "energy", "dispersion": "dispersion", "dispsteps": "dispsteps dispstep",
		"divergence": "divergence", "hdivrange": "hdivrange hdiv", "vdivrange": "vdivrange vdiv", "hdivstep": "hdivstep", "vdivstep": "vdivstep",
		"hdivsteps": "hdivsteps", "vdivsteps": "vdivsteps", "divsteps": "divsteps", "round_div": "round_div", "square_div": "square_div",
		"sourcefile": "sourcefile", "polar": "polar", "nopolar": "nopolar", "polar_vector": "polar_vector", "fluence": "fluence",
		"flux": "flux", "exposure": "exposure", "beamsize": "beamsize", "coherent": "coherent",
		"distance": "distance", "close_distance": "close_distance", "detsize": "detsize",
		"detsize_f": "detsize_f detsize_x", "detsize_s": "detsize_s detsize_y", "detpixels": "detpixels",
		"detpixels_f": "detpixels_f detpixels_x", "detpixels_s": "detpixels_s detpixels_y", "pixel": "pixel pixelsize pixel_size",
		"Xbeam": "Xbeam", "Ybeam": "Ybeam", "Xclose": "Xclose", "Yclose": "Yclose", "ORGX": "ORGX", "ORGY": "ORGY", "pivot": "pivot",
		"twotheta": "twotheta", "detector_rotx": "detector_rotx", "detector_roty": "detector_roty", "detector_rotz": "detector_rotz",
		"fdet_vector": "fdet_vector xdet_vector", "sdet_vector": "sdet_vector ydet_vector", "odet_vector": "odet_vector zdet_vector",
		"beam_vector": "beam_vector", "spindle_axis": "spindle_axis", "twotheta_axis": "twotheta_axis", "pix0_vector": "pix0_vector",
		"mosflm": "mosflm", "xds": "xds", "adxv": "adxv", "denzo": "denzo", "dials": "dials",
		"curved_det": "curved_det", "point_pixel": "point_pixel", "detector_abs": "detector_abs", "detector_thick": "detector_thick",
		"detector_thicksteps": "detector_thicksteps thicksteps", "oversample": "oversample", "oversample_thick": "oversample_thick",
		"oversample_polar": "oversample_polar", "oversample_omega": "oversample_omega", "roi": "roi", "mask": "mask", "img": "img",
		"phi": "phi", "osc": "osc", "phistep": "phistep", "phisteps": "phisteps", "water": "water", "stol": "stol", "4stol": "4stol", "Q": "Q",
		"stolout": "stolout", "dmin": "dmin", "floatfile": "floatfile floatimage", "intfile": "intfile intimage", "scale": "scale",
		"adc": "adc adcoffset adc_offset", "noisefile": "noisefile noiseimage", "nonoise": "nonoise", "seed": "seed",
		"pgmfile": "pgmfile pgmimage", "nopgm": "nopgm", "pgmscale": "pgmscale", "printout": "printout", "trace": "printout_pixel trace",
		"progress": "progress", "noprogress": "noprogress", "h": "h help",
	} {
		for _, n := range strings.Fields(spellings) {
			if o := Find("-" + n); o == nil || o.Name != option {
				t.Errorf("-%s is %v, want -%s", n, o, option)
			}
		}
	}
}

// TestTable: the rows are complete, and keys are unambiguous.
func TestTable(t *testing.T) {
	type place struct {
		key   string
		value any
	}
	seen := make(map[place]string)
	last := GroupCrystal
	for _, o := range Options {
		if o.Group < last {
			t.Errorf("-%s: group %s after %s", o.Name, o.Group, last)
		}
		last = o.Group
		if o.Help == "" || o.Key == "" || o.apply == nil {
			t.Errorf("-%s: help %q, key %q", o.Name, o.Help, o.Key)
		}
		if strings.HasSuffix(o.Help, ".") {
			t.Errorf("-%s: help ends with a full stop", o.Name)
		}
		if len(o.Params) == 0 && o.Required > 0 || o.Required > len(o.Params) {
			t.Errorf("-%s: %d of %d values are required", o.Name, o.Required, len(o.Params))
		}
		p := place{key: o.Key}
		if len(o.Params) == 0 {
			p.value = o.flagValue()
		}
		if seen[p] != "" {
			t.Errorf("-%s and -%s share the key %s", o.Name, seen[p], o.Key)
		}
		seen[p] = o.Name
	}
}

func TestUsageErrors(t *testing.T) {
	for _, tc := range []struct{ name, args, want string }{
		{"unknown, typo", "-distence 100", "-distence: there is no such option; did you mean -distance?"},
		{"unknown, beginning", "-dist 100", "did you mean -distance?"},
		{"unknown, case", "-xbeam 1", "did you mean -Xbeam?"},
		{"unknown, swapped letters", "-roatte 1 -celll 1", "-roatte: there is no such option"},
		{"unknown, doubled letter", "-celll 1", "did you mean -cell?"},
		{"equals sign", "-distance=100", "write a space instead of the equals sign: -distance 100"},
		{"stray word", "image.png", "is not an option; options begin with a dash"},
		{"stray word after an option", "-distance 100 200", `"200": is one value too many: want a number above 0 (mm), for example -distance 250`},
		{"stray word after a flag", "-xds yes", "-xds takes no value"},
		{"missing value at the end", "-distance", "-distance: its value is missing: want a number above 0 (mm), for example -distance 250"},
		{"missing value before an option", "-distance -xds", "-distance: its value is missing"},
		{"missing file before an option", "-hkl -xds", "-hkl: its value is missing: want a file name, for example -hkl P1.hkl"},
		{"missing vector component", "-misset 1 2", "-misset: found 2 of its 3 values: want X Y Z (°), or the word random, for example -misset 10 20 30"},
		{"missing vector component before an option", "-misset 1 2 -xds", "found 2 of its 3 values"},
		{"not a number", "-distance abc", `-distance: "abc" is not a number: want a number above 0 (mm)`},
		{"not a number by its alias", "-wave one", `-wave: "one" is not a number`},
		{"trailing letters", "-distance 100mm", `"100mm" is not a number`},
		{"hexadecimal", "-distance 0x10", `is not a number`},
		{"NaN", "-distance NaN", "is not a finite number"},
		{"infinite", "-distance inf", "is not a finite number"},
		{"overflow", "-distance 1e999", "is not a finite number"},
		{"zero length", "-pixel 0", "-pixel: 0 is out of range: want a number from 1e-12 to 1e+15 (mm), for example -pixel 0.172"},
		{"too long a wave", "-lambda 1e300", "-lambda: 1e+300 is out of range: want a number from 1e-12 to 1e+15 (Å), for example -lambda 0.9795"},
		{"too large a structure factor", "-default_F 1e30", "-default_F: 1e+30 is out of range: want a number from -1e+15 to 1e+15 (electrons), for example"},
		{"one of several values", "-cell 10 10 10 90 200 90", "-cell: 200 is out of range: BETA is a number from 0 to 180: want A B C ALPHA BETA GAMMA (Å and °), for example"},
		{"negative length", "-pixel -0.1", "-0.1 is out of range"},
		{"negative distance", "-distance -100", "out of range"},
		{"not an integer", "-N 2.5", "2.5 is not an integer"},
		{"no steps", "-phisteps 0", "out of range"},
		{"negative steps", "-mosaic_domains -3", "out of range"},
		{"too many steps", "-phisteps 1e7", "from 1 to 1000000"},
		{"too many pixels", "-detpixels 65536", "from 1 to 65535"},
		{"Kahn factor", "-polar 1.5", "from -1 to 1"},
		{"zero vector", "-beam_vector 0 0 0", "a direction needs a length"},
		{"empty roi", "-roi 10 5 0 9", "each minimum at most its maximum"},
		{"impossible cell", "-cell 10 10 10 60 60 150", "no cell has these lengths and angles"},
		{"zero cell", "-cell 0", "out of range"},
		{"pivot", "-pivot middle", "middle is not one of its choices: want sample or beam"},
		{"empty file name", "-hkl ", "its value is missing"},
		{"seed with a fraction", "-seed 1.5", "is not an integer"},
		{"misset word", "-misset around", `"around" is not a number`},
		{"convention by its key", "-convention mosflm", "-convention: there is no such option; use -mosflm"},
		{"convention, misspelt", "-convention MOSFLN", "-convention: there is no such option; use one of -mosflm -denzo -adxv -xds -dials"},
		{"convention alone", "-convention", "use one of -mosflm"},
		{"shape by its key", "--shape gauss", "--shape: there is no such option; use -gauss_xtal"},
		{"file without a name", "-o .png", "-o: .png is an extension without a name before it: want a file name, for example -o image.png"},
		{"file without a name in a folder", "-o a/.16.png", "a/.16.png is an extension without a name"},
		{"compressed file without a name", "-o .IMG.gz", "is an extension without a name"},
		{"rings", "-rings 3 -2", "out of range"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := ParseArgs(strings.Split(tc.args, " "))
			var u *UsageError
			if !errors.As(err, &u) {
				t.Fatalf("error %v, want a UsageError", err)
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %q, want %q in it", err, tc.want)
			}
		})
	}
}

// TestInput: settings arrive in SI units, the last one wins.
func TestInput(t *testing.T) {
	type in = *Input
	angle := degrees(30) // rounded as a program rounds it, unlike a constant
	for _, tc := range []struct {
		args string
		get  func(in) any
		want any
	}{
		{"-cell 10", func(i in) any { return i.Crystal.Cell.Value }, experiment.UnitCell{A: 1e-9, B: 1e-9, C: 1e-9, Alpha: 90 * units.Degree, Beta: 90 * units.Degree, Gamma: 90 * units.Degree}},
		{"-cell 10 20 30 90 100", func(i in) any { return i.Crystal.Cell.Value }, experiment.UnitCell{A: 1e-9, B: 2e-9, C: 3e-9, Alpha: 90 * units.Degree, Beta: 100 * units.Degree, Gamma: 90 * units.Degree}},
		{"-misset 30 0 -30", func(i in) any { return i.Crystal.Misset }, Misset{X: angle, Z: -angle}},
		{"-misset random", func(i in) any { return i.Crystal.Misset }, Misset{Random: true}},
		{"-misset rand", func(i in) any { return i.Crystal.Misset }, Misset{Random: true}},
		{"-misset random -misset 0 0 30", func(i in) any { return i.Crystal.Misset }, Misset{Z: angle}},
		{"-Na 3 -N 5", func(i in) any { return i.Crystal.Cells[0] }, some(5)},
		{"-N 5 -Na 3", func(i in) any { return i.Crystal.Cells }, [3]optional[int]{some(3), some(5), some(5)}},
		{"-N 5 -Na 3 -N 7", func(i in) any { return i.Crystal.Cells }, [3]optional[int]{some(7), some(7), some(7)}},
		{"-xtal_size 0.5 -height 0.25", func(i in) any { return i.Crystal.Size }, [3]optional[float64]{some(5e-4), some(5e-4), some(2.5e-4)}},
		{"-gauss_xtal -round_xtal", func(i in) any { return i.Crystal.Shape }, experiment.Round},
		{"-mosaic 30", func(i in) any { return i.Crystal.MosaicSpread }, float64(angle)},
		{"-nointerpolate -interpolate", func(i in) any { return i.Crystal.Interpolate }, some(true)},
		{"-interpolate -nointerpolate", func(i in) any { return i.Crystal.Interpolate }, some(false)},
		{"-lambda 1.5", func(i in) any { return i.Beam.Wavelength.Value }, 1.5e-10},
		{"-lambda 1.5 -energy 12398.42", func(i in) any { return i.Beam.Wavelength.Value }, 1e-10},
		{"-energy 10000 -lambda 1.5 -energy 12398.42", func(i in) any { return i.Beam.Wavelength.Value }, 1e-10},
		{"-energy 10000 -lambda 1.5", func(i in) any { return i.Beam.Wavelength.Value }, 1.5e-10},
		{"-dispersion 2 -dispstep 4", func(i in) any { return i.Beam.Dispersion }, experiment.Asked{Range: some(0.02), Steps: some(4)}},
		{"-divergence 2 -vdivrange 3 -divsteps 5", func(i in) any { return []experiment.Asked{i.Beam.Horizontal, i.Beam.Vertical} },
			[]experiment.Asked{{Range: some(2e-3), Steps: some(5)}, {Range: some(3e-3), Steps: some(5)}}},
		{"-hdivstep 0.5", func(i in) any { return i.Beam.Horizontal }, experiment.Asked{Step: some(5e-4)}},
		{"-polar 0.9 -nopolar", func(i in) any { return i.Beam.NoPolarization }, true},
		{"-nopolar -polar 0.9", func(i in) any { return []any{i.Beam.Kahn, i.Beam.NoPolarization} }, []any{0.9, false}},
		{"-beamsize 50e-3", func(i in) any { return i.Beam.BeamSize }, 5e-5},
		{"-detpixels 100 -detpixels_x 50", func(i in) any { return []int{i.Detector.Fast.Value, i.Detector.Slow.Value} }, []int{50, 100}},
		{"-detsize 100 -detsize_y 50", func(i in) any { return []float64{i.Detector.SizeFast.Value, i.Detector.SizeSlow.Value} }, []float64{0.1, 0.05}},
		{"-detector_abs inf", func(i in) any { return i.Detector.Attenuation.Value > 1e300 }, true},
		{"-detector_abs 500 -detector_thick 450", func(i in) any { return []float64{i.Detector.Attenuation.Value, i.Detector.Thickness} }, []float64{5e-4, 4.5e-4}},
		{"-distance 100 -ORGX 3", func(i in) any { return i.Detector.Asked }, some(experiment.PivotSample)},
		{"-ORGX 3 -distance 100", func(i in) any { return i.Detector.Asked }, some(experiment.PivotBeam)},
		{"-distance 100 -twotheta 3 -distance 100", func(i in) any { return i.Detector.Asked }, some(experiment.PivotBeam)},
		{"-pivot beam -twotheta 0", func(i in) any { return []any{i.Detector.Asked, i.Detector.Pivot} }, []any{some(experiment.PivotSample), some(experiment.PivotBeam)}},
		{"-xds -mosflm", func(i in) any { return i.Detector.Convention }, experiment.MOSFLM},
		{"-xds -beam_vector 0 0 2", func(i in) any { return []any{i.Detector.Convention, i.Detector.Vectors.Beam.Value} }, []any{experiment.Custom, r3.Vec{Z: 2}}},
		{"-beam_vector 0 0 2 -dials", func(i in) any { return i.Detector.Convention }, experiment.DIALS},
		{"-dials -beam_vector 0 0 2 -dials", func(i in) any { return i.Detector.Convention }, experiment.DIALS},
		{"-phi 30 -osc 30 -phistep 30 -phisteps 4", func(i in) any { return []any{i.Phi, i.Scan} },
			[]any{float64(angle), experiment.Asked{Range: some(float64(angle)), Step: some(float64(angle)), Steps: some(4)}}},
		{"-oversample -1", func(i in) any { return i.Sampling.Oversample }, 0},
		{"-dmin 2", func(i in) any { return i.Sampling.DMin }, 2e-10},
		{"-water 3", func(i in) any { return i.Water }, 3e-6},
		{"-o a.png -o b.img", func(i in) any { return i.Output.Files }, []string{"a.png", "b.img"}},
		{"-rings", func(i in) any { return []any{i.Output.Rings, len(i.Output.RingList)} }, []any{true, 0}},
		{"-rings 4 2", func(i in) any { return i.Output.RingList }, []float64{4e-10, 2e-10}},
		{"-printout_pixel 5 6", func(i in) any { return i.Output.Trace }, some(TracePixel{5, 6})},
		{"-noprogress -progress", func(i in) any { return i.Running.Progress }, some(true)},
		{"-scale -1", func(i in) any { return i.Output.Scale }, 0.0},
		{"-roi 1 2 3 4", func(i in) any { return i.Detector.ROI.Value }, [4]int{1, 2, 3, 4}},
		{"-threads 3 -backend scalar -precision mixed -device 2 -quiet -compat", func(i in) any { return i.Running }, Running{Compat: true, Threads: 3, Backend: "scalar", Precision: "mixed", Device: 2, Quiet: true}},
	} {
		t.Run(tc.args, func(t *testing.T) {
			if got := tc.get(mustParse(t, strings.Fields(tc.args)...).Input()); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("%v, want %v", got, tc.want)
			}
		})
	}
}

// TestArgs: the canonical command line has groups in order, full names, and one
// setting for each key.
func TestArgs(t *testing.T) {
	for _, tc := range []struct{ name, args, want string }{
		{"aliases and order", "-xds -wave 1.0 -cell 78 78 38", "-cell 78 78 38 -lambda 1 -xds"},
		{"again moves to the end", "-phi 1 -osc 2 -phi 3", "-osc 2 -phi 3"},
		{"a key's options replace each other", "-xds -beam_vector 1 0 0 -dials", "-beam_vector 1 0 0 -dials"},
		{"repeatable", "-o a -threads 2 -o b", "-o a -o b -threads 2"},
		{"numbers", "-fluence 1e24 -seed 123456789012 -phi 1e-9", "-fluence 1e+24 -phi 1e-09 -seed 123456789012"},
		{"word", "-misset randomly -detector_abs Infinity", "-misset random -detector_abs inf"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := mustParse(t, strings.Fields(tc.args)...)
			if got := strings.Join(c.Args(), " "); got != tc.want {
				t.Errorf("Args = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestSettingsAccess(t *testing.T) {
	c := mustParse(t, "-distance", "100", "-xds")
	if !c.Has("distance") || c.Has("phi") || c.Values("distance")[0].Number != 100 || c.Values("phi") != nil {
		t.Errorf("settings %v", c.Args())
	}
	if n := len(c.Settings()); n != 2 {
		t.Errorf("%d settings, want 2", n)
	}
	c.Unset("distance")
	if got := c.Args(); !slices.Equal(got, []string{"-xds"}) {
		t.Errorf("after Unset: %q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("Has of an unknown option does not panic")
		}
	}()
	c.Has("nothing")
}

// TestMergeOrder: the command line wins over a configuration wherever -config stands.
func TestMergeOrder(t *testing.T) {
	base := mustParse(t, "-distance", "100", "-lambda", "2", "-ORGX", "5", "-o", "a")
	over := mustParse(t, "-distance", "200", "-energy", "9000", "-o", "b")
	in := Merge(base, over).Input()
	if in.Detector.Distance.Value != 0.2 || in.Detector.Asked.Value != experiment.PivotBeam {
		t.Errorf("distance %v, pivot %v", in.Detector.Distance, in.Detector.Asked)
	}
	if want := units.WavelengthFromEnergy(9000); in.Beam.Wavelength.Value != want {
		t.Errorf("wavelength %g, want %g", in.Beam.Wavelength.Value, want)
	}
	if !slices.Equal(in.Output.Files, []string{"b"}) {
		t.Errorf("files %q", in.Output.Files)
	}
	if len(base.Args()) != 8 || len(over.Args()) != 6 {
		t.Error("Merge changed its arguments")
	}
}

func TestEdits(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "", 3}, {"", "abc", 3}, {"cell", "cell", 0}, {"celll", "cell", 1},
		{"clel", "cell", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 1},
	} {
		if got := edits(tc.a, tc.b); got != tc.want {
			t.Errorf("edits(%q, %q) = %d, want %d", tc.a, tc.b, got, tc.want)
		}
	}
}
