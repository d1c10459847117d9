package viewer

import (
	"image"
	"syscall/js"
	"time"

	"gobragg/wasm/view"
)

// dock holds the panels below the picture, and those that the page has a place for.
type dock struct {
	element element
	panels  map[view.Switch]element

	histogram   histogramPanel
	profiles    profilePanels
	lineWidth   float64 // pixels across a line profile
	explaining  explainPanel
	explained   bool
	explainedAt image.Point
	ewald       ewaldPanel
	waiting     int // counts images
}

// buildDock makes the panels; which of those below are seen, show decides.
func (v *Viewer) buildDock(ewald, explain element) {
	d := &v.dock
	d.element = add(v.root, "div", "v-dock")
	d.panels = map[view.Switch]element{}
	d.lineWidth = 1
	panel := func(s view.Switch, title string) (body, head element) {
		p := add(d.element, "section", "v-panel v-panel-"+string(s), "aria-label", title)
		h := add(p, "header", "")
		text(h, "h2", "", title)
		tools := add(h, "span", "v-panel-tools")
		button(h, "v-close", "×", "Close "+title, func() { v.toggle(s) })
		d.panels[s] = p
		return p, tools
	}
	d.histogram.build(v, panel)
	d.profiles.build(v, panel)
	d.explaining.build(explain)
	d.ewald.build(v, ewald)
	d.show(v)
}

// panelMaker makes a panel: its body and a place for controls in its head.
type panelMaker func(s view.Switch, title string) (body, head element)

// show brings up the panels that are switched on.
func (d *dock) show(v *Viewer) {
	any := false
	for s, p := range d.panels {
		hide(p, !v.state.On[s])
		any = any || v.state.On[s]
	}
	hide(d.element, !any)
	d.redraw(v)
	if v.done {
		d.profiles.update(v)
		d.histogram.count(v)
	}
}

// redraw draws all panels again, in the colours of the page.
func (d *dock) redraw(v *Viewer) {
	d.histogram.surface.ask()
	d.profiles.line.ask()
	d.profiles.radial.ask()
	d.ewald.surface.ask()
	d.explaining.redraw()
}

// opened is called when another experiment is at hand.
func (d *dock) opened(v *Viewer) {
	d.profiles.rings = nil
	d.ewald.opened(v)
}

// painted is called when the image is complete. What takes longer waits until no
// other image follows.
func (d *dock) painted(v *Viewer) {
	d.profiles.update(v)
	d.waiting++
	mine := d.waiting
	time.AfterFunc(calm, func() {
		if d.waiting != mine {
			return
		}
		v.calmDown()
		d.histogram.count(v)
		d.ewald.finish(v)
		if d.explained {
			d.explain(v, d.explainedAt)
		}
	})
}

// calm is how long nothing must change for what is done when things have come to rest.
const calm = 120 * time.Millisecond

// moved is called when the view has come to rest.
func (d *dock) moved(v *Viewer) { d.histogram.count(v) }

func (d *dock) limitsChanged(*Viewer) { d.histogram.surface.ask() }

func (d *dock) lineChanged(v *Viewer) { d.profiles.updateLine(v) }

// explain takes a pixel apart in its panel.
func (d *dock) explain(v *Viewer, at image.Point) {
	d.explained = v.scene != nil && at.In(image.Rectangle{Max: v.space.Image})
	if !d.explained {
		return
	}
	d.explainedAt = at
	d.explaining.show(v, at)
	v.frames.ask()
}

// drawing draws what package view has worked out.
func (s *surface) drawing(d view.Drawing) {
	pen := s.pen
	pen.Set("lineJoin", "round")
	pen.Set("lineCap", "round")
	pen.Set("font", font)
	pen.Set("textBaseline", "middle")
	for _, m := range d.Marks {
		colour := colours.inks[m.Ink]
		pen.Set("strokeStyle", colour)
		pen.Set("fillStyle", colour)
		if m.Dots {
			s.dots(m)
		} else if len(m.Path) > 1 {
			pen.Set("lineWidth", max(1, m.Size))
			if m.Dashed {
				pen.Call("setLineDash", []any{4, 3})
			}
			path := js.Global().Get("Path2D").New(view.PathOf(m.Path, m.Closed))
			if m.Closed {
				pen.Set("globalAlpha", 0.12)
				pen.Call("fill", path)
				pen.Set("globalAlpha", 1)
			}
			pen.Call("stroke", path)
			if m.Dashed {
				pen.Call("setLineDash", []any{})
			}
			if m.Arrow {
				pen.Call("fill", js.Global().Get("Path2D").New(view.PathOf(view.ArrowHead(m.Path), true)))
			}
		}
		if m.Text != "" {
			end := m.Path[len(m.Path)-1]
			pen.Set("textAlign", "left")
			x := end.X + 7
			if end.X > s.width-60 {
				pen.Set("textAlign", "right")
				x = end.X - 7
			}
			pen.Set("strokeStyle", colours.panel)
			pen.Set("lineWidth", 3)
			pen.Set("fillStyle", colours.ink)
			y := min(s.height-8, max(8, end.Y-7))
			pen.Call("strokeText", m.Text, x, y)
			pen.Call("fillText", m.Text, x, y)
		}
	}
}

// dots draws discs: points of no length with round ends as wide as they are, in one
// path however many.
func (s *surface) dots(m view.Mark) {
	s.pen.Set("lineWidth", 2*m.Size)
	s.pen.Call("stroke", js.Global().Get("Path2D").New(view.PathOfDots(m.Path)))
}
