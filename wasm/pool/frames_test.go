package pool_test

import (
	"reflect"
	"testing"

	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/wasm/pool"
)

// TestFrames: images that follow each other are as empty as new ones, never in memory that
// is in use, and allocate nothing once there are enough.
func TestFrames(t *testing.T) {
	pl := example(t)
	masked := *pl
	masked.Mask = make([]byte, int(pl.Width)*int(pl.Height))
	masked.X1--
	smaller := *pl
	smaller.Width, smaller.X1 = pl.Width/2, pl.Width/2
	var frames pool.Frames
	var shown, before *frame.Frame
	for i, p := range []*plan.Plan{pl, pl, &masked, pl, &smaller, &smaller, pl, &masked} {
		f := frames.New(p, shown, before)
		if f == shown || f == before {
			t.Fatalf("image %d is in the memory of one in use", i)
		}
		if want := pool.NewFrame(p); !reflect.DeepEqual(f, want) {
			t.Errorf("image %d is not empty: %v, want %v", i, f.ROI, want.ROI)
		}
		for k := range f.Pix {
			f.Pix[k] = 1
		}
		shown, before = f, shown
	}
	if n := testing.AllocsPerRun(10, func() { shown, before = frames.New(&masked, shown, before), shown }); n != 0 {
		t.Errorf("%v allocations an image", n)
	}
}
