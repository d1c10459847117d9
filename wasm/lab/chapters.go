package lab

import (
	"strconv"
	"strings"

	"gobragg/core/config"
)

// Chapter is a part of the form, as a crystallographer thinks of an experiment.
type Chapter struct {
	Name  string // of its element
	Title string
	// Main are the fields that stand open, More those behind a button: names of
	// options, or the Key of options that exclude one another.
	Main, More []string
}

// Chapters hold every option that changes the image, each once.
var Chapters = []Chapter{
	{
		"beam", "Beam",
		[]string{"lambda", "dispersion", "dispsteps", "divergence", "divsteps", "polar", "fluence"},
		[]string{"energy", "flux", "exposure", "beamsize", "hdivrange", "vdivrange", "hdivsteps", "vdivsteps", "hdivstep", "vdivstep",
			"divergence_shape", "sourcefile", "nopolar", "beam_vector", "polar_vector", "coherent"},
	},
	{
		"detector", "Detector",
		[]string{"distance", "detpixels", "pixel", "twotheta", "detector_rotx", "detector_roty", "detector_rotz", "detector_thick", "detector_abs", "detector_thicksteps"},
		[]string{"convention", "Xbeam", "Ybeam", "ORGX", "ORGY", "Xclose", "Yclose", "close_distance", "pivot", "detpixels_f", "detpixels_s", "detsize", "detsize_f", "detsize_s",
			"geometry", "img", "mask", "roi", "curved_det", "point_pixel", "fdet_vector", "sdet_vector", "odet_vector", "pix0_vector", "twotheta_axis"},
	},
	{
		"scan", "Goniometer and scan",
		[]string{"phi", "osc", "phisteps"},
		[]string{"phistep", "spindle_axis"},
	},
	{
		"crystal", "Crystal",
		[]string{"cell", "misset", "N", "shape"},
		[]string{"misset_seed", "Na", "Nb", "Nc", "samplesize", "sample_thick", "sample_width", "sample_height", "fudge", "mat", "orientation", "crystal_number", "density", "MW"},
	},
	{
		"mosaicity", "Mosaicity",
		[]string{"mosaic", "mosaic_domains"},
		[]string{"mosaic_seed"},
	},
	{
		"factors", "Structure factors",
		[]string{"hkl", "model", "default_F", "interpolate"},
		[]string{"labels", "space_group", "k_sol", "b_sol", "r_probe", "r_shrink", "anomalous", "dumpfile"},
	},
	{
		"sampling", "Sampling",
		[]string{"oversample", "dmin"},
		[]string{"oversample_thick", "oversample_polar", "oversample_omega", "cull"},
	},
	{
		"noise", "Noise and output",
		[]string{"noise", "seed", "water", "adc", "scale"},
		[]string{"compat", "stol", "4stol", "Q", "stolout"},
	},
}

// elsewhere are the options that the form leaves out: they say what files the command
// writes and how it runs, or the viewer has its own controls for them.
var elsewhere = strings.Fields("o floatfile intfile noisefile pgmfile nopgm pgmscale rings beam_cross trace printout json write_config " +
	"config url threads backend quiet progress noprogress h version precision device")

// Kind is how a field is filled in.
type Kind int

// The kinds.
const (
	Numbers Kind = iota // one or more
	Word                // text
	File                // name of a file
	Switch              // on or not
	Choice              // one of several, or the default
)

// Field is what the form needs to know of an option, or of several that exclude one
// another.
type Field struct {
	Name  string // an option's, or the Key of a Choice
	Label string
	Unit  string
	Help  string
	// Default is what holds where nothing is set, in words.
	Default string
	Example string
	Kind    Kind
	Params  []config.Param
	Options []*config.Option // more than one: those to choose from
}

// choiceWords are the entries of choices whose options are flags and their opposites.
var choiceWords = map[string]string{
	"interpolate": "on", "nointerpolate": "off", "nonoise": "off", "no_anomalous": "off",
	"square_xtal": "parallelepiped", "round_xtal": "sphere", "gauss_xtal": "Gaussian", "tophat_spots": "top hat",
	"mosflm": "MOSFLM", "denzo": "DENZO", "adxv": "ADXV", "xds": "XDS", "dials": "DIALS",
	"round_div": "ellipse", "square_div": "rectangle",
}

// EntryOf returns what a Choice calls one of its options.
func EntryOf(o *config.Option) string { return choiceWords[o.Name] }

