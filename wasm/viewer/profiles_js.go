package viewer

import (
	"math"
	"strconv"
	"syscall/js"

	"gobragg/core/units"
	"gobragg/wasm/view"
)

// profilePanels plot photons along a line and against the scattering angle.
type profilePanels struct {
	line, radial   *surface
	lineProfile    view.Profile
	radialProfile  view.Profile
	rings          *view.Radial
	hint           element
	logarithm      bool
	lineX, radialX float64 // of the pointer, −1: none
}

func (p *profilePanels) build(v *Viewer, panel panelMaker) {
	p.lineX, p.radialX = -1, -1
	body, head := panel(view.Line, "Line profile")
	label := add(head, "label", "")
	text(label, "span", "", "width ")
	width := add(label, "input", "v-width", "type", "number", "min", "1", "max", "99", "value", "1", "aria-label", "Width of the line, pixels")
	width.on("input", func(js.Value) {
		if n, err := strconv.Atoi(width.Value.Get("value").String()); err == nil && n > 0 && n < 100 {
			v.dock.lineWidth = float64(n)
			p.updateLine(v)
			v.frames.ask()
		}
	})
	p.hint = text(body, "p", "v-hint", "Drag a line across the image.")
	p.line = newSurface(body, "v-plot", "Photons along the line", func(s *surface) {
		s.plot(p.lineProfile, "px", func(x float64) string { return view.Number(x, 3) }, false, p.lineX)
	})
	body, head = panel(view.Round, "Radial profile")
	logs := button(head, "v-button", "Log", "Logarithmic photons", nil)
	press(logs, false)
	logs.on("click", func(js.Value) {
		p.logarithm = !p.logarithm
		press(logs, p.logarithm)
		p.radial.ask()
	})
	p.radial = newSurface(body, "v-plot", "Mean photons against 2θ", func(s *surface) {
		s.plot(p.radialProfile, "2θ and d", func(x float64) string {
			text := view.Number(x/units.Degree, 3) + "°"
			if v.scene != nil && x > 0 {
				text += " · " + view.Number(v.scene.Experiment.Beam.Wavelength/(2*math.Sin(x/2))/units.Angstrom, 3) + " Å"
			}
			return text
		}, p.logarithm, p.radialX)
	})
	for _, c := range []struct {
		s *surface
		x *float64
	}{{p.line, &p.lineX}, {p.radial, &p.radialX}} {
		listen(c.s.canvas, "pointermove", func(e js.Value) { *c.x, _ = place(e, c.s.canvas); c.s.ask() })
		listen(c.s.canvas, "pointerleave", func(js.Value) { *c.x = -1; c.s.ask() })
	}
}

// update works out the profiles that are seen.
func (p *profilePanels) update(v *Viewer) {
	if v.frame == nil || v.scene == nil {
		return
	}
	if v.state.On[view.Round] {
		if p.rings == nil {
			p.rings = v.scene.NewRadial()
		}
		p.radialProfile = p.rings.Profile(v.frame)
		p.radial.canvas.Get("dataset").Set("points", len(p.radialProfile.X))
		p.radial.ask()
	}
	p.updateLine(v)
}

func (p *profilePanels) updateLine(v *Viewer) {
	hide(p.hint, v.pointer.lined)
	if v.frame == nil || !v.pointer.lined || !v.state.On[view.Line] {
		return
	}
	p.lineProfile = view.LineProfile(v.frame, v.pointer.from, v.pointer.to, v.dock.lineWidth)
	p.line.canvas.Get("dataset").Set("points", len(p.lineProfile.X))
	p.line.canvas.Get("dataset").Set("max", p.lineProfile.Max())
	p.line.ask()
}

// plot draws a profile with axes; name says what the abscissa x is.
func (s *surface) plot(p view.Profile, axis string, name func(x float64) string, logarithm bool, pointer float64) {
	pen := s.pen
	const left, bottom, top, right = 46, 18, 8, 10
	width, height := s.width-left-right, s.height-bottom-top
	pen.Set("strokeStyle", colours.line)
	pen.Set("lineWidth", 1)
	pen.Call("strokeRect", left+0.5, top+0.5, width, height)
	if len(p.X) < 2 {
		return
	}
	ticks, low, high := view.Ticks(p, logarithm)
	first, last := p.X[0], p.X[len(p.X)-1]
	y := func(v float64) float64 {
		if logarithm {
			v = math.Log10(math.Max(v, low))
			return top + height*(1-(v-math.Log10(low))/(math.Log10(high)-math.Log10(low)))
		}
		return top + height*(1-(v-low)/(high-low))
	}
	x := func(v float64) float64 { return left + width*(v-first)/(last-first) }
	pen.Set("font", smallFont)
	pen.Set("fillStyle", colours.muted)
	pen.Set("textAlign", "right")
	pen.Set("textBaseline", "middle")
	for _, t := range ticks {
		pen.Call("fillText", view.Short(t), left-5, y(t))
		pen.Call("fillRect", left, y(t), width, 0.5)
	}
	pen.Set("textBaseline", "alphabetic")
	for i := range 4 {
		v := first + (last-first)*float64(i)/3
		pen.Set("textAlign", [4]string{"left", "center", "center", "right"}[i])
		pen.Call("fillText", name(v), x(v), s.height-4)
	}
	var path []view.XY
	for i, v := range p.Y {
		if p.N[i] > 0 && !math.IsNaN(v) {
			path = append(path, view.XY{X: x(p.X[i]), Y: math.Min(top+height, math.Max(top, y(v)))})
		}
	}
	pen.Set("strokeStyle", colours.accent)
	pen.Set("lineWidth", 1.5)
	pen.Set("lineJoin", "round")
	pen.Call("stroke", js.Global().Get("Path2D").New(view.PathOf(path, false)))
	if pointer < left || pointer > left+width {
		return
	}
	i := int(float64(len(p.X)-1)*(pointer-left)/width + 0.5)
	pen.Set("fillStyle", colours.ink)
	pen.Call("fillRect", x(p.X[i])-0.5, top, 1, height)
	pen.Set("textAlign", "right")
	pen.Set("font", font)
	pen.Set("strokeStyle", colours.panel)
	pen.Set("lineWidth", 3)
	words := name(p.X[i]) + ": " + view.Number(p.Y[i], 4)
	if axis == "px" {
		words = view.Number(p.X[i], 3) + " px: " + view.Number(p.Y[i], 4)
	}
	pen.Call("strokeText", words, left+width-6, top+14)
	pen.Call("fillText", words, left+width-6, top+14)
}
