package proto_test

import (
	"bytes"
	"image"
	"math"
	"reflect"
	"testing"

	"gobragg/core/config"
	"gobragg/core/experiment"
	"gobragg/core/frame"
	"gobragg/core/hkl"
	"gobragg/wasm/proto"
)

var messages = []proto.Message{
	proto.Table{ID: 3, F: []float32{1, -2.5}},
	proto.Job{ID: 7, Table: 3, Plan: []byte("plan")},
	proto.Tile{ID: 9, Job: 7, Level: 8, Area: image.Rect(-3, 0, 1024, 5)},
	proto.Pixels{Tile: math.MaxUint32, Micros: 1234, Omitted: frame.Omitted{Bound: 0.25, Samples: 3, Total: 1 << 40}, Pix: []float32{0, 1.5, float32(math.Inf(1))}},
	proto.Pixels{Pix: []float32{}},
	proto.Failure{ID: 1, Text: "no memory: 4 Ω"},
	proto.File{ID: 2, Name: "1é.mtz", Content: []byte("MTZ ")},
	proto.Make{ID: 3, Request: config.Request{Option: "model", File: "a.pdb", DMin: 1.0 / 3, KSol: experiment.Some(0.0)}},
	proto.Made{ID: 3, Factors: config.Factors{Cell: [6]float64{1, 2, 3, 90, 90, 1e-300}, Notes: []string{"α<β"}}},
	proto.Made{ID: 4, Factors: config.Factors{Grid: &hkl.Grid{Min: [3]int32{-1, 0, 2}, Size: [3]int32{1, 2, 1}, F: []float32{1, 0.1}, Default: 0.3}, Hash: "ab"}},
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
		{"a file longer than its message", proto.File{Name: "name"}.Append(nil)[:10]},
		{"a request that is no JSON", append(proto.Make{}.Append(nil), '}')},
		{"a request with less in it", []byte("\a\x00\x00\x00\x00{}")},
		{"a table that is not there", proto.Made{Factors: config.Factors{Grid: &hkl.Grid{Size: [3]int32{1, 1, 1}}}}.Append(nil)},
		{"a table without a box", append(proto.Made{}.Append(nil), 0, 0, 0, 0)},
		{"a cut start", []byte{1, 0, 0}},
		{"an unknown kind", []byte{99, 0, 0, 0, 0}},
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
