// Package page is the laboratory in the browser: it joins the document of package lab,
// the workers of package pool and the viewer to the elements of the site's index.html.
package page

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/wasm/lab"
	"gobragg/wasm/pool"
	"gobragg/wasm/viewer"

	"honnef.co/go/js/dom/v2"
)

// app is the page. All of it runs on the one thread of the page: no locks.
type app struct {
	lab     *lab.Lab
	workers *pool.Pool
	latest  *pool.Latest[*job]
	making  *pool.Latest[*config.Wanted]
	viewer  *viewer.Viewer
	form    *form
	seen    chan struct{} // closed once there is a viewer
	known   func()        // called once it is known what to show first

	current *job // what was asked for last and can be rendered
	image   *job // what the viewer shows
	frames  pool.Frames
	painted *frame.Frame // the last that the viewer was given
	problem error        // with the settings
	// reported is when the page was last made to show the settings; stale: there are newer ones.
	reported time.Time
	stale    bool
	jobs     int       // how many there were
	asked    time.Time // when the last one was asked for
	follows  bool      // it was asked for soon after the one before
	preset   string    // that is shown
	// linked is the link that the address bar shows.
	linked string
}

// Run shows the page.
func Run() {
	go func() {
		if err := start(); err != nil {
			byID("boot").setText(err.Error())
		}
	}()
}

func start() error {
	workers, err := pool.Start(workersAsked())
	if err != nil {
		return err
	}
	known := make(chan struct{})
	a := &app{
		lab: lab.New(), workers: workers, preset: lab.Presets[0].Name,
		seen: make(chan struct{}), known: sync.OnceFunc(func() { close(known) }),
	}
	a.lab.Delegate(a.made)
	a.latest = pool.NewLatest(a.render)
	a.making = pool.NewLatest(a.make)
	// The first image comes before all else: its structure factors, and a viewer for it.
	// While the workers are at it there is time for the rest, in pieces, for the page is
	// there to be used.
	view, linkError := a.load()
	a.update()
	breathe()
	a.viewer = newViewer(a)
	if view != "" {
		a.viewer.Restore(view)
	}
	if j := a.current; j != nil {
		a.viewer.Open(j.resolved, j.plan)
	}
	close(a.seen)
	<-known
	for _, piece := range []func(){
		func() { a.form = newForm(a) },
		func() { a.bindActions(); a.bindPresets(); a.bindFiles(); a.bindTheme(); a.bindQuick() },
		func() { a.report(a.problem); a.complainOfLink(linkError) },
	} {
		breathe()
		piece()
	}
	onWindow("hashchange", func(dom.Event) { a.openLink() })
	return nil
}

// workersAsked returns the number of workers that the page's address asks for, as in
// ?workers=1; 0: none.
func workersAsked() int {
	page, _, _ := strings.Cut(address(), "#")
	_, query, _ := strings.Cut(page, "?")
	n, err := strconv.Atoi(strings.TrimPrefix(query, "workers="))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// openLink shows the experiment of the address bar, if it is not there already.
func (a *app) openLink() {
	if address() == a.linked {
		return
	}
	view, err := a.load()
	if view != "" {
		a.viewer.Restore(view)
	}
	a.form.forget()
	a.update()
	a.complainOfLink(err)
}

// load loads the experiment of the address bar, or the first preset without one that
// can be used. It returns how the link wants its image shown, if it says so.
func (a *app) load() (view string, err error) {
	a.linked = address()
	settings, view, err := lab.Opening(a.linked)
	a.lab.Load(settings)
	return view, err
}

func (a *app) complainOfLink(err error) {
	if err != nil {
		a.complain(fmt.Errorf("the link cannot be used: %w", err))
	}
}

// bindPresets connects the buttons of presets.
func (a *app) bindPresets() {
	byID("presets").on("click", func(e dom.Event) {
		if name := target(e).data("preset"); name != "" {
			a.choosePreset(name)
			a.commit()
		}
	})
}

func (a *app) choosePreset(name string) {
	for _, p := range lab.Presets {
		if p.Name == name {
			a.lab.Load(p.Config())
			a.form.forget()
			a.update()
		}
	}
}

// showPreset marks the preset at hand and says what to see.
func (a *app) showPreset() {
	name := a.lab.Preset()
	if name == a.preset {
		return
	}
	a.preset = name
	see := "An experiment from a link or a file."
	for _, p := range lab.Presets {
		if p.Name == name {
			see = p.See
		}
	}
	byID("see").setText(see)
	for _, button := range byID("presets").all("button") {
		button.setAttribute("aria-pressed", fmt.Sprint(button.data("preset") == name))
	}
}

// bindActions connects the tools of the head, and their keys.
func (a *app) bindActions() {
	a.button("undo", func() { a.lab.Undo(); a.update(); a.commit() })
	a.button("redo", func() { a.lab.Redo(); a.update(); a.commit() })
	a.button("reset", func() { a.lab.Reset(); a.update(); a.commit() })
	a.button("share", func() { go a.share() })
	a.button("copy-command", func() { go a.copyCommand() })
	a.button("cancel", func() { a.making.Cancel(); a.latest.Cancel() })
	a.button("message-close", func() { show("message", false) })
	byID("panel-save").on("click", func(e dom.Event) {
		if format := target(e).data("save"); format != "" {
			go a.save(format)
		}
	})
	onWindow("keydown", func(e dom.Event) {
		k, ok := e.(*dom.KeyboardEvent)
		if !ok || !k.CtrlKey() && !k.MetaKey() || target(e).data("option") == "" && target(e).matches(`input[type="text"], input[type="search"], textarea`) {
			return
		}
		switch key := k.Key(); {
		case (key == "z" || key == "Z") && !k.ShiftKey():
			a.lab.Undo()
		case key == "Z" || key == "z" || key == "y":
			a.lab.Redo()
		default:
			return
		}
		e.PreventDefault()
		a.form.forget()
		a.update()
		a.commit()
	})
}

// button has f called when the button with this ID is used.
func (a *app) button(id string, f func()) {
	byID(id).on("click", func(dom.Event) { f() })
}

// complain shows an error until it is closed or another takes its place.
func (a *app) complain(err error) { a.say(err.Error(), "") }

// tell shows good news.
func (a *app) tell(text string) { a.say(text, "good") }

func (a *app) say(text, class string) {
	byID("message").setAttribute("class", class)
	byID("message-text").setText(text)
	show("message", true)
}
