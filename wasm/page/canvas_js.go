package page

import (
	"image"
	"syscall/js"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/plan"
)

// viewer shows images.
type viewer interface {
	// Open is told the experiment whose image comes next.
	Open(r *config.Resolved, p *plan.Plan)
	// Paint shows an image of which area has changed; done is set when it is complete.
	Paint(f *frame.Frame, area image.Rectangle, done bool)
	// Compare shows another image beside.
	Compare(name string, f *frame.Frame)
	// State returns what Restore takes: zoom, colours, overlays.
	State() string
	Restore(state string)
	// Picture returns a canvas with the image as it is shown.
	Picture() js.Value
	// Recolour is told that the page's colours have changed.
	Recolour()
}

type plain struct {
	canvas js.Value
	rgba   []byte
}

func newViewer(*app) viewer {
	canvas := js.Global().Get("document").Call("createElement", "canvas")
	canvas.Call("setAttribute", "aria-label", "diffraction image")
	canvas.Call("setAttribute", "role", "img")
	canvas.Get("style").Set("cssText", "object-fit:contain;width:100%;height:100%;min-height:0;image-rendering:pixelated")
	byID("viewer").Call("append", canvas)
	return &plain{canvas: canvas}
}
func (v *plain) Open(r *config.Resolved, p *plan.Plan) {}
func (v *plain) Compare(name string, f *frame.Frame)   {}
func (v *plain) State() string                         { return "" }
func (v *plain) Restore(string)                        {}
func (v *plain) Picture() js.Value                     { return v.canvas }
func (v *plain) Recolour()                             {}
func (v *plain) Paint(f *frame.Frame, area image.Rectangle, done bool) {
	if !done && area != f.ROI {
		return
	}
	if v.canvas.Get("width").Int() != f.Width || v.canvas.Get("height").Int() != f.Height {
		v.canvas.Set("width", f.Width)
		v.canvas.Set("height", f.Height)
	}
	v.rgba = make([]byte, 4*len(f.Pix))
	g := frame.AutoDisplay(f, frame.Sqrt).Grey()
	for i, x := range f.Pix {
		c := g.At(float64(x))
		v.rgba[4*i], v.rgba[4*i+1], v.rgba[4*i+2], v.rgba[4*i+3] = c, c, c, 255
	}
	data := js.Global().Get("Uint8ClampedArray").New(len(v.rgba))
	js.CopyBytesToJS(data, v.rgba)
	v.canvas.Call("getContext", "2d").Call("putImageData", js.Global().Get("ImageData").New(data, f.Width, f.Height), 0, 0)
}
