package model

import (
	"errors"
	"fmt"
	"io"
	"math"

	"gobragg/core/cif"
	"gobragg/core/symmetry"

	"gonum.org/v1/gonum/spatial/r3"
)

// ReadCIF reads the first block of a CIF that has atoms: an mmCIF entry, with Cartesian
// coordinates, or a small molecule's CIF, with fractional ones.
//
// Of an mmCIF file what ReadPDB says holds. In a small molecule's, occupancies are those of
// the site; an atom on a symmetry element is divided among the operators that
// leave it in place. The space group is that of the file's operators, else that of
// its Hall symbol, its Hermann–Mauguin symbol or its number, in this order.
//
// It fails, naming the line or the row, for values that are not numbers or are out of
// range, and for a file without atoms or without a unit cell.
func ReadCIF(r io.Reader) (*Model, error) {
	file, err := cif.Read(r, cif.Prefixes("_cell", "_symmetry", "_space_group", "_atom_site", "_struct_ncs_oper"))
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	err = errNoAtoms
	var m *Model
	format := "CIF"
	for _, b := range file.Blocks {
		if b.Has("_atom_site.Cartn_x") {
			format = "mmCIF"
			m, err = readMacromolecule(b)
		} else if b.Has("_atom_site_fract_x") {
			m, err = readMolecule(b)
		} else {
			continue
		}
		break
	}
	if err != nil {
		return nil, fmt.Errorf("model: CIF: %w", err)
	}
	m.Format = format
	return m, nil
}

// cifCell sets the cell of a block.
func (m *Model) cifCell(b *cif.Block) error {
	x := &m.Cell
	for _, v := range []struct {
		tag   string
		to    *float64
		usual float64
	}{
		{"_cell_length_a", &x.A, 0}, {"_cell_length_b", &x.B, 0}, {"_cell_length_c", &x.C, 0},
		{"_cell_angle_alpha", &x.Alpha, 90}, {"_cell_angle_beta", &x.Beta, 90}, {"_cell_angle_gamma", &x.Gamma, 90},
	} {
		f, ok, err := b.Float(v.tag)
		switch {
		case err != nil:
			return err
		case !ok && v.usual == 0:
			return fmt.Errorf("no unit cell: there is no %s", v.tag)
		case !ok:
			f = v.usual
		}
		*v.to = f
	}
	if x.A == 1 && x.B == 1 && x.C == 1 {
		return errors.New("no unit cell, this one of 1 Å is that of a structure without crystal")
	}
	return x.Check()
}

// cifGroup sets the space group of a block.
func (m *Model) cifGroup(b *cif.Block) (err error) {
	for _, tag := range []string{"_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz"} {
		loop, ok := b.Loop(tag)
		if !ok || loop.Len() == 0 || loop.Value(0, 0).IsNull() {
			continue
		}
		triplets := make([]string, loop.Len())
		for i := range triplets {
			triplets[i] = loop.Value(i, 0).String()
		}
		if m.Group, err = symmetry.FromOps(triplets); err != nil {
			return fmt.Errorf("symmetry operators in line %d: %w", loop.Line(), err)
		}
		return nil
	}
	return m.setGroup(
		b.Text("_space_group_name_Hall", "_symmetry_space_group_name_Hall"),
		b.Text("_space_group_name_H-M_alt", "_symmetry_space_group_name_H-M", "_space_group_name_H-M_full"),
		b.Text("_space_group_IT_number", "_symmetry_Int_Tables_number"),
	)
}

// optional returns a number of a loop, or the fallback where the file has none.
func optional(l *cif.Loop, row, column int, fallback float64) (float64, error) {
	if l.Value(row, column).IsNull() {
		return fallback, nil
	}
	return l.Float(row, column)
}

// displacement returns B from the columns of B and of U of a row; ok is false where
// both are empty.
func displacement(l *cif.Loop, row, columnB, columnU int) (b float64, ok bool, err error) {
	if !l.Value(row, columnB).IsNull() {
		b, err = l.Float(row, columnB)
		return b, true, err
	}
	if !l.Value(row, columnU).IsNull() {
		b, err = l.Float(row, columnU)
		return 8 * math.Pi * math.Pi * b, true, err
	}
	return 0, false, nil
}

// row says where in a loop an error is.
func row(l *cif.Loop, i int, err error) error {
	return fmt.Errorf("row %d of the loop in line %d: %w", i+1, l.Line(), err)
}

// altLoc returns the letter of an alternative position, 0 for none.
func altLoc(v cif.Value) byte {
	if v.IsNull() || len(v.Text) == 0 {
		return 0
	}
	return v.Text[0]
}

// readMacromolecule reads an mmCIF block.
func readMacromolecule(b *cif.Block) (*Model, error) {
	p := &placement{}
	m := &p.model
	if err := m.cifCell(b); err != nil {
		return nil, err
	}
	if err := m.cifGroup(b); err != nil {
		return nil, err
	}
	if err := p.cifAtoms(b); err != nil {
		return nil, err
	}
	if len(m.Atoms) == 0 {
		return nil, errNoAtoms
	}
	if err := p.cifScale(b); err != nil {
		return nil, err
	}
	if err := p.cifCopies(b); err != nil {
		return nil, err
	}
	return p.finishCartesian()
}

