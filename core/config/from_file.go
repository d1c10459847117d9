package config

import (
	"bufio"
	"errors"
	"io"

	"gobragg/core/experiment"
	"gobragg/core/geofile"
	"gobragg/core/geom"
	"gobragg/core/imgio"

	"gonum.org/v1/gonum/spatial/r3"
)

// readFile reads a file of another program, packed by gzip or not. matrix, if not
// nil, reads a file whose format is none of geofile's.
func (r *resolver) readFile(option, name string, crystal int, matrix func(io.Reader) error) (d *geofile.Description, err error) {
	err = r.read(option, name, func(f io.Reader) error {
		f, err := imgio.Gunzip(f)
		if err != nil {
			return err
		}
		b := bufio.NewReaderSize(f, geofile.Peeked)
		d, err = geofile.Read(b, crystal)
		if matrix != nil && errors.Is(err, geofile.ErrUnknown) {
			d, err = nil, matrix(b) // Read took nothing
		}
		return err
	})
	return d, err
}

// number returns which crystal to take from a file of several.
func (r *resolver) number() int { return r.in.Crystal.Number.Or(1) }

// conventions are the options that name a laboratory frame.
var conventions = []string{"mosflm", "denzo", "adxv", "xds", "dials"}

// readGeometry reads -geometry and lets it fill what the options left open.
func (r *resolver) readGeometry() error {
	d := &r.in.Detector
	crystal := 1
	if o := r.in.Crystal.OrientationFile; o == "" || o == d.Geometry {
		crystal = r.number()
	}
	g, err := r.readFile("geometry", d.Geometry, crystal, nil)
	if err != nil {
		return err
	}
	r.geometry = g
	for _, h := range r.headers {
		r.note(h.option, "the geometry in the header of %s is not used: -geometry wins", h.file)
	}
	r.headers = nil
	if g.Header != nil {
		return r.useFrame(g.Header)
	}

	fill(&r.in.Beam.Wavelength, g.Wavelength)
	if !r.in.PhiSet {
		r.in.Phi = g.Start.Or(0)
	}
	fill(&r.in.Scan.Range, g.Range)
	if g.Kahn.Set && !r.c.Has("polar") && !r.c.Has("nopolar") {
		r.in.Beam.Kahn = g.Kahn.Value
	}
	if g.Panel == nil {
		return nil
	}
	if d.Convention != experiment.Custom {
		for _, c := range conventions {
			if r.c.Has(c) {
				return usage(c, "names a laboratory frame, and %s has one of its own; leave one of them out (single axes can be replaced, for example -spindle_axis 1 0 0)", d.Geometry)
			}
		}
	}
	r.useAxes(g)
	r.usePanel(g.Panel)
	if g.Panels > 1 {
		r.note("geometry", "%s has %d panels; the first%s is used", d.Geometry, g.Panels, quotedName(g.Panel.Name))
	}
	return nil
}

// beamKeys are the beam centres of a header by convention; their writer states them
// whatever its own convention was, which is that of BEAM_CENTER_X and _Y.
var beamKeys = map[experiment.Convention][2]string{
	experiment.MOSFLM: {"MOSFLM_CENTER_X", "MOSFLM_CENTER_Y"},
	experiment.DENZO:  {"DENZO_X_BEAM", "DENZO_Y_BEAM"},
	experiment.ADXV:   {"ADXV_CENTER_X", "ADXV_CENTER_Y"},
}

// useFrame takes the geometry from the header of an image. As detectors state
// distance and beam centre for an arm at 0, one with a two-theta angle turns about
// the sample.
func (r *resolver) useFrame(h imgio.Header) error {
	d := &r.in.Detector
	if keys, ok := beamKeys[d.Convention]; ok {
		x, okX := h.Get(keys[0])
		y, okY := h.Get(keys[1])
		if okX && okY {
			h = append(imgio.Header{}, h...).Set("BEAM_CENTER_X", x).Set("BEAM_CENTER_Y", y)
		}
	}
	if err := r.addHeader("geometry", d.Geometry, h, false); err != nil {
		return &FileError{Option: "-geometry", File: d.Geometry, Err: err}
	}
	r.useHeaders()
	if d.TwoTheta.Or(0) != 0 && !d.Pivot.Set {
		d.Pivot = some(experiment.PivotSample)
	}
	return nil
}

