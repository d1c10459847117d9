// Package geofile reads what other programs write about an experiment: where
// beam, detector and spindle stand, and how the crystal lies between them.
//
//	d, err := geofile.Read(r, 1)
//	d.Panel.Origin   // the outer corner of the first pixel, m
//	d.Crystal.Direct // rows a, b, c at φ = 0, m
//
// The format is recognised by content. Everything stays in the laboratory frame
// of the file: a rotation of beam, detector, spindle and crystal together leaves
// the image as it is.
package geofile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/imgio"

	"gonum.org/v1/gonum/spatial/r3"
)

// Format is the kind of a file.
type Format int

// The formats.
const (
	XPARM    Format = iota // XPARM.XDS, GXPARM.XDS of XDS
	DIALS                  // experiment list .expt
	Geom                   // geometry file .geom of CrystFEL
	CellFile               // unit cell file .cell of CrystFEL
	Stream                 // stream .stream of CrystFEL
	SMV                    // header of an SMV image
	CBF                    // mini-CBF header of an image
)

// String returns the name of f for messages.
func (f Format) String() string {
	return [...]string{"XDS XPARM", "DIALS experiments", "CrystFEL geometry", "CrystFEL unit cell", "CrystFEL stream", "SMV header", "CBF header"}[f]
}

// SameFrame reports whether files of formats f and g share a laboratory frame:
// those of one program do.
func (f Format) SameFrame(g Format) bool {
	crystFEL := func(f Format) bool { return f == Geom || f == Stream }
	return f == g || crystFEL(f) && crystFEL(g)
}

// Description is what a file says, in SI units; what it does not say is unset or
// nil. Vectors are in the laboratory frame of the file.
type Description struct {
	Format       Format
	Wavelength   experiment.Optional[float64] // m
	Beam         experiment.Optional[r3.Vec]  // unit vector along which photons travel
	Polarization experiment.Optional[r3.Vec]  // unit E-vector
	Kahn         experiment.Optional[float64] // polarization factor, in [−1, 1]
	Spindle      experiment.Optional[r3.Vec]  // unit vector, the axis of φ
	Start, Range experiment.Optional[float64] // φ at the start, and the oscillation ≥ 0, rad
	Panel        *Panel                       // the first
	Panels       int
	Crystal      *Crystal
	// Crystals is how many crystals the file holds; 0: not counted.
	Crystals int
	// Header is what the header of an image says, which knows no laboratory frame:
	// the keys of an SMV image. The other fields are then unset.
	Header imgio.Header
}

// Panel is a flat array of square pixels.
type Panel struct {
	Name               string
	Fast, Slow         int     // pixels
	Pixel              float64 // m
	Origin             r3.Vec  // outer corner of the first pixel, m
	FastAxis, SlowAxis r3.Vec  // unit vectors
	// Thickness of the sensor and its attenuation depth 1/μ, m.
	Thickness, Attenuation experiment.Optional[float64]
}

// Crystal is a cell, and how it lies in the laboratory at φ = 0.
type Crystal struct {
	Cell     experiment.UnitCell
	Oriented bool
	Direct   geom.Mat3 // rows a, b, c, m, if Oriented
}

// Bounds of what is read.
const (
	maxText  = 1 << 20 // bytes of a file that is read as a whole
	maxWord  = 1 << 16
	largest  = 1e15 // of any number
	smallest = 1e-12
	// MaxPixels is the largest number of pixels along an edge.
	MaxPixels = 65535
	// Peeked is how much of a file Read looks at to recognise it, bytes.
	Peeked = 4096
)

// ErrUnknown is returned for a file in none of the formats.
var ErrUnknown = errors.New("the file is in none of the known formats: XPARM.XDS, DIALS .expt, CrystFEL .geom, .cell and .stream, headers of SMV and CBF images")

// Read reads a file of any of the formats, recognised by its content. crystal,
// from 1, says which crystal to take from a file of several.
func Read(r io.Reader, crystal int) (*Description, error) {
	b := bufio.NewReaderSize(r, Peeked)
	start, err := b.Peek(Peeked)
	if err != nil && err != io.EOF {
		return nil, err
	}
	var d *Description
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(start), []byte("XPARM.XDS")):
		d, err = readXPARM(b)
	case looksLikeSMV(string(start)):
		d, err = readSMV(b)
	case bytes.HasPrefix(start, []byte("###CBF:")):
		d, err = readCBF(b)
	case startsJSON(start):
		d, err = readDIALS(b, crystal)
	case bytes.HasPrefix(start, []byte(streamMagic)):
		d, err = readStream(b, crystal)
	case bytes.HasPrefix(start, []byte(cellMagic)):
		d, err = readCell(b)
	case looksLikeGeometry(start):
		d, err = readGeom(b)
	default:
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Format, err)
	}
	if err := d.finish(crystal); err != nil {
		return nil, fmt.Errorf("%s: %w", d.Format, err)
	}
	return d, nil
}

// startsJSON reports whether a file begins with an object of JSON: an SMV image
// begins with a brace too.
func startsJSON(start []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimSpace(start), []byte("{"))
	rest = bytes.TrimSpace(rest)
	return ok && (len(rest) == 0 || rest[0] == '"' || rest[0] == '}')
}

