package sf

import (
	"math"
	"math/cmplx"
	"testing"

	"gobragg/core/geom"
	"gobragg/core/model"

	"gonum.org/v1/gonum/spatial/r3"
)

// TestSolventMask compares the mask with its definition, point by point: solvent is
// what is at most Shrink from a point outside all atoms' spheres.
func TestSolventMask(t *testing.T) {
	m := randomModel(t, "P 1 21 1", model.Cell{A: 9, B: 8, C: 10, Alpha: 90, Beta: 110, Gamma: 90}, 4, 11)
	m.Atoms[1].Element = model.Hydrogen // keeps no solvent away
	c, err := newCrystal(m, 3, &Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSolvent(c, m, &Solvent{K: 0.35, B: 40, Probe: 0.4, Shrink: 0.9})
	if err != nil {
		t.Fatal(err)
	}
	axes := m.Cell.Axes().T()
	distance := func(a, b r3.Vec) float64 { // of the nearest copies
		d := r3.Sub(a, b)
		d = r3.Vec{X: d.X - math.Round(d.X), Y: d.Y - math.Round(d.Y), Z: d.Z - math.Round(d.Z)}
		best := math.Inf(1)
		for n := range 27 {
			v := r3.Add(d, r3.Vec{X: float64(n/9 - 1), Y: float64(n/3%3 - 1), Z: float64(n%3 - 1)})
			best = min(best, geom.Norm(axes.MulVec(v)))
		}
		return best
	}
	na, nb, nc := s.grid[0], s.grid[1], s.grid[2]
	at := func(i int) r3.Vec {
		return r3.Vec{X: float64(i/(nb*nc)) / float64(na), Y: float64(i/nc%nb) / float64(nb), Z: float64(i%nc) / float64(nc)}
	}
	n := na * nb * nc
	want := make([]bool, n)
	var outside []int
	atoms := expanded(t, m).Atoms
	for i := range n {
		want[i] = true
		for _, a := range atoms {
			if a.Element != model.Hydrogen && distance(at(i), a.Position) <= a.Element.VanDerWaalsRadius()+0.4 {
				want[i] = false
			}
		}
		if want[i] {
			outside = append(outside, i)
		}
	}
	got := make([]bool, n)
	for x := range na {
		s.exclude(x, got[x*nb*nc:(x+1)*nb*nc])
	}
	wrong := 0
	for i := range n {
		if got[i] != want[i] {
			wrong++
		}
	}
	if wrong > 0 || len(outside) < 50 {
		t.Errorf("%d of %d points differ from the definition, %d outside", wrong, n, len(outside))
	}
	ball := newEllipsoid(r3.Vec{}, s.grid.scaled(s.metric), s.Shrink*s.Shrink)
	mask := make([]bool, n)
	for x := range na {
		s.grow(x, &ball, got, mask[x*nb*nc:(x+1)*nb*nc])
	}
	for i := 0; i < n; i += 7 {
		near := false
		for _, j := range outside {
			if near = distance(at(i), at(j)) <= 0.9; near {
				break
			}
		}
		if mask[i] != near {
			t.Fatalf("point %d of %d: solvent %v, want %v", i, n, mask[i], near)
		}
	}
}

// TestSolventHole: one carbon in water. Far outside the atom's sphere of radius r the mask is 1, so that
// F_mask is minus the transform of a ball, and F(0 0 0) the water's electrons.
func TestSolventHole(t *testing.T) {
	cell := model.Cell{A: 20, B: 21, C: 22, Alpha: 90, Beta: 90, Gamma: 90}
	m := &model.Model{Cell: cell, Group: lookup(t, "P 1"), Atoms: []model.Atom{{Element: 6, Occupancy: 1, B: 10}}}
	const k, b, probe = 0.334, 50, 3.0
	solvent := &Solvent{K: k, B: b, Probe: probe}
	empty, full := all(direct(t, m, 4, Options{})), direct(t, m, 4, Options{Solvent: solvent})
	r := 1.70 + probe
	for h, f := range all(full) {
		s := 2 * math.Sqrt(stol2(cell, h))
		got := f - empty[h]
		q := 2 * math.Pi * s * r
		ball := -k * 4 * math.Pi * r * r * r * (math.Sin(q) - q*math.Cos(q)) / (q * q * q) * math.Exp(-b*s*s/4)
		if h == (index{}) {
			ball = k * (cell.Volume() - 4*math.Pi/3*r*r*r)
		}
		// The surface of the ball is rough by the grid's 0.5 Å: some electrons of 145.
		if cmplx.Abs(got-complex(ball, 0)) > 1.5 {
			t.Errorf("solvent part of F%v = %v, want %v", h, got, ball)
		}
	}
	if want := 1 - 4*math.Pi/3*r*r*r/cell.Volume(); math.Abs(full.SolventFraction-want) > 1e-3 {
		t.Errorf("solvent fraction %v, want %v", full.SolventFraction, want)
	}
}

// TestSolventSymmetry: the solvent has the symmetry of the crystal, as far as the grid shows it.
func TestSolventSymmetry(t *testing.T) {
	for i, c := range symmetryCases[:6] {
		m := randomModel(t, c.group, c.cell, 2, uint64(i))
		opt := Options{Solvent: FlatSolvent(0.35, 46)}
		got, want := direct(t, m, 4, opt), direct(t, expanded(t, m), 4, opt)
		// A grid without the symmetry of the group has points at other distances from
		// equivalent atoms: in these cells of 200 to 2000 points the mask's volume changes by 1 %.
		if r := difference(t, got, want); r > 0.1 {
			t.Errorf("%s: differs from the crystal in P1 by %.2g", c.group, r)
		}
		if math.Abs(got.SolventFraction-want.SolventFraction) > 1e-2 {
			t.Errorf("%s: solvent fraction %v, in P1 %v", c.group, got.SolventFraction, want.SolventFraction)
		}
	}
}
