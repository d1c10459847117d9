package cuda

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/simulate/backendtest"
	"gobragg/native/cuda/emulate"
)

// spots is an image with enough work for several tiles.
const spots = "-cell 50 60 70 80 95 100 -misset 10 20 30 -lambda 1.1 -N 8 -default_F 10 -distance 60 -pixel 0.4 -detpixels 150 -oversample 1 "

func same(a, b *frame.Frame) bool {
	for i, v := range a.Pix {
		if math.Float32bits(v) != math.Float32bits(b.Pix[i]) {
			return false
		}
	}
	return len(a.Pix) == len(b.Pix)
}

// TestLittleMemory: tiles are split, lists of orientations pass through a window, and
// the image keeps its bits.
func TestLittleMemory(t *testing.T) {
	for _, c := range []struct {
		name, args string
		memory     int64
	}{
		{"a tile", spots + "-detpixels 300", 300 << 10},
		{"orientations", spots + "-mosaic 1 -mosaic_domains 40000 -detpixels 24", 2 << 20},
		{"orientations of several sources", spots + "-mosaic 1 -mosaic_domains 30000 -detpixels 16 -dispersion 1 -dispsteps 3", 3 << 19},
	} {
		p := compile(t, c.args)
		run := func(memory int64) *frame.Frame {
			d := &emulated{program: program(t, emulate.CPlusPlus), devices: 1, ratio: 2, memory: memory}
			b := openEmulated(t, d, false)
			f := render(t, b, p, image.Pt(300, 300))
			pixels, windows := 0, 0
			for _, s := range b.engines[0].idle {
				pixels = max(pixels, s.pixels)
				windows = max(windows, s.window)
			}
			if memory != plenty && pixels*slots*bytesPerPixel > int(c.memory) || (windows != 0) != (memory != plenty && len(p.Orientations) > 1) {
				t.Errorf("%s: tiles of %d pixels, windows of %d orientations in %d bytes", c.name, pixels, windows, memory)
			}
			return f
		}
		if !same(run(plenty), run(c.memory)) {
			t.Errorf("%s: little memory changes the image", c.name)
		}
	}
}

// TestNoMemory: what cannot be split has an error with the sizes, and leaves nothing
// on the device.
func TestNoMemory(t *testing.T) {
	table := func() *plan.Plan {
		for _, c := range backendtest.Cases() {
			if c.Name == "table" {
				p, err := c.Plan()
				if err != nil {
					t.Fatal(err)
				}
				return p
			}
		}
		t.Fatal("the suite has no case with a table")
		return nil
	}()
	for _, c := range []struct {
		name   string
		plan   *plan.Plan
		memory int64
		want   string
	}{
		{"table", table, 5000, "the table of structure factors needs 0.0 MiB"},
		{"tile", compile(t, spots), 20000, "a tile of "},
		{"orientations", compile(t, spots+"-mosaic 1 -mosaic_domains 10000 -detpixels 20"), 1000, "the list of orientations needs 0.7 MiB, 0.0 MiB of 0.0 MiB are free"},
	} {
		for _, fallback := range []bool{false, true} {
			d := &emulated{program: program(t, emulate.CPlusPlus), devices: 1, ratio: 2, memory: c.memory}
			b := openEmulated(t, d, false)
			b.Fallback = fallback
			var said string
			b.Say = func(s string) { said = s }
			_, err := simulate.Run(context.Background(), b, c.plan, simulate.Options{})
			if c.name == "tile" || !fallback {
				if !errors.Is(err, errNoMemory) || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
				}
			} else if err != nil || !strings.Contains(said, c.want) {
				t.Errorf("%s: error %v, said %q, want a message with %q", c.name, err, said, c.want)
			}
			b.Close()
			if err := d.closed(); err != nil {
				t.Error(err)
			}
			b.engines = nil
		}
	}
}

