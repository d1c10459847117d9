package simulate

import (
	"context"
	"image"
	"runtime"

	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// Scalar returns the backend that runs package kernel on the given number of
// threads; 0: as many as there are processors.
func Scalar(threads int) Backend {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return scalar{threads}
}

type scalar struct{ threads int }

func (scalar) Name() string { return "scalar" }

// Tile is small enough that a 64×64 image keeps 16 threads busy.
func (scalar) Tile() image.Point { return image.Pt(16, 16) }

func (s scalar) Open(p *plan.Plan) ([]Renderer, error) {
	// A look at the context for every patience samples, about a millisecond.
	const patience = 1 << 16
	pixels := max(1, patience/(p.Steps*int64(p.Layers)))
	renderers := make([]Renderer, s.threads)
	for i := range renderers {
		renderers[i] = scalarRenderer{p, int(pixels)}
	}
	return renderers, nil
}

type scalarRenderer struct {
	plan   *plan.Plan
	pixels int // rendered between two looks at the context
}

func (r scalarRenderer) Render(ctx context.Context, tile image.Rectangle, dst []float32) error {
	strips := cut(tile, image.Pt(min(r.pixels, tile.Dx()), max(1, r.pixels/max(1, tile.Dx()))))
	if strips.size.X < tile.Dx() {
		strips.size.Y = 1
	}
	done := 0
	for {
		strip, ok := strips.next()
		if !ok {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		n := strip.Dx() * strip.Dy()
		kernel.Render(r.plan, strip, dst[done:done+n])
		done += n
	}
}

func (scalarRenderer) Close() error { return nil }
