package view

import (
	"math"
	"strconv"

	"gobragg/core/experiment"
	"gobragg/core/frame"
)

// Label is a text at a place of the image.
type Label struct {
	At   experiment.Point
	Text string
	// Dark tells black letters, for a light ground, from white ones.
	Dark bool
}

// numberZoom is the least zoom at which pixels show their photons: five letters fit.
const numberZoom = 34

// Numbers returns the photons of the pixels shown, at the middle of each; none
// unless the view is zoomed in far enough to read them.
func Numbers(v *Viewport, f *frame.Frame, p *Painter) []Label {
	if v.Zoom < numberZoom || f == nil {
		return nil
	}
	r := v.Visible().Intersect(f.Bounds())
	labels := make([]Label, 0, r.Dx()*r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			photons := f.Row(y)[x]
			labels = append(labels, Label{
				At:   experiment.Point{Fast: float64(x) + 0.5, Slow: float64(y) + 0.5},
				Text: Short(float64(photons)),
				Dark: p.At(photons).light(),
			})
		}
	}
	return labels
}

// light reports whether black reads better than white on the colour: relative
// luminance above 0.18, where both contrasts of WCAG 2 are alike.
func (c RGB) light() bool {
	linear := func(v uint8) float64 { return math.Pow(float64(v)/255, 2.2) }
	return 0.2126*linear(c.R)+0.7152*linear(c.G)+0.0722*linear(c.B) > 0.18
}

// Short writes v in at most five letters or so: 3.14, 271, 1.2M, 4e-7.
func Short(v float64) string {
	a := math.Abs(v)
	switch {
	case v == 0:
		return "0"
	case math.IsNaN(v) || math.IsInf(v, 0):
		return strconv.FormatFloat(v, 'g', -1, 64)
	case a < 0.00995:
		return strconv.FormatFloat(v, 'e', 0, 64)
	case a < 9.995:
		return strconv.FormatFloat(v, 'f', 2, 64)
	case a < 99.95:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case a < 99999.5:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case a < 9.995e5:
		return strconv.FormatFloat(v/1e3, 'f', 0, 64) + "k"
	case a < 9.995e8:
		return strconv.FormatFloat(v/1e6, 'g', 3, 64) + "M"
	}
	return strconv.FormatFloat(v, 'e', 1, 64)
}

// Number writes v to the given significant digits for people: no exponent between
// 0.001 and a million.
func Number(v float64, digits int) string {
	a := math.Abs(v)
	if a == 0 {
		return "0"
	}
	if a < 1e-3 || a >= 1e6 || math.IsNaN(a) {
		return strconv.FormatFloat(v, 'g', digits, 64)
	}
	decimals := digits - 1 - int(math.Floor(math.Log10(a)))
	return strconv.FormatFloat(v, 'f', max(0, decimals), 64)
}

// Fixed writes v with so many decimals.
func Fixed(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }

// Power writes 10ⁿ, as a number where that is short.
func Power(n int) string {
	switch {
	case n >= 0 && n < 5:
		return "10000"[:n+1]
	case n < 0 && n >= -2:
		return "0.0"[:1-n] + "1"
	}
	b := []rune("10")
	for _, c := range strconv.Itoa(n) {
		if c == '-' {
			b = append(b, '⁻')
		} else {
			b = append(b, []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[c-'0'])
		}
	}
	return string(b)
}
