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
	// Tile is the preferred size of a tile, pixels.
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

// Options of Run; the zero value is the usual.
type Options struct {
	// Tile overrides the backend's preferred tile size, pixels.
	Tile image.Point
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
	f := frame.New(int(p.Width), int(p.Height))
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
	q := &queue{tiles: cut(f.ROI, size), total: int64(f.ROI.Dx()) * int64(f.ROI.Dy()), progress: opt.Progress}
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
		if e := r.Close(); err == nil {
			err = e
		}
	}()
	var buffer []float32
	for ctx.Err() == nil {
		tile, ok := q.next()
		if !ok {
			return nil
		}
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
		q.done(tile)
	}
	return nil
}

// queue hands out tiles in order and counts the pixels that are done.
type queue struct {
	mu       sync.Mutex
	tiles    tiles
	finished int64
	total    int64
	progress func(done, total int64)
}

func (q *queue) next() (image.Rectangle, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.tiles.next()
}

func (q *queue) done(tile image.Rectangle) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.finished += int64(tile.Dx()) * int64(tile.Dy())
	if q.progress != nil {
		q.progress(q.finished, q.total)
	}
}

// silence keeps renderers that are still at work from reporting progress.
func (q *queue) silence() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.progress = nil
}

// tiles walks a rectangle in tiles, slow outer, fast inner.
type tiles struct {
	all  image.Rectangle
	size image.Point
	at   image.Point
}

func cut(all image.Rectangle, size image.Point) tiles {
	return tiles{all: all, size: image.Pt(max(1, size.X), max(1, size.Y)), at: all.Min}
}

func (t *tiles) next() (image.Rectangle, bool) {
	if t.at.Y >= t.all.Max.Y || t.all.Empty() {
		return image.Rectangle{}, false
	}
	tile := image.Rectangle{Min: t.at, Max: t.at.Add(t.size)}.Intersect(t.all)
	if t.at.X += t.size.X; t.at.X >= t.all.Max.X {
		t.at = image.Pt(t.all.Min.X, t.at.Y+t.size.Y)
	}
	return tile, true
}
