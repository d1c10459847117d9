// Package mtz reads and writes MTZ files, CCP4's binary tables of reflections.
//
//	file, err := mtz.Read(r)
//	f := file.Find("FC")
//	for row := range file.Rows() {
//		h, k, l, err := file.HKL(row)
//		amplitude := file.Value(row, f) // NaN where missing
//	}
//
// A file is an 80-byte beginning (the letters MTZ, where the header is, the machine's
// number format), the table (float32, row after row, one row a reflection) and a
// header of 80-character records.
//
// Source: the CCP4 project, "MTZ format" (library documentation, mtzformat).
package mtz

import (
	"fmt"
	"math"
)

// MaxIndex is the largest |h|, |k| or |l| accepted, that of package hkl.
const MaxIndex = 32767

// File is the contents of an MTZ file.
type File struct {
	Title      string
	Cell       [6]float64 // a, b, c in Å, α, β, γ in degrees
	Sort       [5]int     // columns (from 1) that order the rows, 0: none
	Symmetry   Symmetry
	Resolution [2]float64 // smallest and largest 1/d², Å⁻²
	Missing    float32    // the value of a missing number; NaN as a rule
	Columns    []Column
	Datasets   []Dataset
	History    []string
	Batches    int       // of unmerged data
	Data       []float32 // row after row, len(Columns) values each
}

// Symmetry is what the header says about the space group.
type Symmetry struct {
	Operators  []string // such as "-X,Y+1/2,-Z", centring included
	Primitive  int      // number of operators without centring
	Lattice    byte     // P, A, B, C, I, F, R or H
	Number     int      // in International Tables, 1 to 230; 0: not said
	Name       string   // Hermann-Mauguin symbol, such as "P 43 21 2"
	PointGroup string   // such as "PG422"
}

// Column describes a column of the table.
//
// Types met here: H index, F amplitude, G one of a Friedel pair of amplitudes, J intensity,
// K one of a Friedel pair of intensities, Q, L, M their standard deviations, P phase in
// degrees, D anomalous difference, W weight, I integer, Y M/ISYM, B batch number, R real.
type Column struct {
	Label    string
	Type     byte
	Dataset  int     // the ID of its Dataset
	Min, Max float64 // as the header says
}

// Dataset describes an experiment, or a calculation, that columns come from.
type Dataset struct {
	ID                     int
	Project, Crystal, Name string
	Cell                   [6]float64 // Å and degrees; zeros: not said
	Wavelength             float64    // Å; 0: not said
}

// Rows returns the number of reflections.
func (f *File) Rows() int {
	if len(f.Columns) == 0 {
		return 0
	}
	return len(f.Data) / len(f.Columns)
}

// Find returns the number of the column with a label, −1 if there is none. Case counts:
// labels such as Fobs and FOBS are different.
func (f *File) Find(label string) int {
	for i, c := range f.Columns {
		if c.Label == label {
			return i
		}
	}
	return -1
}

// Dataset returns the dataset with an ID, nil if there is none.
func (f *File) Dataset(id int) *Dataset {
	for i := range f.Datasets {
		if f.Datasets[i].ID == id {
			return &f.Datasets[i]
		}
	}
	return nil
}

// Value returns a number of the table, NaN where it is missing.
func (f *File) Value(row, column int) float32 {
	v := f.Data[row*len(f.Columns)+column]
	if v == f.Missing {
		return float32(math.NaN())
	}
	return v
}

// HKL returns the indices of a row, which Read has checked to be the first three
// columns of the table. It fails where they are not whole numbers in ±MaxIndex.
func (f *File) HKL(row int) (h, k, l int32, err error) {
	var hkl [3]int32
	for i, v := range f.Data[row*len(f.Columns):][:3] {
		hkl[i] = int32(max(-MaxIndex-1, min(v, MaxIndex+1)))
		if float32(hkl[i]) != v || hkl[i] < -MaxIndex || hkl[i] > MaxIndex {
			return 0, 0, 0, fmt.Errorf("mtz: row %d: index %c is %v, want a whole number within ±%d", row+1, "hkl"[i], v, MaxIndex)
		}
	}
	return hkl[0], hkl[1], hkl[2], nil
}

// Unmerged reports whether rows are single observations: the file has batches, a
// batch column or M/ISYM.
func (f *File) Unmerged() bool {
	if f.Batches > 0 {
		return true
	}
	for _, c := range f.Columns {
		if c.Type == 'B' || c.Type == 'Y' {
			return true
		}
	}
	return false
}

// IsMTZ reports whether a file that begins with data is an MTZ file.
func IsMTZ(data []byte) bool { return len(data) >= 4 && string(data[:4]) == "MTZ " }
