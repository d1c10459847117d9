package config

import "math"

// maxPixels is the largest number of pixels along one axis of the detector.
const maxPixels = 65535

var detectorOptions = []*Option{
	{
		Name: "pixel", Aliases: []string{"pixelsize", "pixel_size"}, Group: GroupDetector, Unit: "mm", Key: "pixel_mm",
		Params: []Param{{Name: "SIZE", Takes: positive, Usual: Range{Low: 0.02, High: 1, Step: 0.001}}}, Required: 1, Default: "0.1", Example: "0.172",
		Help:  "edge of a pixel",
		apply: scalar(func(in *Input, x float64) { in.Detector.Pixel = some(mm(x)) }),
	},
	{
		Name: "detpixels", Group: GroupDetector, Unit: "pixels", Key: "pixels",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: 1, Max: maxPixels}, Usual: Range{Low: 64, High: 1024, Step: 16}}}, Required: 1, Default: "1024", Example: "2048",
		Help: "pixels along both axes; wins over -detsize",
		apply: whole(func(in *Input, n int) {
			in.Detector.Fast, in.Detector.Slow = some(n), some(n)
		}),
	},
	{
		Name: "detpixels_f", Aliases: []string{"detpixels_x"}, Group: GroupDetector, Unit: "pixels", Key: "pixels_fast",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: 1, Max: maxPixels}, Usual: Range{Low: 64, High: 1024, Step: 16}}}, Required: 1, Default: "1024", Example: "2463",
		Help:  "pixels along the fast axis",
		apply: whole(func(in *Input, n int) { in.Detector.Fast = some(n) }),
	},
	{
		Name: "detpixels_s", Aliases: []string{"detpixels_y"}, Group: GroupDetector, Unit: "pixels", Key: "pixels_slow",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: 1, Max: maxPixels}, Usual: Range{Low: 64, High: 1024, Step: 16}}}, Required: 1, Default: "1024", Example: "2527",
		Help:  "pixels along the slow axis",
		apply: whole(func(in *Input, n int) { in.Detector.Slow = some(n) }),
	},
	{
		Name: "detsize", Group: GroupDetector, Unit: "mm", Key: "size_mm",
		Params: []Param{{Name: "SIZE", Takes: positive, Usual: Range{Low: 10, High: 400, Step: 1}}}, Required: 1, Default: "102.4", Example: "300",
		Help: "edge of the detector along both axes",
		apply: scalar(func(in *Input, x float64) {
			in.Detector.SizeFast, in.Detector.SizeSlow = some(mm(x)), some(mm(x))
		}),
	},
	{
		Name: "detsize_f", Aliases: []string{"detsize_x"}, Group: GroupDetector, Unit: "mm", Key: "size_fast_mm",
		Params: []Param{{Name: "SIZE", Takes: positive, Usual: Range{Low: 10, High: 400, Step: 1}}}, Required: 1, Default: "102.4", Example: "423.6",
		Help:  "edge of the detector along the fast axis",
		apply: scalar(func(in *Input, x float64) { in.Detector.SizeFast = some(mm(x)) }),
	},
	{
		Name: "detsize_s", Aliases: []string{"detsize_y"}, Group: GroupDetector, Unit: "mm", Key: "size_slow_mm",
		Params: []Param{{Name: "SIZE", Takes: positive, Usual: Range{Low: 10, High: 400, Step: 1}}}, Required: 1, Default: "102.4", Example: "434.6",
		Help:  "edge of the detector along the slow axis",
		apply: scalar(func(in *Input, x float64) { in.Detector.SizeSlow = some(mm(x)) }),
	},
	{
		Name: "geometry", Group: GroupDetector, Key: "geometry_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "XPARM.XDS",
		Help:  "beam, detector, spindle and scan from a file of XDS, DIALS or CrystFEL, or the header of an SMV or CBF image; options win over it",
		apply: name(func(in *Input, s string) { in.Detector.Geometry = s }),
	},
	{
		Name: "img", Group: GroupDetector, Key: "image_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "measured_001.img",
		Help:  "take the geometry from the header of an SMV image; options win over it",
		apply: name(func(in *Input, s string) { in.Detector.Image = s }),
	},
	{
		Name: "mask", Group: GroupDetector, Key: "mask_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "mask.img",
		Help:  "SMV image whose zero pixels are not computed; its header is used like that of -img",
		apply: name(func(in *Input, s string) { in.Detector.Mask = s }),
	},
	{
		Name: "roi", Group: GroupDetector, Unit: "pixels", Key: "roi_pixels", Required: 4,
		Params: []Param{
			{Name: "XMIN", Takes: Takes{Kind: Integer, Min: -1e9, Max: 1e9}},
			{Name: "XMAX", Takes: Takes{Kind: Integer, Min: -1e9, Max: 1e9}},
			{Name: "YMIN", Takes: Takes{Kind: Integer, Min: -1e9, Max: 1e9}},
			{Name: "YMAX", Takes: Takes{Kind: Integer, Min: -1e9, Max: 1e9}},
		},
		Default: "all", Example: "200 399 100 299",
		Help:  "compute only these pixels, limits included, counted from 0, x along the fast axis",
		apply: values(applyROI),
	},
	{
		Name: "curved_det", Aliases: []string{"curved_detector"}, Group: GroupDetector, Key: "curved",
		Help:  "bend the detector about the sample: all pixels at the same distance",
		apply: on(func(in *Input) { in.Detector.Curved = true }),
	},
	{
		Name: "point_pixel", Aliases: []string{"point_pixels"}, Group: GroupDetector, Key: "point_pixel",
		Help:  "solid angle 1/R² of a pixel, without its area and tilt",
		apply: on(func(in *Input) { in.Detector.PointPixel = true }),
	},
	{
		Name: "detector_thick", Aliases: []string{"detector_thickness"}, Group: GroupDetector, Unit: "µm", Key: "sensor_thickness_um",
		Params: []Param{{Name: "THICKNESS", Takes: nonNegative, Usual: Range{Low: 0, High: 1000, Step: 10}}}, Required: 1, Default: "0, no sensor", Example: "450",
		Help:  "thickness of the sensor",
		apply: scalar(func(in *Input, x float64) { in.Detector.Thickness = um(x) }),
	},
	{
		Name: "detector_abs", Aliases: []string{"detector_absorption"}, Group: GroupDetector, Unit: "µm", Key: "sensor_attenuation_um", Word: "inf",
		Params: []Param{{Name: "DEPTH", Takes: nonNegative, Usual: Range{Low: 10, High: 3000, Step: 10}}}, Required: 1, Default: "the thickness", Example: "500",
		Help: "attenuation depth 1/µ of the sensor; inf or 0 turns the sensor off",
		apply: values(func(in *Input, v Values) error {
			depth := um(v.number(0))
			if v[0].Text != "" {
				depth = math.Inf(1)
			}
			in.Detector.Attenuation = some(depth)
			return nil
		}),
	},
	{
		Name: "detector_thicksteps", Aliases: []string{"thicksteps"}, Group: GroupDetector, Key: "sensor_layers",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: 1, Max: 10000}, Usual: Range{Low: 1, High: 20, Step: 1}}}, Required: 1, Default: "2", Example: "5",
		Help:  "layers the sensor is sampled in",
		apply: whole(func(in *Input, n int) { in.Detector.Layers = some(n) }),
	},
}

func applyROI(in *Input, v Values) error {
	r := [4]int{v.count(0), v.count(1), v.count(2), v.count(3)}
	if r[0] > r[1] || r[2] > r[3] {
		return usage("roi", "%d %d %d %d holds no pixel: give XMIN XMAX YMIN YMAX, each minimum at most its maximum", r[0], r[1], r[2], r[3])
	}
	in.Detector.ROI = some(r)
	return nil
}
