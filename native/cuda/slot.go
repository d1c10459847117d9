package cuda

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"time"

	"gobragg/native/cuda/abi"
)

// slots is the number of tiles that a device works on at once. Each has a stream, so
// that while one is copied the others compute, and the last blocks of one do not
// leave the device idle.
const slots = 3

// slot is a stream with the memory for a tile. It outlives the frame.
type slot struct {
	stream  stream
	pixels  int     // there is room for
	most    int     // there can be room for, as far as is known
	partial address // 2 float64 a pixel
	photons address // float32
	pinned  []byte  // photons, on the host

	orientations address // a window of them, if the scene has none
	window       int     // there is room for
	held         int     // index of the first, −1: none of this scene's

	busy bool // something was queued that may not have happened yet
}

// bytesPerPixel is what a slot has on the device for a pixel.
const bytesPerPixel = 2*8 + 4

// smallestTile is the number of pixels below which a tile is not split further when
// memory is short.
const smallestTile = 64 * 64

// reserve makes room for a tile of so many pixels, or if there is no memory for a
// smaller one. It returns for how many.
func (s *slot) reserve(d device, pixels int) (int, error) {
	s.release(d)
	for n := pixels; ; n /= 2 {
		err := s.allocate(d, n)
		switch {
		case err == nil:
			if n < pixels {
				s.most = n
			}
			return n, nil
		case !errors.Is(err, errNoMemory):
			return 0, err
		case n/2 < smallestTile:
			return 0, noRoom(d, fmt.Sprintf("a tile of %d pixels", n), int64(n)*bytesPerPixel, err)
		}
		s.release(d)
	}
}

func (s *slot) allocate(d device, pixels int) (err error) {
	if s.partial, err = d.alloc(int64(pixels) * 16); err != nil {
		return err
	}
	if s.photons, err = d.alloc(int64(pixels) * 4); err != nil {
		return err
	}
	if s.pinned, err = d.pinned(int64(pixels) * 4); err != nil {
		return err
	}
	s.pixels = pixels
	return nil
}

// release gives the memory of the tile back.
func (s *slot) release(d device) {
	for _, at := range []*address{&s.partial, &s.photons} {
		if *at != 0 {
			d.free(*at)
			*at = 0
		}
	}
	if s.pinned != nil {
		d.unpin(s.pinned)
		s.pinned = nil
	}
	s.pixels = 0
}

// releaseIdle gives the memory of idle slots back, and reports whether there was any.
func (e *engine) releaseIdle(d device) (any bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range e.idle {
		any = any || s.pixels > 0 || s.orientations != 0
		s.release(d)
		s.most = math.MaxInt
		if s.orientations != 0 {
			d.free(s.orientations)
			s.orientations, s.window = 0, 0
		}
	}
	return any
}

// show brings the orientations from first on that c launches want into the window, and
// returns where first is.
func (s *slot) show(d device, c *scene, first int) (address, error) {
	if c.orientations != 0 {
		return c.orientations + address(int64(first)*orientationSize), nil
	}
	if s.window < c.window {
		if s.orientations != 0 {
			d.free(s.orientations)
			s.orientations, s.window = 0, 0
		}
		size := int64(c.window) * orientationSize
		at, err := d.alloc(size)
		if err != nil {
			return 0, noRoom(d, fmt.Sprintf("a window of %d of %d orientations", c.window, len(c.plan.Orientations)), size, err)
		}
		s.orientations, s.window = at, c.window
	}
	start := first / c.window * c.window
	if s.held != start {
		end := min(len(c.plan.Orientations), start+c.window)
		if err := d.upload(s.orientations, bytesOf(c.plan.Orientations[start:end])); err != nil {
			return 0, err
		}
		s.held = start
	}
	return s.orientations + address(int64(first-start)*orientationSize), nil
}

// launch queues pass a of the pixels of tile, and if it is the last the way back.
func (s *slot) launch(d device, c *scene, tile image.Rectangle, a pass) error {
	orientations, err := s.show(d, c, a.first)
	if err != nil {
		return err
	}
	x, y := tile.Min.X, tile.Min.Y
	across := (x%abi.TileEdge + tile.Dx() + abi.TileEdge - 1) / abi.TileEdge
	down := (y%abi.TileEdge + tile.Dy() + abi.TileEdge - 1) / abi.TileEdge
	pair := func(low, high int) uint64 { return uint64(uint32(low)) | uint64(high)<<32 }
	s.busy = true
	err = d.launch(s.stream, c.function, across, down, []uint64{
		uint64(c.params), uint64(c.sources), uint64(orientations), uint64(c.grid.at), uint64(c.mask),
		uint64(s.partial), uint64(s.photons),
		pair(x, y), pair(tile.Dx(), tile.Dy()), a.step0, a.step1, uint64(a.last - a.first), a.flags,
	})
	if err != nil || a.flags&abi.Finish == 0 {
		return err
	}
	return d.download(s.stream, s.pinned[:4*tile.Dx()*tile.Dy()], s.photons)
}

// Waiting asks the device again and again: soon at first, for a small tile takes tens
// of microseconds.
const (
	firstWait = 5 * time.Microsecond
	longWait  = 500 * time.Microsecond
)

// wait returns when all that was queued has happened, or ctx ends.
func (s *slot) wait(ctx context.Context, e *engine) error {
	for wait := firstWait; ; wait = min(2*wait, longWait) {
		var done bool
		err := e.do(func(d device) (err error) { done, err = d.done(s.stream); return err })
		switch {
		case err != nil:
			return err
		case done:
			s.busy = false
			return nil
		case ctx.Err() != nil:
			return context.Cause(ctx)
		}
		time.Sleep(wait)
	}
}

// takeSlot returns a slot that is idle, or a new one.
func (e *engine) takeSlot() (*slot, error) {
	e.mu.Lock()
	if n := len(e.idle); n > 0 {
		s := e.idle[n-1]
		e.idle = e.idle[:n-1]
		e.mu.Unlock()
		s.held = -1
		return s, nil
	}
	e.mu.Unlock()
	s := &slot{held: -1, most: math.MaxInt}
	return s, e.do(func(d device) (err error) { s.stream, err = d.stream(); return err })
}

// returnSlot keeps s for the next frame.
func (e *engine) returnSlot(s *slot) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.idle = append(e.idle, s)
}
