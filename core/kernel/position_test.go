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
		var s strip
		for i := range StripSize {
			s.add(i%40, i/2, i)
		}
		n := int(p.Oversample)
		for layer := range int(p.Layers) {
			s.place(p, 1, 0, layer)
			for i := range s.n {
				got, want := s.direction.at(i), Position(p, s.fast[i]*n+1, s.slow[i]*n, layer)
				if got != want {
					t.Fatalf("%s: layer %d, pixel %d %d: place %v, Position %v", c.name, layer, s.fast[i], s.slow[i], got, want)
				}
			}
		}
	}
}
