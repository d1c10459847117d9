package kernel

import (
	"reflect"
	"testing"
)

func TestLargest(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []float64
		n     int
		want  []Share
	}{
		{"the largest first", []float64{1, 5, 2, 0}, 2, []Share{{1, 5, 62.5}, {2, 2, 25}}},
		{"equal ones in order", []float64{2, 2}, 5, []Share{{0, 2, 50}, {1, 2, 50}}},
		{"no photons", []float64{0}, 1, []Share{{0, 0, 0}}},
	} {
		if got := Largest(c.parts, c.n); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: Largest(%v, %d) = %v, want %v", c.name, c.parts, c.n, got, c.want)
		}
	}
}
