package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// Times of the display. Nothing shows of a run that is over before its first.
const (
	barDelay   = 500 * time.Millisecond
	barRefresh = 150 * time.Millisecond
	linesDelay = 5 * time.Second
	linesLook  = 250 * time.Millisecond
)

// lineMarks are the percentages at which a line is printed where there is no
// terminal to draw a bar on.
var lineMarks = []int64{1, 10, 25, 50, 75, 90}

// watch shows how far a simulation is. The simulation only stores a number.
//
// The bar is github.com/vbauerster/mpb: it draws on terminals only, knows their
// width, and clears up behind itself. github.com/schollz/progressbar would link
// net/http into the command, 2.5 MB against 0.8.
type watch struct {
	samples int64 // 0 for work that is not counted in them
	start   time.Time
	pixels  atomic.Int64 // done
	total   atomic.Int64
	stop    chan struct{}
	stopped chan struct{}
}

// watch begins to watch a simulation of so many samples, or with 0 other work.
func (p *program) watch(samples int64) *watch {
	w := &watch{samples: samples, start: time.Now(), stop: make(chan struct{}), stopped: make(chan struct{})}
	show, delay := w.lines, linesDelay
	if p.terminal {
		show, delay = w.bar, barDelay
	}
	go func() {
		defer close(w.stopped)
		select {
		case <-time.After(delay):
			show(p.stderr)
		case <-w.stop:
		}
	}()
	return w
}

// at is told how many pixels are done.
func (w *watch) at(done, total int64) {
	w.pixels.Store(done)
	w.total.Store(total)
}

// end stops watching; nothing is drawn after it returns.
func (w *watch) end() {
	close(w.stop)
	<-w.stopped
}

// fraction returns how much is done, 0 to 1.
func (w *watch) fraction() float64 {
	total := w.total.Load()
	if total == 0 {
		return 0
	}
	return float64(w.pixels.Load()) / float64(total)
}

// rate returns the samples a second so far, in words; none of other work.
func (w *watch) rate() string {
	if w.samples == 0 {
		return ""
	}
	done := w.fraction() * float64(w.samples)
	if done == 0 {
		return "no pixel yet"
	}
	return quantity(done/time.Since(w.start).Seconds()) + " samples/s"
}

// remaining returns the time left at the present rate, in words.
func (w *watch) remaining() string {
	f := w.fraction()
	if f == 0 {
		return duration(time.Since(w.start).Truncate(time.Second)) + " so far"
	}
	left := time.Duration(float64(time.Since(w.start)) * (1 - f) / f)
	return duration(max(time.Second, left.Round(time.Second))) + " left"
}

// bar draws a bar on the terminal out until the end.
func (w *watch) bar(out io.Writer) {
	const total = 10000
	display := mpb.New(mpb.WithOutput(out), mpb.WithWidth(40), mpb.WithRefreshRate(barRefresh))
	text := func(s func() string) decor.Decorator {
		return decor.Any(func(decor.Statistics) string { return strings.TrimRight("  "+s(), " ") })
	}
	bar := display.AddBar(total,
		mpb.PrependDecorators(decor.Percentage(decor.WC{W: 5})),
		mpb.AppendDecorators(text(w.rate), text(w.remaining)))
	ticker := time.NewTicker(barRefresh / 2)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			// The last step would complete the bar and leave it standing.
			bar.SetCurrent(min(total-1, int64(w.fraction()*total)))
		case <-w.stop:
			bar.Abort(true)
			display.Wait()
			return
		}
	}
}

// lines prints a line at some percentages.
func (w *watch) lines(out io.Writer) {
	ticker := time.NewTicker(linesLook)
	defer ticker.Stop()
	printed := int64(-1)
	for {
		if mark := markBelow(w.fraction()); mark > printed {
			words := []string{duration(time.Since(w.start)), w.rate(), w.remaining()}
			words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
			fmt.Fprintf(out, "%3d %%  after %s\n", mark, strings.Join(words, ", "))
			printed = mark
		}
		select {
		case <-ticker.C:
		case <-w.stop:
			return
		}
	}
}

// markBelow returns the last of lineMarks at or below the fraction, −1 before the first.
func markBelow(fraction float64) int64 {
	last := int64(-1)
	for _, m := range lineMarks {
		if fraction*100 >= float64(m) {
			last = m
		}
	}
	return last
}
