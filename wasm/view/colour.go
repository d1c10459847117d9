package view

import (
	"math"
	"slices"
)

// RGB is a colour of the screen, sRGB, 0…255 each.
type RGB struct{ R, G, B uint8 }

// Map names a colour map.
type Map int

// The maps. Grey, Aurora, Ember and Dusk rise evenly in perceived lightness, so
// that equal steps of photons look equal; Heat and Rainbow are the classic ones.
const (
	Grey    Map = iota // white to black, as films and adxv show images
	Aurora             // violet, teal, yellow
	Ember              // black, purple, orange, pale yellow
	Dusk               // blue, grey, yellow: the same to colour-blind eyes
	Heat               // black, red, yellow, white
	Rainbow            // blue, cyan, green, yellow, red
	maps
)

// Maps lists all maps.
func Maps() []Map {
	list := make([]Map, maps)
	for i := range list {
		list[i] = Map(i)
	}
	return list
}

// String returns the name of the map, as ParseMap reads it.
func (m Map) String() string {
	return [...]string{"grey", "aurora", "ember", "dusk", "heat", "rainbow"}[m]
}

// ParseMap returns the map called name; ok is false if there is none.
func ParseMap(name string) (m Map, ok bool) {
	for _, m := range Maps() {
		if m.String() == name {
			return m, true
		}
	}
	return Grey, false
}

// levels is how many colours a map has.
const levels = 256

// Table returns the colours of the map from few photons to many; inverted from
// many to few.
func (m Map) Table(inverted bool) (table [levels]RGB) {
	for i := range table {
		table[i] = m.at(float64(i) / (levels - 1))
	}
	if inverted {
		slices.Reverse(table[:])
	}
	return table
}

// at returns the colour at t in [0, 1].
func (m Map) at(t float64) RGB {
	switch m {
	case Aurora:
		// Screens show less chroma in the teal of the middle than at the ends.
		return lch{0.27 + 0.65*t, 0.11 - 0.085*t + 0.14*t*t, 305 - 200*t}.rgb()
	case Ember:
		// Chroma must vanish in the black and shrink in the pale yellow.
		return lch{0.08 + 0.89*t, 0.19*math.Sin(math.Pi*(0.08+0.8*math.Pow(t, 0.9))) - 0.04*(1-t), 285 + 178*math.Pow(t, 0.8)}.rgb()
	case Dusk:
		// Straight through grey: blue to yellow, the axis that colour-blind eyes keep.
		c := 0.13 * (2*t - 1)
		sin, cos := math.Sincos(98 * math.Pi / 180)
		return oklab{0.28 + 0.63*t, c * cos, c * sin}.rgb()
	case Heat:
		return RGB{ramp(3 * t), ramp(3*t - 1), ramp(3*t - 2)}
	case Rainbow:
		return RGB{ramp(math.Min(4*t-1.5, 4.5-4*t)), ramp(math.Min(4*t-0.5, 3.5-4*t)), ramp(math.Min(4*t+0.5, 2.5-4*t))}
	}
	v := ramp(1 - t)
	return RGB{v, v, v}
}

// ramp returns 0…255 for t in 0…1, clipped.
func ramp(t float64) uint8 { return uint8(255*math.Max(0, math.Min(1, t)) + 0.5) }

// oklab is a colour by perceived lightness L in 0…1 and two opponent axes, green
// to red and blue to yellow.
//
// Source: B. Ottosson, A perceptual color space for image processing (2020).
type oklab struct{ l, a, b float64 }

// lch is an oklab colour by lightness, chroma and hue in degrees.
type lch struct{ l, c, h float64 }

func (x lch) rgb() RGB {
	sin, cos := math.Sincos(x.h * math.Pi / 180)
	return oklab{x.l, x.c * cos, x.c * sin}.rgb()
}

// rgb returns the colour on the screen. One that no screen shows loses chroma, not
// lightness, until it can be shown.
func (x oklab) rgb() RGB {
	r, g, b := x.linear()
	if !shown(r, g, b) {
		low, high := 0.0, 1.0
		for range 20 {
			mid := (low + high) / 2
			if shown(oklab{x.l, mid * x.a, mid * x.b}.linear()) {
				low = mid
			} else {
				high = mid
			}
		}
		r, g, b = oklab{x.l, low * x.a, low * x.b}.linear()
	}
	return RGB{gamma(r), gamma(g), gamma(b)}
}

// shown reports whether linear light is within what a screen gives, to a tenth of a step.
func shown(r, g, b float64) bool {
	const slack = 1e-4
	return math.Min(r, math.Min(g, b)) >= -slack && math.Max(r, math.Max(g, b)) <= 1+slack
}

// linear returns the linear light of the colour, 0…1 each on a screen.
func (x oklab) linear() (r, g, b float64) {
	l := cube(x.l + 0.3963377774*x.a + 0.2158037573*x.b)
	m := cube(x.l - 0.1055613458*x.a - 0.0638541728*x.b)
	s := cube(x.l - 0.0894841775*x.a - 1.2914855480*x.b)
	return 4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s
}

func cube(x float64) float64 { return x * x * x }

// gamma returns the sRGB value of linear light (IEC 61966-2-1).
func gamma(x float64) uint8 {
	if x <= 0.0031308 {
		return ramp(12.92 * x)
	}
	return ramp(1.055*math.Pow(x, 1/2.4) - 0.055)
}
