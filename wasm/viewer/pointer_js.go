package viewer

import (
	"image"
	"math"
	"syscall/js"

	"gobragg/core/experiment"
	"gobragg/wasm/view"
)

// pointer is what the mouse, fingers or the keyboard point at.
type pointer struct {
	over    bool // the pointer is on the picture
	x, y    float64
	held    map[int][2]float64 // by pointer id
	moved   bool               // since it was pressed
	drawing bool               // a line for a profile
	keyed   bool               // the cursor of the keyboard is shown
	cursor  image.Point
	// line is that of the line profile.
	from, to experiment.Point
	lined    bool
}

// clickSlack is how far a pointer may stray in a click, CSS pixels.
const clickSlack = 4

func (v *Viewer) bindPointer(canvas element) {
	c := canvas.Value
	p := &v.pointer
	p.held = map[int][2]float64{}
	id := func(e js.Value) int { return e.Get("pointerId").Int() }
	var pressed [2]float64
	listen(c, "pointerdown", func(e js.Value) {
		if e.Get("button").Int() > 1 {
			return
		}
		x, y := v.pointerPlace(e)
		c.Call("setPointerCapture", e.Get("pointerId"))
		p.held[id(e)] = [2]float64{x, y}
		p.moved, pressed = len(p.held) > 1, [2]float64{x, y}
		p.drawing = v.state.On[view.Line] && len(p.held) == 1 && !e.Get("shiftKey").Bool()
		if p.drawing {
			p.from, p.to = v.space.At(x, y), v.space.At(x, y)
		}
		v.hover(x, y)
	})
	listen(c, "pointermove", func(e js.Value) {
		x, y := v.pointerPlace(e)
		v.hover(x, y)
		before, ok := p.held[id(e)]
		if !ok {
			return
		}
		now := [2]float64{x, y}
		if math.Hypot(x-pressed[0], y-pressed[1]) > clickSlack {
			p.moved = true
		}
		switch {
		case len(p.held) == 2:
			for other, q := range p.held {
				if other != id(e) {
					v.space.Pinch(before, q, now, q)
				}
			}
		case p.drawing:
			p.to, p.lined = v.space.At(x, y), true
			v.dock.lineChanged(v)
		case p.moved:
			v.space.Pan(x-before[0], y-before[1])
		}
		p.held[id(e)] = now
		v.frames.ask()
	})
	release := func(e js.Value, click bool) {
		if _, ok := p.held[id(e)]; !ok {
			return
		}
		delete(p.held, id(e))
		if click && !p.moved {
			v.click()
		}
		p.drawing = false
		v.settled()
	}
	listen(c, "pointerup", func(e js.Value) { release(e, e.Get("button").Int() == 0) })
	listen(c, "pointercancel", func(e js.Value) { release(e, false) })
	listen(c, "pointerleave", func(js.Value) {
		p.over = false
		v.frames.ask()
	})
	listen(c, "dblclick", func(js.Value) { v.reset() })
	listen(c, "wheel", func(e js.Value) {
		e.Call("preventDefault")
		x, y := v.pointerPlace(e)
		v.space.Wheel(x, y, notches(e))
		v.hover(x, y)
		v.settled()
	})
	listen(c, "keydown", func(e js.Value) {
		if v.key(e) {
			e.Call("preventDefault")
		}
	})
	listen(c, "blur", func(js.Value) {
		p.keyed = false
		v.frames.ask()
	})
}

// notches returns how far a wheel event turns the wheel; a notch is 100 CSS pixels or
// three lines, and pinching on a touchpad comes as small steps with Ctrl.
func notches(e js.Value) float64 {
	n := e.Get("deltaY").Float()
	switch e.Get("deltaMode").Int() {
	case 0:
		n /= 100
	case 1:
		n /= 3
	}
	if e.Get("ctrlKey").Bool() {
		n *= 5
	}
	return math.Max(-4, math.Min(4, n))
}

// pointerPlace returns where an event is on the pane under it.
func (v *Viewer) pointerPlace(e js.Value) (x, y float64) {
	x, y = place(e, v.canvas)
	if v.compare.panes() == 2 && x >= v.space.Width {
		x -= v.space.Width
	}
	return x, y
}

// hover reads out what is at (x, y).
func (v *Viewer) hover(x, y float64) {
	p := &v.pointer
	p.over, p.keyed, p.x, p.y = true, false, x, y
	v.readOut(v.space.At(x, y))
	if v.state.On[view.Magnifier] {
		v.frames.ask()
	}
}

// click explains the pixel under the pointer.
func (v *Viewer) click() {
	if at, ok := v.space.Pixel(v.pointer.x, v.pointer.y); ok {
		v.pointer.cursor = at
		v.dock.explain(v, at)
	}
}

func (v *Viewer) reset() {
	v.space.Fit()
	v.settled()
}

// settled is called when a move of the view has ended.
func (v *Viewer) settled() {
	v.dock.moved(v)
	v.frames.ask()
	v.changed()
}

// panStep is how far an arrow key moves the view, CSS pixels, zoomStep the factor of
// plus and minus.
const (
	panStep  = 48
	zoomStep = 1.5
)

