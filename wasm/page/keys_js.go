package page

import (
	"math"
	"strconv"

	"gobragg/wasm/lab"

	"honnef.co/go/js/dom/v2"
)

// steps are how far keys move a number.
var steps = map[string]int{"ArrowUp": 1, "ArrowDown": -1, "PageUp": 10, "PageDown": -10}

// key steps numbers by the arrow keys, ten times as far with Shift, and gives up a
// refused text by Escape.
func (f *form) key(e dom.Event) {
	k, ok := e.(*dom.KeyboardEvent)
	if !ok {
		return
	}
	where := target(e)
	x := f.of(where)
	if x == nil || x.Kind != lab.Numbers || k.CtrlKey() || k.MetaKey() || k.AltKey() {
		return
	}
	i, key := part(where), k.Key()
	slider := where.data("slider") != ""
	if slider {
		switch key {
		case "ArrowRight":
			key = "ArrowUp"
		case "ArrowLeft":
			key = "ArrowDown"
		}
	}
	switch n := steps[key]; {
	case key == "Escape" && !slider:
		x.draft, x.drawn = false, false
		f.blame(x, nil)
		f.refresh()
	case n != 0:
		e.PreventDefault()
		if k.ShiftKey() && n*n == 1 {
			n *= 10
		}
		from := x.shown.Effective[i]
		if typed, err := strconv.ParseFloat(where.value(), 64); err == nil && !slider {
			from = typed
		}
		if math.IsNaN(from) {
			from = x.Params[i].Usual.Low
		}
		err := f.app.lab.SetPart(x.Name, i, lab.Number(lab.Step(x.Params[i], from, n)))
		f.blame(x, err)
		x.draft, x.drawn = false, false
		f.app.update()
		f.app.settle()
	}
}
