package pool

import (
	"context"
	"image"

	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/wasm/proto"
)

// Backend returns the pool as a backend, whose images have the scalar backend's bits.
func (p *Pool) Backend() simulate.Backend { return backend{p} }

type backend struct{ pool *Pool }

func (backend) Name() string { return "workers" }

// Tile is large enough that a message costs little beside it.
func (backend) Tile() image.Point { return image.Pt(32, 32) }

func (b backend) Open(pl *plan.Plan) ([]simulate.Renderer, error) {
	j, err := b.pool.newJob(pl)
	if err != nil {
		return nil, err
	}
	renderers := make([]simulate.Renderer, len(b.pool.seats))
	for i, s := range b.pool.seats {
		renderers[i] = &renderer{seat: s, job: j}
	}
	return renderers, nil
}

type renderer struct {
	seat    *seat
	job     *job
	omitted frame.Omitted
}

func (r *renderer) Render(ctx context.Context, tile image.Rectangle, dst []float32) error {
	given := false
	next := func(bool) (proto.Tile, bool) {
		first := !given
		given = true
		return proto.Tile{Level: 1, Area: tile}, first
	}
	return r.seat.work(ctx, r.job, next, func(_ proto.Tile, pixels proto.Pixels) {
		r.omitted.Add(pixels.Omitted)
		copy(dst, pixels.Pix)
	})
}

// Omitted implements simulate.Omitter.
func (r *renderer) Omitted() frame.Omitted { return r.omitted }

func (*renderer) Close() error { return nil }
