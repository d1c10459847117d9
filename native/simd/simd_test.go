package simd

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"gobragg/core/kernel"
	"gobragg/core/rng"
	"gobragg/core/simulate/backendtest"
)

// ofPeak is what a sum over orientations may differ from the scalar kernel's, over
// the largest: h, k and l agree to the bit, the rest is some twenty roundings of
// 1e-16 on each side, of numbers up to N³ above their mean.
const ofPeak = 1e-13

// ofPeakFloat32 adds the rounding of a pixel, where two such sums straddle its edge.
const ofPeakFloat32 = 6e-8

// each runs f for every instruction set of this processor. Without any, scalar must
// be all there is.
func each(t *testing.T, f func(t *testing.T, v variant)) {
	if names := Names(); len(variants()) == 0 && !slices.Equal(names, []string{"scalar"}) {
		t.Errorf("backends %q without vector loops, want scalar alone", names)
	}
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) { f(t, v) })
	}
}

func TestConformance(t *testing.T) {
	each(t, func(t *testing.T, v variant) {
		b, err := Backend(v.name, "double", 2)
		if err != nil {
			t.Fatal(err)
		}
		backendtest.Run(t, b, backendtest.Budget{OfPeak: ofPeakFloat32})
	})
}

// TestSumsAgree compares sums before they are rounded to float32, for vectors near
// and far from the lattice, and for every number of them.
func TestSumsAgree(t *testing.T) {
	each(t, func(t *testing.T, v variant) {
		for _, c := range backendtest.Cases() {
			p, err := c.Plan()
			if err != nil {
				t.Fatal(err)
			}
			got, want := newSummer(p, v, false), kernel.NewSums(p)
			random := rng.NewStream(1, 2)
			var q kernel.Vectors
			var a, b [kernel.StripSize]float64
			peak, worst := 0.0, 0.0
			for n := 1; n <= kernel.StripSize; n++ {
				for i := range n {
					for _, x := range []*float64{&q.X[i], &q.Y[i], &q.Z[i]} {
						*x = (random.Float64() - 0.5) * 1e10
						if i%5 == 0 {
							*x *= 1e-4
						}
					}
				}
				want.Sum(p.Orientations, &q, n, &b)
				got.Sum(p.Orientations, &q, n, &a)
				for i := range n {
					peak = max(peak, b[i])
					worst = max(worst, math.Abs(a[i]-b[i]))
				}
			}
			if !(worst <= ofPeak*peak) {
				t.Errorf("%s: sums differ by %.2g of the largest, want ≤ %.2g", c.Name, worst/peak, ofPeak)
			}
		}
	})
}

func TestUnknownPrecision(t *testing.T) {
	if _, err := Backend("auto", "half", 1); err == nil || !strings.Contains(err.Error(), "use one of auto, double, mixed") {
		t.Errorf("Backend(auto, half) error %v, want one that lists the precisions", err)
	}
}

func TestUnknownBackend(t *testing.T) {
	for _, name := range []string{"", "sse9", "cuda"} {
		if _, err := Backend(name, "auto", 1); err == nil || !strings.Contains(err.Error(), "use one of auto") {
			t.Errorf("Backend(%q) error %v, want one that lists the backends", name, err)
		}
	}
}

// TestJobLayout holds the struct to the offsets that _gen/loop.go uses.
func TestJobLayout(t *testing.T) {
	var j job
	for _, f := range []struct {
		name      string
		got, want uintptr
	}{
		{"sums", unsafe.Offsetof(j.sums), 24},
		{"groups", unsafe.Offsetof(j.groups), 32},
		{"orientations", unsafe.Offsetof(j.orientations), 40},
		{"count", unsafe.Offsetof(j.count), 48},
		{"table", unsafe.Offsetof(j.table), 56},
		{"row", unsafe.Offsetof(j.row), 64},
		{"rows3", unsafe.Offsetof(j.rows3), 72},
		{"plane", unsafe.Offsetof(j.plane), 80},
		{"cells", unsafe.Offsetof(j.cells), 128},
		{"min", unsafe.Offsetof(j.min), 128 + 192},
		{"size", unsafe.Offsetof(j.size), 128 + 2*192},
		{"corner", unsafe.Offsetof(j.corner), 128 + 3*192},
		{"last", unsafe.Offsetof(j.last), 128 + 4*192},
		{"metric", unsafe.Offsetof(j.metric), 128 + 5*192},
		{"defaultF", unsafe.Offsetof(j.defaultF), 128 + 7*192},
		{"scratch", unsafe.Offsetof(j.scratch), 128 + 7*192 + 64},
		{"phase.cells", unsafe.Offsetof(j.phase) + unsafe.Offsetof(j.phase.cells), 128 + 7*192 + 23*64},
		{"phase.tiny", unsafe.Offsetof(j.phase) + unsafe.Offsetof(j.phase.tiny), 128 + 8*192 + 23*64},
		{"phase.min", unsafe.Offsetof(j.phase) + unsafe.Offsetof(j.phase.min), 128 + 9*192 + 23*64},
		{"phase.size", unsafe.Offsetof(j.phase) + unsafe.Offsetof(j.phase.size), 128 + 10*192 + 23*64},
		{"phase.defaultF", unsafe.Offsetof(j.phase) + unsafe.Offsetof(j.phase.defaultF), 128 + 11*192 + 23*64},
		{"steps", unsafe.Offsetof(j.steps), 88},
		{"even", unsafe.Offsetof(j.even), 96},
		{"cubics", unsafe.Offsetof(j.cubics), 104},
		{"tags", unsafe.Offsetof(j.tags), 112},
		{"phase.fejer", unsafe.Offsetof(j.phase) + unsafe.Offsetof(j.phase.fejer), 128 + 11*192 + 24*64},
		{"phase.metric", unsafe.Offsetof(j.phase) + unsafe.Offsetof(j.phase.metric), 128 + 15*192 + 24*64},
		{"fejer", unsafe.Offsetof(j.fejer), 128 + 17*192 + 24*64},
		{"factor", unsafe.Offsetof(j.factor), 128 + 23*192 + 24*64},
	} {
		if f.got != f.want {
			t.Errorf("offset of job.%s = %d, want %d", f.name, f.got, f.want)
		}
	}
}
