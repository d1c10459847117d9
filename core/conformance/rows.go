package conformance

// Row is one way in which gobragg departs from the reference program: a line of
// the conformance page, with a test of both sides.
type Row struct {
	ID    string
	Title string
	// Reference says what the reference program does, Gobragg what gobragg does
	// unless told otherwise.
	Reference, Gobragg string
	// Compat is set where -compat reproduces the reference program. The other rows
	// depend there on the order of pixels and the number of threads, or are not
	// worth keeping: -compat does not change them.
	Compat bool
	// Options are those that bring the difference out.
	Options []string
	// Note is the ID of the config.Difference that announces it in a run where it
	// can show; empty where an error message, an ordinary note or nothing does.
	Note string
	// Cases names those of the reference cases that show what gobragg does by
	// default here. The ones that run with -compat because of the row are found by
	// CompatBecause.
	Cases []string
}

// Rows are all differences, in the order of the page.
var Rows = []Row{
	{
		ID: "triclinic-cell", Title: "triclinic cells", Compat: true, Note: "triclinic-cell",
		Reference: "Builds c* with the volume of the direct cell, V/(abc), where V*/(a*b*c*) is meant. " +
			"With more than one angle that is not 90° the cell is distorted, and a, b and c are rescaled to the lengths asked for.",
		Gobragg: "The exact cell: lengths and angles as asked, a·a* = 1.",
		Options: []string{"-cell"},
		Cases:   []string{"triclinic_exact_cell"},
	},
	{
		ID: "sensor-capture", Title: "absorption in a thick sensor", Compat: true, Note: "sensor-layers",
		Reference: "Multiplies the sum over all sensor layers by the fraction captured in the last one.",
		Gobragg:   "Every layer has its own fraction; together they capture 1 − exp(−Tμ/cos).",
		Options:   []string{"-detector_thick", "-detector_abs"},
	},
	{
		ID: "sensor-steps", Title: "thickness of sensor layers", Compat: true, Note: "sensor-layers",
		Reference: "n layers, if n is given, are T/(n − 1) thick and so overshoot the sensor of thickness T; one layer becomes two of T.",
		Gobragg:   "n layers of T/n.",
		Options:   []string{"-detector_thicksteps"},
	},
	{
		ID: "oversample-factors", Title: "factors at every sub-pixel", Note: "oversample-factors",
		Reference: "Multiplies the running sum by the factor again at every step, so that early terms are multiplied many times over.",
		Gobragg:   "Every sample is weighted once: a pixel is the mean of its finely sampled parts.",
		Options:   []string{"-oversample_thick", "-oversample_polar", "-oversample_omega"},
		Cases:     []string{"oversample_omega_polar", "oversample_all_thick"},
	},
	{
		ID: "oversample-thick-alone", Title: "absorption option without a sensor", Note: "oversample-factors",
		Reference: "-oversample_thick without a thickness gives an image of zeros.",
		Gobragg:   "No sensor, no effect.",
		Options:   []string{"-oversample_thick"},
	},
	{
		ID: "phi-zero", Title: "φ of exactly 0 in a sweep", Note: "phi-zero",
		Reference: "Does not turn the crystal at φ = 0, where it still stands as the previous pixel left it: at that pixel's last φ. The image depends on the number of threads.",
		Gobragg:   "At φ = 0 the crystal stands at 0: a sweep is the mean of its stills.",
		Options:   []string{"-phi", "-osc"},
		Cases:     []string{"at-parallel-020_comprehensive", "at-parallel-021_multi_step_phi", "at-parallel-022_multi_step_phi"},
	},
	{
		ID: "interpolation-edge", Title: "interpolation at the edge of the table", Note: "interpolation-edge",
		Reference: "The first sample outside the structure-factor table switches interpolation off for all samples after it, so that a pixel depends on those computed before.",
		Gobragg:   "Only that sample takes the nearest reflection.",
		Options:   []string{"-hkl", "-interpolate"},
	},
	{
		ID: "interpolation-margin", Title: "margin of the interpolation", Note: "interpolation-edge",
		Reference: "Asks for two whole indices between a sample and the edge of the table.",
		Gobragg:   "Interpolates wherever the 4×4×4 points of the polynomial lie in the table.",
		Options:   []string{"-hkl", "-interpolate"},
	},
	{
		ID: "interpolation-choice", Title: "automatic interpolation of crystals given by size", Note: "interpolation-choice",
		Reference: "Decides by -N before a size in mm is turned into cells, so that a crystal given by size alone always interpolates.",
		Gobragg:   "Decides by the final number of cells.",
		Options:   []string{"-samplesize", "-sample_thick", "-sample_width", "-sample_height"},
	},
	{
		ID: "source-weights", Title: "weights of sources", Compat: true, Note: "source-weights",
		Reference: "Reads the weights in a source file and does not use them.",
		Gobragg:   "Uses them, scaled to a mean of 1. Negative weights, or none above 0, are an error.",
		Options:   []string{"-sourcefile"},
	},
	{
		ID: "source-comments", Title: "comments in source files", Note: "source-comments",
		Reference: "Takes a comment line for a source without a direction, and the image is NaN.",
		Gobragg:   "Text after # and blank lines are skipped.",
		Options:   []string{"-sourcefile"},
	},
	{
		ID: "random-misset", Title: "random orientations", Compat: true, Note: "random-misset",
		Reference: "Draws a mosaic rotation of up to 90 radians where 90 degrees are meant. Turns of less than 45° come up nine times as often as they should.",
		Gobragg:   "Uniform over all orientations, from the same seed option.",
		Options:   []string{"-misset"},
	},
	{
		ID: "misset-seed-name", Title: "the name -misset_seed", Note: "substring-names",
		Reference: "Also reads -misset_seed n as -misset n: unless the seed stands first, the crystal is turned by n degrees and not at random.",
		Gobragg:   "Whole names; the order does not matter.",
		Options:   []string{"-misset_seed"},
	},
	{
		ID: "twotheta-axis-name", Title: "the name -twotheta_axis", Note: "substring-names",
		Reference: "Also reads -twotheta_axis x y z as -twotheta x.",
		Gobragg:   "Whole names.",
		Options:   []string{"-twotheta_axis"},
	},
	{
		ID: "pivot", Title: "the pivot of the detector", Compat: true, Note: "pivot",
		Reference: "Ignores -pivot unless the axes are custom ones.",
		Gobragg:   "Turns the detector about the point that -pivot names, in every convention.",
		Options:   []string{"-pivot"},
	},
	{
		ID: "centre-options", Title: "centres that a convention does not use",
		Reference: "-Xbeam, -Ybeam, -Xclose and -Yclose do nothing under -xds and -dials, nor do -ORGX, -ORGY, -Xclose and -Yclose under -mosflm, -denzo and -adxv, and it does not say so.",
		Gobragg:   "The same image, and a NOTE that names the option to use; with -pivot they count.",
		Options:   []string{"-Xbeam", "-Ybeam", "-Xclose", "-Yclose", "-ORGX", "-ORGY"},
		Cases:     []string{"at-parallel-004_xds", "at-parallel-005_xds-xbeam-ybeam-sample-pivot", "at-parallel-005_xds-close-distance-sample-pivot"},
	},
	{
		ID: "pix0-vector", Title: "position of the first pixel", Compat: true, Note: "pix0-vector",
		Reference: "-pix0_vector selects custom axes and is then overwritten by the position that distance and beam centre give.",
		Gobragg:   "The corner of the first pixel is put there; tilts turn the axes only.",
		Options:   []string{"-pix0_vector"},
	},
	{
		ID: "custom-normal", Title: "detector normal of custom axes", Compat: true, Note: "custom-normal",
		Reference: "Keeps the normal 1 0 0 if none is given, whatever the other axes are, and replaces a given one whose length is not 1 by fast × slow.",
		Gobragg:   "fast × slow, turned downstream, if none is given; a given one is scaled to length 1.",
		Options:   []string{"-odet_vector", "-fdet_vector", "-sdet_vector", "-beam_vector"},
	},
	{
		ID: "twotheta-axis-length", Title: "length of the two-theta axis", Note: "twotheta-axis-length",
		Reference: "Does not scale the axis to length 1, which makes its rotation a distortion.",
		Gobragg:   "Only the direction counts.",
		Options:   []string{"-twotheta_axis"},
	},
	{
		ID: "header-twotheta", Title: "two-theta in image headers", Compat: true, Note: "header-twotheta",
		Reference: "States a distance and beam centres that leave two-theta out. The image is right.",
		Gobragg:   "States them as the detector stands.",
		Options:   []string{"-twotheta"},
	},
	{
		ID: "backward-normal", Title: "a normal that points back at the sample", Compat: true, Note: "backward-normal",
		Reference: "Where two-theta turns the detector's normal towards the sample the solid angle is negative, and so are the photons.",
		Gobragg:   "Turns the normal; a pixel sees the same whichever way it is counted.",
		Options:   []string{"-twotheta"},
	},
	{
		ID: "water-scale", Title: "scale of the water background", Compat: true, Note: "water",
		Reference: "Multiplies the background by r_e²·fluence twice and divides it by the number of steps. With the default fluence and one step this does not show.",
		Gobragg:   "Once a pixel, whatever the steps.",
		Options:   []string{"-water"},
	},
	{
		ID: "water-dmin", Title: "water beyond the resolution limit", Compat: true, Note: "water",
		Reference: "The background vanishes in pixels wholly beyond -dmin.",
		Gobragg:   "-dmin is a limit of the Bragg scattering alone.",
		Options:   []string{"-water", "-dmin"},
	},
	{
		ID: "curved-detector", Title: "curved detectors", Compat: true, Note: "curved-detector",
		Reference: "Exchanges the two axes of a curved detector, and takes the laboratory's y and z for them: the image is mirrored about a diagonal, and is of use only for a beam along x.",
		Gobragg:   "Bends the detector about the sample in every convention: all pixels are at the same distance and face the sample.",
		Options:   []string{"-curved_det"},
	},
	{
		ID: "curved-last", Title: "-curved_det as the last option",
		Reference: "Ignores it there.",
		Gobragg:   "The place of an option does not matter.",
		Options:   []string{"-curved_det"},
	},
	{
		ID: "nopolar-oversample", Title: "polarization off, at every sub-pixel", Note: "nopolar-oversample",
		Reference: "Applies polarization with -oversample_polar in spite of -nopolar.",
		Gobragg:   "None.",
		Options:   []string{"-nopolar", "-oversample_polar"},
	},
	{
		ID: "steps-alone", Title: "divergence steps without a range", Note: "steps-without-range",
		Reference: "A number of steps alone means a range of 1 rad.",
		Gobragg:   "One step and a WARNING.",
		Options:   []string{"-hdivsteps", "-vdivsteps", "-divsteps"},
	},
	{
		ID: "step-and-steps", Title: "step size and number of steps", Note: "steps-without-range",
		Reference: "A step size with a number of steps, but no range, means 2 steps.",
		Gobragg:   "As many steps of that size as asked for.",
		Options:   []string{"-hdivstep", "-hdivsteps", "-vdivstep", "-vdivsteps", "-phistep", "-phisteps"},
	},
	{
		ID: "stale-dump", Title: "Fdump.bin", Note: "stale-dump",
		Reference: "Writes its table to Fdump.bin in the working directory, and reads that file in place of -default_F whenever no -hkl is given.",
		Gobragg:   "Reads it only if -dumpfile names it and -hkl does not replace it, and never writes it.",
		Options:   []string{"-default_F", "-dumpfile"},
	},
	{
		ID: "matrix-and-cell", Title: "matrix together with a cell", Note: "matrix-and-cell",
		Reference: "Rescales the axes of the matrix to the lengths and the volume of -cell.",
		Gobragg:   "The matrix counts, the cell does not.",
		Options:   []string{"-mat", "-cell"},
	},
	{
		ID: "sensor-off", Title: "-detector_abs inf", Note: "sensor-off",
		Reference: "Before -detector_thick it gives an image of zeros; after it, it turns the sensor off.",
		Gobragg:   "Turns the sensor off wherever it stands.",
		Options:   []string{"-detector_abs", "-detector_thick"},
	},
	{
		ID: "smv-keywords", Title: "keywords of SMV headers", Note: "smv-headers",
		Reference: "Takes the last keyword that contains the name it looks for: the value of CLOSE_DISTANCE for DISTANCE.",
		Gobragg:   "Exact keywords.",
		Options:   []string{"-img", "-mask"},
	},
	{
		ID: "smv-twotheta", Title: "TWOTHETA in SMV headers", Note: "smv-headers",
		Reference: "Reads it and drops it.",
		Gobragg:   "Uses it.",
		Options:   []string{"-img", "-mask"},
	},
	{
		ID: "smv-distance", Title: "-distance and a header", Note: "smv-headers",
		Reference: "CLOSE_DISTANCE in a header wins over -distance on the command line.",
		Gobragg:   "Options win over headers.",
		Options:   []string{"-img", "-mask", "-distance"},
	},
	{
		ID: "smv-written", Title: "SMV headers as written",
		Reference: "Writes DIALS_ORIGIN without its semicolon, and no ADC_OFFSET although 40 counts are added.",
		Gobragg:   "Well-formed headers with ADC_OFFSET.",
		Options:   []string{"-intfile", "-noisefile", "-adc"},
	},
	{
		ID: "documented-names", Title: "documented names", Note: "documented-names",
		Reference: "Documents -hdiv, -vdiv, -dispstep, -xdet_vector (and y, z) and -detsize_x (and y), and ignores them.",
		Gobragg:   "Reads them: ranges of divergence, steps of dispersion, the axes of the detector, its size.",
		Options:   []string{"-hdivrange", "-vdivrange", "-dispsteps", "-fdet_vector", "-sdet_vector", "-odet_vector", "-detsize_f", "-detsize_s"},
	},
	{
		ID: "unused-options", Title: "options without a use",
		Reference: "Reads -density, -MW, -stol, -4stol, -Q, -stolout and -coherent and does nothing with them.",
		Gobragg:   "Nothing either, and says so in a NOTE.",
		Options:   []string{"-density", "-MW", "-stol", "-4stol", "-Q", "-stolout", "-coherent"},
	},
	{
		ID: "unknown-options", Title: "unknown options",
		Reference: "Ignores what it does not know, and takes any word that contains an option's name for that option.",
		Gobragg:   "Whole names; anything else is an error that names the nearest option.",
	},
	{
		ID: "malformed-numbers", Title: "malformed numbers",
		Reference: "Takes a word that is not a number for 0.",
		Gobragg:   "An error that says what is expected.",
	},
	{
		ID: "missing-matrix", Title: "a matrix file that is not there",
		Reference: "Computes an image of NaN.",
		Gobragg:   "An error, before any file is written.",
		Options:   []string{"-mat"},
	},
	{
		ID: "missing-value", Title: "an option without its value",
		Reference: "Crashes if -detector_abs is the last word.",
		Gobragg:   "An error that says what is expected.",
		Options:   []string{"-detector_abs"},
	},
	{
		ID: "clock-seeds", Title: "seeds from the clock",
		Reference: "Takes -seed and -misset_seed from the clock if they are not given: every run is another.",
		Gobragg:   "Never looks at a clock: -seed is 1, and -misset_seed that of -seed.",
		Options:   []string{"-seed", "-misset_seed"},
	},
}

// CompatBecause maps the reasons in cases.json for which a case runs with -compat
// to the rows that they mean.
var CompatBecause = map[string][]string{
	"triclinic c*":           {"triclinic-cell"},
	"sensor layers":          {"sensor-capture", "sensor-steps"},
	"random orientation":     {"random-misset"},
	"source weights ignored": {"source-weights"},
	"curved detector axes":   {"curved-detector"},
	"-pix0_vector ignored":   {"pix0-vector"},
	"water background":       {"water-scale"},
}
