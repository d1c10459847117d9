package hkl

import (
	"math"
	"runtime"
	"strings"
	"testing"
)

func TestGrid(t *testing.T) {
	x := &List{[]Reflection{{-1, 0, 2, 5}, {1, 1, 4, 6}, {0, 0, 3, -7}}}
	g, err := x.Grid(0.5)
	if err != nil {
		t.Fatal(err)
	}
	if g.Min != [3]int32{-1, 0, 2} || g.Size != [3]int32{3, 2, 3} || g.Max() != [3]int32{1, 1, 4} || len(g.F) != 18 {
		t.Fatalf("box = %v, size %v, %d cells, want [-1 0 2], [3 2 3], 18", g.Min, g.Size, len(g.F))
	}
	for _, c := range []struct {
		h, k, l int
		want    float32
	}{
		{-1, 0, 2, 5}, {1, 1, 4, 6}, {0, 0, 3, -7}, {0, 0, 2, 0.5},
		{-2, 0, 2, 0.5}, {2, 1, 4, 0.5}, {0, -1, 3, 0.5}, {0, 2, 3, 0.5}, {0, 0, 1, 0.5}, {0, 0, 5, 0.5},
		{math.MaxInt, math.MinInt, 0, 0.5},
	} {
		if got := g.At(c.h, c.k, c.l); got != c.want {
			t.Errorf("At(%d, %d, %d) = %v, want %v", c.h, c.k, c.l, got, c.want)
		}
	}
	// h slowest, l fastest: (h+1)·6 + k·3 + (l−2).
	for i, want := range map[int]float32{0: 5, 7: -7, 17: 6} {
		if g.F[i] != want {
			t.Errorf("F[%d] = %v, want %v", i, g.F[i], want)
		}
	}
	if got := g.List().Reflections; len(got) != 3 || got[0] != x.Reflections[0] || got[1] != x.Reflections[2] || got[2] != x.Reflections[1] {
		t.Errorf("List = %v, want the three reflections ordered by h k l", got)
	}
}

func TestGridErrors(t *testing.T) {
	far := []Reflection{{-32767, 0, 0, 1}, {0, 32767, 0, 1}, {0, 0, 32767, 1}}
	for _, c := range []struct {
		name     string
		x        []Reflection
		defaultF float64
		want     string
	}{
		{"no reflections", nil, 0, "no reflections"},
		{"three hostile lines", far, 0, "3 reflections span h -32767…0, k 0…32767, l 0…32767: 35184372088832 cells, at most 16789504"},
		{"index", []Reflection{{0, 40000, 0, 1}}, 0, "beyond ±32767"},
		{"negative index", []Reflection{{0, 0, math.MinInt32, 1}}, 0, "beyond ±32767"},
		{"default NaN", far[:1], math.NaN(), "default F"},
		{"default infinite in single precision", far[:1], 1e39, "default F"},
	} {
		_, err := (&List{c.x}).Grid(c.defaultF)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// TestGridSparse: a few reflections far apart, within the limit, are served.
func TestGridSparse(t *testing.T) {
	g, err := (&List{[]Reflection{{0, 0, 0, 1}, {63, 63, 63, 2}}}).Grid(0)
	if err != nil {
		t.Fatal(err)
	}
	if len(g.F) != 1<<18 || g.At(63, 63, 63) != 2 {
		t.Errorf("%d cells, F(63 63 63) = %v, want %d, 2", len(g.F), g.At(63, 63, 63), 1<<18)
	}
}

// allocated returns the bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestHostileInputIsCheap(t *testing.T) {
	const megabyte = 1 << 20
	for name, f := range map[string]func(){
		"three lines": func() {
			x, err := readString("-32767 0 0 1\n0 32767 0 1\n0 0 32767 1\n")
			if err == nil {
				_, err = x.Grid(0)
			}
			if err == nil {
				t.Error("three hostile lines make a grid, want an error")
			}
		},
		"a dump's header": func() {
			if _, err := ReadDump(strings.NewReader("-600 600 -600 600 -600 600\n\f"), 0); err == nil {
				t.Error("a dump without data is accepted, want an error")
			}
		},
	} {
		if got := allocated(f); got > megabyte {
			t.Errorf("%s: %d bytes allocated, want at most %d", name, got, megabyte)
		}
	}
}
