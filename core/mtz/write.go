package mtz

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	"gobragg/core/symmetry"
)

// Write writes merged data, little-endian. What follows from the table is worked
// out, whatever the fields say: the order of rows, the range of resolution, the range
// of every column. Without datasets the file gets one, number 0, HKL_base. Blanks in
// the names of datasets become underscores.
//
// It fails where the table is not whole rows of columns that begin with H, K and L,
// where an index is not a whole number, where text does not fit its record or
// a cell its format, and when w does.
func (f *File) Write(w io.Writer) error {
	records, err := f.writable()
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, readBuffer)
	var start [tableStart]byte
	copy(start[:], "MTZ ")
	word := int64(len(f.Data)) + tableStart/4 + 1
	if word <= math.MaxInt32 {
		binary.LittleEndian.PutUint32(start[4:], uint32(word))
	} else {
		binary.LittleEndian.PutUint32(start[4:], math.MaxUint32)
		binary.LittleEndian.PutUint64(start[12:], uint64(word))
	}
	start[8], start[9] = 0x44, 0x41 // little-endian IEEE reals, little-endian integers, bytes
	b.Write(start[:])
	var number [4]byte
	for _, v := range f.Data {
		binary.LittleEndian.PutUint32(number[:], math.Float32bits(v))
		b.Write(number[:])
	}
	for _, record := range records {
		fmt.Fprintf(b, "%-*s", recordSize, record)
	}
	return b.Flush() // a bufio.Writer keeps its first error
}

// writable checks what Write needs and returns the header records, not padded.
func (f *File) writable() ([]string, error) {
	if len(f.Columns) < 3 || len(f.Columns) > maxColumns || len(f.Data)%len(f.Columns) != 0 {
		return nil, fmt.Errorf("mtz: %d numbers in %d columns, want whole rows of 3 to %d", len(f.Data), len(f.Columns), maxColumns)
	}
	seen := map[string]bool{}
	for i, c := range f.Columns {
		const longest = 30
		if !isWord(c.Label) || len(c.Label) > longest || seen[c.Label] || c.Type <= ' ' || c.Type > '~' || i < 3 && c.Type != 'H' {
			return nil, fmt.Errorf("mtz: column %d is %.40q of type %q, want a word of up to %d letters that occurs once; the first three have type H", i+1, c.Label, c.Type, longest)
		}
		seen[c.Label] = true
		if f.Dataset(c.Dataset) == nil && (len(f.Datasets) > 0 || c.Dataset != 0) {
			return nil, fmt.Errorf("mtz: column %s is of dataset %d, which the file does not have", c.Label, c.Dataset)
		}
	}
	for row := range f.Rows() {
		if _, _, _, err := f.HKL(row); err != nil {
			return nil, err
		}
	}
	if len(f.Symmetry.Operators) > maxSymmetry || len(f.Datasets) > maxDatasets || len(f.History) > maxHistory {
		return nil, fmt.Errorf("mtz: %d operators, %d datasets, %d lines of history, want at most %d, %d, %d",
			len(f.Symmetry.Operators), len(f.Datasets), len(f.History), maxSymmetry, maxDatasets, maxHistory)
	}
	const largest = 99999 // fits 10 characters with 4 decimals and a blank
	for _, v := range f.Cell {
		if !(v > 0 && v < largest) {
			return nil, fmt.Errorf("mtz: cell %v, want positive numbers below %d", f.Cell, largest)
		}
	}
	for _, d := range f.Datasets {
		if !(d.Wavelength >= 0 && d.Wavelength < 1000) {
			return nil, fmt.Errorf("mtz: wavelength %v Å of dataset %d", d.Wavelength, d.ID)
		}
		for _, v := range d.Cell {
			if !(v >= 0 && v < largest) {
				return nil, fmt.Errorf("mtz: cell %v of dataset %d", d.Cell, d.ID)
			}
		}
	}
	metric, err := f.Metric()
	if err != nil {
		return nil, fmt.Errorf("mtz: cell %v: %w", f.Cell, err)
	}
	records := f.records(metric)
	for _, record := range records {
		if len(record) > recordSize {
			return nil, fmt.Errorf("mtz: header record longer than %d bytes: %.100q", recordSize, record)
		}
		for _, c := range []byte(record) {
			if c < ' ' {
				return nil, fmt.Errorf("mtz: header record with a control character: %.100q", record)
			}
		}
	}
	return records, nil
}

// oneWord returns a name without blanks, behind which some programs do not read on.
func oneWord(s string) string { return strings.Join(strings.Fields(s), "_") }

func isWord(s string) bool { return s != "" && !strings.ContainsAny(s, " \t\n\r") }

