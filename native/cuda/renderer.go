package cuda

import (
	"context"
	"errors"
	"image"
	"time"
	"unsafe"
)

// renderer renders tiles with one slot of one device, or after that was lost on the
// processor.
type renderer struct {
	scene   *scene
	slot    *slot
	backend *Backend
	spare   *spare // nil while the device lives
}

// Render implements simulate.Renderer.
func (r *renderer) Render(ctx context.Context, tile image.Rectangle, dst []float32) error {
	if len(dst) != tile.Dx()*tile.Dy() {
		panic("cuda: len(dst) is not the area of the tile")
	}
	if tile.Empty() {
		return nil
	}
	if r.spare == nil {
		err := r.onDevice(ctx, tile, dst)
		if err == nil || r.scene.engine.lost() == nil {
			return err
		}
		r.backend.say(err.Error() + "; the processor renders what is left for this device")
		if r.spare, err = newSpare(r.backend.Processor, r.scene.plan); err != nil {
			return err
		}
	}
	return r.spare.render(ctx, tile, dst)
}

// onDevice renders tile on the device, in parts if there is no memory for all of it.
func (r *renderer) onDevice(ctx context.Context, tile image.Rectangle, dst []float32) error {
	if r.slot.busy { // with what an interrupt left behind
		if err := r.slot.wait(ctx, r.scene.engine); err != nil {
			return err
		}
	}
	width := tile.Dx()
	room := min(width*tile.Dy(), r.slot.most, max(r.slot.pixels, r.scene.room), r.scene.pace.pixels(len(r.scene.plan.Orientations)))
	if r.slot.pixels < room {
		err := r.scene.engine.do(func(d device) (err error) {
			room, err = r.slot.reserve(d, room)
			return err
		})
		if err != nil {
			return err
		}
	}
	part := image.Pt(min(width, room), max(1, room/width))
	for y := tile.Min.Y; y < tile.Max.Y; y += part.Y {
		for x := tile.Min.X; x < tile.Max.X; x += part.X {
			p := image.Rect(x, y, min(x+part.X, tile.Max.X), min(y+part.Y, tile.Max.Y))
			if err := r.part(ctx, p); err != nil {
				return err
			}
			photons := unsafe.Slice((*float32)(unsafe.Pointer(&r.slot.pinned[0])), p.Dx()*p.Dy())
			for row := range p.Dy() {
				copy(dst[(p.Min.Y+row-tile.Min.Y)*width+p.Min.X-tile.Min.X:], photons[row*p.Dx():][:p.Dx()])
			}
		}
	}
	return nil
}

// part renders tile, for which there is room, to pinned memory.
func (r *renderer) part(ctx context.Context, tile image.Rectangle) error {
	c := r.scene
	area := int64(tile.Dx()) * int64(tile.Dy())
	limit := func() int64 { return c.pace.limit() / area }
	for a := range passes(c.steps, len(c.plan.Orientations), c.window, limit) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		start := time.Now()
		if err := c.engine.do(func(d device) error { return r.slot.launch(d, c, tile, a) }); err != nil {
			return err
		}
		if err := r.slot.wait(ctx, c.engine); err != nil {
			return err
		}
		c.pace.took(area*a.samples(), time.Since(start))
	}
	return nil
}

// Close implements simulate.Renderer.
func (r *renderer) Close() error {
	var err error
	if r.spare != nil {
		err = r.spare.close()
	}
	e := r.scene.engine
	if e.lost() != nil {
		return err // its memory is gone with it
	}
	// The device may still be at work for an interrupted tile.
	if r.slot.busy {
		err = errors.Join(err, r.slot.wait(context.Background(), e))
	}
	e.returnSlot(r.slot)
	return errors.Join(err, r.scene.leave())
}
