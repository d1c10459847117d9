package lab

import (
	"math"
	"testing"

	"gobragg/core/config"
)

func TestExposure(t *testing.T) {
	for _, c := range []struct{ name, link, option string }{
		{"fluence", "#cell=40&default_F=1&fluence=3e24", "fluence"},
		{"default fluence", "#cell=40&default_F=1", "fluence"},
		{"time of a flux", "#cell=40&default_F=1&flux=1e12&exposure=2", "exposure"},
	} {
		settings, _, err := ParseLink(c.link)
		if err != nil {
			t.Fatal(err)
		}
		l := New()
		l.Load(settings)
		_, before := exposed(l.Settings())
		const tol = 0.005 // three digits
		for _, factor := range []float64{10, 0.0123, 1} {
			if err := l.SetExposure(factor); err != nil {
				t.Fatal(err)
			}
			name, now := exposed(l.Settings())
			if name != c.option || math.Abs(now/before/factor-1) > tol || math.Abs(l.Exposure()/factor-1) > tol {
				t.Errorf("%s × %v: -%s %v from %v, Exposure() = %v", c.name, factor, name, now, before, l.Exposure())
			}
		}
		if _, now := exposed(l.Settings()); now != before {
			t.Errorf("%s: a factor of 1 gives %v, want %v", c.name, now, before)
		}
		if got := config.Find("-" + c.option).Unit; len(l.ExposureText()) <= len(got) {
			t.Errorf("the exposure reads %q", l.ExposureText())
		}
	}
}
