package viewer

import (
	"image"
	"math"
	"strconv"

	"gobragg/core/units"
	"gobragg/wasm/view"
)

// explainPanel takes a pixel apart.
type explainPanel struct {
	words  element
	wide   *surface
	close  *surface
	scene  *view.Scene
	answer *view.Explained
}

func (x *explainPanel) build(body element) {
	inner := add(body, "div", "v-explain")
	x.words = add(inner, "div", "v-words", "aria-live", "polite")
	text(x.words, "p", "v-hint", "Click a pixel of the image, or move to it with Shift and the arrow keys and press Enter.")
	drawings := add(inner, "div", "v-drawings")
	figure := func(class, label, caption string, draw func(s *surface)) *surface {
		f := add(drawings, "figure", "")
		s := newSurface(f, class, label, draw)
		text(f, "figcaption", "", caption)
		return s
	}
	x.wide = figure("v-construction", "Ewald construction of the pixel", "Ewald construction: beam, sphere, diffracted ray, q", func(s *surface) {
		if x.answer != nil {
			s.drawing(x.scene.Construction(x.answer, s.width, s.height))
		}
	})
	x.close = figure("v-closeup", "Lattice point and sphere, enlarged", "Enlarged: the lattice point, as wide as the crystal makes it, and the sphere", func(s *surface) {
		if x.answer != nil {
			s.drawing(x.scene.Close(x.answer, s.width, s.height))
		}
	})
}

func (x *explainPanel) redraw() {
	x.wide.ask()
	x.close.ask()
}

// show explains the pixel at.
func (x *explainPanel) show(v *Viewer, at image.Point) {
	answer := v.scene.Explain(at.X, at.Y)
	x.scene, x.answer = v.scene, &answer
	x.words.Value.Call("replaceChildren")
	head := add(x.words, "p", "v-headline")
	text(head, "b", "", "Pixel "+strconv.Itoa(at.X)+", "+strconv.Itoa(at.Y))
	head.append(": ")
	photons := text(head, "span", "", view.Number(answer.Photons, 6)+" photons")
	photons.setAttribute("data-photons", strconv.FormatFloat(answer.Photons, 'g', -1, 64))
	if answer.Background != 0 {
		head.append(", of these " + view.Number(answer.Background, 4) + " from water")
	}
	if answer.OutsideROI {
		head.append("; outside the region of interest, where the image holds 0")
	}
	x.redraw()
	if answer.Nothing != "" {
		text(x.words, "p", "", answer.Nothing)
		return
	}
	s := &answer.Strongest
	where := "The sample that gave most: source " + strconv.Itoa(s.Source+1) + " of " + strconv.Itoa(len(v.scene.Plan.Sources)) +
		", φ " + view.Number(v.scene.Experiment.Scan.Angles()[s.Phi]/units.Degree, 5) + "°, domain " + strconv.Itoa(s.Domain+1) + " of " + strconv.Itoa(int(v.scene.Plan.Domains)) +
		", sub-pixel " + strconv.Itoa(s.SubFast) + " " + strconv.Itoa(s.SubSlow)
	text(x.words, "p", "v-where", where)
	table := add(x.words, "table", "v-factors")
	rows := func(list []view.Factor, sign string) {
		for i, f := range list {
			tr := add(table, "tr", "")
			th := add(tr, "th", "", "scope", "row")
			if i > 0 && sign != "" {
				text(th, "span", "v-sign", sign)
			}
			text(th, "i", "", f.Symbol)
			text(tr, "td", "v-name", f.Name)
			value := text(tr, "td", "v-value", f.Value+" "+f.Unit)
			if !math.IsNaN(f.Number) {
				value.setAttribute("data-factor", strconv.FormatFloat(f.Number, 'g', -1, 64))
			}
			text(tr, "td", "v-formula", f.Formula)
		}
	}
	rows(answer.Lines, "")
	rows(answer.Factors, "× ")
	tr := add(table, "tr", "v-product")
	th := text(tr, "th", "", "=")
	th.setAttribute("scope", "row")
	text(tr, "td", "v-name", "product")
	product := text(tr, "td", "v-value", view.Number(answer.Product, 6)+" photons")
	product.setAttribute("data-product", strconv.FormatFloat(answer.Product, 'g', -1, 64))
	share := "from this sample"
	if answer.Photons > 0 {
		share += ", " + view.Number(100*answer.Product/answer.Photons, 3) + " % of the pixel"
	}
	text(tr, "td", "v-formula", share)
	for _, parts := range answer.Parts {
		p := add(x.words, "div", "v-parts")
		text(p, "h3", "", "By "+parts.Kind+", the strongest of "+strconv.Itoa(parts.Of))
		for _, part := range parts.List {
			row := add(p, "div", "v-part")
			text(row, "span", "", part.Name)
			bar := add(row, "span", "v-bar")
			add(bar, "span", "").Value.Get("style").Set("width", view.Fixed(part.Percent, 1)+"%")
			text(row, "span", "v-percent", view.Fixed(part.Percent, 1)+" %")
		}
	}
}
