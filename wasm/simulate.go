// Command wasm is gobragg's core as a WebAssembly module. On a page of the site it is
// the laboratory (package page), in a web worker it renders for one (package worker), and
// there as in Node it adds one function to the global object:
//
//	gobragg.simulate(["-cell", "78", "-default_F", "100", "-N", "10"], {})
//	// {width, height, photons: Float32Array, notes: ["…"]}
//
// The arguments are the command's; files holds the contents of those they name, as
// Uint8Array. A mistake gives {error: "…"}. The photons have the same bits as
// gobragg -backend scalar gives on amd64. gobragg.backend is the name of the backend:
// vector where there are vectors and the script has set gobraggMemory (package vector),
// else scalar.
package main

import (
	"bytes"
	"context"
	"io"
	"io/fs"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// simulateImage renders the image of the command-line arguments, whose files it
// finds in files, with b, and returns the notes that the command would print.
func simulateImage(b simulate.Backend, args []string, files map[string][]byte) (*frame.Frame, []string, error) {
	settings, err := config.ParseArgs(args)
	if err != nil {
		return nil, nil, err
	}
	resolved, err := settings.Experiment(func(name string) (io.ReadCloser, error) {
		content, ok := files[name]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return io.NopCloser(bytes.NewReader(content)), nil
	})
	if err != nil {
		return nil, nil, err
	}
	var notes []string
	for _, n := range resolved.Notes {
		notes = append(notes, n.String())
	}
	p, err := plan.Compile(resolved.Experiment)
	if err != nil {
		return nil, notes, err
	}
	image, err := simulate.Run(context.Background(), b, p, simulate.Options{})
	return image, notes, err
}
