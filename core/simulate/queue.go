package simulate

import (
	"image"
	"math"
	"sync"

	"gobragg/core/frame"
)

// queue hands out tiles in order and counts the pixels that are done.
type queue struct {
	mu       sync.Mutex
	tiles    tiles
	finished int64
	total    int64
	progress func(done, total int64)
}

// next takes back a tile that is rendered, or an empty one, and hands out the next.
func (q *queue) next(done image.Rectangle) (tile image.Rectangle, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.finished += area(done)
	if q.progress != nil && !done.Empty() {
		q.progress(q.finished, q.total)
	}
	return q.tiles.next()
}

// omit adds what a renderer left out to f.
func (q *queue) omit(f *frame.Frame, left frame.Omitted) {
	q.mu.Lock()
	defer q.mu.Unlock()
	f.Omitted.Add(left)
}

// silence keeps renderers that are still at work from reporting progress.
func (q *queue) silence() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.progress = nil
}

func area(r image.Rectangle) int64 { return int64(r.Dx()) * int64(r.Dy()) }

// Tiles are guided: none is larger than its renderer's share of what is left over
// shares, so that at the end no renderer waits long for another, and none is smaller
// than the largest over smallest, below which they would cost more than they save.
const (
	shares   = 2
	smallest = 512
)

// tiles walks a rectangle in tiles, slow outer, fast inner: in bands of as many rows
// as the tiles of a band have.
type tiles struct {
	all       image.Rectangle
	size      image.Point
	renderers int
	at        image.Point
	rows      int   // of this band
	rest      int64 // pixels that are not handed out
}

func cut(all image.Rectangle, size image.Point, renderers int) tiles {
	return tiles{all: all, size: image.Pt(max(1, size.X), max(1, size.Y)), renderers: renderers, at: all.Min, rest: area(all)}
}

// guide returns how many pixels the next tile may have. A renderer alone needs no
// small tiles.
func (t *tiles) guide() int {
	largest := t.size.X * t.size.Y
	if t.renderers == 1 {
		return largest
	}
	return max(largest/smallest, int(min(int64(largest), t.rest/int64(shares*t.renderers))))
}

func (t *tiles) next() (image.Rectangle, bool) {
	if t.rest == 0 {
		return image.Rectangle{}, false
	}
	pixels := t.guide()
	if t.at.X == t.all.Min.X {
		square := int(math.Sqrt(float64(pixels)))
		t.rows = max(1, min(t.size.Y, max(square, pixels/t.size.X), t.all.Max.Y-t.at.Y))
	}
	width := max(1, min(t.size.X, pixels/t.rows))
	tile := image.Rectangle{Min: t.at, Max: t.at.Add(image.Pt(width, t.rows))}.Intersect(t.all)
	t.rest -= area(tile)
	if t.at.X = tile.Max.X; t.at.X == t.all.Max.X {
		t.at = image.Pt(t.all.Min.X, t.at.Y+t.rows)
	}
	return tile, true
}
