package frame

import (
	"container/heap"
	"image"
	"math"
	"sort"
)

// peakRadius is half the side, less one, of the square in which a peak must be
// the largest pixel: spots closer than 4 pixels count as one.
const peakRadius = 3

// Peak is a local maximum of an image.
type Peak struct {
	Fast   float64 `json:"fast"` // centre in pixels; the first pixel's centre is 0
	Slow   float64 `json:"slow"`
	Height float64 `json:"height"` // photons, of the strongest pixel
}

// Peaks returns the strongest local maxima of the window, at most n, strongest
// first. A peak is the largest pixel of a 7×7 square, strictly above the mean of
// the window and, among equal pixels, the first in memory order. Its
// position is that of the parabola through it and its neighbours, on each axis:
//
//	fast = x + ½ (I(x−1) − I(x+1)) / (I(x−1) − 2I(x) + I(x+1))
//
// and the pixel itself where a neighbour lies outside the window. The window is
// clipped to the image. NaN pixels are never peaks.
func (f *Frame) Peaks(window image.Rectangle, n int) []Peak {
	w := window.Intersect(f.Bounds())
	if w.Empty() || n <= 0 {
		return nil
	}
	var sum float64
	for y := w.Min.Y; y < w.Max.Y; y++ {
		sum += sumRow(nil, f.Row(y)[w.Min.X:w.Max.X]).sum
	}
	mean := sum / float64(w.Dx()*w.Dy())

	// A heap keeps the n strongest, weakest on top; floor is what a pixel must
	// beat to be looked at more closely.
	top := make(candidates, 0, n+1)
	floor := float32(mean)
	switch {
	case math.IsNaN(mean):
		floor = float32(math.Inf(-1))
	case float64(floor) > mean:
		floor = math.Nextafter32(floor, float32(math.Inf(-1)))
	}
	for y := w.Min.Y; y < w.Max.Y; y++ {
		row := f.Row(y)
		for x := w.Min.X; x < w.Max.X; x++ {
			v := row[x]
			if v > floor && f.isPeak(x, y, w) {
				heap.Push(&top, candidate{v, x, y})
				if len(top) > n {
					heap.Pop(&top)
					floor = max(floor, top[0].v)
				}
			}
		}
	}
	sort.Sort(sort.Reverse(top)) // as the heap is ordered, turned round

	peaks := make([]Peak, len(top))
	for i, c := range top {
		peaks[i] = Peak{Fast: float64(c.x), Slow: float64(c.y), Height: float64(c.v)}
		if c.x > w.Min.X && c.x < w.Max.X-1 {
			peaks[i].Fast += vertex(f.Pix[c.y*f.Width+c.x-1], c.v, f.Pix[c.y*f.Width+c.x+1])
		}
		if c.y > w.Min.Y && c.y < w.Max.Y-1 {
			peaks[i].Slow += vertex(f.Pix[(c.y-1)*f.Width+c.x], c.v, f.Pix[(c.y+1)*f.Width+c.x])
		}
	}
	return peaks
}

// isPeak reports whether pixel (x, y) beats every other pixel of the square
// around it, clipped to w; the first of equal pixels wins, but a flat square has
// no peak.
func (f *Frame) isPeak(x, y int, w image.Rectangle) bool {
	v, flat := f.Pix[y*f.Width+x], true
	for yy := max(y-peakRadius, w.Min.Y); yy <= min(y+peakRadius, w.Max.Y-1); yy++ {
		for xx := max(x-peakRadius, w.Min.X); xx <= min(x+peakRadius, w.Max.X-1); xx++ {
			u := f.Pix[yy*f.Width+xx]
			if u > v || u == v && (yy < y || yy == y && xx < x) {
				return false
			}
			flat = flat && u == v
		}
	}
	return !flat
}

// vertex returns the place, in [−½, ½], of the top of the parabola through left,
// centre and right at −1, 0, 1, centre being the largest.
func vertex(left, centre, right float32) float64 {
	l, c, r := float64(left), float64(centre), float64(right)
	d := l - 2*c + r
	if !(d < 0) || math.IsInf(d, 0) {
		return 0
	}
	return max(-0.5, min(0.5, 0.5*(l-r)/d))
}

// candidate is a pixel that may be a peak.
type candidate struct {
	v    float32
	x, y int
}

// candidates is a heap whose first element is the weakest; of equal ones, the
// last in memory order.
type candidates []candidate

func (c candidates) Len() int { return len(c) }
func (c candidates) Less(i, j int) bool {
	a, b := c[i], c[j]
	return a.v < b.v || a.v == b.v && (a.y > b.y || a.y == b.y && a.x > b.x)
}
func (c candidates) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *candidates) Push(x any)   { *c = append(*c, x.(candidate)) }
func (c *candidates) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}
