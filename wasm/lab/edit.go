package lab

import (
	"math"
	"strconv"
	"strings"

	"gobragg/core/config"
)

var notANumber = math.NaN()

// SetPart gives value i of an option with several the text, keeping the others; those
// that were not set take the option's default where it states numbers.
func (l *Lab) SetPart(name string, i int, text string) error {
	o := option(name)
	if len(o.Params) == 1 {
		return l.Set(name, text)
	}
	parts := strings.Fields(l.Text(name))
	if i == 0 && text != "" && text == o.Word || len(parts) == 1 && parts[0] == o.Word {
		parts = nil
	}
	if len(parts) == 0 && text == "" || text == o.Word && text != "" {
		return l.Set(name, text)
	}
	defaults := partDefaults(o, parts)
	for len(parts) < len(o.Params) && (len(parts) <= i || len(parts) < o.Required) {
		parts = append(parts, defaults[len(parts)])
	}
	if text == "" {
		text = defaults[i]
	}
	parts[i] = text
	return l.Set(name, strings.Join(parts, " "))
}

// partDefaults returns what the values of an option are where they are not given.
func partDefaults(o *config.Option, parts []string) []string {
	if o.Name == "cell" { // b = c = a, right angles
		a := "50"
		if len(parts) > 0 {
			a = parts[0]
		}
		return []string{a, a, a, "90", "90", "90"}
	}
	for _, source := range []string{o.Default, o.Example} {
		if words := strings.Fields(source); len(words) == len(o.Params) {
			return words
		}
	}
	words := make([]string, len(o.Params))
	for i := range words {
		words[i] = "0"
	}
	return words
}

// Step returns the value n steps of the slider away from x, within what the option
// accepts. Steps begin at multiples, so that a value off the grid joins it.
func Step(p config.Param, x float64, n int) float64 {
	u := p.Usual
	switch {
	case u.Log && x > 0:
		x = round(x * math.Pow(u.Step, float64(n)))
	case u.Log:
		x = u.Low
	default:
		step := u.Step
		if step == 0 {
			step = 1
			if p.Kind != config.Integer {
				step = 0.1
			}
		}
		x = round(step * (math.Round(x/step) + float64(n)))
	}
	return min(max(x, p.Min), p.Max)
}

// positions is how finely a slider of orders of magnitude is divided.
const positions = 1000

// Slider returns the ends and the step of the slider of p, in its own positions, and
// where it stands for x. A slider of orders of magnitude runs over log x.
func Slider(p config.Param, x float64) (low, high, step, at float64) {
	u := p.Usual
	if u.Log {
		if !(x > 0) {
			return 0, positions, 1, 0
		}
		at = positions * math.Log(x/u.Low) / math.Log(u.High/u.Low)
		return 0, positions, 1, min(max(math.Round(at), 0), positions)
	}
	if !(x == x) {
		x = u.Low
	}
	return u.Low, u.High, u.Step, min(max(x, u.Low), u.High)
}

// FromSlider returns the value that a slider's position stands for.
func FromSlider(p config.Param, at float64) float64 {
	u := p.Usual
	if !u.Log {
		return round(at)
	}
	x := u.Low * math.Pow(u.High/u.Low, at/positions)
	decade := math.Pow(10, math.Floor(math.Log10(x))-1) // two digits
	return round(math.Round(x/decade) * decade)
}

// round returns x with twelve digits: steps of 0.1 add up to what people read.
func round(x float64) float64 { return roundTo(x, 12) }

// roundTo returns x with so many significant digits.
func roundTo(x float64, digits int) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x
	}
	return r
}

// Number returns x as a field shows it.
func Number(x float64) string { return config.FormatNumber(x) }
