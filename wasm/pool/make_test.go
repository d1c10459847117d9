package pool_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/wasm/lab"
	"gobragg/wasm/pool"
	"gobragg/wasm/proto"
)

// small is a list of reflections.
const small = "1 0 0 50\n0 1 0 70\n0 0 2 35\n"

// shown returns a laboratory that shows a list named a.hkl.
func shown(t *testing.T, list string) *lab.Lab {
	t.Helper()
	l := lab.New()
	if err := l.Set("cell", "40 50 60"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Adopt("a.hkl", []byte(list)); err != nil {
		t.Fatal(err)
	}
	return l
}

// wanted returns what l wants, nil for nothing.
func wanted(t *testing.T, l *lab.Lab) *config.Wanted {
	t.Helper()
	_, err := l.Experiment()
	var w *config.Wanted
	if !errors.As(err, &w) && err != nil {
		t.Fatal(err)
	}
	return w
}

// TestMake: an experiment whose structure factors workers make is that of a laboratory
// that makes them itself; a worker is sent a file once, and a file of the same name again.
func TestMake(t *testing.T) {
	files := 0
	p := start(t, 2, func(int) heed {
		return func(message []byte) error {
			if m, err := proto.Decode(message); err == nil {
				if _, ok := m.(proto.File); ok {
					files++
				}
			}
			return nil
		}
	})
	l := lab.New()
	l.Delegate(p.Make)
	check := func(want *lab.Lab, requests, sent int) {
		t.Helper()
		n := 0
		for w := wanted(t, l); w != nil; w = wanted(t, l) {
			if err := l.Obtain(t.Context(), w); err != nil {
				t.Fatal(err)
			}
			n++
		}
		a, err := want.Experiment()
		if err != nil {
			t.Fatal(err)
		}
		b, err := l.Experiment()
		if err != nil || !reflect.DeepEqual(a.Experiment, b.Experiment) || !reflect.DeepEqual(a.Notes, b.Notes) {
			t.Errorf("another experiment: %v", err)
		}
		if n != requests || files != sent {
			t.Errorf("%d requests, %d files, want %d and %d", n, files, requests, sent)
		}
	}
	check(lab.New(), 1, 0)
	for i, list := range []string{small, small + "1 1 1 9\n"} {
		want := shown(t, list)
		for name, text := range map[string]string{"cell": "40 50 60", "default_F": ""} {
			if err := l.Set(name, text); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := l.Adopt("a.hkl", []byte(list)); err != nil {
			t.Fatal(err)
		}
		check(want, 0, i+1)
		for _, l := range []*lab.Lab{l, want} {
			if err := l.Set("default_F", "3"); err != nil {
				t.Fatal(err)
			}
		}
		check(want, 1, i+1)
	}
}

// TestMakeFails: what is wrong with a file is said of its option; a worker that dies or is
// given up is followed by another.
func TestMakeFails(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	begun := make(chan struct{}, 1)
	requests := 0
	p := start(t, 1, func(int) heed {
		return func(message []byte) error {
			m, err := proto.Decode(message)
			if err != nil {
				return err
			}
			if _, ok := m.(proto.Make); ok {
				switch requests++; requests {
				case 3:
					return errMemory
				case 4:
					begun <- struct{}{}
					<-hang
				}
			}
			return nil
		}
	})
	q := config.Request{Option: "hkl", File: "a.hkl"}
	obtain := func(ctx context.Context, content string) error {
		l := lab.New()
		l.Delegate(p.Make)
		l.Give("a.hkl", []byte(content))
		return l.Obtain(ctx, &config.Wanted{Request: q})
	}
	if err := obtain(t.Context(), small); err != nil {
		t.Error(err)
	}
	err := obtain(t.Context(), "1 0")
	var file *config.FileError
	if !errors.As(err, &file) || file.Option != "-hkl" || strings.Count(err.Error(), "a.hkl") != 1 {
		t.Errorf("a list that cannot be read: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := obtain(cancelled, small); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	if err := obtain(t.Context(), small); err == nil || !strings.Contains(err.Error(), "memory") {
		t.Errorf("a worker that dies: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	go func() { <-begun; stop() }()
	if err := obtain(ctx, small); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled at work: %v", err)
	}
	if err := obtain(t.Context(), small); err != nil {
		t.Error(err)
	}
	if err := p.Render(t.Context(), example(t), pool.Options{}, func(pool.Tile) {}); err != nil {
		t.Error(err)
	}
}
