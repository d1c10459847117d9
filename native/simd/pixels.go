package simd

import "gobragg/core/frame"

// Pixels turns photons into the numbers of files, as package frame does, on the
// fastest vector unit that this processor has.
type Pixels struct {
	lanes int // 1: there is no such unit
	loops pixelLoops
}

// pixelLoops are the loops of one instruction set that turn photons into numbers.
type pixelLoops struct {
	counts func(dst *uint16, photons *float32, groups int, scale, offset float64)
	greys  func(dst *uint8, photons *float32, groups int, scale float64)
	// In groups of four pixels.
	sums       func(sums *float64, photons *float32, groups int)
	deviations func(squares *float64, photons *float32, groups int, mean float64)
}

// NewPixels returns Pixels.
func NewPixels() Pixels {
	if all := variants(); len(all) > 0 {
		return Pixels{all[0].lanes, all[0].pixels}
	}
	return Pixels{lanes: 1}
}

// whole returns how many of n pixels the loops take, in groups of so many.
func (x Pixels) whole(n, group int) int {
	if x.lanes == 1 {
		return 0
	}
	return n / group * group
}

// Counts is q.Counts.
func (x Pixels) Counts(q frame.Integer, dst []uint16, photons []float32) {
	dst = dst[:len(photons)]
	n := x.whole(len(photons), x.lanes)
	if n > 0 {
		x.loops.counts(&dst[0], &photons[0], n/x.lanes, q.Scale, q.ADC)
	}
	q.Counts(dst[n:], photons[n:])
}

// Greys is p.Greys.
func (x Pixels) Greys(p frame.Preview, dst []uint8, photons []float32) {
	dst = dst[:len(photons)]
	n := x.whole(len(photons), x.lanes)
	if n > 0 {
		x.loops.greys(&dst[0], &photons[0], n/x.lanes, p.Scale)
	}
	p.Greys(dst[n:], photons[n:])
}

// AddSums implements frame.RowAdder.
func (x Pixels) AddSums(s *frame.RunningSums, row []float32) {
	n := x.whole(len(row), 4)
	if n > 0 {
		x.loops.sums(&s.Sum[0], &row[0], n/4)
	}
	frame.Rows{}.AddSums(s, row[n:])
}

// AddDeviations implements frame.RowAdder.
func (x Pixels) AddDeviations(squares *[4]float64, row []float32, mean float64) {
	n := x.whole(len(row), 4)
	if n > 0 {
		x.loops.deviations(&squares[0], &row[0], n/4, mean)
	}
	frame.Rows{}.AddDeviations(squares, row[n:], mean)
}
