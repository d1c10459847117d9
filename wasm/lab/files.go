package lab

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"gobragg/core/config"
	"gobragg/core/imgio"
	"gobragg/core/model"
)

const (
	// MaxFile is the largest file that the page reads, and maxFiles what all together
	// may have, bytes: reading takes several times as much memory.
	MaxFile  = 64 << 20
	maxFiles = 128 << 20
	// peeked is how much of a file shows what it is.
	peeked = 1 << 16
)

// Files are the files that someone gave to the page, by name. They stay in its memory.
type Files struct{ content map[string][]byte }

// Names returns the names in order.
func (f *Files) Names() []string {
	var names []string
	for name := range f.content {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Content returns the content of a file, which must not be changed; nil if there is none.
func (f *Files) Content(name string) []byte { return f.content[name] }

// Open opens a file, decompressed if it is compressed.
func (f *Files) Open(name string) (io.ReadCloser, bool) {
	content, ok := f.content[name]
	if !ok {
		return nil, false
	}
	r, err := imgio.Gunzip(bytes.NewReader(content))
	if err != nil {
		r = bytes.NewReader(content)
	}
	return io.NopCloser(r), true
}

// Refuse says why a file of this size is not read, nil if it is. It is asked before a
// byte is.
func (f *Files) Refuse(name string, size int64) error {
	if size == 0 {
		return fmt.Errorf("%s is empty", name)
	}
	if size > MaxFile {
		return fmt.Errorf("%s has %s; the page reads files of up to %s. The gobragg program on your machine reads larger ones", name, Bytes(size), Bytes(MaxFile))
	}
	total := size
	for n, c := range f.content {
		if n != name {
			total += int64(len(c))
		}
	}
	if total > maxFiles {
		return fmt.Errorf("%s would make %s of files; the page holds up to %s. Remove one first", name, Bytes(total), Bytes(maxFiles))
	}
	return nil
}

// Bytes returns a number of bytes as people read it.
func Bytes(n int64) string {
	switch {
	case n >= 1<<30:
		return strconv.FormatFloat(float64(n)/(1<<30), 'f', 1, 64) + " GB"
	case n >= 1<<20:
		return strconv.FormatFloat(float64(n)/(1<<20), 'f', 0, 64) + " MB"
	case n >= 1<<10:
		return strconv.FormatFloat(float64(n)/(1<<10), 'f', 0, 64) + " kB"
	}
	return strconv.FormatInt(n, 10) + " bytes"
}

// Content is what a file turned out to be.
type Content struct {
	// Option is what takes the file; empty for one without.
	Option string
	What   string // for people: "an MTZ file"
	// Image says that the file has pixels to compare with; Settings that it is a
	// configuration.
	Image, Settings bool
}

// hasTag reports whether a line of a CIF begins with one of the tags, in lower case.
func hasTag(text string, tags ...string) bool {
	for line := range strings.Lines(text) {
		line = strings.ToLower(strings.TrimSpace(line[:min(len(line), 80)]))
		for _, tag := range tags {
			if strings.HasPrefix(line, tag) {
				return true
			}
		}
	}
	return false
}

// Recognise tells from the beginning of a file what it is.
func Recognise(name string, content []byte) (Content, error) {
	r, err := imgio.Gunzip(bytes.NewReader(content))
	if err != nil {
		return Content{}, fmt.Errorf("%s: %w", name, err)
	}
	b := bufio.NewReaderSize(r, peeked)
	start, err := b.Peek(peeked)
	if err != nil && err != io.EOF {
		return Content{}, fmt.Errorf("%s: %w", name, err)
	}
	begins := func(s string) bool { return bytes.HasPrefix(start, []byte(s)) }
	text := string(bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))))
	switch ext := strings.ToLower(path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))); {
	case begins("MTZ "):
		return Content{Option: "hkl", What: "an MTZ file of reflections"}, nil
	case begins("###CBF"):
		return Content{Option: "geometry", What: "a CBF image", Image: true}, nil
	case begins("\x93NUMPY"), begins("PK\x03\x04"), begins("II*\x00"), begins("MM\x00*"), begins("\x89PNG"):
		return Content{What: "an image", Image: true}, nil
	case strings.HasPrefix(text, "{") && strings.Contains(text, `"gobragg_config"`):
		return Content{Settings: true, What: "a configuration"}, nil
	case strings.HasPrefix(text, "{") && strings.Contains(text, "HEADER_BYTES"):
		return Content{Option: "geometry", What: "an SMV image", Image: true}, nil
	case strings.HasPrefix(text, "XPARM.XDS"), strings.HasPrefix(text, "{") && strings.Contains(text, `"detector"`),
		strings.HasPrefix(text, "CrystFEL stream"), strings.Contains(text, "/min_fs"):
		return Content{Option: "geometry", What: "a geometry of XDS, DIALS or CrystFEL"}, nil
	case strings.HasPrefix(text, "CrystFEL unit cell"):
		return Content{Option: "orientation", What: "a unit cell of CrystFEL"}, nil
	case strings.HasPrefix(text, "CrystFEL reflection"), strings.Contains(text, "!FORMAT=XDS_ASCII"):
		return Content{Option: "hkl", What: "a list of reflections"}, nil
	case ext == ".bin" || ext == ".raw" || ext == ".f32" || ext == ".float":
		return Content{What: "an image of raw numbers", Image: true}, nil
	}
	if bytes.IndexByte(start, 0) >= 0 {
		return Content{}, unknownFile(name)
	}
	switch model.Recognise([]byte(text)) {
	case "PDB":
		return Content{Option: "model", What: "atoms, PDB"}, nil
	case "CIF":
		all := text
		if rest, err := io.ReadAll(b); err == nil {
			all = string(rest)
		}
		switch {
		case hasTag(all, "_atom_site.cartn_x", "_atom_site_fract_x", "_atom_site.fract_x"):
			return Content{Option: "model", What: "atoms, CIF"}, nil
		case hasTag(all, "_refln.", "_refln_", "_shelx_hkl_file"):
			return Content{Option: "hkl", What: "a CIF of reflections"}, nil
		}
		return Content{}, unknownFile(name)
	}
	return numbers(name, text)
}

