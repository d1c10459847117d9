package plan_test

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"gobragg/core/plan"
)

// TestNoPadding: what is encoded field by field is what lies in memory, so a GPU
// may be given either.
func TestNoPadding(t *testing.T) {
	for _, c := range []struct {
		name            string
		memory, encoded int
	}{
		{"Header", int(unsafe.Sizeof(plan.Header{})), binary.Size(plan.Header{})},
		{"Source", int(unsafe.Sizeof(plan.Source{})), binary.Size(plan.Source{})},
		{"Orientation", int(unsafe.Sizeof(plan.Orientation{})), binary.Size(plan.Orientation{})},
	} {
		if c.memory != c.encoded || c.memory%8 != 0 {
			t.Errorf("%s: %d bytes in memory, %d encoded, want the same multiple of 8", c.name, c.memory, c.encoded)
		}
	}
}

func encoded(t testing.TB) []byte {
	t.Helper()
	b, err := compile(t, sample(t)).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRoundTrip(t *testing.T) {
	p := compile(t, sample(t))
	b, err := p.AppendBinary([]byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	b, ok := bytes.CutPrefix(b, []byte("before"))
	if !ok {
		t.Fatal("AppendBinary does not append")
	}
	// magic, header, four counts, then 2 sources of 11 numbers, 2 orientations of
	// 9, 6 structure factors, 12 pixels of mask.
	if want := 8 + binary.Size(plan.Header{}) + 4*8 + 2*11*8 + 2*9*8 + 6*4 + 12; len(b) != want {
		t.Errorf("%d bytes, want %d", len(b), want)
	}
	got, err := plan.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, p) {
		t.Errorf("Decode = %+v, want %+v", got, p)
	}
	// The plan keeps nothing of b.
	clear(b)
	if !reflect.DeepEqual(got, p) {
		t.Error("the decoded plan changes with its bytes")
	}
}

// TestRoundTripWithoutTableAndMask: what is not there stays away.
func TestRoundTripWithoutTableAndMask(t *testing.T) {
	e := sample(t)
	e.Crystal.Table, e.Detector.Mask = nil, nil
	b, err := compile(t, e).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.F) != 0 || len(p.Mask) != 0 || len(p.Sources) != 2 || len(p.Orientations) != 2 {
		t.Errorf("%d structure factors, %d mask pixels, %d sources, %d orientations, want 0, 0, 2, 2", len(p.F), len(p.Mask), len(p.Sources), len(p.Orientations))
	}
	again, err := p.AppendBinary(nil)
	if err != nil || !bytes.Equal(again, b) {
		t.Errorf("encoding the decoded plan gives other bytes, error %v", err)
	}
}

func TestDecodeRefusesCutsAndTails(t *testing.T) {
	b := encoded(t)
	for n := range b {
		if p, err := plan.Decode(b[:n]); err == nil || p != nil {
			t.Fatalf("Decode of the first %d of %d bytes = %v, %v, want an error alone", n, len(b), p, err)
		} else if strings.Contains(err.Error(), "\n") {
			t.Fatalf("Decode of the first %d bytes: error of several lines: %q", n, err)
		}
	}
	if _, err := plan.Decode(append(b, 0)); err == nil || !strings.Contains(err.Error(), "1 bytes too many") {
		t.Errorf("Decode with a byte more = %v, want an error", err)
	}
	b[7]++
	if _, err := plan.Decode(b); err == nil || !strings.Contains(err.Error(), "version") {
		t.Errorf("Decode of another version = %v, want an error", err)
	}
}

// TestDecodeOfLyingCounts: a count is believed only as far as there are bytes for
// it, before memory is set aside.
func TestDecodeOfLyingCounts(t *testing.T) {
	const bound = 1 << 16 // bytes; the plan has 900
	counts := 8 + binary.Size(plan.Header{})
	for i, name := range []string{"sources", "orientations", "structure factors", "mask"} {
		for _, lie := range []uint64{1 << 20, 1 << 40, 1<<61 + 2, 1<<63 - 1, 1<<64 - 1} {
			b := encoded(t)
			binary.LittleEndian.PutUint64(b[counts+8*i:], lie)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := plan.Decode(b)
			runtime.ReadMemStats(&after)
			if err == nil {
				t.Errorf("Decode with %d %s succeeds", lie, name)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > bound {
				t.Errorf("Decode with %d %s allocates %d bytes, want at most %d", lie, name, used, bound)
			}
		}
	}
}

// FuzzDecode: whatever the bytes, Decode fails or gives a plan of just these.
func FuzzDecode(f *testing.F) {
	b := encoded(f)
	f.Add(b)
	f.Add(b[:len(b)-1])
	f.Add(b[:8+binary.Size(plan.Header{})+32])
	f.Add([]byte("gobrag\x00\x02"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := plan.Decode(b)
		if err != nil {
			return
		}
		again, err := p.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again, b) {
			t.Errorf("a plan of %d bytes encodes to %d others", len(b), len(again))
		}
	})
}
