package mtz

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

const (
	recordSize = 80 // bytes of a header record
	tableStart = 80 // byte where the table begins
	readBuffer = 1 << 16
	// Limits against hostile headers. CCP4's library allows 200 columns and 192 operators;
	// the largest group in a centred setting has 192.
	maxColumns  = 10000
	maxSymmetry = 192
	maxDatasets = 1000
	maxHistory  = 10000
	maxBatch    = 1 << 16 // 4-byte words of a batch header; 185 is usual
)

// Read reads a file: both byte orders, files above 8 GB, merged and unmerged. The
// headers of batches are skipped. Memory grows with the data that arrives,
// whatever the header says.
//
// It fails where the file is cut off or not MTZ, where the header contradicts itself
// or the table, and without H, K and L in the first three columns.
func Read(r io.Reader) (*File, error) {
	b := bufio.NewReaderSize(r, readBuffer)
	var start [tableStart]byte
	if n, err := io.ReadFull(b, start[:]); err == io.EOF || err == io.ErrUnexpectedEOF {
		if n < 4 || IsMTZ(start[:]) {
			return nil, fmt.Errorf("mtz: the file has only %d bytes", n)
		}
	} else if err != nil {
		return nil, fmt.Errorf("mtz: %w", err)
	}
	if !IsMTZ(start[:]) {
		return nil, fmt.Errorf("mtz: the file begins with %q, want \"MTZ \"", start[:4])
	}
	order, header, err := headerPosition(start[:])
	if err != nil {
		return nil, err
	}
	x := &reader{b: b, file: &File{Missing: float32(math.NaN())}}
	if err := x.table(order, header); err != nil {
		return nil, err
	}
	if err := x.header(); err != nil {
		return nil, fmt.Errorf("mtz: header: %w", err)
	}
	if err := x.check(); err != nil {
		return nil, fmt.Errorf("mtz: header: %w", err)
	}
	return x.file, nil
}

// headerPosition returns the byte order and the byte where the header begins. The
// position counts 4-byte words from 1; −1 says that it is in the 8 bytes at byte 12.
func headerPosition(start []byte) (binary.ByteOrder, int64, error) {
	position := func(order binary.ByteOrder) int64 {
		word := int64(int32(order.Uint32(start[4:])))
		if word == -1 {
			word = int64(order.Uint64(start[12:]))
		}
		return word
	}
	// The machine stamp: a nibble for the format of reals, one for that of integers.
	var order binary.ByteOrder
	switch start[8] >> 4 {
	case 4:
		order = binary.LittleEndian
	case 1:
		order = binary.BigEndian
	case 0:
		// Not stamped: the order whose position is the smaller positive one.
		order = binary.LittleEndian
		if little, big := position(order), position(binary.BigEndian); big > 0 && (little <= 0 || big < little) {
			order = binary.BigEndian
		}
	default:
		return nil, 0, fmt.Errorf("mtz: machine stamp %#02x: numbers are not IEEE 754 (VAX or Convex?)", start[8])
	}
	word := position(order)
	if word-1 < tableStart/4 || word > math.MaxInt64/4 {
		return nil, 0, fmt.Errorf("mtz: the header is said to be at word %d, want one behind the beginning", word)
	}
	return order, 4 * (word - 1), nil
}

type reader struct {
	b      *bufio.Reader
	file   *File
	order  binary.ByteOrder
	rows   int64 // of NCOL
	column int   // of NCOL
	ended  bool  // END seen
}

// table reads what lies between the beginning and the header.
func (x *reader) table(order binary.ByteOrder, header int64) error {
	x.order = order
	little := order == binary.ByteOrder(binary.LittleEndian)
	var chunk [readBuffer]byte
	for left := header - tableStart; left > 0; {
		part := chunk[:min(left, readBuffer)]
		if n, err := io.ReadFull(x.b, part); err == io.EOF || err == io.ErrUnexpectedEOF {
			return fmt.Errorf("mtz: the file ends at byte %d, its header is said to be at byte %d", header-left+int64(n), header)
		} else if err != nil {
			return fmt.Errorf("mtz: %w", err)
		}
		data := x.file.Data
		if little {
			for i := 0; i+4 <= len(part); i += 4 {
				data = append(data, math.Float32frombits(binary.LittleEndian.Uint32(part[i:])))
			}
		} else {
			for i := 0; i+4 <= len(part); i += 4 {
				data = append(data, math.Float32frombits(binary.BigEndian.Uint32(part[i:])))
			}
		}
		x.file.Data = data
		left -= int64(len(part))
	}
	return nil
}

