package proto_test

import (
	"reflect"
	"testing"

	"gobragg/wasm/proto"
)

func TestPack(t *testing.T) {
	for _, want := range [][][]byte{nil, {{1, 2, 3}}, {{}, {4}, {}, {5, 6}}} {
		packed := proto.Pack(want...)
		got, err := proto.Unpack(packed)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v came back as %v, %v", want, got, err)
		}
		if len(packed) > 4 {
			for _, cut := range []int{1, 3} {
				if got, err := proto.Unpack(packed[:cut]); err == nil {
					t.Errorf("%v, cut short, came back as %v", want, got)
				}
			}
		}
	}
}
