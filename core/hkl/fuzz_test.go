package hkl

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// FuzzReadText: no input panics, and what is accepted reads back the same after
// WriteText.
func FuzzReadText(f *testing.F) {
	for _, s := range []string{
		"1 2 3 4.5\n", "# c\n 1 0 -1 8.25 0.31 ! c\r\n\t-1 0 1 1e-3", "\xef\xbb\xbf0 0 0 1",
		"1 2 3\n", "1 2 3 nan\n", "1 2 3 4\r5 6 7 8", "32768 0 0 1\n", "1 2 3 1e39\n", "0 0 0 .5e+2#", "0 0 0 16777217.0000001",
		"-32767 32767 0 1\n32767 -32767 0 1\n", "\x00\xff", "1 1 1 0x10\n", "0 0 0 123456789012345678901234567890e-30\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := ReadText(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := x.WriteText(&b, string(data)); err != nil {
			t.Fatal(err)
		}
		y, err := ReadText(&b)
		if err != nil {
			t.Fatalf("reading what was written: %v", err)
		}
		if !slices.Equal(x.Reflections, y.Reflections) {
			t.Fatalf("written and read: %v, want %v", y.Reflections, x.Reflections)
		}
		if x.Hash() != y.Hash() || x.Duplicates() != y.Duplicates() {
			t.Fatal("written and read: hash or duplicates differ")
		}
	})
}

// FuzzReadDump: no input panics, and the amplitudes of an accepted one survive as
// text.
func FuzzReadDump(f *testing.F) {
	f.Add(dump([3]int32{0, 0, 0}, [3]int32{0, 0, 0}, func(h, k, l int32) float64 { return 3 }))
	f.Add(dump([3]int32{-1, -1, 0}, [3]int32{1, 0, 2}, func(h, k, l int32) float64 { return float64(h*k) - 0.1*float64(l) }))
	for _, s := range []string{"", "0 1 0 1 0 1\n\f", "0 0 0 0 0 0\n\f\x00", "5 4 0 0 0 0\n\f", "-32767 32767 0 0 0 0\n\f"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := ReadDump(bytes.NewReader(data), 0)
		if err != nil {
			return
		}
		if want := int(g.Size[0]) * int(g.Size[1]) * int(g.Size[2]); len(g.F) != want {
			t.Fatalf("%d cells, want %d", len(g.F), want)
		}
		var b bytes.Buffer
		if err := g.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		x, err := ReadText(&b)
		if err != nil {
			if strings.Contains(err.Error(), "no reflections") && len(g.List().Reflections) == 0 {
				return
			}
			t.Fatalf("reading what was written: %v", err)
		}
		if want := g.List().Reflections; !slices.Equal(x.Reflections, want) {
			t.Fatalf("written and read: %v, want %v", x.Reflections, want)
		}
	})
}
