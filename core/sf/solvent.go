package sf

import (
	"errors"
	"fmt"
	"math"

	"gobragg/core/model"
	"gobragg/core/portable"

	"gonum.org/v1/gonum/spatial/r3"
)

// Solvent is a flat bulk solvent: a constant density wherever no molecule is, which adds
//
//	ΔF(h) = K exp(−B/4d²) F_mask(h)
//
// to F, with F_mask the transform of the mask that is 1 in the solvent.
//
// The mask: every atom but hydrogen, of whatever occupancy, keeps a sphere of its van der
// Waals radius + Probe free of solvent; then the solvent grows by Shrink. Gaps too narrow
// for a probe so stay empty (J.-S. Jiang and A. T. Brünger, J. Mol. Biol. 243 (1994) 100–115).
type Solvent struct {
	K             float64 // density, electrons/Å³; water has 0.334
	B             float64 // Å², smooths the border of the mask
	Probe, Shrink float64 // Å
}

// The solvent of a macromolecule where the user says nothing: means of entries of the
// PDB, A. Fokine and A. Urzhumtsev, Acta Cryst. D58 (2002) 1387–1392.
const (
	UsualK = 0.35 // electrons/Å³
	UsualB = 46.0 // Å²
)

// SolventAsked is what a user says of the solvent; nil: nothing.
type SolventAsked struct{ K, B, Probe, Shrink *float64 }

// UsualSolvent returns the flat solvent of a model: as asked, otherwise UsualK,
// UsualB, DefaultProbe and DefaultShrink. Small molecules have one only where the
// user gives one of the numbers. A density of 0 is none, nil.
func UsualSolvent(m *model.Model, a SolventAsked) *Solvent {
	if a == (SolventAsked{}) && m.Format == "CIF" {
		return nil
	}
	s := FlatSolvent(UsualK, UsualB)
	for _, x := range []struct {
		asked *float64
		to    *float64
	}{{a.K, &s.K}, {a.B, &s.B}, {a.Probe, &s.Probe}, {a.Shrink, &s.Shrink}} {
		if x.asked != nil {
			*x.to = *x.asked
		}
	}
	if s.K == 0 {
		return nil
	}
	return s
}

// Radii of the mask where the user gives none, Å.
const (
	DefaultProbe  = 1.0
	DefaultShrink = 1.1
)

// FlatSolvent returns a solvent of density k, electrons/Å³, with smoothing b, Å², and
// the default radii.
func FlatSolvent(k, b float64) *Solvent {
	return &Solvent{K: k, B: b, Probe: DefaultProbe, Shrink: DefaultShrink}
}

// Limits of a solvent's numbers.
const (
	maxRadius   = 10.0 // Å
	maxDensity  = 100.0
	maxSolventB = 1e4
)

// maskSpacing is the step of the mask's grid, Å, or less: the mask must not change with
// the resolution, and finer than a quarter of an atom's radius it hardly does.
const maskSpacing = 0.5

// solvent is the calculation of a bulk solvent.
type solvent struct {
	*crystal
	Solvent
	grid    grid
	shapes  [256]ellipsoid // of each element, about the origin
	centers []sphere
	planes  planeList
}

// sphere is the volume of an atom or of a copy of it.
type sphere struct {
	center  r3.Vec // in steps of the grid
	element model.Element
}

// ellipsoid returns the volume of sphere i.
func (s *solvent) ellipsoid(i int) ellipsoid {
	e := s.shapes[s.centers[i].element]
	e.center = s.centers[i].center
	return e
}

// newSolvent prepares the mask of a model.
func newSolvent(c *crystal, m *model.Model, s *Solvent) (*solvent, error) {
	if !(math.Abs(s.K) <= maxDensity) {
		return nil, fmt.Errorf("sf: a solvent density of %g electrons/Å³", s.K)
	}
	if !(s.B >= 0 && s.B <= maxSolventB) {
		return nil, fmt.Errorf("sf: a solvent B of %g Å², want 0 to %g", s.B, maxSolventB)
	}
	if !(s.Probe >= 0 && s.Probe <= maxRadius) || !(s.Shrink >= 0 && s.Shrink <= maxRadius) {
		return nil, errors.New("sf: the solvent's probe and shrink radii must be 0 to 10 Å")
	}
	sol := &solvent{crystal: c, Solvent: *s}
	var err error
	if sol.grid, err = newGrid(c.leastGrid(maskSpacing)); err != nil {
		return nil, err
	}
	if n := sol.grid.points(); n > maxPoints {
		return nil, fmt.Errorf("sf: a solvent mask of %.3g points, at most %.3g allowed", n, float64(maxPoints))
	}
	unit := sol.grid.scaled(c.metric) // covariance of a sphere of 1 Å
	ops := c.group.Ops()
	for i := range m.Atoms {
		a := &m.Atoms[i]
		if a.Element == model.Hydrogen {
			continue
		}
		if radius := a.Element.VanDerWaalsRadius() + s.Probe; sol.shapes[a.Element].reach[0] == 0 {
			sol.shapes[a.Element] = newEllipsoid(r3.Vec{}, unit, radius*radius)
		}
		for _, op := range ops {
			sol.centers = append(sol.centers, sphere{sol.grid.position(op.Apply(a.Position)), a.Element})
		}
	}
	if len(sol.centers) > math.MaxInt32 {
		return nil, errors.New("sf: too many atoms in the cell for a solvent mask")
	}
	sol.planes = listPlanes(len(sol.centers), sol.grid[0], sol.ellipsoid)
	return sol, nil
}

