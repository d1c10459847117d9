package view

import (
	"math"
	"strconv"
)

// PathOf writes a chain of places as a path of SVG, which canvases take as a whole.
func PathOf(path []XY, closed bool) string {
	b := make([]byte, 0, 14*len(path))
	for i, p := range path {
		if i == 0 {
			b = append(b, 'M')
		} else {
			b = append(b, 'L')
		}
		b = appendXY(b, p)
	}
	if closed {
		b = append(b, 'Z')
	}
	return string(b)
}

// PathOfDots writes places as lines of no length, which round ends make discs.
func PathOfDots(path []XY) string {
	b := make([]byte, 0, 18*len(path))
	for _, p := range path {
		b = append(b, 'M')
		b = appendXY(b, p)
		b = append(b, "h.01"...)
	}
	return string(b)
}

func appendXY(b []byte, p XY) []byte {
	b = strconv.AppendFloat(b, p.X, 'f', 1, 64)
	b = append(b, ' ')
	return strconv.AppendFloat(b, p.Y, 'f', 1, 64)
}

// ArrowHead returns the triangle at the end of a path.
func ArrowHead(path []XY) []XY {
	const length, half = 8, 3.2
	a, b := path[len(path)-2], path[len(path)-1]
	dx, dy := b.X-a.X, b.Y-a.Y
	n := math.Hypot(dx, dy)
	if n == 0 {
		return nil
	}
	dx, dy = dx/n, dy/n
	return []XY{b, {b.X - length*dx + half*dy, b.Y - length*dy - half*dx}, {b.X - length*dx - half*dy, b.Y - length*dy + half*dx}}
}
