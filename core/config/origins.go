package config

import (
	"fmt"
	"strings"

	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// Origin is a row of the table that says what came from where.
type Origin struct {
	What, Value string
	From        string // an option with its dash, a file, or "default"
}

// String returns the row with its columns aligned.
func (o Origin) String() string { return fmt.Sprintf("%-13s %-43s %s", o.What, o.Value, o.From) }

// explainOrigins makes the table, and a note of each row.
func (r *resolver) explainOrigins() {
	option := "geometry"
	if r.geometry == nil {
		if option = "orientation"; r.in.Crystal.OrientationFile == "" {
			return
		}
	} else {
		r.originsOfGeometry()
	}
	r.originOfWavelength()
	r.originsOfCrystal()
	for _, o := range r.out.Origins {
		r.note(option, "%s", o)
	}
}

// from adds a row: the value is that of the last of options that is set, else
// that of the file if that has one.
func (r *resolver) from(what, value, file string, inFile bool, options ...string) {
	var given []string
	for _, o := range options {
		if r.c.Has(o) {
			given = append(given, "-"+o)
		}
	}
	from := "default"
	if inFile {
		from = file
	}
	if len(given) > 0 {
		if inFile && len(options) > 2 { // several options may replace a part each
			given = append([]string{file}, given...)
		}
		from = strings.Join(given, ", ")
	}
	r.out.Origins = append(r.out.Origins, Origin{what, value, from})
}

func (r *resolver) originOfWavelength() {
	file, inFile := r.in.Crystal.OrientationFile, r.crystal != nil && r.crystal.Wavelength.Set
	if r.geometry != nil && (r.geometry.Wavelength.Set || len(r.headers) > 0 && r.headers[0].geometry.Wavelength.Set) {
		file, inFile = r.in.Detector.Geometry, true
	}
	r.from("wavelength", fmt.Sprintf("%.6g Å", r.e.Beam.Wavelength/units.Angstrom), file, inFile, "lambda", "energy")
}

func (r *resolver) originsOfGeometry() {
	g, e, d := r.geometry, r.e, r.e.Detector
	file := r.in.Detector.Geometry
	const mm = units.Millimetre
	panel := g.Panel != nil
	var h headerGeometry
	if len(r.headers) > 0 {
		h = r.headers[0].geometry
	}
	axes := func(options ...string) []string {
		if panel {
			return options
		}
		return append(options, conventions...) // an image's header leaves the frame to them
	}
	r.from("beam", direction(e.Beam.Direction), file, g.Beam.Set, axes("beam_vector")...)
	if e.Beam.Polarization.Off {
		r.from("polarization", "off", file, false, "nopolar")
	} else {
		r.from("polarization", fmt.Sprintf("Kahn factor %.4g", e.Beam.Polarization.Kahn), file, g.Kahn.Set, "polar")
	}
	r.from("pixels", fmt.Sprintf("%d × %d", d.Fast, d.Slow), file, panel || h.Fast.Set,
		"detpixels", "detpixels_f", "detpixels_s", "detsize", "detsize_f", "detsize_s")
	r.from("pixel size", fmt.Sprintf("%.6g mm", d.Pixel/mm), file, panel || h.Pixel.Set, "pixel")
	r.from("detector axes", direction(d.FastAxis)+", "+direction(d.SlowAxis), file, panel,
		axes("fdet_vector", "sdet_vector", "odet_vector", "detector_rotx", "detector_roty", "detector_rotz", "twotheta")...)
	place := fmt.Sprintf("%.3f mm, near point at %.2f, %.2f", d.Close/mm, d.NearFast/d.Pixel, d.NearSlow/d.Pixel)
	if !d.BeamMisses {
		place = fmt.Sprintf("%.3f mm, beam at pixel %.2f, %.2f", d.Distance/mm, d.BeamFast/d.Pixel, d.BeamSlow/d.Pixel)
	}
	r.from("distance", place, file, panel || h.Distance.Set || h.Close.Set,
		"distance", "close_distance", "Xbeam", "Ybeam", "Xclose", "Yclose", "ORGX", "ORGY", "pix0_vector", "twotheta")
	if s := d.Sensor; s.On {
		r.from("sensor", fmt.Sprintf("%.4g µm, 1/µ %.4g µm", s.Layer*float64(s.Layers)/units.Micrometre, s.Attenuation/units.Micrometre),
			file, panel && g.Panel.Thickness.Set, "detector_thick", "detector_abs")
	}
	r.from("spindle", direction(e.Goniometer.Spindle), file, g.Spindle.Set, axes("spindle_axis")...)
	r.from("phi", fmt.Sprintf("%.6g°", e.Scan.Start/units.Degree), file, g.Start.Set || h.Phi.Set, "phi")
	r.from("osc", fmt.Sprintf("%.6g°", e.Scan.Range/units.Degree), file, g.Range.Set || h.Osc.Set, "osc", "phistep")
}

func (r *resolver) originsOfCrystal() {
	in := r.in.Crystal
	file := in.OrientationFile
	if file == "" {
		file = r.in.Detector.Geometry
	}
	c := r.e.Crystal.Orientation.Cell()
	cell := fmt.Sprintf("%.6g %.6g %.6g Å, %.5g %.5g %.5g°", c.A/units.Angstrom, c.B/units.Angstrom, c.C/units.Angstrom,
		c.Alpha/units.Degree, c.Beta/units.Degree, c.Gamma/units.Degree)
	inFile := r.crystal != nil || r.matrix != nil
	if r.crystal == nil {
		r.from("cell", cell, file, inFile, "mat")
	} else {
		r.from("cell", cell, file, true, "cell")
	}
	oriented := r.matrix != nil || r.crystal != nil && r.crystal.Crystal.Oriented
	value := "a* along x, b* in the x-y plane"
	switch {
	case r.crystal != nil && r.crystal.Crystals > 1:
		value = fmt.Sprintf("crystal %d of %d", r.number(), r.crystal.Crystals)
	case oriented || in.Matrix != "":
		value = "a, b, c in the laboratory"
	}
	from := file
	switch {
	case in.Matrix != "" && in.OrientationFile == "":
		from = "-mat"
	case !oriented:
		from = "default"
	}
	if in.Misset != (Misset{}) {
		from += ", -misset"
	}
	r.out.Origins = append(r.out.Origins, Origin{"orientation", value, from})
}

// direction returns v with four decimals.
func direction(v r3.Vec) string {
	clean := func(x float64) string {
		s := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", x), "0"), ".")
		if s == "-0" {
			return "0"
		}
		return s
	}
	return clean(v.X) + " " + clean(v.Y) + " " + clean(v.Z)
}
