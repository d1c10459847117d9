// Package lab is the document of the web page: an experiment in the words of the
// option table, with what a form, a link and a command line make of it. It knows no
// browser and is tested natively.
//
//	l := lab.New()                     // the first preset
//	err := l.Set("distance", "250")    // a field of the form; err stands beside it
//	l.Undo()
//	r, err := l.Experiment()           // what to render
//	link := l.Link("https://example.org/", view)
//	text := l.Command()                // gives the same image, bit for bit
package lab

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync"

	"gobragg/core/builtin"
	"gobragg/core/config"
)

// Lab is an experiment that someone is changing.
type Lab struct {
	Files Files

	state
	past, future []state
	// open names the field that is being changed: further changes of it are one step
	// of Undo.
	open string

	library *config.Library
	maker   Maker // nil: structure factors are made here
}

// state is what Undo brings back. Configurations are never changed, only replaced.
type state struct {
	settings *config.Config
	home     *config.Config // what Reset returns to
}

// longestPast is how many steps can be undone.
const longestPast = 200

// New returns a laboratory with the first of Presets.
func New() *Lab {
	l := new(Lab)
	l.forget()
	first := Presets[0].Config()
	l.state = state{first, first}
	return l
}

// forget gives up what was made of files.
func (l *Lab) forget() {
	l.library = &config.Library{Open: l.Open, Reflections: maxReflections, Unhashed: true, Elsewhere: l.maker != nil}
}

// Settings returns the settings, which the caller must not change.
func (l *Lab) Settings() *config.Config { return l.settings }

// Load replaces all settings by those of a preset, a link or a file. Reset returns
// to them.
func (l *Lab) Load(c *config.Config) { l.replace(state{c, c}) }

// Reset returns to the settings loaded last.
func (l *Lab) Reset() { l.replace(state{l.home, l.home}) }

// Preset returns the name of the preset loaded last, empty if it was a link or a file.
func (l *Lab) Preset() string {
	return presetNames()[l.home.Query()]
}

// presetNames returns the names of the presets by their queries.
var presetNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, p := range Presets {
		names[p.Config().Query()] = p.Name
	}
	return names
})

// Changed reports whether there is something to reset.
func (l *Lab) Changed() bool { return l.settings.Query() != l.home.Query() }

// replace goes to another state, as a step of its own.
func (l *Lab) replace(s state) {
	l.Commit()
	l.step("", s)
}

// change makes c the settings after a change of field.
func (l *Lab) change(field string, c *config.Config) { l.step(field, state{c, l.home}) }

// step goes to another state after a change of field; without one it is a step of its own.
func (l *Lab) step(field string, s state) {
	if s.settings.Query() == l.settings.Query() && s.home.Query() == l.home.Query() {
		return
	}
	if field == "" || field != l.open {
		l.past = append(l.past, l.state)
		if len(l.past) > longestPast {
			l.past = l.past[1:]
		}
	}
	l.open, l.future, l.state = field, nil, s
}

// Commit ends the change of a field: the next one is a step of its own.
func (l *Lab) Commit() { l.open = "" }

// Undo takes the last step back and reports whether there was one.
func (l *Lab) Undo() bool { return l.walk(&l.past, &l.future) }

// Redo takes the last Undo back and reports whether there was one.
func (l *Lab) Redo() bool { return l.walk(&l.future, &l.past) }

// CanUndo and CanRedo report whether there is a step to take.
func (l *Lab) CanUndo() bool { return len(l.past) > 0 }

// CanRedo is to Redo what CanUndo is to Undo.
func (l *Lab) CanRedo() bool { return len(l.future) > 0 }

func (l *Lab) walk(from, to *[]state) bool {
	l.Commit()
	n := len(*from)
	if n == 0 {
		return false
	}
	*to = append(*to, l.state)
	l.state = (*from)[n-1]
	*from = (*from)[:n-1]
	return true
}

// copied returns the settings to be changed.
func (l *Lab) copied() *config.Config { return config.Merge(new(config.Config), l.settings) }

