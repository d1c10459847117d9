// Package viewer is the page's window on an image: it draws what package view works
// out on canvases and panels of the page, and turns pointers, wheels and keys
// into views. Its colours come from the page's style sheet:
//
//	v := viewer.New(viewer.Places{…}, viewer.Events{…})
//	v.Open(resolved, plan)           // what comes next
//	v.Paint(frame, area, step, done) // as tiles arrive
//
// All of it runs on the page's one thread.
package viewer

import (
	"image"
	"strconv"
	"syscall/js"
	"time"

	"gobragg/core/config"
	"gobragg/core/experiment"
	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/wasm/view"
)

// Events is what a viewer asks of its page; each may be nil.
type Events struct {
	// Rotate asks for new missetting angles, rad, while the crystal is dragged; done
	// is set when it is let go.
	Rotate func(misset [3]float64, done bool)
	// Phi asks for another spindle angle, rad, while the rotation is played; done is set
	// when it stops.
	Phi func(phi float64, done bool)
	// Changed tells that State has changed.
	Changed func()
}

// Viewer shows images in a container.
type Viewer struct {
	on   Events
	root element

	canvas js.Value // the picture
	pen    js.Value
	ratio  float64 // device pixels a CSS pixel
	space  view.Viewport
	told   view.Viewport // of which data-zoom and data-centre tell
	state  view.State
	// restoring says that space has yet to take its view from state.
	restoring bool
	changes   int // of state

	scene   *view.Scene
	misset  [3]float64
	opened  time.Time
	follows bool // soon after the scene before: a slider moves
	frame   *frame.Frame
	step    int  // frame is made of squares of so many pixels a side, or larger ones
	done    bool // frame is complete
	painter *view.Painter
	limits  frame.Display
	chosen  time.Time // when limits were last chosen
	behind  bool      // limits are those of an earlier image
	over    float64   // photons at which pixels are marked; 0: none

	image, pinned, different layer
	dirty                    []image.Rectangle // of frame, not yet in image
	overlays                 overlays
	numbers                  int // of pixels that show their photons
	compare                  comparison

	pointer pointer
	frames  frames
	tools   tools
	read    readout
	dock    dock
}

// Places are the elements of the page that a viewer fills.
type Places struct {
	Image   js.Value // the picture, its controls and profiles
	Ewald   js.Value // reciprocal space
	Explain js.Value // a pixel taken apart
}

// New builds a viewer.
func New(places Places, on Events) *Viewer {
	root := element{places.Image}
	v := &Viewer{on: on, root: root, state: view.Standard()}
	addStyle()
	v.frames.draw = v.draw
	for _, place := range []js.Value{places.Image, places.Ewald, places.Explain} {
		place.Get("classList").Call("add", "v-colours")
	}
	places.Image.Get("classList").Call("add", "v")
	v.buildTools()
	stage := add(root, "div", "v-stage")
	canvas := add(stage, "canvas", "v-picture", "tabindex", "0", "role", "img", "aria-label", "Diffraction image", "aria-describedby", "v-keys")
	add(stage, "p", "hidden", "id", "v-keys").setText("Arrow keys move the view, plus and minus zoom, 0 shows all. With Shift the arrow keys move a cursor from pixel to pixel; Enter explains the pixel.")
	v.canvas = canvas.Value
	v.pen = v.canvas.Call("getContext", "2d")
	v.buildReadout()
	v.buildDock(element{places.Ewald}, element{places.Explain})
	v.bindPointer(canvas)
	v.watchSize(stage)
	v.Recolour()
	return v
}

// Open is told the experiment whose image comes next. What depends on the geometry
// changes with it; the picture stays until Paint.
func (v *Viewer) Open(r *config.Resolved, p *plan.Plan) {
	before := v.scene
	v.scene = &view.Scene{Experiment: r.Experiment, Plan: p}
	v.misset = r.Misset
	v.over = 0
	if r.Noise {
		v.over = 65535
	} else if scale := r.Output.Scale; scale > 0 {
		v.over = (65535 - r.Output.Offset) / scale
	}
	v.overlays.spots, v.overlays.haveSpots = nil, false
	if before == nil || !v.scene.SameRings(before) {
		v.overlays.forget()
		v.frames.ask()
	}
	v.done = false
	now := time.Now()
	v.opened, v.follows = now, now.Sub(v.opened) < autoPause
	v.dock.opened(v)
}