// TestMemoryOfTheLastFrame makes room for what the next one needs.
func TestMemoryOfTheLastFrame(t *testing.T) {
	d := &emulated{program: program(t, emulate.CPlusPlus), devices: 1, ratio: 2, memory: 3 << 20}
	b := openEmulated(t, d, false)
	render(t, b, compile(t, spots+"-detpixels 600"), image.Pt(600, 600))
	held := d.opened[0].used
	p := compile(t, spots+"-detpixels 20")
	p.Lookup, p.GridMin, p.GridSize = plan.Nearest, [3]int32{-50, -50, -50}, [3]int32{100, 100, 60}
	p.F = make([]float32, 600_000)
	for i := range p.F {
		p.F[i] = float32(i % 7)
	}
	if table := int64(4 * len(p.F)); held+table <= d.memory {
		t.Fatalf("%d bytes of the first frame leave room for %d of the table", held, table)
	}
	want := render(t, simulate.Scalar(2), p, image.Point{})
	got := render(t, b, p, image.Point{})
	if m, err := frame.Compare(got, want, image.Rectangle{}); err != nil || !(m.MaxRelative <= fixedOfPeak) {
		t.Errorf("%v of the peak, %v", m.MaxRelative, err)
	}
}

// failing returns a fail function that fails the n-th call of that name on device 0,
// and all later ones of any name.
func failing(call string, n int64, err error) func(int, string) error {
	var count atomic.Int64
	var dead atomic.Bool
	return func(device int, name string) error {
		if device != 0 {
			return nil
		}
		if name == call && count.Add(1) == n {
			dead.Store(true)
		}
		if dead.Load() {
			return err
		}
		return nil
	}
}

// TestLostDevice: whenever a device dies, the image is finished by what is left, and
// the user hears of it once. The next image does without it.
func TestLostDevice(t *testing.T) {
	gone := errors.New("CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered")
	p := compile(t, spots)
	want := render(t, simulate.Scalar(2), p, image.Point{})
	for _, devices := range []int{1, 2} {
		for _, c := range []struct {
			call string
			n    int64
		}{{"alloc", 1}, {"upload", 1}, {"upload", 2}, {"alloc", 5}, {"launch", 1}, {"launch", 4}, {"download", 2}, {"done", 1}, {"done", 3}} {
			name := fmt.Sprintf("%d devices, %s %d", devices, c.call, c.n)
			d := &emulated{program: program(t, emulate.CPlusPlus), devices: devices, ratio: 2, memory: plenty, fail: failing(c.call, c.n, gone)}
			b := openEmulated(t, d, false)
			var mu sync.Mutex
			var said []string
			b.Say = func(s string) { mu.Lock(); said = append(said, s); mu.Unlock() }
			for range 2 {
				got := render(t, b, p, image.Pt(40, 40))
				m, err := frame.Compare(got, want, image.Rectangle{})
				if err != nil || !(m.MaxRelative <= fixedOfPeak) {
					t.Errorf("%s: %v of the peak, %v", name, m.MaxRelative, err)
				}
			}
			if len(said) != 1 || !strings.Contains(said[0], "CUDA device 0 (emulated): "+gone.Error()) || !strings.Contains(said[0], "processor") {
				t.Errorf("%s: said %q, want the device and the reason, once", name, said)
			}
		}
	}
}

