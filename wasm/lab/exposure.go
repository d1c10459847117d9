package lab

import (
	"math"

	"gobragg/core/config"
)

// exposed returns the option that scales the photons of settings, and its value: the
// exposure time where a flux is given, otherwise the fluence.
func exposed(c *config.Config) (name string, value float64) {
	in := c.Input()
	if in.Beam.Flux > 0 {
		return "exposure", in.Beam.Exposure
	}
	return "fluence", in.Beam.Fluence
}

// Exposure returns the number of photons relative to that of the settings loaded last.
func (l *Lab) Exposure() float64 {
	name, value := exposed(l.settings)
	home, before := exposed(l.home)
	if name != home || !(before > 0) {
		return 1
	}
	return value / before
}

// SetExposure multiplies the photons of the settings loaded last by factor, to three
// digits.
func (l *Lab) SetExposure(factor float64) error {
	name, value := exposed(l.settings)
	if home, before := exposed(l.home); name == home {
		value = before
	}
	if math.Abs(factor-1) > 1e-9 {
		value = roundTo(value*factor, 3)
	}
	return l.Set(name, Number(value))
}

// ExposureText tells the exposure in effect.
func (l *Lab) ExposureText() string {
	name, value := exposed(l.settings)
	return digits(value, 3) + " " + option(name).Unit
}
