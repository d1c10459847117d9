package cuda

import (
	"errors"

	"gobragg/native/cuda/abi"
)

// driver finds devices: NVIDIA's, or those that tests invent.
type driver interface {
	// count returns how many devices there are.
	count() (int, error)
	// open returns device n, for the thread that calls it and no other.
	open(n int) (device, error)
}

// device is one GPU. Errors wrap one of those below where they tell of it.
type device interface {
	about() About
	// load compiles the module of a kernel and returns its function.
	load(kernel string) (function, error)
	alloc(size int64) (address, error)
	free(address)
	// memory returns the bytes that are free, and all.
	memory() (free, total int64)
	upload(to address, data []byte) error
	stream() (stream, error)
	// pinned returns memory of the host that the device writes to by itself.
	pinned(size int64) ([]byte, error)
	unpin([]byte)
	// launch queues f on a grid of blocks of abi.Threads.
	launch(s stream, f function, gridX, gridY int, arguments []uint64) error
	// download queues a copy to pinned memory.
	download(s stream, to []byte, from address) error
	// done reports whether all that was queued has happened.
	done(s stream) (bool, error)
	close()
}

// address is a place in a device's memory; 0 is none.
type address uint64

// function and stream are a driver's own.
type (
	function any
	stream   any
)

var (
	errNoMemory = errors.New("the device is out of memory")
	errPTX      = errors.New("the driver is too old for the kernels: they need one of 2017 (384.81) or later, and a device of compute capability 7.0 (Volta) or later")
)

// About is what a device says of itself.
type About struct {
	Name    string
	Memory  int64 // bytes
	Compute [2]int
	Driver  int // version of CUDA that the driver speaks: 1000 major + 10 minor
	// Ratio is the speed of float32 over that of float64.
	Ratio int
	// Multiprocessors and Clock, Hz, bound how many instructions it can issue.
	Multiprocessors int
	Clock           float64
}

// Issue returns how many instructions of single threads the device can issue a second:
// four times 32 of each multiprocessor.
func (a About) Issue() float64 { return 4 * 32 * float64(a.Multiprocessors) * a.Clock }

// family returns the kernels that are fastest on the device. Up to a ratio of 4, that
// of data centres, float64 arithmetic for h is cheap; consumer devices have 32 or 64.
func (a About) family() abi.Precision {
	if a.Ratio <= 4 {
		return abi.Fixed
	}
	return abi.Anchored
}
