package model

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gobragg/core/symmetry"
)

// maxLine is the longest line of a PDB file that is read, bytes; theirs have 80.
const maxLine = 4096

// pdbReader gathers the records of a file.
type pdbReader struct {
	placement
	group  string   // Hermann–Mauguin symbol of CRYST1
	ops    []string // operators of REMARK 290
	id     string   // columns 7 to 27 of the latest atom
	noCell bool     // CRYST1 says 1×1×1

	scaleRows [3]bool
	ncsRow    transform
	ncsRows   [3]bool
	models    int
	closed    bool // after the end of the first model
}

// ReadPDB reads a file of the Protein Data Bank's columns: CRYST1, SCALE, ATOM,
// HETATM and ANISOU records, and MTRIX records of copies that the file does not list.
// All alternative positions count, with their occupancies. Of several MODELs the first
// is read; the model's Notes say so, and what else was left out. A space group with an
// unusual symbol is that of the operators of REMARK 290. Where the columns of
// the element are empty it is taken from the atom's name. Occupancies are as
// deposited: an atom on a symmetry axis has the part of one.
//
// It fails, naming the line, for columns that are not numbers or are out of range, and
// for a file without atoms or without a unit cell.
func ReadPDB(r io.Reader) (*Model, error) {
	p := &pdbReader{}
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, maxLine), maxLine)
	n := 0
	for s.Scan() {
		n++
		if err := p.line(s.Text()); err != nil {
			return nil, fmt.Errorf("model: PDB line %d: %w", n, err)
		}
	}
	if err := s.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			return nil, fmt.Errorf("model: PDB line %d: more than %d characters", n+1, maxLine)
		}
		return nil, fmt.Errorf("model: %w", err)
	}
	m, err := p.finish()
	if err != nil {
		return nil, fmt.Errorf("model: PDB: %w", err)
	}
	m.Format = "PDB"
	return m, nil
}

// columns returns columns from to to of a line, counted from 1, without blanks.
func columns(line string, from, to int) string {
	if len(line) < from {
		return ""
	}
	return strings.TrimSpace(line[from-1 : min(to, len(line))])
}

// number reads a decimal number, the fallback where s is empty.
func number(s string, fallback float64) (float64, error) {
	if s == "" {
		return fallback, nil
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c|0x20 != 'e' {
			return 0, fmt.Errorf("%.20q is not a number", s)
		}
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("%.20q is not a number", s)
	}
	return x, nil
}

// numbers reads adjacent columns of one width; an empty one is an error.
func numbers(line string, from, width int, x []float64) error {
	for i := range x {
		s := columns(line, from+i*width, from+(i+1)*width-1)
		if s == "" {
			return fmt.Errorf("no number in columns %d to %d", from+i*width, from+(i+1)*width-1)
		}
		var err error
		if x[i], err = number(s, 0); err != nil {
			return fmt.Errorf("columns %d to %d: %w", from+i*width, from+(i+1)*width-1, err)
		}
	}
	return nil
}

// line reads one record.
func (p *pdbReader) line(line string) error {
	line = strings.TrimRight(line, "\r")
	record := columns(line, 1, 6)
	switch {
	case record == "CRYST1":
		return p.cell(line)
	case len(record) == 6 && record[:5] == "SCALE" && record[5] >= '1' && record[5] <= '3':
		return p.scaleRow(line, int(record[5]-'1'))
	case len(record) == 6 && record[:5] == "MTRIX" && record[5] >= '1' && record[5] <= '3':
		return p.mtrixRow(line, int(record[5]-'1'))
	case record == "REMARK":
		p.remark(line)
	case record == "MODEL":
		p.models++
	case record == "ENDMDL":
		p.closed = true
	case p.closed:
	case record == "ATOM" || record == "HETATM":
		return p.atom(line)
	case record == "ANISOU":
		return p.anisotropic(line)
	}
	return nil
}

// cell reads CRYST1.
func (p *pdbReader) cell(line string) error {
	var x [6]float64
	if err := numbers(line, 7, 9, x[:3]); err != nil {
		return fmt.Errorf("CRYST1: %w", err)
	}
	if err := numbers(line, 34, 7, x[3:]); err != nil {
		return fmt.Errorf("CRYST1: %w", err)
	}
	p.group = columns(line, 56, 66)
	if x[0] == 1 && x[1] == 1 && x[2] == 1 {
		p.noCell = true // how files without a crystal fill the record
		return nil
	}
	p.model.Cell = Cell{x[0], x[1], x[2], x[3], x[4], x[5]}
	if err := p.model.Cell.Check(); err != nil {
		return fmt.Errorf("CRYST1: %w", err)
	}
	return nil
}

