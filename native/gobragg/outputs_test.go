package main

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"gobragg/core/config"
	"gobragg/core/experiment"
	"gobragg/core/imgio"
)

// TestAhead: rows come in order whatever the threads.
func TestAhead(t *testing.T) {
	for _, height := range []int{1, 2, 63, 64, 65, 300} {
		for threads := 1; threads < 5; threads++ {
			next := ahead(3, height, threads, func(y int, dst []int) {
				for x := range dst {
					dst[x] = 10*y + x
				}
			})
			row := make([]int, 3)
			for y := range height {
				if next(y, row); row[0] != 10*y || row[2] != 10*y+2 {
					t.Fatalf("%d rows, %d threads: row %d is %v", height, threads, y, row)
				}
			}
		}
	}
}

func resolved(t *testing.T, line string) *experiment.Experiment {
	t.Helper()
	c, err := config.ParseArgs(words(line))
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Experiment(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.Experiment
}

func TestRings(t *testing.T) {
	const cell = "-cell 50 60 70 -default_F 1 "
	for _, c := range []struct {
		name, args string
		drawn      int
	}{
		{"the usual detector", "", 4},
		{"near", "-distance 30", 4},
		{"far", "-distance 5000", 4},
		{"long wavelength", "-lambda 6", 4},
		{"beam at a corner", "-Xbeam 1 -Ybeam 1", 4},
		{"swung out", "-twotheta 40 -xds", 4},
		{"curved", "-curved_det -xds -distance 60", 4},
		{"narrow", "-detpixels_x 2000 -detpixels_y 60", 4},
	} {
		e := resolved(t, cell+c.args)
		list := e.RingChoice()
		if len(list) != c.drawn {
			t.Errorf("%s: %d rings, want %d", c.name, len(list), c.drawn)
		}
		var o imgio.Overlay
		last := 0.0
		for _, d := range list {
			if !(d > last) {
				t.Errorf("%s: resolutions %v do not rise", c.name, list)
			}
			last = d
			drawRing(&o, e, d)
		}
		if len(o.Labels) < 2 {
			t.Errorf("%s: %d of %v Å are on the picture", c.name, len(o.Labels), list)
		}
		for _, l := range o.Labels {
			if !inside(l.At, e.Detector) {
				t.Errorf("%s: the label %s at %v is not on the picture", c.name, l.Text, l.At)
			}
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		got, want string
	}{
		{duration(12345 * time.Nanosecond), "12.3 µs"},
		{duration(999600 * time.Nanosecond), "1 ms"},
		{duration(45 * time.Millisecond), "45 ms"},
		{duration(99 * time.Second), "99 s"},
		{duration(100 * time.Second), "1 min 40 s"},
		{duration(3599600 * time.Millisecond), "1 h 00 min"},
		{duration(50 * time.Hour), "50 h 00 min"},
		{quantity(999), "999"},
		{quantity(999900), "1 M"},
		{quantity(16777216), "16.8 M"},
		{quantity(2.5e9), "2.5 G"},
		{plural(1, "thread"), "1 thread"},
		{plural(2, "thread"), "2 threads"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestProgressLines(t *testing.T) {
	for _, c := range []struct {
		fraction float64
		want     int64
	}{{0, -1}, {0.005, -1}, {0.01, 1}, {0.3, 25}, {0.899, 75}, {1, 90}} {
		if got := markBelow(c.fraction); got != c.want {
			t.Errorf("markBelow(%v) = %v, want %v", c.fraction, got, c.want)
		}
	}

	w := &watch{samples: 1e9, start: time.Now().Add(-10 * time.Second), stop: make(chan struct{}), stopped: make(chan struct{})}
	w.at(50, 100)
	var out bytes.Buffer
	close(w.stop)
	w.lines(&out)
	if want := " 50 %  after 10 s, 50 M samples/s, 10 s left\n"; out.String() != want {
		t.Errorf("line %q, want %q", out.String(), want)
	}
	w.at(0, 100)
	if got := fmt.Sprint(w.rate(), ", ", w.remaining()); got != "no pixel yet, 10 s so far" {
		t.Errorf("before the first pixel: %q", got)
	}
}

// TestBarEnds: the bar ends with the run, and draws nothing where it cannot.
func TestBarEnds(t *testing.T) {
	w := &watch{samples: 100, start: time.Now(), stop: make(chan struct{}), stopped: make(chan struct{})}
	var out bytes.Buffer
	ended := make(chan struct{})
	go func() {
		w.bar(&out)
		close(ended)
	}()
	w.at(10, 10)
	time.Sleep(2 * barRefresh)
	close(w.stop)
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Fatal("the bar goes on after the end of its run")
	}
	if out.Len() > 0 {
		t.Errorf("drawn without a terminal: %q", out.String())
	}
}

// TestShortRunsShowNothing: a run that is over at once prints no progress.
func TestShortRunsShowNothing(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		var out bytes.Buffer
		p := &program{stderr: &out, terminal: terminal}
		w := p.watch(1000)
		w.at(10, 10)
		w.end()
		if out.Len() > 0 {
			t.Errorf("terminal %v: printed %q", terminal, out.String())
		}
	}
}
