package reflections

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/hkl"
)

// program finds a program. A test is skipped without it, unless REQUIRE_ALL is set.
func program(t *testing.T, try func(path string) bool, debian string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil && try(path) {
			return path
		}
	}
	if os.Getenv("REQUIRE_ALL") != "" && hasPrograms {
		t.Fatalf("%s is missing: apt-get install %s", names[0], debian)
	}
	t.Skipf("%s is missing: apt-get install %s", names[0], debian)
	return ""
}

func run(t *testing.T, path string, args ...string) []byte {
	t.Helper()
	var stderr bytes.Buffer
	c := exec.Command(path, args...)
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %.80q: %v\n%s", filepath.Base(path), args, err, stderr.Bytes())
	}
	return out
}

// expandScript lets gemmi fill the whole sphere (a complex grid of P1) from FC and
// PHIC of the files named, and prints it. For every file it also makes another one, named
// all.mtz at the end, of the same cell and group with numbers for amplitudes, and prints
// that: sfcalc of gemmi 0.5.7 leaves reflections with negative l out where the asymmetric
// unit has them.
const expandScript = `
import gemmi, numpy, sys

def show(name, m):
    grid = m.get_f_phi_on_grid('FC', 'PHIC', m.get_size_for_hkl(sample_rate=3), half_l=False)
    a = numpy.abs(numpy.array(grid, copy=False))
    print('file', name)
    for i in numpy.argwhere(a):
        h = [int(x) if 2 * x < n else int(x) - n for x, n in zip(i, a.shape)]
        print(*h, repr(float(a[tuple(i)])))

for name in sys.argv[1:]:
    m = gemmi.read_mtz_file(name)
    show(name, m)
    every = gemmi.Mtz(with_base=True)
    every.spacegroup = m.spacegroup
    every.set_cell_for_all(m.cell)
    every.add_dataset('all')
    every.add_column('FC', 'F')
    every.add_column('PHIC', 'P')
    hkl = gemmi.make_miller_array(m.cell, m.spacegroup, 4.0)
    f = numpy.arange(1, len(hkl) + 1).reshape(-1, 1)
    every.set_data(numpy.hstack([hkl, f, 0 * f]).astype(numpy.float32))
    if name.endswith('model.mtz'):
        name = name.replace('model.mtz', 'all.mtz')
        every.write_to_file(name)
        show(name, every)
`

// gemmiGroups are groups of every kind of lattice and some settings that are not
// standard, as CRYST1 records have them.
var gemmiGroups = []struct{ name, cell string }{
	{"P 1", "   21.000   23.000   25.000  80.00  95.00 105.00"},
	{"P -1", "   21.000   23.000   25.000  80.00  95.00 105.00"},
	{"P 1 21 1", "   21.000   23.000   25.000  90.00 105.00  90.00"},
	{"P 1 1 21", "   21.000   23.000   25.000  90.00  90.00 105.00"},
	{"P 1 21/n 1", "   21.000   23.000   25.000  90.00 105.00  90.00"},
	{"C 1 2 1", "   31.000   23.000   25.000  90.00 105.00  90.00"},
	{"I 1 2 1", "   31.000   23.000   25.000  90.00 105.00  90.00"},
	{"A 1 2 1", "   31.000   23.000   25.000  90.00 105.00  90.00"},
	{"P 21 21 21", "   21.000   23.000   25.000  90.00  90.00  90.00"},
	{"P 21 2 21", "   21.000   23.000   25.000  90.00  90.00  90.00"},
	{"P 2 21 21", "   21.000   23.000   25.000  90.00  90.00  90.00"},
	{"C 2 2 21", "   31.000   23.000   25.000  90.00  90.00  90.00"},
	{"I 21 21 21", "   31.000   23.000   25.000  90.00  90.00  90.00"},
	{"F 2 2 2", "   31.000   33.000   25.000  90.00  90.00  90.00"},
	{"P n a 21", "   21.000   23.000   25.000  90.00  90.00  90.00"},
	{"P n m a", "   21.000   23.000   25.000  90.00  90.00  90.00"},
	{"P 43 21 2", "   25.000   25.000   41.000  90.00  90.00  90.00"},
	{"I 41 2 2", "   31.000   31.000   41.000  90.00  90.00  90.00"},
	{"P 32 2 1", "   25.000   25.000   41.000  90.00  90.00 120.00"},
	{"P 31 1 2", "   25.000   25.000   41.000  90.00  90.00 120.00"},
	{"H 3", "   35.000   35.000   41.000  90.00  90.00 120.00"},
	{"H 3 2", "   35.000   35.000   41.000  90.00  90.00 120.00"},
	{"R 3 2", "   25.000   25.000   25.000  80.00  80.00  80.00"},
	{"P 63", "   25.000   25.000   41.000  90.00  90.00 120.00"},
	{"P 61 2 2", "   31.000   31.000   41.000  90.00  90.00 120.00"},
	{"P 21 3", "   31.000   31.000   31.000  90.00  90.00  90.00"},
	{"I 2 3", "   35.000   35.000   35.000  90.00  90.00  90.00"},
	{"F 4 3 2", "   41.000   41.000   41.000  90.00  90.00  90.00"},
	{"P 43 3 2", "   31.000   31.000   31.000  90.00  90.00  90.00"},
	{"I -4 3 d", "   41.000   41.000   41.000  90.00  90.00  90.00"},
}

