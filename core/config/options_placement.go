package config

import (
	"gobragg/core/experiment"
	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

var placementOptions = []*Option{
	{
		Name: "distance", Group: GroupDetector, Unit: "mm", Key: "distance_mm",
		Params: []Param{{Name: "D", Takes: positive, Usual: Range{Low: 20, High: 1000, Step: 1}}}, Required: 1, Default: "100", Example: "250",
		Help: "distance from the sample to the detector along the beam",
		apply: scalar(func(in *Input, x float64) {
			in.Detector.Distance = some(mm(x))
			in.Detector.ask(experiment.PivotBeam)
		}),
	},
	{
		Name: "close_distance", Group: GroupDetector, Unit: "mm", Key: "close_distance_mm",
		Params: []Param{{Name: "D", Takes: positive, Usual: Range{Low: 20, High: 1000, Step: 1}}}, Required: 1, Default: "from -distance", Example: "248.5",
		Help: "distance from the sample to the nearest point of the detector plane; wins over -distance",
		apply: scalar(func(in *Input, x float64) {
			in.Detector.Close = some(mm(x))
			in.Detector.ask(experiment.PivotSample)
		}),
	},
	convention("mosflm", experiment.MOSFLM, "MOSFLM's axes and beam centre (the default): beam +x, fast +z, slow −y"),
	convention("denzo", experiment.DENZO, "as -mosflm, the beam centre half a pixel from it"),
	convention("adxv", experiment.ADXV, "beam +z, fast +x, slow −y; beam centre from the lower left corner"),
	convention("xds", experiment.XDS, "beam +z, fast +x, slow +y; place the detector by -ORGX -ORGY"),
	convention("dials", experiment.DIALS, "beam +z, fast +x, slow +y, spindle +y"),
	centre("Xbeam", "beam centre, as the convention counts it", experiment.PivotBeam, func(d *DetectorInput) *optional[float64] { return &d.Xbeam }),
	centre("Ybeam", "beam centre, as the convention counts it", experiment.PivotBeam, func(d *DetectorInput) *optional[float64] { return &d.Ybeam }),
	centre("Xclose", "near point of the detector; default of -Xbeam under -xds, -dials and custom axes", experiment.PivotSample, func(d *DetectorInput) *optional[float64] { return &d.Xclose }),
	centre("Yclose", "near point of the detector; default of -Ybeam under -xds, -dials and custom axes", experiment.PivotSample, func(d *DetectorInput) *optional[float64] { return &d.Yclose }),
	origin("ORGX", "fast", func(d *DetectorInput) *optional[float64] { return &d.OrgX }),
	origin("ORGY", "slow", func(d *DetectorInput) *optional[float64] { return &d.OrgY }),
	{
		Name: "pivot", Group: GroupDetector, Key: "pivot",
		Params: []Param{{Name: "POINT", Takes: Takes{Kind: Text, Choices: []string{"sample", "beam"}}}}, Required: 1, Default: "the convention's", Example: "sample",
		Help: "turn the detector about the sample, or about the spot of the direct beam",
		apply: name(func(in *Input, s string) {
			p := experiment.PivotBeam
			if s == "sample" {
				p = experiment.PivotSample
			}
			in.Detector.Pivot = some(p)
			in.Detector.ask(p)
		}),
	},
	tilt("detector_rotx", "x", func(d *DetectorInput) *float64 { return &d.RotX }),
	tilt("detector_roty", "y", func(d *DetectorInput) *float64 { return &d.RotY }),
	tilt("detector_rotz", "z", func(d *DetectorInput) *float64 { return &d.RotZ }),
	{
		Name: "twotheta", Group: GroupDetector, Unit: "°", Key: "twotheta_deg",
		Params: []Param{{Name: "ANGLE", Takes: Takes{Min: -360, Max: 360}, Usual: Range{Low: -90, High: 90, Step: 0.5}}}, Required: 1, Default: "0", Example: "15",
		Help: "swing of the detector arm, after the tilts",
		apply: scalar(func(in *Input, x float64) {
			in.Detector.TwoTheta = some(degrees(x))
			in.Detector.ask(experiment.PivotSample)
		}),
	},
	vector("fdet_vector", "direction of the fast axis", "0 0 1", func(v *Vectors) *optional[r3.Vec] { return &v.Fast }, "xdet_vector"),
	vector("sdet_vector", "direction of the slow axis", "0 -1 0", func(v *Vectors) *optional[r3.Vec] { return &v.Slow }, "ydet_vector"),
	vector("odet_vector", "direction of the detector's normal, away from the sample", "fast × slow", func(v *Vectors) *optional[r3.Vec] { return &v.Normal }, "zdet_vector"),
	vector("beam_vector", "direction of the beam", "1 0 0", func(v *Vectors) *optional[r3.Vec] { return &v.Beam }),
	vector("polar_vector", "E-vector of the polarized beam", "0 0 1", func(v *Vectors) *optional[r3.Vec] { return &v.Polarization }),
	vector("spindle_axis", "axis of phi", "0 0 1", func(v *Vectors) *optional[r3.Vec] { return &v.Spindle }),
	vector("twotheta_axis", "axis of -twotheta", "0 1 0", func(v *Vectors) *optional[r3.Vec] { return &v.TwoTheta }),
	{
		Name: "pix0_vector", Group: GroupDetector, Unit: "m", Key: "pix0_m",
		Params: []Param{
			{Name: "X", Takes: number},
			{Name: "Y", Takes: number},
			{Name: "Z", Takes: number},
		}, Required: 3, Default: "from the pivot", Example: "-0.05 0.05 0.1",
		Help: "position of the outer corner of the first pixel, after all tilts",
		apply: values(func(in *Input, v Values) error {
			in.Detector.Vectors.Origin = some(r3.Vec{X: v.number(0), Y: v.number(1), Z: v.number(2)})
			in.Detector.Convention = experiment.Custom
			return nil
		}),
	},
}

func convention(option string, c experiment.Convention, help string) *Option {
	return &Option{
		Name: option, Group: GroupDetector, Key: "convention", FlagValue: option,
		Help: help,
		apply: on(func(in *Input) {
			in.Detector.Convention = c
			// The pivot matters if an axis turns the convention into custom later on.
			in.Detector.ask(pivotAskedBy(c))
		}),
	}
}

// pivotAskedBy returns the pivot that naming a convention asks for, as the
// reference program reads it: DIALS asks for the beam, though its own is the sample.
func pivotAskedBy(c experiment.Convention) experiment.Pivot {
	if c == experiment.XDS {
		return experiment.PivotSample
	}
	return experiment.PivotBeam
}

func centre(option, help string, p experiment.Pivot, of func(*DetectorInput) *optional[float64]) *Option {
	return &Option{
		Name: option, Group: GroupDetector, Unit: "mm", Key: option + "_mm",
		Params: []Param{{Name: "D", Takes: number, Usual: Range{Low: 0, High: 400, Step: 0.1}}}, Required: 1, Default: "near the middle", Example: "51.2",
		Help: help,
		apply: scalar(func(in *Input, x float64) {
			*of(&in.Detector) = some(mm(x))
			in.Detector.ask(p)
		}),
	}
}

func origin(option, axis string, of func(*DetectorInput) *optional[float64]) *Option {
	return &Option{
		Name: option, Group: GroupDetector, Unit: "pixels", Key: option + "_pixels",
		Params: []Param{{Name: "P", Takes: number, Usual: Range{Low: 0, High: 1024, Step: 0.5}}}, Required: 1, Default: "the middle", Example: "512.5",
		Help: "near point along the " + axis + " axis as XDS counts it, the first pixel's middle at 1",
		apply: scalar(func(in *Input, x float64) {
			*of(&in.Detector) = some(x)
			in.Detector.ask(experiment.PivotSample)
		}),
	}
}

func tilt(option, axis string, of func(*DetectorInput) *float64) *Option {
	return &Option{
		Name: option, Group: GroupDetector, Unit: "°", Key: option + "_deg",
		Params: []Param{{Name: "ANGLE", Takes: Takes{Min: -360, Max: 360}, Usual: Range{Low: -60, High: 60, Step: 0.5}}}, Required: 1, Default: "0", Example: "5",
		Help:  "tilt of the detector about the laboratory's " + axis + " axis (x first, then y, then z)",
		apply: scalar(func(in *Input, x float64) { *of(&in.Detector) = degrees(x) }),
	}
}

// vector is an option of the custom convention, in which the vectors that are not
// given are MOSFLM's.
func vector(option, help, standard string, of func(*Vectors) *optional[r3.Vec], aliases ...string) *Option {
	return &Option{
		Name: option, Aliases: aliases, Group: GroupDetector, Key: option,
		Params: []Param{
			{Name: "X", Takes: number},
			{Name: "Y", Takes: number},
			{Name: "Z", Takes: number},
		}, Required: 3, Default: standard, Example: "0 0 1",
		Help: "custom axes: " + help,
		apply: values(func(in *Input, v Values) error {
			d := r3.Vec{X: v.number(0), Y: v.number(1), Z: v.number(2)}
			if n := geom.Norm(d); !(n > smallest) {
				return usage(option, "a direction needs a length: give three numbers that are not all 0, for example -%s 0 0 1", option)
			}
			*of(&in.Detector.Vectors) = some(d)
			in.Detector.Convention = experiment.Custom
			return nil
		}),
	}
}
