// Package page is the laboratory's page in the browser.
package page

import (
	"context"
	"syscall/js"

	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/wasm/lab"
	"gobragg/wasm/pool"

	"honnef.co/go/js/dom/v2"
)

// Run shows the page.
func Run() {
	go func() {
		if err := show(); err != nil {
			dom.GetWindow().Document().GetElementByID("boot").SetTextContent(err.Error())
		}
	}()
}

func show() error {
	workers, err := pool.Start(0)
	if err != nil {
		return err
	}
	resolved, err := lab.New().Experiment()
	if err != nil {
		return err
	}
	p, err := plan.Compile(resolved.Experiment)
	if err != nil {
		return err
	}
	document := dom.GetWindow().Document()
	canvas := document.CreateElement("canvas").(*dom.HTMLCanvasElement)
	canvas.SetWidth(int(p.Width))
	canvas.SetHeight(int(p.Height))
	document.GetElementByID("app").AppendChild(canvas)
	pen := canvas.GetContext2d()
	image := pool.NewFrame(p)
	grey := make([]byte, 4*len(image.Pix))
	err = workers.Render(context.Background(), p, pool.Options{}, func(t pool.Tile) {
		t.CopyTo(image)
		if t.Last {
			draw(pen.Value, image, grey)
		}
	})
	document.GetElementByID("boot").SetTextContent("")
	return err
}

// draw shows the image in grey, white at ten photons.
func draw(pen js.Value, f *frame.Frame, rgba []byte) {
	for i, v := range f.Pix {
		g := byte(min(255, 25.5*v))
		rgba[4*i], rgba[4*i+1], rgba[4*i+2], rgba[4*i+3] = g, g, g, 255
	}
	data := js.Global().Get("Uint8ClampedArray").New(len(rgba))
	js.CopyBytesToJS(data, rgba)
	pen.Call("putImageData", js.Global().Get("ImageData").New(data, f.Width, f.Height), 0, 0)
}
