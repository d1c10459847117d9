package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// lookup is how a sample gets its structure factor.
type lookup struct {
	suffix, formula string
	// interpolate takes h, k and l rather than a lattice point, and returns what
	// writes F_cell.
	interpolate func(t target, job Mem, h [3]VecVirtual) (find func() VecVirtual)
	// find writes F_cell; point is lost.
	find func(t target, job Mem, point [3]VecVirtual) VecVirtual
	// find32 is find in mixed precision, where point is of int32.
	find32 func(t target, job Mem, point [3]VecVirtual) VecVirtual
}

// The look-ups of package plan; tricubic has a file of its own.
var (
	uniform = lookup{}
	nearest = lookup{suffix: "Table", formula: " F_cell², nearest,", find: findNearest, find32: findNearest32}
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
