package config

import (
	"fmt"
	"io"
	"strings"

	"gobragg/core/hkl"
)

// Request is structure factors to be made of a file: all that they depend on besides the
// file. Requests are keys.
type Request struct {
	Option string // that names the file: hkl or model
	File   string
	// Labels, separated by commas, and Group say what of a file of reflections is meant.
	Labels, Group string
	// Cell asks for the cell alone that a file of atoms states: how far its structure
	// factors are wanted depends on it.
	Cell     bool
	DefaultF float64
	// DMin is how far those of atoms are wanted, Å. Wavelength is that of f′ and f″, Å; 0:
	// without.
	DMin, Wavelength float64
	// The solvent, as in CrystalInput.
	KSol, BSol, RProbe, RShrink optional[float64]
}

// Factors are what was made of a file: a value without references to it, so that it can
// be made in another process. They are shared and must not be changed.
type Factors struct {
	Cell  [6]float64 // as the file states it, Å and degrees; zeros: it does not
	Notes []string   // for the user, a sentence or so each
	Grid  *hkl.Grid  // in P1; nil if only the cell was asked for
	Hash  string     // hkl.List's; empty where nobody wants it
}

// Wanted is the error of an experiment from a Library with Elsewhere, whose structure
// factors are yet to be made.
type Wanted struct{ Request }

// Error says what is missing.
func (w *Wanted) Error() string {
	return fmt.Sprintf("-%s %s: its structure factors are not made yet", w.Option, w.File)
}

// Failed returns the error of an experiment whose structure factors cannot be made.
func (q Request) Failed(err error) error {
	return &FileError{Option: "-" + q.Option, File: q.File, Err: err}
}

// factors returns what q asks for. The file is read by open, the computing is done by so
// many threads, 0: all; l may be nil. Its errors are a *FileError or a *Wanted.
func (l *Library) factors(open Open, q Request, threads int) (*Factors, error) {
	switch {
	case l != nil && l.Elsewhere:
		return shared(l, q, func() (*Factors, error) {
			// A file that is not there is no work for others.
			if err := read(open, q, func(io.Reader) error { return nil }); err != nil {
				return nil, err
			}
			return nil, &Wanted{q}
		})
	case q.Option == "hkl":
		return l.ofReflections(open, q)
	}
	return l.ofAtoms(open, q, threads)
}

// read opens the file of q and hands it to parse.
func read(open Open, q Request, parse func(io.Reader) error) error {
	if open == nil {
		return q.Failed(errNoFiles)
	}
	f, err := open(q.File)
	if err != nil {
		return q.Failed(err)
	}
	defer f.Close()
	if err := parse(f); err != nil {
		return q.Failed(err)
	}
	return nil
}

// bareError is an error without the file's name before it, which a FileError says.
type bareError struct {
	error
	prefix string
}

func (e bareError) Error() string { return strings.TrimPrefix(e.error.Error(), e.prefix) }

func (e bareError) Unwrap() error { return e.error }
