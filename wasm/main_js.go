package main

import (
	"syscall/js"

	"gobragg/wasm/page"
	"gobragg/wasm/worker"
)

// main takes the role that its surroundings call for: a page has a document, a web
// worker a way to import scripts, and Node neither.
func main() {
	global := js.Global()
	offer()
	switch {
	case global.Get("document").Truthy():
		page.Run()
	case global.Get("gobraggInbox").Truthy():
		worker.Run()
	}
	select {} // the functions live as long as the module
}
