package viewer

import (
	"image"
	"math"

	"gobragg/core/experiment"
	"gobragg/core/units"
	"gobragg/wasm/view"
)

// readout is the line of numbers below the picture.
type readout struct {
	cells map[string]element
	words string // all of it, for screen readers
	at    experiment.Point
	there bool // something has been read
}

// readings are the cells of the line: their names, and what is said of them.
var readings = []struct{ key, name, about string }{
	{"pixel", "x y", "place, pixels fast and slow from the corner: the middle of the first pixel is 0.5"},
	{"mm", "", "place, mm from the corner"},
	{"photons", "I", "photons of the pixel"},
	{"d", "d", "resolution, λ/(2 sin θ)"},
	{"twotheta", "2θ", "angle from the beam"},
	{"hkl", "h k l", "index, for the mean orientation at the φ step nearest to a lattice point"},
}

func (v *Viewer) buildReadout() {
	line := add(v.root, "p", "v-read")
	v.read.cells = map[string]element{}
	for _, r := range readings {
		cell := add(line, "span", "v-cell v-"+r.key, "title", r.about)
		if r.name != "" {
			text(cell, "b", "", r.name)
		}
		v.read.cells[r.key] = add(cell, "span", "", "data-read", r.key)
	}
}

// readOut shows what is known of a place of the image.
func (v *Viewer) readOut(at experiment.Point) {
	v.read.at, v.read.there = at, true
	cells := v.read.cells
	set := func(key, value string) { cells[key].setText(value) }
	if v.scene == nil || v.frame == nil {
		return
	}
	set("pixel", view.Number(at.Fast, 4)+"  "+view.Number(at.Slow, 4))
	r := v.scene.Read(at)
	set("mm", view.Number(r.Fast/units.Millimetre, 4)+"  "+view.Number(r.Slow/units.Millimetre, 4)+" mm")
	p := image.Pt(int(math.Floor(at.Fast)), int(math.Floor(at.Slow)))
	photons := "–"
	if p.In(v.frame.Bounds()) {
		photons = view.Number(float64(v.frame.At(p)), 5)
	}
	set("photons", photons)
	d := "∞"
	if r.Resolution < 1e-3 {
		d = view.Number(r.Resolution/units.Angstrom, 5)
	}
	set("d", d+" Å")
	set("twotheta", view.Number(r.TwoTheta/units.Degree, 5)+"°")
	hkl := signed(r.Index.X) + "  " + signed(r.Index.Y) + "  " + signed(r.Index.Z)
	set("hkl", hkl)
	v.read.words = "Pixel " + cells["pixel"].text() + ": " + photons + " photons, d " + d + " Å, h k l " + hkl
}

// signed writes an index to two decimals with a minus that is as wide as a digit.
func signed(x float64) string {
	s := view.Fixed(math.Abs(x), 2)
	if x < 0 && s != "0.00" {
		return "−" + s
	}
	return s
}
