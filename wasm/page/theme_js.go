package page

import (
	"slices"
	"syscall/js"
)

// themes are the colour schemes, the system's first.
var themes = []string{"", "light", "dark"}

// bindTheme lets the button go round the colour schemes. theme.js applies the one kept
// before the page is painted.
func (a *app) bindTheme() {
	root := js.Global().Get("document").Get("documentElement")
	current := func() string {
		if t := root.Get("dataset").Get("theme"); t.Type() == js.TypeString {
			return t.String()
		}
		return ""
	}
	label := func() {
		text := "Colours: as the system"
		if t := current(); t != "" {
			text = "Colours: " + t
		}
		byID("theme").setAttribute("aria-label", text)
		byID("theme").setAttribute("title", text)
	}
	label()
	a.button("theme", func() {
		next := themes[(slices.Index(themes, current())+1)%len(themes)]
		// Storage may be forbidden; the scheme then lasts as long as the page.
		if next == "" {
			root.Get("dataset").Delete("theme")
			_ = try(func() { js.Global().Get("localStorage").Call("removeItem", "theme") })
		} else {
			root.Get("dataset").Set("theme", next)
			_ = try(func() { js.Global().Get("localStorage").Call("setItem", "theme", next) })
		}
		label()
		a.viewer.Recolour()
	})
}
