package pool_test

import (
	"context"
	"testing"

	"gobragg/wasm/pool"
)

// TestLatest: requests that arrive while work has shown nothing wait, all but the newest
// are dropped, and work that has shown something gives way.
func TestLatest(t *testing.T) {
	type event struct {
		request int
		done    bool // its context had ended
	}
	began, events := make(chan int), make(chan event)
	show, finish := make(chan struct{}), make(chan struct{})
	l := pool.NewLatest(func(ctx context.Context, request int, seen func()) {
		began <- request
		<-show
		seen()
		select {
		case <-ctx.Done():
		case <-finish:
		}
		events <- event{request, ctx.Err() != nil}
	})

	l.Submit(1)
	if r := <-began; r != 1 {
		t.Fatalf("%d began, want 1", r)
	}
	l.Submit(2)
	l.Submit(3)
	select {
	case e := <-events:
		t.Fatalf("%v before 1 has shown anything", e)
	default:
	}
	show <- struct{}{}
	if e := <-events; e != (event{1, true}) {
		t.Errorf("1 ended as %v, want cancelled once it had shown something", e)
	}
	if r := <-began; r != 3 {
		t.Errorf("%d began, want the newest, 3", r)
	}
	show <- struct{}{}
	finish <- struct{}{}
	if e := <-events; e != (event{3, false}) {
		t.Errorf("3 ended as %v, want whole", e)
	}

	l.Submit(4)
	<-began
	l.Submit(5)
	l.Cancel()
	show <- struct{}{}
	if e := <-events; e != (event{4, true}) {
		t.Errorf("4 ended as %v, want cancelled", e)
	}
	for l.Busy() {
	}
	l.Overtake() // nothing
	l.Submit(6)
	<-began
	l.Overtake()
	show <- struct{}{}
	if e := <-events; e != (event{6, true}) {
		t.Errorf("6 ended as %v, want cancelled once it had shown something", e)
	}
	for l.Busy() {
	}
	select {
	case r := <-began:
		t.Errorf("%d began after Cancel", r)
	default:
	}
}
