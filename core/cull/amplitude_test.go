package cull

import (
	"math"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// TestLargest holds the bound of |F| against look-ups all over random boxes.
func TestLargest(t *testing.T) {
	exact := 0
	for i := range 300 {
		d := newDice(uint64(i))
		p := &plan.Plan{}
		p.DefaultF = d.between(-3, 3)
		g := d.table(p.DefaultF)
		p.GridMin, p.GridSize, p.F = g.Min, g.Size, g.F
		p.Lookup = plan.Lookup(d.int(1, 2))
		a := newAmplitudes(p)
		var low, high [3]float64
		for axis := range 3 {
			low[axis] = float64(g.Min[axis]) + d.between(-3, float64(g.Size[axis])+2)
			high[axis] = low[axis] + d.scale(0.01, 5)
		}
		bound := a.largest(&low, &high)
		most := 0.
		for range 300 {
			var x [3]float64
			for axis := range x {
				x[axis] = d.between(low[axis], high[axis])
			}
			h := [3]float64{math.Ceil(x[0] - 0.5), math.Ceil(x[1] - 0.5), math.Ceil(x[2] - 0.5)}
			f, ok := 0., false
			if p.Lookup == plan.Tricubic {
				f, ok = kernel.Tricubic(p, x[0], x[1], x[2])
			}
			if !ok {
				f = kernel.Nearest(p, h[0], h[1], h[2])
			}
			most = max(most, math.Abs(f))
		}
		if !(most <= bound) {
			t.Errorf("table %d: |F| of %g between %v and %v, bound %g", i, most, low, high, bound)
		}
		if most == bound {
			exact++
		}
	}
	if exact < 50 {
		t.Errorf("only %d of the bounds are attained", exact)
	}
}

// TestUnknownIndices: where nothing is known of h, k, l, all of the table is in reach.
func TestUnknownIndices(t *testing.T) {
	p := &plan.Plan{F: []float32{1, -7}}
	p.Lookup, p.GridSize = plan.Nearest, [3]int32{1, 1, 2}
	a := newAmplitudes(p)
	for _, wide := range []float64{math.NaN(), math.Inf(1), 1e12} {
		low, high := [3]float64{0, 0, -wide}, [3]float64{0, 0, wide}
		if got := a.largest(&low, &high); got != 7 {
			t.Errorf("an interval of ±%g: %g, want 7", wide, got)
		}
	}
}
