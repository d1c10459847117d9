//go:build !js

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// rendered waits until the page shows a complete image of the settings at hand, and
// returns its hash.
func (x *tab) rendered() string {
	x.Helper()
	const complete = `(d => d.rendered && d.rendered === d.wanted)(document.documentElement.dataset)`
	for end := time.Now().Add(3 * patience); !eval[bool](x, "!!"+complete); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			x.Fatalf("no complete image after %v: %s; %.0f %% are there", 3*patience, x.text("#message-text"), 100*eval[float64](x, `document.getElementById("progress").value`))
		}
	}
	return eval[string](x, `document.documentElement.dataset.photons`)
}

// press uses a button.
func (x *tab) press(selector string) {
	x.Helper()
	eval[bool](x, fmt.Sprintf(`(() => { const b = document.querySelector(%q); b.scrollIntoView(); b.click(); return true })()`, selector))
}

// fill types into a field and leaves it.
func (x *tab) fill(id, text string) {
	x.Helper()
	eval[bool](x, fmt.Sprintf(`(() => { const e = document.getElementById(%q); e.value = %q;
		e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); return true })()`, id, text))
}

// text returns what an element says.
func (x *tab) text(selector string) string {
	x.Helper()
	return eval[string](x, fmt.Sprintf(`document.querySelector(%q).textContent`, selector))
}

// TestPresetsInTheBrowser: every preset is rendered after a click, and says what to see.
func TestPresetsInTheBrowser(t *testing.T) {
	x := open(t, "")
	x.rendered()
	x.picture("lab")
	names := strings.Fields(eval[string](x, `[...document.querySelectorAll("[data-preset]")].map(b => b.dataset.preset).join(" ")`))
	seen := map[string]bool{}
	for _, name := range names {
		x.press(`[data-preset="` + name + `"]`)
		hash := x.rendered()
		if seen[hash] {
			t.Errorf("%s has the image of another preset", name)
		}
		seen[hash] = true
		if see := x.text("#see"); strings.Count(see, ".") < 2 {
			t.Errorf("%s says %q", name, see)
		}
		x.picture("preset-" + name)
	}
}
