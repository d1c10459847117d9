package sf

import (
	"context"
	"fmt"
	"math"
	"math/cmplx"
	"slices"
	"strings"
	"testing"

	"gobragg/core/model"

	"gonum.org/v1/gonum/spatial/r3"
)

// TestOneAtom: an atom at the origin has F = f exp(−B s²), moved to x it has the phase
// h·x, and another B is another factor.
func TestOneAtom(t *testing.T) {
	const b = 12.5
	at := r3.Vec{X: 0.17, Y: -0.41, Z: 2.9}
	f, _ := model.FormFactor(34, 0)
	origin := all(direct(t, oneAtom(t, 34, r3.Vec{}, b), 2, Options{}))
	moved := all(direct(t, oneAtom(t, 34, at, b), 2, Options{}))
	sharp := all(direct(t, oneAtom(t, 34, at, 0), 2, Options{}))
	if len(origin) < 1000 {
		t.Errorf("%d reflections, want 1000", len(origin))
	}
	for h, got := range origin {
		s2 := stol2(triclinic, h)
		want := complex(f.At(s2)*math.Exp(-b*s2), 0)
		phase := cis(float64(h[0])*at.X + float64(h[1])*at.Y + float64(h[2])*at.Z)
		if cmplx.Abs(got-want) > 34*rounding || cmplx.Abs(moved[h]-want*phase) > 34*rounding ||
			cmplx.Abs(sharp[h]*complex(math.Exp(-b*s2), 0)-moved[h]) > 34*rounding {
			t.Errorf("F%v = %v at the origin, %v moved, %v sharp, want %v and the phase of %v", h, got, moved[h], sharp[h], want, phase)
		}
	}
}

// TestSphere: every reflection of the sphere is in the list once, 0 0 0 too.
func TestSphere(t *testing.T) {
	const dmin = 1.9
	for _, c := range []struct {
		group string
		cell  model.Cell
	}{
		{"P 1", triclinic}, {"P -1", triclinic},
		{"C 1 2 1", model.Cell{A: 20, B: 9, C: 11, Alpha: 90, Beta: 108, Gamma: 90}},
		{"P 43 21 2", model.Cell{A: 12, B: 12, C: 19, Alpha: 90, Beta: 90, Gamma: 90}},
		{"R 3 2 :H", model.Cell{A: 15, B: 15, C: 21, Alpha: 90, Beta: 90, Gamma: 120}},
		{"F d -3 m :2", model.Cell{A: 16, B: 16, C: 16, Alpha: 90, Beta: 90, Gamma: 90}},
	} {
		set := direct(t, randomModel(t, c.group, c.cell, 2, 1), dmin, Options{Wavelength: 1})
		list := set.List()
		want := 0
		for h := int32(-20); h <= 20; h++ {
			for k := int32(-20); k <= 20; k++ {
				for l := int32(-20); l <= 20; l++ {
					if 4*stol2(c.cell, index{h, k, l}) <= 1/(dmin*dmin) {
						want++
					}
				}
			}
		}
		if len(list.Reflections) != want || list.Duplicates() != 0 {
			t.Errorf("%s: %d reflections, %d double, want %d", c.group, len(list.Reflections), list.Duplicates(), want)
		}
		f := all(set)
		for _, r := range list.Reflections {
			h := index{r.H, r.K, r.L}
			if got := float32(cmplx.Abs(f[h])); math.Abs(float64(got-r.F)) > 1e-6*float64(r.F) { // float32
				t.Errorf("%s: |F|%v = %v in the list, want %v", c.group, h, r.F, got)
			}
			if set.crystal.absent(h) != (r.F == 0) {
				t.Errorf("%s: |F|%v = %v, absent: %v", c.group, h, r.F, set.crystal.absent(h))
			}
		}
	}
}

// symmetryCases are groups with every kind of axis, plane and centring, in cells that
// they fit.
var symmetryCases = []struct {
	group string
	cell  model.Cell
}{
	{"P -1", triclinic},
	{"P 1 21/c 1", model.Cell{A: 8, B: 13, C: 11, Alpha: 90, Beta: 108, Gamma: 90}},
	{"I 1 2 1", model.Cell{A: 12, B: 9, C: 11, Alpha: 90, Beta: 97, Gamma: 90}},
	{"F d d 2", model.Cell{A: 12, B: 15, C: 11, Alpha: 90, Beta: 90, Gamma: 90}},
	{"I 41/a :1", model.Cell{A: 12, B: 12, C: 15, Alpha: 90, Beta: 90, Gamma: 90}},
	{"P 31 2 1", model.Cell{A: 12, B: 12, C: 15, Alpha: 90, Beta: 90, Gamma: 120}},
	{"R 3 :H", model.Cell{A: 12, B: 12, C: 15, Alpha: 90, Beta: 90, Gamma: 120}},
	{"R 3 2 :R", model.Cell{A: 11, B: 11, C: 11, Alpha: 80, Beta: 80, Gamma: 80}},
	{"P 61 2 2", model.Cell{A: 12, B: 12, C: 25, Alpha: 90, Beta: 90, Gamma: 120}},
	{"I a -3 d", model.Cell{A: 17, B: 17, C: 17, Alpha: 90, Beta: 90, Gamma: 90}},
	{"F d -3 m :1", model.Cell{A: 16, B: 16, C: 16, Alpha: 90, Beta: 90, Gamma: 90}},
}

