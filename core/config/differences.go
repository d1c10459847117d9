package config

import (
	"fmt"
	"math"

	"gobragg/core/experiment"
	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Difference is one way in which gobragg departs from the reference program
// because that is wrong: a row of the conformance page.
type Difference struct {
	ID        string
	Reference string // what the reference program does: "it …"
	Gobragg   string // what gobragg does
	// Compat is set where -compat reproduces the reference program.
	Compat bool
	// shows returns where the difference can show in an experiment; nil if no
	// note is due, because the difference is an error message or a file's form.
	shows func(r *resolver) []sighting
}

// sighting is an option at which a difference can show, and what more there is to say.
type sighting struct{ option, detail string }

func at(option string, shows bool) []sighting {
	if !shows {
		return nil
	}
	return []sighting{{option: option}}
}

// noteDifferences adds a note for each difference that can show.
func (r *resolver) noteDifferences() {
	for _, d := range Differences {
		if d.shows == nil {
			continue
		}
		for _, s := range d.shows(r) {
			text := fmt.Sprintf("the reference program %s; gobragg %s", d.Reference, d.Gobragg)
			switch {
			case d.Compat && r.e.Compat:
				text = fmt.Sprintf("-compat: as the reference program, which %s", d.Reference)
			case d.Compat:
				text += " (-compat reproduces the reference program)"
			}
			if s.detail != "" {
				text += ": " + s.detail
			}
			r.out.Notes = append(r.out.Notes, Note{Option: "-" + s.option, Text: text, Difference: d.ID})
		}
	}
}

// Differences lists all rows, in the order of the conformance page.
var Differences = []Difference{
	{
		ID: "triclinic-cell", Compat: true,
		Reference: "distorts a cell with more than one angle that is not 90°",
		Gobragg:   "builds the exact cell",
		shows:     showsTriclinic,
	},
	{
		ID: "sensor-layers", Compat: true,
		Reference: "multiplies the sum over all sensor layers by the last layer's captured fraction, and n steps overshoot the sensor",
		Gobragg:   "gives each of n layers of 1/n of the thickness its own fraction",
		shows:     func(r *resolver) []sighting { return at("detector_thick", r.e.Detector.Sensor.On) },
	},
	{
		ID:        "oversample-factors",
		Reference: "multiplies the running sum again at every step",
		Gobragg:   "weights every sample once",
		shows:     showsOversample,
	},
	{
		ID:        "phi-zero",
		Reference: "keeps the previous pixel's last rotation where phi is exactly 0",
		Gobragg:   "does not rotate there",
		shows: func(r *resolver) []sighting {
			zero := false
			if r.e.Scan.Steps > 1 {
				for _, phi := range r.e.Scan.Angles() {
					zero = zero || phi == 0
				}
			}
			return at("phi", zero)
		},
	},
	{
		ID:        "interpolation-edge",
		Reference: "stops interpolating for good at the first sample near the edge of the structure-factor table",
		Gobragg:   "takes the nearest reflection for that sample alone",
		shows:     showsInterpolationEdge,
	},
	{
		ID:        "interpolation-choice",
		Reference: "chooses interpolation by -N before a crystal size is turned into cells, and so interpolates",
		Gobragg:   "looks at the final number of cells and does not",
		shows: func(r *resolver) []sighting {
			return at(r.sizeOption(0, 1, 2), r.e.Crystal.Table != nil && r.interpolatesThere != r.e.Crystal.Interpolate)
		},
	},
	{
		ID: "source-weights", Compat: true,
		Reference: "ignores the weights of sources",
		Gobragg:   "honours them, scaled to a mean of 1",
		shows:     func(r *resolver) []sighting { return at("sourcefile", r.weighted) },
	},
	{
		ID:        "source-comments",
		Reference: "makes sources of comment lines and computes a NaN image",
		Gobragg:   "skips comments and blank lines",
		shows:     func(r *resolver) []sighting { return at("sourcefile", r.comments) },
	},
	{
		ID: "random-misset", Compat: true,
		Reference: "takes 90 radians for 90 degrees, so that random orientations are not uniform",
		Gobragg:   "draws uniformly from all orientations",
		shows:     func(r *resolver) []sighting { return at("misset", r.out.MissetRandom) },
	},
	{
		ID:        "substring-names",
		Reference: "also reads -misset_seed as -misset and -twotheta_axis as -twotheta",
		Gobragg:   "matches whole names",
		shows:     showsSubstrings,
	},
	{
		ID: "pivot", Compat: true,
		Reference: "ignores -pivot unless the axes are custom ones",
		Gobragg:   "honours it",
		shows:     showsPivot,
	},
	{
		ID: "pix0-vector", Compat: true,
		Reference: "overwrites -pix0_vector by the pivot's placement",
		Gobragg:   "puts the detector there",
		shows: func(r *resolver) []sighting {
			d := r.in.Detector
			return at("pix0_vector", d.Vectors.Origin.Set && d.Convention == experiment.Custom)
		},
	},
	{
		ID: "custom-normal", Compat: true,
		Reference: "keeps 1 0 0 for a detector normal that is not given, and replaces one whose length is not 1 by fast × slow",
		Gobragg:   "takes fast × slow, away from the sample, if none is given, and scales a given one to length 1",
		shows: func(r *resolver) []sighting {
			d := r.in.Detector
			difference := geom.Norm(r3.Sub(d.axes(true).Normal, d.axes(false).Normal))
			return at(r.given("odet_vector", "fdet_vector", "sdet_vector", "beam_vector", "pix0_vector", "polar_vector", "spindle_axis", "twotheta_axis"),
				difference > visible)
		},
	},
	{
		ID:        "twotheta-axis-length",
		Reference: "does not scale the two-theta axis to length 1",
		Gobragg:   "does",
		shows: func(r *resolver) []sighting {
			d := r.in.Detector
			v := d.Vectors.TwoTheta
			return at("twotheta_axis", v.Set && d.Convention == experiment.Custom && d.TwoTheta.Or(0) != 0 && math.Abs(geom.Norm(v.Value)-1) > visible)
		},
	},
	{
		ID: "header-twotheta", Compat: true,
		Reference: "leaves two-theta out of the distance and the beam centres in image headers",
		Gobragg:   "states them as the detector stands; the image is the same",
		shows: func(r *resolver) []sighting {
			here, there := r.out.Placement, r.out.Placement
			here.Compat, there.Compat = false, true
			a, errA := here.Place()
			b, errB := there.Place()
			return at("twotheta", errA == nil && errB == nil && !a.BeamMisses && math.Abs(a.Distance-b.Distance) > visible*a.Close)
		},
	},
	{
		ID: "backward-normal", Compat: true,
		Reference: "counts photons negative where two-theta turns the detector's normal towards the sample",
		Gobragg:   "turns the normal back",
		shows:     showsBackward,
	},
	{
		ID: "water", Compat: true,
		Reference: "multiplies the water background by r_e²·fluence once more, divides it by the number of steps, and loses it beyond -dmin",
		Gobragg:   "computes it once per pixel",
		shows:     showsWater,
	},
	{
		ID: "curved-detector", Compat: true,
		Reference: "exchanges the axes of a curved detector, which works for a beam along x alone",
		Gobragg:   "bends it about the sample in every convention",
		shows:     func(r *resolver) []sighting { return at("curved_det", r.e.Detector.Curved) },
	},
	{
		ID:        "nopolar-oversample",
		Reference: "applies polarization with -oversample_polar in spite of -nopolar",
		Gobragg:   "applies none",
		shows: func(r *resolver) []sighting {
			return at("nopolar", r.in.Beam.NoPolarization && r.in.Sampling.Polar)
		},
	},
	{
		ID:        "steps-without-range",
		Reference: "takes a range of 1 rad for divergence steps without a range, and 2 steps for a step size with a number of steps",
		Gobragg:   "takes one step, or the step and the number of steps as given",
		shows:     showsSteps,
	},
	{
		ID:        "stale-dump",
		Reference: "silently reads Fdump.bin of the working directory instead of -default_F",
		Gobragg:   "reads it only if -dumpfile names it",
		shows:     func(r *resolver) []sighting { return at("default_F", r.staleDump()) },
	},
	{
		ID:        "matrix-and-cell",
		Reference: "rescales the axes of a matrix to the lengths of -cell",
		Gobragg:   "uses the matrix as it is and not the cell",
		shows: func(r *resolver) []sighting {
			return at("cell", r.in.Crystal.Matrix != "" && r.in.Crystal.Cell.Set)
		},
	},
	{
		ID:        "sensor-off",
		Reference: "computes an empty image if -detector_abs inf stands before -detector_thick",
		Gobragg:   "turns the sensor off wherever it stands",
		shows: func(r *resolver) []sighting {
			d := r.in.Detector
			off := d.Attenuation.Set && (d.Attenuation.Value == 0 || math.IsInf(d.Attenuation.Value, 1))
			return at("detector_abs", off && d.Thickness > 0 && r.c.after("detector_thick", "detector_abs"))
		},
	},
	{
		ID:        "smv-headers",
		Reference: "reads the last SMV keyword that contains a name, drops TWOTHETA, lets CLOSE_DISTANCE win over -distance, and writes DIALS_ORIGIN without its semicolon and no ADC_OFFSET",
		Gobragg:   "reads exact keywords and all of them, lets options win, and writes well-formed headers",
		shows:     showsHeader,
	},
	{
		ID:        "documented-names",
		Reference: "documents -hdiv, -vdiv, -dispstep, -xdet_vector and -detsize_x and does not read them",
		Gobragg:   "reads them",
	},
	{
		ID:        "strict-options",
		Reference: "ignores unknown options, matches names by substring, and takes malformed numbers for 0",
		Gobragg:   "stops with an error that names the nearest option or what is expected",
	},
	{
		ID:        "missing-files",
		Reference: "computes a NaN image if the matrix file is missing, and crashes if -detector_abs stands last",
		Gobragg:   "stops with an error",
	},
}
