package main

import (
	"gobragg/core/kernel"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// phases is a lattice factor in mixed precision.
type phases struct {
	name, formula string
	// prepare writes what comes before the loop.
	prepare func(t target, job Mem) mixedFactor
}

// mixedFactor writes the lattice factor, in float32, at the given phases. Where they
// are no longer needed, and much of the rest is waiting, it calls join with a number
// that the lattice factor is proportional to.
type mixedFactor func(phase [3]VecVirtual, join func(VecVirtual)) VecVirtual

// mixed writes the sum over orientations in mixed precision, for one lattice factor
// and one look-up; implements kernel.MixedSums. Each vector of float32 goes with two
// of float64.
func mixed(t target, s phases, l lookup) {
	name := s.name + t.name() + l.suffix
	TEXT(name, NOSPLIT, "func(job *byte)")
	Doc(name+" adds "+s.formula+l.formula+" of every orientation to the sums of job, in mixed precision.", "Implements kernel.MixedSums.Sum.")
	job := Mem{Base: Load(Param("job"), GP64())}
	x, y, z, sums := word(job, jobX), word(job, jobY), word(job, jobZ), word(job, jobSums)
	groups := word(job, jobGroups)
	bias := t.keep(phaseBias)
	latticeFactor := s.prepare(t, job)

	Label("group")
	var q [3][2]Op
	for i, base := range []Register{x, y, z} {
		for half, v := range t.pairs(Mem{Base: base}) {
			q[i][half] = t.hold(v, scratch(job, 2*i+half))
		}
	}
	sum := [2]VecVirtual{t.vector(), t.vector()}
	half := Mem{Base: sums, Disp: 8 * t.lanes()}
	VMOVUPD(Mem{Base: sums}, sum[0])
	VMOVUPD(half, sum[1])
	cell, count := word(job, jobOrientations), word(job, jobCount)

	var phase [3]VecVirtual
	for axis := range phase {
		phase[axis] = t.vector()
	}
	found := t.vector()
	begin := func() {
		point := split(t, cell, bias, q, phase, l.find32 != nil)
		if l.find32 != nil {
			VMOVAPS(l.find32(t, job, point), found)
		}
	}
	begin()
	Label("orientation")
	f := latticeFactor(phase, func(f VecVirtual) {
		if l.find32 != nil {
			VMULPS(found, f, f)
		}
		// The next orientation begins before this one ends, which is a long chain.
		// After the last one it is that again, in vain.
		following := GP64()
		LEAQ(Mem{Base: cell, Disp: sizeOfOrientation}, following)
		DECQ(count)
		CMOVQNE(following, cell)
		begin()
	})
	for i, d := range t.widen(f) {
		VFMADD231PD(d, d, sum[i])
	}
	TESTQ(count, count)
	JNZ(LabelRef("orientation"))
	for _, sum := range sum {
		VMULPD(job.Offset(jobFactor), sum, sum)
	}
	VMOVUPD(sum[0], Mem{Base: sums})
	VMOVUPD(sum[1], half)
	for _, p := range []Register{x, y, z, sums} {
		ADDQ(Imm(uint64(16*t.lanes())), p)
	}
	DECQ(groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
	RET()
}

// split writes h, k and l of an orientation with the bits of the scalar kernel and
// splits them into phase and, if points is set, lattice points less
// kernel.PhaseZero; implements kernel.phase. It goes step by step on as many axes
// as there are registers for.
func split(t target, cell Register, bias Op, q [3][2]Op, phase [3]VecVirtual, points bool) (point [3]VecVirtual) {
	together := max(1, t.chains()/2)
	for first := 0; first < 3; first += together {
		var h, product [3][2]VecVirtual
		axes := []int{0, 1, 2}[first : first+together]
		for _, axis := range axes {
			h[axis] = [2]VecVirtual{t.vector(), t.vector()}
			product[axis] = [2]VecVirtual{t.vector(), t.vector()}
			t.products(Mem{Base: cell, Disp: 24 * axis}, q[0], h[axis])
		}
		for term := 1; term < 3; term++ {
			for _, axis := range axes {
				t.products(Mem{Base: cell, Disp: 24*axis + 8*term}, q[term], product[axis])
			}
			for _, axis := range axes {
				for half, h := range h[axis] {
					VADDPD(product[axis][half], h, h)
				}
			}
		}
		from := t.inRegister(bias)
		for _, axis := range axes {
			for half, h := range h[axis] {
				VSUBPD(h, from, product[axis][half])
			}
		}
		for _, axis := range axes {
			biased := product[axis]
			VSHUFPS(Imm(0x88), biased[1], biased[0], phase[axis]) // low words
			if points {
				point[axis] = t.vector()
				turns := biased[0]
				VSHUFPS(Imm(0xdd), biased[1], biased[0], turns) // high words
				VPSRAD(Imm(31), phase[axis], point[axis])
				VPSUBD(turns, point[axis], point[axis])
			}
		}
	}
	return point
}

// mixedSines is kernel.MixedSums.sines.
var mixedSines = phases{
	name:    "mixed",
	formula: "F_latt²",
	prepare: func(t target, job Mem) mixedFactor {
		c := append([]Op{t.keep(single1)}, keepAll(t, sinPhase, len(kernel.SinPhaseCoefficients))...)
		unit, small := t.keep(phaseUnit), t.keep(phaseTiny)
		return func(phase [3]VecVirtual, join func(VecVirtual)) VecVirtual {
			return phaseSines(t, job, c, unit, small, phase, join)
		}
	},
}

// phaseSines writes the lattice factor of a parallelepiped from phases.
func phaseSines(t target, job Mem, c []Op, unit, small Op, phase [3]VecVirtual, join func(VecVirtual)) VecVirtual {
	// v: N·p, then p, as float32.
	v := [6]VecVirtual{3: phase[0], 4: phase[1], 5: phase[2]}
	for axis := range 3 {
		v[axis] = t.vector()
		VPMULLD(at(job.Offset(jobPhaseCells), axis), phase[axis], v[axis])
	}
	for _, x := range v {
		VCVTDQ2PS(x, x)
	}
	scale := t.inRegister(unit)
	for i, x := range v {
		tiny := small
		if i < 3 {
			tiny = at(job.Offset(jobPhaseTiny), i)
		}
		VFMADD213PS(tiny, scale, x)
	}
	quotient := [2]VecVirtual{t.vector(), t.vector()}
	for i, p := range quotient {
		VMULPS(v[3*i], v[3*i+1], p)
		VMULPS(v[3*i+2], p, p)
	}
	for i := 0; i < len(v); i += t.chains() {
		x := v[i : i+t.chains()]
		for _, x := range x {
			VMULPS(x, x, x)
		}
		for k, p := range horner32(t, c, x...) {
			q := quotient[(i+k)/3]
			VMULPS(p, q, q)
		}
	}
	f := quotient[0]
	join(f)
	VDIVPS(quotient[1], f, f)
	return f
}

// mixedFejer is kernel.fejerPhase, of few cells.
var mixedFejer = phases{
	name:    "mixedFejer",
	formula: "F_latt²",
	prepare: func(t target, job Mem) mixedFactor {
		c := keepAll(t, cosPhase, len(kernel.CosPhaseCoefficients))
		unit, pair, whole := t.keep(phaseUnit), t.keep(single2), t.keep(single1)
		return func(phase [3]VecVirtual, join func(VecVirtual)) VecVirtual {
			return phasePolynomials(t, job, c, unit, whole, pair, phase, join)
		}
	},
}

// phasePolynomials writes the lattice factor of a parallelepiped of few cells from
// phases.
func phasePolynomials(t target, job Mem, c []Op, unit, whole, pair Op, phase [3]VecVirtual, join func(VecVirtual)) VecVirtual {
	x := phase[:]
	for _, x := range x {
		VCVTDQ2PS(x, x)
	}
	for _, x := range x {
		VMULPS(unit, x, x)
	}
	for _, x := range x {
		VMULPS(x, x, x)
	}
	v := horner32(t, c, x...) // 1 − cos πδ
	for axis, v := range v {
		VMULPS(x[axis], v, v)
	}
	square := x // sin² πδ = v (2 − v)
	from := t.inRegister(pair)
	for axis, v := range v {
		VSUBPS(v, from, square[axis])
	}
	for axis, v := range v {
		VMULPS(v, square[axis], square[axis])
	}
	coefficient, steps := GP64(), word(job, jobSteps)
	LEAQ(job.Offset(jobPhaseFejer), coefficient)
	f := [3]VecVirtual{t.vector(), t.vector(), t.vector()}
	for axis, f := range f {
		VMOVUPS(at(Mem{Base: coefficient}, axis), f)
	}
	Label("degree")
	ADDQ(Imm(3*8*wide), coefficient)
	for axis, f := range f {
		VFMADD213PS(at(Mem{Base: coefficient}, axis), square[axis], f)
	}
	DECQ(steps)
	JNZ(LabelRef("degree"))
	timesCosines(job, func(axis int) {
		VSUBPS(v[axis], t.inRegister(whole), v[axis])
		VMULPS(v[axis], f[axis], f[axis])
	})
	join(f[0])
	VMULPS(f[1], f[0], f[0])
	VMULPS(f[2], f[0], f[0])
	return f[0]
}

// horner32 is horner in float32.
func horner32(t target, c []Op, x ...VecVirtual) []VecVirtual {
	p := make([]VecVirtual, len(x))
	last := len(c) - 1
	for i := range x {
		p[i] = t.vector()
		VMOVUPS(c[last], p[i])
	}
	for k := last - 1; k >= 0; k-- {
		for i := range x {
			VFMADD213PS(c[k], x[i], p[i])
		}
	}
	return p
}

// findNearest32 writes F at a lattice point, less the high word of a phase of 0,
// implements kernel.Nearest.
func findNearest32(t target, job Mem, point [3]VecVirtual) VecVirtual {
	var inside Register
	index := t.vector()
	for axis := range 3 {
		c := point[axis]
		VPADDD(at(job.Offset(jobPhaseMin), axis), c, c)
		inside = t.below(c, at(job.Offset(jobPhaseSize), axis), inside)
		if axis == 0 {
			VMOVAPS(c, index)
		} else {
			VPMULLD(at(job.Offset(jobPhaseSize), axis), index, index)
			VPADDD(c, index, index)
		}
	}
	f := t.vector()
	t.gather32(word(job, jobTable), index, inside, job.Offset(jobPhaseDefault), f)
	return f
}
