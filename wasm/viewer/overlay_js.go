package viewer

import (
	"image"
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
	// They are on a canvas of their own, as large as a pane: pictures come in tiles and
	// many a second, of which most change nothing of the overlays.
	canvas, pen js.Value
	drawn       drawn
}

// drawn is what the look of the overlays depends on.
type drawn struct {
	space            view.Viewport
	ratio            float64
	colour           string
	rings, ice, beam bool
	spots            *view.Scene // whose spots are shown; nil: none
}

// forget has lines and labels made again, for another geometry.
func (o *overlays) forget() { o.rings, o.ice, o.drawn = nil, nil, drawn{} }

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

// Colours of overlays: for light and for dark pictures, with a halo of the opposite.
func (v *Viewer) overlayColours(onWhite bool) (rings, ice, spots, cross, halo string) {
	if v.ground() || onWhite {
		return "#1556c0", "#0b7285", "#a3330b", "#c2160a", "rgba(255,255,255,.75)"
	}
	return "#8fc1ff", "#6fe3ef", "#ffd27a", "#ff8f80", "rgba(0,0,0,.6)"
}

// drawOverlays draws them over the pane that begins left, CSS pixels.
func (v *Viewer) drawOverlays(left float64, onWhite bool) {
	if v.scene == nil {
		return
	}
	o, on := &v.overlays, v.state.On
	rings, _, _, _, _ := v.overlayColours(onWhite)
	now := drawn{space: v.space, ratio: v.ratio, colour: rings, rings: on[view.Rings], ice: on[view.Ice], beam: on[view.Beam]}
	if on[view.Spots] {
		now.spots = v.scene
	}
	if now != o.drawn {
		o.drawn = now
		v.redrawOverlays(onWhite)
	}
	v.pen.Call("save")
	v.pen.Call("setTransform", 1, 0, 0, 1, math.Round(v.ratio*left), 0) // pixel by pixel
	v.pen.Call("drawImage", o.canvas, 0, 0)
	v.pen.Call("restore")
}

func (v *Viewer) redrawOverlays(onWhite bool) {
	o := &v.overlays
	if o.canvas.IsUndefined() {
		o.canvas, o.pen = newLayer(image.Point{})
	}
	o.canvas.Set("width", int(math.Ceil(v.ratio*v.space.Width))) // and clears it
	o.canvas.Set("height", int(math.Ceil(v.ratio*v.space.Height)))
	pen := o.pen
	pen.Call("setTransform", v.ratio, 0, 0, v.ratio, 0, 0)
	rings, ice, spots, cross, halo := v.overlayColours(onWhite)
	if v.state.On[view.Ice] {
		if v.overlays.ice == nil {
			v.overlays.ice = newRings(v.scene.Rings(view.IceRings()))
		}
		v.drawRings(v.overlays.ice, ice, halo, "ice ", true)
	}
	if v.state.On[view.Rings] {
		if v.overlays.rings == nil {
			v.overlays.rings = newRings(v.scene.Rings(nil))
			v.publishRings()
		}
		v.drawRings(v.overlays.rings, rings, halo, "", false)
	}
	if at, ok := v.scene.Beam(); ok && v.state.On[view.Beam] {
		x, y := v.space.Screen(at)
		for _, line := range [2]struct {
			style string
			width float64
		}{{halo, 4}, {cross, 1.5}} {
			pen.Call("beginPath")
			for _, l := range [4][4]float64{{-11, 0, -3, 0}, {3, 0, 11, 0}, {0, -11, 0, -3}, {0, 3, 0, 11}} {
				pen.Call("moveTo", x+l[0], y+l[1])
				pen.Call("lineTo", x+l[2], y+l[3])
			}
			stroke(pen, line.style, line.width)
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

func (v *Viewer) drawRings(list []ring, colour, halo, prefix string, dashed bool) {
	pen, zoom := v.overlays.pen, v.space.Zoom
	x, y := v.space.Screen(experiment.Point{})
	pen.Call("save")
	pen.Call("beginPath")
	pen.Call("rect", x, y, zoom*float64(v.space.Image.X), zoom*float64(v.space.Image.Y))
	pen.Call("clip")
	pen.Call("setTransform", v.ratio*zoom, 0, 0, v.ratio*zoom, v.ratio*x, v.ratio*y)
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
			labelIn(pen, prefix+r.Text, x, y, "center", colour, halo)
		}
	}
}

// drawSpots circles and names predicted spots.
func (v *Viewer) drawSpots(colour, halo string) {
	if !v.overlays.haveSpots {
		v.overlays.spots, v.overlays.haveSpots = v.scene.Spots(spotLabels), true
		v.canvas.Get("dataset").Set("spots", len(v.overlays.spots))
	}
	pen := v.overlays.pen
	radius := math.Max(5, math.Min(14, 2*v.space.Zoom))
	list := view.NameSpots(&v.space, v.overlays.spots, radius+6)
	pen.Call("beginPath")
	for _, s := range list {
		pen.Call("moveTo", s.X+radius, s.Y)
		pen.Call("arc", s.X, s.Y, radius, 0, 2*math.Pi)
	}
	stroke(pen, halo, 3)
	stroke(pen, colour, 1.2)
	for _, s := range list {
		if s.Name != "" {
			labelIn(pen, s.Name, s.X, s.Y-radius-6, "center", colour, halo)
		}
	}
}
