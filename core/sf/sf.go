// Package sf computes structure factors from an atomic model, in electrons per unit cell.
//
//	m, err := model.Read(file)
//	set, err := sf.FFT(ctx, m, 2.5, sf.Options{Solvent: sf.FlatSolvent(0.35, 46)})
//	grid, err := set.List().Grid(0)
//
// Direct sums over atoms and is the definition; FFT gets the same, to a part in 10⁵, from
// a map of electron density; Compute takes the faster one. All give the same bits
// whatever the number of workers.
//
// Units: resolution d, wavelength and radii in Å, B in Å², densities in electrons/Å³.
package sf

import (
	"context"
	"fmt"
	"math"
	"math/cmplx"

	"gobragg/core/hkl"
	"gobragg/core/model"
	"gobragg/core/symmetry"
)

// Options of a calculation; the zero value is atoms alone without anomalous
// scattering.
type Options struct {
	// Wavelength, Å, adds f′ and f″; at 0 there is no anomalous scattering.
	Wavelength float64

	// Solvent fills the space between the molecules; nil leaves it empty.
	Solvent *Solvent

	// Rate is the number of grid points of FFT in half of dmin, at least 1.2; 0 means
	// DefaultRate. The result hardly depends on it, its time and memory do.
	Rate float64

	// Workers is the number of goroutines, 0 one for each processor.
	Workers int

	// Progress, if not nil, is told how many of the parts are done. Calls do not overlap.
	Progress func(done, total int)
}

// Reflection is a structure factor and that of its Friedel mate, with phases: F is
// F(hkl), Mate F(−h −k −l). Without anomalous scattering Mate is the conjugate of F.
type Reflection struct {
	H, K, L int32
	F, Mate complex128
}

// Set is the structure factors of a crystal to a resolution: one of every group of
// reflections that the point group and inversion make equivalent, ordered by h, k, l,
// with 0 0 0 and with the systematic absences, which are exactly 0.
type Set struct {
	Cell        model.Cell
	Group       *symmetry.Group
	DMin        float64 // Å
	Wavelength  float64 // Å, 0 without anomalous scattering
	Reflections []Reflection

	// SolventFraction is the part of the cell's volume which the solvent mask holds, 0 without solvent.
	SolventFraction float64

	// Notes says in words what was chosen for the user.
	Notes []string

	crystal *crystal
}

// newSet returns the set of unique reflections, all 0.
func newSet(m *model.Model, dmin float64, opt *Options, c *crystal) *Set {
	s := &Set{Cell: m.Cell, Group: m.Group, DMin: dmin, Wavelength: opt.Wavelength, Notes: c.notes, crystal: c}
	c.unique(func(h index) { s.Reflections = append(s.Reflections, Reflection{H: h[0], K: h[1], L: h[2]}) })
	return s
}

// F000 returns F(0 0 0), the number of electrons in the cell, with the solvent's.
func (s *Set) F000() complex128 {
	for i := range s.Reflections {
		if r := &s.Reflections[i]; r.H == 0 && r.K == 0 && r.L == 0 {
			return r.F
		}
	}
	return 0
}

// List returns the amplitudes |F| of every reflection of the sphere, 0 0 0 included,
// without symmetry (P1) and with Friedel mates, ordered by h, k, l.
func (s *Set) List() *hkl.List {
	// Amplitudes are spread over a box, where the order of h, k, l is that of the cells.
	c := s.crystal
	var size [3]int
	for i, n := range c.limit {
		size[i] = 2*int(n) + 1
	}
	cells := make([]float32, size[0]*size[1]*size[2])
	for i := range cells {
		cells[i] = -1
	}
	at := func(h index) int {
		return (int(h[0]+c.limit[0])*size[1]+int(h[1]+c.limit[1]))*size[2] + int(h[2]+c.limit[2])
	}
	n := 0
	set := func(h index, f float32) {
		if cell := &cells[at(h)]; *cell < 0 {
			*cell = f
			n++
		}
	}
	for i := range s.Reflections {
		r := &s.Reflections[i]
		f, mate := float32(cmplx.Abs(r.F)), float32(cmplx.Abs(r.Mate))
		for j := range c.ops {
			g, _ := rotate(&c.ops[j], index{r.H, r.K, r.L})
			set(g, f)
			set(g.negative(), mate)
		}
	}
	list := &hkl.List{Reflections: make([]hkl.Reflection, 0, n)}
	i := 0
	for h := -c.limit[0]; h <= c.limit[0]; h++ {
		for k := -c.limit[1]; k <= c.limit[1]; k++ {
			for l := -c.limit[2]; l <= c.limit[2]; l++ {
				if f := cells[i]; f >= 0 {
					list.Reflections = append(list.Reflections, hkl.Reflection{H: h, K: k, L: l, F: f})
				}
				i++
			}
		}
	}
	return list
}

// Compute returns the structure factors to dmin, Å, by Direct where that is quick,
// as for small molecules, and by FFT otherwise.
func Compute(ctx context.Context, m *model.Model, dmin float64, opt Options) (*Set, error) {
	sphere := 4 * math.Pi / 3 * m.Cell.Volume() / (dmin * dmin * dmin)
	if sphere*float64(len(m.Atoms)) < directTerms { // the operators cancel: they lessen the unique reflections
		return Direct(ctx, m, dmin, opt)
	}
	return FFT(ctx, m, dmin, opt)
}

// directTerms is the number of reflections × atoms up to which Compute sums directly: about a tenth of a second.
const directTerms = 1e7

// checkFinite returns an error where numbers have overflowed.
func (s *Set) checkFinite() error {
	for i := range s.Reflections {
		if r := &s.Reflections[i]; !(cmplx.Abs(r.F)+cmplx.Abs(r.Mate) < math.MaxFloat32) {
			return fmt.Errorf("sf: F of reflection %d %d %d is too large", r.H, r.K, r.L)
		}
	}
	return nil
}