// steps returns the number of steps of the job.
func (s *solvent) steps() int {
	n := s.grid[0] + transformSteps(s.grid, s.limit, false)
	if s.Shrink > 0 {
		n += s.grid[0]
	}
	return n
}

// add computes the mask and adds the solvent to a set.
func (s *solvent) add(j *job, set *Set) error {
	na, nb, nc := s.grid[0], s.grid[1], s.grid[2]
	outside := make([]bool, na*nb*nc) // out of reach of all atoms
	err := j.each(na, func() func(int) {
		return func(x int) { s.exclude(x, outside[x*nb*nc:(x+1)*nb*nc]) }
	})
	if err != nil {
		return err
	}
	mask := outside
	if s.Shrink > 0 {
		mask = make([]bool, na*nb*nc)
		ball := newEllipsoid(r3.Vec{}, s.grid.scaled(s.metric), s.Shrink*s.Shrink)
		err = j.each(na, func() func(int) {
			return func(x int) { s.grow(x, &ball, outside, mask[x*nb*nc:(x+1)*nb*nc]) }
		})
		if err != nil {
			return err
		}
	}
	spectrum, err := transform(j, s.grid, s.limit, false, func() filler {
		return func(x int, real, _ []float64) {
			for i, solvent := range mask[x*nb*nc : (x+1)*nb*nc] {
				if solvent {
					real[i] = 1
				}
			}
		}
	})
	if err != nil {
		return err
	}
	// The grid need not have the symmetry: the mean over the operators does.
	norm := 1 / (s.grid.points() * float64(s.group.Order()))
	for i := range set.Reflections {
		r := &set.Reflections[i]
		h := index{r.H, r.K, r.L}
		if s.absent(h) {
			continue
		}
		fraction := scale(norm, s.symmetric(spectrum, h))
		if h == (index{}) {
			set.SolventFraction = real(fraction)
		}
		f := scale(s.K*s.volume*portable.Exp(-s.B*s.s2(h)/4), fraction)
		r.F += f
		r.Mate += complex(real(f), -imag(f))
	}
	return nil
}

// exclude sets plane x of outside to true where no atom's sphere is.
func (s *solvent) exclude(x int, outside []bool) {
	nb, nc := s.grid[1], s.grid[2]
	for i := range outside {
		outside[i] = true
	}
	for _, v := range s.planes.plane(x) {
		e := s.ellipsoid(int(v.number))
		e.rows(int(v.plane), func(y, first, last int, _, _ float64) {
			start := wrap(y, nb) * nc
			setRow(outside[start:start+nc], first, last, false)
		})
	}
}

// grow sets plane x of mask to the points of outside, and to those less than Shrink
// away from one.
func (s *solvent) grow(x int, ball *ellipsoid, outside, mask []bool) {
	na, nb, nc := s.grid[0], s.grid[1], s.grid[2]
	first, last := ball.planes()
	for dx := first; dx <= last; dx++ {
		from := outside[wrap(x-dx, na)*nb*nc:][:nb*nc]
		ball.rows(dx, func(dy, low, high int, _, _ float64) {
			for y := range nb {
				source := from[y*nc : (y+1)*nc]
				start := wrap(y+dy, nb) * nc
				target := mask[start : start+nc]
				for z := 0; z < nc; z++ {
					if !source[z] {
						continue
					}
					run := z
					for run+1 < nc && source[run+1] {
						run++
					}
					setRow(target, z+low, run+high, true)
					z = run
				}
			}
		})
	}
}

// setRow sets points first to last of a periodic row.
func setRow(row []bool, first, last int, to bool) {
	n := len(row)
	if last-first+1 >= n {
		first, last = 0, n-1
	}
	at, count := wrap(first, n), last-first+1
	for i := at; i < min(n, at+count); i++ {
		row[i] = to
	}
	for i := range at + count - n {
		row[i] = to
	}
}