// TestSymmetry: a crystal described with and without its symmetry is the same, summed
// directly and by FFT, with anisotropic atoms and anomalous scattering.
func TestSymmetry(t *testing.T) {
	const dmin = 3
	for i, c := range symmetryCases {
		m := randomModel(t, c.group, c.cell, 3, uint64(i))
		opt := Options{Wavelength: 1.1}
		want := direct(t, expanded(t, m), dmin, opt)
		if r := difference(t, direct(t, m, dmin, opt), want); r > rounding {
			t.Errorf("%s: direct sum differs from that in P1 by %.2g (tol %g)", c.group, r, rounding)
		}
		if r := difference(t, fft(t, m, dmin, opt), want); r > fftTolerance {
			t.Errorf("%s: FFT differs from the direct sum in P1 by %.2g (tol %g)", c.group, r, fftTolerance)
		}
	}
}

// fftTolerance is the mean relative error that FFT's comment promises.
const fftTolerance = 2e-5

// TestFFT compares FFT with the direct sum, whatever the sharpest and the widest atom,
// the rate and the resolution.
func TestFFT(t *testing.T) {
	edit := func(f func(m *model.Model)) *model.Model {
		m := randomModel(t, "P 1 21 1", model.Cell{A: 15, B: 12, C: 19, Alpha: 90, Beta: 104, Gamma: 90}, 12, 7)
		f(m)
		return m
	}
	for _, c := range []struct {
		name string
		m    *model.Model
		dmin float64
		opt  Options
	}{
		{"plain", edit(func(*model.Model) {}), 2.5, Options{}},
		{"anomalous", edit(func(*model.Model) {}), 2.5, Options{Wavelength: 0.979}},
		{"sharp", edit(func(m *model.Model) { m.Atoms[1].B = 0 }), 2.5, Options{}},
		{"negative", edit(func(m *model.Model) { m.Atoms[1].B = -5 }), 2.5, Options{}},
		{"wide", edit(func(m *model.Model) { m.Atoms[1].B = 900 }), 2.5, Options{}},
		{"all wide", edit(func(m *model.Model) {
			for i := range m.Atoms {
				m.Atoms[i].B += 150
				m.Atoms[i].Anisotropic = false
			}
		}), 3, Options{}},
		{"ions", edit(func(m *model.Model) { m.Atoms[7].Charge, m.Atoms[2].Charge = 2, -1 }), 2.5, Options{}},
		{"rate 1.5", edit(func(*model.Model) {}), 2.5, Options{Rate: 1.5}},
		{"rate 4", edit(func(*model.Model) {}), 3, Options{Rate: 4}},
		{"low resolution", edit(func(*model.Model) {}), 12, Options{}},
		{"high resolution", randomModel(t, "P 1", model.Cell{A: 5, B: 6, C: 7, Alpha: 80, Beta: 95, Gamma: 110}, 5, 3), 0.8, Options{Wavelength: 0.7}},
		{"flat cell", randomModel(t, "P 1", model.Cell{A: 20, B: 20, C: 12, Alpha: 90, Beta: 90, Gamma: 150}, 5, 3), 2, Options{}},
		{"small cell", randomModel(t, "P 1", model.Cell{A: 3, B: 4, C: 30, Alpha: 90, Beta: 90, Gamma: 90}, 2, 3), 1.5, Options{}},
	} {
		if r := difference(t, fft(t, c.m, c.dmin, c.opt), direct(t, c.m, c.dmin, c.opt)); r > fftTolerance {
			t.Errorf("%s: FFT differs from the direct sum by %.2g (tol %g)", c.name, r, fftTolerance)
		}
	}
}

