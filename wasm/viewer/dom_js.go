package viewer

import (
	_ "embed"
	"strconv"
	"syscall/js"
	"time"
	"unicode/utf8"
)

// element is an element of the page.
type element struct{ js.Value }

func (e element) setText(words string)            { e.Set("textContent", words) }
func (e element) text() string                    { return e.Get("textContent").String() }
func (e element) setAttribute(name, value string) { e.Call("setAttribute", name, value) }

// append appends an element or text.
func (e element) append(child any) {
	if c, ok := child.(element); ok {
		child = c.Value
	}
	e.Call("append", child)
}

// on has f called for events of a kind, as long as the page lives.
func (e element) on(kind string, f func(js.Value)) { listen(e.Value, kind, f) }

func newElement(tag string) element {
	return element{js.Global().Get("document").Call("createElement", tag)}
}

// style is the viewer's part of the style sheet; the page's custom properties colour it.
//
//go:embed viewer.css
var style string

func addStyle() {
	s := newElement("style")
	s.setText(style)
	js.Global().Get("document").Get("head").Call("append", s.Value)
}

// add appends a new element of a class to parent; attributes are names and values.
func add(parent element, tag, class string, attributes ...string) element {
	e := newElement(tag)
	if class != "" {
		e.setAttribute("class", class)
	}
	for i := 0; i+1 < len(attributes); i += 2 {
		e.setAttribute(attributes[i], attributes[i+1])
	}
	parent.append(e)
	return e
}

// text appends an element with text.
func text(parent element, tag, class, words string) element {
	e := add(parent, tag, class)
	e.setText(words)
	return e
}

// button appends a button that calls f, if there is one. Its name is what it shows,
// but for single signs, which label puts into words.
func button(parent element, class, name, label string, f func()) element {
	b := add(parent, "button", class, "type", "button", "title", label)
	b.setText(name)
	if utf8.RuneCountInString(name) == 1 {
		b.setAttribute("aria-label", label)
	}
	if f != nil {
		b.on("click", func(js.Value) { f() })
	}
	return b
}

func press(b element, on bool) { b.setAttribute("aria-pressed", strconv.FormatBool(on)) }

func hide(e element, hidden bool) { e.Value.Set("hidden", hidden) }

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
	draw    func()
	asked   bool
	waiting bool      // to ask
	drawn   time.Time // last
	call    js.Func
}

func (f *frames) ask() {
	if f.asked {
		return
	}
	if f.call.IsUndefined() || f.call.IsNull() {
		f.call = js.FuncOf(func(js.Value, []js.Value) any {
			f.asked, f.drawn = false, time.Now()
			f.draw()
			return nil
		})
	}
	f.asked = true
	js.Global().Call("requestAnimationFrame", f.call)
}

// askAfter asks for a drawing that comes no sooner than pause after the last one.
func (f *frames) askAfter(pause time.Duration) {
	wait := pause - time.Since(f.drawn)
	switch {
	case f.asked || f.waiting:
	case wait <= 0:
		f.ask()
	default:
		f.waiting = true
		time.AfterFunc(wait, func() {
			f.waiting = false
			f.ask()
		})
	}
}

// surface is a canvas of a panel that keeps its pixels those of the screen.
type surface struct {
	element       element
	canvas, pen   js.Value
	width, height float64 // CSS pixels
	frames        frames
}

// newSurface appends a canvas that draw draws on whenever its size changes or it is asked.
func newSurface(parent element, class, label string, draw func(s *surface)) *surface {
	s := &surface{element: add(parent, "canvas", class, "role", "img", "aria-label", label)}
	s.canvas = s.element.Value
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
