package symmetry

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/spatial/r3"
)

// atom is a point with a scattering factor; an imaginary part makes it anomalous.
type atom struct {
	x r3.Vec
	f complex128
}

// structure returns atoms at random places and all that the group makes of them.
func structure(g *Group, r *rand.Rand, anomalous bool) []atom {
	var atoms []atom
	for n := range 3 {
		x := r3.Vec{X: r.Float64(), Y: r.Float64(), Z: r.Float64()}
		f := complex(float64(6+n), 0)
		if anomalous && n == 0 {
			f += 3i
		}
		for _, a := range g.Ops() {
			atoms = append(atoms, atom{a.Apply(x), f})
		}
	}
	return atoms
}

// sum returns F(h) = Σ f exp(2πi h·x), the definition.
func sum(atoms []atom, h, k, l int) complex128 {
	var s complex128
	for _, a := range atoms {
		s += a.f * cmplx.Rect(1, 2*math.Pi*(float64(h)*a.x.X+float64(k)*a.x.Y+float64(l)*a.x.Z))
	}
	return s
}

// turns returns a complex number of the given modulus and phase in turns.
func turns(f, phi float64) complex128 { return cmplx.Rect(f, 2*math.Pi*phi) }

// TestStructures: in a structure that has the symmetry of a setting, summed
// directly, images have the structure factor that Orbit says, absences are those
// that Absent says, and centric reflections are mates of their own.
func TestStructures(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	indices := [][3]int{{0, 0, 0}, {1, 2, 3}, {0, 0, 1}, {0, 0, 2}, {0, 3, 0}, {1, 1, 0}, {0, 1, 2}, {2, 0, 1}, {2, 2, 1}, {1, -1, 0}, {1, 1, 1}}
	const budget = 1e-9 // rounding of a sum of 576 terms of order 8
	each(func(s setting, g *Group) {
		atoms := structure(g, r, false)
		for _, h := range indices {
			f := sum(atoms, h[0], h[1], h[2])
			size, phase := cmplx.Abs(f), cmplx.Phase(f)/(2*math.Pi)
			images := g.Orbit(h[0], h[1], h[2])
			if got, want := len(images), g.Multiplicity(h[0], h[1], h[2]); h != [3]int{} && got != want {
				t.Errorf("%v: %d images of %v, multiplicity %d", g, got, h, want)
			}
			absent := g.Absent(h[0], h[1], h[2])
			if absent != (size < budget) {
				// Three atoms in general positions do not cancel by chance.
				t.Errorf("%v: Absent(%v) = %v, |F| = %g", g, h, absent, size)
			}
			key, stabiliser, scanned, extent := g.scan(h[0], h[1], h[2])
			p, q, r := g.Canonical(h[0], h[1], h[2])
			keyOf, _, _, _ := g.scan(p, q, r)
			if scanned != absent || stabiliser != g.stabiliser(h[0], h[1], h[2]) || key != keyOf || extent > 9 {
				t.Errorf("%v: scan of %v = %x, %d, %v, %d", g, h, key, stabiliser, scanned, extent)
			}
			for i, m := range images {
				if i == 0 && (m.H != h[0] || m.K != h[1] || m.L != h[2]) {
					t.Errorf("%v: first image of %v is %v", g, h, m)
				}
				if absent {
					continue
				}
				got, want := sum(atoms, m.H, m.K, m.L), turns(size, m.Phase(phase))
				if d := cmplx.Abs(got - want); d > budget {
					t.Errorf("%v: F of %+v, image of %v, = %.4f, want %.4f", g, m, h, got, want)
				}
			}
			if g.Centric(h[0], h[1], h[2]) && !absent {
				// The mate by symmetry and by Friedel: two phases are left, half a
				// turn apart.
				mate := f
				for _, a := range g.Ops() {
					if p, q, s := a.Miller(h[0], h[1], h[2]); p == -h[0] && q == -h[1] && s == -h[2] {
						mate = f * turns(1, -a.Turns(h[0], h[1], h[2]))
					}
				}
				if d := cmplx.Abs(mate - cmplx.Conj(f)); d > budget {
					t.Errorf("%v: centric %v: F(-h) = %.4f by symmetry, %.4f by Friedel", g, h, mate, cmplx.Conj(f))
				}
			}
		}
	})
}

