package page

import (
	"strconv"
	"strings"

	"gobragg/core/units"
	"gobragg/wasm/viewer"
)

// newViewer puts the viewer into its place and lets it turn the crystal.
func newViewer(a *app) *viewer.Viewer {
	set := func(option string, done bool, angles ...float64) {
		words := make([]string, len(angles))
		for i, x := range angles {
			// A hundredth of the width of the sharpest spots.
			words[i] = strconv.FormatFloat(x/units.Degree, 'f', 3, 64)
		}
		if err := a.lab.Set(option, strings.Join(words, " ")); err != nil {
			a.complain(err)
			return
		}
		a.update()
		if done {
			a.commit()
		}
	}
	places := viewer.Places{Image: byID("viewer").Value, Ewald: byID("ewald").Value, Explain: byID("explain").Value}
	return viewer.New(places, viewer.Events{
		Rotate:  func(misset [3]float64, done bool) { set("misset", done, misset[:]...) },
		Phi:     func(phi float64, done bool) { set("phi", done, phi) },
		Changed: a.remember,
	})
}
