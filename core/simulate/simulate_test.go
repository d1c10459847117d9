package simulate_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gobragg/core/experiment"
	"gobragg/core/frame"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// still returns the experiment of a small crystal in front of 37 × 23 pixels.
func still(t testing.TB) *experiment.Experiment {
	t.Helper()
	axes := experiment.MOSFLM.Axes()
	panel, err := experiment.Placement{Convention: experiment.MOSFLM, Axes: axes, Fast: 37, Slow: 23, Pixel: 1e-3, Distance: 50e-3}.Place()
	if err != nil {
		t.Fatal(err)
	}
	cell := experiment.UnitCell{A: 50e-10, B: 60e-10, C: 70e-10, Alpha: 1.5, Beta: 1.6, Gamma: 1.7}
	crystal, err := cell.Orient(func(v r3.Vec) r3.Vec { return v }, false)
	if err != nil {
		t.Fatal(err)
	}
	return &experiment.Experiment{
		Beam: experiment.Beam{
			Direction: axes.Beam, Wavelength: 1e-10, Fluence: units.DefaultFluence,
			Polarization: experiment.Polarization{Axis: axes.Polarization},
			Sources:      []experiment.Source{{Incident: axes.Beam, Wavelength: 1e-10, Weight: 1}},
		},
		Detector: experiment.Detector{
			Fast: 37, Slow: 23, Pixel: 1e-3, Panel: panel,
			Sensor: experiment.Sensor{Layers: 1}, ROI: image.Rect(0, 0, 37, 23),
		},
		Goniometer: experiment.Goniometer{Spindle: axes.Spindle},
		Scan:       experiment.Scan{Range: 0.02, Step: 0.01, Steps: 2},
		Crystal: experiment.Crystal{
			Orientation: crystal, Cells: [3]int{3, 4, 5}, Fudge: 1, DefaultF: 10,
			Mosaic: experiment.Mosaic{Spread: 0.01, Domains: 3, Seed: 1},
		},
		Sampling: experiment.Sampling{Oversample: 2},
	}
}

