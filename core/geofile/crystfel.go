package geofile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// CrystFEL's laboratory has z along the beam, y up, and x horizontal.
//
// Source: T. White, CrystFEL manual pages crystfel_geometry(5) and
// indexamajig(1), section "stream"; the unit cell file format, version 1.0.
func crystFEL(f Format) *Description {
	return &Description{Format: f, Beam: experiment.Some(r3.Vec{Z: 1}), Polarization: experiment.Some(r3.Vec{X: 1})}
}

const (
	streamMagic   = "CrystFEL stream format"
	cellMagic     = "CrystFEL unit cell file"
	beginGeometry = "----- Begin geometry file -----"
	endGeometry   = "----- End geometry file -----"
	beginChunk    = "----- Begin chunk -----"
	beginCrystal  = "--- Begin crystal"
	endCrystal    = "--- End crystal"
)

// looksLikeGeometry reports whether the first line that is not a comment is an
// assignment.
func looksLikeGeometry(start []byte) bool {
	comment := false
	for line := range bytes.Lines(start) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if line[0] != ';' {
			before, _, ok := bytes.Cut(line, []byte("="))
			return ok && !bytes.ContainsAny(before, "{}<>\"\x00")
		}
		comment = true
	}
	return comment
}

// eachLine calls f with the lines of r, without their ends and blanks around
// them, until it returns false. The end of a line beyond a bound is left out.
func eachLine(r io.Reader, f func(line string) bool) error {
	b := bufio.NewReaderSize(r, maxWord)
	for {
		text, more, err := b.ReadLine()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		line := string(bytes.TrimSpace(text))
		for more && err == nil {
			_, more, err = b.ReadLine()
		}
		if !f(line) {
			return nil
		}
	}
}

// geometryFile is a .geom file as far as its first panel needs it.
type geometryFile struct {
	global   map[string]string // what applies to all panels
	defaults map[string]string // global as it was when the first panel began
	panel    map[string]string
	first    string
	panels   map[string]bool
	size     int
}

// maxGeometry is the longest geometry file that is read, bytes.
const maxGeometry = 8 << 20

func newGeometryFile() *geometryFile {
	return &geometryFile{global: map[string]string{}, panel: map[string]string{}, panels: map[string]bool{}}
}

// add takes a line: key = value, or panel/key = value.
func (g *geometryFile) add(line string) error {
	if g.size += len(line) + 1; g.size > maxGeometry {
		return fmt.Errorf("the geometry is longer than %d bytes", maxGeometry)
	}
	line, _, _ = strings.Cut(line, ";")
	key, value, ok := strings.Cut(line, "=")
	if !ok {
		return nil
	}
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	name, property, ofPanel := cutLast(key)
	switch {
	case strings.HasPrefix(key, "bad"), strings.HasPrefix(key, "rigid_group"), strings.HasPrefix(key, "group"):
		return nil
	case !ofPanel:
		g.global[key] = value
		return nil
	}
	if g.first == "" {
		g.first = name
		g.defaults = make(map[string]string, len(g.global))
		for k, v := range g.global {
			g.defaults[k] = v
		}
	}
	g.panels[name] = true
	if name == g.first {
		g.panel[property] = value
	}
	return nil
}

func cutLast(key string) (name, property string, ok bool) {
	i := strings.LastIndexByte(key, '/')
	if i < 0 {
		return "", key, false
	}
	return key[:i], key[i+1:], true
}

// get returns what the file says of the first panel, or of all.
func (g *geometryFile) get(key string) (string, bool) {
	for _, m := range []map[string]string{g.panel, g.defaults, g.global} {
		if v, ok := m[key]; ok {
			return v, true
		}
	}
	return "", false
}

// number returns the value of key;
// ok is false for one that is not there or that names a place in the image files.
func (g *geometryFile) number(key string, unitOf map[string]float64) (x float64, ok bool, err error) {
	text, ok := g.get(key)
	if !ok || strings.HasPrefix(text, "/") {
		return 0, false, nil
	}
	x, err = quantity(text, unitOf)
	if err != nil {
		return 0, false, fmt.Errorf("%s: %w", key, err)
	}
	return x, true, nil
}

// quantity reads a number and its unit; that of "" counts where there is none.
func quantity(text string, unitOf map[string]float64) (float64, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return 0, errors.New("the value is missing")
	}
	unit := ""
	if len(words) > 1 {
		unit = words[1]
	}
	factor, ok := unitOf[unit]
	if !ok {
		return 0, fmt.Errorf("%.40q is not a unit that is known here", unit)
	}
	x, err := parse(words[0])
	return x * factor, err
}

