// Package model reads atomic models of crystals: PDB, mmCIF and small-molecule CIF
// files, and holds what X-rays see of an atom, its form factor.
//
//	m, err := model.Read(file)
//	f, ok := model.FormFactor(m.Atoms[0].Element, 0)
//	electrons := f.At(0.04) // at (sin θ/λ)² = 0.04/Å²
//
// Lengths are in Å, angles in degrees and displacements in Å², the units of the files.
// Positions and displacement tensors are in fractions of the cell axes, whatever the
// file has, so that nothing depends on how a cell is put into Cartesian axes.
package model

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gobragg/core/geom"
	"gobragg/core/symmetry"

	"gonum.org/v1/gonum/spatial/r3"
)

// Atom is one atom, or the part of one that an occupancy describes.
type Atom struct {
	Name    string // as the file has it: CA, Fe1
	AltLoc  byte   // letter of the alternative position, 0 if there is one only
	Element Element
	Charge  int8

	// Position is in fractions of a, b and c; any integers may be added.
	Position r3.Vec

	// Occupancy is the fraction of unit cells, and of the symmetry operators, for
	// which the atom is here. F sums over all operators, so the occupancy of an
	// atom that m of them leave in place is at most 1/m.
	Occupancy float64

	// B is the isotropic displacement parameter, Å²: the form factor is multiplied
	// by exp(−B sin²θ/λ²). Where Anisotropic is set it is the file's equivalent one,
	// and U counts instead.
	B           float64
	Anisotropic bool

	// U is the displacement tensor U11, U22, U33, U12, U13, U23 in fractions of the
	// axes: the form factor is multiplied by exp(−2π² hᵀ U h).
	U [6]float64
}

// Model is the atoms of a crystal.
type Model struct {
	Format string // PDB, mmCIF, or CIF for a small molecule's
	Cell   Cell
	Group  *symmetry.Group
	Atoms  []Atom

	// Notes says in words what of the file was left out or changed.
	Notes []string
}

// note adds a remark.
func (m *Model) note(format string, args ...any) {
	m.Notes = append(m.Notes, fmt.Sprintf(format, args...))
}

// dropUnknown removes the atoms whose element is not known.
func (m *Model) dropUnknown() {
	n := len(m.Atoms)
	m.Atoms = slices.DeleteFunc(m.Atoms, func(a Atom) bool { return a.Element == 0 })
	if n -= len(m.Atoms); n > 0 {
		m.note("atoms of unknown element, left out: %d", n)
	}
}

// Limits on what files may say, wide of all that occur.
const (
	maxB        = 1e4 // Å²
	maxPosition = 1e6 // Å, and cells
	maxAtoms    = 1 << 22
)

// check returns an error for numbers out of range.
func (a *Atom) check() error {
	for _, x := range []float64{a.Position.X, a.Position.Y, a.Position.Z} {
		if !(math.Abs(x) <= maxPosition) {
			return fmt.Errorf("a coordinate of %.6g cells", x)
		}
	}
	if !(math.Abs(a.B) <= maxB) {
		return fmt.Errorf("a B of %.6g Å², at most %g allowed", a.B, maxB)
	}
	if !(math.Abs(a.Occupancy) <= maxOccupancy) {
		return fmt.Errorf("an occupancy of %.6g, at most %d allowed", a.Occupancy, maxOccupancy)
	}
	return nil
}

// maxOccupancy leaves room for files which count molecules.
const maxOccupancy = 1000

// errNoAtoms says that a file of a known form has none.
var errNoAtoms = errors.New("no atoms")

// tensor returns the symmetric matrix of u = U11, U22, U33, U12, U13, U23.
func tensor(u [6]float64) geom.Mat3 {
	return geom.Mat3{
		u[0], u[3], u[4],
		u[3], u[1], u[5],
		u[4], u[5], u[2],
	}
}

// congruent returns M U Mᵀ, the tensor u after the change of axes x → M x.
func congruent(m geom.Mat3, u [6]float64) [6]float64 {
	t := m.Mul(tensor(u)).Mul(m.T())
	return [6]float64{t[0], t[4], t[8], t[1], t[2], t[5]}
}

// Tensor returns U of the atom as a matrix, in fractions of the axes; for an
// isotropic atom that of its B, of which reciprocal holds the rows a*, b*, c*, 1/Å:
// U = B/8π² G*, with G* the products of the axes.
func (a *Atom) Tensor(reciprocal geom.Mat3) geom.Mat3 {
	if a.Anisotropic {
		return tensor(a.U)
	}
	m := reciprocal.Mul(reciprocal.T())
	for i := range m {
		m[i] *= a.B / (8 * math.Pi * math.Pi)
	}
	return m
}
