package sf

import (
	"context"
	"math"
	"math/cmplx"

	"gobragg/core/model"
	"gobragg/core/portable"
)

// Direct returns the structure factors to dmin, Å, by summation over atoms and
// operators,
//
//	F(h) = Σ_atoms Σ_ops occ (f0 + f′ + i f″) T exp(2πi h·(R x + t))
//	T    = exp(−B/4d²), or exp(−2π² (hR) U (hR)ᵀ)
//
// to about 1e-14 of F(0): the definition that FFT is tested against. Its time is that
// of unique reflections × atoms × operators, 15 ns each; a bulk solvent is computed as FFT does.
func Direct(ctx context.Context, m *model.Model, dmin float64, opt Options) (*Set, error) {
	c, err := newCrystal(m, dmin, &opt)
	if err != nil {
		return nil, err
	}
	set := newSet(m, dmin, &opt, c)
	blocks := (len(set.Reflections) + directBlock - 1) / directBlock
	steps := blocks
	var sol *solvent
	if opt.Solvent != nil {
		if sol, err = newSolvent(c, m, opt.Solvent); err != nil {
			return nil, err
		}
		steps += sol.steps()
	}
	j := newJob(ctx, &opt, steps)
	err = j.each(blocks, func() func(int) {
		d := newDirectSum(c)
		return func(i int) {
			part := set.Reflections[i*directBlock : min((i+1)*directBlock, len(set.Reflections))]
			for n := range part {
				if r := &part[n]; !c.absent(index{r.H, r.K, r.L}) {
					r.F, r.Mate = d.at(index{r.H, r.K, r.L})
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if sol != nil {
		if err := sol.add(j, set); err != nil {
			return nil, err
		}
	}
	return set, set.checkFinite()
}

// directBlock is how many reflections a worker sums at a time.
const directBlock = 16

// directSum has the buffers of a worker.
type directSum struct {
	*crystal
	f      []float64 // f0 + f′ of each kind
	turned []index   // hR of each operator
	phase  []int     // h·t of each operator
}

func newDirectSum(c *crystal) *directSum {
	return &directSum{c, make([]float64, len(c.kinds)), make([]index, len(c.ops)), make([]int, len(c.ops))}
}

// at returns F(h) and F(−h).
func (d *directSum) at(h index) (f, mate complex128) {
	stol2 := d.s2(h) / 4
	for i := range d.kinds {
		d.f[i] = d.kinds[i].f.At(stol2) + d.kinds[i].real
	}
	for i := range d.ops {
		d.turned[i], d.phase[i] = rotate(&d.ops[i], h)
	}
	// The sums with f0 + f′ and with f″ are of real densities: at −h they are conjugate.
	var normal, anomalous complex128
	for i := range d.atoms {
		a := &d.atoms[i]
		var sum complex128
		for n := range d.ops {
			g := d.turned[n]
			x := float64(g[0])*a.position.X + float64(g[1])*a.position.Y + float64(g[2])*a.position.Z
			sin, cos := math.Sincos(2 * math.Pi * (x - math.Floor(x)))
			e := complex(cos, sin) * turn[d.phase[n]]
			if a.aniso {
				e = scale(damping(&a.u, g), e)
			}
			sum += e
		}
		w := a.weight * d.centring // lattice points add up, but for reflections that are absent
		if !a.aniso {
			w *= portable.Exp(-a.b * stol2)
		}
		normal += scale(w*d.f[a.kind], sum)
		if d.anomalous {
			anomalous += scale(w*d.kinds[a.kind].imag, sum)
		}
	}
	return normal + times1i(anomalous), cmplx.Conj(normal) + times1i(cmplx.Conj(anomalous))
}

// scale returns s·z; the product of complex numbers would compute with a zero.
func scale(s float64, z complex128) complex128 { return complex(s*real(z), s*imag(z)) }

// times1i returns i·z.
func times1i(z complex128) complex128 { return complex(-imag(z), real(z)) }
