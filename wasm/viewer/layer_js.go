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
}

// rows writes the colours of a row of pixels.
type rows interface {
	Row(dst []byte, src []float32)
}

// paint gives the part r of the layer the colours of f.
func (l *layer) paint(f *frame.Frame, p rows, r image.Rectangle) {
	r = r.Intersect(f.Bounds())
	if r.Empty() {
		return
	}
	if l.size != f.Bounds().Max {
		l.size = f.Bounds().Max
		l.canvas = js.Global().Get("document").Call("createElement", "canvas")
		l.canvas.Set("width", l.size.X)
		l.canvas.Set("height", l.size.Y)
		l.pen = l.canvas.Call("getContext", "2d")
		l.rgba = make([]byte, 4*l.size.X*l.size.Y)
		l.bytes = js.Global().Get("Uint8ClampedArray").New(len(l.rgba))
		r = f.Bounds()
	}
	width, n := 4*r.Dx(), 4*r.Dx()*r.Dy()
	var above []float32
	for i, y := 0, r.Min.Y; y < r.Max.Y; i, y = i+width, y+1 {
		row := f.Row(y)[r.Min.X:r.Max.X]
		if slices.Equal(row, above) { // coarse pixels are many
			copy(l.rgba[i:i+width], l.rgba[i-width:i])
		} else {
			p.Row(l.rgba[i:], row)
		}
		above = row
	}
	part := l.bytes.Call("subarray", 0, n)
	js.CopyBytesToJS(part, l.rgba[:n])
	l.pen.Call("putImageData", js.Global().Get("ImageData").New(part, r.Dx(), r.Dy()), r.Min.X, r.Min.Y)
}

// ready reports whether there is something to see.
func (l *layer) ready() bool { return l.size != image.Point{} }
