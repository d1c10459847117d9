package page

import (
	"time"

	"gobragg/core/config"
	"gobragg/wasm/lab"
)

// quiet is how long nothing must change before the summary is read out.
const quiet = 700 * time.Millisecond

// showSummary shows the numbers of the image at once, and its sentences, which screen
// readers read out, when things have calmed down.
func (a *app) showSummary(s lab.Summary) {
	var rows []element
	for _, r := range s.Rows() {
		rows = append(rows, newElement("dt", r.Name), newElement("dd", r.Value))
	}
	byID("statistics").fill(rows...)
	j := a.image
	time.AfterFunc(quiet, func() {
		if a.image == j {
			byID("summary").setText(s.String())
		}
	})
}

// showNotes shows what the program says about the settings.
func (a *app) showNotes(notes []config.Note) {
	var items []element
	for _, n := range notes {
		text := n.Text
		if n.Option != "" {
			text = n.Option + ": " + text
		}
		item := newElement("li", text)
		if n.Level == config.WARNING {
			item.setAttribute("class", "warning")
		}
		items = append(items, item)
	}
	byID("notes").fill(items...)
}

// showActions enables what can be done now, and shows the command.
func (a *app) showActions() {
	for id, possible := range map[string]bool{"undo": a.lab.CanUndo(), "redo": a.lab.CanRedo(), "reset": a.lab.Changed()} {
		byID(id).Set("disabled", !possible)
	}
	byID("command").setText(a.lab.Command())
	a.refreshQuick()
	a.showPreset()
}
