package proto_test

import (
	"bytes"
	"image"
	"math"
	"reflect"
	"testing"

	"gobragg/core/frame"
	"gobragg/wasm/proto"
)

var messages = []proto.Message{
	proto.Table{ID: 3, F: []float32{1, -2.5}},
	proto.Job{ID: 7, Table: 3, Plan: []byte("plan")},
	proto.Tile{Job: 7, Level: 8, Area: image.Rect(-3, 0, 1024, 5)},
	proto.Pixels{Job: math.MaxUint32, Micros: 1234, Omitted: frame.Omitted{Bound: 0.25, Samples: 3, Total: 1 << 40}, Pix: []float32{0, 1.5, float32(math.Inf(1))}},
	proto.Pixels{Pix: []float32{}},
	proto.Failure{Job: 1, Text: "no memory: 4 Ω"},
}

func TestRoundTrip(t *testing.T) {
	for _, want := range messages {
		got, err := proto.Decode(want.Append(nil))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%#v came back as %#v, %v", want, got, err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	tile := proto.Tile{Level: 1, Area: image.Rect(0, 0, 4, 4)}
	for _, row := range []struct {
		name string
		b    []byte
	}{
		{"nothing", nil},
		{"a cut job", []byte{1, 0, 0, 0, 0, 7}},
		{"half a structure factor", append(proto.Table{ID: 1, F: []float32{1}}.Append(nil), 0)},
		{"a table without a number", proto.Table{F: []float32{1}}.Append(nil)},
		{"a cut start", []byte{1, 0, 0}},
		{"an unknown kind", []byte{9, 0, 0, 0, 0}},
		{"a cut tile", tile.Append(nil)[:20]},
		{"an empty tile", proto.Tile{Level: 1}.Append(nil)},
		{"level 0", proto.Tile{Area: tile.Area}.Append(nil)},
		{"a huge tile", proto.Tile{Level: 1, Area: image.Rect(0, 0, 1<<16, 1<<16)}.Append(nil)},
		{"a tile whose area overflows", proto.Tile{Level: 1, Area: image.Rect(math.MinInt32, math.MinInt32, math.MaxInt32, math.MaxInt32)}.Append(nil)},
		{"pixels without their time", proto.Pixels{}.Append(nil)[:6]},
		{"half a pixel", append(proto.Pixels{Pix: []float32{1}}.Append(nil), 0, 0)},
	} {
		if m, err := proto.Decode(row.b); err == nil {
			t.Errorf("%s is %#v, want an error", row.name, m)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, m := range messages {
		f.Add(m.Append(nil))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := proto.Decode(b); err == nil && !bytes.Equal(m.Append(nil), b) {
			t.Errorf("%v decodes to %#v, which encodes to %v", b, m, m.Append(nil))
		}
	})
}
