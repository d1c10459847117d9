package imgio

import (
	"image"
	"math"
)

const (
	// bandRows is the height of the strip in which strokes are collected: a strip
	// of a 4096² picture takes 256 KiB.
	bandRows = 64

	// farAway, in picture elements, is where coordinates stop having a meaning:
	// beyond it float64 cannot tell neighbouring elements of a picture apart
	// after squaring.
	farAway = 1e7
)

// strokes are straight pieces with round ends, drawn as one shape: where they
// meet or overlap, the larger coverage counts.
type strokes struct {
	width  float64
	pieces []piece
}

// piece is a stroke from a to b, in picture elements.
type piece struct{ a, b Point }

// add adds the stroke from a to b. One with a coordinate that is NaN or infinite
// is dropped; one that reaches far away is shortened.
func (s *strokes) add(a, b Point) {
	a, ok := shorten(b, a)
	if !ok {
		return
	}
	if b, ok = shorten(a, b); ok {
		s.pieces = append(s.pieces, piece{a, b})
	}
}

// shorten returns the point nearest to b on the stroke from a to b that is not
// far away, and whether b is finite and a within reach if b is not.
func shorten(a, b Point) (Point, bool) {
	m := max(math.Abs(b.Fast), math.Abs(b.Slow))
	if m <= farAway {
		return b, true
	}
	if math.IsNaN(m) || math.IsInf(m, 0) || !(max(math.Abs(a.Fast), math.Abs(a.Slow)) <= farAway) {
		return b, false
	}
	t := (farAway / 2) / m
	return Point{a.Fast + t*(b.Fast-a.Fast), a.Slow + t*(b.Slow-a.Slow)}, true
}

// chain adds the strokes through points, placed on the picture by place; dashed,
// drawn and open parts of length dash alternate along the chain.
func (s *strokes) chain(points []Point, place func(Point) Point, dashed bool, dash float64) {
	var along float64
	drawn := dash - s.width // the round ends add the width
	for i := 1; i < len(points); i++ {
		a, b := place(points[i-1]), place(points[i])
		length := math.Hypot(b.Fast-a.Fast, b.Slow-a.Slow)
		if !dashed || !(length < farAway) {
			s.add(a, b)
			continue
		}
		at := func(d float64) Point {
			t := d / length
			return Point{a.Fast + t*(b.Fast-a.Fast), a.Slow + t*(b.Slow-a.Slow)}
		}
		for d := 0.0; d < length; {
			phase := math.Mod(along+d, 2*dash)
			end := d + 2*dash - phase
			if phase < drawn {
				end = d + drawn - phase
				s.add(at(d), at(min(end, length)))
			}
			d = max(end, math.Nextafter(d, math.Inf(1)))
		}
		along += length
	}
}

// draw calls set for the elements of r, which starts at the origin, that the
// strokes cover, with the coverage 1…255.
func (s *strokes) draw(r image.Rectangle, set func(x, y int, coverage uint8)) {
	if len(s.pieces) == 0 {
		return
	}
	cover := make([]uint8, bandRows*r.Dx())
	for top := 0; top < r.Max.Y; top += bandRows {
		band := image.Rect(0, top, r.Max.X, min(top+bandRows, r.Max.Y))
		touched := false
		for _, p := range s.pieces {
			touched = p.cover(cover, band, s.width/2) || touched
		}
		if !touched {
			continue
		}
		for i, c := range cover[:band.Dx()*band.Dy()] {
			if c > 0 {
				set(i%band.Dx(), top+i/band.Dx(), c)
			}
		}
		clear(cover)
	}
}

// cover raises the coverage of the band's elements near the piece: 1 up to
// radius − ½ from it, 0 from radius + ½ on, linear between, the distance taken
// from the element's centre. It reports whether it may have touched any.
func (p piece) cover(cover []uint8, band image.Rectangle, radius float64) bool {
	reach := radius + 0.5
	dx, dy := p.b.Fast-p.a.Fast, p.b.Slow-p.a.Slow
	low, high := min(p.a.Slow, p.b.Slow)-reach, max(p.a.Slow, p.b.Slow)+reach
	if high < float64(band.Min.Y) || low > float64(band.Max.Y) {
		return false
	}
	length2 := dx*dx + dy*dy
	y0 := max(band.Min.Y, int(math.Floor(max(low, -1))))
	y1 := min(band.Max.Y-1, int(math.Ceil(min(high, farAway))))
	for y := y0; y <= y1; y++ {
		// The part of the piece within reach of this row bounds the columns.
		cy := float64(y) + 0.5
		t0, t1 := 0.0, 1.0
		if math.Abs(dy) > 1e-9 {
			u, v := (cy-reach-p.a.Slow)/dy, (cy+reach-p.a.Slow)/dy
			t0, t1 = max(0, min(u, v)), min(1, max(u, v))
			if t0 > t1 {
				continue
			}
		}
		xa, xb := p.a.Fast+t0*dx, p.a.Fast+t1*dx
		x0 := max(band.Min.X, int(math.Floor(max(min(xa, xb)-reach, -1))))
		x1 := min(band.Max.X-1, int(math.Ceil(min(max(xa, xb)+reach, farAway))))
		row := cover[(y-band.Min.Y)*band.Dx():]
		for x := x0; x <= x1; x++ {
			ex, ey := float64(x)+0.5-p.a.Fast, cy-p.a.Slow
			t := 0.0
			if length2 > 0 {
				t = max(0, min(1, (ex*dx+ey*dy)/length2))
			}
			c := reach - math.Hypot(ex-t*dx, ey-t*dy)
			if c > 0 {
				row[x] = max(row[x], uint8(255*min(1, c)+0.5))
			}
		}
	}
	return true
}
