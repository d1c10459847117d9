package page

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"syscall/js"

	"gobragg/wasm/lab"
)

// commit ends a step of changes and keeps the experiment in the address bar, so that
// a reload or a bookmark brings it back.
func (a *app) commit() {
	a.lab.Commit()
	a.remember()
}

func (a *app) remember() {
	base, _, _ := strings.Cut(address(), "#")
	link, view := base, a.viewer.State()
	if a.lab.Preset() != lab.Presets[0].Name || a.lab.Changed() || view != "" {
		link = a.lab.Link(base, view)
	}
	if link != a.linked {
		// Some browsers refuse a page from a file, or one that asks too often.
		if err := try(func() { js.Global().Get("history").Call("replaceState", nil, "", link) }); err == nil {
			a.linked = link
		}
	}
}

// try returns what f throws as an error.
func try(f func()) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			e, ok := thrown.(js.Error)
			if !ok {
				panic(thrown)
			}
			err = e
		}
	}()
	f()
	return nil
}

// share copies a link to the whole experiment and the view.
func (a *app) share() {
	base, _, _ := strings.Cut(address(), "#")
	link := a.lab.Link(base, a.viewer.State())
	note := ""
	if names := a.ownFiles(); len(names) > 0 {
		note = " It names " + strings.Join(names, ", ") + " and does not contain it: who opens the link needs the file."
	}
	a.copy(link, "Link to this experiment copied. gobragg -url takes it as well."+note)
}

// ownFiles returns the dropped files that the settings use.
func (a *app) ownFiles() []string {
	var used []string
	for _, s := range a.lab.Settings().Settings() {
		for _, v := range s.Values {
			if v.Text != "" && a.lab.Files.Content(v.Text) != nil {
				used = append(used, v.Text)
			}
		}
	}
	return used
}

func (a *app) copyCommand() { a.copy(a.lab.Command(), "Command copied.") }

// copy puts text on the clipboard, or shows it where that is not allowed.
func (a *app) copy(text, success string) {
	err := errors.New("no clipboard")
	if clipboard := js.Global().Get("navigator").Get("clipboard"); clipboard.Truthy() {
		_, err = await(clipboard.Call("writeText", text))
	}
	if err != nil {
		a.tell("Copy this: " + text)
		return
	}
	a.tell(success + " " + text)
}

// save hands the image over as a file.
func (a *app) save(format string) {
	defer rescue()
	if format == "png" {
		if err := a.savePicture(); err != nil {
			a.complain(err)
		}
		return
	}
	if format != "json" && (a.image == nil || !a.image.done) {
		a.complain(errors.New("the image is not complete yet"))
		return
	}
	var s lab.Saved
	var err error
	if format == "json" {
		s, err = a.lab.Save(format, nil, nil, version())
	} else {
		s, err = a.lab.Save(format, a.image.resolved, a.image.photons, version())
	}
	if err != nil {
		a.complain(err)
		return
	}
	array := js.Global().Get("Uint8Array").New(len(s.Content))
	js.CopyBytesToJS(array, s.Content)
	download(s.Name, js.Global().Get("Blob").New([]any{array}, map[string]any{"type": s.Type}))
}

// savePicture saves what the viewer shows, overlays included.
func (a *app) savePicture() error {
	canvas := a.viewer.Picture()
	done := make(chan js.Value, 1)
	callback := js.FuncOf(func(_ js.Value, arguments []js.Value) any { done <- arguments[0]; return nil })
	defer callback.Release()
	canvas.Call("toBlob", callback, "image/png")
	blob := <-done
	if !blob.Truthy() {
		return fmt.Errorf("the browser makes no picture of %d × %d pixels", canvas.Get("width").Int(), canvas.Get("height").Int())
	}
	download("gobragg.png", blob)
	return nil
}

// download has the browser save a blob.
func download(name string, blob js.Value) {
	url := js.Global().Get("URL").Call("createObjectURL", blob)
	link := newElement("a", "")
	link.Set("href", url)
	link.Set("download", name)
	link.Call("click")
	js.Global().Call("setTimeout", js.Global().Get("URL").Get("revokeObjectURL"), 10000, url)
}

// version is that of the program, for headers of files.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
