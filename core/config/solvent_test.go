package config

import (
	"strings"
	"testing"
)

// TestMaskRadii: a larger probe leaves less solvent, and -r_probe without a model is noted.
func TestMaskRadii(t *testing.T) {
	note := func(args string) string {
		r, err := resolveTestdata(t, "-model sf/1a8o.pdb -dmin 6 -N 3 -detpixels 64 "+args)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range r.Notes {
			if _, after, found := strings.Cut(n.String(), "solvent of 0.35"); found {
				return after
			}
		}
		t.Fatalf("%s: no note tells of the solvent", args)
		return ""
	}
	usual, probe, shrink := note(""), note("-r_probe 2"), note("-r_shrink 0.2")
	if usual == probe || usual == shrink || probe == shrink {
		t.Errorf("solvent%s; with -r_probe 2%s; with -r_shrink 0.2%s: want three different", usual, probe, shrink)
	}
	r, err := resolveTestdata(t, "-hkl 1a8o.hkl -cell 50 -r_probe 2 -detpixels 64 -N 3")
	if err != nil {
		t.Fatal(err)
	}
	noted := false
	for _, n := range r.Notes {
		noted = noted || n.Option == "-r_probe" || n.Option == "r_probe"
	}
	if !noted {
		t.Error("-r_probe without -model has no note")
	}
}
