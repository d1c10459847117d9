package pool_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/simulate/backendtest"
	"gobragg/wasm/pool"
	"gobragg/wasm/proto"
)

// start returns a pool of local workers.
func start(t *testing.T, workers int, behave func(n int) heed) *pool.Pool {
	t.Helper()
	p, err := pool.New(workers, dialer(behave))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func healthy(int) heed { return func([]byte) error { return nil } }

// example returns a plan of more pixels than one tile has.
func example(t *testing.T) *plan.Plan {
	t.Helper()
	p, err := backendtest.Case{Args: "-cell 30 30 40 90 90 90 -default_F 100 -N 5 -misset 10 20 30 -lambda 1 -distance 60 -pixel 0.5 -detpixels_x 100 -detpixels_y 70 -roi 3 90 2 69 -oversample 2 -mosaic 1 -mosaic_domains 20"}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestBackend: an image from workers has the scalar backend's bits.
func TestBackend(t *testing.T) {
	backendtest.Run(t, start(t, 3, healthy).Backend(), backendtest.Budget{})
}

// TestRender: levels come in order and whole, and the last one is the image, bit for bit.
func TestRender(t *testing.T) {
	pl := example(t)
	want, err := simulate.Run(t.Context(), simulate.Scalar(1), pl, simulate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, levels := range [][]int{{1}, {8, 4, 2, 1}, {5, 1}, nil} {
		p := start(t, 3, healthy)
		got := pool.NewFrame(pl)
		var seen []int
		left, done, finished := 0, 0.0, true
		err := p.Render(t.Context(), pl, pool.Options{Levels: levels}, func(tile pool.Tile) {
			if finished {
				seen = append(seen, tile.Level)
				roi := pl.Coarse(tile.Level).ROI()
				left, finished = roi.Dx()*roi.Dy(), false
			}
			if tile.Level != seen[len(seen)-1] {
				t.Errorf("%v: a tile of level %d among those of %d", levels, tile.Level, seen[len(seen)-1])
			}
			if size := tile.Size; size.Mul(tile.Level) != tile.Bounds.Size() || len(tile.Pix) != size.X*size.Y {
				t.Errorf("%v: %d pixels, size %v, stand for %v", levels, len(tile.Pix), size, tile.Bounds)
			}
			if tile.Done <= done {
				t.Errorf("%v: %v done after %v", levels, tile.Done, done)
			}
			left, done, finished = left-len(tile.Pix), tile.Done, tile.Last
			if tile.Last != (left == 0) {
				t.Errorf("%v: last tile %v with %d pixels to come", levels, tile.Last, left)
			}
			tile.CopyTo(got)
		})
		if err != nil {
			t.Fatalf("%v: %v", levels, err)
		}
		if levels != nil && !slices.Equal(seen, levels) {
			t.Errorf("%v: saw levels %v", levels, seen)
		}
		if !finished || done < 1-1e-9 {
			t.Errorf("%v: ended with %v done", levels, done)
		}
		if !slices.Equal(got.Pix, want.Pix) {
			t.Errorf("%v: not the image of the scalar backend", levels)
		}
	}
}

// TestRenderBeginsAtCentre: the first tile holds the centre, the last a corner.
func TestRenderBeginsAtCentre(t *testing.T) {
	pl := example(t)
	centre := image.Pt(20, 30)
	var order []image.Rectangle
	err := start(t, 1, healthy).Render(t.Context(), pl, pool.Options{Levels: []int{1}, Centre: centre}, func(tile pool.Tile) {
		order = append(order, tile.Bounds)
	})
	if err != nil || len(order) < 4 {
		t.Fatalf("%d tiles, %v", len(order), err)
	}
	if !centre.In(order[0]) {
		t.Errorf("the first tile is %v, want one with %v", order[0], centre)
	}
	if last := order[len(order)-1]; last.Max != pl.ROI().Max {
		t.Errorf("the last tile is %v, want that of the far corner %v", last, pl.ROI().Max)
	}
}

// TestCancel: a render that is cancelled paints no more, and the pool goes on.
func TestCancel(t *testing.T) {
	pl := example(t)
	p := start(t, 2, healthy)
	ctx, cancel := context.WithCancel(t.Context())
	cancelled := false
	err := p.Render(ctx, pl, pool.Options{}, func(pool.Tile) {
		if cancelled {
			t.Error("painted after the end")
		}
		cancelled = true
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Render returned %v", err)
	}
	if err := p.Render(t.Context(), pl, pool.Options{}, func(pool.Tile) {}); err != nil {
		t.Errorf("the next one: %v", err)
	}
}

// TestOvertaken: whatever jobs overtake each other, and wherever they are cut off, the last
// one's image is its own.
func TestOvertaken(t *testing.T) {
	p := start(t, 2, healthy)
	pl := example(t)
	want, err := simulate.Run(t.Context(), simulate.Scalar(1), pl, simulate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	other := *pl
	other.DefaultF *= 2
	for cut := range 30 {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		err := p.Render(ctx, &other, pool.Options{Levels: []int{8, 4, 2, 1}}, func(pool.Tile) {
			if n++; n > cut/6 {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("cut off after %d tiles: %v", n, err)
		}
		got := pool.NewFrame(pl)
		if err := p.Render(t.Context(), pl, pool.Options{}, func(tile pool.Tile) { tile.CopyTo(got) }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Pix, want.Pix) {
			t.Fatalf("after another image, cut off after %d tiles, an image is not its own", n)
		}
	}
}

// TestStuckWorkerIsReplaced: a worker that never answers holds the next job up for no
// longer than the pool's patience.
func TestStuckWorkerIsReplaced(t *testing.T) {
	var stuck atomic.Bool
	block := make(chan struct{})
	defer close(block)
	p := start(t, 1, func(n int) heed {
		return func(message []byte) error {
			if n == 0 && stuck.Load() {
				<-block
			}
			return nil
		}
	})
	pl := example(t)
	stuck.Store(true)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := p.Render(ctx, pl, pool.Options{}, func(pool.Tile) {}); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("Render returned %v", err)
	}
	if err := p.Render(t.Context(), pl, pool.Options{}, func(pool.Tile) {}); err != nil {
		t.Errorf("the next one: %v", err)
	}
}

// TestDeadWorkerIsReplaced: one death is made good, a second of the same tile is told.
func TestDeadWorkerIsReplaced(t *testing.T) {
	pl := example(t)
	dying := func(deaths int) func(n int) heed {
		return func(n int) heed {
			messages := 0
			return func(message []byte) error {
				if messages++; n < deaths && messages == 3 {
					return errMemory
				}
				return nil
			}
		}
	}
	want, err := simulate.Run(t.Context(), simulate.Scalar(1), pl, simulate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := simulate.Run(t.Context(), start(t, 2, dying(2)).Backend(), pl, simulate.Options{})
	if err != nil || !slices.Equal(got.Pix, want.Pix) {
		t.Errorf("after a death: %v, or not the image", err)
	}

	always := func(int) heed {
		return func([]byte) error { return errMemory }
	}
	err = start(t, 2, always).Render(t.Context(), pl, pool.Options{}, func(pool.Tile) {})
	if err == nil || !strings.Contains(err.Error(), "memory") {
		t.Errorf("workers that always die give %v", err)
	}
}

// TestStructureFactorsTravelOnce: a worker gets them with the first of many plans that
// share them, and others with the plan that has others.
func TestStructureFactorsTravelOnce(t *testing.T) {
	tables := 0
	p := start(t, 1, func(int) heed {
		return func(message []byte) error {
			if m, _ := proto.Decode(message); m != nil {
				if _, ok := m.(proto.Table); ok {
					tables++
				}
			}
			return nil
		}
	})
	first := *example(t)
	first.Lookup, first.GridSize, first.F = plan.Nearest, [3]int32{1, 1, 2}, []float32{3, 4}
	turned, other := first, first
	turned.Orientations = slices.Clone(first.Orientations)
	turned.Orientations[0][0] *= 1.01
	other.F = []float32{5, 6}
	for i, c := range []struct {
		plan *plan.Plan
		want int
	}{{&first, 1}, {&turned, 1}, {&other, 2}, {&other, 2}} {
		want, err := simulate.Run(t.Context(), simulate.Scalar(1), c.plan, simulate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := simulate.Run(t.Context(), p.Backend(), c.plan, simulate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if tables != c.want || !slices.Equal(got.Pix, want.Pix) {
			t.Errorf("plan %d: %d tables sent, want %d; the same image %v", i, tables, c.want, slices.Equal(got.Pix, want.Pix))
		}
	}
}
