package viewer

import (
	"math"
	"strconv"
	"syscall/js"

	"gobragg/core/frame"
	"gobragg/wasm/view"
)

// histogramPanel shows the photons of the pixels seen, and the limits to drag.
type histogramPanel struct {
	surface   *surface
	histogram view.Histogram
	dragging  string // "low", "high" or neither
	inputs    [2]element
}

// limitKeyStep is how far an arrow key moves a limit, of the axis.
const limitKeyStep = 0.01

func (h *histogramPanel) build(v *Viewer, panel panelMaker) {
	body, _ := panel(view.Bars, "Histogram")
	h.surface = newSurface(body, "v-histogram", "Histogram of the photons of the pixels seen", func(s *surface) { h.draw(v) })
	c := h.surface.canvas
	listen(c, "pointerdown", func(e js.Value) {
		x, _ := place(e, c)
		t := x / h.surface.width
		h.dragging = "high"
		if low, high := h.histogram.Place(v.limits.Low), h.histogram.Place(v.limits.High); math.Abs(t-low) < math.Abs(t-high) {
			h.dragging = "low"
		}
		c.Call("setPointerCapture", e.Get("pointerId"))
		h.drag(v, h.dragging == "low", t)
	})
	listen(c, "pointermove", func(e js.Value) {
		if h.dragging != "" {
			x, _ := place(e, c)
			h.drag(v, h.dragging == "low", x/h.surface.width)
		}
	})
	stop := func(js.Value) {
		if h.dragging != "" {
			h.dragging = ""
			v.changed()
		}
	}
	listen(c, "pointerup", stop)
	listen(c, "pointercancel", stop)

	row := add(body, "div", "v-limits")
	for i, name := range [2]string{"Low", "High"} {
		label := add(row, "label", "")
		text(label, "span", "", name)
		in := add(label, "input", "", "type", "text", "inputmode", "decimal", "data-limit", name)
		h.inputs[i] = in
		in.on("change", func(js.Value) {
			x, err := strconv.ParseFloat(in.Value.Get("value").String(), 64)
			d := v.limits
			if i == 0 {
				d.Low = x
			} else {
				d.High = x
			}
			if err == nil && d.High > d.Low {
				h.hold(v, d)
			}
			h.write(v)
		})
		listen(in.Value, "keydown", func(e js.Value) {
			by := map[string]float64{"ArrowUp": limitKeyStep, "ArrowDown": -limitKeyStep}[e.Get("key").String()]
			if by == 0 {
				return
			}
			e.Call("preventDefault")
			at := v.limits.High
			if i == 0 {
				at = v.limits.Low
			}
			h.drag(v, i == 0, h.histogram.Place(at)+by)
		})
	}
}

// drag moves a limit.
func (h *histogramPanel) drag(v *Viewer, low bool, to float64) {
	if v.frame != nil {
		h.hold(v, h.histogram.Drag(v.limits, low, to))
	}
}

// hold keeps the limits.
func (h *histogramPanel) hold(v *Viewer, d frame.Display) {
	v.state.Fixed, v.state.Low, v.state.High = true, d.Low, d.High
	v.tools.show(v)
	v.setLimits(d)
}

// count counts the pixels seen.
func (h *histogramPanel) count(v *Viewer) {
	if v.state.On[view.Bars] && v.frame != nil {
		h.histogram = view.NewHistogram(v.frame, v.space.Visible())
		h.surface.ask()
	}
}

// write shows the limits as numbers.
func (h *histogramPanel) write(v *Viewer) {
	active := js.Global().Get("document").Get("activeElement")
	for i, x := range [2]float64{v.limits.Low, v.limits.High} {
		in := h.inputs[i].Value
		in.Get("dataset").Set("value", x)
		if !in.Equal(active) || h.dragging != "" {
			in.Set("value", view.Number(x, 4))
		}
	}
}

func (h *histogramPanel) draw(v *Viewer) {
	s := h.surface
	if v.painter == nil {
		return
	}
	h.write(v)
	pen, height := s.pen, s.height-16
	// The bars stand on the colours that their photons have.
	const strip = 8
	for i := range view.Bins {
		c := v.painter.At(float32(h.histogram.Photons((float64(i) + 0.5) / view.Bins)))
		pen.Set("fillStyle", "rgb("+strconv.Itoa(int(c.R))+","+strconv.Itoa(int(c.G))+","+strconv.Itoa(int(c.B))+")")
		pen.Call("fillRect", float64(i)*s.width/view.Bins, height-strip, s.width/view.Bins+0.6, strip)
	}
	pen.Set("fillStyle", colours.muted)
	pen.Call("beginPath")
	for i, y := range h.histogram.Heights() {
		tall := y * (height - strip - 6)
		pen.Call("rect", float64(i)*s.width/view.Bins, height-strip-1-tall, s.width/view.Bins-0.4, tall)
	}
	pen.Call("fill")
	for _, x := range [2]float64{v.limits.Low, v.limits.High} {
		at := h.histogram.Place(x) * s.width
		at = math.Max(1, math.Min(s.width-1, at))
		pen.Set("fillStyle", colours.accent)
		pen.Call("fillRect", at-1, 0, 2, height)
		pen.Call("beginPath")
		pen.Call("arc", at, height-strip/2, 6, 0, 2*math.Pi)
		pen.Call("fill")
	}
	// The axis: powers of ten.
	pen.Set("fillStyle", colours.muted)
	pen.Set("font", smallFont)
	pen.Set("textAlign", "center")
	pen.Set("textBaseline", "alphabetic")
	last := -40.0
	for e := -6; e < 16; e++ {
		x := math.Pow(10, float64(e))
		if x <= h.histogram.Min || x >= h.histogram.Max {
			continue
		}
		at := h.histogram.Place(x) * s.width
		if at-last < 34 || at < 12 || at > s.width-12 {
			continue
		}
		last = at
		pen.Call("fillText", view.Power(e), at, s.height-3)
		pen.Call("fillRect", at-0.5, height, 1, 3)
	}
}
