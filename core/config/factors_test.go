package config

import (
	"io"
	"os"
	"strings"
	"testing"
)

// openTestdata opens the project's own files.
func openTestdata(name string) (io.ReadCloser, error) { return os.Open("../../testdata/" + name) }

func resolveTestdata(t *testing.T, args string) (*Resolved, error) {
	t.Helper()
	settings, err := ParseArgs(strings.Fields(args))
	if err != nil {
		t.Fatal(err)
	}
	return settings.Experiment(openTestdata)
}

// TestMTZIsItsTextList: the MTZ file that testdata/1a8o.hkl was expanded from gives
// the same table, and its cell if no other is given.
func TestMTZIsItsTextList(t *testing.T) {
	want, err := resolveTestdata(t, "-hkl 1a8o.hkl -cell 41.98 41.98 88.92 90 90 90 -N 5")
	if err != nil {
		t.Fatal(err)
	}
	got, err := resolveTestdata(t, "-hkl sf/1a8o_solv.mtz -N 5")
	if err != nil {
		t.Fatal(err)
	}
	a, b := got.Experiment.Crystal.Table, want.Experiment.Crystal.Table
	if a.Min != b.Min || a.Size != b.Size {
		t.Fatalf("table from %v of %v, want from %v of %v", a.Min, a.Size, b.Min, b.Size)
	}
	const printed = 1e-5 // digits of the text list
	for i := range a.F {
		if d := a.F[i] - b.F[i]; d > printed*b.F[i] || -d > printed*b.F[i] {
			t.Fatalf("F number %d is %v, want %v", i, a.F[i], b.F[i])
		}
	}
	if cell := got.Experiment.Crystal.Orientation.Cell(); cell.A < 41e-10 || cell.A > 43e-10 || cell.C < 88e-10 || cell.C > 90e-10 {
		t.Errorf("cell %+v, want that of the file", cell)
	}
	notes := ""
	for _, n := range got.Notes {
		notes += n.String() + "\n"
	}
	for _, part := range []string{"the unit cell of sf/1a8o_solv.mtz is used", "P 43 21 2", "100.0 % complete"} {
		if !strings.Contains(notes, part) {
			t.Errorf("no note has %q:\n%s", part, notes)
		}
	}
}

// TestAbsencesAreNoHoles: -default_F fills what a file lacks, but not what its space
// group forbids.
func TestAbsencesAreNoHoles(t *testing.T) {
	r, err := resolveTestdata(t, "-hkl sf/1a8o_solv.mtz -default_F 7 -N 5")
	if err != nil {
		t.Fatal(err)
	}
	table := r.Experiment.Crystal.Table
	for _, c := range []struct {
		h, k, l int
		want    float32
	}{
		{0, 0, 1, 0}, // 4₃ axis: 0 0 l with l = 4n only
		{3, 0, 0, 0}, // 2₁ axis
		{0, 0, 0, 7}, // not in the file
	} {
		if got := table.At(c.h, c.k, c.l); got != c.want {
			t.Errorf("F(%d %d %d) = %v, want %v", c.h, c.k, c.l, got, c.want)
		}
	}
}

func TestReflectionFileErrors(t *testing.T) {
	for _, c := range []struct{ name, args, want string }{
		{"no such column", "-hkl sf/1a8o_solv.mtz -labels NONE -N 5", "NONE"},
		{"no such group", "-hkl sf/1a8o_solv.mtz -space_group P9 -N 5", "P9"},
		{"not reflections", "-hkl sf/1a8o.pdb -cell 50 -N 5", "-hkl sf/1a8o.pdb"},
	} {
		if _, err := resolveTestdata(t, c.args); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}