// model returns four atoms in a cell.
func model(group, cell string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CRYST1%s %-11s\n", cryst1(cell), group)
	for i, a := range []struct {
		name, element string
		x, y, z       float64
	}{{" N  ", "N", 3.1, 4.2, 5.9}, {" CA ", "C", 4.0, 5.3, 6.1}, {" C  ", "C", 5.3, 4.9, 6.9}, {" SG ", "S", 1.2, 7.7, 9.4}} {
		fmt.Fprintf(&b, "ATOM  %5d %s CYS A   1    %8.3f%8.3f%8.3f%6.2f%6.2f          %2s\n", i+1, a.name, a.x, a.y, a.z, 1.0, 12.0, a.element)
	}
	b.WriteString("END\n")
	return b.String()
}

// cryst1 puts six numbers into the columns of a CRYST1 record.
func cryst1(cell string) string {
	var c [6]float64
	fmt.Sscan(cell, &c[0], &c[1], &c[2], &c[3], &c[4], &c[5])
	return fmt.Sprintf("%9.3f%9.3f%9.3f%7.2f%7.2f%7.2f", c[0], c[1], c[2], c[3], c[4], c[5])
}

// TestGemmiExpands: MTZ files of gemmi expand here to the P1 list that gemmi makes of
// them itself.
func TestGemmiExpands(t *testing.T) {
	gemmi := program(t, func(string) bool { return true }, "gemmi", "gemmi")
	python := program(t, func(path string) bool {
		return exec.Command(path, "-c", "import gemmi, numpy").Run() == nil
	}, "python3-gemmi", "python3", "/usr/bin/python3")
	dir := t.TempDir()
	args := []string{"-c", expandScript, solvent}
	groups := map[string]string{solvent: "P 43 21 2"}
	for i, g := range gemmiGroups {
		pdb, mtz := filepath.Join(dir, fmt.Sprintf("%d.pdb", i)), filepath.Join(dir, fmt.Sprintf("%d_model.mtz", i))
		if err := os.WriteFile(pdb, []byte(model(g.name, g.cell)), 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, gemmi, "sfcalc", "-w0", "--dmin=4", "--rate=2", "--to-mtz="+mtz, pdb)
		args = append(args, mtz)
		groups[mtz] = g.name
		groups[strings.Replace(mtz, "model.mtz", "all.mtz", 1)] = g.name + ", all"
	}
	want := map[string]map[[3]int32]float64{}
	var file map[[3]int32]float64
	lines := bufio.NewScanner(bytes.NewReader(run(t, python, args...)))
	for lines.Scan() {
		if name, ok := strings.CutPrefix(lines.Text(), "file "); ok {
			file = map[[3]int32]float64{}
			want[name] = file
			continue
		}
		var h [3]int32
		var f float64
		if _, err := fmt.Sscan(lines.Text(), &h[0], &h[1], &h[2], &f); err != nil {
			t.Fatal(err)
		}
		file[h] = f
	}
	for name, group := range groups {
		s := readFile(t, name, Options{})
		list, report, err := s.P1(0)
		if err != nil {
			t.Errorf("%s: %v", group, err)
			continue
		}
		if len(s.Notes) > 0 {
			t.Errorf("%s: notes %q", group, s.Notes)
		}
		compare(t, group, list, want[name])
		if c := report.Completeness; c == nil || c.Present != len(list.Reflections) || c.Present != c.Possible && !strings.HasSuffix(name, "model.mtz") {
			t.Errorf("%s: %v", group, report)
		}
	}
}