// record reads the next header record and splits off its keyword.
func (x *reader) record() (keyword, rest string, err error) {
	var buf [recordSize]byte
	n, err := io.ReadFull(x.b, buf[:])
	if err == io.ErrUnexpectedEOF && strings.HasPrefix(string(buf[:n]), "MTZENDOFHEADERS") {
		err = nil // some programs do not pad the last record
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return "", "", errors.New("cut off before MTZENDOFHEADERS")
	}
	if err != nil {
		return "", "", err
	}
	text := strings.TrimRight(string(buf[:n]), " \x00")
	keyword, rest, _ = strings.Cut(text, " ")
	return strings.ToUpper(keyword), strings.TrimSpace(rest), nil
}

// header reads records to the last. Keywords that are not needed here are skipped:
// VERS, NDIF, COLSRC, COLGRP and what later programs may add.
func (x *reader) header() error {
	for {
		keyword, rest, err := x.record()
		if err != nil {
			return err
		}
		switch keyword {
		case "MTZENDOFHEADERS":
			return x.finish()
		case "END":
			x.ended = true
		case "MTZHIST":
			err = x.history(rest)
		case "MTZBATS":
			err = x.skipBatches()
			if err == nil {
				return nil
			}
		case "BH":
			err = x.skipBatch(rest)
		default:
			if !x.ended {
				err = x.apply(keyword, rest)
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", keyword, err)
		}
	}
}

// apply enters a record of the main header. Numbers that nothing depends on (sort
// order, resolution, cells and wavelengths of datasets) stay zero where they are not
// readable, such as ***** of a Fortran program.
func (x *reader) apply(keyword, rest string) (err error) {
	f := x.file
	switch keyword {
	case "TITLE":
		f.Title = rest
	case "NCOL":
		var n [3]float64
		if err = numbers(n[:2], rest); err == nil {
			numbers(n[:], rest) // very old files have no number of batches
			const exact = 1 << 53
			if !(n[0] >= 3 && n[0] <= maxColumns && n[1] >= 0 && n[1] < exact && n[2] >= 0 && n[2] < math.MaxInt32) {
				return fmt.Errorf("%.40q, want 3 to %d columns", rest, maxColumns)
			}
			x.column, x.rows, f.Batches = int(n[0]), int64(n[1]), int(n[2])
		}
	case "CELL":
		err = numbers(f.Cell[:], rest)
	case "SORT":
		var n [5]float64
		if numbers(n[:], rest) == nil {
			for i, v := range n {
				f.Sort[i] = int(max(0, min(v, maxColumns)))
			}
		}
	case "SYMINF":
		err = f.Symmetry.syminf(rest)
	case "SYMM":
		if len(f.Symmetry.Operators) == maxSymmetry {
			return fmt.Errorf("more than %d operators", maxSymmetry)
		}
		f.Symmetry.Operators = append(f.Symmetry.Operators, rest)
	case "RESO":
		numbers(f.Resolution[:], rest)
	case "VALM":
		v := [1]float64{math.NaN()}
		if !strings.EqualFold(rest, "NAN") {
			err = numbers(v[:], rest)
		}
		f.Missing = float32(v[0])
	case "COLUMN":
		err = x.addColumn(rest)
	case "PROJECT", "CRYSTAL", "DATASET", "DCELL", "DWAVEL":
		err = x.dataset(keyword, rest)
	}
	return err
}

// numbers reads as many numbers as v holds from the beginning of text.
func numbers(v []float64, text string) error {
	words := strings.Fields(text)
	if len(words) < len(v) {
		return fmt.Errorf("%.80q, want %d numbers", text, len(v))
	}
	for i := range v {
		n, err := strconv.ParseFloat(words[i], 64)
		if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return fmt.Errorf("%.24q, want a number", words[i])
		}
		v[i] = n
	}
	return nil
}

// syminf reads: number of operators, of primitive ones, lattice, group number, group
// name in quotes, point group.
func (s *Symmetry) syminf(text string) error {
	var n [2]float64
	if err := numbers(n[:], text); err != nil {
		return err
	}
	words := strings.Fields(text)
	if len(words) < 4 {
		return fmt.Errorf("%.80q, want counts, lattice, number, name, point group", text)
	}
	number, err := strconv.Atoi(words[3])
	if err != nil {
		return fmt.Errorf("group number %.24q", words[3])
	}
	s.Primitive, s.Lattice, s.Number = int(max(0, min(n[1], maxSymmetry))), words[2][0], number
	rest := text
	for range 4 {
		_, rest, _ = strings.Cut(strings.TrimLeft(rest, " "), " ")
	}
	rest = strings.TrimLeft(rest, " ")
	if name, ok := strings.CutPrefix(rest, "'"); ok {
		s.Name, rest, _ = strings.Cut(name, "'")
	} else {
		s.Name, rest, _ = strings.Cut(rest, " ")
	}
	s.Name = strings.TrimSpace(s.Name)
	if words := strings.Fields(rest); len(words) > 0 {
		s.PointGroup = strings.Trim(words[0], "'")
	}
	return nil
}

