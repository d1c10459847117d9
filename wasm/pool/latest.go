package pool

import (
	"context"
	"sync"
)

// Latest runs one piece of work at a time and keeps only the newest request for the
// next: what a slider wants that moves faster than images come. Work that is overtaken
// goes on until it has shown something, so that a steady stream of requests cannot starve
// it, and is cancelled then.
type Latest[T any] struct {
	run func(ctx context.Context, request T, seen func())

	mu      sync.Mutex
	next    *T
	cancel  context.CancelFunc // of the work at hand; nil: none
	visible bool               // it has shown something
	over    bool               // it is overtaken, by a request that waits or by Overtake
}

// NewLatest returns a Latest that runs each request with run, on a goroutine of its own.
// run calls seen once there is something to see, and soon returns when its context ends.
func NewLatest[T any](run func(ctx context.Context, request T, seen func())) *Latest[T] {
	return &Latest[T]{run: run}
}

// Submit asks for a piece of work, in place of any that has not begun.
func (l *Latest[T]) Submit(request T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = &request
	if l.cancel == nil {
		l.start()
		return
	}
	l.overtake()
}

// Overtake ends the work at hand as a request does, for one that is not yet known.
func (l *Latest[T]) Overtake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cancel != nil {
		l.overtake()
	}
}

// overtake is Overtake with the lock held and work at hand.
func (l *Latest[T]) overtake() {
	l.over = true
	if l.visible {
		l.cancel()
	}
}

// Cancel ends the work at hand and forgets the request that waits.
func (l *Latest[T]) Cancel() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = nil
	if l.cancel != nil {
		l.cancel()
	}
}

// Busy reports whether there is work at hand.
func (l *Latest[T]) Busy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cancel != nil
}

// start runs the next request; the lock is held.
func (l *Latest[T]) start() {
	request := *l.next
	l.next, l.visible, l.over = nil, false, false
	ctx, cancel := context.WithCancel(context.Background())
	l.cancel = cancel
	go func() {
		l.run(ctx, request, l.seen)
		cancel()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.cancel = nil
		if l.next != nil {
			l.start()
		}
	}()
}

func (l *Latest[T]) seen() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.visible = true
	if l.over && l.cancel != nil {
		l.cancel()
	}
}
