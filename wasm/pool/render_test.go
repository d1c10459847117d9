package pool

import (
	"testing"

	"gobragg/core/plan"
)

// TestTileTimes: a tile takes tileTime at most, the first of each worker leastTime and so
// do the last, but for the half by which a tile may be larger; together they are the image.
func TestTileTimes(t *testing.T) {
	const slack = 1.5
	pl := &plan.Plan{Header: plan.Header{Width: 1024, Height: 1000, X1: 1024, Y1: 1000, Oversample: 1, Steps: 100, Layers: 1}}
	p := &Pool{seats: make([]*seat, 2)}
	r := newProgressive(p, pl, Options{Levels: []int{8, 1}}, nil)
	var times []float64 // ns
	pixels := 0
	for tile, ok := r.next(false); ok; tile, ok = r.next(false) {
		n := tile.Area.Dx() * tile.Area.Dy()
		if pixels += n; tile.Level == 8 {
			pixels -= n
		}
		times = append(times, float64(n)*float64(pl.Steps)*firstGuess)
	}
	if pixels != 1024*1000 {
		t.Errorf("the tiles have %d pixels", pixels)
	}
	longest := 0.0
	for i, d := range times {
		limit := slack * tileTime
		if i < 2 || i >= len(times)-2 {
			limit = slack * leastTime
		}
		if d > limit {
			t.Errorf("tile %d of %d takes %.1f ms, want %.1f at most", i, len(times), d/1e6, limit/1e6)
		}
		longest = max(longest, d)
	}
	if longest < tileTime/2 {
		t.Errorf("no tile takes longer than %.1f ms", longest/1e6)
	}
}