func (f *File) records(metric symmetry.Metric) []string {
	cell := func(c [6]float64) string {
		return fmt.Sprintf("%10.4f%10.4f%10.4f%10.4f%10.4f%10.4f", c[0], c[1], c[2], c[3], c[4], c[5])
	}
	records := []string{
		"VERS MTZ:V1.1",
		strings.TrimRight("TITLE "+f.Title, " "),
		fmt.Sprintf("NCOL %8d %12d %8d", len(f.Columns), f.Rows(), 0),
		"CELL " + cell(f.Cell),
	}
	sort := f.order()
	records = append(records, fmt.Sprintf("SORT %3d %3d %3d %3d %3d", sort[0], sort[1], sort[2], sort[3], sort[4]))
	s := f.Symmetry
	if s.Lattice == 0 {
		s.Lattice = 'P'
	}
	records = append(records, fmt.Sprintf("SYMINF %3d %2d %c %5d %22s %s", len(s.Operators), s.Primitive, s.Lattice, s.Number, "'"+s.Name+"'", s.PointGroup))
	for _, op := range s.Operators {
		records = append(records, "SYMM "+op)
	}
	low, high := f.resolution(metric)
	records = append(records, fmt.Sprintf("RESO %-20.12f %-20.12f", low, high))
	if f.Missing != f.Missing {
		records = append(records, "VALM NAN")
	} else {
		records = append(records, fmt.Sprintf("VALM %-20g", f.Missing))
	}
	for i, c := range f.Columns {
		low, high := f.extrema(i)
		records = append(records, fmt.Sprintf("COLUMN %-30s %c %s %s %4d", c.Label, c.Type, extremum(low), extremum(high), c.Dataset))
	}
	datasets := f.Datasets
	if len(datasets) == 0 {
		datasets = []Dataset{{Project: "HKL_base", Crystal: "HKL_base", Name: "HKL_base", Cell: f.Cell}}
	}
	records = append(records, fmt.Sprintf("NDIF %8d", len(datasets)))
	for _, d := range datasets {
		if d.Cell == [6]float64{} {
			d.Cell = f.Cell
		}
		records = append(records,
			fmt.Sprintf("PROJECT %7d %s", d.ID, oneWord(d.Project)),
			fmt.Sprintf("CRYSTAL %7d %s", d.ID, oneWord(d.Crystal)),
			fmt.Sprintf("DATASET %7d %s", d.ID, oneWord(d.Name)),
			fmt.Sprintf("DCELL %9d %s", d.ID, cell(d.Cell)),
			fmt.Sprintf("DWAVEL %8d %10.5f", d.ID, d.Wavelength))
	}
	records = append(records, "END")
	if len(f.History) > 0 {
		records = append(records, fmt.Sprintf("MTZHIST %3d", len(f.History)))
		records = append(records, f.History...)
	}
	return append(records, "MTZENDOFHEADERS")
}

// extremum writes a number in 17 characters.
func extremum(v float64) string {
	if s := fmt.Sprintf("%17.9f", v); len(s) == 17 {
		return s
	}
	return fmt.Sprintf("%17.9g", v)
}

// extrema returns the range of the numbers in a column that are not missing, zeros
// if all are.
func (f *File) extrema(column int) (low, high float64) {
	first := true
	for row := range f.Rows() {
		v := float64(f.Value(row, column))
		switch {
		case math.IsNaN(v):
		case first:
			low, high, first = v, v, false
		default:
			low, high = min(low, v), max(high, v)
		}
	}
	return low, high
}

// order returns 1 2 3 0 0 if rows are ordered by h, k, l, else zeros.
func (f *File) order() [5]int {
	for row := 1; row < f.Rows(); row++ {
		a := f.Data[(row-1)*len(f.Columns):]
		b := f.Data[row*len(f.Columns):]
		if a[0] > b[0] || a[0] == b[0] && (a[1] > b[1] || a[1] == b[1] && a[2] > b[2]) {
			return [5]int{}
		}
	}
	return [5]int{1, 2, 3}
}

// resolution returns the smallest and the largest 1/d² of all rows but 0 0 0, Å⁻².
func (f *File) resolution(metric symmetry.Metric) (low, high float64) {
	m := metric.Reciprocal()
	first := true
	for row := range f.Rows() {
		r := f.Data[row*len(f.Columns):]
		h, k, l := float64(r[0]), float64(r[1]), float64(r[2])
		if h == 0 && k == 0 && l == 0 {
			continue
		}
		v := h*h*m[0] + k*k*m[1] + l*l*m[2] + 2*(k*l*m[3]+h*l*m[4]+h*k*m[5])
		if first {
			low, high, first = v, v, false
		}
		low, high = min(low, v), max(high, v)
	}
	return low, high
}
