package main

import (
	"gobragg/core/kernel"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Offsets into the struct job of package simd.
const (
	jobX, jobY, jobZ, jobSums   = 0, 8, 16, 24
	jobGroups                   = 32
	jobOrientations, jobCount   = 40, 48
	jobTable                    = 56
	jobRow, jobRows3, jobPlane  = 64, 72, 80
	jobSteps, jobEven           = 88, 96
	jobCubics, jobTags          = 104, 112
	jobCells                    = 128
	jobMin                      = jobCells + 3*8*wide
	jobSize                     = jobMin + 3*8*wide
	jobCorner                   = jobSize + 3*8*wide
	jobLast                     = jobCorner + 3*8*wide
	jobMetric                   = jobLast + 3*8*wide
	jobDefault                  = jobMetric + 6*8*wide
	jobScratch                  = jobDefault + 8*wide
	jobPhaseCells               = jobScratch + 22*8*wide
	jobPhaseTiny                = jobPhaseCells + 3*8*wide
	jobPhaseMin                 = jobPhaseTiny + 3*8*wide
	jobPhaseSize                = jobPhaseMin + 3*8*wide
	jobPhaseDefault             = jobPhaseSize + 3*8*wide
	jobPhaseFejer               = jobPhaseDefault + 8*wide
	jobPhaseMetric              = jobPhaseFejer + 4*3*8*wide
	jobFejer                    = jobPhaseMetric + 6*8*wide
	jobFactor                   = jobFejer + 3*(kernel.FejerDegree+1)*8*wide
	sizeOfOrientation           = 9 * 8
	scratchIndex, scratchFactor = 0, 3 // h, k, l and the lattice factor
	scratchCell, scratchAt      = 4, 5
	scratchInside, scratchPart  = 6, 7 // Part: what h, k, l have beyond an integer
	scratchWeights              = 10
)

// scratch returns the vector of that number in job that a loop writes to.
func scratch(job Mem, number int) Mem { return at(job.Offset(jobScratch), number) }

// word loads 8 bytes of job.
func word(job Mem, offset int) Register {
	r := GP64()
	MOVQ(job.Offset(offset), r)
	return r
}

// shape is how a lattice factor is computed.
type shape struct {
	name, formula string
	// profile: it is a function of Header.Metric's ρ, in units of Header.Peak.
	profile bool
	// quotient: it is 0/0 at a lattice point without kernel.Tiny.
	quotient bool
	// skips: it is often 0 in all lanes, and then jumps to next.
	skips bool
	// prepare writes what comes before the loop and returns what writes the lattice
	// factor at the distances δ from the lattice point; δ is lost.
	prepare func(t target, job Mem) (factor func(delta [3]VecVirtual) VecVirtual)
}

// next is the label at the end of an orientation.
const next = "next"

// loop writes the sum over orientations for one shape of crystal and one look-up,
// implements kernel.Sums: lanes are scattering vectors, each orientation is
// broadcast.
func loop(t target, s shape, l lookup) {
	name := s.name + t.name() + l.suffix
	TEXT(name, NOSPLIT, "func(job *byte)")
	Doc(name+" adds "+s.formula+l.formula+" of every orientation to the sums of job.", "Implements kernel.Sums.Sum.")
	job := Mem{Base: Load(Param("job"), GP64())}
	x, y, z, sums := word(job, jobX), word(job, jobY), word(job, jobZ), word(job, jobSums)
	groups := word(job, jobGroups)
	var guard Op
	if s.quotient {
		guard = t.keep(tiny)
	}
	latticeFactor := s.prepare(t, job)

	Label("group")
	q := [3]VecVirtual{t.vector(), t.vector(), t.vector()}
	for i, base := range []Register{x, y, z} {
		VMOVUPD(Mem{Base: base}, q[i])
	}
	sum := t.vector()
	VMOVUPD(Mem{Base: sums}, sum)
	cell, count := word(job, jobOrientations), word(job, jobCount)

	Label("orientation")
	h, point, delta := peel(t, job, cell, q, guard, s.profile || l.find != nil, l)
	// F comes first where the lattice factor wants the registers of the lattice
	// point, last where samples are skipped before it or it wants all registers.
	var f VecVirtual
	switch {
	case l.interpolate != nil:
		var find func() VecVirtual
		if !s.skips {
			find = l.interpolate(t, job, h)
		}
		VMOVUPD(latticeFactor(delta), scratch(job, scratchFactor))
		if s.skips {
			find = l.interpolate(t, job, h)
		}
		f = find()
		VMULPD(scratch(job, scratchFactor), f, f)
	case l.find == nil:
		f = latticeFactor(delta)
	case s.skips:
		f = latticeFactor(delta)
		VMULPD(l.find(t, job, point), f, f)
	default:
		found := l.find(t, job, point)
		f = latticeFactor(delta)
		VMULPD(found, f, f)
	}
	VFMADD231PD(f, f, sum)

	Label(next)
	ADDQ(Imm(sizeOfOrientation), cell)
	DECQ(count)
	JNZ(LabelRef("orientation"))
	VMULPD(job.Offset(jobFactor), sum, sum)
	VMOVUPD(sum, Mem{Base: sums})
	for _, p := range []Register{x, y, z, sums} {
		ADDQ(Imm(uint64(8*t.lanes())), p)
	}
	DECQ(groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
	RET()
}

// peel writes h, k and l of an orientation, the lattice point of each and the
// distance δ from it. They are computed in the order and with the roundings of
// the scalar kernel, so that every sample falls to the same lattice point; what
// follows uses fused multiply-adds.
//
// ties: where two lattice points are as near, it is the one below; otherwise either.
// guard is added to δ, if not nil. Where the look-up interpolates, h, k and l are also
// stored and returned.
func peel(t target, job Mem, cell Register, q [3]VecVirtual, guard Op, ties bool, l lookup) (h, point, delta [3]VecVirtual) {
	// Step by step on all axes, since a processor looks only so far ahead.
	var product [3]VecVirtual
	for axis := range 3 {
		delta[axis], product[axis] = t.vector(), t.vector()
		t.mulBroadcast(Mem{Base: cell, Disp: 24 * axis}, q[0], delta[axis])
	}
	for term := 1; term < 3; term++ {
		for axis := range 3 {
			t.mulBroadcast(Mem{Base: cell, Disp: 24*axis + 8*term}, q[term], product[axis])
		}
		for axis := range 3 {
			VADDPD(product[axis], delta[axis], delta[axis])
		}
	}
	for axis, x := range delta {
		if l.interpolate != nil {
			h[axis] = copyOf(t, x)
			VMOVUPD(x, scratch(job, scratchIndex+axis))
		}
		point[axis] = t.vector()
		if ties {
			t.nearest(x, point[axis])
		} else {
			t.round(x, point[axis])
		}
	}
	for axis, x := range delta {
		VSUBPD(point[axis], x, x)
		if guard != nil {
			VADDPD(guard, x, x)
		}
	}
	return h, point, delta
}
