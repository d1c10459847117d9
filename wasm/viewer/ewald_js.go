package viewer

import (
	"math"
	"strconv"
	"syscall/js"
	"time"

	"gobragg/core/geom"
	"gobragg/core/units"
	"gobragg/wasm/view"

	"gonum.org/v1/gonum/spatial/r3"
)

// ewaldPanel shows reciprocal space, turns it or the crystal in it, and plays the
// rotation.
type ewaldPanel struct {
	surface *surface
	space   *view.Ewald // nil until it is drawn
	// complete says that space has all its points.
	complete bool
	view     geom.Mat3
	looking  bool    // view has been chosen
	zoom     float64 // of the user, 1: as Fit says
	crystal  bool    // a drag turns the crystal, not the view
	turn     geom.Mat3
	from     [3]float64 // misset when the drag began
	held     bool
	asking   bool // the page has not been told of turn
	rotated  bool // since the drag began
	x, y     float64
	status   element

	playing bool
	play    element
	phi     float64 // rad, at hand while playing
	ticker  js.Func
}

// playStep is how far φ moves from one image to the next, rad.
const playStep = 0.5 * units.Degree

func (p *ewaldPanel) build(v *Viewer, body element) {
	p.turn, p.zoom = geom.Identity, 1
	head := add(body, "div", "v-panel-tools", "role", "group", "aria-label", "Ewald construction")
	mode := button(head, "v-button", "Turn crystal", "Drag the crystal itself instead of the view: the image follows", nil)
	press(mode, false)
	mode.on("click", func(js.Value) {
		p.crystal = !p.crystal
		press(mode, p.crystal)
	})
	p.play = button(head, "v-button", "Play φ", "Turn the crystal about its spindle", func() { p.toggle(v) })
	press(p.play, false)
	button(head, "v-button", "Reset view", "Look from the side again", func() {
		p.looking, p.zoom = false, 1
		p.surface.ask()
	})
	p.surface = newSurface(body, "v-ewald", "Reciprocal lattice and Ewald sphere", func(s *surface) { p.draw(v) })
	p.surface.element.setAttribute("tabindex", "0")
	p.status = add(body, "p", "v-hint")
	c := p.surface.canvas
	listen(c, "pointerdown", func(e js.Value) {
		p.x, p.y = place(e, c)
		p.held, p.from = true, v.misset
		c.Call("setPointerCapture", e.Get("pointerId"))
	})
	listen(c, "pointermove", func(e js.Value) {
		if !p.held {
			return
		}
		x, y := place(e, c)
		win := p.window()
		cx, cy := win.Width/2, win.Height/2
		p.drag(v, view.Arcball(win.Ball(), p.x-cx, cy-p.y, x-cx, cy-y), e.Get("altKey").Bool())
		p.x, p.y = x, y
	})
	stop := func(js.Value) {
		if p.held {
			p.held = false
			p.let(v)
		}
	}
	listen(c, "pointerup", stop)
	listen(c, "pointercancel", stop)
	listen(c, "wheel", func(e js.Value) {
		e.Call("preventDefault")
		p.zoom = math.Max(0.2, math.Min(20, p.zoom*math.Exp(-0.2*notches(e))))
		p.surface.ask()
	})
	listen(c, "keydown", func(e js.Value) {
		const step = 5 * units.Degree
		turns := map[string]geom.Mat3{
			"ArrowLeft": geom.AxisAngle(r3.Vec{Y: 1}, -step), "ArrowRight": geom.AxisAngle(r3.Vec{Y: 1}, step),
			"ArrowUp": geom.AxisAngle(r3.Vec{X: 1}, -step), "ArrowDown": geom.AxisAngle(r3.Vec{X: 1}, step),
		}
		if m, ok := turns[e.Get("key").String()]; ok {
			e.Call("preventDefault")
			p.from = v.misset
			p.drag(v, m, false)
			p.let(v)
		}
	})
}

// window returns how the space is looked at.
func (p *ewaldPanel) window() view.Window {
	s := p.surface
	win := view.Window{Width: s.width, Height: s.height, View: p.view, Zoom: 1, Turn: p.turn}
	if p.space != nil {
		win.Zoom = p.zoom * p.space.Fit(win)
	}
	return win
}