func compile(t testing.TB, e *experiment.Experiment) *plan.Plan {
	t.Helper()
	p, err := plan.Compile(e)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func run(t *testing.T, b simulate.Backend, p *plan.Plan, opt simulate.Options) *frame.Frame {
	t.Helper()
	f, err := simulate.Run(context.Background(), b, p, opt)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestScalarIsTheKernel, whatever the tiles and the threads, to the last bit.
func TestScalarIsTheKernel(t *testing.T) {
	e := still(t)
	e.Detector.ROI = image.Rect(2, 1, 36, 22)
	p := compile(t, e)
	want := make([]float32, 34*21)
	kernel.NewRenderer(p, kernel.NewSums(p)).Render(p.ROI(), want, nil)
	for _, threads := range []int{0, 1, 3, 50} {
		for _, tile := range []image.Point{{}, {1, 1}, {5, 3}, {1000, 1000}} {
			f := run(t, simulate.Scalar(threads), p, simulate.Options{Tile: tile})
			for y := range 23 {
				for x := range 37 {
					expected := float32(0)
					if at := image.Pt(x, y); at.In(p.ROI()) {
						expected = want[(y-1)*34+x-2]
					}
					if got := f.Pix[y*37+x]; math.Float32bits(got) != math.Float32bits(expected) {
						t.Fatalf("%d threads, tiles of %v: pixel (%d, %d) = %v, want %v", threads, tile, x, y, got, expected)
					}
				}
			}
		}
	}
}

func TestFrame(t *testing.T) {
	e := still(t)
	e.Detector.ROI = image.Rect(3, 2, 20, 11)
	e.Detector.Mask = make([]byte, 37*23)
	for i := range e.Detector.Mask {
		e.Detector.Mask[i] = byte(i % 3)
	}
	f := run(t, simulate.Scalar(2), compile(t, e), simulate.Options{})
	if f.Width != 37 || f.Height != 23 || f.ROI != e.Detector.ROI || !slices.Equal(f.Mask, e.Detector.Mask) {
		t.Errorf("frame of %d × %d, ROI %v, mask of %d, want 37 × 23, %v, the experiment's", f.Width, f.Height, f.ROI, len(f.Mask), e.Detector.ROI)
	}
	for i, v := range f.Pix {
		computed := image.Pt(i%37, i/37).In(f.ROI) && e.Detector.Mask[i] != 0
		if computed != (v > 0) {
			t.Errorf("pixel (%d, %d) with mask %d = %v", i%37, i/37, e.Detector.Mask[i], v)
		}
	}
	// Without a mask a decoded plan has an empty one.
	e.Detector.Mask = nil
	b, err := compile(t, e).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := plan.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*plan.Plan{compile(t, e), decoded} {
		if f := run(t, simulate.Scalar(2), p, simulate.Options{}); f.Mask != nil {
			t.Errorf("without a mask the frame has one of %d", len(f.Mask))
		}
	}
}

// fake is a backend whose renderers do what render says.
type fake struct {
	renderers int
	tile      image.Point
	render    func(ctx context.Context, tile image.Rectangle, dst []float32) error
	openErr   error
	closeErr  error

	closed atomic.Int32
	opened atomic.Int32
}

type fakeRenderer struct {
	*fake
	busy atomic.Bool
}

func (b *fake) Name() string      { return "fake" }
func (b *fake) Tile() image.Point { return b.tile }

func (b *fake) Open(*plan.Plan) ([]simulate.Renderer, error) {
	if b.openErr != nil {
		return nil, b.openErr
	}
	var renderers []simulate.Renderer
	for range b.renderers {
		b.opened.Add(1)
		renderers = append(renderers, &fakeRenderer{fake: b})
	}
	return renderers, nil
}

func (r *fakeRenderer) Render(ctx context.Context, tile image.Rectangle, dst []float32) error {
	if !r.busy.CompareAndSwap(false, true) {
		return errors.New("a renderer is used by two goroutines")
	}
	defer r.busy.Store(false)
	return r.render(ctx, tile, dst)
}

func (r *fakeRenderer) Close() error {
	r.closed.Add(1)
	return r.closeErr
}

// allClosed waits until every renderer is closed: those that are busy when Run
// returns close a little later.
func (b *fake) allClosed(t *testing.T) {
	t.Helper()
	for range 1000 {
		if b.closed.Load() == b.opened.Load() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%d of %d renderers are closed", b.closed.Load(), b.opened.Load())
}

func TestEveryTileIsRenderedOnce(t *testing.T) {
	e := still(t)
	e.Detector.ROI = image.Rect(1, 2, 36, 23)
	p := compile(t, e)
	for _, renderers := range []int{1, 3, 50} {
		var mu sync.Mutex
		seen := map[image.Point]int{}
		b := &fake{renderers: renderers, tile: image.Pt(8, 5), render: func(_ context.Context, tile image.Rectangle, dst []float32) error {
			mu.Lock()
			defer mu.Unlock()
			if len(dst) != tile.Dx()*tile.Dy() {
				return fmt.Errorf("tile %v with a buffer of %d", tile, len(dst))
			}
			i := 0
			for y := tile.Min.Y; y < tile.Max.Y; y++ {
				for x := tile.Min.X; x < tile.Max.X; x++ {
					seen[image.Pt(x, y)]++
					dst[i] = float32(100*y + x)
					i++
				}
			}
			return nil
		}}
		f := run(t, b, p, simulate.Options{})
		for i, v := range f.Pix {
			at := image.Pt(i%37, i/37)
			times, want := 0, float32(0)
			if at.In(p.ROI()) {
				times, want = 1, float32(100*at.Y+at.X)
			}
			if seen[at] != times || v != want {
				t.Errorf("%d renderers: pixel %v rendered %d times to %v, want %d times to %v", renderers, at, seen[at], v, times, want)
			}
		}
		if n := b.closed.Load(); n != int32(renderers) {
			t.Errorf("%d of %d renderers are closed when Run returns", n, renderers)
		}
	}
}

// TestTilesDoNotAllocate: 851 tiles need no more memory than one.
func TestTilesDoNotAllocate(t *testing.T) {
	e := still(t)
	p := compile(t, e)
	allocations := func(tile image.Point) float64 {
		return testing.AllocsPerRun(5, func() { run(t, simulate.Scalar(1), p, simulate.Options{Tile: tile}) })
	}
	const others = 5 // of the runtime, now and then
	if one, many := allocations(image.Pt(37, 23)), allocations(image.Pt(1, 1)); many > one+others {
		t.Errorf("%v allocations for 851 tiles, %v for one", many, one)
	}
}

// TestProgress grows to the total, told by one goroutine at a time.
func TestProgress(t *testing.T) {
	e := still(t)
	e.Detector.ROI = image.Rect(1, 2, 36, 23)
	p := compile(t, e)
	const total = 35 * 21
	for _, threads := range []int{1, 8} {
		var last int64
		var inside atomic.Bool
		calls := 0
		run(t, simulate.Scalar(threads), p, simulate.Options{Tile: image.Pt(4, 4), Progress: func(done, of int64) {
			if !inside.CompareAndSwap(false, true) {
				t.Error("calls of Progress overlap")
			}
			if done <= last || of != total {
				t.Errorf("%d threads: Progress(%d, %d) after %d, want it to grow to %d", threads, done, of, last, total)
			}
			last = done
			calls++
			inside.Store(false)
		}})
		if last != total || calls < 9*6 {
			t.Errorf("%d threads: Progress ends at %d of %d after %d calls, want %d after at least %d", threads, last, total, calls, total, 9*6)
		}
	}
}

func TestEmptyROI(t *testing.T) {
	e := still(t)
	e.Detector.ROI = image.Rectangle{}
	b := &fake{renderers: 2, tile: image.Pt(8, 8), render: func(context.Context, image.Rectangle, []float32) error {
		return errors.New("there is nothing to render")
	}}
	f := run(t, b, compile(t, e), simulate.Options{Progress: func(done, total int64) { t.Errorf("Progress(%d, %d) of no pixels", done, total) }})
	for i, v := range f.Pix {
		if v != 0 {
			t.Fatalf("pixel %d = %v, want 0", i, v)
		}
	}
	b.allClosed(t)
}

func TestErrorsOfABackend(t *testing.T) {
	p := compile(t, still(t))
	broken := errors.New("out of memory")
	render := func(context.Context, image.Rectangle, []float32) error { return nil }
	third := func() func(context.Context, image.Rectangle, []float32) error {
		var n atomic.Int32
		return func(context.Context, image.Rectangle, []float32) error {
			if n.Add(1) == 3 {
				return broken
			}
			return nil
		}
	}
	for _, c := range []struct {
		name    string
		backend *fake
	}{
		{"Open", &fake{renderers: 2, openErr: broken}},
		{"first Render", &fake{renderers: 1, render: func(context.Context, image.Rectangle, []float32) error { return broken }}},
		{"every Render", &fake{renderers: 5, render: func(context.Context, image.Rectangle, []float32) error { return broken }}},
		{"third Render", &fake{renderers: 2, render: third()}},
		{"Close", &fake{renderers: 3, render: render, closeErr: broken}},
		{"Render before Close", &fake{renderers: 1, render: func(context.Context, image.Rectangle, []float32) error { return broken }, closeErr: errors.New("not this one")}},
	} {
		c.backend.tile = image.Pt(8, 8)
		f, err := simulate.Run(context.Background(), c.backend, p, simulate.Options{})
		if !errors.Is(err, broken) || f != nil {
			t.Errorf("%s: Run = %v, %v, want nil, %v", c.name, f, err, broken)
		}
		c.backend.allClosed(t)
	}
}

// TestErrorStopsTheOthers: renderers that work for long see that one has failed.
func TestErrorStopsTheOthers(t *testing.T) {
	p := compile(t, still(t))
	broken := errors.New("broken")
	b := &fake{renderers: 4, tile: image.Pt(8, 8), render: func(ctx context.Context, tile image.Rectangle, _ []float32) error {
		if tile.Min == (image.Point{}) {
			return broken
		}
		<-ctx.Done()
		return ctx.Err()
	}}
	if _, err := simulate.Run(context.Background(), b, p, simulate.Options{}); !errors.Is(err, broken) {
		t.Errorf("Run: %v, want %v", err, broken)
	}
	b.allClosed(t)
}

// patience is what a user accepts between cancelling and the program's answer. A
// busy machine may miss it now and then, so the best of a few tries counts.
const (
	patience = 200 * time.Millisecond
	tries    = 5
)

// quick runs p up to tries times until Run returns within patience of after, the
// time when the context ends. Run must fail with want each time.
func quick(t *testing.T, name string, p *plan.Plan, b func() (simulate.Backend, func()), end func() (context.Context, context.CancelFunc), after time.Duration, want error) {
	t.Helper()
	var took time.Duration
	for range tries {
		backend, release := b()
		ctx, cancel := end()
		start := time.Now()
		f, err := simulate.Run(ctx, backend, p, simulate.Options{})
		took = time.Since(start) - after
		release()
		cancel()
		if !errors.Is(err, want) || f != nil {
			t.Errorf("%s: Run = %v, %v, want nil, %v", name, f, err, want)
		}
		if took <= patience {
			return
		}
	}
	t.Errorf("%s: Run took %v to end, want at most %v", name, took, patience)
}

// TestCancelIsQuick, even where a pixel takes seconds and the backend never looks
// at its context: these renderers return after Run has.
func TestCancelIsQuick(t *testing.T) {
	p := compile(t, still(t))
	const delay = 10 * time.Millisecond
	for _, c := range []struct {
		name  string
		end   func() (context.Context, context.CancelFunc)
		after time.Duration
		want  error
	}{
		{"cancel", func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(delay, cancel)
			return ctx, cancel
		}, delay, context.Canceled},
		{"deadline", func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), delay)
		}, delay, context.DeadlineExceeded},
		{"cancelled before", func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			return ctx, cancel
		}, 0, context.Canceled},
	} {
		quick(t, c.name, p, func() (simulate.Backend, func()) {
			release := make(chan struct{})
			var tiles atomic.Int32
			b := &fake{renderers: 3, tile: image.Pt(8, 8), render: func(context.Context, image.Rectangle, []float32) error {
				tiles.Add(1)
				select {
				case <-release:
				case <-time.After(time.Second): // a Run that waits for this is too late
				}
				return nil
			}}
			return b, func() {
				close(release)
				b.allClosed(t)
				if n := tiles.Load(); n > 3 {
					t.Errorf("%s: 3 renderers were given %d tiles, want no more after the end", c.name, n)
				}
			}
		}, c.end, c.after, c.want)
	}
}

