package main

import (
	"math"

	"gobragg/core/kernel"
	"gobragg/core/portable"
	"gobragg/core/rng"
	"gobragg/native/simd/internal/layout"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// target is what AVX2 and AVX-512 do differently. A mask is a register that holds
// a truth value a lane.
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
	// floor sets dst to the greatest integer not above x.
	floor(x, dst VecVirtual)
	// nearest sets dst to ⌈x − ½⌉, the integer nearest to x with ties down.
	nearest(x, dst VecVirtual)
	// integers returns the integers of x as int32.
	integers(x VecVirtual) VecVirtual
	// compare returns the mask of a (predicate) b; where and is a mask, of those
	// lanes of it. It may overwrite and.
	compare(predicate Constant, a VecVirtual, b Op, and Register) Register
	// xor sets dst to a + b + dst, bit by bit, modulo 2.
	xor(a Op, b VecVirtual, dst VecVirtual)
	// signs sets the bits of dst to the signs of v.
	signs(v VecVirtual, dst GPVirtual)
	// store16 stores v, from 0 to 65536 and rounded to float32, as 16-bit numbers
	// without its fraction; store8 v from 0 to 255 as 8-bit ones.
	store16(v VecVirtual, m Mem)
	store8(v VecVirtual, m Mem)
	// storeSingle stores v as float32.
	storeSingle(v VecVirtual, m Mem)
	// stride returns as many whole numbers, each the number of lanes.
	stride() Mem
	// choose sets dst to a where mask is true.
	choose(mask Register, a Op, dst VecVirtual)
	// only clears v where mask is false.
	only(mask Register, v VecVirtual)
	// jumpNone jumps where no lane of mask is true, jumpAll where all are.
	jumpNone(mask Register, label string)
	jumpAll(mask Register, label string)
	// below returns what gather takes for index < limit, as unsigned integers, and and.
	// It may overwrite and.
	below(index VecVirtual, limit Mem, and Register) Register
	// gather sets dst to the float32 at index of table where inside is true, and to
	// missing elsewhere. index and inside are lost.
	gather(table Register, index VecVirtual, inside Register, missing Op, dst VecVirtual)
	// pairs returns the 2·lanes numbers at m so that pack, and then widen, brings them
	// into the order in which they were.
	pairs(m Mem) [2]VecVirtual
	// widen returns the two halves of f in float64.
	widen(f VecVirtual) [2]VecVirtual
	// hold returns v as an operand, and has it in memory where registers are few.
	hold(v VecVirtual, m Mem) Op
	// products sets both dst to a times the number at m.
	products(m Mem, a [2]Op, dst [2]VecVirtual)
	// round32 is round in float32; choose32 sets dst to a where x (predicate) limit.
	round32(x, dst VecVirtual)
	choose32(predicate Constant, x VecVirtual, limit Mem, a, dst VecVirtual)
	// inRegister returns the constant c as a register.
	inRegister(c Op) Op
	// gather32 is gather without widening.
	gather32(table Register, index VecVirtual, inside Register, missing Op, dst VecVirtual)
	// addBroadcast sets dst to dst·x and the number at m.
	addBroadcast(m Mem, x, dst VecVirtual)
	// jumpCrowded jumps where the lanes of 4-byte integers have more than half as many
	// different numbers as there are lanes, or nearly.
	jumpCrowded(integers VecVirtual, label string)
	// same returns the mask of the 4-byte integers that are i.
	same(integers Mem, i GPVirtual) Register
	// onlyIntegers clears the 4-byte integers at m where mask is false.
	onlyIntegers(mask Register, m Mem)
	// bits returns a mask as bits.
	bits(mask Register) GPVirtual
	// saveMask stores a mask, loadMask brings it back.
	saveMask(mask Register, m Mem)
	loadMask(m Mem) Register
	// turn transposes 4×4 numbers, 256 bits a row.
	turn(rows [4]VecVirtual) [4]VecVirtual
	// scale multiplies y by 2^k, k an integer for which the product is a normal
	// number. k is lost.
	scale(k, y VecVirtual)
	// ldexp multiplies y, from ½ to 2, by 2^k, k an integer from −1100 to 1100. k
	// is lost.
	ldexp(k, y VecVirtual)
	// transpose turns four numbers a lane, 256 bits each, to four vectors.
	transpose(lane []VecVirtual) [4]VecVirtual
}