// TestOldDriver: a driver that does not take the PTX.
func TestOldDriver(t *testing.T) {
	d := &emulated{program: program(t, emulate.CPlusPlus), devices: 1, ratio: 2, memory: plenty,
		fail: failing("load", 1, fmt.Errorf("%w (CUDA_ERROR_UNSUPPORTED_PTX_VERSION)", errPTX))}
	b := openEmulated(t, d, false)
	_, err := simulate.Run(context.Background(), b, compile(t, spots), simulate.Options{})
	for _, want := range []string{"384.81", "driver for CUDA 12.2", "capability 7.0", "fixed_square_uniform"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// TestDevicesShareAFrame, and the image has the same bits as of one.
func TestDevicesShareAFrame(t *testing.T) {
	p := compile(t, spots)
	var launched [3]atomic.Int64
	d := &emulated{program: program(t, emulate.CPlusPlus), devices: 3, ratio: 2, memory: plenty, fail: func(device int, call string) error {
		if call == "launch" {
			launched[device].Add(1)
		}
		return nil
	}}
	got := render(t, openEmulated(t, d, false), p, image.Pt(20, 20))
	for i := range launched {
		if launched[i].Load() == 0 {
			t.Errorf("device %d did nothing", i)
		}
	}
	one := &emulated{program: program(t, emulate.CPlusPlus), devices: 3, ratio: 2, memory: plenty, fail: func(device int, call string) error {
		if device != 1 {
			return errors.New("not asked for")
		}
		return nil
	}}
	b, err := open(one, Options{Device: 1, Processor: simulate.Scalar(1)})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if !same(got, render(t, b, p, image.Point{})) {
		t.Error("three devices give other bits than one")
	}
	for _, n := range []int{-2, 3} {
		if _, err := open(one, Options{Device: n}); err == nil || !strings.Contains(err.Error(), fmt.Sprint("no CUDA device ", n)) {
			t.Errorf("device %d of 3: error %v", n, err)
		}
	}
	if _, err := open(&emulated{}, Options{Device: All}); err == nil || !strings.Contains(err.Error(), "no CUDA device") {
		t.Errorf("no device: error %v", err)
	}
}

// TestResident: a second frame of the same structure factors loads no kernel and
// brings no table, and after it the device holds the table and the slots' tiles only.
func TestResident(t *testing.T) {
	d := &emulated{program: program(t, emulate.CPlusPlus), devices: 1, ratio: 2, memory: plenty}
	b := openEmulated(t, d, false)
	var p *plan.Plan
	for _, c := range backendtest.Cases() {
		if c.Name == "table" {
			var err error
			if p, err = c.Plan(); err != nil {
				t.Fatal(err)
			}
		}
	}
	render(t, b, p, image.Point{})
	first, loads := d.uploads, d.loads
	turned := *p
	turned.Orientations = append([]plan.Orientation(nil), p.Orientations...)
	turned.Orientations[0][0] *= 1.001
	render(t, b, &turned, image.Point{})
	table := int64(4 * len(p.F))
	if second := d.uploads - first; second != first-table || d.loads != loads || loads != 1 {
		t.Errorf("the second frame uploaded %d bytes and loaded %d kernels, want %d and none", second, d.loads-loads, first-table)
	}
	other := *p
	other.F = append([]float32(nil), p.F...)
	render(t, b, &other, image.Point{})
	if third := d.uploads - first - (first - table); third != first {
		t.Errorf("a frame of another table uploaded %d bytes, want %d", third, first)
	}
	held := int64(0)
	for _, s := range b.engines[0].idle {
		held += int64(s.pixels) * bytesPerPixel
	}
	if used := d.opened[0].used; used != held+table {
		t.Errorf("the device holds %d bytes, want %d of tiles and %d of the table", used, held, table)
	}
}

// interruptTime is what an interrupt may take, from the end of the context until the
// last renderer has come back.
const interruptTime = 200 * time.Millisecond

// TestInterrupt: launches stay short on fast and slow devices, and renderers come back
// soon.
func TestInterrupt(t *testing.T) {
	p := compile(t, spots+"-detpixels 2000 -mosaic 1 -mosaic_domains 1000 -oversample 10")
	for _, c := range []struct {
		name  string
		rate  float64
		ratio int
	}{{"a large one", 2.7e11, 2}, {"an old one of a data centre", 5e10, 2}, {"a consumer's", 1e11, 64}, {"a laptop's", 1e10, 32}} {
		m := &modelled{rate: c.rate, ratio: c.ratio}
		b, err := open(m, Options{Device: All, Processor: simulate.Scalar(1)})
		if err != nil {
			t.Fatal(err)
		}
		renderers, err := b.Open(p)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		var all sync.WaitGroup
		for _, r := range renderers {
			all.Go(func() {
				dst := make([]float32, 1000*1000)
				if err := r.Render(ctx, image.Rect(0, 0, 1000, 1000), dst); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: error %v", c.name, err)
				}
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		<-ctx.Done()
		start := time.Now()
		all.Wait()
		cancel()
		if took := time.Since(start); took > interruptTime {
			t.Errorf("%s: an interrupt takes %v, want %v", c.name, took, interruptTime)
		}
		t.Logf("%s: %d launches, the longest %v", c.name, m.calls, m.most)
		if m.most > interruptTime/2 {
			t.Errorf("%s: a launch takes %v", c.name, m.most)
		}
		b.Close()
	}
}