// FieldOf returns the field of a name of Chapters.
func FieldOf(name string) Field {
	if o := config.Find("-" + name); o != nil && (len(o.Params) > 0 || o.Key != name || o.FlagValue == nil) && choiceWords[o.Name] == "" {
		f := Field{Name: o.Name, Label: label(o), Unit: o.Unit, Help: o.Help, Default: o.Default, Example: o.Example, Params: o.Params, Options: []*config.Option{o}}
		switch {
		case len(o.Params) == 0:
			f.Kind = Switch
		case o.Params[0].Name == "FILE":
			f.Kind = File
		case o.Params[0].Kind == config.Text:
			f.Kind = Word
		}
		return f
	}
	f := Field{Name: name, Label: strings.ReplaceAll(name, "_", " "), Kind: Choice}
	for _, o := range config.Options {
		if o.Key == name {
			f.Options = append(f.Options, o)
			if o.Default != "" {
				f.Default = o.Default
			}
			f.Help += o.Help + "; "
		}
	}
	if len(f.Options) == 0 {
		panic("lab: no field named " + name)
	}
	f.Help = strings.TrimSuffix(f.Help, "; ")
	return f
}

// unitEnds are the ends of JSON keys that say a unit, which labels do without.
var unitEnds = []string{"_electrons_A3", "_A_deg", "_photons_m2", "_photons_s", "_electrons", "_percent", "_photons", "_counts", "_g_cm3", "_g_mol", "_pixels", "_mrad", "_deg", "_eV", "_A2", "_mm", "_um", "_A", "_s", "_m"}

// labels are names that read better than what label makes.
var labels = map[string]string{
	"polar": "polarization", "nopolar": "no polarization", "twotheta": "two-theta", "pixel": "pixel size", "detpixels": "image size",
	"detpixels_f": "size along fast", "detpixels_s": "size along slow", "detector_rotx": "tilt about x", "detector_roty": "tilt about y", "detector_rotz": "tilt about z",
	"osc": "oscillation", "misset": "orientation", "N": "cells a, b, c", "hkl": "reflections", "model": "atoms", "default_F": "default F",
	"dmin": "resolution limit", "phi": "φ", "phisteps": "φ steps", "phistep": "φ step", "mosaic": "spread", "mosaic_domains": "domains",
	"dispersion": "bandwidth", "dispsteps": "wavelengths", "adc": "offset", "dumpfile": "dump",
}

// label returns the name of an option in words: its JSON key without the unit, unless
// labels has a better one.
func label(o *config.Option) string {
	if l := labels[o.Name]; l != "" {
		return l
	}
	key := o.Key
	for _, u := range unitEnds {
		if bare, ok := strings.CutSuffix(key, u); ok {
			key = bare
			break
		}
	}
	return strings.ReplaceAll(key, "_", " ")
}

// Match reports whether a field answers the words of a search.
func (f Field) Match(query string) bool {
	text := f.Name + " " + f.Label + " " + f.Help + " " + f.Unit
	for _, o := range f.Options {
		text += " -" + o.Name + " " + strings.Join(o.Aliases, " ")
	}
	text = strings.ToLower(text)
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, strings.TrimLeft(word, "-")) {
			return false
		}
	}
	return true
}

// State is what a field shows.
type State struct {
	// Values has what is set, a text for each of the field's parameters; for a Choice
	// the name of the option, for a Switch "on".
	Values []string
	Set    bool
	// Effective are the numbers in effect, those of defaults included; NaN where the
	// default follows from other settings.
	Effective []float64
}

// State returns what the field f shows. effective has the numbers in effect where
// nothing is set: see Effective.
func (l *Lab) State(f Field, effective map[string][]float64) State {
	s := State{Values: make([]string, max(1, len(f.Params))), Effective: make([]float64, len(f.Params))}
	if f.Kind == Choice {
		for _, o := range f.Options {
			if l.settings.Has(o.Name) {
				s.Values[0], s.Set = o.Name, true
			}
		}
		return s
	}
	s.Set = l.settings.Has(f.Name)
	if f.Kind == Switch {
		if s.Set {
			s.Values[0] = "on"
		}
		return s
	}
	given := l.settings.Values(f.Name)
	for i, v := range given {
		if i < len(s.Values) {
			s.Values[i] = v.String()
		} else {
			s.Values[len(s.Values)-1] += " " + v.String()
		}
	}
	for i := range s.Effective {
		s.Effective[i] = notANumber
		switch known := effective[f.Name]; {
		case i < len(given) && given[i].Text == "":
			s.Effective[i] = given[i].Number
		case i < len(known):
			s.Effective[i] = known[i]
		default:
			if x, err := strconv.ParseFloat(strings.TrimSuffix(strings.Split(f.Default+" ", " ")[0], ","), 64); err == nil && i == 0 {
				s.Effective[i] = x
			}
		}
	}
	return s
}
