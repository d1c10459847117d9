package main

import (
	"syscall/js"

	"gobragg/core/simulate"
	"gobragg/wasm/page"
	"gobragg/wasm/vector"
	"gobragg/wasm/worker"
)

// main takes the role that its surroundings call for: a page has a document, a web
// worker a way to import scripts, and Node neither.
func main() {
	global := js.Global()
	b := backend()
	offer(b)
	switch {
	case global.Get("document").Truthy():
		page.Run()
	case global.Get("gobraggInbox").Truthy():
		worker.Run(b)
	}
	select {} // the functions live as long as the module
}

// backend returns the fastest backend that there is here.
func backend() simulate.Backend {
	b, err := vector.Backend()
	if err != nil {
		return simulate.Scalar(1)
	}
	return b
}
