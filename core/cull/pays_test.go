package cull

import (
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/plan"
)

// TestPays: leaving out is for sharp spots and bounds that are not too low; elsewhere
// the full sum is left alone.
func TestPays(t *testing.T) {
	const crystal = "-cell 100 100 100 90 90 90 -misset 17 23 40 -lambda 1 -distance 100 -pixel 0.1 -detpixels 512 -default_F 100 -mosaic 0.5 -mosaic_domains 100"
	for _, c := range []struct {
		name, args string
		want       bool
	}{
		{"no bound", "-N 500 -cull 0", false},
		{"500 cells", "-N 500 -cull 1e4", true},
		{"500 cells, too low a bound", "-N 500 -cull 1e-12", false},
		{"50 cells", "-N 50 -cull 10", true},
		{"5 cells", "-N 5 -cull 1e-3", false},
		{"top hat: most samples are 0", "-N 20 -tophat_spots -cull 1e-100", true},
		{"water of the reference program", "-N 500 -cull 1e4 -water 10 -compat", false},
	} {
		settings, err := config.ParseArgs(strings.Fields(crystal + " " + c.args))
		if err != nil {
			t.Fatal(err)
		}
		resolved, err := settings.Experiment(nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := plan.Compile(resolved.Experiment)
		if err != nil {
			t.Fatal(err)
		}
		if got := New(p) != nil; got != c.want {
			t.Errorf("%s: leaving out pays: %v, want %v", c.name, got, c.want)
		}
	}
}
