package cull

import (
	"math"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// TestDarkChangesNothing: what is dark is exactly 0 in the full sum, and everything
// else keeps its bits.
func TestDarkChangesNothing(t *testing.T) {
	dark, zero := 0, 0
	for i := range 400 {
		d := newDice(uint64(i))
		p := d.plan(t)
		p.Background = 0
		if d.chance(0.5) && p.Lookup != plan.Uniform {
			p.DefaultF = 0
		}
		x := NewDark(p)
		if x == nil {
			continue
		}
		roi := p.ROI()
		want, got := full(p), make([]float32, roi.Dx()*roi.Dy())
		for j := range got {
			got[j] = float32(math.NaN())
		}
		if !x.Render(kernel.NewRenderer(p, kernel.NewSums(p)), roi, got, nil) {
			t.Fatal("Render stopped")
		}
		for j, v := range got {
			if math.Float32bits(v) != math.Float32bits(want[j]) {
				t.Errorf("experiment %d, pixel %d: %g, want %g", i, j, v, want[j])
				break
			}
			if v == 0 {
				zero++
			}
		}
		if all, _ := x.shade(roi, x.maxQ2); all {
			dark++
		}
	}
	if dark < 10 {
		t.Errorf("%d dark images, with %d pixels of 0: this tests nothing", dark, zero)
	}
	t.Logf("%d images all dark, %d pixels of 0", dark, zero)
}

// TestDarkNeedsAReason: without a limit, or with one that the detector does not
// reach, there is nothing to look at.
func TestDarkNeedsAReason(t *testing.T) {
	for i := range 200 {
		d := newDice(uint64(i))
		p := d.plan(t)
		p.DefaultF, p.MaxQ2 = 1, math.Inf(1)
		if NewDark(p) != nil {
			t.Errorf("experiment %d scatters everywhere, and yet something is dark", i)
		}
	}
}