// key handles a key on the picture; false: it is not for the viewer.
func (v *Viewer) key(e js.Value) bool {
	if e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("altKey").Bool() {
		return false
	}
	arrow, isArrow := map[string]image.Point{"ArrowLeft": {X: -1}, "ArrowRight": {X: 1}, "ArrowUp": {Y: -1}, "ArrowDown": {Y: 1}}[e.Get("key").String()]
	middleX, middleY := v.space.Width/2, v.space.Height/2
	switch key := e.Get("key").String(); {
	case isArrow && e.Get("shiftKey").Bool():
		v.moveCursor(arrow)
		return true
	case isArrow:
		v.space.Pan(float64(-panStep*arrow.X), float64(-panStep*arrow.Y))
	case key == "+" || key == "=":
		v.space.ZoomAt(middleX, middleY, zoomStep)
	case key == "-" || key == "_":
		v.space.ZoomAt(middleX, middleY, 1/zoomStep)
	case key == "0" || key == "Home":
		v.reset()
	case key == "Enter":
		v.dock.explain(v, v.pointer.cursor)
	default:
		return false
	}
	v.settled()
	return true
}

// moveCursor moves the cursor of the keyboard by pixels, and the view after it.
func (v *Viewer) moveCursor(by image.Point) {
	p := &v.pointer
	if !p.keyed {
		p.keyed = true
		if !p.cursor.In(v.space.Visible()) {
			c := v.space.Centre
			p.cursor = image.Pt(int(c.Fast), int(c.Slow))
		}
	} else {
		p.cursor = p.cursor.Add(by)
	}
	size := v.space.Image
	p.cursor = image.Pt(max(0, min(size.X-1, p.cursor.X)), max(0, min(size.Y-1, p.cursor.Y)))
	x, y := v.space.Screen(middle(p.cursor))
	v.space.Pan(math.Min(0, v.space.Width-20-x)+math.Max(0, 20-x), math.Min(0, v.space.Height-20-y)+math.Max(0, 20-y))
	p.x, p.y = v.space.Screen(middle(p.cursor))
	v.readOut(middle(p.cursor))
	v.canvas.Call("setAttribute", "aria-label", "Diffraction image. "+v.read.words)
	v.frames.ask()
}

// drawPointer draws what belongs to the pointer: the magnifier, the cursor of the
// keyboard, the line of a profile.
func (v *Viewer) drawPointer(l *layer) {
	pen, p := v.pen, &v.pointer
	_, _, _, cross, halo := v.overlayColours(l == &v.different)
	if p.lined && v.state.On[view.Line] {
		x0, y0 := v.space.Screen(p.from)
		x1, y1 := v.space.Screen(p.to)
		pen.Call("beginPath")
		pen.Call("moveTo", x0, y0)
		pen.Call("lineTo", x1, y1)
		width := math.Max(1, v.dock.lineWidth) * v.space.Zoom
		pen.Call("save")
		pen.Set("globalAlpha", 0.25)
		stroke(pen, cross, width)
		pen.Call("restore")
		stroke(pen, halo, 3)
		stroke(pen, cross, 1.4)
		labelIn(pen, "0", x0, y0-9, "center", cross, halo)
		labelIn(pen, view.Number(math.Hypot(p.to.Fast-p.from.Fast, p.to.Slow-p.from.Slow), 3)+" px", x1, y1-9, "center", cross, halo)
	}
	if p.keyed || v.dock.explained {
		at := p.cursor
		if !p.keyed {
			at = v.dock.explainedAt
		}
		x, y := v.space.Screen(experiment.Point{Fast: float64(at.X), Slow: float64(at.Y)})
		side := math.Max(9, v.space.Zoom)
		off := (side - v.space.Zoom) / 2
		pen.Call("beginPath")
		pen.Call("rect", x-off, y-off, side, side)
		stroke(pen, halo, 4)
		stroke(pen, cross, 1.6)
	}
	if v.state.On[view.Magnifier] && (p.over || p.keyed) {
		v.drawMagnifier(l)
	}
}

// The magnifier shows so many CSS pixels of screen at so many times the zoom.
const (
	glass     = 168
	glassZoom = 5
)

func (v *Viewer) drawMagnifier(l *layer) {
	if !l.ready() {
		return
	}
	pen, p := v.pen, &v.pointer
	at := v.space.At(p.x, p.y)
	zoom := math.Max(8, math.Min(60, glassZoom*v.space.Zoom))
	// In the corner away from the pointer.
	x, y := v.space.Width-glass-10, 10.0
	if p.x > v.space.Width/2 && p.y < v.space.Height/2 {
		x = 10
	}
	pen.Call("save")
	pen.Call("beginPath")
	pen.Call("roundRect", x, y, glass, glass, 10)
	pen.Call("clip")
	pen.Set("fillStyle", colours.sunk)
	pen.Call("fill")
	pen.Set("imageSmoothingEnabled", false)
	half := glass / 2 / zoom
	pen.Call("drawImage", l.canvas, at.Fast-half, at.Slow-half, 2*half, 2*half, x, y, glass, glass)
	pen.Call("restore")
	_, _, _, cross, halo := v.overlayColours(l == &v.different)
	pen.Call("beginPath")
	px, py := x+glass/2+zoom*(math.Floor(at.Fast)-at.Fast), y+glass/2+zoom*(math.Floor(at.Slow)-at.Slow)
	pen.Call("rect", px, py, zoom, zoom)
	stroke(pen, halo, 3)
	stroke(pen, cross, 1.2)
	pen.Call("beginPath")
	pen.Call("roundRect", x, y, glass, glass, 10)
	stroke(pen, colours.panel, 3)
	stroke(pen, colours.muted, 1)
}
