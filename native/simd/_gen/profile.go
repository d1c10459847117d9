package main

import (
	"gobragg/core/kernel"
	"gobragg/core/portable"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The profiles are the shapes whose lattice factor depends on ρ alone, implement
// kernel.profile without its peak.
var (
	round = shape{
		name:    "round",
		formula: "(F_latt/peak)²",
		profile: true,
		prepare: func(t target, job Mem) func(delta [3]VecVirtual) VecVirtual {
			c := keepAll(t, fullPoly, len(kernel.FullSinpiCoefficients))
			return func(delta [3]VecVirtual) VecVirtual { return sinc3(t, c, radius(t, job, delta)) }
		},
	}
	gauss = shape{
		name:    "gauss",
		formula: "(F_latt/peak)²",
		profile: true,
		skips:   true,
		prepare: func(t target, job Mem) func(delta [3]VecVirtual) VecVirtual {
			c := keepAll(t, expPoly, len(portable.ExpCoefficients))
			return func(delta [3]VecVirtual) VecVirtual {
				rho := radius(t, job, delta)
				// Beyond gaussEnd the square of the factor is below all float64.
				near := t.compare(less, rho, gaussEnd, nil)
				t.jumpNone(near, next)
				f := expMinus(t, c, rho)
				t.only(near, f)
				return f
			}
		},
	}
	topHat = shape{
		name:    "topHat",
		formula: "(F_latt/peak)²",
		profile: true,
		skips:   true,
		prepare: func(t target, job Mem) func(delta [3]VecVirtual) VecVirtual {
			return func(delta [3]VecVirtual) VecVirtual {
				inside := t.compare(less, radius(t, job, delta), topHatEnd, nil)
				t.jumpNone(inside, next)
				f := t.vector()
				VMOVUPD(one, f)
				t.only(inside, f)
				return f
			}
		},
	}
)

// radius writes ρ = δᵀMδ, implements kernel.radius: in its order and without
// fused multiply-adds, so that ρ has the scalar kernel's bits and falls to the
// same side of any limit.
func radius(t target, job Mem, delta [3]VecVirtual) VecVirtual {
	rho, product := t.vector(), t.vector()
	for i, pair := range [6][2]int{{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}} {
		p := product
		if i == 0 {
			p = rho
		}
		VMULPD(at(job.Offset(jobMetric), i), delta[pair[0]], p)
		VMULPD(delta[pair[1]], p, p)
		if i > 0 {
			VADDPD(p, rho, rho)
		}
	}
	return rho
}

// sinc3 writes 3 (sin x/x − cos x)/x² for x = π√ρ, up to its sign, implements
// kernel.Sinc3. c are the coefficients of kernel.SinCosPi; ρ is lost.
func sinc3(t target, c []Op, rho VecVirtual) VecVirtual {
	// sin x = ± sin πr and cos x = ± sin π(½ − |r|) with one sign, where r is √ρ
	// less its nearest integer.
	x, r, r2, s, s2 := t.vector(), rho, t.vector(), t.vector(), t.vector()
	VSQRTPD(rho, r)
	VMULPD(pi, r, x)
	t.round(r, s)
	VSUBPD(s, r, r)
	VMOVUPD(halfUp, s)
	VANDPD(magnitude, r, s2)
	VSUBPD(s2, s, s)
	VMULPD(r, r, r2)
	VMULPD(s, s, s2)
	p := horner(t, c, r2, s2)
	sin, cos := p[0], p[1]
	VMULPD(r, sin, sin)
	VMULPD(s, cos, cos)
	// (sin x − x cos x)/(x³/3): one division.
	f, w := sin, r2
	VFNMADD231PD(x, cos, f)
	VMULPD(x, x, w)
	VMULPD(third, w, cos)
	VMULPD(x, cos, cos)
	VDIVPD(cos, f, f)
	// Near 0 that cancels.
	near := horner(t, []Op{at(series, 0), at(series, 1), at(series, 2), at(series, 3), at(series, 4)}, w)[0]
	t.choose(t.compare(less, x, seriesEnd, nil), near, f)
	return f
}

// expMinus writes e^−ρ for ρ ≥ 0, of gaussEnd beyond it, implements portable.Exp:
// its reduction and polynomial, without the correction of the reduced argument
// that is below a quarter of a unit in the last place. ρ is lost.
func expMinus(t target, c []Op, rho VecVirtual) VecVirtual {
	k, r, r2 := t.vector(), rho, t.vector()
	VMINPD(gaussEnd, rho, rho)
	VMULPD(minusLog2E, rho, k)
	t.round(k, k)
	VFNMSUB231PD(ln2Hi, k, r)
	VFNMADD231PD(ln2Lo, k, r)
	VMULPD(r, r, r2)
	y := horner(t, c, r)[0]
	VFMADD213PD(r, r2, y)
	VADDPD(one, y, y)
	t.scale(k, y)
	return y
}
