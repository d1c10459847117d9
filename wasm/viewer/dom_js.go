package viewer

import (
	_ "embed"
	"strconv"
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

var document = dom.GetWindow().Document()

// style is the viewer's part of the style sheet; the page's custom properties colour it.
//
//go:embed viewer.css
var style string

func addStyle() {
	s := document.CreateElement("style")
	s.SetTextContent(style)
	document.QuerySelector("head").AppendChild(s)
}

// add appends a new element of a class to parent; attributes are names and values.
func add(parent dom.Element, tag, class string, attributes ...string) dom.Element {
	e := document.CreateElement(tag)
	if class != "" {
		e.SetAttribute("class", class)
	}
	for i := 0; i+1 < len(attributes); i += 2 {
		e.SetAttribute(attributes[i], attributes[i+1])
	}
	if parent != nil {
		parent.AppendChild(e)
	}
	return e
}

// text appends an element with text.
func text(parent dom.Element, tag, class, words string) dom.Element {
	e := add(parent, tag, class)
	e.SetTextContent(words)
	return e
}

// button appends a button that calls f, if there is one.
func button(parent dom.Element, class, name, label string, f func()) dom.Element {
	b := add(parent, "button", class, "type", "button", "title", label)
	b.SetTextContent(name)
	if name != label {
		b.SetAttribute("aria-label", label)
	}
	if f != nil {
		b.AddEventListener("click", false, func(dom.Event) { f() })
	}
	return b
}

func press(b dom.Element, on bool) { b.SetAttribute("aria-pressed", strconv.FormatBool(on)) }

func hide(e dom.Element, hidden bool) { e.Underlying().Set("hidden", hidden) }

// listen has f called with the events of a kind, which it may keep from the browser:
// passive listeners cannot.
func listen(target js.Value, kind string, f func(js.Value)) {
	target.Call("addEventListener", kind, js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		f(arguments[0])
		return nil
	}), map[string]any{"passive": false})
}

// place returns where an event is in its target, CSS pixels.
func place(e js.Value, in js.Value) (x, y float64) {
	r := in.Call("getBoundingClientRect")
	return e.Get("clientX").Float() - r.Get("left").Float(), e.Get("clientY").Float() - r.Get("top").Float()
}

// frames draws at most once a frame of the screen.
type frames struct {
	draw  func()
	asked bool
	call  js.Func
}

func (f *frames) ask() {
	if f.asked {
		return
	}
	if f.call.IsUndefined() || f.call.IsNull() {
		f.call = js.FuncOf(func(js.Value, []js.Value) any {
			f.asked = false
			f.draw()
			return nil
		})
	}
	f.asked = true
	js.Global().Call("requestAnimationFrame", f.call)
}

// surface is a canvas of a panel that keeps its pixels those of the screen.
type surface struct {
	element       dom.Element
	canvas, pen   js.Value
	width, height float64 // CSS pixels
	frames        frames
}

// newSurface appends a canvas that draw draws on whenever its size changes or it is asked.
func newSurface(parent dom.Element, class, label string, draw func(s *surface)) *surface {
	s := &surface{element: add(parent, "canvas", class, "role", "img", "aria-label", label)}
	s.canvas = s.element.Underlying()
	s.pen = s.canvas.Call("getContext", "2d")
	s.frames.draw = func() {
		if s.fit() {
			draw(s)
		}
	}
	onResize(s.canvas, func() { s.frames.ask() })
	return s
}

func (s *surface) ask() { s.frames.ask() }

// fit gives the canvas as many pixels as it covers on the screen, and clears it; false
// if it is not seen.
func (s *surface) fit() bool {
	r := s.canvas.Call("getBoundingClientRect")
	s.width, s.height = r.Get("width").Float(), r.Get("height").Float()
	if s.width < 1 || s.height < 1 {
		return false
	}
	ratio := pixelRatio()
	s.canvas.Set("width", int(s.width*ratio+0.5))
	s.canvas.Set("height", int(s.height*ratio+0.5))
	s.pen.Call("setTransform", ratio, 0, 0, ratio, 0, 0)
	return true
}

func pixelRatio() float64 {
	if r := js.Global().Get("devicePixelRatio"); r.Truthy() {
		return r.Float()
	}
	return 1
}

// onResize has f called when the element has another size.
func onResize(element js.Value, f func()) {
	observer := js.Global().Get("ResizeObserver").New(js.FuncOf(func(js.Value, []js.Value) any {
		f()
		return nil
	}))
	observer.Call("observe", element)
}
