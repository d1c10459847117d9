package viewer

import (
	"image"
	"syscall/js"

	"gobragg/core/frame"
	"gobragg/wasm/view"
)

// layer is an image as a canvas of one element a pixel.
type layer struct {
	canvas, pen js.Value
	size        image.Point
	stale       bool // its colours are of other limits
	rgba        []byte
	bytes       js.Value // Uint8ClampedArray of the size of rgba
}

// paint gives the part r of the layer the colours of f, which is made of squares of step
// pixels a side, or larger ones.
func (l *layer) paint(f *frame.Frame, p view.Rows, r image.Rectangle, step int) {
	if l.size != f.Bounds().Max {
		l.size = f.Bounds().Max
		l.canvas, l.pen = newLayer(l.size)
		l.rgba = make([]byte, 4*l.size.X*l.size.Y)
		l.bytes = js.Global().Get("Uint8ClampedArray").New(len(l.rgba))
		r = f.Bounds()
	}
	r, step = view.Squares(f, r.Intersect(f.Bounds()), step)
	if r.Empty() {
		return
	}
	n := 4 * r.Dx() * r.Dy()
	view.Rect(l.rgba[:n], p, f, r, step)
	part := l.bytes.Call("subarray", 0, n)
	js.CopyBytesToJS(part, l.rgba[:n])
	l.pen.Call("putImageData", js.Global().Get("ImageData").New(part, r.Dx(), r.Dy()), r.Min.X, r.Min.Y)
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