// numbers tells tables of numbers apart: a matrix has nine in three lines, a source
// five columns the last of which is a wavelength in m, anything else is reflections.
func numbers(name, text string) (Content, error) {
	rows, first := 0, []string(nil)
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "!") {
			continue
		}
		for _, f := range fields {
			if _, err := strconv.ParseFloat(f, 64); err != nil && rows < 3 && len(fields) < 6 {
				return Content{}, unknownFile(name)
			}
		}
		if rows == 0 {
			first = fields
		}
		rows++
	}
	if rows == 0 {
		return Content{}, unknownFile(name)
	}
	indices := true
	for _, f := range first[:min(3, len(first))] {
		if _, err := strconv.Atoi(f); err != nil {
			indices = false
		}
	}
	switch last, _ := strconv.ParseFloat(first[len(first)-1], 64); {
	case len(first) == 5 && last > 0 && last < 1e-7:
		return Content{Option: "sourcefile", What: "rays of the beam"}, nil
	case len(first) == 3 && !indices:
		return Content{Option: "mat", What: "a MOSFLM matrix"}, nil
	case indices && len(first) >= 4:
		return Content{Option: "hkl", What: "a list of reflections"}, nil
	}
	return Content{}, unknownFile(name)
}

func unknownFile(name string) error {
	return fmt.Errorf("%s is none of the files that the page knows: reflections (MTZ, mmCIF, SHELX, XDS_ASCII, CrystFEL, text h k l F), "+
		"atoms (PDB, mmCIF, CIF), a MOSFLM matrix, a geometry (XDS, DIALS, CrystFEL), an image (SMV, CBF, TIFF, NPY) or a configuration (JSON)", name)
}

// placed are the options that a geometry file replaces.
var placed = strings.Fields("distance close_distance detpixels detpixels_f detpixels_s detsize detsize_f detsize_s pixel lambda energy twotheta " +
	"detector_rotx detector_roty detector_rotz Xbeam Ybeam Xclose Yclose ORGX ORGY pivot mosflm denzo adxv xds dials " +
	"fdet_vector sdet_vector odet_vector beam_vector polar_vector spindle_axis twotheta_axis pix0_vector phi osc phistep roi geometry img mask")

// Adopt takes a file into the experiment. If the experiment then cannot be, because
// the file is cut short or says nothing useful, everything stays as it was and the
// error says why; an experiment that is only too large for the page stands.
func (l *Lab) Adopt(name string, content []byte) (Content, error) {
	if err := l.Files.Refuse(name, int64(len(content))); err != nil {
		return Content{}, err
	}
	what, err := Recognise(name, content)
	if err != nil {
		return what, err
	}
	if what.Settings {
		c, err := ParseJSON(content)
		if err != nil {
			return what, fmt.Errorf("%s: %w", name, err)
		}
		l.Load(c)
		return what, nil
	}
	if what.Option == "" {
		return what, nil // pixels only: nothing of it is kept
	}
	if config.Find(name) != nil || strings.TrimSpace(name) != name {
		return what, fmt.Errorf("%q cannot be the name of a file here; rename it", name)
	}
	before, had := l.Files.content[name]
	l.Files.put(name, content)
	l.forget()
	if err := l.use(what.Option, name); err != nil {
		l.Files.content[name] = before
		if !had {
			delete(l.Files.content, name)
		}
		l.forget()
		return what, err
	}
	return what, nil
}

func (f *Files) put(name string, content []byte) {
	if f.content == nil {
		f.content = make(map[string][]byte)
	}
	f.content[name] = content
}

// use sets the option that takes a file and clears those that would hide it.
func (l *Lab) use(name, file string) error {
	clear := []string{}
	switch name {
	case "hkl":
		clear = []string{"model", "labels", "space_group", "dumpfile"}
	case "model":
		clear = []string{"hkl", "labels", "space_group", "dumpfile"}
	case "geometry":
		clear = placed
	case "mat":
		clear = []string{"cell", "orientation"}
	case "orientation":
		clear = []string{"cell", "mat"}
	}
	used := func(clear ...string) (*config.Config, error) {
		c := l.copied()
		for _, option := range clear {
			c.Unset(option)
		}
		return c, c.SetWords(option(name), []string{file})
	}
	// The cell of the file counts, if it has one.
	if name == "hkl" || name == "model" {
		without := append(clear, "cell")
		if c, err := used(without...); err == nil && l.try(c) == nil {
			clear = without
		}
	}
	c, err := used(clear...)
	if err != nil {
		return err
	}
	if affordable(c) == nil {
		if err := l.try(c); err != nil {
			return err
		}
	}
	// While the file was tried, someone may have changed the settings.
	if c, err = used(clear...); err != nil {
		return err
	}
	l.replace(state{c, l.home})
	return nil
}

// Remove forgets a file. Settings that name it stay, and say so when they are used.
func (l *Lab) Remove(name string) {
	delete(l.Files.content, name)
	l.forget()
}
