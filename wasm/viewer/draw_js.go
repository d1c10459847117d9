package viewer

import (
	"strconv"
	"syscall/js"

	"gobragg/core/experiment"
	"gobragg/wasm/view"
)

// watchSize follows the size of the stage.
func (v *Viewer) watchSize(stage element) {
	onResize(stage.Value, func() { v.fitCanvas(stage); v.draw() })
}

// fitCanvas gives the canvas the pixels of the screen that it covers.
func (v *Viewer) fitCanvas(stage element) {
	width, height := stage.Value.Get("clientWidth").Float(), stage.Value.Get("clientHeight").Float()
	v.ratio = pixelRatio()
	v.canvas.Set("width", int(width*v.ratio+0.5))
	v.canvas.Set("height", int(height*v.ratio+0.5))
	v.space.Resize(width/float64(v.compare.panes()), height)
}

// draw brings the picture up to date.
func (v *Viewer) draw() {
	if v.frame == nil || v.painter == nil || !(v.space.Width*v.space.Height > 0) {
		return
	}
	if v.restoring {
		v.restoring = false
		v.space.Restore(v.state)
		v.chooseLimits()
		v.dock.moved(v)
	}
	if v.space != v.told {
		v.told = v.space
		v.canvas.Get("dataset").Set("zoom", v.space.Zoom)
		v.canvas.Get("dataset").Set("centre", strconv.FormatFloat(v.space.Centre.Fast, 'g', 12, 64)+" "+strconv.FormatFloat(v.space.Centre.Slow, 'g', 12, 64))
	}
	for _, area := range v.dirty {
		v.image.paint(v.frame, v.painter, area, v.step)
	}
	v.dirty = v.dirty[:0]
	v.compare.refresh(v)

	pen := v.pen
	panes := v.compare.panes()
	pen.Call("setTransform", v.ratio, 0, 0, v.ratio, 0, 0)
	pen.Set("fillStyle", colours.sunk)
	pen.Call("fillRect", 0, 0, v.space.Width*float64(panes), v.space.Height)
	for pane := range panes {
		left := float64(pane) * v.space.Width
		pen.Call("save")
		pen.Call("setTransform", v.ratio, 0, 0, v.ratio, v.ratio*left, 0)
		pen.Call("beginPath")
		pen.Call("rect", 0, 0, v.space.Width, v.space.Height)
		pen.Call("clip")
		shown, name := v.compare.layer(v, pane)
		v.drawImage(shown)
		v.drawOverlays(left, shown == &v.different)
		if shown == &v.image {
			v.drawNumbers()
		}
		v.drawPointer(shown)
		if name != "" {
			v.label(name, 8, 14, "left", false)
		}
		pen.Call("restore")
	}
	if panes == 2 {
		pen.Call("setTransform", v.ratio, 0, 0, v.ratio, 0, 0)
		pen.Set("fillStyle", colours.line)
		pen.Call("fillRect", v.space.Width-1, 0, 2, v.space.Height)
	}
}

// drawImage draws the part of a layer that is seen.
func (v *Viewer) drawImage(l *layer) {
	if !l.ready() {
		return
	}
	r := v.space.Visible()
	x, y := v.space.Screen(experiment.Point{Fast: float64(r.Min.X), Slow: float64(r.Min.Y)})
	v.pen.Set("imageSmoothingEnabled", v.space.Zoom*v.ratio < 1)
	quality := "high"
	if !v.done {
		quality = "low" // nobody looks long at what is still to change, and others wait
	}
	v.pen.Set("imageSmoothingQuality", quality)
	v.pen.Call("drawImage", l.canvas, r.Min.X, r.Min.Y, r.Dx(), r.Dy(), x, y, float64(r.Dx())*v.space.Zoom, float64(r.Dy())*v.space.Zoom)
}

// ground reports whether the picture is light where there are few photons.
func (v *Viewer) ground() (light bool) {
	c := v.painter.At(float32(v.limits.Low))
	return int(c.R)+int(c.G)+int(c.B) > 384
}

// drawNumbers writes the photons on pixels that are large enough.
func (v *Viewer) drawNumbers() {
	labels := view.Numbers(&v.space, v.frame, v.painter)
	if len(labels) != v.numbers {
		v.numbers = len(labels)
		v.canvas.Get("dataset").Set("numbers", v.numbers)
	}
	if len(labels) == 0 {
		return
	}
	v.pen.Set("font", font)
	v.pen.Set("textAlign", "center")
	v.pen.Set("textBaseline", "middle")
	for _, dark := range []bool{false, true} {
		v.pen.Set("fillStyle", map[bool]string{false: "#ffffff", true: "#000000"}[dark])
		for _, l := range labels {
			if l.Dark == dark {
				x, y := v.space.Screen(l.At)
				v.pen.Call("fillText", l.Text, x, y)
			}
		}
	}
}

// label writes text in the colours of the page.
func (v *Viewer) label(words string, x, y float64, align string, strong bool) {
	colour := colours.ink
	if strong {
		colour = colours.accent
	}
	labelIn(v.pen, words, x, y, align, colour, colours.panel)
}

// labelIn writes text with a halo.
func labelIn(pen js.Value, words string, x, y float64, align, colour, halo string) {
	pen.Set("font", font)
	pen.Set("textAlign", align)
	pen.Set("textBaseline", "middle")
	pen.Set("lineJoin", "round")
	pen.Set("lineWidth", 3.5)
	pen.Set("strokeStyle", halo)
	pen.Call("strokeText", words, x, y)
	pen.Set("fillStyle", colour)
	pen.Call("fillText", words, x, y)
}

// stroke draws the path at hand.
func stroke(pen js.Value, style string, width float64) {
	pen.Set("strokeStyle", style)
	pen.Set("lineWidth", width)
	pen.Call("stroke")
}
