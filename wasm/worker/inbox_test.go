package worker_test

import (
	"image"
	"slices"
	"testing"

	"gobragg/wasm/proto"
	"gobragg/wasm/worker"
)

// TestInbox: a job makes those before it and their tiles void, and nothing else.
func TestInbox(t *testing.T) {
	var inbox worker.Inbox
	tile := func(id, job uint32) proto.Message {
		return proto.Tile{ID: id, Job: job, Level: 1, Area: image.Rect(0, 0, 1, 1)}
	}
	for _, m := range []proto.Message{
		proto.Table{ID: 1}, proto.Job{ID: 2, Table: 1}, tile(3, 2), tile(4, 2),
		proto.Table{ID: 5}, proto.Job{ID: 6, Table: 5}, tile(7, 6), tile(8, 6),
	} {
		inbox.Put(m.Append(nil))
	}
	var got []uint32
	for m, ok := inbox.Take(); ok; m, ok = inbox.Take() {
		decoded, err := proto.Decode(m)
		switch d := decoded.(type) {
		case proto.Table:
			got = append(got, d.ID)
		case proto.Job:
			got = append(got, d.ID)
		case proto.Tile:
			got = append(got, d.ID)
		default:
			t.Fatal(err)
		}
	}
	if want := []uint32{1, 5, 6, 7, 8}; !slices.Equal(got, want) || !inbox.Empty() {
		t.Errorf("took out %v, want %v", got, want)
	}
}