func quotedName(name string) string {
	if name == "" {
		return ""
	}
	return ", " + shown(name) + ","
}

// useAxes takes the directions of the laboratory from g where no option gives them.
func (r *resolver) useAxes(g *geofile.Description) {
	d, v := &r.in.Detector, &r.in.Detector.Vectors
	d.Convention = experiment.Custom
	fill(&v.Beam, g.Beam)
	beam := geom.Unit(v.Beam.Or(experiment.Custom.Axes().Beam))
	// The horizontal: along the E-vector, else along the spindle, else along the detector.
	horizontal := across(beam, g.Polarization.Value, g.Spindle.Value, g.Panel.FastAxis, g.Panel.SlowAxis)
	fill(&v.Polarization, some(horizontal))
	fill(&v.Spindle, some(g.Spindle.Or(horizontal)))
	fill(&v.TwoTheta, some(g.Spindle.Or(horizontal)))
}

// across returns the direction of the part of the first of others that is not
// along the unit vector beam.
func across(beam r3.Vec, others ...r3.Vec) r3.Vec {
	for _, o := range others {
		if side := r3.Sub(o, r3.Scale(r3.Dot(o, beam), beam)); geom.Norm(side) > 1e-3 {
			return geom.Unit(side)
		}
	}
	return r3.Vec{}
}

// usePanel places the detector as p stands. It is described by the point that
// stays where it is when an option moves it: by the near point, or where options
// ask for the beam spot as pivot, by that.
func (r *resolver) usePanel(p *geofile.Panel) {
	d, v := &r.in.Detector, &r.in.Detector.Vectors
	if !d.SizeFast.Set {
		fill(&d.Fast, some(p.Fast))
	}
	if !d.SizeSlow.Set {
		fill(&d.Slow, some(p.Slow))
	}
	fill(&d.Pixel, some(p.Pixel))
	if p.Thickness.Value > 0 && p.Attenuation.Value > 0 {
		if !r.c.Has("detector_thick") {
			d.Thickness = p.Thickness.Value
		}
		fill(&d.Attenuation, p.Attenuation)
	}

	normal := geom.Unit(r3.Cross(p.FastAxis, p.SlowAxis))
	if r3.Dot(normal, p.Origin) < 0 {
		normal = r3.Scale(-1, normal)
	}
	if !v.Fast.Set && !v.Slow.Set && !v.Normal.Set {
		v.Normal, v.exactNormal = some(normal), true
	}
	fill(&v.Fast, some(p.FastAxis))
	fill(&v.Slow, some(p.SlowAxis))

	near := r3.Dot(normal, p.Origin)
	if !d.Asked.Set {
		d.ask(experiment.PivotSample)
	}
	openX, openY := !d.OrgX.Set && !d.Xclose.Set, !d.OrgY.Set && !d.Yclose.Set
	openDistance := !d.Distance.Set && !d.Close.Set
	beam := geom.Unit(v.Beam.Or(experiment.Custom.Axes().Beam))
	facing := r3.Dot(beam, normal)
	if d.pivot(r.e.Compat).Or(experiment.PivotBeam) == experiment.PivotBeam && facing*facing > grazing {
		x, y := p.Coordinates(r3.Scale(near/facing, beam))
		if openX {
			fill(&d.Xbeam, some(x))
		}
		if openY {
			fill(&d.Ybeam, some(y))
		}
		if openDistance {
			d.Distance = some(near / facing)
		}
		return
	}
	x, y := p.Coordinates(r3.Scale(near, normal))
	if openX && !d.Xbeam.Set {
		d.Xclose = some(x)
	}
	if openY && !d.Ybeam.Set {
		d.Yclose = some(y)
	}
	if openDistance {
		d.Close = some(near)
	}
}