// compare compares a P1 list with gemmi's.
func compare(t *testing.T, group string, list *hkl.List, want map[[3]int32]float64) {
	t.Helper()
	// gemmi's amplitudes went through a complex float32 and back.
	const tolerance = 3e-7
	worst, zeros := 0.0, 0
	for _, r := range list.Reflections {
		w, ok := want[[3]int32{r.H, r.K, r.L}]
		if !ok && r.F > 0 {
			t.Errorf("%s: reflection %d %d %d = %v, which gemmi does not have", group, r.H, r.K, r.L, r.F)
			return
		}
		if !ok {
			zeros++
			continue
		}
		worst = max(worst, math.Abs(float64(r.F)-w)/w)
	}
	if worst > tolerance || len(list.Reflections)-zeros != len(want) {
		t.Errorf("%s: %d reflections, relative difference to %.2g, want gemmi's %d and %g", group, len(list.Reflections)-zeros, worst, len(want), tolerance)
	}
}

// TestGemmiConverts: what gemmi makes of an MTZ file in mmCIF, and of an mmCIF file
// with Friedel pairs in MTZ, gives the same P1 list.
func TestGemmiConverts(t *testing.T) {
	gemmi := program(t, func(string) bool { return true }, "gemmi", "gemmi")
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{"spec": "FC F F_calc .8e\nPHIC P phase_calc .2f\n", "b.cif": anomalousFile} {
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, gemmi, "mtz2cif", "--spec="+path("spec"), solvent, path("a.cif"))
	run(t, gemmi, "cif2mtz", path("b.cif"), path("b.mtz"))
	for _, c := range []struct {
		a, b   string
		o      Options
		labels string // of b
	}{
		{solvent, path("a.cif"), Options{}, "[_refln.F_calc]"},
		{path("b.cif"), path("b.mtz"), Options{}, "[F(+) F(-)]"},
	} {
		a, b := readFile(t, c.a, c.o), readFile(t, c.b, c.o)
		x, _, err := a.P1(0)
		if err != nil {
			t.Fatal(err)
		}
		y, _, err := b.P1(0)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(b.Labels) != c.labels || a.Cell != b.Cell || !a.Group.Equal(b.Group) {
			t.Errorf("%s: %v, %v, %v, want %s, %v, %v", filepath.Base(c.b), b.Labels, b.Cell, b.Group, c.labels, a.Cell, a.Group)
		}
		want := map[[3]int32]float64{}
		for _, r := range x.Reflections {
			want[[3]int32{r.H, r.K, r.L}] = float64(r.F)
		}
		const digits = 1e-7 // mmCIF has nine of them, float32 less
		for _, r := range y.Reflections {
			w := want[[3]int32{r.H, r.K, r.L}]
			if math.Abs(float64(r.F)-w) > digits*w {
				t.Fatalf("%s: %v, want F %v", filepath.Base(c.b), r, w)
			}
		}
		if len(x.Reflections) != len(y.Reflections) {
			t.Errorf("%s: %d reflections, want %d", filepath.Base(c.b), len(y.Reflections), len(x.Reflections))
		}
	}
}