// option returns the option of a name that the program itself wrote.
func option(name string) *config.Option {
	o := config.Find("-" + name)
	if o == nil {
		panic("lab: no option named " + name)
	}
	return o
}

// Set gives an option the values in text, separated by blanks or commas; an empty
// text leaves it to its default, and a flag is set by "on". What is wrong with text is
// a *config.UsageError, and the settings stay.
func (l *Lab) Set(name, text string) error {
	o, c := option(name), l.copied()
	words := words(o, text)
	switch {
	case len(o.Params) == 0 && text == "on":
		words = nil
	case len(words) == 0:
		c.Unset(o.Name)
		l.change(o.Name, c)
		return nil
	}
	if o.Repeat {
		c.Unset(o.Name)
	}
	if err := c.SetWords(o, words); err != nil {
		return err
	}
	l.change(o.Name, c)
	return nil
}

// words cuts the text of a field into the values of o. A name may hold blanks.
func words(o *config.Option, text string) []string {
	if len(o.Params) == 1 && o.Params[0].Kind == config.Text {
		if text = strings.TrimSpace(text); text == "" {
			return nil
		}
		return []string{text}
	}
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;\t\n\u00a0", r) })
}

// Choose sets the option name of those that exclude one another, or none of them if
// name is empty; key is what they share.
func (l *Lab) Choose(key, name string) {
	c := l.copied()
	for _, o := range config.Options {
		if o.Key == key {
			c.Unset(o.Name)
		}
	}
	if name != "" {
		if err := c.SetWords(option(name), nil); err != nil {
			panic("lab: " + err.Error())
		}
	}
	l.change(key, c)
}

// Text returns the values of an option as Set reads them; "on" for a flag that is
// set, and nothing for an option that is not.
func (l *Lab) Text(name string) string { return textOf(l.settings, name) }

func textOf(c *config.Config, name string) string {
	if !c.Has(name) {
		return ""
	}
	values := c.Values(name)
	if len(values) == 0 {
		return "on"
	}
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = v.String()
	}
	return strings.Join(list, " ")
}

// Open opens a file by name: one that came with the program, or one of Files.
func (l *Lab) Open(name string) (io.ReadCloser, error) {
	if r, ok := builtin.Open(name); ok {
		return r, nil
	}
	if r, ok := l.Files.Open(name); ok {
		return r, nil
	}
	return nil, errAbsent
}

var errAbsent = absent{}

// absent is the error of a name without a file.
type absent struct{}

func (absent) Error() string {
	return "this file is not here: drop it on the page, or choose it under Files"
}

func (absent) Is(target error) bool { return target == fs.ErrNotExist }

// Experiment works out the experiment, within what a browser can hold. Its errors are
// a *config.UsageError, a *config.FileError, a *TooLarge, or after Delegate a
// *config.Wanted.
func (l *Lab) Experiment() (*config.Resolved, error) {
	if err := affordable(l.settings); err != nil {
		return nil, err
	}
	r, err := l.library.Experiment(l.settings)
	if err != nil {
		return nil, err
	}
	return r, within(r)
}

// Blame returns the name of the option that an error is about, empty if none, and
// what to say beside its field; nothing of no error.
func Blame(err error) (name, text string) {
	if err == nil {
		return "", ""
	}
	var usage *config.UsageError
	var file *config.FileError
	var large *TooLarge
	switch {
	case errors.As(err, &usage):
		name, text = usage.Option, usage.Text
	case errors.As(err, &file):
		name, text = file.Option, file.File+": "+file.Err.Error()
	case errors.As(err, &large):
		name, text = large.Option, large.Error()
	default: // package plan begins with the option
		name, text, _ = strings.Cut(err.Error(), ": ")
		if !strings.HasPrefix(name, "-") {
			return "", err.Error()
		}
	}
	word, _, _ := strings.Cut(name, " ")
	if o := config.Find(strings.TrimSuffix(word, ",")); o != nil {
		return o.Name, text
	}
	return "", err.Error()
}
