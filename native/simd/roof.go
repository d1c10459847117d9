package simd

import (
	"reflect"
	"runtime"
	"strings"
	"time"

	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// Roof measures for about the time d how many fused multiply-adds one core does in
// a second with the instructions of the named backend, in numbers of 64 or of 32
// bits. No loop can do more. It is 0 where there are no such instructions: for
// scalar, and in builds without assembly.
func Roof(backend string, bits int, d time.Duration) float64 {
	// A tenth of a millisecond: nothing interrupts the best of many.
	const turns = 1 << 13
	best := 0.0
	for _, v := range variants() {
		if v.name != backend {
			continue
		}
		loop, each := v.fma(bits)
		for start := time.Now(); best == 0 || time.Since(start) < d; {
			from := time.Now()
			loop(turns)
			best = max(best, float64(turns*each)/time.Since(from).Seconds())
		}
	}
	return best
}

// Work is what a sample takes, in multiply-adds: an addition, a multiplication, a
// division and a square root count half, a fused multiply-add one, all else nothing.
type Work struct {
	Double, Single float64 // of numbers of 64 and of 32 bits
	// AtLeast says that some samples do more: those whose lattice factor is not 0, or
	// nearly, and those of a vector with several cells of an interpolated table.
	AtLeast bool
}

// SampleWork returns what the inner loop of the named backend and precision does for
// a sample of p.
// The geometry of a pixel is not in it. What scalar does is counted as if it were
// that of the vector loop. In builds without assembly it is 0.
func SampleWork(backend, precision string, p *plan.Plan) Work {
	for _, v := range variants() {
		if v.name != backend && backend != "scalar" {
			continue
		}
		s := newSummer(p, v, precision == "mixed")
		c := operations[nameOf(s.loop)]
		each := 0.5 / float64(s.lanes)
		// The loop within the loop, three multiply-adds a step, is counted once.
		more := 6 * int(s.job.steps-1) * s.lanes
		switch {
		case c.single > 0 && kernel.MixedFejer(p):
			c.single += more
		case c.single == 0 && kernel.Fejer(p):
			c.double += more
		}
		return Work{Double: each * float64(c.double), Single: each * float64(c.single), AtLeast: c.leaves || p.Lookup == plan.Tricubic}
	}
	return Work{}
}

// nameOf returns the name of a generated loop.
func nameOf(loop func(job *byte)) string {
	name := runtime.FuncForPC(reflect.ValueOf(loop).Pointer()).Name()
	return name[strings.LastIndexByte(name, '.')+1:]
}

// counted are the operations of a loop for one orientation, in all its lanes; a
// fused multiply-add is two.
type counted struct {
	double, single int
	leaves         bool // it may leave an orientation early: counted is what comes before
}