// Predicates of target.compare.
const (
	equal   = U8(0)
	less    = U8(1)
	unequal = U8(4)
	atMost  = U8(2)
	atLeast = U8(5) // not less
)

// wide is the number of copies of each constant: the widest vector.
const wide = layout.Wide

// Constants in memory, wide copies of each.
var (
	poly, cospi, tiny, half, one             Mem // of square crystals and of peeling
	sixth, minusSixth, halfUp, two           Mem // of Lagrange's cubics
	cubic9o16, cubicMinus1o16, cubic1o4      Mem // of cubics about the middle
	cubic9o8, cubicMinus1o24                 Mem
	fullPoly, pi, third, magnitude           Mem // of round ones
	series, seriesEnd                        Mem
	expPoly, minusLog2E, ln2Hi, ln2Lo, shift Mem // of Gaussian ones
	gaussEnd, topHatEnd                      Mem
	log2E, expLeast, expMost                 Mem // of sensors
	multiplier0, multiplier1, lane, minusOne Mem // of photons: whole numbers
	halfStep, rejectionMean                  Mem
	maxCount, maxGrey                        Mem // of pixels
	stride4, stride8                         Mem
	evenPairs, oddPairs                      Mem // permutations of transpose
	phaseBias                                Mem // of mixed precision
	sinPhase, cosPhase, phaseUnit, phaseTiny Mem // and in float32
	single1, single2                         Mem
	exp2, minusLog2E32, leastExponent        Mem
	sinc3Near, sinc3End, sinc3Factor         Mem
)

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
	cospi = constant("cospi", kernel.CospiCoefficients[:]...)
	tiny = constant("tiny", kernel.Tiny)
	half = constant("minushalf", -0.5)
	one = constant("one", 1)

	sixth = constant("sixth", 1./6)
	minusSixth = constant("minussixth", -1./6)
	halfUp = constant("half", 0.5)
	two = constant("two", 2)
	// Cubics through points at ±1/2 and ±3/2.
	cubic9o16, cubicMinus1o16 = constant("nine16ths", 9./16), constant("minus16th", -1./16)
	cubic9o8, cubicMinus1o24 = constant("nine8ths", 9./8), constant("minus24th", -1./24)
	cubic1o4 = constant("quarter", 1./4)

	// kernel.SinCosPi.
	fullPoly = constant("fullsinpi", kernel.FullSinpiCoefficients[:]...)
	pi = constant("pi", math.Pi)
	third = constant("third", 1./3)
	magnitude = constant("magnitude", math.Float64frombits(1<<63-1))
	// kernel.Sinc3 near 0, in powers of x².
	series = constant("series", 1, -1./10, 1./(10*28), -1./(10*28*54), 1./(10*28*54*88))
	seriesEnd = constant("seriesend", kernel.Sinc3Series)

	// portable.Exp.
	expPoly = constant("exp", portable.ExpCoefficients[:]...)
	log2E = constant("log2e", portable.Log2E)
	minusLog2E = constant("minuslog2e", -portable.Log2E)
	ln2Hi = constant("ln2hi", portable.Ln2Hi)
	ln2Lo = constant("ln2lo", portable.Ln2Lo)
	shift = constant("shift", portable.RoundShift)
	// Here e^x is 0 or +Inf in float64, and 2^k within reach of ldexp.
	expLeast = constant("expleast", -746)
	expMost = constant("expmost", 710)
	gaussEnd = constant("gaussend", 373)
	topHatEnd = constant("tophatend", kernel.TopHatRadius)

	phaseBias = constant("phasebias", kernel.PhaseBias)
	// As many copies fill a vector with float32.
	constant32 := func(name string, values ...float32) Mem {
		m := GLOBL(name, RODATA|NOPTR)
		for i, v := range values {
			for j := range 2 * wide {
				DATA(4*(2*i*wide+j), U32(math.Float32bits(v)))
			}
		}
		return m
	}
	sinPhase = constant32("sinphase", kernel.SinPhaseCoefficients[:]...)
	cosPhase = constant32("cosphase", kernel.CosPhaseCoefficients[:]...)
	phaseUnit = constant32("phaseunit", kernel.PhaseUnit)
	phaseTiny = constant32("phasetiny", kernel.PhaseTiny)
	single1 = constant32("single1", 1)
	single2 = constant32("single2", 2)
	exp2 = constant32("exp2", kernel.Exp2Coefficients[:]...)
	minusLog2E32 = constant32("minuslog2e32", kernel.MinusLog2E)
	leastExponent = constant32("leastexponent", kernel.LeastExponent)
	sinc3Near = constant32("sinc3near", kernel.Sinc3Coefficients[:]...)
	sinc3End = constant32("sinc3end", kernel.MixedSinc3Series)
	sinc3Factor = constant32("sinc3factor", kernel.Sinc3Factor)

	whole := func(name string, v uint64) Mem {
		m := GLOBL(name, RODATA|NOPTR)
		for i := range wide {
			DATA(8*i, U64(v))
		}
		return m
	}
	multiplier0 = whole("philoxm0", rng.PhiloxM0)
	multiplier1 = whole("philoxm1", rng.PhiloxM1)
	minusOne = whole("minusone", math.MaxUint64)
	stride4, stride8 = whole("four", 4), whole("eight", 8)
	lane = GLOBL("lane", RODATA|NOPTR)
	for i := range wide {
		DATA(8*i, U64(i))
	}
	halfStep = constant("halfstep", 0x1p-53)
	maxCount = constant("maxcount", math.MaxUint16)
	maxGrey = constant("maxgrey", math.MaxUint8)
	rejectionMean = constant("rejectionmean", rng.RejectionMean)

	permutation := func(name string, of ...uint64) Mem {
		m := GLOBL(name, RODATA|NOPTR)
		for i, v := range of {
			DATA(8*i, U64(v))
		}
		return m
	}
	evenPairs = permutation("evenpairs", 0, 1, 8, 9, 4, 5, 12, 13)
	oddPairs = permutation("oddpairs", 2, 3, 10, 11, 6, 7, 14, 15)
}

