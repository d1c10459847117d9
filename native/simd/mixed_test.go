package simd

import (
	"math"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/rng"
	"gobragg/core/simulate/backendtest"

	"gonum.org/v1/gonum/spatial/r3"
)

// mixedOfPeak is what mixed precision may be off by in the suite, over the brightest
// pixel there, which is darker than the one that kernel.MixedError refers to.
const mixedOfPeak = 2 * kernel.MixedError

func TestMixedConformance(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			b, err := Backend(name, "mixed", 2)
			if err != nil {
				t.Fatal(err)
			}
			backendtest.Run(t, b, backendtest.Budget{OfPeak: mixedOfPeak})
		})
	}
}

// TestMixedError measures what the vector loops lose, as package kernel's test does
// what the scalar ones do: single samples within and around the spots.
func TestMixedError(t *testing.T) {
	each(t, func(t *testing.T, v variant) {
		for _, c := range []struct {
			shape plan.Shape
			cells [3]int32
		}{
			{plan.Square, [3]int32{2, 2, 2}}, {plan.Square, [3]int32{5, 5, 5}}, {plan.Square, [3]int32{3, 8, 1}}, {plan.Square, [3]int32{9, 9, 9}},
			{plan.Square, [3]int32{12, 30, 7}}, {plan.Square, [3]int32{100, 100, 100}}, {plan.Square, [3]int32{1000, 1000, 1000}},
			{plan.Round, [3]int32{3, 3, 3}}, {plan.Round, [3]int32{1000, 1000, 1000}}, {plan.Gauss, [3]int32{3, 3, 3}}, {plan.Gauss, [3]int32{1000, 1000, 1000}},
		} {
			p := &plan.Plan{Header: plan.Header{Cells: c.cells, DefaultF: 1, Shape: c.shape, Peak: 2}}
			m := float64(c.cells[0]) * float64(c.cells[0])
			p.Metric = [6]float64{m, 1.2 * m, 0.9 * m, 0.7 * m, -0.6 * m, 0.8 * m}
			p.Orientations = []plan.Orientation{{0: 1, 4: 1, 8: 1}}
			p.Sources = []plan.Source{{InvLambda: 1000}}
			double, mixed := kernel.NewSums(p), newSummer(p, v, true)
			random := rng.NewStream(9, uint64(c.cells[0]))
			index := func(n int32) float64 {
				return math.Floor(random.Float64()*600-300) + min(1, 2/float64(n))*(random.Float64()-0.5)
			}
			peak := p.Peak * p.Peak
			if c.shape == plan.Square {
				peak = math.Pow(float64(c.cells[0])*float64(c.cells[1])*float64(c.cells[2]), 2)
			}
			var q kernel.Vectors
			var got, want [kernel.StripSize]float64
			worst := 0.0
			for range 1000 {
				strip(&q, func(int) r3.Vec { return r3.Vec{X: index(c.cells[0]), Y: index(c.cells[1]), Z: index(c.cells[2])} })
				double.Sum(p.Orientations, &q, kernel.StripSize, &want)
				mixed.Sum(p.Orientations, &q, kernel.StripSize, &got)
				for i := range got {
					worst = max(worst, math.Abs(got[i]-want[i])/peak)
				}
			}
			if !(worst > 0 && worst <= kernel.MixedError) {
				t.Errorf("shape %d, N %v: samples differ by %.2g of the peak, want ≤ %.2g and not 0", c.shape, c.cells, worst, kernel.MixedError)
			}
		}
	})
}