// addColumn reads: label, type, minimum, maximum, dataset.
func (x *reader) addColumn(text string) error {
	words := strings.Fields(text)
	if len(words) < 2 || len(words[1]) != 1 {
		return fmt.Errorf("%.80q, want label, type, minimum, maximum, dataset", text)
	}
	if len(x.file.Columns) == maxColumns {
		return fmt.Errorf("more than %d", maxColumns)
	}
	c := Column{Label: words[0], Type: words[1][0]}
	// Extrema and dataset may be missing, be run together or not be numbers in files
	// of old programs; nothing depends on them.
	if len(words) > 3 {
		c.Min, _ = strconv.ParseFloat(words[2], 64)
		c.Max, _ = strconv.ParseFloat(words[3], 64)
	}
	if len(words) > 4 {
		c.Dataset, _ = strconv.Atoi(words[4])
	}
	x.file.Columns = append(x.file.Columns, c)
	return nil
}

// dataset reads a record about a dataset: its ID, then a name or numbers.
func (x *reader) dataset(keyword, text string) error {
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	id, err := strconv.Atoi(word)
	if err != nil {
		return fmt.Errorf("%.24q, want a number", word)
	}
	d := x.file.Dataset(id)
	if d == nil {
		if len(x.file.Datasets) == maxDatasets {
			return fmt.Errorf("more than %d datasets", maxDatasets)
		}
		x.file.Datasets = append(x.file.Datasets, Dataset{ID: id})
		d = x.file.Dataset(id)
	}
	switch keyword {
	case "PROJECT":
		d.Project = rest
	case "CRYSTAL":
		d.Crystal = rest
	case "DATASET":
		d.Name = rest
	case "DCELL":
		if numbers(d.Cell[:], rest) != nil {
			d.Cell = [6]float64{}
		}
	case "DWAVEL":
		var v [1]float64
		numbers(v[:], rest)
		d.Wavelength = v[0]
	}
	return nil
}

func (x *reader) history(rest string) error {
	n, err := strconv.Atoi(strings.TrimSpace(rest))
	if err != nil || n < 0 || n > maxHistory {
		return fmt.Errorf("%.24q lines, want 0 to %d", rest, maxHistory)
	}
	var buf [recordSize]byte
	for range n {
		if _, err := io.ReadFull(x.b, buf[:]); err != nil {
			return errors.New("cut off")
		}
		x.file.History = append(x.file.History, strings.TrimRight(string(buf[:]), " \x00"))
	}
	return nil
}

// finish is the last record of a header.
func (x *reader) finish() error {
	if !x.ended {
		return errors.New("no END")
	}
	return nil
}

// skipBatches skips the batch headers and the record behind them.
func (x *reader) skipBatches() error {
	for {
		keyword, rest, err := x.record()
		if err != nil {
			return err
		}
		switch keyword {
		case "MTZENDOFHEADERS":
			return x.finish()
		case "BH":
			if err := x.skipBatch(rest); err != nil {
				return err
			}
		default:
			return fmt.Errorf("record %.24q, want BH", keyword)
		}
	}
}

// skipBatch skips a batch header: its number and size, a title, binary words, a
// record of goniostat axes.
func (x *reader) skipBatch(rest string) error {
	var n [2]float64
	if err := numbers(n[:], rest); err != nil {
		return err
	}
	if !(n[1] >= 0 && n[1] <= maxBatch) {
		return fmt.Errorf("%v words", n[1])
	}
	size := recordSize + 4*int(n[1]) + recordSize
	if skipped, err := x.b.Discard(size); err != nil {
		return fmt.Errorf("cut off, %d bytes short", size-skipped)
	}
	return nil
}

// check compares the header with the table and with itself.
func (x *reader) check() error {
	f := x.file
	if x.column == 0 {
		return errors.New("no NCOL")
	}
	if x.column != len(f.Columns) {
		return fmt.Errorf("NCOL says %d columns, there are %d COLUMN records", x.column, len(f.Columns))
	}
	for i, label := range []string{"H", "K", "L"} {
		if c := f.Columns[i]; c.Type != 'H' {
			return fmt.Errorf("column %d is %.30q of type %c, want the index %s of type H", i+1, c.Label, c.Type, label)
		}
	}
	if words := int64(len(f.Data)); x.rows > words/int64(x.column) {
		return fmt.Errorf("NCOL says %d reflections in %d columns, the table has %d numbers", x.rows, x.column, words)
	}
	f.Data = f.Data[:x.rows*int64(x.column)]
	return nil
}