// at returns the operand index constants into m.
func at(m Mem, index int) Mem { return m.Offset(8 * wide * index) }

// keepAll keeps n constants.
func keepAll(t target, m Mem, n int) []Op {
	c := make([]Op, n)
	for i := range c {
		c[i] = t.keep(at(m, i))
	}
	return c
}

// horner returns Σ c[k] xᵏ of each x. The polynomials go forward together, so
// that each waits less for itself.
func horner(t target, c []Op, x ...VecVirtual) []VecVirtual {
	p := make([]VecVirtual, len(x))
	last := len(c) - 1
	for i := range x {
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

// turn transposes 4×4 numbers, 256 bits a row. join sets dst to the low halves of a
// and b, or to the high ones.
func turn(rows [4]VecVirtual, join func(half int, a, b, dst VecVirtual)) (columns [4]VecVirtual) {
	var pair [4]VecVirtual // columns 0 and 2 of rows 0, 1 and 2, 3; then columns 1 and 3
	for i := range 2 {
		pair[i], pair[2+i] = YMM(), YMM()
		VUNPCKLPD(rows[2*i+1], rows[2*i], pair[i])
		VUNPCKHPD(rows[2*i+1], rows[2*i], pair[2+i])
	}
	for c := range columns {
		columns[c] = YMM()
		join(c/2, pair[2*(c%2)], pair[2*(c%2)+1], columns[c])
	}
	return columns
}
