package worker_test

import (
	"image"
	"strings"
	"testing"

	"gobragg/core/simulate/backendtest"
	"gobragg/wasm/proto"
	"gobragg/wasm/worker"
)

// TestServerExplains: what a page should not send is answered by a reason, and the
// server goes on.
func TestServerExplains(t *testing.T) {
	p, err := backendtest.Cases()[0].Plan()
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := p.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	tile := proto.Tile{Job: 1, Level: 1, Area: image.Rect(0, 0, 2, 3)}
	far := proto.Tile{Job: 1, Level: 1, Area: image.Rect(int(p.Width), 0, int(p.Width)+2, 3)}
	for _, row := range []struct {
		name     string
		messages []proto.Message
		want     string // of a Failure; empty: Pixels
	}{
		{"no job", []proto.Message{tile}, "not at hand"},
		{"a plan cut short", []proto.Message{proto.Job{ID: 1, Plan: encoded[:99]}, tile}, "cut short"},
		{"a tile beyond the image", []proto.Message{proto.Job{ID: 1, Plan: encoded}, far}, "reaches beyond"},
		{"another job's tile", []proto.Message{proto.Job{ID: 2, Plan: encoded}, tile}, "not at hand"},
		{"structure factors that were not sent", []proto.Message{proto.Job{ID: 1, Table: 9, Plan: encoded}, tile}, "not at hand"},
		{"an answer", []proto.Message{proto.Failure{}}, "not for a worker"},
		{"a tile", []proto.Message{proto.Job{ID: 1, Plan: encoded}, far, tile}, ""},
	} {
		var server worker.Server
		var answer []byte
		for _, m := range row.messages {
			answer = finish(&server, server.Handle(m.Append(nil)))
		}
		m, err := proto.Decode(answer)
		switch m := m.(type) {
		case proto.Failure:
			if row.want == "" || !strings.Contains(m.Text, row.want) {
				t.Errorf("%s: %q, want %q", row.name, m.Text, row.want)
			}
		case proto.Pixels:
			if row.want != "" || len(m.Pix) != 6 {
				t.Errorf("%s: %d pixels, want %q", row.name, len(m.Pix), row.want)
			}
		default:
			t.Errorf("%s: %#v, %v", row.name, m, err)
		}
	}
}

// finish returns the answer of a server that may be busy with it.
func finish(s *worker.Server, answer []byte) []byte {
	for s.Busy() {
		answer = s.Continue()
	}
	return answer
}
