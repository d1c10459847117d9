package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// lookup is how a sample gets its structure factor.
type lookup struct {
	suffix, formula string
	// stored: it reads h, k and l from the scratch of job, rather than point.
	stored bool
	// find writes F_cell; point is lost.
	find func(t target, job Mem, point [3]VecVirtual) VecVirtual
	// find32 is find in mixed precision, where point is of int32.
	find32 func(t target, job Mem, point [3]VecVirtual) VecVirtual
}

// The look-ups of package plan.
var (
	uniform  = lookup{}
	nearest  = lookup{suffix: "Table", formula: " F_cell², nearest,", find: findNearest, find32: findNearest32}
	tricubic = lookup{suffix: "Tricubic", formula: " F_cell², interpolated,", stored: true, find: findTricubic}
)

// zero returns a vector of zeros.
func zero(t target) VecVirtual {
	v := t.vector()
	VXORPD(v, v, v)
	return v
}

// findNearest writes F at a lattice point, implements kernel.Nearest.
func findNearest(t target, job Mem, point [3]VecVirtual) VecVirtual {
	// Inside the table: p − min < size on all three axes, as unsigned integers.
	var inside Register
	var index VecVirtual
	for axis := range 3 {
		p, size := t.integers(point[axis]), at(job.Offset(jobPhaseSize), axis)
		VPSUBD(at(job.Offset(jobMin), axis), p, p)
		inside = t.below(p, size, inside)
		if axis == 0 {
			index = p
		} else {
			VPMULLD(size, index, index)
			VPADDD(p, index, index)
		}
	}
	f := t.vector()
	t.gather(word(job, jobTable), index, inside, job.Offset(jobDefault), f)
	return f
}

// findTricubic writes F at h, k, l of the scratch of job, implements
// kernel.Tricubic and, where that does not apply, kernel.Nearest.
func findTricubic(t target, job Mem, _ [3]VecVirtual) VecVirtual {
	// Inside: the 4×4×4 points from the corner ⌊h⌋ − 1 on.
	var inside Register
	none, index := zero(t), t.vector()
	for axis := range 3 {
		x, c := t.vector(), t.vector()
		VMOVUPD(scratch(job, scratchIndex+axis), x)
		t.floor(x, c)
		VSUBPD(c, x, x)
		VSUBPD(at(job.Offset(jobCorner), axis), c, c)
		inside = t.compare(atMost, c, at(job.Offset(jobLast), axis), inside)
		inside = t.compare(atLeast, c, none, inside)
		if axis == 0 {
			VMOVAPD(c, index)
		} else {
			VFMADD132PD(at(job.Offset(jobSize), axis), c, index)
		}
		lagrange(t, x, func(i int) Mem { return scratch(job, scratchWeights+4*axis+i) })
	}
	t.jumpNone(inside, "outside")
	t.only(inside, index) // the other lanes read the first corner, in vain
	t.storeIndex(index, scratch(job, scratchAt))
	VMOVUPD(stencil(t, job), scratch(job, scratchCell))
	t.jumpAll(inside, "found")

	Label("outside")
	var point [3]VecVirtual
	for axis := range 3 {
		h := t.vector()
		point[axis] = t.vector()
		VMOVUPD(scratch(job, scratchIndex+axis), h)
		t.nearest(h, point[axis])
	}
	other := findNearest(t, job, point)
	t.choose(inside, scratch(job, scratchCell), other)
	VMOVUPD(other, scratch(job, scratchCell))

	Label("found")
	f := t.vector()
	VMOVUPD(scratch(job, scratchCell), f)
	return f
}

// lagrange stores the weights of the points −1, 0, 1 and 2 at x, implements
// kernel.lagrange.
func lagrange(t target, x VecVirtual, weight func(i int) Mem) {
	a, b, c, outer, inner, w := t.vector(), t.vector(), t.vector(), t.vector(), t.vector(), t.vector()
	VADDPD(one, x, a)
	VSUBPD(one, x, b)
	VSUBPD(two, x, c)
	VMULPD(b, x, outer)
	VMULPD(c, a, inner)
	for i, product := range [4]struct {
		pair, third VecVirtual
		over        Mem
	}{{outer, c, minusSixth}, {inner, b, halfUp}, {inner, x, half}, {outer, a, sixth}} {
		VMULPD(product.pair, product.third, w)
		VMULPD(product.over, w, w)
		VMOVUPD(w, weight(i))
	}
}

// stencil writes Σ wh wk wl F over the 4×4×4 points from the corner of each lane.
// It goes lane by lane: a row of four l is one load, where gathering across lanes
// would be as many loads as there are points.
func stencil(t target, job Mem) VecVirtual {
	table, row, rows3, plane := word(job, jobTable), word(job, jobRow), word(job, jobRows3), word(job, jobPlane)
	weight := func(axis, i int) Mem { return scratch(job, scratchWeights+4*axis+i) }
	corner := GP64()
	lanes := make([]VecVirtual, t.lanes())
	for lane := range lanes {
		MOVLQZX(scratch(job, scratchAt).Offset(4*lane), corner)
		LEAQ(Mem{Base: table, Index: corner, Scale: 4}, corner)
		var wk [4]VecVirtual
		for b := range wk {
			wk[b] = YMM()
			VBROADCASTSD(weight(1, b).Offset(8*lane), wk[b])
		}
		sum, points, value := YMM(), YMM(), YMM()
		for a := range 4 {
			for b, m := range [4]Mem{
				{Base: corner},
				{Base: corner, Index: row, Scale: 1},
				{Base: corner, Index: row, Scale: 2},
				{Base: corner, Index: rows3, Scale: 1},
			} {
				if b == 0 {
					VCVTPS2PD(m, points)
					VMULPD(wk[b], points, points)
				} else {
					VCVTPS2PD(m, value)
					VFMADD231PD(wk[b], value, points)
				}
			}
			VBROADCASTSD(weight(0, a).Offset(8*lane), value)
			if a == 0 {
				VMULPD(value, points, sum)
			} else {
				VFMADD231PD(value, points, sum)
			}
			if a < 3 {
				ADDQ(plane, corner)
			}
		}
		lanes[lane] = sum
	}
	column := t.transpose(lanes)
	f := column[0]
	VMULPD(weight(2, 0), f, f)
	for c := 1; c < 4; c++ {
		VFMADD231PD(weight(2, c), column[c], f)
	}
	return f
}
