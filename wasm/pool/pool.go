// Package pool renders plans with web workers: whole images as a simulate.Backend, or
// tile by tile, coarse levels first and from the centre outwards, for a page that shows
// them as they come.
//
//	p, err := pool.Start(0)
//	err = p.Render(ctx, compiled, pool.Options{}, func(t pool.Tile) { t.CopyTo(image) })
//
// Workers pull: each has one tile in flight, so to cancel is to send no more. A worker
// that dies is replaced. What follows works with any Port, and is tested without a
// browser.
package pool

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"gobragg/core/plan"
	"gobragg/wasm/proto"
)

// Port is the line to one worker. Messages arrive in the order they were sent.
type Port interface {
	// Send sends a message, which may then be used again.
	Send(message []byte)
	// Receive returns the channel of answers; it is closed when the worker dies.
	Receive() <-chan []byte
	// Err says, after that, of what.
	Err() error
	// Close ends the worker, whatever it is doing.
	Close()
}

// patience is how long a worker may go on with a tile that nobody wants any more before
// another one takes its place: ten times the usual tile, and less than the time that a
// new worker takes to start.
const patience = 80 * time.Millisecond

// Pool is a number of workers. Several goroutines may use it at once.
type Pool struct {
	dial  func() (Port, error)
	seats []*seat
	jobs  atomic.Uint32
	// cost is the time of a sample, ns, as lately seen.
	cost atomic.Int64

	mu    sync.Mutex
	table *table // that of the last job with one
}

// firstGuess is the cost of a sample before any was measured, ns.
const firstGuess = 20

// New returns a pool of workers that dial starts.
func New(workers int, dial func() (Port, error)) (*Pool, error) {
	p := &Pool{dial: dial}
	p.cost.Store(firstGuess)
	for range max(1, workers) {
		port, err := dial()
		if err != nil {
			p.Close()
			return nil, fmt.Errorf("starting a worker: %w", err)
		}
		s := &seat{pool: p, free: make(chan struct{}, 1), port: port}
		s.free <- struct{}{}
		p.seats = append(p.seats, s)
	}
	return p, nil
}

// Workers returns their number.
func (p *Pool) Workers() int { return len(p.seats) }

// Close ends all workers. The pool must not be in use.
func (p *Pool) Close() {
	for _, s := range p.seats {
		s.port.Close()
	}
}

// job is a plan on its way to the workers.
type job struct {
	id      uint32
	message []byte
	table   *table // nil: the plan has no structure factors
}

// table is structure factors on their way to the workers.
type table struct {
	id      uint32
	message []byte
	f       []float32
}

// newJob encodes pl.
func (p *Pool) newJob(pl *plan.Plan) (*job, error) {
	bare := *pl
	bare.F = nil
	encoded, err := bare.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	j := &job{id: p.jobs.Add(1), table: p.tableOf(pl.F)}
	m := proto.Job{ID: j.id, Plan: encoded}
	if j.table != nil {
		m.Table = j.table.id
	}
	j.message = m.Append(nil)
	return j, nil
}

// tableOf encodes structure factors, unless they are those of the last job: plans never
// change, so the same memory holds the same numbers.
func (p *Pool) tableOf(f []float32) *table {
	if len(f) == 0 {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.table == nil || len(p.table.f) != len(f) || &p.table.f[0] != &f[0] {
		t := &table{id: p.jobs.Add(1), f: f}
		t.message = proto.Table{ID: t.id, F: f}.Append(nil)
		p.table = t
	}
	return p.table
}

// seat is the place of one worker, which outlives it.
type seat struct {
	pool *Pool
	free chan struct{} // holds a token while nobody uses the seat
	port Port
	job  uint32     // the job that the worker holds; 0: none
	held uint32     // the table that it holds; 0: none
	owes bool       // an answer that nobody waits for is still to come
	file proto.File // that it holds
}

// errDied is the end of a worker.
var errDied = errors.New("the worker died")

// render has the worker render a tile. A tile that its worker dies of is given to the
// worker's successor, once: a second death is an error.
func (s *seat) render(ctx context.Context, j *job, tile proto.Tile) (proto.Pixels, error) {
	select {
	case <-s.free:
	case <-ctx.Done():
		return proto.Pixels{}, context.Cause(ctx)
	}
	defer func() { s.free <- struct{}{} }()

	pixels, err := s.try(ctx, j, tile)
	if errors.Is(err, errDied) {
		pixels, err = s.try(ctx, j, tile)
		if errors.Is(err, errDied) {
			err = fmt.Errorf("%w twice of the same part of the image; it may need more memory than the browser gives", err)
		}
	}
	return pixels, err
}

// try is render with one worker; errDied has replaced it.
func (s *seat) try(ctx context.Context, j *job, tile proto.Tile) (proto.Pixels, error) {
	if err := s.settle(ctx); err != nil {
		return proto.Pixels{}, err
	}
	if s.job != j.id {
		if j.table != nil && s.held != j.table.id {
			s.port.Send(j.table.message)
			s.held = j.table.id
		}
		s.port.Send(j.message)
		s.job = j.id
	}
	tile.Job = j.id
	s.port.Send(tile.Append(nil))
	select {
	case answer, alive := <-s.port.Receive():
		if !alive {
			return proto.Pixels{}, s.replace(fmt.Errorf("%w: %w", errDied, s.port.Err()))
		}
		m, err := proto.Decode(answer)
		switch m := m.(type) {
		case proto.Pixels:
			if want := tile.Area.Dx() * tile.Area.Dy(); len(m.Pix) != want {
				return proto.Pixels{}, fmt.Errorf("a worker answered %d pixels, want %d", len(m.Pix), want)
			}
			return m, nil
		case proto.Failure:
			return proto.Pixels{}, errors.New(m.Text)
		}
		return proto.Pixels{}, fmt.Errorf("a worker answered %T: %w", m, err)
	case <-ctx.Done():
		s.owes = true
		return proto.Pixels{}, context.Cause(ctx)
	}
}

// settle waits for the answer that nobody wants, and replaces a worker that keeps it
// waiting too long.
func (s *seat) settle(ctx context.Context) error {
	if !s.owes {
		return nil
	}
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case _, alive := <-s.port.Receive():
		s.owes = false
		if alive {
			return nil
		}
	case <-timeout.C:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := s.replace(errDied); !errors.Is(err, errDied) {
		return err
	}
	return nil
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
