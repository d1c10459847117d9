package cuda

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"gobragg/core/simulate"
	"gobragg/native/cuda/abi"
	"gobragg/native/cuda/emulate"
)

// emulated is a driver whose devices run the kernels on the processor. Its memory is
// bounded and its calls can fail.
type emulated struct {
	program string
	kernels []abi.Kernel // that it was built from; nil: all
	env     []string
	devices int
	ratio   int // float32 : float64
	memory  int64
	// fail, if not nil, is asked before each call of a device.
	fail func(device int, call string) error

	mu      sync.Mutex
	uploads int64 // bytes
	loads   int
	opened  []*emulatedDevice
}

func (e *emulated) count() (int, error) { return e.devices, nil }

func (e *emulated) open(n int) (device, error) {
	m, err := emulate.Start(e.program, e.env...)
	if err != nil {
		return nil, err
	}
	d := &emulatedDevice{driver: e, number: n, machine: m, sizes: map[address]int64{}, ended: make(chan struct{})}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.opened = append(e.opened, d)
	return d, nil
}

type emulatedDevice struct {
	driver  *emulated
	number  int
	machine *emulate.Machine
	sizes   map[address]int64
	used    int64
	pins    int
	streams int
	err     error         // of close
	ended   chan struct{} // closed then
}

// closed waits until all devices are closed and returns what they complained of.
func (e *emulated) closed() error {
	var all error
	for _, d := range e.opened {
		<-d.ended
		all = errors.Join(all, d.err)
	}
	return all
}

func (d *emulatedDevice) may(call string) error {
	if d.driver.fail == nil {
		return nil
	}
	return d.driver.fail(d.number, call)
}

func (d *emulatedDevice) about() About {
	return About{Name: "emulated", Memory: d.driver.memory, Compute: [2]int{7, 0}, Driver: 12020, Ratio: d.driver.ratio}
}

func (d *emulatedDevice) load(kernel string) (function, error) {
	d.driver.mu.Lock()
	d.driver.loads++
	d.driver.mu.Unlock()
	kernels := d.driver.kernels
	if kernels == nil {
		kernels = abi.Kernels()
	}
	i := slices.IndexFunc(kernels, func(k abi.Kernel) bool { return k.Name() == kernel })
	if i < 0 {
		return nil, fmt.Errorf("no kernel %q", kernel)
	}
	return i, d.may("load")
}

func (d *emulatedDevice) memory() (free, total int64) {
	return d.driver.memory - d.used, d.driver.memory
}

func (d *emulatedDevice) alloc(size int64) (address, error) {
	if err := d.may("alloc"); err != nil {
		return 0, err
	}
	if d.used+size > d.driver.memory {
		return 0, errNoMemory
	}
	at, err := d.machine.Alloc(size)
	if err != nil {
		return 0, err
	}
	d.sizes[address(at)] = size
	d.used += size
	return address(at), nil
}

func (d *emulatedDevice) free(at address) {
	size, ok := d.sizes[at]
	if !ok {
		panic("freed what was not allocated")
	}
	delete(d.sizes, at)
	d.used -= size
	d.machine.Free(uint64(at))
}

func (d *emulatedDevice) upload(to address, data []byte) error {
	if err := d.may("upload"); err != nil {
		return err
	}
	if int64(len(data)) > d.sizes[to] {
		panic("upload beyond what was allocated")
	}
	d.driver.mu.Lock()
	d.driver.uploads += int64(len(data))
	d.driver.mu.Unlock()
	return d.machine.Upload(uint64(to), data)
}

func (d *emulatedDevice) stream() (stream, error) { d.streams++; return d.streams, nil }

func (d *emulatedDevice) pinned(size int64) ([]byte, error) { d.pins++; return make([]byte, size), nil }

func (d *emulatedDevice) unpin([]byte) { d.pins-- }

func (d *emulatedDevice) launch(_ stream, f function, gridX, gridY int, arguments []uint64) error {
	if err := d.may("launch"); err != nil {
		return err
	}
	return d.machine.Launch(f.(int), gridX, gridY, arguments)
}

func (d *emulatedDevice) download(_ stream, to []byte, from address) error {
	if err := d.may("download"); err != nil {
		return err
	}
	return d.machine.Download(to, uint64(from))
}

func (d *emulatedDevice) done(stream) (bool, error) { return true, d.may("done") }

func (d *emulatedDevice) close() { d.err = d.machine.Close(); close(d.ended) }

// programs are built once for all tests.
var programs struct {
	sync.Mutex
	dir   string
	built map[emulate.Source]string
}

func TestMain(m *testing.M) {
	code := m.Run()
	if programs.dir != "" {
		os.RemoveAll(programs.dir)
	}
	os.Exit(code)
}

// program returns all kernels built from source; it skips the test where no compiler
// is at hand.
func program(t testing.TB, source emulate.Source) string {
	t.Helper()
	needCompilers(t)
	programs.Lock()
	defer programs.Unlock()
	if p, ok := programs.built[source]; ok {
		return p
	}
	if programs.dir == "" {
		dir, err := os.MkdirTemp("", "gobragg-cuda")
		if err != nil {
			t.Fatal(err)
		}
		programs.dir, programs.built = dir, map[emulate.Source]string{}
	}
	dir, err := os.MkdirTemp(programs.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	p, err := emulate.Build(dir, ".", source, abi.Kernels())
	if err != nil {
		t.Fatal(err)
	}
	programs.built[source] = p
	return p
}

// kernelsOnly skips a test of kernels under Go's race detector.
func kernelsOnly(t *testing.T) {
	t.Helper()
	if racing {
		t.Skip("kernels are the same without the race detector")
	}
}

// needCompilers skips the test where there are none.
func needCompilers(t testing.TB) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("CUDA builds run on Linux, and so does the emulation of their kernels")
	}
	if missing := emulate.Missing(); len(missing) > 0 {
		absent(t, strings.Join(missing, " and "))
	}
}

// absent skips the test for want of a program, unless nothing may be skipped.
func absent(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("REQUIRE_ALL") != "" {
		t.Fatalf("%s missing; make test-deps installs it", what)
	}
	t.Skipf("%s missing; make test-deps installs it", what)
}

// plenty is more memory than any test needs, bytes.
const plenty = 1 << 32

// openEmulated returns the backend on all devices of d until the test ends.
func openEmulated(t testing.TB, d *emulated, double bool) *Backend {
	t.Helper()
	b, err := open(d, Options{Device: All, Double: double, Processor: simulate.Scalar(2)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.Close()
		if err := d.closed(); err != nil {
			t.Error(err)
		}
	})
	return b
}