// The units of a geometry file, "" is the one that is meant if there is none.
var (
	unitless  = map[string]float64{"": 1}
	lengths   = map[string]float64{"": 1, "m": 1, "mm": 1e-3, "um": 1e-6}
	energies  = map[string]float64{"": 1, "eV": 1, "keV": 1e3, "MeV": 1e6}
	waves     = map[string]float64{"A": units.Angstrom, "m": 1, "nm": 1e-9, "": 1}
	cellEdges = map[string]float64{"A": units.Angstrom, "nm": 1e-9}
	angles    = map[string]float64{"deg": units.Degree, "rad": 1}
)

// describe fills d from the first panel. camera is the camera length where the
// file leaves it to the image files, m; 0: not known.
func (g *geometryFile) describe(d *Description, camera float64) error {
	if g.first == "" {
		return errors.New("there is no panel in it")
	}
	d.Panels = len(g.panels)
	energy, ok, err := g.number("photon_energy", energies)
	if err != nil {
		return err
	}
	if ok && energy > 0 {
		d.Wavelength = experiment.Some(units.WavelengthFromEnergy(energy))
	}
	wave, ok, err := g.number("wavelength", waves)
	if err != nil {
		return err
	}
	if ok {
		d.Wavelength = experiment.Some(wave)
	}

	var v struct{ res, clen, offset, x, y, shiftX, shiftY, minFast, maxFast, minSlow, maxSlow float64 }
	for _, k := range []struct {
		key      string
		to       *float64
		unitOf   map[string]float64
		optional bool
	}{
		{"res", &v.res, unitless, false},
		{"clen", &v.clen, lengths, camera > 0},
		{"coffset", &v.offset, lengths, true},
		{"corner_x", &v.x, unitless, false}, {"corner_y", &v.y, unitless, false},
		{"detector_shift_x", &v.shiftX, lengths, true}, {"detector_shift_y", &v.shiftY, lengths, true},
		{"min_fs", &v.minFast, unitless, false}, {"max_fs", &v.maxFast, unitless, false},
		{"min_ss", &v.minSlow, unitless, false}, {"max_ss", &v.maxSlow, unitless, false},
	} {
		x, ok, err := g.number(k.key, k.unitOf)
		if err != nil {
			return err
		}
		if ok {
			*k.to = x
			continue
		}
		if k.key == "clen" {
			v.clen = camera
		}
		if text, there := g.get(k.key); !k.optional && there {
			return fmt.Errorf("%s = %.60s is a place in the image files; write the number into the geometry file", k.key, text)
		} else if !k.optional {
			return fmt.Errorf("panel %.40q has no %s", g.first, k.key)
		}
	}
	if !(v.res > 0) {
		return fmt.Errorf("res = %g pixels a metre is out of range", v.res)
	}
	p := &Panel{
		Name: g.first, Fast: whole(v.maxFast - v.minFast + 1), Slow: whole(v.maxSlow - v.minSlow + 1), Pixel: 1 / v.res,
		Origin: r3.Vec{X: v.x/v.res + v.shiftX, Y: v.y/v.res + v.shiftY, Z: v.clen + v.offset},
	}
	for key, to := range map[string]*r3.Vec{"fs": &p.FastAxis, "ss": &p.SlowAxis} {
		text, ok := g.get(key)
		if !ok {
			return fmt.Errorf("panel %.40q has no %s", g.first, key)
		}
		if *to, err = direction(text); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	d.Panel = p
	return nil
}

// direction reads a vector of the form -0.002x +0.999y +0.01z.
func direction(text string) (r3.Vec, error) {
	var v r3.Vec
	rest := strings.Join(strings.Fields(text), "")
	for rest != "" {
		end := strings.IndexAny(rest, "xyz")
		if end < 0 {
			return v, fmt.Errorf("%.40q is not a sum of x, y and z", text)
		}
		number := rest[:end]
		switch number {
		case "", "+":
			number = "1"
		case "-":
			number = "-1"
		}
		c, err := parse(number)
		if err != nil {
			return v, err
		}
		switch rest[end] {
		case 'x':
			v.X += c
		case 'y':
			v.Y += c
		default:
			v.Z += c
		}
		rest = rest[end+1:]
	}
	return v, nil
}

// readGeom reads a geometry file.
func readGeom(r io.Reader) (*Description, error) {
	d := crystFEL(Geom)
	g := newGeometryFile()
	var failed error
	err := eachLine(r, func(line string) bool {
		failed = g.add(line)
		return failed == nil
	})
	if err = errors.Join(err, failed); err != nil {
		return d, err
	}
	return d, g.describe(d, 0)
}

// readCell reads a unit cell file.
func readCell(r io.Reader) (*Description, error) {
	d := &Description{Format: CellFile, Crystals: 1}
	c := new(Crystal)
	missing := map[string]*float64{
		"a": &c.Cell.A, "b": &c.Cell.B, "c": &c.Cell.C,
		"al": &c.Cell.Alpha, "be": &c.Cell.Beta, "ga": &c.Cell.Gamma,
	}
	var failed error
	err := eachLine(io.LimitReader(r, maxText), func(line string) bool {
		line, _, _ = strings.Cut(line, ";")
		key, value, ok := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		to := missing[key]
		if !ok || to == nil {
			return true
		}
		unitOf := cellEdges
		if len(key) == 2 {
			unitOf = angles
		}
		if *to, failed = quantity(value, unitOf); failed != nil {
			failed = fmt.Errorf("%s: %w", key, failed)
			return false
		}
		delete(missing, key)
		return true
	})
	if err = errors.Join(err, failed); err != nil {
		return d, err
	}
	for _, key := range []string{"a", "b", "c", "al", "be", "ga"} {
		if missing[key] != nil {
			return d, fmt.Errorf("there is no %s", key)
		}
	}
	d.Crystal = c
	return d, nil
}

// readStream reads the crystal with this number, from 1, the photon energy of its
// pattern, and the geometry file that the stream holds. What follows is not read.
func readStream(r io.Reader, number int) (*Description, error) {
	d := crystFEL(Stream)
	g := newGeometryFile()
	var energy, camera float64
	var star [3]r3.Vec
	axes, crystals := 0, 0
	inGeometry, inside, done := false, false, false
	var failed error
	err := eachLine(r, func(line string) bool {
		key, value, _ := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		switch {
		case line == beginGeometry:
			inGeometry = true
		case line == endGeometry:
			inGeometry = false
		case inGeometry:
			failed = g.add(line)
		case line == beginChunk:
			energy, camera = 0, 0
		case key == "photon_energy_eV":
			energy, failed = parse(value)
		case key == "average_camera_length":
			camera, failed = quantity(value, lengths)
		case line == beginCrystal:
			crystals++
			inside = crystals == number
		case inside && line == endCrystal:
			done = true
		case inside && (key == "astar" || key == "bstar" || key == "cstar"):
			axes |= 1 << (key[0] - 'a')
			star[key[0]-'a'], failed = reciprocal(value)
			if failed != nil {
				failed = fmt.Errorf("%s of crystal %d: %w", key, number, failed)
			}
		}
		return failed == nil && !done
	})
	if err = errors.Join(err, failed); err != nil {
		return d, err
	}
	switch {
	case crystals < number:
		return d, fmt.Errorf("crystal %d is asked for; the file has %d", number, crystals)
	case axes != 7:
		return d, fmt.Errorf("crystal %d lacks astar, bstar or cstar", number)
	}
	d.Crystal = &Crystal{Oriented: true, Direct: geom.Rows(star[0], star[1], star[2]).Dual()}
	if g.first != "" {
		if err := g.describe(d, math.Max(camera, 0)); err != nil {
			return d, fmt.Errorf("geometry: %w", err)
		}
	}
	if energy > 0 {
		d.Wavelength = experiment.Some(units.WavelengthFromEnergy(energy))
	}
	return d, nil
}

// reciprocal reads a vector "+0.0283 -0.0012 +0.0100 nm^-1", and returns it in 1/m.
func reciprocal(text string) (r3.Vec, error) {
	words := strings.Fields(text)
	if len(words) != 4 || words[3] != "nm^-1" {
		return r3.Vec{}, fmt.Errorf("%.60q is not three numbers and nm^-1", text)
	}
	var v [3]float64
	for i := range v {
		x, err := parse(words[i])
		if err != nil {
			return r3.Vec{}, err
		}
		v[i] = x * 1e9
	}
	return r3.Vec{X: v[0], Y: v[1], Z: v[2]}, nil
}
