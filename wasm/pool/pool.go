// Package pool renders plans with web workers: whole images as a simulate.Backend, or
// tile by tile, coarse levels first and from the centre outwards, for a page that shows
// them as they come.
//
//	p, err := pool.Start(0)
//	err = p.Render(ctx, compiled, pool.Options{}, func(t pool.Tile) { t.CopyTo(image) })
//
// Workers pull: each has one tile at hand and one that waits, so that it does not idle
// while the page is busy, and the next job makes the waiting one void. A worker that dies
// is replaced. What follows works with any Port, and is tested without a browser.
package pool

import (
	"fmt"
	"sync"
	"sync/atomic"

	"gobragg/core/plan"
	"gobragg/wasm/proto"
)

// Port is the line to one worker. Messages arrive in the order they were sent.
type Port interface {
	// Send sends messages, which may then be used again. To send several at once is cheaper.
	Send(messages ...[]byte)
	// Receive returns the channel of answers; it is closed when the worker dies.
	Receive() <-chan []byte
	// Err says, after that, of what.
	Err() error
	// Close ends the worker, whatever it is doing.
	Close()
}

// Pool is a number of workers. Several goroutines may use it at once.
type Pool struct {
	dial  func() (Port, error)
	seats []*seat
	ids   atomic.Uint32 // of jobs, tables and tiles
	pace  pace

	mu    sync.Mutex
	table *table // that of the last job with one
}

// New returns a pool of workers that dial starts.
func New(workers int, dial func() (Port, error)) (*Pool, error) {
	p := &Pool{dial: dial}
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
	j := &job{id: p.ids.Add(1), table: p.tableOf(pl.F)}
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
		t := &table{id: p.ids.Add(1), f: f}
		t.message = proto.Table{ID: t.id, F: f}.Append(nil)
		p.table = t
	}
	return p.table
}
