package worker_test

import (
	"image"
	"slices"
	"testing"

	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/simulate/backendtest"
	"gobragg/wasm/proto"
	"gobragg/wasm/worker"
)

// slow is a plan whose image takes many slices.
func slow(t *testing.T) (*plan.Plan, []byte) {
	t.Helper()
	p, err := backendtest.Case{Args: "-cell 30 30 40 90 90 90 -default_F 100 -N 5 -lambda 1 -distance 60 -pixel 0.5 -detpixels 60 -oversample 2 -mosaic 1 -mosaic_domains 50"}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := p.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, encoded
}

// TestSlices: a tile that is rendered in slices has the bits of the image.
func TestSlices(t *testing.T) {
	p, encoded := slow(t)
	want, err := simulate.Run(t.Context(), simulate.Scalar(1), p, simulate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var server worker.Server
	server.Handle(proto.Job{ID: 1, Plan: encoded}.Append(nil))
	for _, area := range []image.Rectangle{image.Rect(0, 0, 60, 60), image.Rect(3, 5, 50, 60), image.Rect(7, 9, 8, 10)} {
		answer := server.Handle(proto.Tile{ID: 2, Job: 1, Level: 1, Area: area}.Append(nil))
		parts := 1
		for ; server.Busy(); parts++ {
			if answer != nil {
				t.Fatalf("%v: answered before the end", area)
			}
			answer = server.Continue()
		}
		m, err := proto.Decode(answer)
		pixels, ok := m.(proto.Pixels)
		if !ok || pixels.Tile != 2 {
			t.Fatalf("%v: %#v, %v", area, m, err)
		}
		if large := area.Dy() > 10; large != (parts > 2) {
			t.Errorf("%v: %d slices", area, parts)
		}
		for y := area.Min.Y; y < area.Max.Y; y++ {
			if got := pixels.Pix[(y-area.Min.Y)*area.Dx():][:area.Dx()]; !slices.Equal(got, want.Row(y)[area.Min.X:area.Max.X]) {
				t.Fatalf("%v: row %d is not that of the image", area, y)
			}
		}
	}
}

// TestJobEndsTile: a job that arrives ends the tile under way, and its own tiles follow.
func TestJobEndsTile(t *testing.T) {
	_, encoded := slow(t)
	var server worker.Server
	var inbox worker.Inbox
	put := func(m proto.Message) { inbox.Put(m.Append(nil)) }
	put(proto.Job{ID: 1, Plan: encoded})
	put(proto.Tile{ID: 2, Job: 1, Level: 1, Area: image.Rect(0, 0, 60, 60)})
	if answer := inbox.Work(&server); answer != nil || !server.Busy() {
		t.Fatalf("after a slice: answer %v, busy %v", answer, server.Busy())
	}
	put(proto.Tile{ID: 3, Job: 1, Level: 1, Area: image.Rect(0, 0, 1, 1)})
	put(proto.Job{ID: 4, Plan: encoded})
	put(proto.Tile{ID: 5, Job: 4, Level: 1, Area: image.Rect(0, 0, 2, 1)})
	if m, err := proto.Decode(inbox.Work(&server)); err != nil || m.(proto.Failure).ID != 2 {
		t.Errorf("the tile under way: %#v, %v", m, err)
	}
	if m, err := proto.Decode(finish(&server, inbox.Work(&server))); err != nil || m.(proto.Pixels).Tile != 5 {
		t.Errorf("the job's tile: %#v, %v", m, err)
	}
	if answer := inbox.Work(&server); answer != nil {
		t.Errorf("nothing is left, and it answers %v", answer)
	}
}
