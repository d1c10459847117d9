package pool_test

import (
	"bytes"
	"errors"
	"sync"

	"gobragg/wasm/pool"
	"gobragg/wasm/worker"
)

// local is a worker on a goroutine of this process.
type local struct {
	in, out chan []byte
	once    sync.Once
	closed  chan struct{}
	err     error
}

// handle does what a worker's server does with a message; an error ends the worker.
type handle func(s *worker.Server, message []byte) ([]byte, error)

func serve(s *worker.Server, message []byte) ([]byte, error) { return s.Handle(message), nil }

// dialer returns a dial whose n-th worker, from 0, handles messages with what behave
// returns for n.
func dialer(behave func(n int) handle) func() (pool.Port, error) {
	var mu sync.Mutex
	n := 0
	return func() (pool.Port, error) {
		mu.Lock()
		defer mu.Unlock()
		l := &local{in: make(chan []byte, 8), out: make(chan []byte, 1), closed: make(chan struct{})}
		go l.live(behave(n))
		n++
		return l, nil
	}
}

func (l *local) live(h handle) {
	defer close(l.out)
	var server worker.Server
	var inbox worker.Inbox
	for {
		if inbox.Empty() {
			select {
			case message := <-l.in:
				inbox.Put(message)
			case <-l.closed:
				return
			}
		}
		for more := true; more; { // all that has arrived
			select {
			case message := <-l.in:
				inbox.Put(message)
			default:
				more = false
			}
		}
		message, _ := inbox.Take()
		answer, err := h(&server, message)
		if err != nil {
			l.err = err
			return
		}
		if answer != nil {
			select {
			case l.out <- bytes.Clone(answer):
			case <-l.closed:
				return
			}
		}
	}
}

func (l *local) Send(message []byte)    { l.in <- bytes.Clone(message) }
func (l *local) Receive() <-chan []byte { return l.out }
func (l *local) Err() error             { return l.err }
func (l *local) Close()                 { l.once.Do(func() { close(l.closed) }) }

var errMemory = errors.New("out of memory")
