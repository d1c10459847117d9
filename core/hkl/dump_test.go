package hkl

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"
)

// dump returns the cache that the reference program writes for a box, with f for its
// cells and 0 in the padding.
func dump(low, high [3]int32, f func(h, k, l int32) float64) []byte {
	b := fmt.Appendf(nil, "%d %d %d %d %d %d\n\f", low[0], high[0], low[1], high[1], low[2], high[2])
	for h := low[0]; h <= high[0]+1; h++ {
		for k := low[1]; k <= high[1]+1; k++ {
			for l := low[2]; l <= high[2]+1; l++ {
				v := 0.0
				if h <= high[0] && k <= high[1] && l <= high[2] {
					v = f(h, k, l)
				}
				b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
			}
		}
	}
	return b
}

func TestReadDump(t *testing.T) {
	low, high := [3]int32{-2, 0, 3}, [3]int32{1, 4, 3}
	f := func(h, k, l int32) float64 { return float64(100*h + 10*k + l) }
	data := dump(low, high, f)
	for name, r := range map[string]io.Reader{"whole": bytes.NewReader(data), "by bytes": iotest.OneByteReader(bytes.NewReader(data))} {
		g, err := ReadDump(r, -1)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if g.Min != low || g.Max() != high || g.Default != -1 {
			t.Errorf("%s: box %v…%v, default %v, want %v…%v, -1", name, g.Min, g.Max(), g.Default, low, high)
		}
		for h := low[0] - 1; h <= high[0]+1; h++ {
			for k := low[1] - 1; k <= high[1]+1; k++ {
				for l := low[2] - 1; l <= high[2]+1; l++ {
					want := float32(f(h, k, l))
					if h < low[0] || h > high[0] || k < low[1] || k > high[1] || l < low[2] || l > high[2] {
						want = -1
					}
					if got := g.At(int(h), int(k), int(l)); got != want {
						t.Errorf("%s: F(%d %d %d) = %v, want %v", name, h, k, l, got, want)
					}
				}
			}
		}
	}
}

func TestReadDumpErrors(t *testing.T) {
	good := string(dump([3]int32{0, 0, 0}, [3]int32{1, 1, 1}, func(h, k, l int32) float64 { return 1 }))
	bad := func(f float64) string {
		return string(dump([3]int32{0, 0, 0}, [3]int32{0, 0, 0}, func(h, k, l int32) float64 { return f }))
	}
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", "header cut off"},
		{"text file", "1 2 3 4.5\n", `number 4 is "4.5"`},
		{"five numbers", "0 1 0 1 0\n\f", `number 6 is ""`},
		{"no form feed", "0 1 0 1 0 1\nabc", "want a form feed"},
		{"seven numbers", "0 1 0 1 0 1 7\n\f", "want a line feed"},
		{"cut off before the form feed", "0 1 0 1 0 1\n", "header cut off"},
		{"cut off after the numbers", "0 1 0 1 0 1 ", "header cut off"},
		{"long header", strings.Repeat(" ", 1000), "header too long"},
		{"index", "0 40000 0 1 0 1\n\f", "want an index within ±32767"},
		{"empty box", "0 1 5 4 0 1\n\f", "k from 5 to 4"},
		{"cells", "-32767 32767 -32767 32767 0 1\n\f", "cells, at most"},
		{"no data", "0 1 0 1 0 1\n\f", "data ends in the row h 0, k 0, header says h 0…1, k 0…1, l 0…1: 3×3×3 values"},
		{"one byte short", good[:len(good)-1], "data ends in the row h 2, k 2"},
		{"one byte long", good + "x", "data goes on"},
		{"NaN", bad(math.NaN()), "reflection 0 0 0: structure factor NaN"},
		{"infinite", bad(math.Inf(1)), "reflection 0 0 0: structure factor +Inf"},
		{"too large", bad(1e39), "reflection 0 0 0: structure factor 1e+39"},
	} {
		_, err := ReadDump(strings.NewReader(c.data), 0)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	if _, err := ReadDump(strings.NewReader(good), math.Inf(1)); err == nil {
		t.Error("an infinite default is accepted, want an error")
	}
	failed := errors.New("disk on fire")
	for _, n := range []int{3, 20, len(good)} {
		_, err := ReadDump(io.MultiReader(strings.NewReader(good[:n]), iotest.ErrReader(failed)), 0)
		if !errors.Is(err, failed) {
			t.Errorf("error of a reader that fails after %d bytes = %v, want it to wrap %v", n, err, failed)
		}
	}
}
