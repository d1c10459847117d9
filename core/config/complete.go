package config

import (
	"strconv"

	"gobragg/core/experiment"
)

// Complete returns the settings with every default in effect stated, as far as
// stating it does not change its meaning: resolved again they give the same
// experiment. Defaults that follow from others, such as the beam centre, stay
// unsaid, and so do those that a file's header may override.
func (r *Resolved) Complete() *Config {
	e, c := r.Experiment, r.Config
	stated := new(Config)
	state := func(option string, words ...string) {
		if c.Has(option) {
			return
		}
		for _, s := range c.settings {
			if s.Option.Key == byName[option].Key {
				return
			}
		}
		if err := stated.SetWords(byName[option], words); err != nil {
			panic("config: a default fails: " + err.Error())
		}
	}
	none := func(options ...string) bool {
		for _, o := range options {
			if c.Has(o) {
				return false
			}
		}
		return true
	}
	in := c.Input()
	number := func(n int) string { return strconv.Itoa(n) }

	// Crystal. Numbers of cells are stated where no size gives them.
	state("misset", "0", "0", "0")
	if r.MissetRandom {
		state("misset_seed", strconv.FormatInt(r.MissetSeed, 10))
	}
	state("default_F", "0")
	for i, option := range [...]string{"Na", "Nb", "Nc"} {
		if !in.Crystal.Size[i].Set && !in.Crystal.Cells[i].Set {
			state(option, number(e.Crystal.Cells[i]))
		}
	}
	state("square_xtal")
	if e.Crystal.Shape != experiment.Square {
		state("fudge", "1")
	}
	state("mosaic", "0")
	if e.Crystal.Mosaic.Spread != 0 {
		state("mosaic_domains", number(e.Crystal.Mosaic.Domains))
	}
	if e.Crystal.Mosaic.Domains > 1 {
		state("mosaic_seed", number(defaultMosaicSeed))
	}
	if e.Crystal.Table != nil {
		if e.Crystal.Interpolate {
			state("interpolate")
		} else {
			state("nointerpolate")
		}
	}

	// Beam.
	if in.Beam.SourceFile == "" {
		for _, a := range []struct {
			asked  experiment.Asked
			option string
		}{{in.Beam.Horizontal, "hdivrange"}, {in.Beam.Vertical, "vdivrange"}, {in.Beam.Dispersion, "dispersion"}} {
			if a.asked == (experiment.Asked{}) {
				state(a.option, "0")
			}
		}
		state("round_div")
	}
	if none("geometry") {
		state("polar", "0")
	}
	if in.Beam.Flux != 0 {
		state("exposure", "1")
		state("beamsize", "0.1")
	} else {
		state("fluence", formatNumber(in.Beam.Fluence))
	}

	// Detector, and what a header may say.
	if none("img", "mask", "geometry") {
		if none("lambda", "energy") {
			state("lambda", "1")
		}
		state("pixel", "0.1")
		if !in.Detector.Fast.Set && !in.Detector.SizeFast.Set {
			state("detsize_f", "102.4")
		}
		if !in.Detector.Slow.Set && !in.Detector.SizeSlow.Set {
			state("detsize_s", "102.4")
		}
		if none("close_distance", "pix0_vector") {
			state("distance", "100")
		}
		if in.Detector.Convention != experiment.Custom {
			state("twotheta", "0")
		}
		state("phi", "0")
		if none("osc", "phistep", "phisteps") {
			state("osc", "0")
		}
	}
	if none(vectorOptions...) && none("geometry") {
		state("mosflm")
	}
	for _, option := range []string{"detector_rotx", "detector_roty", "detector_rotz"} {
		state(option, "0")
	}
	if none("geometry") {
		state("detector_thick", "0")
	}
	roi := e.Detector.ROI
	state("roi", number(roi.Min.X), number(roi.Max.X-1), number(roi.Min.Y), number(roi.Max.Y-1))

	// The rest.
	if in.Sampling.Oversample == 0 {
		c = Merge(c, new(Config))
		c.Unset("oversample")
		state("oversample", number(e.Sampling.Oversample))
	}
	state("dmin", "0")
	state("water", "0")
	state("seed", "1")
	o := r.Output
	for option, name := range map[string]string{"floatfile": o.Float, "intfile": o.Int, "noisefile": o.Noise, "pgmfile": o.PGM} {
		if name != "" && len(o.Files) == 0 {
			state(option, name)
		}
	}
	state("adc", formatNumber(o.Offset))
	state("threads", "0")
	state("backend", "auto")
	return Merge(stated, c)
}
