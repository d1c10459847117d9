package main

import (
	"gobragg/core/kernel"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Offsets into the struct job of package simd.
const (
	jobX, jobY, jobZ, jobSums = 0, 8, 16, 24
	jobGroups                 = 32
	jobOrientations, jobCount = 40, 48
	jobTable                  = 56
	jobCells                  = 64
	jobMin                    = jobCells + 3*8*wide
	jobSize                   = jobMin + 3*8*wide
	jobDefault                = jobSize + 3*8*wide
	sizeOfOrientation         = 9 * 8
)

// square writes the sum over orientations for a parallelepiped crystal,
// implements kernel.Sums for plan.Square: lanes are scattering vectors, each
// orientation is broadcast. h, k and l are computed in the order and with the
// roundings of the scalar kernel, so that every sample falls to the same lattice
// point; the sines use fused multiply-adds.
func square(t target, table bool) {
	name := "square" + t.name()
	if table {
		name += "Table"
	}
	TEXT(name, NOSPLIT, "func(job *byte)")
	Doc(name+" adds F_latt² of every orientation to the sums of job"+map[bool]string{
		false: ".",
		true:  ", times F_cell² from the table.",
	}[table], "Implements kernel.Sums.Sum.")
	job := Mem{Base: Load(Param("job"), GP64())}
	word := func(offset int) Register {
		r := GP64()
		MOVQ(job.Offset(offset), r)
		return r
	}
	x, y, z, sums := word(jobX), word(jobY), word(jobZ), word(jobSums)
	groups := word(jobGroups)
	guard := t.keep(tiny)
	var c [len(kernel.SinpiCoefficients)]Op
	for i := range c {
		c[i] = t.keep(at(poly, i))
	}

	Label("group")
	q := [3]VecVirtual{t.vector(), t.vector(), t.vector()}
	for i, base := range []Register{x, y, z} {
		VMOVUPD(Mem{Base: base}, q[i])
	}
	sum := t.vector()
	VMOVUPD(Mem{Base: sums}, sum)
	cell, count := word(jobOrientations), word(jobCount)

	Label("orientation")
	// δ: v[3…5]; Nδ less its nearest integer: v[0…2].
	var v [6]VecVirtual
	var lattice [3]VecVirtual
	product := t.vector()
	for axis := range 3 {
		h := t.vector()
		t.mulBroadcast(Mem{Base: cell, Disp: 24 * axis}, q[0], h)
		t.mulBroadcast(Mem{Base: cell, Disp: 24*axis + 8}, q[1], product)
		VADDPD(product, h, h)
		t.mulBroadcast(Mem{Base: cell, Disp: 24*axis + 16}, q[2], product)
		VADDPD(product, h, h)
		lattice[axis] = t.vector()
		t.round(h, lattice[axis])
		VSUBPD(lattice[axis], h, h)
		VADDPD(guard, h, h)
		v[3+axis] = h
	}
	factor := t.vector()
	if table {
		t.lookUp(job, below(t, lattice, v), factor)
	}
	for axis := range 3 {
		m, r := t.vector(), t.vector()
		VMULPD(job.Offset(jobCells+8*wide*axis), v[3+axis], m)
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
		for k, p := range sinpiOver(t, c[:], v[i:i+t.chains()]) {
			q := quotient[(i+k)/3]
			VMULPD(p, q, q)
		}
	}
	f := quotient[0]
	VDIVPD(quotient[1], f, f)
	if table {
		VMULPD(factor, f, f)
	}
	VFMADD231PD(f, f, sum)

	ADDQ(Imm(sizeOfOrientation), cell)
	DECQ(count)
	JNZ(LabelRef("orientation"))
	VMOVUPD(sum, Mem{Base: sums})
	for _, p := range []Register{x, y, z, sums} {
		ADDQ(Imm(uint64(8*t.lanes())), p)
	}
	DECQ(groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
	RET()
}

// sinpiOver returns sin(πx)/x of each x, implements kernel.Sinpi; x is lost. The
// polynomials go forward together, so that each waits less for itself.
func sinpiOver(t target, c []Op, x []VecVirtual) []VecVirtual {
	p := make([]VecVirtual, len(x))
	last := len(c) - 1
	for i := range x {
		VMULPD(x[i], x[i], x[i])
		p[i] = t.vector()
		VMOVUPD(c[last], p[i])
	}
	for k := last - 1; k >= 0; k-- {
		for i := range x {
			VFMADD213PD(c[k], x[i], p[i])
		}
	}
	return p
}

// below moves lattice points with δ = −½ one down: ties belong below.
func below(t target, lattice [3]VecVirtual, v [6]VecVirtual) [3]VecVirtual {
	for axis := range 3 {
		t.tieDown(v[3+axis], lattice[axis])
	}
	return lattice
}
