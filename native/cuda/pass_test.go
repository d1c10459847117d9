package cuda

import (
	"fmt"
	"testing"

	"gobragg/native/cuda/abi"
)

// TestPasses: every step and orientation once, in order, chunks whole, within the
// limit or one chunk, within a window; the first begins and the last finishes.
func TestPasses(t *testing.T) {
	for _, c := range []struct {
		steps                uint64
		orientations, window int
		limit                int64
	}{
		{1, 1, 1, 1}, {1, 1, 1, 0}, {7, 5, 5, 12}, {7, 5, 5, 1000}, {3, 64, 64, 10}, {3, 64, 64, 128}, {2, 1000, 1000, 999}, {2, 1000, 1000, 2000},
		{2, 1000, 1000, 1}, {4, 1000, 128, 500}, {4, 1000, 128, 64}, {1, 129, 128, 1 << 40}, {5, 64, 64, 65}, {1 << 40, 3, 3, 1 << 45},
	} {
		name := fmt.Sprint(c)
		step, first := uint64(0), 0
		finished := false
		for a := range passes(c.steps, c.orientations, c.window, func() int64 { return c.limit }) {
			if finished {
				t.Fatalf("%s: a pass after the last", name)
			}
			if a.step0 != step || a.first != first || a.step1 <= a.step0 || a.last <= a.first {
				t.Fatalf("%s: pass %+v after step %d, orientation %d", name, a, step, first)
			}
			if a.first%abi.Chunk != 0 || a.last%abi.Chunk != 0 && a.last != c.orientations {
				t.Errorf("%s: pass %+v cuts a chunk", name, a)
			}
			if a.first/c.window != (a.last-1)/c.window {
				t.Errorf("%s: pass %+v reaches beyond a window of %d", name, a, c.window)
			}
			if a.step1-a.step0 > 1 && a.last-a.first != c.orientations {
				t.Errorf("%s: pass %+v has several steps of some orientations", name, a)
			}
			if n := a.samples(); n > c.limit && n > abi.Chunk && a.step1-a.step0 > 1 {
				t.Errorf("%s: pass %+v has %d samples, limit %d", name, a, n, c.limit)
			}
			if begin := step == 0 && first == 0; begin != (a.flags&abi.Begin != 0) {
				t.Errorf("%s: flags %b of pass %+v", name, a.flags, a)
			}
			if step, first = a.step1, 0; a.last < c.orientations {
				step, first = a.step0, a.last
			}
			finished = a.flags&abi.Finish != 0
		}
		if !finished || step != c.steps || first != 0 {
			t.Errorf("%s: ended at step %d, orientation %d", name, step, first)
		}
	}
}

// TestPassesStop when their reader does.
func TestPassesStop(t *testing.T) {
	n := 0
	for range passes(10, 1, 1, func() int64 { return 1 }) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d passes", n)
	}
}
