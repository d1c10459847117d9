package model

import (
	"errors"
	"math"

	"gobragg/core/cif"
	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// specialDistance is how far an operator may move an atom that is on its symmetry element, Å:
// coordinates of 1/3 come as 0.333.
const specialDistance = 0.05

// readMolecule reads the CIF block of a small molecule.
func readMolecule(b *cif.Block) (*Model, error) {
	m := &Model{}
	if err := m.cifCell(b); err != nil {
		return nil, err
	}
	if err := m.cifGroup(b); err != nil {
		return nil, err
	}
	number, err := m.fractionalAtoms(b)
	if err != nil {
		return nil, err
	}
	if err := m.fractionalU(b, number); err != nil {
		return nil, err
	}
	m.dropUnknown()
	if len(m.Atoms) == 0 {
		return nil, errNoAtoms
	}
	m.divideSpecial()
	return m, nil
}

// fractionalAtoms reads the atoms of a block. It returns their numbers by label, of
// those that may have an anisotropic displacement.
func (m *Model) fractionalAtoms(b *cif.Block) (map[string]int, error) {
	const (
		x = iota
		label
		symbol
		group
		occupancy
		bIso
		uIso
		adp
		flag
	)
	l, ok := b.Loop("_atom_site_fract_x", "?_atom_site_label", "?_atom_site_type_symbol", "?_atom_site_disorder_group", "?_atom_site_occupancy",
		"?_atom_site_B_iso_or_equiv", "?_atom_site_U_iso_or_equiv", "?_atom_site_adp_type", "?_atom_site_calc_flag")
	yz, complete := b.Loop("_atom_site_fract_x", "_atom_site_fract_y", "_atom_site_fract_z")
	if !ok || !complete {
		return nil, errors.New("the atoms have no complete set of coordinates")
	}
	if l.Len() > maxAtoms {
		return nil, errors.New("too many atoms")
	}
	number := make(map[string]int)
	noB, noPosition := 0, 0
	for i := range l.Len() {
		if l.Value(i, flag).Is("dum") {
			continue // a point of geometry, no atom
		}
		a := Atom{Name: l.Value(i, label).String(), AltLoc: altLoc(l.Value(i, group))}
		var f [3]float64
		var err error
		missing := false
		for j := range f {
			if yz.Value(i, j).IsNull() {
				missing = true
			} else if f[j], err = yz.Float(i, j); err != nil {
				return nil, err
			}
		}
		if missing {
			noPosition++
			continue
		}
		a.Position = r3.Vec{X: f[0], Y: f[1], Z: f[2]}
		if v := l.Value(i, symbol); !v.IsNull() {
			var charge int
			a.Element, charge, _ = parseType(v.String())
			a.Charge = int8(charge)
		} else {
			a.Element, _ = parseLabel(a.Name)
		}
		if a.Occupancy, err = optional(&l, i, occupancy, 1); err != nil {
			return nil, err
		}
		if a.B, ok, err = displacement(&l, i, bIso, uIso); err != nil {
			return nil, err
		} else if !ok {
			noB++
		}
		if err := a.check(); err != nil {
			return nil, row(&l, i, err)
		}
		if !l.Value(i, adp).Is("Uiso") && !l.Value(i, adp).Is("Biso") {
			number[a.Name] = len(m.Atoms)
		}
		m.Atoms = append(m.Atoms, a)
	}
	if noB > 0 {
		m.note("atoms without isotropic displacement parameter, taken as 0: %d", noB)
	}
	if noPosition > 0 {
		m.note("atoms without coordinates, left out: %d", noPosition)
	}
	return number, nil
}

// fractionalU reads the anisotropic displacements of a block. CIF's U refers to axes
// of length 1 along a*, b*, c*: in fractions of the axes it is U times their lengths.
func (m *Model) fractionalU(b *cif.Block, number map[string]int) error {
	tags := func(kind string) []string {
		tags := []string{"_atom_site_aniso_label"}
		for _, ij := range []string{"11", "22", "33", "12", "13", "23"} {
			tags = append(tags, "_atom_site_aniso_"+kind+"_"+ij)
		}
		return tags
	}
	factor := 1.0
	l, ok := b.Loop(tags("U")...)
	if !ok {
		if l, ok = b.Loop(tags("B")...); !ok {
			return nil
		}
		factor = 1 / (8 * math.Pi * math.Pi)
	}
	reciprocal := m.Cell.Axes().Dual()
	var length [3]float64
	for i := range length {
		length[i] = geom.Norm(reciprocal.Row(i))
	}
	pairs := [6][2]int{{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}}
	for i := range l.Len() {
		n, ok := number[l.Value(i, 0).String()]
		if !ok || l.Value(i, 1).IsNull() {
			continue
		}
		var u [6]float64
		for j := range u {
			x, err := l.Float(i, 1+j)
			if err != nil {
				return err
			}
			u[j] = factor * x
		}
		if err := checkU(u); err != nil {
			return row(&l, i, err)
		}
		for j, p := range pairs {
			u[j] *= length[p[0]] * length[p[1]]
		}
		m.Atoms[n].U, m.Atoms[n].Anisotropic = u, true
	}
	return nil
}

// divideSpecial divides the occupancy of every atom by the number of operators that
// leave it in place.
func (m *Model) divideSpecial() {
	axes := m.Cell.Axes().T()
	ops := m.Group.Ops()
	for i := range m.Atoms {
		a := &m.Atoms[i]
		fixed := 0
		for j := range ops {
			d := r3.Sub(ops[j].Apply(a.Position), a.Position)
			d = r3.Vec{X: d.X - math.Round(d.X), Y: d.Y - math.Round(d.Y), Z: d.Z - math.Round(d.Z)}
			if geom.Norm(axes.MulVec(d)) < specialDistance {
				fixed++
			}
		}
		a.Occupancy /= float64(max(1, fixed))
	}
}
