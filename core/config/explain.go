package config

import (
	"fmt"
	"math"
	"strings"

	"gobragg/core/experiment"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// explain adds the notes: differences from the reference program, options
// without effect, assumptions.
func (r *resolver) explain() {
	r.out.Notes = append(r.out.Notes, r.c.remarks...)
	r.explainOrigins()
	for _, h := range r.headers {
		r.note(h.option, "the geometry in the header of %s is used where no option says otherwise", h.file)
	}
	r.noteDifferences()
	r.explainUnused()
	r.explainCrystal()
	r.explainBeam()
	r.explainDetector()
	r.explainPlacement()
	r.explainOutput()
}

func (r *resolver) explainUnused() {
	for _, s := range r.c.settings {
		switch s.Option.Name {
		case "density", "MW", "coherent", "stol", "4stol", "Q", "stolout":
			r.idle(s.Option.Name, "has no effect, as in the reference program")
		case "printout":
			r.idle("printout", "has no effect; -trace FAST SLOW explains a pixel")
		}
	}
}

func (r *resolver) explainCrystal() {
	in, e, has := r.in.Crystal, r.e, r.c.Has
	if has("mat") && has("orientation") {
		r.idle("mat", "has no effect: -orientation wins")
	}
	if has("crystal_number") && (r.crystal == nil || r.crystal.Crystals == 1) {
		r.idle("crystal_number", "has no effect: no file of several crystals is read")
	}
	if has("fudge") && in.Shape == experiment.Square {
		r.idle("fudge", "has no effect on a square crystal; choose -round_xtal, -gauss_xtal or -tophat_spots")
	}
	if has("interpolate") && e.Crystal.Table == nil {
		r.idle("interpolate", "has no effect without a table of structure factors; give -hkl FILE")
	}
	if has("dumpfile") && (has("hkl") || has("model")) {
		r.idle("dumpfile", "has no effect: -%s wins, and the file is not written", r.given("hkl", "model"))
	}
	if has("model") && has("hkl") {
		r.idle("model", "has no effect: -hkl wins")
	}
	for _, option := range []string{"k_sol", "b_sol", "r_probe", "r_shrink", "no_anomalous"} {
		if has(option) && r.model == nil {
			r.idle(option, "has no effect without -model FILE")
		}
	}
	switch {
	case in.MosaicSpread != 0 && !in.MosaicDomains.Set:
		r.warn("mosaic", "%d mosaic domains are assumed; choose with -mosaic_domains", spreadDomains)
	case in.MosaicSpread == 0 && in.MosaicDomains.Or(1) > 1:
		r.idle("mosaic_domains", "one domain is enough without a mosaic spread; give -mosaic SPREAD")
	}
	if has("mosaic_seed") && e.Crystal.Mosaic.Domains == 1 {
		r.idle("mosaic_seed", "has no effect with one mosaic domain; give -mosaic SPREAD")
	}
	if has("misset_seed") && !in.Misset.Random {
		r.idle("misset_seed", "has no effect without -misset random")
	}
	r.explainCells()
	if o := e.Sampling.Oversample; r.in.Sampling.Oversample == 0 && o > manySubPixels {
		r.note("oversample", "%d × %d sub-pixels are chosen for the fringes of this crystal; state a smaller number for speed", o, o)
	}
}

// explainCells notes the numbers of cells that do not count, -N once for all axes.
func (r *resolver) explainCells() {
	in := r.in.Crystal
	var dropped string
	var axes []string
	low := make(map[string]bool)
	for i, own := range [...]string{"Na", "Nb", "Nc"} {
		option, n := r.given("N", own), in.Cells[i]
		if r.c.Has("N") && r.c.Has(own) && r.c.after(own, "N") {
			option = own
		}
		switch {
		case !n.Set:
		case in.Size[i].Set && option == "N":
			dropped, axes = option, append(axes, "abc"[i:i+1])
		case in.Size[i].Set:
			r.idle(option, "has no effect along %c: the crystal's size in mm wins", "abc"[i])
		case n.Value < 1 && !low[option]:
			low[option] = true
			r.note(option, "%d cells count as 1", n.Value)
		}
	}
	if dropped != "" {
		r.idle(dropped, "has no effect along %s: the crystal's size in mm wins", strings.Join(axes, ", "))
	}
}

// manySubPixels is the automatic oversampling from which on the user hears of it.
const manySubPixels = 8

func (r *resolver) explainBeam() {
	in, has := r.in.Beam, r.c.Has
	if has("lambda") && has("energy") {
		dropped, used := "lambda", "energy"
		if r.c.after("lambda", "energy") {
			dropped, used = used, dropped
		}
		r.idle(dropped, "has no effect: the later -%s wins", used)
	}
	if in.SourceFile != "" {
		for _, s := range r.c.settings {
			n := s.Option.Name
			if strings.Contains(n, "div") || strings.HasPrefix(n, "disp") {
				r.idle(n, "has no effect: -sourcefile replaces divergence and dispersion")
			}
		}
	} else {
		without := func(a experiment.Asked, option, alt, need string) {
			if a.Steps.Or(1) > 1 && a.Range.Or(0) == 0 && !a.Step.Set && !r.stored(r.given(option, alt)) {
				r.warn(r.given(option, alt), "one step is taken, for there is no range; give %s", need)
			}
		}
		without(in.Horizontal, "hdivsteps", "divsteps", "-hdivrange RANGE")
		without(in.Vertical, "vdivsteps", "divsteps", "-vdivrange RANGE")
		without(in.Dispersion, "dispsteps", "dispsteps", "-dispersion RANGE")
	}
	// A grid has corners where both divergences have a range.
	if has("square_div") && in.SourceFile == "" && min(in.Horizontal.Spread().Range, in.Vertical.Spread().Range) == 0 {
		r.idle("square_div", "has no effect without a grid of directions; give -divergence RANGE")
	}
	if in.Flux != 0 && has("fluence") {
		r.idle("fluence", "has no effect: -flux wins")
	}
	if in.Flux == 0 {
		if has("flux") {
			r.note("flux", "a flux of 0 has no effect: -fluence counts")
		}
		if has("exposure") {
			r.idle("exposure", "has no effect without -flux")
		}
		sized := false
		for _, s := range r.in.Crystal.Size {
			sized = sized || s.Set
		}
		if has("beamsize") && !sized {
			r.idle("beamsize", "has no effect without -flux or a crystal size")
		}
	}
}

func (r *resolver) explainDetector() {
	in, has := r.in.Detector, r.c.Has
	off := in.Attenuation.Set && (in.Attenuation.Value == 0 || math.IsInf(in.Attenuation.Value, 1))
	switch {
	case in.Thickness == 0 && in.Attenuation.Set && !off:
		r.idle("detector_abs", "has no effect without a sensor; give -detector_thick")
	case in.Thickness > 0 && !in.Attenuation.Set:
		r.warn("detector_thick", "an attenuation depth equal to the thickness is assumed; give -detector_abs, or -detector_abs inf for none")
	case in.Thickness > 0 && off:
		r.idle("detector_thick", "has no effect: -detector_abs turns the sensor off")
	}
	if in.Thickness == 0 && in.Layers.Or(1) > 1 && !r.stored("detector_thicksteps") {
		r.warn("detector_thicksteps", "one layer is taken, for the sensor has no thickness; give -detector_thick")
	}
	if in.Fast.Set && (has("detsize_f") || has("detsize") && in.Slow.Set) || in.Slow.Set && has("detsize_s") {
		r.idle(r.given("detsize_f", "detsize_s", "detsize"), "has no effect: the number of pixels wins")
	}
	if in.Convention == experiment.Custom && has("twotheta_axis") && in.TwoTheta.Or(0) == 0 {
		r.idle("twotheta_axis", "has no effect on the image without -twotheta, but selects custom axes")
	}
}

// vectorOptions select custom axes.
var vectorOptions = []string{"fdet_vector", "sdet_vector", "odet_vector", "beam_vector", "polar_vector", "spindle_axis", "twotheta_axis", "pix0_vector"}

func (r *resolver) explainPlacement() {
	in, d := r.in.Detector, r.e.Detector
	if in.Convention != experiment.Custom {
		for _, o := range vectorOptions {
			if r.c.Has(o) {
				r.idle(o, "has no effect: the later -%s brings its own axes; put the vectors after it", in.Convention)
			}
		}
	}
	skew, option := 1e-6, r.given("fdet_vector", "sdet_vector")
	if r.geometry != nil && !r.c.Has("fdet_vector") && !r.c.Has("sdet_vector") {
		skew, option = 1e-5, "geometry" // files have six decimals
	}
	if across := math.Abs(r3.Dot(d.FastAxis, d.SlowAxis)); across > skew {
		r.warn(option, "the fast and slow axes are not perpendicular: their angle is %.4f°", math.Acos(r3.Dot(d.FastAxis, d.SlowAxis))/units.Degree)
	}
	if d.BeamMisses {
		r.note(r.given("twotheta", "detector_rotx", "detector_roty", "detector_rotz"), "the direct beam does not meet the detector; the distance and beam centre in headers are those without two-theta")
	}
	for _, c := range centreOptions {
		if r.c.Has(c.option) && !r.moves(c.change) {
			r.idle(c.option, "has no effect on the image: %s", r.instead(c.option))
		}
	}
}

// centreOptions are the options that place the detector, each with a change of
// its value.
var centreOptions = []struct {
	option string
	change func(p *experiment.Placement)
}{
	{"distance", func(p *experiment.Placement) { p.Distance *= 2 }},
	{"Xbeam", func(p *experiment.Placement) { p.Xbeam.Value += p.Pixel }},
	{"Ybeam", func(p *experiment.Placement) { p.Ybeam.Value += p.Pixel }},
	{"Xclose", func(p *experiment.Placement) { p.Xclose.Value += p.Pixel }},
	{"Yclose", func(p *experiment.Placement) { p.Yclose.Value += p.Pixel }},
	{"ORGX", func(p *experiment.Placement) { p.OrgX.Value++ }},
	{"ORGY", func(p *experiment.Placement) { p.OrgY.Value++ }},
	{"close_distance", func(p *experiment.Placement) { p.CloseDistance.Value *= 2 }},
}

// moves reports whether change moves the detector.
func (r *resolver) moves(change func(p *experiment.Placement)) bool {
	p := r.out.Placement
	change(&p)
	panel, err := p.Place()
	return err != nil || panel.Origin != r.e.Detector.Origin
}

// instead says why an option that places the detector does not, and what does.
func (r *resolver) instead(option string) string {
	p := r.out.Placement
	switch {
	case p.Origin.Set:
		return "-pix0_vector places the detector"
	case option == "distance":
		return "-close_distance wins"
	}
	pivot := p.Pivot.Or(p.Convention.Pivot())
	spot := option == "Xbeam" || option == "Ybeam"
	other := func(p experiment.Pivot) string {
		if r.e.Compat {
			return ""
		}
		return fmt.Sprintf(", or -pivot %s", p)
	}
	switch {
	case pivot == experiment.PivotBeam && !spot && p.Convention <= experiment.ADXV:
		return fmt.Sprintf("under -%s the beam centre places the detector; use -Xbeam -Ybeam%s", p.Convention, other(experiment.PivotSample))
	case pivot == experiment.PivotSample && p.Convention <= experiment.ADXV:
		return fmt.Sprintf("the detector turns about the sample, and -ORGX -ORGY or -Xclose -Yclose place it%s", other(experiment.PivotBeam))
	case pivot == experiment.PivotSample && p.Convention != experiment.Custom:
		return fmt.Sprintf("under -%s the near point places the detector; use -ORGX -ORGY%s", p.Convention, other(experiment.PivotBeam))
	}
	return "-Xbeam -Ybeam win over -Xclose -Yclose, and these over -ORGX -ORGY"
}