// TestExpandStructures: the reflections of an anomalous structure to a resolution,
// given once each, become every structure factor of the sphere.
func TestExpandStructures(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, name := range []string{"P 1", "P -1", "P 1 21 1", "C 1 2 1", "P 21 21 21", "P n m a", "P 43 21 2", "I 41/a:1", "R 3 2:H", "R 3 c:R",
		"P 61 2 2", "P 65", "P 21 3", "F d -3 m:2", "F d -3 m:1", "I a -3 d", "F 4 3 2", "B 1 1 2", "P 21 21 2 (a)"} {
		g, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		m := someCell(t, g)
		atoms := structure(g, r, true)
		const dmin = 2.4
		seq, err := g.Reflections(m, dmin)
		if err != nil {
			t.Fatal(err)
		}
		var list []Reflection
		for h := range seq {
			plus, minus := sum(atoms, h[0], h[1], h[2]), sum(atoms, -h[0], -h[1], -h[2])
			list = append(list, Reflection{int32(h[0]), int32(h[1]), int32(h[2]), float32(cmplx.Abs(plus)), float32(cmplx.Abs(minus)),
				float32(cmplx.Phase(plus) / (2 * math.Pi)), float32(cmplx.Phase(minus) / (2 * math.Pi))})
		}
		x, err := g.Expand(list)
		if err != nil {
			t.Fatal(err)
		}
		if x.Unique != len(list) || x.Absent != 0 || x.Repeated != 0 || x.Conflicts != 0 {
			t.Errorf("%s: %d unique, %d absent, %d repeated, %d conflicts, want %d, 0, 0, 0", name, x.Unique, x.Absent, x.Repeated, x.Conflicts, len(list))
		}
		seen := make(map[[3]int32]bool)
		for _, f := range x.Factors {
			h := [3]int32{f.H, f.K, f.L}
			if seen[h] {
				t.Errorf("%s: %v twice", name, h)
			}
			seen[h] = true
			want := sum(atoms, int(f.H), int(f.K), int(f.L))
			// Single precision of amplitude and phase, 2⁻²⁴ each of up to 4000.
			if d := cmplx.Abs(turns(float64(f.F), float64(f.Phase)) - want); d > 1e-6*(cmplx.Abs(want)+100) {
				t.Errorf("%s: F of %v = %v at %v turns, want %.4f", name, h, f.F, f.Phase, want)
			}
		}
		all := 0
		for h := -10; h <= 10; h++ {
			for k := -10; k <= 10; k++ {
				for l := -10; l <= 10; l++ {
					if m.D(h, k, l) >= dmin && !g.Absent(h, k, l) {
						all++
						if !seen[[3]int32{int32(h), int32(k), int32(l)}] {
							t.Errorf("%s: %d %d %d is missing", name, h, k, l)
						}
					}
				}
			}
		}
		if all != len(x.Factors) {
			t.Errorf("%s: %d factors, want %d", name, len(x.Factors), all)
		}
		c, err := g.Completeness(x.Factors, m, dmin, 4)
		if err != nil {
			t.Fatal(err)
		}
		if c.Possible != all-1 || c.Present != all-1 || c.UniquePossible != len(list)-1 || c.UniquePresent != len(list)-1 || !c.HasOrigin || c.Beyond != 0 || c.Fraction() != 1 {
			t.Errorf("%s: completeness %+v, want %d of %d, unique %d", name, c, all-1, all-1, len(list)-1)
		}
	}
}

// someCell returns a cell that has the symmetry of the group: the mean over its
// rotations of a crooked one.
func someCell(t *testing.T, g *Group) Metric {
	start := metric(t, 11, 12, 13, 85, 97, 100)
	var mean Metric
	for _, a := range g.Primitive() {
		for i, x := range start.transformed(a.R) {
			mean[i] += x / float64(len(g.Primitive()))
		}
	}
	if err := g.FitsCell(mean); err != nil {
		t.Fatal(err)
	}
	return mean
}
