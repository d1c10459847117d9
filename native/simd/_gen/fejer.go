package main

import (
	"gobragg/core/kernel"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// fejer is plan.Square of few cells, a product of polynomials.
var fejer = shape{
	name:    "fejer",
	formula: "F_latt²",
	prepare: func(t target, job Mem) func(delta [3]VecVirtual) VecVirtual {
		c := keepAll(t, cospi, len(kernel.CospiCoefficients))
		whole, middle := t.keep(one), t.keep(half)
		return func(delta [3]VecVirtual) VecVirtual { return polynomials(t, job, c, whole, middle, delta) }
	},
}

// polynomials writes the lattice factor of a parallelepiped, implements
// kernel.fejer. δ is lost.
func polynomials(t target, job Mem, c []Op, whole, middle Op, delta [3]VecVirtual) VecVirtual {
	w := delta[:]
	for _, w := range w {
		VMULPD(w, w, w)
	}
	cos := horner(t, c, w...)
	for axis, p := range cos {
		VFNMADD213PD(whole, w[axis], p) // 1 − w·p
	}
	s := w
	for axis, p := range cos {
		VMOVAPD(p, s[axis])
		VFMADD213PD(middle, p, s[axis])
	}
	// Σ aₖ sᵏ of the three axes, as many steps as the largest N takes.
	coefficient, steps := GP64(), word(job, jobSteps)
	LEAQ(job.Offset(jobFejer), coefficient)
	f := [3]VecVirtual{t.vector(), t.vector(), t.vector()}
	for axis, f := range f {
		VMOVUPD(at(Mem{Base: coefficient}, axis), f)
	}
	Label("degree")
	ADDQ(Imm(3*8*wide), coefficient)
	for axis, f := range f {
		VFMADD213PD(at(Mem{Base: coefficient}, axis), s[axis], f)
	}
	DECQ(steps)
	JNZ(LabelRef("degree"))
	timesCosines(job, func(axis int) { VMULPD(cos[axis], f[axis], f[axis]) })
	VMULPD(f[1], f[0], f[0])
	VMULPD(f[2], f[0], f[0])
	return f[0]
}

// timesCosines writes what multiply does for the axes of even N, whose factor is
// cos πδ.
func timesCosines(job Mem, multiply func(axis int)) {
	even := word(job, jobEven)
	TESTQ(even, even)
	JEQ(LabelRef("odd"))
	for axis, label := range [3]string{"k", "l", "odd"} {
		BTQ(Imm(uint64(axis)), even)
		JCC(LabelRef(label))
		multiply(axis)
		if axis < 2 {
			Label(label)
		}
	}
	Label("odd")
}
