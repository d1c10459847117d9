package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"

	"gobragg/core/config"
	"gobragg/core/imgio"
	"gobragg/core/noise"
)

// format is what a file holds.
type format int

const (
	photonsFile  format = iota // raw float32
	integerFile                // SMV, scaled photons
	noiseFile                  // SMV, counts
	previewFile                // PGM
	pictureFile                // PNG
	arrayFile                  // NPY
	settingsFile               // JSON
)

// file is an output to write.
type file struct {
	name   string
	option string // that asks for it
	format format
}

// wantedFiles returns the files to write, in the order of the summary. With
// -trace these are only the ones that an option names.
func wantedFiles(r *config.Resolved) ([]file, error) {
	o := r.Output
	var files []file
	for _, f := range []file{
		{o.Float, "-floatfile", photonsFile},
		{o.Int, "-intfile", integerFile},
		{o.PGM, "-pgmfile", previewFile},
		{o.Noise, "-noisefile", noiseFile},
	} {
		if f.name != "" && (!o.Trace.Set || r.Config.Has(f.option[1:])) {
			files = append(files, f)
		}
	}
	for _, name := range o.Files {
		f, err := formatOf(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name, "-o", f})
	}
	if o.Config != "" {
		files = append(files, file{o.Config, "-write_config", settingsFile})
	}
	seen := make(map[string]file)
	for _, f := range files {
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

// formatOf returns the format that the extension of -o's name says.
func formatOf(name string) (format, error) {
	extension := strings.ToLower(filepath.Ext(name))
	if compressed(name) {
		extension = strings.ToLower(filepath.Ext(strings.TrimSuffix(name, filepath.Ext(name))))
		if extension == ".png" {
			return 0, &config.UsageError{Option: "-o", Text: name + ": PNG pictures are compressed already; leave out .gz"}
		}
	}
	switch extension {
	case ".bin", ".raw", ".f32":
		return photonsFile, nil
	case ".img", ".smv":
		return integerFile, nil
	case ".pgm":
		return previewFile, nil
	case ".png":
		return pictureFile, nil
	case ".npy":
		return arrayFile, nil
	}
	return 0, &config.UsageError{Option: "-o", Text: fmt.Sprintf(
		"%s: the extension says the format: .png (picture), .img (SMV), .bin (raw float32), .npy (NumPy) or .pgm, all but .png also with .gz behind", name)}
}

// about describes a written file in a few words.
func (s *result) about(f file) string {
	size := fmt.Sprintf("%d × %d", s.plan.Width, s.plan.Height)
	var text string
	switch f.format {
	case photonsFile:
		text = "photons, float32, " + size
	case integerFile:
		text = fmt.Sprintf("SMV: photons × %.6g + %.6g, %s", s.integer.Scale, s.integer.ADC, size)
	case noiseFile:
		text = fmt.Sprintf("SMV: photon counts with noise (seed %d) + %.6g, %s", s.Seed, s.Output.Offset, plural(s.overloads, "overload"))
	case previewFile:
		text = fmt.Sprintf("preview: photons × %.6g", s.preview.Scale)
	case pictureFile:
		text = "picture"
	case arrayFile:
		text = "photons, NumPy float32, " + size
	case settingsFile:
		text = "settings, for -config"
	}
	return text
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
	switch f.format {
	case photonsFile:
		return imgio.WriteRaw(w, s.frame)
	case integerFile:
		return s.writeSMV(w, func(y int, dst []uint16) { s.integer.Row(dst, s.frame, y) },
			imgio.Field{Key: "COUNTS_PER_PHOTON", Value: imgio.FormatG(s.integer.Scale)})
	case noiseFile:
		return s.writeNoise(w)
	case previewFile:
		return imgio.WritePGM(w, s.frame, s.preview, s.comments()...)
	case pictureFile:
		return imgio.WritePNG(w, s.frame, imgio.PNGOptions{Overlay: s.overlay(), Text: s.provenance()})
	case arrayFile:
		return imgio.WriteNPY(w, s.frame)
	default:
		return s.Complete().WriteJSON(w)
	}
}

// writeNoise writes the photon counts: the image as a detector would see it.
func (s *result) writeNoise(w io.Writer) error {
	readout := noise.Readout{Photons: noise.Photons{Seed: s.Seed}, Offset: s.Output.Offset}
	f := s.frame
	overloads := make([]int, f.Height)
	err := s.writeSMV(w, ahead(f.Width, f.Height, s.threads, func(y int, dst []uint16) {
		overloads[y] = readout.Row(dst, f.Row(y), y, f.Width, f.ROI)
	}), imgio.Field{Key: "COUNTS_PER_PHOTON", Value: "1"})
	s.overloads, s.noisy = 0, true
	for _, n := range overloads {
		s.overloads += n
	}
	return err
}

func (s *result) writeSMV(w io.Writer, counts func(y int, dst []uint16), field imgio.Field) error {
	g := s.Geometry()
	g.Extra = append([]imgio.Field{field}, s.provenance()...)
	return imgio.WriteSMV(w, g.Header(), counts)
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
// are computed by fill on several threads, a group at a time.
func ahead[T any](width, height, threads int, fill func(y int, dst []T)) func(y int, dst []T) {
	if threads == 1 {
		return fill
	}
	group := min(height, threads*aheadRows)
	rows := make([]T, group*width)
	return func(y int, dst []T) {
		at := y % group
		if at == 0 {
			n := min(group, height-y)
			var workers sync.WaitGroup
			for t := range threads {
				workers.Go(func() {
					for i := t; i < n; i += threads {
						fill(y+i, rows[i*width:(i+1)*width])
					}
				})
			}
			workers.Wait()
		}
		copy(dst, rows[at*width:(at+1)*width])
	}
}
