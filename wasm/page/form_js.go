package page

import (
	"math"
	"strconv"

	"gobragg/wasm/lab"

	"honnef.co/go/js/dom/v2"
)

// form is the form of the experiment, which the site's builder wrote from the option
// table: see package form.
type form struct {
	app    *app
	fields map[string]*field
	order  []*field
}

// field is a field of the form with its elements.
type field struct {
	lab.Field
	box, clear, error element
	inputs            []element
	sliders           []element // undefined where a value has none
	// shown is what the elements hold; draft marks an input whose text is not set.
	shown lab.State
	draft bool
	drawn bool
}

func newForm(a *app) *form {
	f := &form{app: a, fields: map[string]*field{}}
	for _, c := range lab.Chapters {
		for _, names := range [][]string{c.Main, c.More} {
			for _, name := range names {
				f.add(name)
			}
		}
	}
	box := byID("form")
	box.on("input", func(e dom.Event) { f.edited(target(e)) })
	box.on("change", func(e dom.Event) { f.edited(target(e)); f.leave(target(e)) })
	box.on("submit", func(e dom.Event) { e.PreventDefault() })
	box.on("click", f.clicked)
	box.on("keydown", f.key)
	byID("search").on("input", func(e dom.Event) { f.search(target(e).value()) })
	return f
}

func (f *form) add(name string) {
	x := &field{Field: lab.FieldOf(name), error: byID("e-" + name)}
	x.box = element{x.error.Get("parentElement")}
	x.clear, _ = x.box.find(".clear")
	if x.Kind == lab.Numbers && len(x.Params) > 1 {
		for i := range x.Params {
			x.inputs = append(x.inputs, byID("f-"+name+"-"+strconv.Itoa(i)))
		}
	} else {
		x.inputs = []element{byID("f-" + name)}
	}
	x.sliders = make([]element, len(x.inputs))
	for _, s := range x.box.all(`input[type="range"]`) {
		x.sliders[part(s)] = s
	}
	f.fields[name] = x
	f.order = append(f.order, x)
}

// part returns which of its field's values an input holds.
func part(e element) int {
	i, _ := strconv.Atoi(e.data("part"))
	return i
}

// of returns the field that an input belongs to, nil for none.
func (f *form) of(e element) *field {
	for _, key := range []string{"option", "slider", "key", "clear", "about"} {
		if name := e.data(key); name != "" {
			return f.fields[name]
		}
	}
	return nil
}

// edited takes what was typed, chosen or dragged.
func (f *form) edited(e element) {
	x := f.of(e)
	if x == nil {
		return
	}
	l := f.app.lab
	before := l.Settings()
	var err error
	switch {
	case e.data("slider") != "":
		at, parseErr := strconv.ParseFloat(e.value(), 64)
		if parseErr != nil {
			return
		}
		err = l.SetPart(x.Name, part(e), lab.Number(lab.FromSlider(x.Params[part(e)], at)))
	case x.Kind == lab.Choice:
		l.Choose(x.Name, e.value())
	case x.Kind == lab.Switch:
		text := ""
		if e.Get("checked").Bool() {
			text = "on"
		}
		err = l.Set(x.Name, text)
	default:
		err = l.SetPart(x.Name, part(e), e.value())
	}
	x.draft = err != nil
	f.blame(x, err)
	// The change that follows the last input changes nothing.
	if err == nil && (l.Settings() != before || f.app.problem != nil) {
		f.app.update()
	}
}

// leave ends the change of a field. A text that was refused gives way to what is set.
func (f *form) leave(e element) {
	if x := f.of(e); x != nil && !x.draft {
		f.app.commit()
	}
}

// forget gives up texts that were refused.
func (f *form) forget() {
	for _, x := range f.order {
		if x.draft {
			x.draft, x.drawn = false, false
			f.blame(x, nil)
		}
	}
}

// blame shows beside a field what is wrong with it, nothing for nil.
func (f *form) blame(x *field, err error) {
	_, text := lab.Blame(err)
	if x.error.text() != text {
		x.error.setText(text)
	}
	for _, input := range x.inputs {
		if err != nil {
			input.setAttribute("aria-invalid", "true")
		} else {
			input.removeAttribute("aria-invalid")
		}
	}
	if err != nil {
		x.box.unfold()
	}
}

func (f *form) clicked(e dom.Event) {
	where := target(e)
	x := f.of(where)
	switch {
	case where.data("pick") != "":
		f.app.pick()
	case x == nil:
	case where.data("clear") != "":
		x.draft = false
		f.blame(x, nil)
		if x.Kind == lab.Choice {
			f.app.lab.Choose(x.Name, "")
		} else if err := f.app.lab.Set(x.Name, ""); err != nil {
			f.blame(x, err)
		}
		x.drawn = false
		f.app.update()
		f.app.commit()
		x.inputs[0].Call("focus")
	case where.data("about") != "":
		help := byID("h-" + x.Name)
		hidden := help.Get("hidden").Bool()
		help.Set("hidden", !hidden)
		where.setAttribute("aria-expanded", strconv.FormatBool(hidden))
	}
}

// refresh makes the elements show the settings; only what changed is touched.
func (f *form) refresh() {
	known := map[string][]float64{}
	if f.app.current != nil {
		known = lab.Effective(f.app.current.resolved)
	}
	for _, x := range f.order {
		s := f.app.lab.State(x.Field, known)
		if x.drawn && same(s, x.shown) || x.draft {
			continue
		}
		f.draw(x, s)
		x.shown, x.drawn = s, true
	}
}

func (f *form) draw(x *field, s lab.State) {
	for i, input := range x.inputs {
		if x.Kind == lab.Switch {
			input.Set("checked", s.Set)
			continue
		}
		text := ""
		if i < len(s.Values) {
			text = s.Values[i]
		}
		// What someone is typing stays as it is while it means the same.
		if !(input.is(active()) && sameNumber(input.value(), text)) {
			input.setValue(text)
		}
		if x.Kind != lab.Numbers {
			continue
		}
		placeholder := ""
		if !math.IsNaN(s.Effective[i]) {
			placeholder = lab.Number(s.Effective[i])
		}
		input.Set("placeholder", placeholder)
		if slider := x.sliders[i]; slider.Truthy() {
			_, _, _, at := lab.Slider(x.Params[i], s.Effective[i])
			if text := lab.Number(at); slider.value() != text {
				slider.setValue(text)
			}
			slider.setAttribute("aria-valuetext", placeholder+" "+x.Unit)
		}
	}
	x.clear.Set("disabled", !s.Set)
	x.box.setClass("set", s.Set)
}

func same(a, b lab.State) bool {
	if a.Set != b.Set || len(a.Values) != len(b.Values) {
		return false
	}
	for i := range a.Values {
		if a.Values[i] != b.Values[i] {
			return false
		}
	}
	for i := range a.Effective {
		if a.Effective[i] != b.Effective[i] && !(math.IsNaN(a.Effective[i]) && math.IsNaN(b.Effective[i])) {
			return false
		}
	}
	return true
}

// sameNumber reports whether two texts mean the same number, such as 1. and 1.
func sameNumber(a, b string) bool {
	x, errA := strconv.ParseFloat(a, 64)
	y, errB := strconv.ParseFloat(b, 64)
	return a == b || errA == nil && errB == nil && x == y
}
