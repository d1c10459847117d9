package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/imgio"
	"gobragg/native/simd"
)

// contents is what a file holds.
type contents int

const (
	photonsFile  contents = iota // expected photons
	scaledFile                   // photons times a scale, as whole numbers
	countsFile                   // photons counted, with noise
	previewFile                  // grey levels of a PGM file
	pictureFile                  // PNG
	settingsFile                 // JSON
)

// file is an output to write.
type file struct {
	name      string
	option    string // that asks for it
	content   contents
	format    imgio.FormatInfo
	overloads *int // pixels that had to be clipped; known once the file is written
}

// wantedFiles returns the files to write, in the order of the summary. With
// -trace these are only the ones that an option names.
func wantedFiles(r *config.Resolved) ([]file, error) {
	o := r.Output
	var files []file
	for _, f := range []file{
		{name: o.Float, option: "-floatfile", content: photonsFile},
		{name: o.Int, option: "-intfile", content: scaledFile},
		{name: o.PGM, option: "-pgmfile", content: previewFile},
		{name: o.Noise, option: "-noisefile", content: countsFile},
	} {
		if f.name == "" || o.Trace.Set && !r.Config.Has(f.option[1:]) {
			continue
		}
		if err := f.setFormat(); err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	for _, name := range o.Files {
		f, err := fileOf(name, r.Noise)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if o.Config != "" {
		files = append(files, file{name: o.Config, option: "-write_config", content: settingsFile})
	}
	seen := make(map[string]file)
	for i, f := range files {
		files[i].overloads = new(int)
		path, err := filepath.Abs(f.name)
		if err != nil {
			path = filepath.Clean(f.name)
		}
		if first, twice := seen[path]; twice && path != "/dev/null" {
			return nil, &config.UsageError{Option: f.option, Text: fmt.Sprintf("%s is already the file of %s; give another name", f.name, first.option)}
		}
		seen[path] = f
	}
	return files, nil
}

// fileOf returns the file of this name for -o. Counts in a CBF file are those of a
// photon-counting detector, with noise unless there is to be none.
func fileOf(name string, noise bool) (file, error) {
	info, _, err := imgio.FormatOf(name)
	if err != nil {
		return file{}, &config.UsageError{Option: "-o", Text: err.Error()}
	}
	f := file{name: name, option: "-o", content: photonsFile, format: info}
	switch {
	case info.Format == imgio.FormatPNG:
		f.content = pictureFile
	case info.Format == imgio.FormatPGM:
		f.content = previewFile
	case info.Format == imgio.FormatCBF && noise:
		f.content = countsFile
	case !info.Photons():
		f.content = scaledFile
	}
	return f, nil
}

// setFormat sets the format of a file whose option says what it holds. An
// extension that names none leaves the reference program's: raw photons, SMV.
func (f *file) setFormat() error {
	own, holds := imgio.FormatSMV, imgio.FormatInfo.Counts
	switch f.content {
	case photonsFile:
		own, holds = imgio.FormatRaw, imgio.FormatInfo.Photons
	case previewFile:
		own, holds = imgio.FormatPGM, func(imgio.FormatInfo) bool { return false }
	}
	all := imgio.Formats()
	f.format = all[slices.IndexFunc(all, func(i imgio.FormatInfo) bool { return i.Format == own })]
	info, _, err := imgio.FormatOf(f.name)
	switch {
	case info.Format == "", info.Format == imgio.FormatSMV, info.Format == imgio.FormatRaw, f.content == previewFile:
		return nil
	case err != nil:
		return &config.UsageError{Option: f.option, Text: err.Error()}
	case !holds(info):
		var others []string
		for _, i := range all {
			if holds(i) && i.Format != imgio.FormatSMV && i.Format != imgio.FormatRaw || i.Format == own {
				others = append(others, i.Extensions[0])
			}
		}
		return &config.UsageError{Option: f.option, Text: fmt.Sprintf("%s: a %s file does not hold such pixels; %s do, and -o %[1]s writes what it does hold",
			f.name, info.Format, strings.Join(others, ", "))}
	}
	f.format = info
	return nil
}

// wide reports whether counts in the file are those of a photon-counting detector:
// 32 bits and no offset. SMV and 16-bit PNG files have 16 bits and the offset.
func (f file) wide() bool {
	return f.format.Format != imgio.FormatSMV && f.format.Format != imgio.FormatPNG16
}

// about describes a written file in a few words.
func (s *result) about(f file) string {
	size := fmt.Sprintf("%d × %d", s.plan.Width, s.plan.Height)
	offset := ""
	if !f.wide() {
		offset = fmt.Sprintf(" + %.6g", s.Output.Offset)
	}
	switch f.content {
	case photonsFile:
		if f.format.Format == imgio.FormatRaw {
			return "photons, float32, " + size
		}
		return fmt.Sprintf("%s: photons, float32, %s", f.format.Format, size)
	case scaledFile:
		return fmt.Sprintf("%s: photons × %.6g%s, %s", f.format.Format, s.scale(f), offset, size)
	case countsFile:
		return fmt.Sprintf("%s: photon counts with noise (seed %d)%s, %s, %s", f.format.Format, s.Seed, offset, size, plural(*f.overloads, "overload"))
	case previewFile:
		return fmt.Sprintf("preview: photons × %.6g", s.preview.Scale)
	case pictureFile:
		return "picture"
	}
	return "settings, for -config"
}

// writeFiles writes the files under temporary names, on several threads at once.
func (p *program) writeFiles(ctx context.Context, s *result, files []file) error {
	write := func(f file) error {
		return p.outputs.write(ctx, f.name, func(w io.Writer) error { return s.write(w, f) })
	}
	if s.threads == 1 {
		for _, f := range files {
			if err := write(f); err != nil {
				return err
			}
		}
		return nil
	}
	errs := make([]error, len(files))
	var writers sync.WaitGroup
	for i, f := range files {
		writers.Go(func() { errs[i] = write(f) })
	}
	writers.Wait()
	return errors.Join(errs...)
}

// write writes the content of f.
func (s *result) write(w io.Writer, f file) error {
	switch f.content {
	case photonsFile:
		return s.writePhotons(w, f)
	case scaledFile, countsFile:
		return s.writeCounts(w, f)
	case previewFile:
		m, pixels := s.frame, simd.NewPixels()
		greys := ahead(m.Width, m.Height, s.threads, func(y int, dst []uint8) { pixels.Greys(s.preview, dst, m.Row(y)) })
		return imgio.WritePGM(w, m.Width, m.Height, s.preview.Scale, greys, s.comments()...)
	case pictureFile:
		return imgio.WritePNG(w, s.frame, imgio.PNGOptions{Overlay: s.overlay(), Text: s.provenance(), Threads: s.threads})
	default:
		return s.Complete().WriteJSON(w)
	}
}

// provenance says how the image came about.
func (s *result) provenance() []imgio.Field { return s.Provenance(buildVersion()) }

func (s *result) comments() []string {
	var lines []string
	for _, f := range s.provenance() {
		lines = append(lines, f.Key+"="+f.Value)
	}
	return lines
}

// aheadRows is how many rows each thread computes before they are handed out: a
// megabyte for two threads and a large detector.
const aheadRows = 64

// ahead returns a function that hands out the rows 0, 1, 2 … of an image, which
// are computed by fill on several threads, a group at a time: the next one while
// this is written.
func ahead[T any](width, height, threads int, fill func(y int, dst []T)) func(y int, dst []T) {
	if threads == 1 {
		return fill
	}
	group := min(height, threads*aheadRows)
	var rows [2][]T
	var filled [2]sync.WaitGroup
	begin := func(first int) {
		b, n := first/group%2, min(group, height-first)
		if rows[b] == nil {
			rows[b] = make([]T, n*width)
		}
		filled[b].Go(func() {
			frame.EachRow(threads, n, func(i int) { fill(first+i, rows[b][i*width:(i+1)*width]) })
		})
	}
	begin(0)
	return func(y int, dst []T) {
		b, at := y/group%2, y%group
		if at == 0 {
			filled[b].Wait()
			if y+group < height {
				begin(y + group)
			}
		}
		copy(dst, rows[b][at*width:(at+1)*width])
	}
}
