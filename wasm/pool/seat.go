package pool

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gobragg/wasm/proto"
)

// seat is the place of one worker, which outlives it.
type seat struct {
	pool *Pool
	free chan struct{} // holds a token while nobody uses the seat
	port Port
	job  uint32     // the job that the worker holds; 0: none
	held uint32     // the table that it holds; 0: none
	owes bool       // it may be at a tile that nobody waits for
	file proto.File // that it holds
}

// depth is how many tiles a worker has: one at hand, one that waits.
const depth = 2

// patience is how long a worker may go on with a tile that nobody wants any more before
// another one takes its place: about the time that a new worker takes to start. It stops
// at the end of a slice, of milliseconds; where one takes longer, the machine is likely to
// be busy with something else, and another start would not help.
const patience = 300 * time.Millisecond

// The ends of a worker: by itself, or because it answers no more.
var (
	errDied  = errors.New("the worker died")
	errStuck = errors.New("the worker does not answer")
)

// work has the worker render the tiles that next gives, as long as it does, and hands
// their pixels to arrived in the same order. next is told whether a tile is to wait
// behind another, and need not give one then. A tile that its worker dies of is given to
// the worker's successor, once: a second death is an error.
func (s *seat) work(ctx context.Context, j *job, next func(waits bool) (proto.Tile, bool), arrived func(proto.Tile, proto.Pixels)) error {
	select {
	case <-s.free:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	var sent []proto.Tile // not yet answered
	defer func() {
		s.owes = s.owes || len(sent) > 0
		s.free <- struct{}{}
	}()
	deaths := 0 // of workers with the first of sent
	for {
		old := len(sent)
		for len(sent) < depth {
			tile, ok := next(len(sent) > 0)
			if !ok {
				break
			}
			tile.ID, tile.Job = s.pool.ids.Add(1), j.id
			sent = append(sent, tile)
		}
		s.send(j, sent[old:])
		if len(sent) == 0 {
			return nil
		}
		m, err := s.receive(ctx, sent[0].ID)
		switch {
		case errors.Is(err, errDied) && deaths > 0:
			return fmt.Errorf("%w twice of the same part of the image; it may need more memory than the browser gives", err)
		case errors.Is(err, errDied), errors.Is(err, errStuck):
			if errors.Is(err, errDied) {
				deaths++
			}
			if failed := s.replace(err); failed != err {
				return failed
			}
			s.send(j, sent)
			continue
		case err != nil:
			return err
		}
		tile := sent[0]
		if want := tile.Area.Dx() * tile.Area.Dy(); len(m.Pix) != want {
			return fmt.Errorf("a worker answered %d pixels, want %d", len(m.Pix), want)
		}
		sent, deaths = sent[1:], 0
		arrived(tile, m)
	}
}

// send sends tiles, and before them the job and its structure factors if the worker does
// not hold them.
func (s *seat) send(j *job, tiles []proto.Tile) {
	if len(tiles) == 0 {
		return
	}
	var messages [][]byte
	if s.job != j.id {
		if j.table != nil && s.held != j.table.id {
			messages = append(messages, j.table.message)
			s.held = j.table.id
		}
		messages = append(messages, j.message)
		s.job = j.id
	}
	for _, tile := range tiles {
		messages = append(messages, tile.Append(nil))
	}
	s.port.Send(messages...)
}

// receive returns the pixels of tile id, and passes over what was answered to earlier
// work. Where that is still to come it gives up with errStuck when patience ends: in
// two steps, so that a page which was itself busy for long looks at its messages first.
func (s *seat) receive(ctx context.Context, id uint32) (proto.Pixels, error) {
	var late <-chan time.Time
	if s.owes {
		ticker := time.NewTicker(patience / 2)
		defer ticker.Stop()
		late = ticker.C
	}
	for ticks := 0; ; {
		select {
		case answer, alive := <-s.port.Receive():
			if !alive {
				return proto.Pixels{}, fmt.Errorf("%w: %w", errDied, s.port.Err())
			}
			s.owes, late = false, nil
			m, err := proto.Decode(answer)
			switch m := m.(type) {
			case proto.Pixels:
				if m.Tile == id {
					return m, nil
				}
			case proto.Failure:
				if m.ID == id {
					return proto.Pixels{}, errors.New(m.Text)
				}
			default:
				return proto.Pixels{}, fmt.Errorf("a worker answered %T: %w", m, err)
			}
		case <-late:
			if ticks++; ticks == 2 {
				return proto.Pixels{}, errStuck
			}
		case <-ctx.Done():
			return proto.Pixels{}, context.Cause(ctx)
		}
	}
}

// replace puts a new worker in the seat, and returns cause, or why it cannot.
func (s *seat) replace(cause error) error {
	s.port.Close()
	port, err := s.pool.dial()
	if err != nil {
		return fmt.Errorf("starting a worker: %w", err)
	}
	s.port, s.job, s.held, s.owes, s.file = port, 0, 0, false, proto.File{}
	return cause
}