// remark keeps the operators of REMARK 290, lines such as
//
//	REMARK 290       2555   -X,-Y,Z+1/2
//
// for symbols that are in no table.
func (p *pdbReader) remark(line string) {
	if columns(line, 7, 10) != "290" || len(p.ops) == maxOperators {
		return
	}
	if f := strings.Fields(columns(line, 11, 80)); len(f) == 2 && strings.HasSuffix(f[0], "555") && strings.Count(f[1], ",") == 2 {
		p.ops = append(p.ops, strings.Clone(f[1]))
	}
}

// maxOperators bounds the operators of a file: no space group has more in a cell.
const maxOperators = 192

// scaleRow reads SCALE1, 2 or 3.
func (p *pdbReader) scaleRow(line string, row int) error {
	if err := numbers(line, 11, 10, p.scale[row][:3]); err != nil {
		return fmt.Errorf("SCALE%d: %w", row+1, err)
	}
	var err error
	if p.scale[row][3], err = number(columns(line, 46, 55), 0); err != nil {
		return fmt.Errorf("SCALE%d: %w", row+1, err)
	}
	p.scaleRows[row] = true
	return nil
}

// mtrixRow reads MTRIX1, 2 or 3; a matrix counts where column 60 does not say that
// the file lists its copy.
func (p *pdbReader) mtrixRow(line string, row int) error {
	var x [3]float64
	if err := numbers(line, 11, 10, x[:]); err != nil {
		return fmt.Errorf("MTRIX%d: %w", row+1, err)
	}
	shift, err := number(columns(line, 46, 55), 0)
	if err != nil {
		return fmt.Errorf("MTRIX%d: %w", row+1, err)
	}
	if row == 0 {
		p.ncsRows = [3]bool{}
	}
	copy(p.ncsRow.rotation[3*row:], x[:])
	switch row {
	case 0:
		p.ncsRow.shift.X = shift
	case 1:
		p.ncsRow.shift.Y = shift
	case 2:
		p.ncsRow.shift.Z = shift
	}
	p.ncsRows[row] = true
	if row == 2 && p.ncsRows == [3]bool{true, true, true} && columns(line, 60, 60) != "1" {
		if err := p.ncsRow.check(); err != nil {
			return fmt.Errorf("MTRIX: %w", err)
		}
		p.ncs = append(p.ncs, p.ncsRow)
	}
	return nil
}

// atom reads ATOM or HETATM.
func (p *pdbReader) atom(line string) error {
	var x [3]float64
	if err := numbers(line, 31, 8, x[:]); err != nil {
		return err
	}
	a := Atom{Name: strings.Clone(columns(line, 13, 16))}
	var err error
	if a.Occupancy, err = number(columns(line, 55, 60), 1); err != nil {
		return fmt.Errorf("occupancy: %w", err)
	}
	if a.B, err = number(columns(line, 61, 66), 0); err != nil {
		return fmt.Errorf("displacement B: %w", err)
	}
	if c := columns(line, 17, 17); c != "" {
		a.AltLoc = c[0]
	}
	a.Element, a.Charge = pdbElement(line)
	p.id = strings.Clone(columns(line, 7, 27))
	return p.add(a, x)
}

// anisotropic reads ANISOU, which belongs to the atom before it: U in 10⁻⁴ Å².
func (p *pdbReader) anisotropic(line string) error {
	n := len(p.model.Atoms)
	if n == 0 || columns(line, 7, 27) != p.id {
		return errors.New("the ANISOU record does not follow its atom")
	}
	var u [6]float64
	if err := numbers(line, 29, 7, u[:]); err != nil {
		return fmt.Errorf("ANISOU: %w", err)
	}
	for i := range u {
		u[i] *= 1e-4
	}
	if err := p.setCartesianU(n-1, u); err != nil {
		return fmt.Errorf("ANISOU: %w", err)
	}
	return nil
}

// finish puts the atoms into the cell.
func (p *pdbReader) finish() (*Model, error) {
	m := &p.model
	if len(m.Atoms) == 0 {
		return nil, errNoAtoms
	}
	if m.Cell == (Cell{}) {
		if p.noCell {
			return nil, errors.New("no unit cell, the CRYST1 record is that of a structure without crystal")
		}
		return nil, errors.New("no unit cell: there is no CRYST1 record")
	}
	if err := m.setGroup("", p.group, ""); err != nil {
		var e error
		if len(p.ops) == 0 {
			return nil, err
		} else if m.Group, e = symmetry.FromOps(p.ops); e != nil {
			return nil, err
		}
		m.note("the space group is that of the operators of REMARK 290: %v", m.Group)
	}
	p.hasScale = p.scaleRows == [3]bool{true, true, true}
	if p.models > 1 {
		m.note("of several MODELs the first is used")
	}
	return p.finishCartesian()
}
