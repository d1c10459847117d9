//go:build !js

package e2e

import (
	"fmt"
	"strings"
	"testing"

	"gobragg/core/config"
)

// native returns the hash of the image that the scalar backend gives for a command line.
func native(t *testing.T, args []string) string {
	t.Helper()
	c, err := config.ParseArgs(args)
	if err != nil {
		t.Fatal(err)
	}
	return scalarHash(t, "#"+c.Query())
}

// command returns the command line that the page shows, cut into words.
func (x *tab) command() []string {
	x.Helper()
	line, ok := strings.CutPrefix(x.text("#command"), "gobragg ")
	if !ok || strings.Contains(line, "'") {
		x.Fatalf("the command is %q", line)
	}
	return strings.Fields(line)
}

// key presses a key in the element that has this ID.
func (x *tab) key(id, key string, shift bool) {
	x.Helper()
	eval[bool](x, fmt.Sprintf(`(() => { const e = document.getElementById(%q); e.focus();
		e.dispatchEvent(new KeyboardEvent("keydown", {key: %q, shiftKey: %v, bubbles: true, cancelable: true})); return true })()`, id, key, shift))
}

// value returns what an input holds.
func (x *tab) value(id string) string {
	x.Helper()
	return eval[string](x, fmt.Sprintf(`document.getElementById(%q).value`, id))
}

// TestFormChangesTheImage: what is typed, dragged, stepped and chosen reaches the image,
// whose bits are those of the scalar backend for the command that the page shows.
func TestFormChangesTheImage(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&misset=4,3,2&oversample=1&distance=60&detpixels=64&pixel=1&nonoise")
	last := x.rendered()
	changed := func(what, option, want string) {
		t.Helper()
		hash := x.rendered()
		if hash == last {
			t.Errorf("%s: the image is the same", what)
		}
		last = hash
		args := x.command()
		if got := native(t, args); got != hash {
			t.Errorf("%s: hash %s, natively %s of %q", what, hash, got, args)
		}
		if line := strings.Join(args, " "); !strings.Contains(line, "-"+option+" "+want) {
			t.Errorf("%s: the command is %q, want -%s %s", what, line, option, want)
		}
	}
	x.fill("f-distance", "80")
	changed("typed", "distance", "80 ")
	x.fill("f-misset-1", "10.5")
	changed("one of three", "misset", "4 10.5 2 ")
	eval[bool](x, `(() => { const s = document.querySelector('[data-slider="lambda"]'); s.value = 1.25; s.dispatchEvent(new Event("input", {bubbles: true})); return true })()`)
	changed("dragged", "lambda", "1.25 ")
	if got := x.value("f-lambda"); got != "1.25" {
		t.Errorf("the field beside the slider holds %q", got)
	}
	x.key("f-N", "ArrowUp", false)
	changed("arrow", "N", "6 ")
	x.key("f-N", "ArrowUp", true)
	changed("arrow with Shift", "N", "16 ")
	x.key("f-distance", "PageDown", false)
	changed("page down", "distance", "70 ")
	eval[bool](x, `(() => { const s = document.getElementById("f-shape"); s.value = "gauss_xtal"; s.dispatchEvent(new Event("input", {bubbles: true})); return true })()`)
	changed("chosen", "gauss_xtal", "")
	x.press(`[data-clear="lambda"]`)
	changed("cleared", "distance", "70 -oversample 1 ")
	if got := x.value("f-lambda"); got != "" {
		t.Errorf("the cleared field holds %q", got)
	}
	if got := eval[string](x, `document.getElementById("f-lambda").placeholder`); got != "1" {
		t.Errorf("the cleared field stands for %q, want the default 1", got)
	}
	eval[bool](x, `(() => { const s = document.getElementById("quick-exposure"); s.value = 666.67; s.dispatchEvent(new Event("input", {bubbles: true})); return true })()`)
	changed("exposed longer", "fluence", "1.27e+30 ")
}

