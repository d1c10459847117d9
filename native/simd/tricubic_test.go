package simd

import (
	"math"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/native/simd/internal/layout"

	"gonum.org/v1/gonum/spatial/r3"
)

// difference is by how much sums of a loop differ from the scalar kernel's, and the
// largest of these.
type difference struct{ worst, peak float64 }

// add compares the sums of a strip where the first orientation sees the given h, k, l.
func (d *difference) add(p *plan.Plan, got, want kernel.Summer, index func(i int) r3.Vec) {
	var q kernel.Vectors
	var a, b [kernel.StripSize]float64
	strip(&q, func(i int) r3.Vec {
		at := index(i)
		return scattering(&p.Orientations[0], at.X, at.Y, at.Z)
	})
	want.Sum(p.Orientations, &q, kernel.StripSize, &b)
	got.Sum(p.Orientations, &q, kernel.StripSize, &a)
	for i := range a {
		d.worst, d.peak = max(d.worst, math.Abs(a[i]-b[i])), max(d.peak, b[i])
	}
}

// check wants the sums to agree.
func (d *difference) check(t *testing.T, name string) {
	t.Helper()
	if !(d.peak > 0 && d.worst <= ofPeak*d.peak) {
		t.Errorf("%s: sums differ by %.2g of the largest, %g, want ≤ %.2g", name, d.worst/d.peak, d.peak, ofPeak)
	}
}

const tricubicCrystal = "-cell 70 80 90 75 85 95 -misset 10 20 30 -lambda 1 -distance 100 -pixel 1 -detpixels 8 -hkl table -interpolate -default_F 7"

// TestTricubicCells has strips that walk through the table in steps so small that all
// lanes of a vector share a cell, so large that each has its own, and in between; and
// across all faces of the table, from −10 to 10 along each axis.
func TestTricubicCells(t *testing.T) {
	ways := []r3.Vec{{X: 1}, {Y: -1}, {Z: 1}, {X: -0.6, Y: 0.5, Z: 0.7}}
	starts := []r3.Vec{{X: 0.5, Y: 0.5, Z: 0.5}, {X: -9.1, Y: 3.2, Z: 0.1}, {X: 8.4, Y: -8.9, Z: 8.9}, {X: -2, Y: -9.2, Z: 7.7}, {X: 0.9, Y: 8.8, Z: -9.9}}
	each(t, func(t *testing.T, v variant) {
		for _, shape := range []string{" -N 3", " -N 20", " -N 3 -round_xtal", " -N 3 -gauss_xtal", " -N 2 -tophat_spots"} {
			p := compile(t, tricubicCrystal+" -mosaic 0.5 -mosaic_domains 5"+shape)
			got, want := newSummer(p, v, false), kernel.NewSums(p)
			var d difference
			for _, step := range []float64{0, 1e-3, 0.03, 0.1, 0.3, 0.7, 1.9} {
				for _, way := range ways {
					for _, start := range starts {
						d.add(p, got, want, func(i int) r3.Vec { return r3.Add(start, r3.Scale(step*float64(i), way)) })
					}
				}
			}
			d.check(t, shape)
		}
	})
}

// TestTricubicForgets visits all cells of the table, more than job.cubics holds, and
// again.
func TestTricubicForgets(t *testing.T) {
	const first, last = -9, 8 // cells whose 4×4×4 points are all in the table
	if n := last - first + 1; n*n*n <= 1<<layout.CubicBits {
		t.Fatalf("the table has %d cells, want more than %d", n*n*n, 1<<layout.CubicBits)
	}
	each(t, func(t *testing.T, v variant) {
		p := compile(t, tricubicCrystal+" -N 5")
		got, want := newSummer(p, v, false), kernel.NewSums(p)
		var d difference
		for range 2 {
			for h := first; h <= last; h++ {
				for k := first; k <= last; k++ {
					for l := first; l < last; l += 2 {
						d.add(p, got, want, func(i int) r3.Vec {
							return r3.Vec{X: float64(h) + 0.1, Y: float64(k) + 0.9, Z: float64(l) + 2*float64(i)/kernel.StripSize}
						})
					}
				}
			}
		}
		d.check(t, "all cells")
	})
}
