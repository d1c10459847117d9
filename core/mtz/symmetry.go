package mtz

import (
	"strconv"
	"strings"

	"gobragg/core/symmetry"
	"gobragg/core/units"
)

// SymmetryOf returns what a header says about a space group. Rhombohedral groups on
// hexagonal axes have CCP4's names: H 3 2.
func SymmetryOf(g *symmetry.Group) Symmetry {
	s := Symmetry{
		Primitive:  len(g.Primitive()),
		Lattice:    lattice(g),
		Number:     g.Number(),
		Name:       g.Name(),
		PointGroup: "PG" + g.PointGroup().Name,
	}
	for _, op := range g.Ops() {
		s.Operators = append(s.Operators, strings.ToUpper(op.String()))
	}
	if name, ok := strings.CutSuffix(s.Name, ":H"); ok {
		s.Name = "H" + name[1:]
		s.Lattice = 'H'
	}
	if name, ok := strings.CutSuffix(s.Name, ":R"); ok {
		s.Name = name
		s.Lattice = 'R'
	}
	return s
}

// lattice returns the letter of the centring: that of the name, or by its vectors.
func lattice(g *symmetry.Group) byte {
	if name := g.Name(); name != "" {
		return name[0]
	}
	const half = symmetry.Den / 2
	switch c := g.Centring(); len(c) {
	case 2:
		switch c[1] {
		case [3]int{half, half, half}:
			return 'I'
		case [3]int{half, half, 0}:
			return 'C'
		case [3]int{half, 0, half}:
			return 'B'
		case [3]int{0, half, half}:
			return 'A'
		}
	case 3:
		return 'H'
	case 4:
		return 'F'
	}
	return 'P'
}

// Group returns the space group of a header: that of its operators, or where it has
// none, of its name, or of its number.
func (f *File) Group() (*symmetry.Group, error) {
	if len(f.Symmetry.Operators) > 0 {
		return symmetry.FromOps(f.Symmetry.Operators)
	}
	if f.Symmetry.Name != "" {
		if m, err := f.Metric(); err == nil {
			return symmetry.LookupCell(f.Symmetry.Name, m)
		}
		return symmetry.Lookup(f.Symmetry.Name)
	}
	return symmetry.Lookup(strconv.Itoa(f.Symmetry.Number))
}

// Metric returns the metric of the cell, Å².
func (f *File) Metric() (symmetry.Metric, error) {
	c := f.Cell
	return symmetry.NewMetric(c[0], c[1], c[2], units.Degree*c[3], units.Degree*c[4], units.Degree*c[5])
}
