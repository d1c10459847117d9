package simulate

import (
	"context"
	"image"
	"runtime"

	"gobragg/core/cull"
	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// Scalar returns the backend that runs package kernel on the given number of
// threads; 0: as many as there are processors.
func Scalar(threads int) Backend {
	return Summing("scalar", threads, func(p *plan.Plan) kernel.Summer { return kernel.NewSums(p) })
}

// Summing returns a backend that runs package kernel with another inner loop, one
// from sums for each of its threads; 0 threads: as many as there are processors.
func Summing(name string, threads int, sums func(*plan.Plan) kernel.Summer) Backend {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return summing{name, threads, sums}
}

type summing struct {
	name    string
	threads int
	sums    func(*plan.Plan) kernel.Summer
}

func (s summing) Name() string { return s.name }

// Tile is a strip of the kernel wide, and large enough that 64 threads do not queue
// for the tiles of an image with one state, of 30 µs each.
func (summing) Tile() image.Point { return image.Pt(kernel.StripSize, 64) }

func (s summing) Open(p *plan.Plan) ([]Renderer, error) {
	table, dark := cull.New(p), cull.NewDark(p)
	renderers := make([]Renderer, s.threads)
	for i := range renderers {
		if table != nil {
			renderers[i] = cullingRenderer{table.NewRenderer(s.sums(table.Fine()))}
		} else {
			renderers[i] = kernelRenderer{kernel.NewRenderer(p, s.sums(p)), dark}
		}
	}
	return renderers, nil
}

type kernelRenderer struct {
	renderer *kernel.Renderer
	dark     *cull.Dark
}

func (r kernelRenderer) Render(ctx context.Context, tile image.Rectangle, dst []float32) error {
	return until(ctx, r.dark.Render(r.renderer, tile, dst, ctx.Done()))
}

func (kernelRenderer) Close() error { return nil }

type cullingRenderer struct{ *cull.Renderer }

func (r cullingRenderer) Render(ctx context.Context, tile image.Rectangle, dst []float32) error {
	return until(ctx, r.Renderer.Render(tile, dst, ctx.Done()))
}

func (cullingRenderer) Close() error { return nil }

// until returns why rendering ended early, nil if it did not.
func until(ctx context.Context, done bool) error {
	if !done {
		return context.Cause(ctx)
	}
	return nil
}