// finish checks what all formats have in common, and turns directions into unit
// vectors and a negative oscillation into a positive one about the opposite axis.
func (d *Description) finish(crystal int) error {
	if w := d.Wavelength; w.Set && !(w.Value > smallest*1e-10 && w.Value < 1) {
		return fmt.Errorf("a wavelength of %g Å is out of range", w.Value*1e10)
	}
	for _, v := range []struct {
		what string
		at   *experiment.Optional[r3.Vec]
	}{{"beam", &d.Beam}, {"spindle", &d.Spindle}, {"polarization", &d.Polarization}} {
		if !v.at.Set {
			continue
		}
		if n := geom.Norm(v.at.Value); !(n > smallest && n < largest) {
			return fmt.Errorf("the direction of the %s, %g %g %g, has no usable length", v.what, v.at.Value.X, v.at.Value.Y, v.at.Value.Z)
		}
		v.at.Value = geom.Unit(v.at.Value)
	}
	for _, x := range []experiment.Optional[float64]{d.Start, d.Range} {
		if !(math.Abs(x.Value) <= largest) {
			return errors.New("the angles of the scan are not finite")
		}
	}
	if d.Range.Value < 0 && d.Spindle.Set {
		d.Spindle.Value = r3.Scale(-1, d.Spindle.Value)
		d.Start.Value, d.Range.Value = 0-d.Start.Value, -d.Range.Value
	}
	if d.Kahn.Set && !(math.Abs(d.Kahn.Value) <= 1) {
		return fmt.Errorf("a polarization factor of %g is out of range", d.Kahn.Value)
	}
	if d.Panel != nil {
		if err := d.Panel.finish(); err != nil {
			return err
		}
	}
	if d.Crystals > 0 && crystal > d.Crystals {
		return fmt.Errorf("crystal %d is asked for; the file has %d", crystal, d.Crystals)
	}
	if d.Crystal != nil {
		return d.Crystal.finish()
	}
	return nil
}

func (p *Panel) finish() error {
	if p.Fast < 1 || p.Slow < 1 || p.Fast > MaxPixels || p.Slow > MaxPixels {
		return fmt.Errorf("a detector of %d × %d pixels is out of range", p.Fast, p.Slow)
	}
	if !(p.Pixel > smallest*1e-3 && p.Pixel < largest) {
		return fmt.Errorf("pixels of %g mm are out of range", p.Pixel*1e3)
	}
	if !(geom.Norm(p.Origin) < largest) {
		return errors.New("the position of the detector is not finite")
	}
	for _, v := range []*r3.Vec{&p.FastAxis, &p.SlowAxis} {
		if n := geom.Norm(*v); !(n > smallest && n < largest) {
			return fmt.Errorf("the detector axis %g %g %g has no usable length", v.X, v.Y, v.Z)
		}
		*v = geom.Unit(*v)
	}
	if geom.Norm(r3.Cross(p.FastAxis, p.SlowAxis)) < 1e-6 {
		return errors.New("the fast and slow axes of the detector are parallel")
	}
	for _, x := range []experiment.Optional[float64]{p.Thickness, p.Attenuation} {
		if x.Set && !(x.Value >= 0 && x.Value < largest) {
			return errors.New("the sensor of the detector is out of range")
		}
	}
	return nil
}

// finish checks the cell and, of an oriented one, works out lengths and angles.
func (c *Crystal) finish() error {
	if c.Oriented {
		o, err := experiment.OrientReciprocal(c.Direct.Dual())
		if err != nil {
			return errors.New("a, b and c of the crystal do not span space")
		}
		c.Cell = o.Cell()
	}
	for _, length := range []float64{c.Cell.A, c.Cell.B, c.Cell.C} {
		if !(length > smallest*1e-10 && length < 1) {
			return fmt.Errorf("a cell edge of %g Å is out of range", length*1e10)
		}
	}
	_, err := c.Cell.Orient(func(v r3.Vec) r3.Vec { return v }, false)
	return err
}

// Coordinates returns where the point v of the panel's plane stands, m along the
// fast and slow axes from the outer corner of the first pixel; the axes need not
// be perpendicular.
func (p *Panel) Coordinates(v r3.Vec) (fast, slow float64) {
	v = r3.Sub(v, p.Origin)
	c, f, s := r3.Dot(p.FastAxis, p.SlowAxis), r3.Dot(v, p.FastAxis), r3.Dot(v, p.SlowAxis)
	return (f - c*s) / (1 - c*c), (s - c*f) / (1 - c*c)
}

// square returns the edge of a pixel given along both axes.
func square(x, y float64) (float64, error) {
	if !(math.Abs(x-y) <= 1e-6*math.Abs(x)) {
		return 0, fmt.Errorf("pixels of %g × %g mm are not square", x, y)
	}
	return x, nil
}

// parse reads a finite decimal number.
func parse(word string) (float64, error) {
	x, err := strconv.ParseFloat(word, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) || math.Abs(x) > largest || strings.ContainsAny(word, "xX_") {
		return 0, fmt.Errorf("%.40q is not a usable number", word)
	}
	return x, nil
}

// whole returns x as a number of pixels.
func whole(x float64) int {
	if x != math.Trunc(x) || x < 0 || x > MaxPixels {
		return 0
	}
	return int(x)
}
