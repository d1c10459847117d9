package cuda

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"unsafe"

	"gobragg/core/plan"
	"gobragg/native/cuda/abi"
)

// engine is a device that stays open from frame to frame, with the kernels it has
// compiled, the structure factors it holds and the buffers of its slots. One thread
// talks to the device: CUDA's contexts belong to threads.
type engine struct {
	number int
	about  About
	work   chan func(device)
	quit   chan struct{} // closed to end the thread

	// The rest belongs to that thread.
	functions map[string]function
	grid      *grid

	mu    sync.Mutex
	idle  []*slot // between frames
	pace  map[string]*pace
	fault error // the device is lost
}

// grid is a table of structure factors on the device.
type grid struct {
	at     address
	f      []float32 // that it was made from
	unit   float64
	kernel abi.Kernel
	users  int // scenes, and the engine while it keeps it
}

// openEngine opens device n of d.
func openEngine(d driver, n int) (*engine, error) {
	e := &engine{number: n, work: make(chan func(device)), quit: make(chan struct{}), functions: map[string]function{}, pace: map[string]*pace{}}
	opened := make(chan error)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		dev, err := d.open(n)
		if err == nil {
			e.about = dev.about()
		}
		opened <- err
		if err != nil {
			return
		}
		defer dev.close()
		for {
			select {
			case f := <-e.work:
				f(dev)
			case <-e.quit:
				return
			}
		}
	}()
	if err := <-opened; err != nil {
		return nil, fmt.Errorf("CUDA device %d: %w", n, err)
	}
	return e, nil
}

// do runs f on the device's thread. Once f has failed for another reason than memory
// the device is taken for lost, and do does nothing more.
func (e *engine) do(f func(device) error) error {
	reply := make(chan error, 1)
	request := func(d device) {
		if err := e.lost(); err != nil {
			reply <- err
			return
		}
		err := f(d)
		if err != nil && !errors.Is(err, errNoMemory) && !errors.Is(err, errPTX) {
			err = fmt.Errorf("CUDA device %d (%s): %w", e.number, e.about.Name, err)
			e.mu.Lock()
			e.fault = err
			e.mu.Unlock()
		}
		reply <- err
	}
	select {
	case e.work <- request:
		return <-reply
	case <-e.quit:
		return errClosed
	}
}

// errClosed is why a device is lost to renderers that come back after Backend.Close.
var errClosed = errors.New("the device is closed")

// close ends the thread and gives the device back, with all that is on it.
func (e *engine) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fault == nil {
		e.fault = errClosed
	}
	close(e.quit)
}

// lost returns why the device cannot be used any more.
func (e *engine) lost() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.fault
}

// function returns kernel k, compiled once.
func (e *engine) function(d device, k abi.Kernel) (function, error) {
	if f, ok := e.functions[k.Name()]; ok {
		return f, nil
	}
	f, err := d.load(k.Name())
	if err != nil {
		return nil, fmt.Errorf("kernel %s on %s, compute capability %d.%d, driver for CUDA %d.%d: %w", k.Name(),
			e.about.Name, e.about.Compute[0], e.about.Compute[1], e.about.Driver/1000, e.about.Driver%1000/10, err)
	}
	e.functions[k.Name()] = f
	return f, nil
}

// table brings the structure factors of p onto the device, unless they are there. A
// plan never changes, so the same slice is the same table.
func (e *engine) table(d device, p *plan.Plan, k abi.Kernel) (*grid, error) {
	if len(p.F) == 0 || p.Lookup == plan.Uniform {
		return &grid{users: 1}, nil
	}
	g := &grid{f: p.F, unit: tableUnit(p, k), kernel: abi.Kernel{Precision: k.Precision, Lookup: k.Lookup}, users: 2}
	if old := e.grid; old != nil {
		if &old.f[0] == &g.f[0] && len(old.f) == len(g.f) && old.unit == g.unit && old.kernel == g.kernel {
			old.users++
			return old, nil
		}
		e.grid = nil
		old.leave(d)
	}
	data := bytesOf(table(p, k))
	var err error
	if g.at, err = d.alloc(int64(len(data))); err != nil {
		return nil, noRoom(d, "the table of structure factors", int64(len(data)), err)
	}
	e.grid = g
	return g, d.upload(g.at, data)
}

// leave frees the table if nobody else uses it.
func (g *grid) leave(d device) {
	if g.users--; g.users == 0 && g.at != 0 {
		d.free(g.at)
	}
}

// noRoom explains that what needs so many bytes does not fit.
func noRoom(d device, what string, size int64, err error) error {
	free, total := d.memory()
	return fmt.Errorf("%w: %s needs %s, %s of %s are free; -backend auto without the GPU, or a smaller problem, will do", err, what, mebibytes(size), mebibytes(free), mebibytes(total))
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

// bytesOf returns the memory of a slice without pointers.
func bytesOf[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(s[0])))
}
