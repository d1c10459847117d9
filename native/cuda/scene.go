package cuda

import (
	"errors"
	"sync/atomic"
	"unsafe"

	"gobragg/core/plan"
	"gobragg/native/cuda/abi"
)

// scene is a plan on a device: all that its kernel reads. Renderers share it.
type scene struct {
	engine   *engine
	plan     *plan.Plan
	kernel   abi.Kernel
	function function
	pace     *pace
	steps    uint64

	params, sources, mask address
	grid                  *grid
	// orientations is 0 if they do not fit together; each slot then has room for
	// window of them.
	orientations address
	window       int
	room         int          // pixels that the tile of a slot may have
	users        atomic.Int32 // renderers that are open, and who makes it
}

// orientationSize is the memory of one, bytes.
const orientationSize = int64(unsafe.Sizeof(plan.Orientation{}))

// smallestWindow is the least number of orientations worth having on the device.
const smallestWindow = 64 * abi.Chunk

// newScene brings p onto the device of e. The caller is its first user.
func newScene(e *engine, p *plan.Plan, k abi.Kernel) (*scene, error) {
	s := &scene{engine: e, plan: p, kernel: k, steps: steps(p), pace: e.paceOf(k)}
	s.enter()
	err := e.do(func(d device) error {
		err := s.upload(d)
		if errors.Is(err, errNoMemory) && e.releaseIdle(d) {
			s.free(d)
			err = s.upload(d)
		}
		return err
	})
	if err != nil {
		return nil, errors.Join(err, s.leave())
	}
	return s, nil
}

func (s *scene) upload(d device) error {
	if err := s.place(d); err != nil {
		return err
	}
	// What is left is for the slots alike, but for a tenth.
	free, _ := d.memory()
	if s.orientations == 0 {
		free -= slots * int64(s.window) * orientationSize
	}
	s.room = int(max(smallestTile, free/10*9/slots/bytesPerPixel))
	return nil
}

func (s *scene) place(d device) (err error) {
	p := s.plan
	if s.function, err = s.engine.function(d, s.kernel); err != nil {
		return err
	}
	if s.grid, err = s.engine.table(d, p, s.kernel); err != nil {
		return err
	}
	all := []abi.Params{params(p, s.kernel)}
	if s.params, err = place(d, "the plan", bytesOf(all)); err != nil {
		return err
	}
	if s.sources, err = place(d, "the list of sources", bytesOf(p.Sources)); err != nil {
		return err
	}
	if s.mask, err = place(d, "the mask", p.Mask); err != nil {
		return err
	}
	// What does not fit as a whole passes through a window, halved until it fits.
	s.window = len(p.Orientations)
	if s.orientations, err = place(d, "the list of orientations", bytesOf(p.Orientations)); err == nil || s.window <= smallestWindow {
		return err
	}
	for s.window > smallestWindow {
		s.window = (s.window/2 + abi.Chunk - 1) / abi.Chunk * abi.Chunk
		trial, e := d.alloc(slots * int64(s.window) * orientationSize)
		if e == nil {
			d.free(trial)
			return nil
		}
	}
	return err
}

// place uploads data to memory of its own; none of nothing.
func place(d device, what string, data []byte) (address, error) {
	if len(data) == 0 {
		return 0, nil
	}
	at, err := d.alloc(int64(len(data)))
	if err != nil {
		return 0, noRoom(d, what, int64(len(data)), err)
	}
	return at, d.upload(at, data)
}

// enter counts a user of the scene.
func (s *scene) enter() { s.users.Add(1) }

// leave frees the scene when its last user has left. What a lost device had is gone
// with it.
func (s *scene) leave() error {
	if s.users.Add(-1) > 0 || s.engine.lost() != nil {
		return nil
	}
	return s.engine.do(func(d device) error { s.free(d); return nil })
}

func (s *scene) free(d device) {
	for _, at := range []*address{&s.params, &s.sources, &s.mask, &s.orientations} {
		if *at != 0 {
			d.free(*at)
			*at = 0
		}
	}
	if s.grid != nil {
		s.grid.leave(d)
		s.grid = nil
	}
}
