package worker

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"time"

	"gobragg/core/simulate"
	"gobragg/wasm/proto"
)

// A tile is rendered in slices, rows that take about sliceTime, so that a new job does
// not wait for the end of a tile of the one before: short beside the 20 ms after which it
// would be felt, long beside the 0.1 ms that the browser takes between two. Browsers
// round their clocks to as much as clock.
const (
	sliceTime = 3 * time.Millisecond
	clock     = 100 * time.Microsecond
)

// tile is a tile under way; the zero value is none.
type tile struct {
	proto.Tile
	level *level
	done  int           // rows
	took  time.Duration // them
	pace  float64       // of the last slice of any tile, ns a sample; 0: none yet
}

// Busy reports whether a tile is under way, for Continue.
func (s *Server) Busy() bool { return s.tile.level != nil }

// Drop gives up the tile under way, and returns an answer that says so: the page knows
// then that the worker has come to what followed.
func (s *Server) Drop() []byte {
	s.tile.level = nil
	return s.answer(s.tile.ID, nil, errDropped)
}

var errDropped = errors.New("worker: another job has begun")

// begin makes t the tile under way.
func (s *Server) begin(t proto.Tile) error {
	if s.broken != nil {
		return s.broken
	}
	if s.plan == nil || t.Job != s.job {
		return fmt.Errorf("worker: a tile of job %d, which is not at hand", t.Job)
	}
	begin := time.Now()
	l, err := s.level(int(t.Level))
	if err != nil {
		return err
	}
	if !t.Area.In(l.plan.ROI()) {
		return fmt.Errorf("worker: tile %v reaches beyond %v", t.Area, l.plan.ROI())
	}
	n := t.Area.Dx() * t.Area.Dy()
	s.pix = slices.Grow(s.pix[:0], n)[:n]
	s.tile = tile{Tile: t, level: l, took: time.Since(begin), pace: s.tile.pace}
	return nil
}

// Continue renders a slice of the tile under way, and returns its answer after the last
// one, before that nil.
func (s *Server) Continue() []byte {
	t := &s.tile
	l, width, left := t.level, t.Area.Dx(), t.Area.Dy()-t.done
	rows := 1
	if t.pace > 0 {
		rows = max(1, int(min(float64(left), float64(sliceTime)/(t.pace*l.samples*float64(width)))))
	}
	if 2*left < 3*rows { // the rest would be less than half a slice
		rows = left
	}
	part := image.Rect(t.Area.Min.X, t.Area.Min.Y+t.done, t.Area.Max.X, t.Area.Min.Y+t.done+rows)
	begin := time.Now()
	err := l.renderer.Render(context.Background(), part, s.pix[t.done*width:][:rows*width])
	took := time.Since(begin)
	t.pace = float64(max(took, clock)) / (l.samples * float64(rows*width))
	t.done += rows
	t.took += took
	if t.done < t.Area.Dy() && err == nil {
		return nil
	}
	t.level = nil
	pixels := proto.Pixels{Tile: t.ID, Micros: uint32(t.took.Microseconds()), Pix: s.pix}
	if o, ok := l.renderer.(simulate.Omitter); ok {
		before := l.omitted
		l.omitted = o.Omitted()
		pixels.Omitted = l.omitted
		pixels.Omitted.Samples -= before.Samples
		pixels.Omitted.Total -= before.Total
	}
	return s.answer(t.ID, pixels, err)
}