// grazing is the squared cosine between beam and normal from which on the beam
// spot can place a detector.
const grazing = 1e-12

// readOrientation reads -orientation; without it, -mat and -cell the crystal is
// that of -geometry.
func (r *resolver) readOrientation() error {
	in := r.in.Crystal
	g := r.geometry
	switch {
	case in.OrientationFile == "":
		if g != nil && g.Crystal != nil && in.Matrix == "" {
			r.crystal = g
		}
		return nil
	case g != nil && g.Crystal != nil && in.OrientationFile == r.in.Detector.Geometry:
		r.crystal = g
		return nil
	}
	d, err := r.readFile("orientation", in.OrientationFile, r.number(), func(f io.Reader) error {
		m, err := ReadMatrix(f)
		if err != nil {
			return geofile.ErrUnknown
		}
		r.matrix = &m
		return nil
	})
	if err != nil {
		return err
	}
	if d == nil {
		return nil
	}
	if d.Crystal == nil {
		return &FileError{Option: "-orientation", File: in.OrientationFile, Err: errors.New("the file has no crystal")}
	}
	r.crystal = d
	fill(&r.in.Beam.Wavelength, d.Wavelength)
	return nil
}

// orientAsFile orients the crystal as r.crystal says. An option -cell replaces
// lengths and angles and keeps the orientation: with the reciprocal cell U·B and B
// that of the default orientation, U stays.
func (r *resolver) orientAsFile(misset func(r3.Vec) r3.Vec) error {
	in, c := r.in.Crystal, &r.e.Crystal
	crystal := r.crystal.Crystal
	var err error
	if !crystal.Oriented {
		if c.Orientation, err = in.Cell.Or(crystal.Cell).Orient(misset, r.e.Compat); err != nil {
			return usage("cell", "%v", err)
		}
		return nil
	}
	recip := crystal.Direct.Dual()
	if in.Cell.Set {
		before, err := crystal.Cell.Orient(asIs, false)
		if err != nil {
			return usage("orientation", "%v", err)
		}
		after, err := in.Cell.Value.Orient(asIs, false)
		if err != nil {
			return usage("cell", "%v", err)
		}
		recip = after.Reciprocal.Mul(before.Direct.T()).Mul(recip)
	}
	turn := r.turn()
	c.Orientation, err = experiment.OrientReciprocal(recip.MapRows(func(v r3.Vec) r3.Vec { return misset(turn.MulVec(v)) }))
	if err != nil {
		return usage("orientation", "%v", err)
	}
	return nil
}

// turn returns the rotation from the laboratory frame of -orientation to that of
// the experiment: beam onto beam, spindle onto spindle. Files of one program share
// their frame, though refinement may have moved the beam a little.
func (r *resolver) turn() geom.Mat3 {
	d, g := r.crystal, r.geometry
	if !d.Beam.Set || g != nil && g.Panel != nil && d.Format.SameFrame(g.Format) {
		return geom.Identity
	}
	beam, spindle := r.axes.Beam, r.axes.Spindle
	if g != nil && g.Panel != nil {
		beam, spindle = g.Beam.Or(beam), g.Spindle.Or(spindle)
	}
	if !d.Spindle.Set {
		// CrystFEL knows no spindle. Its x is horizontal, as the fast axis mostly is.
		r.warn("orientation", "%s has no spindle: the x axis of its laboratory is put along the fast axis of the detector; give its geometry file with -geometry", r.in.Crystal.OrientationFile)
		spindle = r.axes.Fast
	}
	from, to := triad(d.Beam.Value, d.Spindle.Value), triad(beam, spindle)
	return to.T().Mul(from)
}

// triad returns rows of a right-handed set of unit vectors: the unit vector beam, the
// part of spindle across it, and their product.
func triad(beam, spindle r3.Vec) geom.Mat3 {
	side := across(beam, spindle, r3.Vec{X: 1}, r3.Vec{Y: 1})
	return geom.Rows(beam, side, r3.Cross(beam, side))
}