// TestCancelFromProgress: the scalar backend stops after the tile at hand.
func TestCancelFromProgress(t *testing.T) {
	p := compile(t, still(t))
	ctx, cancel := context.WithCancel(context.Background())
	var reached int64
	_, err := simulate.Run(ctx, simulate.Scalar(1), p, simulate.Options{Tile: image.Pt(5, 5), Progress: func(done, _ int64) {
		reached = done
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || reached != 25 {
		t.Errorf("Run = %v after %d pixels, want %v after 25", err, reached, context.Canceled)
	}
}

// TestScalarLooksAtItsContext within a tile, so that it does not go on computing
// behind the back of a program that has cancelled.
func TestScalarLooksAtItsContext(t *testing.T) {
	renderers, err := simulate.Scalar(1).Open(compile(t, still(t)))
	if err != nil {
		t.Fatal(err)
	}
	tile := image.Rect(0, 0, 9, 9)
	dst := make([]float32, 81)
	if err := renderers[0].Render(context.Background(), tile, dst); err != nil {
		t.Errorf("Render: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := renderers[0].Render(ctx, tile, dst); !errors.Is(err, context.Canceled) {
		t.Errorf("Render when cancelled: %v, want %v", err, context.Canceled)
	}
}

// TestCause: who cancels with a reason gets it back.
func TestCause(t *testing.T) {
	reason := errors.New("the window is closed")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	if _, err := simulate.Run(ctx, simulate.Scalar(2), compile(t, still(t)), simulate.Options{}); !errors.Is(err, reason) {
		t.Errorf("Run: %v, want %v", err, reason)
	}
}

func TestNames(t *testing.T) {
	if got := simulate.Scalar(3).Name(); got != "scalar" {
		t.Errorf("Scalar(3).Name() = %q, want scalar", got)
	}
	renderers, err := simulate.Scalar(3).Open(compile(t, still(t)))
	if err != nil || len(renderers) != 3 {
		t.Errorf("Scalar(3).Open = %d renderers, %v, want 3", len(renderers), err)
	}
}
