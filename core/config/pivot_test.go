package config

import (
	"strings"
	"testing"

	"gobragg/core/experiment"
)

// TestConventionAsksForPivot: once an axis makes the convention custom, the pivot
// is what the last option that asks for one says, and naming a convention asks too.
func TestConventionAsksForPivot(t *testing.T) {
	for _, c := range []struct {
		args string
		want experiment.Pivot
	}{
		{"-twotheta 10 -polar_vector 0 0 1", experiment.PivotSample},
		{"-twotheta 10 -mosflm -polar_vector 0 0 1", experiment.PivotBeam},
		{"-twotheta 10 -dials -polar_vector 0 0 1", experiment.PivotBeam},
		{"-distance 90 -xds -polar_vector 0 0 1", experiment.PivotSample},
		{"-xds -polar_vector 0 0 1 -distance 90", experiment.PivotBeam},
	} {
		settings, err := ParseArgs(strings.Fields(c.args + " -cell 100 -default_F 1"))
		if err != nil {
			t.Fatal(err)
		}
		resolved, err := settings.Experiment(nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := resolved.Placement.Pivot.Value; got != c.want {
			t.Errorf("%s: pivot %v, want %v", c.args, got, c.want)
		}
	}
}
