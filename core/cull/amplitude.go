package cull

import (
	"math"

	"gobragg/core/plan"
)

// amplitudes answers how large |F| can be in a box of lattice points.
type amplitudes struct {
	plan    *plan.Plan
	missing float64 // |F| of points outside the table
	// levels[n] holds, for each point of the table, the largest |F| of the cube of
	// 2ⁿ points an axis from it on, as far as it lies in the table.
	levels [][]float32
	all    float64 // the largest anywhere
}

// levels is how many of them there are: boxes of more than 8 points along an axis
// count as the whole table.
const levels = 4

// overshoot is the Lebesgue constant of cubic interpolation between its two middle
// points, cubed for three axes: |F| of Tricubic is at most so much larger than the
// largest |F| of the points it reads. Σ|wᵢ(x)| = 1 + x(1 − x) on 0 ≤ x ≤ 1.
const overshoot = 1.25 * 1.25 * 1.25

// unknown is the width of an interval of h that says nothing, as NaN does.
const unknown = 1e6

func newAmplitudes(p *plan.Plan) *amplitudes {
	a := &amplitudes{plan: p, missing: math.Abs(p.DefaultF)}
	a.all = a.missing
	if p.Lookup == plan.Uniform {
		return a
	}
	level := make([]float32, len(p.F))
	for i, f := range p.F {
		level[i] = max(f, -f)
		a.all = max(a.all, float64(level[i]))
	}
	a.levels = append(a.levels, level)
	for step := 1; len(a.levels) < levels; step *= 2 {
		level = append([]float32(nil), level...)
		a.spread(level, step)
		a.levels = append(a.levels, level)
	}
	if p.Lookup == plan.Tricubic {
		a.all *= overshoot
	}
	return a
}

// spread raises each point of level to the one that is step further, axis by axis.
func (a *amplitudes) spread(level []float32, step int) {
	size := a.plan.GridSize
	n := [3]int{int(size[0]), int(size[1]), int(size[2])}
	for h := range n[0] {
		for k := range n[1] {
			row := level[(h*n[1]+k)*n[2]:][:n[2]]
			// Upwards, so that what is read has not been raised along this axis.
			for l := range n[2] - step {
				row[l] = max(row[l], row[l+step])
			}
		}
	}
	raise := func(row, by []float32) {
		for i, f := range by {
			row[i] = max(row[i], f)
		}
	}
	plane := n[1] * n[2]
	for h := range n[0] {
		for k := range n[1] - step {
			at := h*plane + k*n[2]
			raise(level[at:][:n[2]], level[at+step*n[2]:][:n[2]])
		}
	}
	for h := range n[0] - step {
		raise(level[h*plane:][:plane], level[(h+step)*plane:][:plane])
	}
}

// largest returns a bound of |F| of samples whose h, k, l lie between low and high.
func (a *amplitudes) largest(low, high *[3]float64) float64 {
	p := a.plan
	if p.Lookup == plan.Uniform {
		return a.missing
	}
	var from [3]int
	width, outside := 1, false
	for i := range 3 {
		if !(high[i]-low[i] < unknown) {
			return a.all
		}
		// The points are those nearest to h, ⌈h − ½⌉, or those that cubics read.
		first, last := math.Ceil(low[i]-0.5), math.Ceil(high[i]-0.5)
		if p.Lookup == plan.Tricubic {
			first, last = math.Floor(low[i])-1, math.Floor(high[i])+2
		}
		first, last = first-float64(p.GridMin[i]), last-float64(p.GridMin[i])
		end := float64(p.GridSize[i] - 1)
		if last < 0 || first > end {
			return a.missing
		}
		outside = outside || first < 0 || last > end
		first, last = max(first, 0), min(last, end)
		from[i] = int(first)
		width = max(width, int(last-first)+1)
	}
	level := ceilLog2(width)
	if level >= levels {
		return a.all
	}
	f := float64(a.levels[level][(from[0]*int(p.GridSize[1])+from[1])*int(p.GridSize[2])+from[2]])
	if p.Lookup == plan.Tricubic {
		f *= overshoot
	}
	if outside {
		f = max(f, a.missing)
	}
	return f
}

// ceilLog2 returns the least n with 2ⁿ ≥ x ≥ 1.
func ceilLog2(x int) (n int) {
	for 1<<n < x {
		n++
	}
	return n
}
