package pool

import (
	"context"
	"image"
	"sync"

	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/wasm/proto"
)

// Options of Render; the zero value is the usual.
type Options struct {
	// Levels are the steps of the images to render, coarse to fine: every 8th pixel, …,
	// 1: all. None: those of 32, 16, 8, 4, 2, 1 that bring a first image soon.
	Levels []int
	// Centre is the pixel to begin with; the zero Point is the middle of the region of
	// interest.
	Centre image.Point
}

// Tile is a part of the image at one level.
type Tile struct {
	Level int
	// Bounds are the pixels of the image that it stands for; at coarse levels they may
	// reach beyond the region of interest.
	Bounds image.Rectangle
	// Pix are photons, Size.X fast by Size.Y slow; each stands for Level × Level pixels.
	Size image.Point
	Pix  []float32
	// Last is set for the tile that completes its level.
	Last bool
	// Done is the part of the whole work done by now, at most 1.
	Done float64
}

// CopyTo writes the tile's photons to the pixels that it stands for, as far as they lie
// in the region of interest of f and are not masked.
func (t Tile) CopyTo(f *frame.Frame) {
	r := t.Bounds.Intersect(f.ROI)
	var wide []float32 // a row of the tile, each pixel Level times
	made := -1
	for y := r.Min.Y; y < r.Max.Y; y++ {
		slow := (y - t.Bounds.Min.Y) / t.Level
		row := t.Pix[slow*t.Size.X:][:t.Size.X]
		if t.Level > 1 {
			if slow != made {
				wide, made = wide[:0], slow
				for _, v := range row {
					for range t.Level {
						wide = append(wide, v)
					}
				}
			}
			row = wide
		}
		row = row[r.Min.X-t.Bounds.Min.X:][:r.Dx()]
		out := f.Row(y)[r.Min.X:r.Max.X]
		if t.Level == 1 || f.Mask == nil {
			copy(out, row)
			continue
		}
		for x, used := range f.Mask[y*f.Width+r.Min.X:][:r.Dx()] {
			if used != 0 {
				out[x] = row[x]
			}
		}
	}
}

// A first image should come within soon, ns: it then feels like the answer to what the
// user did. A tile should take tileTime, ns: long beside the 0.5 ms that its message costs
// the page, which take from the workers where there are no more processors than these,
// and short enough to be seen coming; and no less than leastTime. The first one that each
// worker gets of an image in several levels takes about that: with it a job that was
// overtaken is seen to be. So do the last ones, for which others wait. A tile has
// mostPixels at most: they are painted at once.
const (
	soon       = 20e6
	tileTime   = 10e6
	leastTime  = 2e6
	mostPixels = 1 << 16
)

