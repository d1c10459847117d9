package sf

import (
	"context"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"os"
	"testing"

	"gobragg/core/geom"
	"gobragg/core/model"
	"gobragg/core/symmetry"

	"gonum.org/v1/gonum/spatial/r3"
)

// readModel reads a model of testdata/sf.
func readModel(tb testing.TB, name string) *model.Model {
	tb.Helper()
	f, err := os.Open("../../testdata/sf/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	m, err := model.Read(f)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// lookup returns a space group.
func lookup(tb testing.TB, name string) *symmetry.Group {
	tb.Helper()
	g, err := symmetry.Lookup(name)
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// randomModel returns atoms of several elements anywhere in a cell, every third one
// anisotropic, the same for the same seed.
func randomModel(tb testing.TB, group string, cell model.Cell, atoms int, seed uint64) *model.Model {
	r := rand.New(rand.NewPCG(seed, 0))
	m := &model.Model{Cell: cell, Group: lookup(tb, group)}
	reciprocal := cell.Axes().Dual()
	elements := []model.Element{6, 7, 8, 6, 16, 34, 1, 30}
	for i := range atoms {
		a := model.Atom{
			Name: "X", Element: elements[i%len(elements)],
			Position:  r3.Vec{X: 3*r.Float64() - 1, Y: 3*r.Float64() - 1, Z: 3*r.Float64() - 1},
			Occupancy: 0.5 + 0.5*r.Float64(), B: 5 + 40*r.Float64(),
		}
		if i%3 == 0 {
			// A tensor L Lᵀ with any L is one of displacements.
			var l geom.Mat3
			for j := range l {
				l[j] = 0.5 * (r.Float64() - 0.5)
			}
			u := reciprocal.Mul(l.Mul(l.T())).Mul(reciprocal.T())
			a.U = [6]float64{u[0], u[4], u[8], u[1], u[2], u[5]}
			a.Anisotropic = true
			a.U[0] += 0.02 * reciprocal.Mul(reciprocal.T())[0]
		}
		m.Atoms = append(m.Atoms, a)
	}
	return m
}

// expanded returns the same crystal in P1, with the atoms of all operators.
func expanded(tb testing.TB, m *model.Model) *model.Model {
	x := &model.Model{Cell: m.Cell, Group: lookup(tb, "P 1")}
	for _, op := range m.Group.Ops() {
		var r geom.Mat3
		for i, n := range op.R {
			r[i] = float64(n)
		}
		for _, a := range m.Atoms {
			a.Position = op.Apply(a.Position)
			u := r.Mul(geom.Mat3{a.U[0], a.U[3], a.U[4], a.U[3], a.U[1], a.U[5], a.U[4], a.U[5], a.U[2]}).Mul(r.T())
			a.U = [6]float64{u[0], u[4], u[8], u[1], u[2], u[5]}
			x.Atoms = append(x.Atoms, a)
		}
	}
	return x
}

// all returns F of every reflection of the sphere, from the unique ones.
func all(s *Set) map[index]complex128 {
	f := make(map[index]complex128)
	for _, r := range s.Reflections {
		for i := range s.crystal.ops {
			g, phase := rotate(&s.crystal.ops[i], index{r.H, r.K, r.L})
			f[g] = r.F / turn[phase]
			f[g.negative()] = r.Mate * turn[phase]
		}
	}
	return f
}

// difference returns Σ|a − b| / Σ|b| over the reflections, of which both must have the
// same.
func difference(t *testing.T, a, b *Set) float64 {
	t.Helper()
	x, y := all(a), all(b)
	if len(x) != len(y) {
		t.Errorf("%d reflections, want %d", len(x), len(y))
	}
	sum, norm := 0.0, 0.0
	for _, r := range b.List().Reflections { // in a fixed order
		h := index{r.H, r.K, r.L}
		f, ok := x[h]
		if !ok {
			t.Errorf("no reflection %v", h)
		}
		sum += cmplx.Abs(f - y[h])
		norm += cmplx.Abs(y[h])
	}
	return sum / norm
}

// direct and fft compute what must not fail.
func direct(t *testing.T, m *model.Model, dmin float64, opt Options) *Set {
	t.Helper()
	s, err := Direct(context.Background(), m, dmin, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fft(t *testing.T, m *model.Model, dmin float64, opt Options) *Set {
	t.Helper()
	s, err := FFT(context.Background(), m, dmin, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// triclinic is a cell with nothing special.
var triclinic = model.Cell{A: 11, B: 13, C: 17, Alpha: 75, Beta: 102, Gamma: 65}

// oneAtom returns an atom in a cell without symmetry.
func oneAtom(tb testing.TB, e model.Element, x r3.Vec, b float64) *model.Model {
	return &model.Model{Cell: triclinic, Group: lookup(tb, "P 1"), Atoms: []model.Atom{{Element: e, Position: x, Occupancy: 1, B: b}}}
}

// rounding is what sums of some thousand terms lose, of the largest.
const rounding = 1e-11

// stol2 returns (sin θ/λ)² of a reflection by the cell's definition, 1/4d².
func stol2(u model.Cell, h index) float64 {
	reciprocal := u.Axes().Dual()
	v := r3.Add(r3.Add(r3.Scale(float64(h[0]), reciprocal.Row(0)), r3.Scale(float64(h[1]), reciprocal.Row(1))), r3.Scale(float64(h[2]), reciprocal.Row(2)))
	return r3.Dot(v, v) / 4
}

// cis returns exp(2πi x).
func cis(x float64) complex128 { return cmplx.Exp(complex(0, 2*math.Pi*x)) }
