package main

import (
	"gobragg/core/kernel"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// mixed writes the sum over orientations in mixed precision, for one look-up;
// implements kernel.MixedSums. Each vector of float32 goes with two of float64.
func mixed(t target, l lookup) {
	name := "mixed" + t.name() + l.suffix
	TEXT(name, NOSPLIT, "func(job *byte)")
	Doc(name+" adds F_latt²"+l.formula+" of every orientation to the sums of job, in mixed precision.", "Implements kernel.MixedSums.Sum.")
	job := Mem{Base: Load(Param("job"), GP64())}
	x, y, z, sums := word(job, jobX), word(job, jobY), word(job, jobZ), word(job, jobSums)
	groups := word(job, jobGroups)
	bias := t.keep(phaseBias)
	c := keepAll(t, sinPhase, len(kernel.SinPhaseCoefficients))
	unit, small, whole := t.keep(phaseUnit), t.keep(phaseTiny), t.keep(single1)

	Label("group")
	var q [3][2]VecVirtual
	for i, base := range []Register{x, y, z} {
		q[i] = t.pairs(Mem{Base: base})
	}
	sum := [2]VecVirtual{t.vector(), t.vector()}
	half := Mem{Base: sums, Disp: 8 * t.lanes()}
	VMOVUPD(Mem{Base: sums}, sum[0])
	VMOVUPD(half, sum[1])
	cell, count := word(job, jobOrientations), word(job, jobCount)

	Label("orientation")
	var phase, point [3]VecVirtual
	product := t.vector()
	for axis := range 3 {
		var biased [2]VecVirtual
		for i := range biased {
			h := t.vector()
			t.mulBroadcast(Mem{Base: cell, Disp: 24 * axis}, q[0][i], h)
			t.mulBroadcast(Mem{Base: cell, Disp: 24*axis + 8}, q[1][i], product)
			VADDPD(product, h, h)
			t.mulBroadcast(Mem{Base: cell, Disp: 24*axis + 16}, q[2][i], product)
			VADDPD(product, h, h)
			biased[i] = t.vector()
			t.subFrom(bias, h, biased[i])
		}
		phase[axis] = t.vector()
		VSHUFPS(Imm(0x88), biased[1], biased[0], phase[axis]) // low words
		if l.find32 != nil {
			point[axis] = t.vector()
			turns := biased[0]
			VSHUFPS(Imm(0xdd), biased[1], biased[0], turns) // high words
			VPSRAD(Imm(31), phase[axis], point[axis])
			VPSUBD(turns, point[axis], point[axis])
		}
	}
	var cellF VecVirtual
	if l.find32 != nil {
		cellF = l.find32(t, job, point)
	}

	// v: N·p, then p, as float32.
	var v [6]VecVirtual
	for axis := range 3 {
		m := t.vector()
		VPMULLD(at(job.Offset(jobPhaseCells), axis), phase[axis], m)
		v[axis], v[3+axis] = m, phase[axis]
		for _, p := range []VecVirtual{m, phase[axis]} {
			VCVTDQ2PS(p, p)
		}
		VFMADD213PS(at(job.Offset(jobPhaseTiny), axis), t.inRegister(unit), m)
		VFMADD213PS(small, t.inRegister(unit), phase[axis])
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
		for k, p := range horner32(t, append([]Op{whole}, c...), x...) {
			q := quotient[(i+k)/3]
			VMULPS(p, q, q)
		}
	}
	f := quotient[0]
	VDIVPS(quotient[1], f, f)
	if cellF != nil {
		VMULPS(cellF, f, f)
	}
	for i, d := range t.widen(f) {
		VFMADD231PD(d, d, sum[i])
	}

	ADDQ(Imm(sizeOfOrientation), cell)
	DECQ(count)
	JNZ(LabelRef("orientation"))
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
