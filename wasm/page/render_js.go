package page

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"syscall/js"
	"time"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/wasm/lab"
	"gobragg/wasm/pool"
)

// job is an experiment to render.
type job struct {
	number   int
	resolved *config.Resolved
	plan     *plan.Plan
	noisy    bool
	photons  *frame.Frame // as far as they are there
	// shown is what the viewer shows of it: the photons, or counts with noise.
	shown *frame.Frame
	done  bool
	took  time.Duration
}

// slow is how long a job may take before the page shows its progress.
const slow = 300 * time.Millisecond

// update works out the experiment after a change of the settings and asks for its
// image. What is wrong is said beside the field to blame, and the image before stays.
func (a *app) update() {
	if err := a.ask(); err != nil {
		a.report(err)
		return
	}
	if !a.stale {
		a.stale = true
		time.AfterFunc(max(reportDelay, reportPause-time.Since(a.reported)), a.catchUp)
	}
}

// The page shows the settings reportDelay after they changed, with or after the first of
// their image, which it does not hold up so. reportPause is how long it may show older
// ones: of a slider that moves, the image follows as fast as it can, a hundred fields ten
// times a second.
const (
	reportDelay = 30 * time.Millisecond
	reportPause = 100 * time.Millisecond
)

// catchUp makes the page show the settings, if it shows older ones.
func (a *app) catchUp() {
	if a.stale {
		a.report(nil)
	}
}

// ask asks for the image of the settings, or first for the structure factors that it needs.
func (a *app) ask() error {
	r, err := a.lab.Experiment()
	var w *config.Wanted
	if errors.As(err, &w) {
		a.expect()
		a.making.Submit(w)
		return nil
	}
	a.making.Cancel() // what it makes is of other settings
	if err != nil {
		return err
	}
	p, err := plan.Compile(r.Experiment)
	if err != nil {
		return err
	}
	a.expect()
	a.current = &job{number: a.jobs, resolved: r, plan: p, noisy: r.Noise}
	if a.viewer != nil {
		a.viewer.Open(r, p)
	}
	a.latest.Submit(a.current)
	a.known()
	return nil
}

// expect gives a number to the experiment that is asked for.
func (a *app) expect() {
	a.jobs++
	now := time.Now()
	a.follows, a.asked = now.Sub(a.asked) < followPause, now
	mark("wanted", strconv.Itoa(a.jobs))
}

// report makes the page show the settings, and what ask said of them.
func (a *app) report(err error) {
	a.problem, a.stale, a.reported = err, false, time.Now()
	if err != nil {
		a.known()
	}
	if a.form == nil {
		return // the page is not yet there
	}
	name, text := lab.Blame(err)
	for _, x := range a.form.order {
		if x.draft {
			continue
		}
		blamed := false
		for _, o := range x.Options {
			blamed = blamed || o.Name == name
		}
		if blamed && err != nil {
			a.form.blame(x, err)
		} else if x.error.text() != "" {
			a.form.blame(x, nil)
		}
	}
	var large *lab.TooLarge
	switch {
	case err == nil:
		show("message", false)
	case errors.As(err, &large) || name == "":
		a.complain(err)
	default:
		a.say("-"+name+": "+text, "")
	}
	a.form.refresh()
	a.showActions()
}

// render is the work of latest: it renders j and shows it as it comes.
func (a *app) render(ctx context.Context, j *job, seen func()) {
	defer rescue()
	start := time.Now()
	late := time.AfterFunc(slow, func() {
		if ctx.Err() == nil && !j.done {
			show("work", true)
		}
	})
	defer late.Stop()
	begun, told := false, start
	err := a.workers.Render(ctx, j.plan, pool.Options{}, func(t pool.Tile) {
		if !begun {
			begun = true
			<-a.seen
			milestone("first tile", j.number)
			j.photons = a.empty(j.plan)
		}
		t.CopyTo(j.photons)
		if now := time.Now(); t.Last || now.Sub(told) > slow/4 {
			told = now
			byID("progress").Set("value", t.Done)
		}
		if !t.Last {
			if !j.noisy {
				j.shown, a.painted = j.photons, j.photons
				a.viewer.Paint(j.photons, t.Bounds, t.Level, false)
			}
			return
		}
		squares := t.Level
		j.shown = j.photons
		if j.noisy {
			j.shown, squares = lab.Counts(j.photons, j.resolved.Seed), 1
		}
		j.done = t.Level == 1
		a.image, a.painted = j, j.shown
		a.viewer.Paint(j.shown, j.shown.ROI, squares, j.done)
		milestone("level", j.number)
		seen()
	})
	show("work", false)
	if text := byID("boot"); text.text() != "" {
		text.setText("")
	}
	switch {
	case errors.Is(err, context.Canceled):
		if a.current == j && !a.making.Busy() { // nobody waits for another one
			byID("engine").setText("Cancelled: the image is coarse")
		}
	case err != nil:
		a.complain(fmt.Errorf("the image cannot be rendered: %w", err))
	default:
		j.took = time.Since(start)
		if !a.follows {
			a.finished(j)
			return
		}
		time.AfterFunc(followPause, func() { a.finished(j) }) // if no other image is asked for
	}
}

// followPause is the time within which one image follows another if a slider moves.
const followPause = 60 * time.Millisecond

// empty returns the empty image of a plan, in memory that nobody looks at any more.
func (a *app) empty(pl *plan.Plan) *frame.Frame {
	if a.image == nil {
		return a.frames.New(pl, a.painted)
	}
	return a.frames.New(pl, a.painted, a.image.photons, a.image.shown)
}

// finished shows the numbers of a complete image, unless another one is to come: while a
// slider moves nobody can read them.
func (a *app) finished(j *job) {
	if a.current != j || a.image != j {
		return
	}
	a.catchUp()
	s := lab.Summarize(j.resolved, j.plan, j.shown)
	if j.noisy {
		s.Unit = "counts"
	}
	a.showSummary(s)
	a.showNotes(j.resolved.Notes)
	byID("engine").setText(fmt.Sprintf("%s samples in %.2g s, on %d workers", lab.Digits(float64(s.Samples), 3), j.took.Seconds(), a.workers.Workers()))
	mark("photons", fmt.Sprintf("%016x", lab.Hash(j.photons)))
	mark("rendered", strconv.Itoa(j.number))
	milestone("image", j.number)
}

// milestone enters how far a job is in the browser's record of times.
func milestone(name string, number int) {
	js.Global().Get("performance").Call("mark", name, map[string]any{"detail": number})
}

// mark sets an attribute of the document, by which others see how far the page is:
// data-wanted is the number of the experiment asked for last, data-rendered that of the
// image, complete, and data-photons the hash of its expected photons (lab.Hash).
func mark(key, value string) {
	js.Global().Get("document").Get("documentElement").Get("dataset").Set(key, value)
}
