package simd

import (
	"context"
	"math"
	"os"
	"testing"

	"gobragg/core/conformance"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// witness is the scalar Summer and compares another with it.
type witness struct {
	*kernel.Sums
	other       kernel.Summer
	worst, peak float64
}

func (w *witness) Sum(orientations []plan.Orientation, q *kernel.Vectors, n int, sums *[kernel.StripSize]float64) {
	var got [kernel.StripSize]float64
	w.Sums.Sum(orientations, q, n, sums)
	w.other.Sum(orientations, q, n, &got)
	for i, want := range sums[:n] {
		w.peak = max(w.peak, want)
		w.worst = max(w.worst, math.Abs(got[i]-want))
	}
}

// TestReferenceSums compares the sums behind every pixel of every reference case
// before anything is rounded to float32.
func TestReferenceSums(t *testing.T) {
	dir := os.DirFS("../../testdata/reference")
	cases, err := conformance.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, v variant) {
		for _, c := range cases {
			var w *witness
			b := simulate.Summing("witness", 1, func(p *plan.Plan) kernel.Summer {
				w = &witness{Sums: kernel.NewSums(p), other: newSummer(p, v, false)}
				return w
			})
			if _, err := c.Run(context.Background(), dir, b, conformance.DefaultLimits); err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			if !(w.peak > 0 && w.worst <= ofPeak*w.peak) {
				t.Errorf("%s: sums differ by %.2g of the largest, want ≤ %.2g", c.Name, w.worst/w.peak, ofPeak)
			}
		}
	})
}
