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

// heed is what a worker does when a message arrives, before it takes it in; an error ends
// the worker.
type heed func(message []byte) error

// dialer returns a dial whose n-th worker, from 0, heeds messages as behave returns for n.
func dialer(behave func(n int) heed) func() (pool.Port, error) {
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

func (l *local) live(h heed) {
	defer close(l.out)
	var server worker.Server
	var inbox worker.Inbox
	put := func(message []byte) bool {
		l.err = h(message)
		inbox.Put(message)
		return l.err == nil
	}
	for {
		if inbox.Empty() && !server.Busy() {
			select {
			case message := <-l.in:
				if !put(message) {
					return
				}
			case <-l.closed:
				return
			}
		}
		for more := true; more; { // all that has arrived
			select {
			case message := <-l.in:
				if !put(message) {
					return
				}
			default:
				more = false
			}
		}
		if answer := inbox.Work(&server); answer != nil {
			select {
			case l.out <- bytes.Clone(answer):
			case <-l.closed:
				return
			}
		}
	}
}

func (l *local) Send(messages ...[]byte) {
	for _, m := range messages {
		l.in <- bytes.Clone(m)
	}
}
func (l *local) Receive() <-chan []byte { return l.out }
func (l *local) Err() error             { return l.err }
func (l *local) Close()                 { l.once.Do(func() { close(l.closed) }) }

var errMemory = errors.New("out of memory")
