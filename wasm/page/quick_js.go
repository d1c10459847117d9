package page

import (
	"math"
	"strconv"
	"time"

	"gobragg/wasm/lab"

	"honnef.co/go/js/dom/v2"
)

// The exposure slider runs over six decades about the exposure loaded.
const (
	exposureMiddle = 500
	exposureDecade = 500.0 / 3
)

// bindQuick connects the controls below the image: noise, its seed, and the exposure.
func (a *app) bindQuick() {
	byID("quick-noise").on("change", func(e dom.Event) {
		name := "nonoise"
		if target(e).Get("checked").Bool() {
			name = ""
		}
		a.lab.Choose("noise", name)
		a.update()
		a.commit()
	})
	seed := byID("quick-seed")
	seed.on("input", func(dom.Event) {
		err := a.lab.Set("seed", seed.value())
		if err != nil {
			_, text := lab.Blame(err)
			seed.setAttribute("aria-invalid", "true")
			seed.Set("title", text)
			a.say(text, "")
			return
		}
		seed.removeAttribute("aria-invalid")
		seed.Set("title", "")
		a.update()
		a.settle()
	})
	exposure := byID("quick-exposure")
	exposure.on("input", func(dom.Event) {
		at, err := strconv.ParseFloat(exposure.value(), 64)
		if err != nil {
			return
		}
		if err := a.lab.SetExposure(math.Pow(10, (at-exposureMiddle)/exposureDecade)); err != nil {
			a.complain(err)
			return
		}
		a.update()
	})
	exposure.on("change", func(dom.Event) { a.commit() })
}

// refreshQuick makes them show the settings.
func (a *app) refreshQuick() {
	noisy := a.lab.Noisy()
	byID("quick-noise").Set("checked", noisy)
	seed := byID("quick-seed")
	seed.Set("disabled", !noisy)
	if !seed.is(active()) {
		seed.setValue(a.lab.Text("seed"))
	}
	seed.Set("placeholder", "1")
	exposure := byID("quick-exposure")
	at := exposureMiddle + exposureDecade*math.Log10(a.lab.Exposure())
	if at = math.Round(at); at == at && !exposure.is(active()) {
		exposure.setValue(lab.Number(min(max(at, 0), 2*exposureMiddle)))
	}
	text := a.lab.ExposureText()
	exposure.setAttribute("aria-valuetext", text)
	byID("quick-exposure-text").setText(text)
}

// calm is how long nothing must change before a change counts as one step.
const calm = 800 * time.Millisecond

// settle commits soon: for changes without an end, such as keys.
func (a *app) settle() {
	now := a.lab.Settings()
	time.AfterFunc(calm, func() {
		if a.lab.Settings() == now {
			a.commit()
		}
	})
}
