// Package batch describes a series of images that share most of their settings: the
// stills of a serial experiment, the frames of a rotation, a training set.
//
//	spec, err := batch.Parse([]byte(`{
//	  "gobragg_batch": 1,
//	  "frames": 1000,
//	  "settings": ["-hkl", "P1.hkl", "-cell", "78", "78", "38", "-N", "20", "-lambda", "1"],
//	  "vary": {"misset": "random", "lambda": {"normal": [1, 0.001]}},
//	  "write": ["cbf"]
//	}`), nil)
//	c, err := spec.Settings(17) // of frame 17, which is a *config.Config of its own
//
// A frame follows from the description and its number alone, so frames may be made
// in any order, anywhere, and again.
package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"gobragg/core/config"
	"gobragg/core/imgio"
)

// Version is the number under the key gobragg_batch.
const Version = 1

// MaxFrames is the largest number of frames of a series.
const MaxFrames = 10_000_000

// Spec is a series.
type Spec struct {
	Frames int      // numbered from 1
	Name   string   // what the names of files begin with
	Write  []string // extensions of the files of a frame, without their dot

	// Dropped are the options of the settings that name outputs: the frames' files go
	// by Name and Write.
	Dropped []string

	base *config.Config
	seed int64
	vary []variation
}

// file is the JSON form. Frames is required, as is a version that is known.
type file struct {
	Version  json.Number                `json:"gobragg_batch"`
	Frames   int                        `json:"frames"`
	Settings json.RawMessage            `json:"settings"`
	Vary     map[string]json.RawMessage `json:"vary"`
	Name     string                     `json:"name"`
	Write    []string                   `json:"write"`
}

// Parse reads the JSON form of a series:
//
//	gobragg_batch  1
//	frames         how many
//	settings       what they share: the words of a command line, or an object as
//	               -write_config writes it
//	vary           for each option that differs, how: see below
//	name           what file names begin with; "frame_" without it
//	write          extensions of the files of each frame; ["cbf"] without it
//
// An option of vary, named without its dash, takes one of
//
//	{"from": A, "step": B}     A + (n−1)·B in frame n
//	{"values": [V1, V2, …]}    Vn in frame n; a list each for several values
//	{"uniform": [LOW, HIGH]}   drawn evenly between two numbers
//	{"normal": [MEAN, SIGMA]}  drawn from a normal distribution
//	"random"                   of misset: an orientation drawn evenly from all
//
// Numbers are drawn by the option -seed of the settings, which is n−1 higher in frame
// n, as are the seeds of noise and of random orientations unless they are varied.
//
// Files that the settings name with -config are read by open, which may be nil if
// there are none. Mistakes are errors that name the key.
func Parse(data []byte, open config.Open) (*Spec, error) {
	var f file
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, malformed(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the closing brace")
	}
	switch {
	case f.Version == "":
		return nil, errors.New(`it is not the description of a series: "gobragg_batch": 1 is missing`)
	case f.Version != "1":
		return nil, fmt.Errorf(`"gobragg_batch": version %s; this program reads version %d`, f.Version, Version)
	case f.Frames < 1 || f.Frames > MaxFrames:
		return nil, fmt.Errorf(`"frames": want a whole number from 1 to %d`, MaxFrames)
	}
	s := &Spec{Frames: f.Frames, Name: "frame_", Write: []string{"cbf"}}
	if f.Name != "" {
		s.Name = f.Name
	}
	if f.Write != nil {
		s.Write = f.Write
	}
	if err := s.checkFiles(); err != nil {
		return nil, err
	}
	if err := s.setBase(f.Settings, open); err != nil {
		return nil, fmt.Errorf(`"settings": %w`, err)
	}
	if err := s.setVariations(f.Vary); err != nil {
		return nil, fmt.Errorf(`"vary": %w`, err)
	}
	// What every frame is refused for is said before the first is made.
	_, err := s.Settings(1)
	return s, err
}

// malformed says what is wrong with JSON in plain words.
func malformed(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return fmt.Errorf("%q: a %s does not belong there", kind.Field, kind.Value)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the text ends too early")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// checkFiles refuses names that would lead elsewhere and formats that there are not.
func (s *Spec) checkFiles() error {
	if strings.ContainsAny(s.Name, `/\`) || strings.HasPrefix(s.Name, ".") {
		return fmt.Errorf(`"name": %q is not the beginning of a file's name`, s.Name)
	}
	seen := make(map[string]bool)
	for i, extension := range s.Write {
		extension = strings.TrimPrefix(extension, ".")
		if _, _, err := imgio.FormatOf("x." + extension); err != nil {
			return fmt.Errorf(`"write": %w`, err)
		}
		if seen[extension] {
			return fmt.Errorf(`"write": %q is there twice`, extension)
		}
		seen[extension] = true
		s.Write[i] = extension
	}
	return nil
}

// outputs are options that mean one image, and running a program once.
var outputs = []string{"o", "floatfile", "intfile", "noisefile", "pgmfile", "nopgm", "trace", "json", "write_config"}

func (s *Spec) setBase(raw json.RawMessage, open config.Open) (err error) {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0:
		return errors.New("they are missing: the words of a command line, or an object as -write_config writes it")
	case raw[0] == '[':
		var words []string
		if err := json.Unmarshal(raw, &words); err != nil {
			return errors.New(`want a list of words, each in quotes: ["-cell", "78", "78", "38"]`)
		}
		s.base, err = config.ParseArgs(words)
	default:
		s.base, err = config.ParseJSON(raw)
	}
	if err == nil {
		s.base, err = s.base.Expand(open)
	}
	if err != nil {
		return err
	}
	for _, o := range outputs {
		if s.base.Has(o) {
			s.base.Unset(o)
			s.Dropped = append(s.Dropped, "-"+o)
		}
	}
	s.seed = s.base.Input().Seed
	return nil
}

// FrameName returns what the names of the files of frame n begin with, up to the dot.
func (s *Spec) FrameName(n int) string {
	return fmt.Sprintf("%s%0*d", s.Name, max(5, len(fmt.Sprint(s.Frames))), n)
}

// Files returns the names of the image files of frame n in a folder.
func (s *Spec) Files(folder string, n int) []string {
	var names []string
	for _, extension := range s.Write {
		names = append(names, path.Join(folder, s.FrameName(n)+"."+extension))
	}
	return names
}
