package kernel

import (
	"testing"

	"gobragg/core/experiment"
)

// TestPlaceIsPosition: a strip's positions have the bits of Position.
func TestPlaceIsPosition(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*experiment.Experiment)
	}{
		{"flat", func(*experiment.Experiment) {}},
		{"thick sensor", func(e *experiment.Experiment) {
			e.Detector.Sensor = experiment.NewSensor(450e-6, 300e-6, experiment.Some(3), false)
		}},
		{"curved", func(e *experiment.Experiment) { e.Detector.Curved = true }},
	} {
		p := still(t, c.change)
		var r Rays
		for i := range StripSize {
			r.Fast[i], r.Slow[i] = float64(i%40), float64(i/2)
		}
		n := int(p.Oversample)
		for layer := range int(p.Layers) {
			geometry{p}.place(&r, StripSize, 1, 0, layer)
			for i := range StripSize {
				got, want := r.Direction.at(i), Position(p, i%40*n+1, i/2*n, layer)
				if got != want {
					t.Fatalf("%s: layer %d, pixel %d %d: place %v, Position %v", c.name, layer, i%40, i/2, got, want)
				}
			}
		}
	}
}
