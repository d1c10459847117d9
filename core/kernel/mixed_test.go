package kernel

import (
	"math"
	"slices"
	"testing"

	"gobragg/core/plan"
	"gobragg/core/rng"

	"gonum.org/v1/gonum/spatial/r3"
)

// TestPhase holds the split into lattice point and phase against its definition.
func TestPhase(t *testing.T) {
	for _, h := range []float64{0, 0.5, -0.5, 1.5, -1.5, 0.25, -0.25, 7.4999, -7.4999, 1e-9, -1e-9, 200.123456789, -300.987654321, 5e5, -5e5 - 0.5} {
		n, p := phase(h)
		if want := math.Ceil(h - 0.5); float64(n) != want {
			t.Errorf("phase(%v): lattice point %d, want %v", h, n, want)
		}
		if got := float64(n) - float64(p)*PhaseUnit; math.Abs(got-h) > PhaseUnit/2 {
			t.Errorf("phase(%v) is that of %v, want it within half of 2⁻³²", h, got)
		}
	}
}

func TestMixedPays(t *testing.T) {
	usual := plan.Plan{Header: plan.Header{Cells: [3]int32{5, 5, 5}}}
	usual.Orientations = []plan.Orientation{{0: 1e-9, 4: 1e-9, 8: 1e-9}, {0: 9e-9, 1: 12e-9, 4: 1e-9, 8: 1e-9}}
	usual.Sources = []plan.Source{{InvLambda: 1e10}, {InvLambda: 2e10}}
	for _, c := range []struct {
		name   string
		change func(p *plan.Plan)
		want   bool
	}{
		{"usual", func(*plan.Plan) {}, true},
		{"a table", func(p *plan.Plan) { p.Lookup = plan.Nearest }, true},
		{"interpolated", func(p *plan.Plan) { p.Lookup = plan.Tricubic }, false},
		{"round", func(p *plan.Plan) { p.Shape = plan.Round }, true},
		{"top hat", func(p *plan.Plan) { p.Shape = plan.TopHat }, false},
		{"the largest h below the limit", func(p *plan.Plan) { p.Sources[1].InvLambda = mixedRange/(2*15e-9) - 1 }, true},
		{"and above", func(p *plan.Plan) { p.Sources[1].InvLambda = mixedRange/(2*15e-9) + 1 }, false},
	} {
		p := usual
		p.Sources = slices.Clone(usual.Sources)
		c.change(&p)
		if got := MixedPays(&p); got != c.want {
			t.Errorf("%s: MixedPays = %t, want %t", c.name, got, c.want)
		}
		if _, got := NewMixedSums(&p).(*MixedSums); got != c.want {
			t.Errorf("%s: mixed precision is used: %t, want %t", c.name, got, c.want)
		}
	}
}

// TestMixedError measures what mixed precision loses: single samples within and
// around the spots of crystals of up to a thousand cells, where nothing averages.
func TestMixedError(t *testing.T) {
	for _, n := range []int32{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 20, 50, 100, 300, 1000} {
		for _, shape := range []plan.Shape{plan.Square, plan.Round, plan.Gauss} {
			p := &plan.Plan{Header: plan.Header{Cells: [3]int32{n, n, n}, DefaultF: 1, Shape: shape, Peak: 3}}
			// A skew metric, as of a cell with angles of 70°.
			m := float64(n) * float64(n)
			p.Metric = [6]float64{m, 1.2 * m, 0.9 * m, 0.7 * m, -0.6 * m, 0.8 * m}
			p.Orientations = []plan.Orientation{{0: 1, 4: 1, 8: 1}}
			p.Sources = []plan.Source{{InvLambda: 1000}}
			double, mixed := NewSums(p), NewMixedSums(p)
			if _, ok := mixed.(*MixedSums); !ok {
				t.Fatal("mixed precision is not used")
			}
			random := rng.NewStream(1, uint64(n))
			peak := math.Pow(float64(n), 6)
			if shape != plan.Square {
				peak = p.Peak * p.Peak
			}
			var q Vectors
			var got, want [StripSize]float64
			worst := 0.0
			for range 1000 {
				for i := range StripSize {
					index := func() float64 {
						return math.Floor(random.Float64()*600-300) + min(1, 2/float64(n))*(random.Float64()-0.5)
					}
					q.set(i, r3.Vec{X: index(), Y: index(), Z: index()})
				}
				double.Sum(p.Orientations, &q, StripSize, &want)
				mixed.Sum(p.Orientations, &q, StripSize, &got)
				for i := range got {
					worst = max(worst, math.Abs(got[i]-want[i])/peak)
				}
			}
			if !(worst <= MixedError) {
				t.Errorf("N = %d, shape %d: samples differ by %.2g of the peak, want ≤ %.2g", n, shape, worst, MixedError)
			}
			t.Logf("N = %d, shape %d: %.2g of the peak", n, shape, worst)
		}
	}
}
