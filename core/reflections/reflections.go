// Package reflections reads structure factors from the files that people have, and
// makes of them the list of a whole sphere that a simulation needs.
//
//	set, err := reflections.Read(file, "1abc.mtz", reflections.Options{})
//	list, report, err := set.P1(0)
//	fmt.Println(set.Format, set.Labels, report)
//
// # Formats
//
// Read tells by content, not by name:
//
//   - MTZ, merged
//   - mmCIF structure factors and small-molecule CIF (_refln loops, or a SHELX file
//     in _shelx_hkl_file)
//   - XDS_ASCII.HKL of XDS and XSCALE, merged or not
//   - CrystFEL reflection lists
//   - SHELX HKLF 4 (intensities) in fixed columns, ending with 0 0 0; HKLF 3 (amplitudes)
//     on request
//   - text lines of h, k, l, F: the whole of P1, see hkl.ReadText
//
// any of them compressed by gzip.
//
// # Columns
//
// Where a file has several columns that would do, the first of these is taken:
//
//  1. measured amplitudes of Friedel pairs: F(+) and F(-)
//  2. measured amplitudes: F, FP, FOBS, F-obs, FO, FMEAN, F_meas_au, F_meas, …
//  3. computed amplitudes: F-model, FC_ALL, FCALC, FC, F_calc_au, …
//  4. measured intensities of Friedel pairs: I(+) and I(-)
//  5. measured intensities: IMEAN, I, IOBS, I-obs, intensity_meas, F_squared_meas, …
//  6. computed intensities
//
// Map coefficients (FWT, DELFWT, 2FOFCWT …) are taken only when asked for by name. Several columns
// of one kind without a usual name are an error that lists them.
//
// # Intensities
//
// F = √I, and 0 where I is negative. Nothing is done against the bias that this gives weak
// reflections (French & Wilson, Acta Cryst. A34 (1978) 517). Measured amplitudes are
// on a scale of their own, not in electrons, unless someone scaled them.
package reflections

import (
	"fmt"
	"math"
	"strings"

	"gobragg/core/symmetry"
	"gobragg/core/units"
)

// Kind is what a file's numbers are.
type Kind uint8

const (
	Amplitude Kind = iota // F
	Intensity             // I, proportional to F²
)

// String returns "amplitudes" or "intensities".
func (k Kind) String() string {
	if k == Intensity {
		return "intensities"
	}
	return "amplitudes"
}

// Reflection is one row of a file: the amplitude or intensity of h k l and of its
// Friedel mate, NaN where the file does not give it. Standard deviations are 0 or NaN
// where there are none.
type Reflection struct {
	H, K, L               int32
	Plus, Minus           float32
	SigmaPlus, SigmaMinus float32
}

// Set is what a file says.
type Set struct {
	Name       string          // of the file, for messages
	Format     string          // such as "MTZ"
	Cell       [6]float64      // a, b, c in Å, α, β, γ in degrees; zeros: not said
	Group      *symmetry.Group // nil: not said
	Wavelength float64         // Å; 0: not said
	Kind       Kind
	Labels     []string // the columns taken

	// Anomalous says that rows of h and −h are different measurements. Without it,
	// Friedel mates are averaged.
	Anomalous bool

	// Whole says that the rows are all of P1: nothing is to be added by symmetry or by
	// Friedel's law.
	Whole bool

	Reflections []Reflection
	Notes       []string // what a user should know, a sentence each
}

// Options is what a user may say about a file.
type Options struct {
	// Labels are the columns to take: an amplitude or intensity, or both of a
	// Friedel pair; standard deviations and phases among them are allowed. For mmCIF they
	// are tags with or without _refln. Empty: see the package's documentation.
	Labels []string
	// Group is a space group's name or number that replaces the file's.
	Group string
	// Cell replaces the file's: Å and degrees; zeros: that of the file.
	Cell [6]float64
	// Block is the name of the data block of a CIF; empty: the first with reflections.
	Block string
	// HKLF says that the file is SHELX's, whatever it looks like: 3 for amplitudes,
	// 4 for intensities; 0: by content.
	HKLF int
}

// note adds a sentence for the user.
func (s *Set) note(format string, args ...any) {
	s.Notes = append(s.Notes, fmt.Sprintf(format, args...))
}

// Metric returns the metric of the cell, Å². It fails where the file gives none.
func (s *Set) Metric() (symmetry.Metric, error) {
	c := s.Cell
	if c == [6]float64{} {
		return symmetry.Metric{}, fmt.Errorf("%s does not give the cell", s.Name)
	}
	return symmetry.NewMetric(c[0], c[1], c[2], c[3]*units.Degree, c[4]*units.Degree, c[5]*units.Degree)
}

// lookup returns a group by name, with the help of the cell if there is one that
// fits.
func (s *Set) lookup(name string) (*symmetry.Group, error) {
	if m, err := s.Metric(); err == nil {
		if g, err := symmetry.LookupCell(name, m); err == nil {
			return g, nil
		}
	}
	return symmetry.Lookup(name)
}

var nan = float32(math.NaN())

func isNaN(v float32) bool { return v != v }

// plural returns "1 row" or "n rows".
func plural(n int, what string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(what, "ty"):
		what = what[:len(what)-1] + "ies"
	default:
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
