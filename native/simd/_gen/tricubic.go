package main

import (
	"gobragg/native/simd/internal/layout"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// tricubic interpolates between the 4×4×4 points of the table around a sample.
//
// Mostly the samples of a vector lie in the same cell of the table, for it spans tens
// of pixels. Then the cubic of that cell, in powers of the distances from its middle,
// is computed for all lanes at once: 63 multiply-adds, each with a coefficient that
// the lanes share. job.cubics has the coefficients of the cells that were met last.
// Where a vector has samples in two or three cells, that is done for each of them.
// Where there are more, each lane goes by itself.
var tricubic = lookup{suffix: "Tricubic", formula: " F_cell², interpolated,", interpolate: interpolate}

// interpolate writes the search for what F at h, k, l depends on, and returns what
// writes F; implements kernel.Tricubic and, where that does not apply, kernel.Nearest,
// at the h, k, l of scratch. The search is a long chain of short steps, and a processor
// looks only so far ahead: what is written between the two does not wait for it, and
// with lane 0 taken from its register rather than from memory a sample is a sixth
// cheaper. h, k and l are lost.
func interpolate(t target, job Mem, h [3]VecVirtual) (find func() VecVirtual) {
	// Inside: the 4×4×4 points from the corner ⌊h⌋ − 1 on.
	var inside Register
	none, index := zero(t), t.vector()
	for axis, x := range h {
		c := t.vector()
		t.floor(x, c)
		VSUBPD(c, x, x)
		VMOVUPD(x, scratch(job, scratchPart+axis))
		VSUBPD(at(job.Offset(jobCorner), axis), c, c)
		inside = t.compare(atMost, c, at(job.Offset(jobLast), axis), inside)
		inside = t.compare(atLeast, c, none, inside)
		if axis == 0 {
			VMOVAPD(c, index)
		} else {
			VFMADD132PD(at(job.Offset(jobSize), axis), c, index)
		}
	}
	corners, left := t.integers(index), t.bits(inside) // whatever they are outside
	VMOVUPD(corners, scratch(job, scratchAt))
	t.saveMask(inside, scratch(job, scratchInside))
	p := polynomial{GP32(), GP64()}
	XORL(p.corner, p.corner)
	XORQ(p.cubic, p.cubic)
	t.jumpNone(inside, "searched")
	t.jumpCrowded(corners, "searched")
	VMOVD(corners.AsX(), p.corner)
	BTL(Imm(0), left)
	JCS(LabelRef("usualLane"))
	p.first(job, left)
	Label("usualLane")
	p.search(t, job, "First")
	Label("searched")

	return func() VecVirtual {
		f := zero(t)
		TESTQ(p.cubic, p.cubic)
		JEQ(LabelRef("rareApart"))
		Label("together")
		p.evaluate(t, job, left, f)
		TESTL(left, left)
		JEQ(LabelRef("joined"))
		p.first(job, left)
		p.search(t, job, "Next")
		JMP(LabelRef("together"))

		Label("rareApart")
		TESTL(left, left)
		JEQ(LabelRef("joined"))
		// Lanes outside go to the first corner, in vain.
		t.onlyIntegers(t.loadMask(scratch(job, scratchInside)), scratch(job, scratchAt))
		for axis := range 3 {
			lagrange(t, job, axis)
		}
		VMOVAPD(stencil(t, job), f)

		Label("joined")
		inside := t.loadMask(scratch(job, scratchInside))
		t.jumpAll(inside, "usual")
		VMOVUPD(f, scratch(job, scratchCell))
		var point [3]VecVirtual
		for axis := range 3 {
			h := t.vector()
			point[axis] = t.vector()
			VMOVUPD(scratch(job, scratchIndex+axis), h)
			t.nearest(h, point[axis])
		}
		VMOVAPD(findNearest(t, job, point), f)
		t.choose(inside, scratch(job, scratchCell), f)
		Label("usual")
		return f
	}
}

// polynomial is that of a cell of the table.
type polynomial struct {
	corner GPVirtual // the first of its 4×4×4 points
	cubic  GPVirtual // the address of its layout.Cubic
}

// first takes the cell of the first lane of left.
func (p polynomial) first(job Mem, left GPVirtual) {
	lane := GP32()
	BSFL(left, lane)
	MOVL(scratch(job, scratchAt).Idx(lane, 4), p.corner)
}

// search finds the cell of the first lane of left, a bit a lane, and its coefficients:
// those in job.cubics, or else they go there.
func (p polynomial) search(t target, job Mem, name string) {
	slot := GP32()
	// Fibonacci hashing.
	IMUL3L(U32(layout.CubicHash), p.corner, slot)
	SHRL(Imm(32-layout.CubicBits), slot)
	MOVL(slot, p.cubic.As32())
	SHLQ(Imm(layout.CubicShift), p.cubic)
	ADDQ(job.Offset(jobCubics), p.cubic)
	tag := Mem{Base: word(job, jobTags), Index: slot.As64(), Scale: 4}
	CMPL(p.corner, tag)
	JEQ(LabelRef("usual" + name))
	MOVL(p.corner, tag)
	p.expand(t, job)
	Label("usual" + name)
}

// evaluate sets f in the lanes of the cell and takes them from left: Σ c xᵃ yᵇ zᶜ by
// Horner's rule, where x, y and z are the distances of h, k and l from its middle.
func (p polynomial) evaluate(t target, job Mem, left GPVirtual, f VecVirtual) {
	here := t.same(scratch(job, scratchAt), p.corner)
	taken := t.bits(here)
	NOTL(taken)
	ANDL(taken, left)
	var x [3]VecVirtual
	for axis := range x {
		x[axis] = copyOf(t, scratch(job, scratchPart+axis))
		VADDPD(half, x[axis], x[axis])
	}
	var row, plane, whole VecVirtual
	for a := 3; a >= 0; a-- {
		for c := 3; c >= 0; c-- {
			row = t.vector()
			VBROADCASTSD(p.coefficient(a, 3, c), row)
			for b := 2; b >= 0; b-- {
				t.addBroadcast(p.coefficient(a, b, c), x[1], row)
			}
			if c < 3 {
				VFMADD231PD(plane, x[2], row)
			}
			plane = row
		}
		if a < 3 {
			VFMADD231PD(whole, x[0], plane)
		}
		whole = plane
	}
	t.choose(here, whole, f)
}

// coefficient returns the operand of the coefficient of xᵃ yᵇ zᶜ.
func (p polynomial) coefficient(a, b, c int) Mem {
	return Mem{Base: p.cubic, Disp: 8 * ((4*a+c)*4 + b)}
}

// expand computes the coefficients from the 4×4×4 points of the table: along k, along
// l and, when all planes are there, along h.
func (p polynomial) expand(t target, job Mem) {
	plane, row := GP64(), GP64()
	MOVL(p.corner, plane.As32())
	SHLQ(Imm(2), plane)
	ADDQ(job.Offset(jobTable), plane)
	for a := range 4 {
		MOVQ(plane, row)
		var rows [4]VecVirtual
		for b := range rows {
			rows[b] = YMM()
			VCVTPS2PD(Mem{Base: row}, rows[b])
			if b < 3 {
				ADDQ(job.Offset(jobRow), row)
			}
		}
		rows = through(rows)
		rows = through(t.turn(rows))
		for c, r := range rows {
			VMOVUPD(r, p.coefficient(a, 0, c))
		}
		if a < 3 {
			ADDQ(job.Offset(jobPlane), plane)
		}
	}
	for c := range 4 {
		var planes [4]VecVirtual
		for a := range planes {
			planes[a] = YMM()
			VMOVUPD(p.coefficient(a, 0, c), planes[a])
		}
		for a, plane := range through(planes) {
			VMOVUPD(plane, p.coefficient(a, 0, c))
		}
	}
}

// through returns the coefficients of the cubic through four points at −3/2, −1/2,
// 1/2 and 3/2; the points are lost. With s and d the sum and difference of the inner
// two, S and D of the outer two, they are
//
//	(9s − S)/16,  9d/8 − D/24,  (S − s)/4,  D/6 − d/2
func through(p [4]VecVirtual) [4]VecVirtual {
	inner, outer := YMM(), YMM()
	VADDPD(p[1], p[2], inner)
	VSUBPD(p[1], p[2], p[2])
	VADDPD(p[0], p[3], outer)
	VSUBPD(p[0], p[3], p[3])
	VMULPD(cubic9o16, inner, p[0])
	VFMADD231PD(cubicMinus1o16, outer, p[0])
	VSUBPD(inner, outer, outer)
	VMULPD(cubic1o4, outer, outer)
	VMULPD(cubic9o8, p[2], p[1])
	VFMADD231PD(cubicMinus1o24, p[3], p[1])
	VMULPD(sixth, p[3], p[3])
	VFMADD231PD(half, p[2], p[3])
	return [4]VecVirtual{p[0], p[1], outer, p[3]}
}

// lagrange stores the weights of the points −1, 0, 1 and 2 at x, implements
// kernel.lagrange.
func lagrange(t target, job Mem, axis int) {
	x := copyOf(t, scratch(job, scratchPart+axis))
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
		VMOVUPD(w, scratch(job, scratchWeights+4*axis+i))
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