// TestF000: F(0 0 0) is the number of electrons, and f′ and f″ of all atoms.
func TestF000(t *testing.T) {
	m := randomModel(t, "C 1 2 1", model.Cell{A: 20, B: 9, C: 11, Alpha: 90, Beta: 108, Gamma: 90}, 8, 3)
	want, anomalous := 0.0, complex128(0)
	for _, a := range m.Atoms {
		want += 4 * a.Occupancy * float64(a.Element)
		fp, fpp, err := model.Anomalous(a.Element, 12398.42)
		if err != nil {
			t.Fatal(err)
		}
		anomalous += complex(4*a.Occupancy, 0) * complex(fp, fpp)
	}
	const tol = 1e-3 // sums of the published form factors
	plain := direct(t, m, 4, Options{}).F000()
	if math.Abs(real(plain)-want) > tol*want || imag(plain) != 0 {
		t.Errorf("F(0 0 0) = %v, want %v (tol %g)", plain, want, tol*want)
	}
	if got := direct(t, m, 4, Options{Wavelength: 1}).F000(); cmplx.Abs(got-plain-anomalous) > 1e-9*want {
		t.Errorf("F(0 0 0) with anomalous scattering = %v, want %v", got, plain+anomalous)
	}
	if got := fft(t, m, 4, Options{}).F000(); cmplx.Abs(got-plain) > 1e-5*want {
		t.Errorf("F(0 0 0) by FFT = %v, want %v", got, plain)
	}
}

// TestFriedel: mates have conjugate F, unless there is anomalous scattering of unlike
// atoms without a centre; then the difference is that of two atoms' phasors.
func TestFriedel(t *testing.T) {
	m := oneAtom(t, 6, r3.Vec{}, 10)
	m.Atoms = append(m.Atoms, model.Atom{Element: 34, Position: r3.Vec{X: 0.2, Y: 0.3, Z: 0.4}, Occupancy: 1, B: 10})
	for _, r := range direct(t, m, 3, Options{}).Reflections {
		if r.Mate != cmplx.Conj(r.F) {
			t.Fatalf("F%v = %v, mate %v, want the conjugate", index{r.H, r.K, r.L}, r.F, r.Mate)
		}
	}
	fp6, fpp6, _ := model.Anomalous(6, 12664.9)
	fp34, fpp34, _ := model.Anomalous(34, 12664.9)
	f6, _ := model.FormFactor(6, 0)
	f34, _ := model.FormFactor(34, 0)
	largest := 0.0
	for _, r := range direct(t, m, 3, Options{Wavelength: 12398.42 / 12664.9}).Reflections {
		h := index{r.H, r.K, r.L}
		s2 := stol2(triclinic, h)
		damp := complex(math.Exp(-10*s2), 0)
		a, b := complex(f6.At(s2)+fp6, fpp6), complex(f34.At(s2)+fp34, fpp34)
		phase := cis(float64(r.H)*0.2 + float64(r.K)*0.3 + float64(r.L)*0.4)
		want, mate := damp*(a+b*phase), damp*(a+b/phase)
		if cmplx.Abs(r.F-want) > 1e-9 || cmplx.Abs(r.Mate-mate) > 1e-9 {
			t.Fatalf("F%v = %v, mate %v, want %v and %v", h, r.F, r.Mate, want, mate)
		}
		largest = max(largest, math.Abs(cmplx.Abs(want)-cmplx.Abs(mate)))
	}
	if largest < 1 {
		t.Errorf("the largest Bijvoet difference is %v electrons, want some", largest)
	}
	for _, r := range direct(t, randomModel(t, "P -1", triclinic, 4, 3), 3, Options{Wavelength: 1}).Reflections {
		if math.Abs(cmplx.Abs(r.F)-cmplx.Abs(r.Mate)) > 1e-9 {
			t.Fatalf("|F| of mates differ in a crystal with a centre: %v, %v", r.F, r.Mate)
		}
	}
}

// TestWorkers: the same bits for any number of workers.
func TestWorkers(t *testing.T) {
	m := randomModel(t, "P 31 2 1", model.Cell{A: 22, B: 22, C: 15, Alpha: 90, Beta: 90, Gamma: 120}, 12, 5)
	for name, f := range map[string]func(context.Context, *model.Model, float64, Options) (*Set, error){"Direct": Direct, "FFT": FFT, "Compute": Compute} {
		var first *Set
		for _, workers := range []int{1, 2, 5, 0} {
			opt := Options{Wavelength: 1, Solvent: FlatSolvent(0.35, 46), Workers: workers}
			set, err := f(context.Background(), m, 3, opt)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = set
			} else if !slices.Equal(first.Reflections, set.Reflections) {
				t.Errorf("%s: %d workers do not give what 1 gives", name, workers)
			}
		}
	}
}

