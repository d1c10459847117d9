package simulate

import (
	"image"
	"slices"
	"testing"
)

// TestTilesCoverOnce counts how often each pixel is handed out, in order, for
// sizes that divide nothing.
func TestTilesCoverOnce(t *testing.T) {
	for _, all := range []image.Rectangle{
		image.Rect(0, 0, 1, 1), image.Rect(0, 0, 37, 23), image.Rect(5, 3, 42, 26), image.Rect(0, 7, 100, 8), image.Rect(9, 0, 10, 50),
		{}, image.Rect(4, 4, 4, 9), image.Rect(4, 4, 9, 4),
	} {
		for _, size := range []image.Point{{1, 1}, {7, 3}, {16, 16}, {64, 1}, {1, 64}, {1000, 1000}, {37, 23}, {0, 0}, {-5, 4}} {
			for _, renderers := range []int{1, 2, 64} {
				checkTiles(t, all, size, renderers)
			}
		}
	}
}

func checkTiles(t *testing.T, all image.Rectangle, size image.Point, renderers int) {
	t.Helper()
	seen := make([]int, 128*64)
	q := cut(all, size, renderers)
	last := image.Pt(-1, -1)
	tiles := 0
	for {
		tile, ok := q.next()
		if !ok {
			break
		}
		if tiles++; tiles > len(seen) {
			t.Fatalf("cut(%v, %v) does not end", all, size)
		}
		if tile.Empty() || !tile.In(all) || tile.Dx() > max(1, size.X) || tile.Dy() > max(1, size.Y) {
			t.Errorf("cut(%v, %v) has the tile %v", all, size, tile)
		}
		if tile.Min.Y < last.Y || tile.Min.Y == last.Y && tile.Min.X <= last.X {
			t.Errorf("cut(%v, %v): tile at %v after %v, want slow outer, fast inner", all, size, tile.Min, last)
		}
		last = tile.Min
		for y := tile.Min.Y; y < tile.Max.Y; y++ {
			for x := tile.Min.X; x < tile.Max.X; x++ {
				seen[y*128+x]++
			}
		}
	}
	for i, n := range seen {
		want := 0
		if image.Pt(i%128, i/128).In(all) {
			want = 1
		}
		if n != want {
			t.Errorf("cut(%v, %v) has pixel (%d, %d) %d times, want %d", all, size, i%128, i/128, n, want)
			break
		}
	}
	if _, ok := q.next(); ok {
		t.Errorf("cut(%v, %v) has a tile after its last", all, size)
	}
}

// TestTilesKeepRenderersBusy hands tiles to whichever renderer is free first, with
// four times the work in the pixels of one half, and adds up how long the others
// wait for the last.
func TestTilesKeepRenderersBusy(t *testing.T) {
	for _, c := range []struct {
		all       image.Rectangle
		renderers int
		busy      float64 // least fraction of the time
	}{
		{image.Rect(0, 0, 4096, 4096), 2, 0.999},
		{image.Rect(0, 0, 4096, 4096), 64, 0.999},
		{image.Rect(0, 0, 512, 512), 2, 0.999},
		{image.Rect(0, 0, 512, 512), 64, 0.98},
		{image.Rect(0, 0, 64, 64), 2, 0.99},
		{image.Rect(0, 0, 64, 64), 16, 0.95},
		{image.Rect(0, 0, 8, 8), 2, 0.85},
	} {
		for _, heavy := range []image.Rectangle{
			image.Rect(0, 0, c.all.Max.X, c.all.Max.Y/2), image.Rect(0, c.all.Max.Y/2, c.all.Max.X, c.all.Max.Y), image.Rect(0, 0, c.all.Max.X/2, c.all.Max.Y),
		} {
			free := make([]int64, c.renderers) // when each has finished
			work := int64(0)
			q := cut(c.all, image.Pt(64, 64), c.renderers)
			for tile, ok := q.next(); ok; tile, ok = q.next() {
				cost := area(tile) + 3*area(tile.Intersect(heavy))
				first := slices.Index(free, slices.Min(free))
				free[first] += cost
				work += cost
			}
			if busy := float64(work) / float64(int64(c.renderers)*slices.Max(free)); busy < c.busy {
				t.Errorf("%d renderers of %v, work in %v: busy %.4f of the time, want %.3f", c.renderers, c.all.Max, heavy, busy, c.busy)
			}
		}
	}
}