// Paint shows an image of which area has changed; done is set when it is complete. It is
// made of squares of step pixels a side, or larger ones. The viewer reads f until the next
// Paint of another.
func (v *Viewer) Paint(f *frame.Frame, area image.Rectangle, step int, done bool) {
	first, whole := v.frame != f, area == f.ROI || done
	if first {
		v.frame = f
		v.space.SetImage(f.Bounds().Max)
	}
	v.step, v.done = step, done
	v.spoil(area)
	if whole {
		v.levelComplete()
		v.dock.ewald.show()
	}
	if done {
		v.compare.changed(v)
		v.dock.painted(v)
		v.canvas.Call("setAttribute", "aria-label", "Diffraction image of "+strconv.Itoa(f.Width)+" by "+strconv.Itoa(f.Height)+" pixels")
		if v.read.there {
			v.readOut(v.read.at)
		}
	}
	if first || whole {
		v.frames.ask()
	} else {
		v.frames.askAfter(tilePause)
	}
}

// tilePause is the time between two drawings of tiles as they come: drawing each as soon
// as it is there would keep from work, on two processors, a third of one.
const tilePause = 80 * time.Millisecond

// spoil notes that an area of the frame is to be painted. Tiles come from all sides of the
// centre: what holds them all would be painted again and again.
func (v *Viewer) spoil(area image.Rectangle) {
	if area.Intersect(v.frame.ROI) == v.frame.ROI {
		v.dirty = v.dirty[:0]
	}
	v.dirty = append(v.dirty, area)
}

// autoPause is how long the limits stay while images follow each other.
const autoPause = 250 * time.Millisecond

// levelComplete chooses new limits, unless they were just chosen and another image is
// likely to follow: then that is left to calmDown.
func (v *Viewer) levelComplete() {
	v.behind = true
	if v.painter == nil || v.done && !v.follows || time.Since(v.chosen) > autoPause {
		v.chooseLimits()
	}
}

// calmDown is called when a complete image has not been followed by another.
func (v *Viewer) calmDown() {
	if v.behind {
		v.chooseLimits()
	}
}

// chooseLimits works out the limits for what is seen, if they are not held.
func (v *Viewer) chooseLimits() {
	if v.frame == nil {
		return
	}
	if v.state.Fixed {
		v.setLimits(frame.Display{Low: v.state.Low, High: v.state.High, Curve: v.state.Curve})
		return
	}
	v.chosen, v.behind = time.Now(), false
	v.setLimits(view.Auto(v.frame, v.space.Visible(), v.state.Curve))
}

// setLimits shows the image between the limits of d.
func (v *Viewer) setLimits(d frame.Display) {
	v.limits = d
	v.painter = view.NewPainter(view.Scale{Display: d, Map: v.state.Map, Invert: v.state.Invert, Overload: v.over})
	v.spoil(v.frame.Bounds())
	v.pinned.stale = true
	v.dock.limitsChanged(v)
	v.frames.ask()
}

// Compare shows another image beside: it is pinned, and the page's own image is
// compared with it.
func (v *Viewer) Compare(name string, f *frame.Frame) {
	v.compare.pin(v, name, f)
	if f != nil && v.compare.mode == alone {
		v.compare.choose(v, beside)
	}
}

// State returns how the image is shown, for Restore.
func (v *Viewer) State() string {
	if !v.restoring {
		v.space.Save(&v.state)
	}
	if v.painter != nil {
		v.state.Low, v.state.High = v.limits.Low, v.limits.High
	}
	return v.state.String()
}

// Restore shows the image as a State says, also one of another release.
func (v *Viewer) Restore(text string) {
	v.state = view.ParseState(text)
	v.restoring = true // until there is an image to place
	v.tools.show(v)
	v.dock.show(v)
	v.chooseLimits()
	v.frames.ask()
}

// Picture returns a canvas with the image as it is shown, overlays included.
func (v *Viewer) Picture() js.Value {
	v.draw()
	return v.canvas
}

// Recolour is told that the page's colours have changed.
func (v *Viewer) Recolour() {
	readColours(v.root)
	v.dock.redraw(v)
	v.frames.ask()
}

// changed tells the page that the state is another, once it has stopped changing:
// browsers refuse pages that rewrite their address all the time.
func (v *Viewer) changed() {
	v.changes++
	mine := v.changes
	time.AfterFunc(calm, func() {
		if v.changes == mine && v.on.Changed != nil {
			v.on.Changed()
		}
	})
}

// middle returns the place of the middle of a pixel.
func middle(p image.Point) experiment.Point {
	return experiment.Point{Fast: float64(p.X) + 0.5, Slow: float64(p.Y) + 0.5}
}
