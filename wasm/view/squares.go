package view

import (
	"image"

	"gobragg/core/frame"
)

// Rows writes the colours of a row of pixels, red, green, blue and opacity each: a Painter
// does, and a Difference.
type Rows interface {
	Row(dst []byte, src []float32)
}

// Rect writes the colours of the rectangle r of f to dst, row by row. In r all squares of
// step pixels a side, counted from the corner of f, have one value: those of a coarse image
// cost little more than their number. r holds whole squares, but for the edges of f.
func Rect(dst []byte, p Rows, f *frame.Frame, r image.Rectangle, step int) {
	width := 4 * r.Dx()
	var line []float32
	if step > 1 {
		line = make([]float32, (r.Dx()+step-1)/step)
	}
	for y := r.Min.Y; y < r.Max.Y; y += step {
		src, row := f.Row(y)[r.Min.X:r.Max.X], dst[:width]
		if step == 1 {
			p.Row(row, src)
		} else {
			for i := range line {
				line[i] = src[i*step]
			}
			p.Row(row, line)
			widen(row, step)
		}
		dst = dst[width:]
		for range min(step, r.Max.Y-y) - 1 {
			copy(dst, row)
			dst = dst[width:]
		}
	}
}

// widen repeats the first colours of a row step times each, as far as the row goes.
func widen(row []byte, step int) {
	width := len(row) / 4
	for i := (width - 1) / step; i >= 0; i-- { // from the end: what is read lies before
		colour := *(*[4]byte)(row[4*i:])
		square := row[4*i*step : 4*min(width, (i+1)*step)]
		for len(square) > 0 {
			*(*[4]byte)(square) = colour
			square = square[4:]
		}
	}
}

// Squares returns the smallest rectangle of whole squares of step pixels a side, counted
// from the corner of f, that holds r, as far as it lies in f. An image that a mask or the
// edge of its region of interest cuts has no squares but its pixels: step is 1 then.
func Squares(f *frame.Frame, r image.Rectangle, step int) (image.Rectangle, int) {
	if f.Mask != nil || f.ROI != f.Bounds() {
		step = 1
	}
	up := image.Pt(step-1, step-1)
	r.Min, r.Max = r.Min.Div(step).Mul(step), r.Max.Add(up).Div(step).Mul(step)
	return r.Intersect(f.Bounds()), step
}
