package viewer

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"gobragg/core/experiment"
	"gobragg/core/units"
	"gobragg/wasm/view"
)

// overlays are lines and labels for the scene at hand, made when first drawn.
type overlays struct {
	rings, ice []ring
	spots      []view.Spot
	haveSpots  bool
}

type ring struct {
	view.Ring
	path js.Value // in pixels of the image
}

// spotLabels is how many predicted spots are looked for: a view zoomed in shows few of them.
const spotLabels = 2000

func newRings(list []view.Ring) []ring {
	rings := []ring{}
	for _, r := range list {
		var b strings.Builder
		for _, line := range r.Lines {
			for i, p := range line {
				if i == 0 {
					b.WriteByte('M')
				} else {
					b.WriteByte('L')
				}
				b.WriteString(strconv.FormatFloat(p.Fast, 'f', 9, 64))
				b.WriteByte(' ')
				b.WriteString(strconv.FormatFloat(p.Slow, 'f', 9, 64))
			}
		}
		path := b.String()
		made := js.Global().Get("Path2D").New(path)
		made.Set("description", path)
		rings = append(rings, ring{r, made})
	}
	return rings
}

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
	if v.frame == nil || v.painter == nil || !(v.space.Width > 0) {
		return
	}
	if v.restoring {
		v.restoring = false
		v.space.Restore(v.state)
		v.chooseLimits()
		v.dock.moved(v)
	}
	v.canvas.Get("dataset").Set("zoom", v.space.Zoom)
	v.canvas.Get("dataset").Set("centre", strconv.FormatFloat(v.space.Centre.Fast, 'g', 12, 64)+" "+strconv.FormatFloat(v.space.Centre.Slow, 'g', 12, 64))
	for _, area := range v.dirty {
		v.image.paint(v.frame, v.painter, area)
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

// Colours of overlays: for light and for dark pictures, with a halo of the opposite.
func (v *Viewer) overlayColours(onWhite bool) (rings, ice, spots, cross, halo string) {
	if v.ground() || onWhite {
		return "#1556c0", "#0b7285", "#a3330b", "#c2160a", "rgba(255,255,255,.75)"
	}
	return "#8fc1ff", "#6fe3ef", "#ffd27a", "#ff8f80", "rgba(0,0,0,.6)"
}

func (v *Viewer) drawOverlays(left float64, onWhite bool) {
	if v.scene == nil {
		return
	}
	rings, ice, spots, cross, halo := v.overlayColours(onWhite)
	if v.state.On[view.Ice] {
		if v.overlays.ice == nil {
			v.overlays.ice = newRings(v.scene.Rings(view.IceRings()))
		}
		v.drawRings(v.overlays.ice, left, ice, halo, "ice ", true)
	}
	if v.state.On[view.Rings] {
		if v.overlays.rings == nil {
			v.overlays.rings = newRings(v.scene.Rings(nil))
			v.publishRings()
		}
		v.drawRings(v.overlays.rings, left, rings, halo, "", false)
	}
	if at, ok := v.scene.Beam(); ok && v.state.On[view.Beam] {
		x, y := v.space.Screen(at)
		for _, stroke := range [2]struct {
			style string
			width float64
		}{{halo, 4}, {cross, 1.5}} {
			v.pen.Call("beginPath")
			for _, l := range [4][4]float64{{-11, 0, -3, 0}, {3, 0, 11, 0}, {0, -11, 0, -3}, {0, 3, 0, 11}} {
				v.pen.Call("moveTo", x+l[0], y+l[1])
				v.pen.Call("lineTo", x+l[2], y+l[3])
			}
			v.stroke(stroke.style, stroke.width)
		}
	}
	if v.state.On[view.Spots] {
		v.drawSpots(spots, halo)
	}
}

// publishRings lets tests see what is drawn.
func (v *Viewer) publishRings() {
	list := js.Global().Get("Array").New()
	for _, r := range v.overlays.rings {
		list.Call("push", map[string]any{"angstrom": r.Resolution / units.Angstrom, "path": r.path.Get("description")})
	}
	v.canvas.Set("rings", list)
}

func (v *Viewer) stroke(style string, width float64) {
	v.pen.Set("strokeStyle", style)
	v.pen.Set("lineWidth", width)
	v.pen.Call("stroke")
}

func (v *Viewer) drawRings(list []ring, left float64, colour, halo, prefix string, dashed bool) {
	pen, zoom := v.pen, v.space.Zoom
	x, y := v.space.Screen(experiment.Point{})
	pen.Call("save")
	pen.Call("beginPath")
	pen.Call("rect", x, y, zoom*float64(v.space.Image.X), zoom*float64(v.space.Image.Y))
	pen.Call("clip")
	pen.Call("setTransform", v.ratio*zoom, 0, 0, v.ratio*zoom, v.ratio*(x+left), v.ratio*y)
	if dashed {
		pen.Call("setLineDash", []any{5 / zoom, 4 / zoom})
	}
	for _, r := range list {
		for _, s := range [2]struct {
			style string
			width float64
		}{{halo, 3}, {colour, 1.2}} {
			pen.Set("strokeStyle", s.style)
			pen.Set("lineWidth", s.width/zoom)
			pen.Call("stroke", r.path)
		}
	}
	pen.Call("restore")
	for _, r := range list {
		if r.Shown {
			x, y := v.space.Screen(r.Label)
			v.labelIn(prefix+r.Text, x, y, "center", colour, halo)
		}
	}
}

// drawSpots circles and names predicted spots.
func (v *Viewer) drawSpots(colour, halo string) {
	if !v.overlays.haveSpots {
		v.overlays.spots, v.overlays.haveSpots = v.scene.Spots(spotLabels), true
		v.canvas.Get("dataset").Set("spots", len(v.overlays.spots))
	}
	radius := math.Max(5, math.Min(14, 2*v.space.Zoom))
	list := view.NameSpots(&v.space, v.overlays.spots, radius+6)
	v.pen.Call("beginPath")
	for _, s := range list {
		v.pen.Call("moveTo", s.X+radius, s.Y)
		v.pen.Call("arc", s.X, s.Y, radius, 0, 2*math.Pi)
	}
	v.stroke(halo, 3)
	v.stroke(colour, 1.2)
	for _, s := range list {
		if s.Name != "" {
			v.labelIn(s.Name, s.X, s.Y-radius-6, "center", colour, halo)
		}
	}
}

// drawNumbers writes the photons on pixels that are large enough.
func (v *Viewer) drawNumbers() {
	labels := view.Numbers(&v.space, v.frame, v.painter)
	v.canvas.Get("dataset").Set("numbers", len(labels))
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
	v.labelIn(words, x, y, align, colour, colours.panel)
}

func (v *Viewer) labelIn(words string, x, y float64, align, colour, halo string) {
	pen := v.pen
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
