package main

import (
	"gobragg/core/kernel"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// square is plan.Square, Π sin(πNδ)/sin(πδ).
var square = shape{
	name:     "square",
	formula:  "F_latt²",
	quotient: true,
	prepare: func(t target, job Mem) func(delta [3]VecVirtual) VecVirtual {
		c := keepAll(t, poly, len(kernel.SinpiCoefficients))
		return func(delta [3]VecVirtual) VecVirtual { return interference(t, job, c, delta) }
	},
}

// interference writes the lattice factor of a parallelepiped, implements
// kernel.squareLattice.
func interference(t target, job Mem, c []Op, delta [3]VecVirtual) VecVirtual {
	// v: Nδ less its nearest integer, then δ.
	v := [6]VecVirtual{3: delta[0], 4: delta[1], 5: delta[2]}
	for axis := range 3 {
		m, r := t.vector(), t.vector()
		VMULPD(at(job.Offset(jobCells), axis), v[3+axis], m)
		t.round(m, r)
		VSUBPD(r, m, m)
		v[axis] = m
	}
	// num = Π sin(π v[0…2]), den = Π sin(π v[3…5]): products of x, then of P(x²).
	quotient := [2]VecVirtual{t.vector(), t.vector()}
	for i, p := range quotient {
		VMULPD(v[3*i], v[3*i+1], p)
		VMULPD(v[3*i+2], p, p)
	}
	for i := 0; i < len(v); i += t.chains() {
		x := v[i : i+t.chains()]
		for _, x := range x {
			VMULPD(x, x, x)
		}
		for k, p := range horner(t, c, x...) {
			q := quotient[(i+k)/3]
			VMULPD(p, q, q)
		}
	}
	f := quotient[0]
	VDIVPD(quotient[1], f, f)
	return f
}
