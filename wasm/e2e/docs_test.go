//go:build !js

package e2e

import "testing"

// TestDocumentation: the laboratory leads to the pages; every page of their menu opens,
// with its pictures, and a command of the tutorial opens in the laboratory.
func TestDocumentation(t *testing.T) {
	x := open(t, "")
	x.visit(eval[string](x, `document.getElementById("docs").href`))
	pages := eval[[]string](x, `[...document.querySelectorAll("nav a")].slice(1).map(a => a.href)`)
	if len(pages) < 8 {
		t.Fatalf("the menu has %d pages: %v", len(pages), pages)
	}
	for _, page := range pages {
		x.visit(page)
		if title := eval[string](x, `document.querySelector("h1").textContent`); title == "" {
			t.Errorf("%s has no title", page)
		}
		x.until(`[...document.images].every(i => i.complete)`)
		if broken := eval[[]string](x, `[...document.images].filter(i => !i.naturalWidth).map(i => i.src)`); len(broken) > 0 {
			t.Errorf("%s: pictures that do not show: %v", page, broken)
		}
		if wide := eval[bool](x, `document.documentElement.scrollWidth > innerWidth`); wide {
			t.Errorf("%s is wider than the window", page)
		}
	}
	x.visit("docs/tutorial.html")
	x.visit(eval[string](x, `document.querySelector(".live a").href`))
	x.until(`document.querySelector("canvas")`)
}
