package viewer

import (
	"strings"
	"syscall/js"

	"gobragg/wasm/view"
)

// colours are those of the page at hand.
var colours struct {
	panel, sunk, ink, muted, line, accent string
	inks                                  [view.Inks]string
}

// readColours takes the colours from the custom properties of the style sheet.
func readColours(root element) {
	style := js.Global().Call("getComputedStyle", root.Value)
	get := func(name string) string { return strings.TrimSpace(style.Call("getPropertyValue", name).String()) }
	c := &colours
	c.panel, c.sunk, c.ink, c.muted, c.line, c.accent = get("--panel"), get("--sunk"), get("--ink"), get("--muted"), get("--line"), get("--accent")
	for i := range c.inks {
		c.inks[i] = get("--v-" + view.Ink(i).String())
	}
}

// font of labels on canvases.
const (
	font      = `11px system-ui, "Segoe UI", Roboto, sans-serif`
	smallFont = `10px system-ui, "Segoe UI", Roboto, sans-serif`
)
