package viewer

import (
	"syscall/js"

	"gobragg/core/frame"
	"gobragg/wasm/view"
)

// tools are the controls above the picture.
type tools struct {
	curves   map[frame.Curve]element
	maps     element
	invert   element
	auto     element
	switches map[view.Switch]element
}

// switchNames are the buttons of the switches, by group.
var switchNames = [][]struct {
	s           view.Switch
	name, about string
}{
	{
		{view.Rings, "Rings", "Resolution rings, true conics under any tilt"},
		{view.Ice, "Ice", "Powder rings of hexagonal ice"},
		{view.Spots, "hkl", "Predicted spots with their indices"},
		{view.Beam, "Beam", "Where the direct beam meets the detector"},
		{view.Magnifier, "Magnifier", "Enlarge what is under the pointer"},
	},
	{
		{view.Bars, "Histogram", "Photons of the pixels seen, with limits to drag"},
		{view.Line, "Line", "Profile along a line: drag one on the image; with Shift a drag moves the image"},
		{view.Round, "Radial", "Mean photons against the scattering angle"},
	},
}

func (v *Viewer) buildTools() {
	bar := add(v.root, "div", "v-tools", "role", "toolbar", "aria-label", "Viewer")
	group := func(label string) element {
		return add(bar, "div", "v-group", "role", "group", "aria-label", label)
	}
	t := &v.tools
	g := group("Contrast")
	t.curves = map[frame.Curve]element{}
	for _, c := range []struct {
		curve       frame.Curve
		name, about string
	}{{frame.Linear, "Lin", "Linear: colour follows photons"}, {frame.Sqrt, "√", "Square root: weak spots show, strong ones keep their shape"}, {frame.Log, "Log", "Logarithm: three decades"}} {
		t.curves[c.curve] = button(g, "v-button", c.name, c.about, func() {
			v.state.Curve = c.curve
			if v.state.Fixed {
				v.state.Low, v.state.High = v.limits.Low, v.limits.High
			}
			v.recontrast()
		})
	}
	t.auto = button(g, "v-button", "Auto", "Choose the limits from what is seen", func() {
		v.state.Fixed = !v.state.Fixed
		v.state.Low, v.state.High = v.limits.Low, v.limits.High
		v.recontrast()
	})
	g = group("Colours")
	t.maps = add(g, "select", "v-maps", "aria-label", "Colour map")
	for _, m := range view.Maps() {
		add(t.maps, "option", "", "value", m.String()).setText(m.String())
	}
	t.maps.on("change", func(js.Value) {
		v.state.Map, _ = view.ParseMap(t.maps.Value.Get("value").String())
		v.recontrast()
	})
	t.invert = button(g, "v-button", "Invert", "Exchange light and dark", func() {
		v.state.Invert = !v.state.Invert
		v.recontrast()
	})
	g = group("Compare and view")
	c := &v.compare
	c.pinButton = button(g, "v-button", "Pin", "Keep this image to compare others with", func() {
		if c.pinned != nil {
			c.pin(v, "", nil)
		} else if v.frame != nil {
			c.pin(v, "pinned", v.frame)
			c.choose(v, beside)
		}
	})
	c.choice = add(g, "span", "v-compare", "role", "group", "aria-label", "Compare")
	for _, m := range []struct {
		mode mode
		name string
	}{{alone, "This"}, {beside, "Side by side"}, {blink, "Blink"}, {subtract, "Difference"}} {
		b := button(c.choice, "v-button", m.name, m.name, func() { c.choose(v, m.mode) })
		b.setAttribute("data-mode", string(m.mode))
		c.choices = append(c.choices, b)
	}
	button(g, "v-button", "Fit", "Show the whole image (0, or double click)", v.reset)
	t.switches = map[view.Switch]element{}
	for i, list := range switchNames {
		g = group([]string{"Overlays", "Panels"}[i])
		for _, s := range list {
			b := button(g, "v-button", s.name, s.about, func() { v.toggle(s.s) })
			b.setAttribute("data-switch", string(s.s))
			t.switches[s.s] = b
		}
	}
	c.verdict = add(v.root, "p", "v-verdict", "role", "status")
	t.show(v)
	c.show(v)
}

// recontrast shows the image with other colours.
func (v *Viewer) recontrast() {
	v.chooseLimits()
	v.tools.show(v)
	v.changed()
}

// toggle switches an overlay or a panel.
func (v *Viewer) toggle(s view.Switch) {
	v.state.On[s] = !v.state.On[s]
	v.tools.show(v)
	v.dock.show(v)
	v.frames.ask()
	v.changed()
}

// show brings the buttons up to date.
func (t *tools) show(v *Viewer) {
	for c, b := range t.curves {
		press(b, c == v.state.Curve)
	}
	press(t.auto, !v.state.Fixed)
	press(t.invert, v.state.Invert)
	t.maps.Value.Set("value", v.state.Map.String())
	for s, b := range t.switches {
		press(b, v.state.On[s])
	}
}
