// Package simulate renders a plan with a backend: it cuts the region of interest
// into tiles, hands them to the backend's renderers, and gathers the frame.
//
//	frame, err := simulate.Run(ctx, simulate.Scalar(0), p, simulate.Options{})
package simulate

import (
	"context"
	"fmt"
	"image"
	"sync"

	"gobragg/core/frame"
	"gobragg/core/plan"
)

// Backend is one way of rendering: scalar Go, SIMD, a GPU, web workers.
type Backend interface {
	Name() string
	// Tile is the size of most tiles, pixels. Towards the end of an image there are
	// smaller ones, so that renderers finish together, down to 1/512 of its area.
	Tile() image.Point
	// Open returns at least one renderer; Run gives each a goroutine of its own.
	Open(*plan.Plan) ([]Renderer, error)
}

// Renderer renders tiles of one plan. It is used by one goroutine at a time.
type Renderer interface {
	// Render sets dst to the photons of the pixels of tile, slow outer, fast
	// inner. It returns early with the context's error once ctx is done.
	Render(ctx context.Context, tile image.Rectangle, dst []float32) error
	Close() error
}

// Omitter is a Renderer that leaves out what the plan's Cull allows.
type Omitter interface {
	// Omitted returns what was left out of all tiles so far.
	Omitted() frame.Omitted
}

// Options of Run; the zero value is the usual.
type Options struct {
	// Tile overrides the backend's tile size, pixels.
	Tile image.Point
	// New, if not nil, makes the image instead of frame.New.
	New func(width, height int) *frame.Frame
	// Progress, if not nil, is told after each tile how many of the pixels are
	// done. Calls do not overlap.
	Progress func(done, total int64)
}

// Run renders p. Pixels outside the region of interest, and masked ones, are 0.
// The image has the same bits whatever the tiles and the number of renderers.
//
// When ctx ends, Run returns its error at once; renderers stop at their next
// look at ctx and close themselves.
func Run(ctx context.Context, b Backend, p *plan.Plan, opt Options) (*frame.Frame, error) {
	create := opt.New
	if create == nil {
		create = frame.New
	}
	f := create(int(p.Width), int(p.Height))
	f.ROI = p.ROI()
	if len(p.Mask) != 0 {
		f.Mask = p.Mask
	}
	renderers, err := b.Open(p)
	if err != nil {
		return nil, err
	}
	if len(renderers) == 0 {
		return nil, fmt.Errorf("simulate: backend %s opened no renderer", b.Name())
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	size := b.Tile()
	if opt.Tile != (image.Point{}) {
		size = opt.Tile
	}
	q := &queue{tiles: cut(f.ROI, size, len(renderers)), total: area(f.ROI), progress: opt.Progress}
	var workers sync.WaitGroup
	for _, r := range renderers {
		workers.Go(func() {
			if err := work(ctx, r, q, f); err != nil {
				cancel(err)
			}
		})
	}
	finished := make(chan struct{})
	go func() { workers.Wait(); close(finished) }()
	select {
	case <-finished:
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		return f, nil
	case <-ctx.Done():
		q.silence()
		return nil, context.Cause(ctx)
	}
}

// work renders tiles until there are none left.
func work(ctx context.Context, r Renderer, q *queue, f *frame.Frame) (err error) {
	defer func() {
		if o, ok := r.(Omitter); ok {
			q.omit(f, o.Omitted())
		}
		if e := r.Close(); err == nil {
			err = e
		}
	}()
	var buffer []float32
	for tile, ok := q.next(image.Rectangle{}); ok && ctx.Err() == nil; tile, ok = q.next(tile) {
		if n := tile.Dx() * tile.Dy(); cap(buffer) < n {
			buffer = make([]float32, n)
		} else {
			buffer = buffer[:n]
		}
		if err := r.Render(ctx, tile, buffer); err != nil {
			return err
		}
		for y, w := tile.Min.Y, tile.Dx(); y < tile.Max.Y; y++ {
			copy(f.Pix[y*f.Width+tile.Min.X:], buffer[(y-tile.Min.Y)*w:][:w])
		}
	}
	return nil
}
