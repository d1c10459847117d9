package main

import (
	"syscall/js"
	"unsafe"

	"gobragg/core/simulate"
)

// offer adds the module's functions to the global object, and tells whoever waits for them.
func offer(b simulate.Backend) {
	render := func(_ js.Value, arguments []js.Value) any { return simulateJS(b, arguments) }
	js.Global().Set("gobragg", js.ValueOf(map[string]any{"simulate": js.FuncOf(render), "backend": b.Name()}))
	if ready := js.Global().Get("gobraggReady"); ready.Type() == js.TypeFunction {
		ready.Invoke()
	}
}

// simulateJS is simulateImage between JavaScript values; what goes wrong is returned as
// the property error, since a Go function cannot throw.
func simulateJS(b simulate.Backend, arguments []js.Value) any {
	if len(arguments) == 0 {
		return failure("gobragg.simulate wants an array of arguments and an object of files")
	}
	var args []string
	for i := range arguments[0].Length() {
		args = append(args, arguments[0].Index(i).String())
	}
	files := map[string][]byte{}
	if len(arguments) > 1 && arguments[1].Type() == js.TypeObject {
		names := js.Global().Get("Object").Call("keys", arguments[1])
		for i := range names.Length() {
			name := names.Index(i).String()
			content := arguments[1].Get(name)
			files[name] = make([]byte, content.Length())
			js.CopyBytesToGo(files[name], content)
		}
	}
	image, notes, err := simulateImage(b, args, files)
	if err != nil {
		return failure(err.Error())
	}
	raw := js.Global().Get("Uint8Array").New(4 * len(image.Pix))
	js.CopyBytesToJS(raw, bytesOf(image.Pix))
	lines := js.Global().Get("Array").New(len(notes))
	for i, n := range notes {
		lines.SetIndex(i, n)
	}
	return map[string]any{
		"width":   image.Width,
		"height":  image.Height,
		"photons": js.Global().Get("Float32Array").New(raw.Get("buffer")),
		"notes":   lines,
	}
}

func failure(text string) any { return map[string]any{"error": text} }

// bytesOf returns the memory of pixels: little-endian float32.
func bytesOf(pixels []float32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(pixels))), 4*len(pixels))
}