func TestUndoInTheBrowser(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&oversample=1&distance=60&detpixels=64&pixel=1&nonoise")
	first := x.rendered()
	for _, d := range []string{"61", "62", "63"} { // a drag: input events without a change event
		eval[bool](x, fmt.Sprintf(`(() => { const s = document.querySelector('[data-slider="distance"]'); s.value = %s; s.dispatchEvent(new Event("input", {bubbles: true})); return true })()`, d))
	}
	eval[bool](x, `document.querySelector('[data-slider="distance"]').dispatchEvent(new Event("change", {bubbles: true}))`)
	dragged := x.rendered()
	x.fill("f-N", "7")
	second := x.rendered()
	x.press("#undo")
	if got := x.rendered(); got != dragged || x.value("f-N") != "5" {
		t.Errorf("undo gives hash %s, want %s; N %s", got, dragged, x.value("f-N"))
	}
	x.press("#undo")
	if got := x.rendered(); got != first {
		t.Errorf("a drag is more than one step: hash %s, want %s", got, first)
	}
	x.press("#redo")
	eval[bool](x, `dispatchEvent(new KeyboardEvent("keydown", {key: "y", ctrlKey: true, bubbles: true}))`)
	if got := x.rendered(); got != second {
		t.Errorf("redone by button and key: hash %s, want %s", got, second)
	}
	x.press("#reset")
	if got := x.rendered(); got != first || !eval[bool](x, `document.getElementById("reset").disabled`) {
		t.Errorf("reset gives hash %s, want %s", got, first)
	}
	x.press(`[data-preset="powder"]`)
	x.rendered()
	eval[bool](x, `dispatchEvent(new KeyboardEvent("keydown", {key: "z", ctrlKey: true, bubbles: true}))`)
	if got := x.rendered(); got != first {
		t.Errorf("a preset undone gives hash %s, want %s", got, first)
	}
}

// TestInvalidInput: what is wrong is said beside the field, tied to it, and the image stays.
func TestInvalidInput(t *testing.T) {
	x := open(t, "")
	before := x.rendered()
	for _, c := range []struct{ id, text, want string }{
		{"f-distance", "far", "is not a number"},
		{"f-distance", "-3", "want a number"},
		{"f-N", "2.5", "not an integer"},
		{"f-cell-3", "200", "0 to 180"},
	} {
		x.fill(c.id, c.text)
		name, _, _ := strings.Cut(strings.TrimPrefix(c.id, "f-"), "-")
		if got := x.text("#e-" + name); !strings.Contains(got, c.want) {
			t.Errorf("%s %q: the message is %q, want %q", c.id, c.text, got, c.want)
		}
		if got := eval[string](x, fmt.Sprintf(`(e => e.getAttribute("aria-invalid") + e.getAttribute("aria-describedby"))(document.getElementById(%q))`, c.id)); !strings.HasPrefix(got, "truee-"+name) {
			t.Errorf("%s: for a screen reader it is %q", c.id, got)
		}
		if got := x.rendered(); got != before {
			t.Errorf("%s %q changes the image", c.id, c.text)
		}
		x.key(c.id, "Escape", false)
		if got := x.text("#e-" + name); got != "" {
			t.Errorf("Escape leaves the message %q", got)
		}
	}
	// Values that are right one by one and wrong together.
	x.fill("f-oversample", "")
	x.fill("f-N", "100000000")
	x.until(`document.getElementById("e-oversample").textContent.includes("sub-pixels")`)
	x.press("#undo")
	x.press("#undo")
	if got := x.rendered(); got != before || x.text("#e-oversample") != "" {
		t.Errorf("undone, the image or the message stays: %q", x.text("#e-oversample"))
	}
}

func TestSearch(t *testing.T) {
	x := open(t, "")
	x.rendered()
	shown := func() string {
		return eval[string](x, `[...document.querySelectorAll(".field")].filter(f => f.checkVisibility()).map(f => f.dataset.field).join(" ")`)
	}
	search := func(text string) {
		eval[bool](x, fmt.Sprintf(`(() => { const e = document.getElementById("search"); e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); return true })()`, text))
	}
	search("beam centre")
	if got := shown(); got != "convention Xbeam Ybeam" || x.text("#found") != "3 options" {
		t.Errorf("beam centre finds %q: %s", got, x.text("#found"))
	}
	search("-sample_y")
	if got := shown(); got != "sample_width" {
		t.Errorf("an alias finds %q", got)
	}
	search("quark")
	if got := shown(); got != "" || !strings.Contains(x.text("#found"), "No option") {
		t.Errorf("quark finds %q: %s", got, x.text("#found"))
	}
	search("")
	if got := shown(); !strings.HasPrefix(got, "lambda dispersion") || strings.Contains(got, "Xbeam") {
		t.Errorf("without a query there are %q", got)
	}
	x.press(`[data-about="lambda"]`)
	if got := eval[bool](x, `document.getElementById("h-lambda").checkVisibility()`); !got || x.text(`[data-about="lambda"]`) != "?" {
		t.Error("the explanation does not show")
	}
}
