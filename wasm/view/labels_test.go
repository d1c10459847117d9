package view

import (
	"testing"

	"gobragg/core/experiment"
)

func TestNameSpots(t *testing.T) {
	v := opened()
	at := func(fast, slow float64) experiment.Point { return experiment.Point{Fast: fast, Slow: slow} }
	spots := []Spot{
		{H: 1, K: -2, L: 3, At: at(100, 100)},
		{H: 4, At: at(110, 103)}, // under the first one's name
		{H: 5, At: at(110, 140)},
		{H: 6, At: at(-50, 100)}, // beside the image, on the canvas
		{H: 7, At: at(100, 900)}, // below the canvas
	}
	got := NameSpots(&v, spots, 12)
	want := []string{"1 −2 3", "", "5 0 0", "6 0 0"}
	if len(got) != len(want) {
		t.Fatalf("%d spots are drawn: %v", len(got), got)
	}
	for i, n := range got {
		x, y := v.Screen(spots[i].At)
		if n.Name != want[i] || n.X != x || n.Y != y {
			t.Errorf("spot %d is %v, want %q at %v, %v", i, n, want[i], x, y)
		}
	}
	many := make([]Spot, 1000)
	for i := range many {
		many[i].At = at(float64(i%40)*12, float64(i/40)*20)
	}
	if n := len(NameSpots(&v, many, 12)); n != 800*600/spotRoom {
		t.Errorf("%d spots on the canvas, want room for %d", n, 800*600/spotRoom)
	}
}
