package config

import (
	"slices"

	"gobragg/core/imgio"
)

// explainOutput notes the options of files that no file uses.
func (r *resolver) explainOutput() {
	o, has := r.out.Output, r.c.Has
	if has("noisefile") && !r.in.Noise {
		r.idle("noisefile", "has no effect: -nonoise")
	}
	if has("pgmfile") && r.in.Output.noPGM {
		r.idle("pgmfile", "has no effect: -nopgm")
	}
	if has("seed") && !r.writesNoise() && !(r.in.Crystal.Misset.Random && !r.in.Crystal.MissetSeed.Set) {
		r.idle("seed", "has no effect: no file with photon noise is written, and no orientation drawn from it")
	}
	if has("adc") && !r.writesOffset() {
		r.idle("adc", "has no effect: no integer image of 16 bits is written")
	}
	if has("scale") && !r.writesScaled() {
		r.idle("scale", "has no effect: no image of scaled photons is written; give -intfile FILE or -o FILE.img")
	}
	if has("pgmscale") && o.PGM == "" && !r.writes(imgio.FormatPGM) {
		r.idle("pgmscale", "has no effect: no PGM file is written")
	}
	for _, option := range []string{"rings", "beam_cross"} {
		if has(option) && !r.writes(imgio.FormatPNG) {
			r.idle(option, "has no effect: no PNG file is written; give -o FILE.png")
		}
	}
}

// writes reports whether -o names a file of one of these formats.
func (r *resolver) writes(formats ...imgio.Format) bool {
	return slices.ContainsFunc(r.out.Output.Files, func(name string) bool {
		f, _, err := imgio.FormatOf(name)
		return err == nil && slices.Contains(formats, f.Format)
	})
}

// writesNoise reports whether a file holds photon counts with noise.
func (r *resolver) writesNoise() bool {
	return r.in.Noise && (r.out.Output.Noise != "" || r.writes(imgio.FormatCBF))
}

// writesScaled reports whether a file holds photons times -scale.
func (r *resolver) writesScaled() bool {
	return r.out.Output.Int != "" || r.writes(imgio.FormatSMV, imgio.FormatPNG16) || !r.in.Noise && r.writes(imgio.FormatCBF)
}

// writesOffset reports whether a file has 16 bits, and so the offset of -adc.
// -intfile and -noisefile fall back to SMV.
func (r *resolver) writesOffset() bool {
	wide := []imgio.Format{imgio.FormatCBF, imgio.FormatTIFF, imgio.FormatNPY, imgio.FormatNPZ}
	for _, name := range []string{r.out.Output.Int, r.out.Output.Noise} {
		if f, _, _ := imgio.FormatOf(name); name != "" && !slices.Contains(wide, f.Format) {
			return true
		}
	}
	return r.writes(imgio.FormatSMV, imgio.FormatPNG16)
}
