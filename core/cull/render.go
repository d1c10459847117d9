package cull

import (
	"image"
	"math"

	"gobragg/core/frame"
	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// Renderer renders tiles of one plan, leaving out what the plan allows. It is for
// one goroutine at a time.
type Renderer struct {
	rays     kernel.Rays // first, so that its vectors do not straddle cache lines
	sums     [kernel.StripSize]float64
	table    *Table
	summer   kernel.Summer
	geometry kernel.Geometry
	done     <-chan struct{}

	walk   walk
	layer  int // at hand
	pixels pixels
	chosen []plan.Orientation
	// lane is the pixel of each sub-pixel of a leaf, kept the sub-pixel of each sample
	// that passes -dmin.
	lane, kept [kernel.StripSize]uint8

	omitted frame.Omitted
}

// NewRenderer returns a renderer that leaves the inner loop to s, and the geometry
// too if s is a Geometry; s was made from Fine.
func (t *Table) NewRenderer(s kernel.Summer) *Renderer {
	g, ok := s.(kernel.Geometry)
	if !ok {
		g = kernel.NewGeometry(&t.fine)
	}
	n := min(chunk, t.states)
	r := &Renderer{
		table: t, summer: s, geometry: g,
		walk: newWalk(t, n), pixels: newPixels(t),
		chosen: make([]plan.Orientation, 0, min(n, len(t.plan.Orientations))),
	}
	for i := range r.kept { // all, unless there is a limit
		r.kept[i] = uint8(i)
	}
	return r
}

// Omitted returns what was left out of all tiles so far.
func (r *Renderer) Omitted() frame.Omitted { return r.omitted }

// Render sets dst to the photons of the pixels of tile, as kernel.Renderer does.
func (r *Renderer) Render(tile image.Rectangle, dst []float32, done <-chan struct{}) bool {
	if len(dst) != tile.Dx()*tile.Dy() {
		panic("cull: len(dst) is not the area of the tile")
	}
	r.done = done
	e := r.table.edge
	for y := tile.Min.Y / e; y*e < tile.Max.Y; y++ {
		for x := tile.Min.X / e; x*e < tile.Max.X; x++ {
			if !r.renderRoot(x, y, tile) {
				return false
			}
			r.pixels.finish(r, tile, dst)
		}
	}
	return true
}

// renderRoot sums the pixels of root (x, y) that are in tile; false: it was stopped.
func (r *Renderer) renderRoot(x, y int, tile image.Rectangle) bool {
	t := r.table
	if r.pixels.begin(r, x, y, tile); r.pixels.wanted == 0 {
		return true
	}
	root := t.root(x, y)
	for r.layer = range int(t.plan.Layers) {
		c, bright := t.look(root, r.layer)
		r.pixels.capture(r)
		for first := 0; first < t.states; first += chunk {
			r.walk.enter(root, &c, bright, first, min(chunk, t.states-first))
			if !r.descend(root, nil, 0, 0) {
				return false
			}
		}
	}
	return true
}

// descend sums the listed states (nil: all) over b, whose samples have lost spent
// already; false: it was stopped.
func (r *Renderer) descend(b block, listed []int32, depth int, spent float64) bool {
	select {
	case <-r.done:
		return false
	default:
	}
	if !r.pixels.meet(b) {
		return true
	}
	parts, n := b.split()
	left, spent := r.walk.choose(b, n == 0, listed, depth, spent)
	if len(left) == 0 || n == 0 {
		r.pixels.lose(b, spent)
		if len(left) > 0 {
			r.sum(b, left)
		}
		return true
	}
	for _, part := range parts[:n] {
		if !r.descend(part, left, depth+1, spent) {
			return false
		}
	}
	return true
}

// sum adds the listed states to the pixels of leaf b.
func (r *Renderer) sum(b block, states []int32) {
	p := r.table.plan
	n := r.pixels.lanes(r, b)
	if n == 0 {
		return
	}
	r.geometry.Look(&r.rays, n, 0, 0, r.layer)
	if p.Flags.Has(plan.EachOmega) {
		r.geometry.Omega(&r.rays, n)
	}
	if p.Flags.Has(plan.SensorOn | plan.EachThick) {
		r.geometry.Capture(&r.rays, n, r.layer)
	}
	r.omitted.Samples -= int64(n) * int64(len(states))
	orientations := len(p.Orientations)
	for i := 0; i < len(states); {
		j := (r.walk.first + int(states[i])) / orientations
		start := j*orientations - r.walk.first
		r.chosen = r.chosen[:0]
		for ; i < len(states) && int(states[i]) < start+orientations; i++ {
			r.chosen = append(r.chosen, p.Orientations[int(states[i])-start])
		}
		r.geometry.Scatter(&r.rays, n, j)
		m := n
		if !math.IsInf(p.MaxQ2, 1) {
			m = r.rays.Pack(n, p.MaxQ2, &r.kept)
		}
		if m > 0 {
			if p.Flags.Has(plan.EachPolar) && !p.Flags.Has(plan.NoPolarization) {
				r.geometry.Polarize(&r.rays, n, j)
			}
			r.summer.Sum(r.chosen, &r.rays.Q, m, &r.sums)
			r.pixels.collect(r, p.Sources[j].Weight, m)
		}
	}
}