// Render renders pl and gives paint the tiles as they come, one at a time, no tile of a
// level before the coarser one is complete. At level 1 the pixels have the scalar
// backend's bits. When ctx ends before the last tile it soon returns its error, and
// paints no more.
func (p *Pool) Render(ctx context.Context, pl *plan.Plan, opt Options, paint func(Tile)) error {
	if pl.ROI().Empty() {
		return nil
	}
	j, err := p.newJob(pl)
	if err != nil {
		return err
	}
	if opt.Centre == (image.Point{}) {
		r := pl.ROI()
		opt.Centre = r.Min.Add(r.Max).Div(2)
	}
	if len(opt.Levels) == 0 {
		opt.Levels = p.levels(pl)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := newProgressive(p, pl, opt, paint)
	var workers sync.WaitGroup
	for _, s := range p.seats {
		workers.Go(func() {
			err := s.work(ctx, j, r.next, func(t proto.Tile, pixels proto.Pixels) { r.arrived(ctx, t, pixels) })
			if err != nil {
				cancel(err)
			}
		})
	}
	workers.Wait()
	if r.at == len(r.levels) { // whoever ended it was late
		return nil
	}
	return context.Cause(ctx)
}

// levels returns the levels of pl, the coarsest of which is done soon.
func (p *Pool) levels(pl *plan.Plan) []int {
	all := []int{32, 16, 8, 4, 2, 1}
	for i := len(all) - 1; i > 0; i-- {
		if c := pl.Coarse(all[i]); float64(c.Samples())*p.pace.cost()/float64(len(p.seats)) < soon {
			return all[i:]
		}
	}
	return all
}

// progressive is the state of one Render.
type progressive struct {
	pool  *Pool
	paint func(Tile)

	mu     sync.Mutex
	levels []*levelState
	held   map[int][]Tile // tiles of levels whose turn has not come
	at     int            // the level that is being painted
	give   int            // the level that tiles are given out of
	given  int            // tiles
	done   float64        // samples painted
	total  float64
}

// levelState is what is left of one level.
type levelState struct {
	step    int
	area    image.Rectangle
	centre  image.Point
	perPix  float64 // samples a pixel
	queue   []image.Rectangle
	cut     bool
	waiting int // pixels still to come
}

func newProgressive(p *Pool, pl *plan.Plan, opt Options, paint func(Tile)) *progressive {
	r := &progressive{pool: p, paint: paint, held: map[int][]Tile{}}
	for _, step := range opt.Levels {
		c := pl.Coarse(step)
		l := &levelState{
			step: step, area: c.ROI(), centre: opt.Centre.Div(step),
			perPix: float64(c.Steps) * float64(c.Layers),
		}
		l.waiting = l.area.Dx() * l.area.Dy()
		r.levels = append(r.levels, l)
		r.total += l.perPix * float64(l.waiting)
	}
	return r
}

// next returns the tile to render next; false: there is none, or it is to wait while
// other workers have nothing to do.
func (r *progressive) next(waits bool) (proto.Tile, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for ; r.give < len(r.levels); r.give++ {
		l := r.levels[r.give]
		pixelTime := l.perPix * r.pool.pace.cost()
		if !l.cut {
			// Every worker should have some tiles of a small image, one of a tiny one.
			workers, pixels := float64(len(r.pool.seats)), float64(l.area.Dx()*l.area.Dy())
			share := max(1, min(4, pixels*pixelTime/(workers*leastTime)))
			l.queue = cutCentred(l.area, min(tileTime/pixelTime, pixels/(workers*share), mostPixels), l.centre)
			l.cut = true
		}
		if len(l.queue) == 0 {
			continue
		}
		if waits && r.give == len(r.levels)-1 && len(l.queue) < len(r.pool.seats) {
			break
		}
		tile := l.queue[0]
		l.queue = l.queue[1:]
		most := float64(tileTime)
		workers, last := len(r.pool.seats), r.give == len(r.levels)-1
		if r.given++; len(r.levels) > 1 && (r.given <= workers || last && len(l.queue) < workers) {
			most = leastTime
		}
		// What was cut when samples looked cheaper is cut again.
		for float64(tile.Dx()*tile.Dy())*pixelTime > 1.5*most {
			parts := quarter(tile)
			if parts == nil {
				break
			}
			tile = parts[0]
			l.queue = append(parts[1:], l.queue...)
		}
		return proto.Tile{Level: int32(l.step), Area: tile}, true
	}
	return proto.Tile{}, false
}

// arrived paints the pixels of a tile, or keeps them until their level's turn.
func (r *progressive) arrived(ctx context.Context, what proto.Tile, pixels proto.Pixels) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := 0
	for r.levels[i].step != int(what.Level) {
		i++
	}
	l := r.levels[i]
	r.pool.pace.learn(l.perPix*float64(len(pixels.Pix)), pixels.Micros)
	r.held[i] = append(r.held[i], Tile{
		Level:  l.step,
		Bounds: image.Rectangle{Min: what.Area.Min.Mul(l.step), Max: what.Area.Max.Mul(l.step)},
		Size:   what.Area.Size(),
		Pix:    pixels.Pix,
	})
	for r.at < len(r.levels) {
		l := r.levels[r.at]
		for _, t := range r.held[r.at] {
			if ctx.Err() != nil {
				return
			}
			l.waiting -= len(t.Pix)
			r.done += l.perPix * float64(len(t.Pix))
			t.Last, t.Done = l.waiting == 0, r.done/r.total
			r.paint(t)
		}
		delete(r.held, r.at)
		if l.waiting > 0 {
			return
		}
		r.at++
	}
}