// TestCompute: the two ways agree, and small crystals are summed directly.
func TestCompute(t *testing.T) {
	m := randomModel(t, "P 1 21 1", model.Cell{A: 9, B: 8, C: 11, Alpha: 90, Beta: 104, Gamma: 90}, 6, 5)
	set, err := Compute(context.Background(), m, 1.5, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(set.Reflections, direct(t, m, 1.5, Options{}).Reflections) {
		t.Error("a small molecule is not summed directly")
	}
}

// TestProgress: the parts add up, and a cancelled calculation ends with the context's error.
func TestProgress(t *testing.T) {
	m := randomModel(t, "P 1 21 1", model.Cell{A: 19, B: 18, C: 21, Alpha: 90, Beta: 104, Gamma: 90}, 6, 5)
	for name, f := range map[string]func(context.Context, *model.Model, float64, Options) (*Set, error){"Direct": Direct, "FFT": FFT} {
		last, end := 0, 0
		opt := Options{Solvent: FlatSolvent(0.35, 46), Progress: func(done, total int) {
			if done != last+1 {
				t.Fatalf("%s: step %d after %d", name, done, last)
			}
			last, end = done, total
		}}
		if _, err := f(context.Background(), m, 3, opt); err != nil || last != end || last < 10 {
			t.Errorf("%s: %d of %d steps, error %v", name, last, end, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		opt.Progress = func(done, total int) {
			if done == 3 {
				cancel()
			}
		}
		if _, err := f(ctx, m, 3, opt); err != context.Canceled {
			t.Errorf("%s: cancelled, error %v", name, err)
		}
	}
}

func TestErrors(t *testing.T) {
	good := func() *model.Model { return oneAtom(t, 6, r3.Vec{}, 10) }
	edit := func(f func(m *model.Model)) *model.Model { m := good(); f(m); return m }
	for _, c := range []struct {
		name string
		m    *model.Model
		dmin float64
		opt  Options
		want string
	}{
		{"resolution", good(), 0, Options{}, "a resolution of 0"},
		{"negative resolution", good(), -1, Options{}, "a resolution of -1"},
		{"NaN", good(), math.NaN(), Options{}, "a resolution of NaN"},
		{"too many", good(), 0.001, Options{}, "reflections to 0.001 Å, at most"},
		{"index", edit(func(m *model.Model) {
			m.Cell = model.Cell{A: 90000, B: 2, C: 2, Alpha: 90, Beta: 90, Gamma: 90}
		}), 1, Options{}, "index h beyond 32767"},
		{"no atoms", edit(func(m *model.Model) { m.Atoms = nil }), 3, Options{}, "no atoms"},
		{"empty atoms", edit(func(m *model.Model) { m.Atoms[0].Occupancy = 0 }), 3, Options{}, "occupancy of 0"},
		{"cell", edit(func(m *model.Model) { m.Cell.Alpha = 180 }), 3, Options{}, "no cell has these angles"},
		{"symmetry", edit(func(m *model.Model) { m.Group = lookup(t, "P 4") }), 3, Options{}, "does not have the symmetry"},
		{"element", edit(func(m *model.Model) { m.Atoms[0].Element = 100 }), 3, Options{}, "no form factor for element Fm"},
		{"wavelength", good(), 3, Options{Wavelength: 20}, "0.124 to 6.2 Å"},
		{"B", edit(func(m *model.Model) { m.Atoms[0].B = -500 }), 3, Options{}, "too negative"},
		{"solvent", good(), 3, Options{Solvent: &Solvent{K: math.NaN()}}, "a solvent density of NaN"},
		{"solvent B", good(), 3, Options{Solvent: &Solvent{K: 0.3, B: -1}}, "a solvent B of -1"},
		{"probe", good(), 3, Options{Solvent: &Solvent{K: 0.3, Probe: 20}}, "probe and shrink"},
	} {
		for name, f := range map[string]func(context.Context, *model.Model, float64, Options) (*Set, error){"Direct": Direct, "FFT": FFT} {
			if _, err := f(context.Background(), c.m, c.dmin, c.opt); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s: error %v, want one with %q", name, c.name, err, c.want)
			}
		}
	}
	if _, err := FFT(context.Background(), good(), 3, Options{Rate: 1}); err == nil {
		t.Error("a rate of 1 is accepted")
	}
}

// TestNotes: what a user did not ask for is said.
func TestNotes(t *testing.T) {
	m := oneAtom(t, 6, r3.Vec{}, 10)
	m.Atoms[0].Charge = 1
	m.Atoms = append(m.Atoms, model.Atom{Element: 95, Occupancy: 1, B: 10})
	notes := fmt.Sprint(direct(t, m, 3, Options{Wavelength: 1}).Notes)
	for _, want := range []string{"no form factor for C of charge +1", "no anomalous scattering factors for element Am"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes %s, want %q", notes, want)
		}
	}
}
