//go:build cuda && cgo

package cuda

// #cgo LDFLAGS: -ldl
// #include <cuda.h>
// #include "driver_nvidia.h"
import "C"

import (
	"embed"
	"fmt"
	"reflect"
	"unsafe"

	"gobragg/native/cuda/abi"

	"gorgonia.org/cu"
)

// Built tells whether this build can talk to NVIDIA's driver.
const Built = true

// Open returns the backend on the devices that opt asks for.
func Open(opt Options) (*Backend, error) { return open(nvidia{}, opt) }

//go:embed ptx/*.ptx
var modules embed.FS

// nvidia is the driver through gorgonia.org/cu. Of that package only functions are
// used, with the context current on the thread: its types Ctx and BatchedContext lose
// errors. Whatever the device does by itself works on C's memory.
type nvidia struct{}

func (nvidia) count() (int, error) {
	if err := explain(initialize()); err != nil {
		return 0, fmt.Errorf("NVIDIA's driver does not start: %w", err)
	}
	n, err := cu.NumDevices()
	return n, explain(err)
}

// initialize is the cuInit that counts; see driver_nvidia.c.
func initialize() error {
	if r := C.gobragg_init(); r != C.CUDA_SUCCESS {
		return code(r)
	}
	return nil
}

// code is a CUresult that did not come through package cu.
type code C.CUresult

func (c code) Error() string { return fmt.Sprintf("CUDA error %d", int(c)) }

// explain names an error of the driver as its documentation does; package cu knows
// those up to CUDA 10. It wraps the errors of this package.
func explain(err error) error {
	if err == nil {
		return nil
	}
	number := C.CUresult(reflect.ValueOf(err).Convert(reflect.TypeFor[int]()).Int())
	var name, text *C.char
	described := err.Error()
	if C.cuGetErrorName(number, &name) == C.CUDA_SUCCESS && C.cuGetErrorString(number, &text) == C.CUDA_SUCCESS {
		described = fmt.Sprintf("%s: %s", C.GoString(name), C.GoString(text))
	}
	switch number {
	case C.CUDA_ERROR_OUT_OF_MEMORY:
		return fmt.Errorf("%w (%s)", errNoMemory, described)
	case C.CUDA_ERROR_INVALID_PTX, C.CUDA_ERROR_UNSUPPORTED_PTX_VERSION, C.CUDA_ERROR_NO_BINARY_FOR_GPU, C.CUDA_ERROR_JIT_COMPILER_NOT_FOUND:
		return fmt.Errorf("%w (%s)", errPTX, described)
	}
	return fmt.Errorf("%s", described)
}

func (nvidia) open(n int) (device, error) {
	d := &nvidiaDevice{}
	var err error
	if d.device, err = cu.GetDevice(n); err != nil {
		return nil, explain(err)
	}
	if d.info, err = aboutDevice(d.device); err != nil {
		return nil, explain(err)
	}
	// The primary context: others in this process use it too.
	context, err := d.device.RetainPrimaryCtx()
	if err != nil {
		return nil, explain(err)
	}
	return d, explain(cu.SetCurrentContext(context))
}

type nvidiaDevice struct {
	device cu.Device
	info   About
}

func aboutDevice(d cu.Device) (a About, err error) {
	a.Driver = cu.Version()
	if a.Name, err = d.Name(); err != nil {
		return a, err
	}
	if a.Memory, err = d.TotalMem(); err != nil {
		return a, err
	}
	if a.Compute[0], a.Compute[1], err = d.ComputeCapability(); err != nil {
		return a, err
	}
	var kilohertz int
	for _, f := range []struct {
		attribute cu.DeviceAttribute
		to        *int
	}{{cu.SingleToDoublePrecisionPerfRatio, &a.Ratio}, {cu.MultiprocessorCount, &a.Multiprocessors}, {cu.ClockRate, &kilohertz}} {
		if *f.to, err = d.Attribute(f.attribute); err != nil {
			return a, err
		}
	}
	a.Clock = 1e3 * float64(kilohertz)
	return a, nil
}

func (d *nvidiaDevice) about() About { return d.info }

func (d *nvidiaDevice) load(kernel string) (function, error) {
	ptx, err := modules.ReadFile("ptx/" + kernel + ".ptx")
	if err != nil {
		return nil, err
	}
	m, err := cu.LoadData(string(ptx))
	if err != nil {
		return nil, explain(err)
	}
	f, err := m.Function(kernel)
	return f, explain(err)
}

func (d *nvidiaDevice) alloc(size int64) (address, error) {
	p, err := cu.MemAlloc(size)
	return address(p), explain(err)
}

func (d *nvidiaDevice) free(at address) { _ = cu.MemFree(cu.DevicePtr(at)) } // fails on a lost device only

func (d *nvidiaDevice) memory() (free, total int64) {
	free, total, err := cu.MemInfo()
	if err != nil {
		return 0, d.info.Memory
	}
	return free, total
}

// upload waits for stream 0, where the copy is: it may return before the data are
// there, and streams that do not block would not wait for it.
func (d *nvidiaDevice) upload(to address, data []byte) error {
	if err := cu.MemcpyHtoD(cu.DevicePtr(to), unsafe.Pointer(&data[0]), int64(len(data))); err != nil {
		return explain(err)
	}
	return explain(cu.Stream{}.Synchronize())
}

func (d *nvidiaDevice) stream() (stream, error) {
	s, err := cu.MakeStream(cu.NonBlocking)
	return s, explain(err)
}

func (d *nvidiaDevice) pinned(size int64) ([]byte, error) {
	var p unsafe.Pointer
	if r := C.cuMemHostAlloc(&p, C.size_t(size), C.CU_MEMHOSTALLOC_PORTABLE); r != C.CUDA_SUCCESS {
		return nil, explain(code(r))
	}
	return unsafe.Slice((*byte)(p), size), nil
}

func (d *nvidiaDevice) unpin(b []byte) { C.cuMemFreeHost(unsafe.Pointer(&b[0])) }

// launch passes pointers to 64-bit values: cu copies that many bytes of each.
func (d *nvidiaDevice) launch(s stream, f function, gridX, gridY int, arguments []uint64) error {
	pointers := make([]unsafe.Pointer, len(arguments))
	for i := range arguments {
		pointers[i] = unsafe.Pointer(&arguments[i])
	}
	return explain(f.(cu.Function).Launch(gridX, gridY, 1, abi.Threads, 1, 1, 0, s.(cu.Stream), pointers))
}

func (d *nvidiaDevice) download(s stream, to []byte, from address) error {
	return explain(cu.MemcpyDtoHAsync(unsafe.Pointer(&to[0]), cu.DevicePtr(from), int64(len(to)), s.(cu.Stream)))
}

func (d *nvidiaDevice) done(s stream) (bool, error) {
	err := s.(cu.Stream).Query()
	if err == cu.NotReady {
		return false, nil
	}
	return err == nil, explain(err)
}

func (d *nvidiaDevice) close() { _ = d.device.ReleasePrimaryCtx() } // at the end, or of a lost device
