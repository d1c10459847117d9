//go:build !js

package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNamesAndStructure: everything that can be used has a name, headings leave out no
// level, and the page has its landmarks once.
func TestNamesAndStructure(t *testing.T) {
	x := open(t, "")
	x.rendered()
	if nameless := eval[string](x, `(() => {
		const name = e => (e.getAttribute("aria-label") || (e.getAttribute("aria-labelledby") || "").split(" ").map(i => document.getElementById(i)?.textContent || "").join("")
			|| [...(e.labels || [])].map(l => l.textContent).join("") || (e.matches("input") ? "" : e.textContent)).trim();
		return [...document.querySelectorAll("input:not([hidden]), select, button, a[href], canvas, progress, summary, [role=img]")]
			.filter(e => !name(e)).map(e => e.outerHTML.slice(0, 120)).join("\n") })()`); nameless != "" {
		t.Errorf("without a name:\n%s", nameless)
	}
	levels := eval[[]int](x, `[...document.querySelectorAll("h1, h2, h3, h4")].map(h => +h.tagName[1])`)
	for i, l := range levels {
		if i == 0 && l != 1 || i > 0 && l > levels[i-1]+1 {
			t.Errorf("headings of levels %v: a step is left out", levels)
			break
		}
	}
	if got := eval[string](x, `["body > header", "main", "aside", "body > footer", "h1"].map(s => document.querySelectorAll(s).length).join(" ")`); got != "1 1 1 1 1" {
		t.Errorf("header, main, aside, footer and h1 are there %s times", got)
	}
	if twice := eval[string](x, `[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i).join(" ")`); twice != "" {
		t.Errorf("IDs that are there twice: %s", twice)
	}
	if lost := eval[string](x, `[...document.querySelectorAll("[aria-describedby], [aria-controls], [for]")].flatMap(e =>
		["aria-describedby", "aria-controls", "for"].flatMap(a => (e.getAttribute(a) || "").split(" "))).filter(id => id && !document.getElementById(id)).join(" ")`); lost != "" {
		t.Errorf("IDs that are pointed at and not there: %s", lost)
	}
}

// minContrast is what WCAG 2.1 asks of text (1.4.3).
const minContrast = 4.5

// TestTextContrast: the colours of text on every ground, in both schemes.
func TestTextContrast(t *testing.T) {
	x := open(t, "")
	x.rendered()
	for _, scheme := range []string{"light", "dark"} {
		for _, pair := range []string{
			"ink panel", "ink ground", "ink sunk", "muted panel", "muted ground", "muted sunk", "accent panel", "accent ground",
			"accent-ink accent", "ink accent-soft", "error panel", "error error-soft", "warn panel",
		} {
			front, back, _ := strings.Cut(pair, " ")
			got := eval[float64](x, fmt.Sprintf(`(() => {
				document.documentElement.dataset.theme = %q;
				const style = getComputedStyle(document.documentElement);
				const light = name => { const c = style.getPropertyValue("--" + name).trim();
					const [r, g, b] = [1, 3, 5].map(i => parseInt(c.slice(i, i + 2), 16) / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
					return 0.2126 * r + 0.7152 * g + 0.0722 * b };
				const [a, b] = [light(%q), light(%q)];
				return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) })()`, scheme, front, back))
			if !(got >= minContrast) {
				t.Errorf("%s: %s has a contrast of %.2f, want %v", scheme, pair, got, minContrast)
			}
		}
	}
}

// TestColours: the button goes from the system's scheme to light and dark, and the choice
// outlives a reload.
func TestColours(t *testing.T) {
	x := open(t, "")
	x.rendered()
	ground := func() string {
		return eval[string](x, `getComputedStyle(document.documentElement).backgroundColor`)
	}
	system := ground()
	x.press("#theme")
	light := ground()
	x.press("#theme")
	dark := ground()
	if light == dark || system != light {
		t.Errorf("the ground is %s, light %s, dark %s", system, light, dark)
	}
	if got := eval[string](x, `document.getElementById("theme").getAttribute("aria-label")`); got != "Colours: dark" {
		t.Errorf("the button is called %q", got)
	}
	x.visit("?again")
	x.rendered()
	if got := ground(); got != dark {
		t.Errorf("after a reload the ground is %s, want %s", got, dark)
	}
	x.press("#theme") // back to the system's, for the tests that follow
}

// TestNarrow: on a telephone of 360 px nothing stands out to the side, and what is
// touched is large enough.
func TestNarrow(t *testing.T) {
	x := open(t, "")
	x.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
	x.rendered()
	eval[bool](x, `(() => { document.querySelectorAll("details").forEach(d => d.open = true); return true })()`)
	if got := eval[int](x, `document.scrollingElement.scrollWidth`); got > 360 {
		t.Errorf("the page is %d px wide: %s", got, eval[string](x, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 361 && !e.closest(".chips")).map(e => e.outerHTML.slice(0, 80)).slice(0, 5).join("\n")`))
	}
	const least = 24 // px, WCAG 2.2, 2.5.8
	if small := eval[string](x, fmt.Sprintf(`[...document.querySelectorAll("button, select, input[type=range], summary")].filter(e => e.checkVisibility({visibilityProperty: true}))
		.filter(e => { const r = e.getBoundingClientRect(); return r.width < %[1]d || r.height < %[1]d }).map(e => e.outerHTML.slice(0, 90)).slice(0, 8).join("\n")`, least)); small != "" {
		t.Errorf("smaller than %d px:\n%s", least, small)
	}
	x.picture("narrow")
	// A slider answers to a finger as to a mouse.
	before := x.rendered()
	eval[bool](x, `(() => { const s = document.querySelector('[data-slider="distance"]'); s.scrollIntoView({block: "center"}); s.value = 300; s.dispatchEvent(new Event("input", {bubbles: true})); return true })()`)
	if got := x.rendered(); got == before {
		t.Error("the slider changes nothing")
	}
}

// TestKeyboardAlone: Tab reaches the presets, the form and the image, one after the
// other and never a dead end, and Enter chooses.
func TestKeyboardAlone(t *testing.T) {
	x := open(t, "")
	x.rendered()
	before := x.rendered()
	reached := map[string]bool{}
	for range 260 {
		x.do(chromedp.KeyEvent("\t"))
		at := eval[string](x, `(e => e.dataset.preset ? "preset " + e.dataset.preset : e.id || e.dataset.option || e.tagName)(document.activeElement)`)
		reached[at] = true
		if at == "preset powder" && !reached["chosen"] {
			x.do(chromedp.KeyEvent("\r"))
			if x.rendered() == before {
				t.Error("Enter on a preset changes nothing")
			}
			reached["chosen"] = true
		}
	}
	for _, want := range []string{"share", "preset still", "search", "f-lambda", "f-distance", "f-misset-1", "quick-noise", "quick-exposure", "command", "CANVAS"} {
		if !reached[want] {
			t.Errorf("Tab does not reach %s", want)
		}
	}
}
