// Package cuda renders on NVIDIA GPUs: kernel.cu, compiled to PTX that every driver
// since 2017 takes, and the Go that feeds it.
//
//	b, err := cuda.Open(cuda.Options{Device: cuda.All, Processor: cpu})
//	frame, err := simulate.Run(ctx, b, p, simulate.Options{})
//
// A build with the tags cuda and cgo talks to the driver through gorgonia.org/cu;
// any other has Open return an error that says so. Everything but those calls is plain
// Go over the interfaces driver and device, and is tested without a GPU.
//
// The kernel is chosen by device and plan: Fixed where float64 is cheap, Anchored
// where it is not, Double where asked for or where float32 would not do. Their errors
// against package kernel are what the conformance test of this package allows.
package cuda

//go:generate go run ./_gen

import (
	"errors"
	"fmt"
	"image"
	"sync"

	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/native/cuda/abi"
)

// All stands for all devices.
const All = -1

// Options of Open.
type Options struct {
	Device int  // its number, or All
	Double bool // float64 throughout
	// Processor renders what a lost device leaves.
	Processor simulate.Backend
	// Fallback has Processor render frames that no device can, instead of an error.
	Fallback bool
	// Say, if not nil, is told what a user should know. Calls do not overlap.
	Say func(string)
}

// Backend is simulate.Backend on some devices, which stay open.
type Backend struct {
	Options
	engines []*engine

	mu   sync.Mutex
	said map[string]bool
}

// open returns the backend on the devices of d that opt asks for.
func open(d driver, opt Options) (*Backend, error) {
	n, err := d.count()
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, errors.New("there is no CUDA device")
	case opt.Device != All && (opt.Device < 0 || opt.Device >= n):
		return nil, fmt.Errorf("there is no CUDA device %d: there are %d, counted from 0", opt.Device, n)
	}
	b := &Backend{Options: opt, said: map[string]bool{}}
	for i := range n {
		if opt.Device != All && opt.Device != i {
			continue
		}
		e, err := openEngine(d, i)
		if err != nil {
			return nil, errors.Join(err, b.Close())
		}
		b.engines = append(b.engines, e)
	}
	return b, nil
}

// Name implements simulate.Backend.
func (b *Backend) Name() string { return "cuda" }

// Tile implements simulate.Backend: no tile has fewer pixels than one in 512 of this,
// 32 blocks, nor more memory on the device than 80 MiB.
func (b *Backend) Tile() image.Point { return image.Pt(2048, 2048) }

// Open implements simulate.Backend: slots of every device.
func (b *Backend) Open(p *plan.Plan) ([]simulate.Renderer, error) {
	all, err := b.openAll(p)
	if err != nil && b.Fallback {
		b.say(err.Error() + "; the processor renders it")
	}
	if len(all) == 0 && (err == nil || b.Fallback) { // or every device was lost, as was said then
		return b.Processor.Open(p)
	}
	return all, err
}

func (b *Backend) openAll(p *plan.Plan) ([]simulate.Renderer, error) {
	if n := int64(p.GridSize[0]) * int64(p.GridSize[1]) * int64(p.GridSize[2]); n > 1<<32-1 {
		return nil, fmt.Errorf("a table of %d structure factors; up to 2³² − 1 are possible", n)
	}
	var all []simulate.Renderer
	for _, e := range b.engines {
		if e.lost() != nil {
			continue
		}
		some, err := b.openOn(e, p)
		all = append(all, some...)
		switch lost := e.lost(); {
		case err == nil:
		case lost != nil:
			b.say(lost.Error() + "; the others go on, or else the processor")
		default:
			for _, r := range all {
				err = errors.Join(err, r.Close())
			}
			return nil, err
		}
	}
	return all, nil
}

// openOn returns renderers for the slots of one device.
func (b *Backend) openOn(e *engine, p *plan.Plan) (renderers []simulate.Renderer, err error) {
	s, err := newScene(e, p, choose(p, e.about.family(), b.Double))
	if err != nil {
		return nil, err
	}
	for range slots {
		slot, err := e.takeSlot()
		if err != nil {
			return renderers, errors.Join(err, s.leave())
		}
		s.enter()
		renderers = append(renderers, &renderer{scene: s, slot: slot, backend: b})
	}
	return renderers, s.leave()
}

// The errors of the kernels against package kernel that are promised: the largest
// difference of a pixel as a fraction of the brightest.
const (
	// fixedOfPeak: the phase N·h is exact to 2⁻³² N, 2.3e-7 at N = 1000; polynomials,
	// products and the sum of a chunk round to some 20 times 6e-8.
	fixedOfPeak = 1e-5
	// anchoredOfPeak: anchorError and as much again for h at the anchor itself, more
	// where the brightest pixel is beside its Bragg peak.
	anchoredOfPeak = 1e-3
	// doubleOfPeak is the rounding of a pixel to float32, which may fall to either side.
	doubleOfPeak = 1.2e-7
)

// OfPeak returns the largest difference from package kernel that a pixel may have, as
// a fraction of the brightest.
func (b *Backend) OfPeak() float64 {
	worst := doubleOfPeak
	for _, e := range b.engines {
		switch {
		case b.Double:
		case e.about.family() == abi.Fixed:
			worst = max(worst, fixedOfPeak)
		default:
			worst = max(worst, anchoredOfPeak)
		}
	}
	return worst
}

// Devices returns what the devices of the backend say of themselves.
func (b *Backend) Devices() []About {
	all := make([]About, len(b.engines))
	for i, e := range b.engines {
		all[i] = e.about
	}
	return all
}

// Close gives the devices back. Renderers that an interrupted frame left behind may
// still close themselves.
func (b *Backend) Close() error {
	for _, e := range b.engines {
		e.close()
	}
	b.engines = nil
	return nil
}

// say tells the user, each thing once.
func (b *Backend) say(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.Say != nil && !b.said[text] {
		b.said[text] = true
		b.Say(text)
	}
}