// drag turns the view, or the crystal, by a rotation of the screen.
func (p *ewaldPanel) drag(v *Viewer, m geom.Mat3, other bool) {
	if p.crystal == other {
		p.view = m.Mul(p.view)
		p.surface.ask()
		return
	}
	// The same rotation in the laboratory.
	p.turn = p.view.T().Mul(m).Mul(p.view).Mul(p.turn)
	p.asking, p.rotated = true, true
	p.surface.ask()
}

// let ends a drag of the crystal.
func (p *ewaldPanel) let(v *Viewer) {
	if p.rotated && v.on.Rotate != nil {
		v.on.Rotate(view.Turned(p.from, p.turn), true)
	}
	p.asking, p.rotated = false, false
}

// opened is called for another experiment: its crystal has the turn of the drag. It is
// shown with its image, which comes first.
func (p *ewaldPanel) opened(v *Viewer) {
	p.space, p.complete = nil, false
	p.tell()
	p.from, p.turn = v.misset, geom.Identity
}

// show draws the experiment at hand, if it has not been drawn.
func (p *ewaldPanel) show() {
	if p.space == nil {
		p.surface.frames.askAfter(ewaldPause)
	}
}

// ewaldPause is the time between two drawings while images follow each other: the picture
// comes first, and this takes as long as it.
const ewaldPause = 100 * time.Millisecond

// finish adds the lattice points that were left out while images followed each other.
func (p *ewaldPanel) finish(v *Viewer) {
	if p.space == nil {
		p.space = view.NewEwald(v.scene)
	}
	if !p.complete {
		p.space.Complete()
		p.complete = true
		p.surface.ask()
	}
}

// tell sets data-complete, by which others see that the drawing has all its points.
func (p *ewaldPanel) tell() {
	p.surface.canvas.Get("dataset").Set("complete", p.complete)
}

func (p *ewaldPanel) draw(v *Viewer) {
	if v.scene == nil {
		return
	}
	if p.space == nil {
		p.space = view.NewEwald(v.scene)
	}
	if !p.looking {
		p.view, p.looking = p.space.Side(), true
	}
	d := p.space.Draw(p.window())
	p.surface.drawing(d)
	// One image a frame of the screen is enough to ask for.
	if p.asking && v.on.Rotate != nil {
		p.asking = false
		defer v.on.Rotate(view.Turned(p.from, p.turn), false)
	}
	n := strconv.Itoa(d.Lit())
	p.surface.canvas.Get("dataset").Set("lit", n)
	p.tell()
	phi := view.Number(v.scene.Experiment.Scan.Start/units.Degree, 4)
	p.status.setText(n + " lattice points on the sphere · φ " + phi + "° · misset " +
		view.Fixed(v.misset[0]/units.Degree, 2) + "  " + view.Fixed(v.misset[1]/units.Degree, 2) + "  " + view.Fixed(v.misset[2]/units.Degree, 2) + "°")
}

// toggle plays the rotation, or stops it where it is.
func (p *ewaldPanel) toggle(v *Viewer) {
	if v.scene == nil {
		return
	}
	p.playing = !p.playing
	press(p.play, p.playing)
	if !p.playing {
		if v.on.Phi != nil {
			v.on.Phi(p.phi, true)
		}
		return
	}
	p.phi = v.scene.Experiment.Scan.Start
	if p.ticker.IsUndefined() {
		p.ticker = js.FuncOf(func(js.Value, []js.Value) any {
			p.step(v)
			return nil
		})
	}
	js.Global().Call("requestAnimationFrame", p.ticker)
}

// step asks for the next φ when the image before is there.
func (p *ewaldPanel) step(v *Viewer) {
	if !p.playing {
		return
	}
	if v.done || v.on.Phi == nil {
		p.phi = math.Mod(p.phi+playStep, 2*math.Pi)
		if v.on.Phi != nil {
			v.on.Phi(p.phi, false)
		}
	}
	js.Global().Call("requestAnimationFrame", p.ticker)
}
