package geofile

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// xparm is the numbers of a file XPARM.XDS, in their order:
//
//	XPARM.XDS    VERSION …
//	first image, φ at its start (°), oscillation (°), spindle
//	wavelength (Å), wave vector of the beam (1/Å)
//	space group number, cell (Å, °)
//	a (Å) of the crystal at φ = 0
//	b
//	c
//	number of segments, NX NY, QX QY (mm)
//	ORGX ORGY (pixels), distance along the normal (mm, with its sign)
//	detector X axis
//	detector Y axis
//	detector normal
//
// and for each segment
//
//	its number, x1 x2 y1 y2 (pixels, from 1)
//	ORGXS ORGYS (pixels), FS (mm), its X axis, its Y axis, in the axes of the detector
//
// The middle of pixel (x, y), from 1, stands in the axes of the detector at
//
//	(−ORGX·QX, −ORGY·QY, distance) + (x − ORGXS)·QX·X + (y − ORGYS)·QY·Y + FS·(X × Y)
//
// and a detector in one piece has ORGXS = ORGYS = FS = 0.
//
// Source: W. Kabsch, XDS documentation, "XPARM.XDS".
const (
	xparmNumbers   = 43
	segmentNumbers = 14
)

func readXPARM(r io.Reader) (*Description, error) {
	d := &Description{Format: XPARM, Panels: 1, Crystals: 1}
	lines := bufio.NewReader(io.LimitReader(r, maxText))
	if _, err := lines.ReadString('\n'); err != nil {
		return d, errors.New("the file ends after its first line")
	}
	words := bufio.NewScanner(lines)
	words.Buffer(nil, maxWord)
	words.Split(bufio.ScanWords)
	var v []float64
	for len(v) < xparmNumbers+segmentNumbers && words.Scan() {
		x, err := parse(words.Text())
		if err != nil {
			return d, fmt.Errorf("number %d: %w", len(v)+1, err)
		}
		v = append(v, x)
	}
	if err := words.Err(); err != nil {
		return d, err
	}
	if len(v) < xparmNumbers {
		return d, fmt.Errorf("found %d of %d numbers", len(v), xparmNumbers)
	}
	vec := func(i int) r3.Vec { return r3.Vec{X: v[i], Y: v[i+1], Z: v[i+2]} }

	d.Start, d.Range = experiment.Some(v[1]*units.Degree), experiment.Some(v[2]*units.Degree)
	d.Spindle = experiment.Some(vec(3))
	d.Wavelength = experiment.Some(v[6] * units.Angstrom)
	d.Beam = experiment.Some(vec(7))
	d.Crystal = &Crystal{Oriented: true, Direct: geom.Rows(
		r3.Scale(units.Angstrom, vec(17)), r3.Scale(units.Angstrom, vec(20)), r3.Scale(units.Angstrom, vec(23)))}

	// The detector, or the first of its segments.
	pixel, err := square(v[29], v[30])
	if err != nil {
		return d, err
	}
	axes := geom.Rows(vec(34), vec(37), vec(40)).T()
	segment := v[xparmNumbers:]
	x1, y1, org := 1.0, 1.0, r3.Vec{}
	x, y := r3.Vec{X: 1}, r3.Vec{Y: 1}
	nx, ny := v[27], v[28]
	if v[26] > 1 {
		if len(segment) < segmentNumbers {
			return d, fmt.Errorf("the first of %g segments is missing", v[26])
		}
		d.Panels = int(min(v[26], MaxPixels))
		x1, y1 = segment[1], segment[3]
		nx, ny = segment[2]-x1+1, segment[4]-y1+1
		org = r3.Vec{X: segment[5], Y: segment[6], Z: segment[7]}
		x, y = r3.Vec{X: segment[8], Y: segment[9], Z: segment[10]}, r3.Vec{X: segment[11], Y: segment[12], Z: segment[13]}
	}
	const half = 0.5 // from the middle of the first pixel to its corner
	corner := r3.Vec{X: -v[31] * pixel, Y: -v[32] * pixel, Z: v[33]}
	corner = r3.Add(corner, r3.Scale((x1-half-org.X)*pixel, x))
	corner = r3.Add(corner, r3.Scale((y1-half-org.Y)*pixel, y))
	corner = r3.Add(corner, r3.Scale(org.Z, r3.Cross(x, y)))
	d.Panel = &Panel{
		Fast: whole(nx), Slow: whole(ny), Pixel: pixel * units.Millimetre,
		Origin:   r3.Scale(units.Millimetre, axes.MulVec(corner)),
		FastAxis: axes.MulVec(x), SlowAxis: axes.MulVec(y),
	}
	return d, nil
}
