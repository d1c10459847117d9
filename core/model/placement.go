package model

import (
	"errors"
	"fmt"
	"math"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// placement gathers a model whose file has Cartesian coordinates.
type placement struct {
	model     Model
	cartesian []r3.Vec           // position of each atom, Å
	anisou    map[int][6]float64 // Cartesian U by atom, Å²
	scale     [3][4]float64      // rows of the matrix and the shift from Å to fractions
	hasScale  bool
	ncs       []transform // that make copies which the file does not list
}

// add adds an atom at x, Å.
func (p *placement) add(a Atom, x [3]float64) error {
	for i := range x {
		if !(math.Abs(x[i]) <= maxPosition) {
			return fmt.Errorf("a coordinate of %.6g Å", x[i])
		}
	}
	if err := a.check(); err != nil {
		return err
	}
	if len(p.model.Atoms) == maxAtoms {
		return fmt.Errorf("more than %d atoms", maxAtoms)
	}
	p.model.Atoms = append(p.model.Atoms, a)
	p.cartesian = append(p.cartesian, r3.Vec{X: x[0], Y: x[1], Z: x[2]})
	return nil
}

// setCartesianU gives an atom a displacement tensor, Å².
func (p *placement) setCartesianU(atom int, u [6]float64) error {
	if err := checkU(u); err != nil {
		return err
	}
	if p.anisou == nil {
		p.anisou = make(map[int][6]float64)
	}
	p.anisou[atom] = u
	p.model.Atoms[atom].Anisotropic = true
	return nil
}

// checkU returns an error for elements out of range, Å².
func checkU(u [6]float64) error {
	for _, x := range u {
		if !(math.Abs(x) <= maxB/(8*math.Pi*math.Pi)) {
			return fmt.Errorf("a U of %.6g Å²", x)
		}
	}
	return nil
}

// finishCartesian puts the atoms into the cell, adds copies, and returns the model.
func (p *placement) finishCartesian() (*Model, error) {
	m := &p.model
	toFraction, origin := p.fractions()
	for i := range m.Atoms {
		m.Atoms[i].Position = r3.Add(toFraction.MulVec(p.cartesian[i]), origin)
		if m.Atoms[i].Anisotropic {
			m.Atoms[i].U = congruent(toFraction, p.anisou[i])
		}
	}
	if err := p.copies(toFraction, origin); err != nil {
		return nil, err
	}
	m.dropUnknown()
	if len(m.Atoms) == 0 {
		return nil, errors.New("no atom has a known element")
	}
	return m, nil
}

// scaleTolerance is how far a SCALE record may be from the matrix of the CRYST1 record
// before it counts, 1/Å: it has six decimals.
const scaleTolerance = 5e-6

// transform is a rotation and a translation, Å.
type transform struct {
	rotation geom.Mat3
	shift    r3.Vec
}

// check returns an error where t is not a rotation, to the decimals of the files.
func (t *transform) check() error {
	product := t.rotation.Mul(t.rotation.T())
	for i, x := range product {
		if !(math.Abs(x-geom.Identity[i]) < 0.01) {
			return errors.New("the matrix is not a rotation")
		}
	}
	if !(math.Abs(t.shift.X)+math.Abs(t.shift.Y)+math.Abs(t.shift.Z) < maxPosition) {
		return errors.New("the translation is too long")
	}
	return nil
}

// identity reports whether t moves nothing.
func (t *transform) identity() bool {
	for i, x := range t.rotation {
		if math.Abs(x-geom.Identity[i]) > 1e-6 {
			return false
		}
	}
	return geom.Norm(t.shift) < 1e-5
}

// fractions returns the matrix and the shift which turn Å into fractions of the axes:
// those of the cell, or those of the SCALE records where they differ and yet describe
// the same cell.
func (p *placement) fractions() (geom.Mat3, r3.Vec) {
	fromCell := p.model.Cell.Axes().Dual()
	if !p.hasScale {
		return fromCell, r3.Vec{}
	}
	var scale geom.Mat3
	for i, row := range p.scale {
		copy(scale[3*i:], row[:3])
	}
	shift := r3.Vec{X: p.scale[0][3], Y: p.scale[1][3], Z: p.scale[2][3]}
	same := shift == r3.Vec{}
	for i := range scale {
		same = same && math.Abs(scale[i]-fromCell[i]) <= scaleTolerance
	}
	if same {
		return fromCell, r3.Vec{}
	}
	// The rows of the matrix are a*, b*, c*: their products do not depend on the axes chosen.
	got, want := scale.Mul(scale.T()), fromCell.Mul(fromCell.T())
	for i := range got {
		size := math.Sqrt(want[4*(i/3)] * want[4*(i%3)])
		if !(math.Abs(got[i]-want[i]) <= 0.01*size) || !(geom.Norm(shift) <= maxPosition) {
			p.model.note("the SCALE records, which do not fit the cell, are ignored")
			return fromCell, r3.Vec{}
		}
	}
	p.model.note("the SCALE records, which place the cell in other axes than usual, are used")
	return scale, shift
}

// copies adds the atoms that the matrices of non-crystallographic symmetry make.
func (p *placement) copies(toFraction geom.Mat3, origin r3.Vec) error {
	m := &p.model
	listed, added := len(m.Atoms), 0
	toCartesian := toFraction.T().Dual() // rows of the inverse: the dual of the columns
	for _, t := range p.ncs {
		if t.identity() {
			continue
		}
		if len(m.Atoms)+listed > maxAtoms {
			return fmt.Errorf("more than %d atoms with the copies of the MTRIX records", maxAtoms)
		}
		added++
		turn := toFraction.Mul(t.rotation).Mul(toCartesian)
		shift := toFraction.MulVec(t.shift)
		for _, a := range m.Atoms[:listed] {
			a.Position = r3.Add(r3.Add(turn.MulVec(r3.Sub(a.Position, origin)), shift), origin)
			if a.Anisotropic {
				a.U = congruent(turn, a.U)
			}
			m.Atoms = append(m.Atoms, a)
		}
	}
	if added > 0 {
		m.note("%d copies of the molecule were added, as the file's non-crystallographic symmetry asks", added)
	}
	return nil
}
