package page

import (
	"errors"
	"fmt"
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

// element is an element of the page. Package dom hears its events; what is done to it
// goes through these few methods, because every method that is called through dom's
// interfaces brings those of all its forty types into the program, and because finding
// out which of them an element has takes as long as using it.
type element struct{ js.Value }

// byID returns the element with this ID, which the site's index.html has.
func byID(id string) element {
	e := js.Global().Get("document").Call("getElementById", id)
	if !e.Truthy() {
		panic("page: there is no element " + id)
	}
	return element{e}
}

// newElement returns a new element with text.
func newElement(tag, text string) element {
	e := element{js.Global().Get("document").Call("createElement", tag)}
	e.setText(text)
	return e
}

func (e element) text() string        { return e.Get("textContent").String() }
func (e element) setText(text string) { e.Set("textContent", text) }

// value is what an input holds.
func (e element) value() string        { return e.Get("value").String() }
func (e element) setValue(text string) { e.Set("value", text) }

func (e element) setAttribute(name, value string)  { e.Call("setAttribute", name, value) }
func (e element) removeAttribute(name string)      { e.Call("removeAttribute", name) }
func (e element) setClass(name string, there bool) { e.Get("classList").Call("toggle", name, there) }
func (e element) is(other element) bool            { return e.Equal(other.Value) }

// matches reports whether e is an element, and no window, that selector matches.
func (e element) matches(selector string) bool {
	return e.Get("matches").Truthy() && e.Call("matches", selector).Bool()
}

// data returns the attribute data-key, empty without.
func (e element) data(key string) string {
	if set := e.Get("dataset"); set.Truthy() {
		if v := set.Get(key); v.Type() == js.TypeString {
			return v.String()
		}
	}
	return ""
}

// find returns the first element in e that selector matches; ok is false without one.
func (e element) find(selector string) (found element, ok bool) {
	v := e.Call("querySelector", selector)
	return element{v}, v.Truthy()
}

// all returns the elements in e that selector matches.
func (e element) all(selector string) []element {
	list := e.Call("querySelectorAll", selector)
	found := make([]element, list.Length())
	for i := range found {
		found[i] = element{list.Index(i)}
	}
	return found
}

// unfold opens what e lies in.
func (e element) unfold() {
	for v := e.Call("closest", "details"); v.Truthy(); {
		v.Set("open", true)
		parent := v.Get("parentElement")
		if !parent.Truthy() {
			return
		}
		v = parent.Call("closest", "details")
	}
}

// fill makes children the only ones of e.
func (e element) fill(children ...element) {
	list := make([]any, len(children))
	for i, c := range children {
		list[i] = c.Value
	}
	e.Call("replaceChildren", list...)
}

// on has f called for events of a kind on e or in it, as long as the page lives.
func (e element) on(kind string, f func(e dom.Event)) { listen(e.Value, kind, f) }

func onWindow(kind string, f func(dom.Event)) { listen(js.Global(), kind, f) }

// listen has f called with events as what they are to this package, of the keyboard or
// not. AddEventListener of package dom would tell apart every kind of event and element,
// with code that makes the program a megabyte larger, compressed 60 kB. The page lives on
// when f panics, and says so.
func listen(to js.Value, kind string, f func(dom.Event)) {
	keyboard := js.Global().Get("KeyboardEvent")
	to.Call("addEventListener", kind, js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer rescue()
		e := &dom.BasicEvent{Value: args[0]}
		if e.InstanceOf(keyboard) {
			f(&dom.KeyboardEvent{BasicEvent: e})
		} else {
			f(e)
		}
		return nil
	}))
}

// rescue ends a panic with a message.
func rescue() {
	thrown := recover()
	if thrown == nil {
		return
	}
	js.Global().Get("console").Call("error", fmt.Sprint(thrown))
	byID("message-text").setText(fmt.Sprintf("Something went wrong in the page: %v", thrown))
	byID("message").setAttribute("class", "")
	show("message", true)
}

// target returns the element of an event.
func target(e dom.Event) element { return element{e.Underlying().Get("target")} }

// show makes the element with this ID visible or not.
func show(id string, visible bool) { byID(id).Set("hidden", !visible) }

// active returns the element that has the keyboard.
func active() element { return element{js.Global().Get("document").Get("activeElement")} }

// address is the address of the page.
func address() string { return js.Global().Get("location").Get("href").String() }

// breathe lets the browser do what waits for it. It must not be called from an event's
// own goroutine.
func breathe() {
	done := make(chan struct{})
	later := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	defer later.Release()
	js.Global().Call("setTimeout", later, 0)
	<-done
}

// nextFrame waits until the browser has painted what was changed.
func nextFrame() {
	done := make(chan struct{})
	painted := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	defer painted.Release()
	frame := js.FuncOf(func(js.Value, []js.Value) any { js.Global().Call("setTimeout", painted, 0); return nil })
	defer frame.Release()
	js.Global().Call("requestAnimationFrame", frame)
	<-done
}

// await waits for a promise. It must not be called from an event's own goroutine.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1)
	then := js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		done <- outcome{value: arguments[0]}
		return nil
	})
	defer then.Release()
	fail := js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		done <- outcome{err: errors.New(arguments[0].Call("toString").String())}
		return nil
	})
	defer fail.Release()
	promise.Call("then", then, fail)
	o := <-done
	return o.value, o.err
}
