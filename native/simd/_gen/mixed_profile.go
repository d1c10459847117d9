package main

import (
	"gobragg/core/kernel"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The profiles in mixed precision, implement kernel.profilePhase.
var (
	mixedRound = phases{
		name:    "mixedRound",
		formula: "(F_latt/peak)²",
		prepare: func(t target, job Mem) mixedFactor {
			whole := t.keep(single1)
			sin := append([]Op{whole}, keepAll(t, sinPhase, len(kernel.SinPhaseCoefficients))...)
			cos := keepAll(t, cosPhase, len(kernel.CosPhaseCoefficients))
			return func(phase [3]VecVirtual, join func(VecVirtual)) VecVirtual {
				f := sinc3Phase(t, sin, cos, whole, radiusPhase(t, job, phase))
				join(f)
				return f
			}
		},
	}
	mixedGauss = phases{
		name:    "mixedGauss",
		formula: "(F_latt/peak)²",
		prepare: func(t target, job Mem) mixedFactor {
			c := keepAll(t, exp2, len(kernel.Exp2Coefficients))
			return func(phase [3]VecVirtual, join func(VecVirtual)) VecVirtual {
				f := powerOf2(t, c, radiusPhase(t, job, phase))
				join(f)
				return f
			}
		},
	}
)

// radiusPhase writes ρ, implements kernel.radiusPhase.
func radiusPhase(t target, job Mem, phase [3]VecVirtual) VecVirtual {
	for _, x := range phase {
		VCVTDQ2PS(x, x)
	}
	x, y, z := phase[0], phase[1], phase[2]
	m := func(i int) Mem { return at(job.Offset(jobPhaseMetric), i) }
	rho, p := t.vector(), t.vector()
	VMULPS(m(0), x, rho)
	VFMADD231PS(m(3), y, rho)
	VFMADD231PS(m(4), z, rho)
	VMULPS(m(1), y, p)
	VFMADD231PS(m(5), z, p)
	VMULPS(x, rho, rho)
	VFMADD231PS(p, y, rho)
	VMULPS(m(2), z, p)
	VFMADD231PS(p, z, rho)
	return rho
}

// powerOf2 writes e^−ρ as a power of 2, of normal numbers. ρ is lost.
func powerOf2(t target, c []Op, rho VecVirtual) VecVirtual {
	k, y := t.vector(), rho
	VMULPS(minusLog2E32, rho, y)
	VMAXPS(leastExponent, y, y)
	VCVTPS2DQ(y, k) // to the nearest
	whole := t.vector()
	VCVTDQ2PS(k, whole)
	VSUBPS(whole, y, y)
	f := horner32(t, c, y)[0]
	VPSLLD(Imm(23), k, k)
	VPADDD(k, f, f)
	return f
}

// sinc3Phase writes 3 (sin x/x − cos x)/x² for x = π√ρ, up to its sign. ρ is lost.
func sinc3Phase(t target, sin, cos []Op, whole Op, rho VecVirtual) VecVirtual {
	none := t.vector()
	VXORPS(none, none, none)
	VMAXPS(none, rho, rho) // whose terms may cancel to less
	root, r, w := t.vector(), t.vector(), t.vector()
	VSQRTPS(rho, root)
	t.round32(root, r)
	VSUBPS(r, root, r)
	VMULPS(r, r, w)
	s := horner32(t, sin, w)[0]
	VMULPS(r, s, s) // sin/π
	v := horner32(t, cos, w)[0]
	VFNMADD213PS(whole, w, v) // cos
	VFNMADD231PS(root, v, s)  // sin/π − √ρ cos
	VMULPS(sinc3Factor, s, s)
	VMULPS(rho, root, root)
	VDIVPS(root, s, s)
	near := horner32(t, []Op{at(sinc3Near, 0), at(sinc3Near, 1), at(sinc3Near, 2), at(sinc3Near, 3), at(sinc3Near, 4)}, rho)[0]
	t.choose32(less, rho, sinc3End, near, s)
	return s
}
