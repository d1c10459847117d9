//go:build !js

package main

import (
	"fmt"
	"os"
)

// main says how the module is meant to be built.
func main() {
	fmt.Fprintln(os.Stderr, "build this with GOOS=js GOARCH=wasm: make wasm")
	os.Exit(2)
}
