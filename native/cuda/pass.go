package cuda

import (
	"iter"

	"gobragg/core/plan"
	"gobragg/native/cuda/abi"
)

// A pass is what one launch does for every pixel of a rectangle: the steps (sensor
// layers × sub-pixels × sources) from step0 to step1, each over the orientations from
// first to last.
type pass struct {
	step0, step1 uint64
	first, last  int
	flags        uint64
}

// steps returns the number of steps of p.
func steps(p *plan.Plan) uint64 {
	return uint64(p.Layers) * uint64(p.Oversample) * uint64(p.Oversample) * uint64(len(p.Sources))
}

// samples returns how many samples the pass takes of one pixel.
func (a pass) samples() int64 { return int64(a.step1-a.step0) * int64(a.last-a.first) }

// passes cuts the sum of a pixel over so many steps and orientations into passes, in
// order. limit is asked before each for the most samples it may have; less than one
// chunk of orientations it never has. window is the number of orientations that are
// on the device together, a multiple of abi.Chunk unless it is all of them.
func passes(steps uint64, orientations, window int, limit func() int64) iter.Seq[pass] {
	return func(yield func(pass) bool) {
		step, first := uint64(0), 0
		for step < steps {
			a := pass{step0: step, step1: step + 1, first: first, last: orientations}
			most := limit()
			switch {
			case first == 0 && orientations <= window && most >= int64(orientations):
				a.step1 = min(steps, step+uint64(most/int64(orientations)))
			default:
				n := int(max(abi.Chunk, min(most, int64(window))/abi.Chunk*abi.Chunk))
				// Not beyond the window that first is in.
				a.last = min(orientations, first+n, (first/window+1)*window)
			}
			if step == 0 && first == 0 {
				a.flags |= abi.Begin
			}
			step, first = a.step1, 0
			if a.last < orientations {
				step, first = a.step0, a.last
			}
			if step == steps {
				a.flags |= abi.Finish
			}
			if !yield(a) {
				return
			}
		}
	}
}
