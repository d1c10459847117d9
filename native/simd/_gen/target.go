package main

import (
	"math"

	"gobragg/core/kernel"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// target is what AVX2 and AVX-512 do differently.
type target interface {
	name() string
	lanes() int
	vector() VecVirtual
	// chains is how many polynomials the registers can take side by side.
	chains() int
	// keep returns the constant at m as an operand for the whole loop: in a
	// register where there are enough of them.
	keep(m Mem) Op
	// mulBroadcast sets dst to a times the number at m.
	mulBroadcast(m Mem, a, dst VecVirtual)
	// round sets dst to the integer nearest to x, ties to even.
	round(x, dst VecVirtual)
	// tieDown takes 1 from point where delta is −½.
	tieDown(delta, point VecVirtual)
	// lookUp sets dst to the structure factors at the lattice points p, 8-byte
	// integers as float64.
	lookUp(job Mem, p [3]VecVirtual, dst VecVirtual)
}

// wide is the number of copies of each constant: the widest vector.
const wide = 8

var poly, tiny, half, one Mem

// coefficients lays down the constants of package kernel.
func coefficients() {
	constant := func(name string, values ...float64) Mem {
		m := GLOBL(name, RODATA|NOPTR)
		for i, v := range values {
			for j := range wide {
				// F64 of a whole number would be written as an integer.
				DATA(8*(i*wide+j), U64(math.Float64bits(v)))
			}
		}
		return m
	}
	poly = constant("sinpi", kernel.SinpiCoefficients[:]...)
	tiny = constant("tiny", kernel.Tiny)
	half = constant("minushalf", -0.5)
	one = constant("one", 1)
}

// at returns the operand index constants into m.
func at(m Mem, index int) Mem { return m.Offset(8 * wide * index) }
