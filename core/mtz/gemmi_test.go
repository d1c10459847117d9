package mtz

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/symmetry"
)

// gemmi runs the program gemmi. A test is skipped without it, unless REQUIRE_ALL is
// set.
func gemmi(t *testing.T, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("gemmi")
	if err != nil {
		if os.Getenv("REQUIRE_ALL") != "" && runtimeHasPrograms {
			t.Fatal("gemmi is missing: apt-get install gemmi")
		}
		t.Skip("gemmi is missing: apt-get install gemmi")
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("gemmi %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// TestGemmiReadsTheSame: gemmi says the same of a file of its own and of that file
// as written here.
func TestGemmiReadsTheSame(t *testing.T) {
	f := readFile(t, solvent)
	name := filepath.Join(t.TempDir(), "ours.mtz")
	write(t, f, name)
	for _, args := range [][]string{{"mtz", "-d"}, {"mtz", "--tsv"}, {"mtz", "-s"}, {"mtz", "--cells"}} {
		theirs, ours := gemmi(t, append(args, solvent)...), gemmi(t, append(args, name)...)
		theirs = strings.Replace(theirs, "Sort Order: 0 0 0 0 0", "Sort Order: 1 2 3 0 0", 1) // sfcalc does not say that its rows are ordered
		if ours != theirs {
			t.Errorf("gemmi %v of our file:\n%.2000s\nof its own:\n%.2000s", args, ours, theirs)
		}
	}
	theirs, ours := gemmi(t, "mtz", "-H", solvent), gemmi(t, "mtz", "-H", name)
	if squeeze(strings.Replace(theirs, "SORT    0   0   0", "SORT 1 2 3", 1)) != squeeze(ours) {
		t.Errorf("headers, but for blanks:\n%s\nwant:\n%s", ours, theirs)
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func write(t *testing.T, f *File, name string) {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestGemmiGroups: gemmi finds the group that was meant, in every kind of lattice and
// in settings that are not standard, and the datasets, history, missing values.
func TestGemmiGroups(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		group, want string
		cell        [6]float64
	}{
		{"P 1", "P 1", [6]float64{40, 50, 60, 80, 95, 105}},
		{"P 1 21/n 1", "P 1 21/n 1", [6]float64{40, 50, 60, 90, 95, 90}},
		{"P 1 1 2", "P 1 1 2", [6]float64{40, 50, 60, 90, 90, 95}},
		{"I 1 2 1", "I 1 2 1", [6]float64{40, 50, 60, 90, 95, 90}},
		{"C 2 2 21", "C 2 2 21", [6]float64{40, 50, 60, 90, 90, 90}},
		{"F 2 2 2", "F 2 2 2", [6]float64{40, 50, 60, 90, 90, 90}},
		{"P n n n:2", "P n n n", [6]float64{40, 50, 60, 90, 90, 90}},
		{"I 41", "I 41", [6]float64{40, 40, 60, 90, 90, 90}},
		{"P 31 1 2", "P 31 1 2", [6]float64{40, 40, 60, 90, 90, 120}},
		{"R 3:H", "H 3", [6]float64{40, 40, 60, 90, 90, 120}},
		{"R 3:R", "R 3", [6]float64{40, 40, 40, 80, 80, 80}},
		{"P 61 2 2", "P 61 2 2", [6]float64{40, 40, 60, 90, 90, 120}},
		{"P 21 3", "P 21 3", [6]float64{40, 40, 40, 90, 90, 90}},
		{"F d -3 m:2", "F d -3 m", [6]float64{40, 40, 40, 90, 90, 90}},
	} {
		g, err := symmetry.Lookup(c.group)
		if err != nil {
			t.Fatal(err)
		}
		f := &File{
			Title: "a test", Cell: c.cell, Symmetry: SymmetryOf(g), Missing: nan, History: []string{"first line", "second line"},
			Columns:  []Column{{Label: "H", Type: 'H'}, {Label: "K", Type: 'H'}, {Label: "L", Type: 'H'}, {Label: "F(+)", Type: 'G', Dataset: 1}, {Label: "F(-)", Type: 'G', Dataset: 1}},
			Datasets: []Dataset{{0, "HKL_base", "HKL_base", "HKL_base", c.cell, 0}, {1, "a project", "a crystal", "peak", c.cell, 0.97934}},
			Data:     []float32{0, 0, 12, 1e12, 7, 4, 0, -4, 12.5, nan, 1, 2, -12, nan, nan},
		}
		name := filepath.Join(t.TempDir(), "ours.mtz")
		write(t, f, name)
		out := gemmi(t, "mtz", "-d", "--tsv", name)
		for _, want := range []string{
			"Title: a test\n", "Number of Reflections = 3\n", "Sort Order: 0 0 0 0 0\n", "a_project > a_crystal > peak:\n", "wavelength  0.97934\n",
			"first line\nsecond line\n", "0\t0\t12\t1e+12\t7\n4\t0\t-4\t12.5\tnan\n1\t2\t-12\tnan\tnan\n",
		} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: gemmi does not say %q:\n%s", c.group, want, out)
			}
		}
		if !strings.Contains(out, "Space Group: "+c.want) || strings.Contains(strings.ToLower(out), "warn") || strings.Contains(out, "expected") {
			t.Errorf("%s: gemmi does not say Space Group: %s\n%s", c.group, c.want, out)
		}
	}
}