// Columns of an mmCIF atom list.
const (
	siteX = iota
	siteY
	siteZ
	siteSymbol
	siteID
	siteName
	siteAlt
	siteOccupancy
	siteB
	siteU
	siteCharge
	siteModel
)

// cifAtoms reads the atoms of an mmCIF block, and their anisotropic displacements.
func (p *placement) cifAtoms(b *cif.Block) error {
	l, ok := b.Loop("_atom_site.Cartn_x", "_atom_site.Cartn_y", "_atom_site.Cartn_z", "_atom_site.type_symbol",
		"?_atom_site.id", "?_atom_site.label_atom_id", "?_atom_site.label_alt_id", "?_atom_site.occupancy",
		"?_atom_site.B_iso_or_equiv", "?_atom_site.U_iso_or_equiv", "?_atom_site.pdbx_formal_charge", "?_atom_site.pdbx_PDB_model_num")
	if !ok {
		return errors.New("the atoms have no complete set of Cartesian coordinates and type symbols")
	}
	m := &p.model
	number := make(map[string]int) // of each atom by its id
	anisotropic := b.Has("_atom_site_anisotrop.id")
	noB, models := 0, false
	for i := range l.Len() {
		if v := l.Value(i, siteModel); i > 0 && string(v.Text) != string(l.Value(0, siteModel).Text) {
			models = true
			continue
		}
		var x [3]float64
		var err error
		for j := range x {
			if x[j], err = l.Float(i, siteX+j); err != nil {
				return err
			}
		}
		a := Atom{Name: l.Value(i, siteName).String(), AltLoc: altLoc(l.Value(i, siteAlt))}
		var charge int
		a.Element, charge, _ = parseType(l.Value(i, siteSymbol).String())
		if !l.Value(i, siteCharge).IsNull() {
			if charge, err = l.Int(i, siteCharge); err != nil {
				return err
			}
		}
		a.Charge = int8(max(-9, min(9, charge)))
		if a.Occupancy, err = optional(&l, i, siteOccupancy, 1); err != nil {
			return err
		}
		if a.B, ok, err = displacement(&l, i, siteB, siteU); err != nil {
			return err
		} else if !ok {
			noB++
		}
		if anisotropic {
			number[l.Value(i, siteID).String()] = len(m.Atoms)
		}
		if err := p.add(a, x); err != nil {
			return row(&l, i, err)
		}
	}
	if models {
		m.note("of several models the first is used")
	}
	if noB > 0 {
		m.note("atoms without displacement parameter, given a B of 0: %d", noB)
	}
	if !anisotropic {
		return nil
	}
	l, ok = b.Loop("_atom_site_anisotrop.id",
		"_atom_site_anisotrop.U[1][1]", "_atom_site_anisotrop.U[2][2]", "_atom_site_anisotrop.U[3][3]",
		"_atom_site_anisotrop.U[1][2]", "_atom_site_anisotrop.U[1][3]", "_atom_site_anisotrop.U[2][3]")
	if !ok {
		return errors.New("the anisotropic displacements have no complete set of U")
	}
	for i := range l.Len() {
		n, ok := number[l.Value(i, 0).String()]
		if !ok {
			continue // of another model
		}
		var u [6]float64
		var err error
		for j := range u {
			if u[j], err = l.Float(i, 1+j); err != nil {
				return err
			}
		}
		if err := p.setCartesianU(n, u); err != nil {
			return row(&l, i, err)
		}
	}
	return nil
}

// cifScale reads the matrix from Å to fractions of an mmCIF block.
func (p *placement) cifScale(b *cif.Block) error {
	for i := range p.scale {
		for j := range p.scale[i] {
			tag := fmt.Sprintf("_atom_sites.fract_transf_matrix[%d][%d]", i+1, j+1)
			if j == 3 {
				tag = fmt.Sprintf("_atom_sites.fract_transf_vector[%d]", i+1)
			}
			x, ok, err := b.Float(tag)
			if err != nil {
				return err
			}
			if !ok && j < 3 {
				return nil
			}
			p.scale[i][j] = x
		}
	}
	p.hasScale = true
	return nil
}

// cifCopies reads the operators that make copies of the listed atoms.
func (p *placement) cifCopies(b *cif.Block) error {
	tags := []string{"_struct_ncs_oper.code"}
	for i := 1; i <= 3; i++ {
		for j := 1; j <= 3; j++ {
			tags = append(tags, fmt.Sprintf("_struct_ncs_oper.matrix[%d][%d]", i, j))
		}
	}
	for i := 1; i <= 3; i++ {
		tags = append(tags, fmt.Sprintf("_struct_ncs_oper.vector[%d]", i))
	}
	l, ok := b.Loop(tags...)
	if !ok {
		return nil
	}
	for i := range l.Len() {
		if !l.Value(i, 0).Is("generate") {
			continue
		}
		var t transform
		var shift [3]float64
		var err error
		for j := range t.rotation {
			if t.rotation[j], err = l.Float(i, 1+j); err != nil {
				return err
			}
		}
		for j := range shift {
			if shift[j], err = l.Float(i, 10+j); err != nil {
				return err
			}
		}
		t.shift = r3.Vec{X: shift[0], Y: shift[1], Z: shift[2]}
		if err := t.check(); err != nil {
			return row(&l, i, err)
		}
		p.ncs = append(p.ncs, t)
	}
	return nil
}
