package viewer

import (
	"image"
	"syscall/js"

	"gobragg/core/frame"
	"gobragg/wasm/view"
)

// mode is how a pinned image is compared with the one at hand.
type mode string

const (
	alone    mode = ""
	beside   mode = "side by side"
	blink    mode = "blink"
	subtract mode = "difference"
)

// comparison is the pinned image and how it is shown.
type comparison struct {
	mode   mode
	name   string
	pinned *frame.Frame
	// difference is of the image at hand, nil until worked out.
	difference *view.Difference
	problem    string
	turn       bool // blink shows the pinned one
	timer      js.Value
	tick       js.Func

	pinButton element
	choice    element
	choices   []element // its buttons
	verdict   element
}

// panes is how many images stand side by side.
func (c *comparison) panes() int {
	if c.mode == beside && c.pinned != nil {
		return 2
	}
	return 1
}

// pin keeps a copy of f to compare with; nil forgets it.
func (c *comparison) pin(v *Viewer, name string, f *frame.Frame) {
	c.pinned, c.name, c.difference, c.problem = nil, name, nil, ""
	if f != nil {
		kept := *f
		kept.Pix = append([]float32(nil), f.Pix...)
		c.pinned = &kept
	}
	v.pinned = layer{}
	v.different = layer{}
	if f == nil {
		c.choose(v, alone)
	}
	c.show(v)
	v.frames.ask()
}

// choose shows the images another way.
func (c *comparison) choose(v *Viewer, m mode) {
	if m != alone && c.pinned == nil {
		return
	}
	c.mode, c.turn = m, false
	if c.timer.Truthy() {
		js.Global().Call("clearInterval", c.timer)
		c.timer = js.Undefined()
	}
	if m == blink {
		if c.tick.IsUndefined() {
			c.tick = js.FuncOf(func(js.Value, []js.Value) any {
				c.turn = !c.turn
				v.frames.ask()
				return nil
			})
		}
		const period = 700 // ms
		c.timer = js.Global().Call("setInterval", c.tick, period)
	}
	v.space.Resize(v.canvas.Get("clientWidth").Float()/float64(c.panes()), v.space.Height)
	c.show(v)
	v.frames.ask()
}

// changed is called when the image at hand is another.
func (c *comparison) changed(v *Viewer) {
	c.difference = nil
	c.show(v)
}

// refresh paints what the mode needs.
func (c *comparison) refresh(v *Viewer) {
	if c.pinned == nil || c.mode == alone {
		return
	}
	if c.mode != subtract {
		if v.pinned.stale || !v.pinned.ready() {
			v.pinned.paint(c.pinned, v.painter, c.pinned.Bounds(), 1)
			v.pinned.stale = false
		}
		return
	}
	if c.difference == nil && c.problem == "" {
		d, err := view.NewDifference(v.frame, c.pinned)
		if err != nil {
			c.problem = err.Error()
		} else {
			c.difference = &d
			v.different.paint(d.Frame, c.difference, image.Rectangle{Max: d.Bounds().Max}, 1)
		}
		c.show(v)
	}
}

// layer returns what pane shows and what it is called.
func (c *comparison) layer(v *Viewer, pane int) (*layer, string) {
	switch {
	case c.pinned == nil || c.mode == alone:
		return &v.image, ""
	case c.mode == beside && pane == 1, c.mode == blink && c.turn:
		return &v.pinned, c.name
	case c.mode == subtract && c.difference != nil:
		return &v.different, "this image − " + c.name
	case c.mode == subtract:
		return &v.image, ""
	}
	return &v.image, "this image"
}

// show brings the controls up to date.
func (c *comparison) show(v *Viewer) {
	hide(c.choice, c.pinned == nil)
	press(c.pinButton, c.pinned != nil)
	for _, b := range c.choices {
		press(b, mode(b.Get("dataset").Get("mode").String()) == c.mode)
	}
	words := ""
	switch {
	case c.problem != "" && c.mode == subtract:
		words = c.problem
	case c.difference != nil && c.mode == subtract:
		m := c.difference.Metrics
		words = "largest difference " + view.Number(m.MaxAbs, 4) + ", rms " + view.Number(m.RMSE, 4) + ", correlation " + view.Number(m.Correlation, 7) +
			"; red: this image has more, full colour at " + view.Number(c.difference.Range, 3)
	}
	c.verdict.setText(words)
	hide(c.verdict, words == "")
}
