package page

import (
	"bytes"
	"fmt"
	"image"
	"strings"
	"syscall/js"

	"gobragg/core/imgio"
	"gobragg/wasm/lab"

	"honnef.co/go/js/dom/v2"
)

// bindFiles lets files be dropped anywhere or chosen.
func (a *app) bindFiles() {
	a.button("open", a.pick)
	picker := byID("picker")
	picker.on("change", func(dom.Event) {
		files := list(picker.Get("files"))
		picker.setValue("") // so that the same file can be chosen again
		go a.take(files)
	})
	onWindow("dragenter", func(e dom.Event) { e.PreventDefault(); show("drop", true) })
	onWindow("dragover", func(e dom.Event) { e.PreventDefault() })
	onWindow("dragleave", func(e dom.Event) {
		if e.Underlying().Get("relatedTarget").IsNull() {
			show("drop", false)
		}
	})
	onWindow("drop", func(e dom.Event) {
		e.PreventDefault()
		show("drop", false)
		if transfer := e.Underlying().Get("dataTransfer"); transfer.Truthy() {
			go a.take(list(transfer.Get("files")))
		}
	})
	byID("file-list").on("click", func(e dom.Event) {
		if name := target(e).data("remove"); name != "" {
			a.lab.Remove(name)
			a.showFiles()
			a.update()
		}
	})
}

// list returns the files of a FileList, which the browser may empty later.
func list(files js.Value) []js.Value {
	var all []js.Value
	for i := range files.Length() {
		all = append(all, files.Index(i))
	}
	return all
}

// pick opens the browser's own dialog.
func (a *app) pick() { byID("picker").Call("click") }

// take reads files and uses them, one after the other. What goes wrong with one is
// said and leaves everything as it was.
func (a *app) take(files []js.Value) {
	defer rescue()
	var done, failed []string
	for _, f := range files {
		name := f.Get("name").String()
		what, err := a.takeFile(name, f)
		if err != nil {
			text := err.Error()
			if !strings.Contains(text, name) {
				text = name + ": " + text
			}
			failed = append(failed, text)
			continue
		}
		done = append(done, name+": "+what)
	}
	a.showFiles()
	a.form.forget()
	a.update()
	a.commit()
	switch {
	case len(failed) > 0:
		a.say(strings.Join(failed, "; "), "")
	case len(done) > 0:
		a.tell(strings.Join(done, "; "))
	}
}

func (a *app) takeFile(name string, file js.Value) (string, error) {
	size := file.Get("size").Float()
	if err := a.lab.Files.Refuse(name, int64(size)); err != nil {
		return "", err
	}
	byID("engine").setText("Reading " + name)
	buffer, err := await(file.Call("arrayBuffer"))
	if err != nil {
		return "", fmt.Errorf("the browser cannot read it: %w", err)
	}
	nextFrame()
	content := make([]byte, buffer.Get("byteLength").Int())
	js.CopyBytesToGo(content, js.Global().Get("Uint8Array").New(buffer))
	what, err := a.lab.Adopt(name, content)
	if err != nil {
		return "", err
	}
	text := what.What
	if what.Image {
		if err := a.compare(name, content); err != nil {
			return "", err
		}
		text += ", to compare with"
	}
	return text, nil
}

// compare gives the pixels of an image to the viewer.
func (a *app) compare(name string, content []byte) error {
	f, _, err := imgio.ReadAny(bytes.NewReader(content), name, image.Point{})
	if err != nil {
		return err
	}
	if f.Width*f.Height > 16*lab.MaxPixels {
		return fmt.Errorf("%s has %d × %d pixels, more than the page shows", name, f.Width, f.Height)
	}
	a.viewer.Compare(name, f)
	return nil
}

// showFiles lists the files that the page holds.
func (a *app) showFiles() {
	var items, names []element
	for _, name := range a.lab.Files.Names() {
		item := newElement("li", "")
		label := newElement("span", name+", "+lab.Bytes(int64(len(a.lab.Files.Content(name)))))
		remove := newElement("button", "Remove")
		remove.setAttribute("type", "button")
		remove.setAttribute("data-remove", name)
		remove.setAttribute("aria-label", "remove "+name)
		item.fill(label, remove)
		items = append(items, item)
		choice := newElement("option", "")
		choice.setAttribute("value", name)
		names = append(names, choice)
	}
	byID("file-list").fill(items...)
	byID("files").fill(names...)
}
