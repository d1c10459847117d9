package viewer

import (
	"image"
	"slices"
	"syscall/js"

	"gobragg/core/frame"
)

// layer is an image as a canvas of one element a pixel.
type layer struct {
	canvas, pen js.Value
	size        image.Point
	stale       bool // its colours are of other limits
	rgba        []byte
	bytes       js.Value // Uint8ClampedArray of the size of rgba
	// Pixels that are alike in squares go through a canvas of one element a square.
	squares, squarePen js.Value
	line               []float32 // of squares
}

// rows writes the colours of a row of pixels.
type rows interface {
	Row(dst []byte, src []float32)
}

// paint gives the part r of the layer the colours of f, which is made of squares of step
// pixels a side, or larger ones.
func (l *layer) paint(f *frame.Frame, p rows, r image.Rectangle, step int) {
	r = r.Intersect(f.Bounds())
	if r.Empty() {
		return
	}
	if l.size != f.Bounds().Max {
		l.size = f.Bounds().Max
		l.canvas, l.pen = newLayer(l.size)
		l.pen.Set("imageSmoothingEnabled", false)
		l.squares, l.squarePen = newLayer(l.size.Add(image.Pt(1, 1)).Div(2))
		l.rgba = make([]byte, 4*l.size.X*l.size.Y)
		l.bytes = js.Global().Get("Uint8ClampedArray").New(len(l.rgba))
		r = f.Bounds()
	}
	// A mask and the edge of a region of interest cut squares. And canvases that are drawn
	// upon and from in turns are copied each time: tiles, which come often, are not worth it.
	if step == 1 || r != f.Bounds() || f.Mask != nil || f.ROI != f.Bounds() {
		width := 4 * r.Dx()
		for i, y := 0, r.Min.Y; y < r.Max.Y; i, y = i+width, y+1 {
			p.Row(l.rgba[i:], f.Row(y)[r.Min.X:r.Max.X])
		}
		l.put(l.pen, r.Size(), r.Min)
		return
	}
	size := l.size.Add(image.Pt(step-1, step-1)).Div(step)
	l.line = slices.Grow(l.line[:0], size.X)[:size.X]
	for i, y := 0, 0; y < l.size.Y; i, y = i+4*size.X, y+step {
		row := f.Row(y)
		for k := range l.line {
			l.line[k] = row[k*step]
		}
		p.Row(l.rgba[i:], l.line)
	}
	l.put(l.squarePen, size, image.Point{})
	l.pen.Call("drawImage", l.squares, 0, 0, size.X, size.Y, 0, 0, size.X*step, size.Y*step)
}

// put copies the first pixels of rgba to a place of a canvas.
func (l *layer) put(pen js.Value, size, at image.Point) {
	n := 4 * size.X * size.Y
	part := l.bytes.Call("subarray", 0, n)
	js.CopyBytesToJS(part, l.rgba[:n])
	pen.Call("putImageData", js.Global().Get("ImageData").New(part, size.X, size.Y), at.X, at.Y)
}

// newLayer returns a canvas that is on no page, and its pen.
func newLayer(size image.Point) (canvas, pen js.Value) {
	canvas = newElement("canvas").Value
	canvas.Set("width", size.X)
	canvas.Set("height", size.Y)
	return canvas, canvas.Call("getContext", "2d")
}

// ready reports whether there is something to see.
func (l *layer) ready() bool { return l.size != image.Point{} }
