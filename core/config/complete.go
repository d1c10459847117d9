package config

import (
	"strconv"

	"gobragg/core/experiment"
)

// Complete returns the settings with every default in effect stated, as far as
// stating it does not change its meaning: resolved again they give the same
// experiment, and changed by further options they give what these would have
// given with the settings alone. So the defaults that follow from other settings
// stay unsaid: the beam centre, interpolation, steps that a size of step would
// replace, the names of files. So do those that a file's header may override.
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

	// Beam.
	if in.Beam.SourceFile == "" {
		state("dispersion", "0")
		if in.Beam.Dispersion.Range.Or(0) != 0 {
			state("dispsteps", number(in.Beam.Dispersion.Spread().Steps))
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
		state("fluence", FormatNumber(in.Beam.Fluence))
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
	if e.Detector.Sensor.On && !e.Compat { // compat slices two layers asked for in another way
		state("detector_thicksteps", number(e.Detector.Sensor.Layers))
	}

	// The rest.
	state("oversample", "0")
	state("dmin", "0")
	state("cull", "0")
	state("water", "0")
	state("threads", "0")
	state("backend", "auto")
	state("precision", "auto")
	return Merge(stated, c)
}
