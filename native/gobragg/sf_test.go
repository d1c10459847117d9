package main

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"math/cmplx"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/hkl"
	"gobragg/core/mtz"
	"gobragg/core/reflections"
	"gobragg/core/units"
)

// mustRun runs a command line that is to succeed, and returns what was printed.
func mustRun(t *testing.T, line string) (stdout, stderr string) {
	t.Helper()
	code, stdout, stderr := run(t, words(line)...)
	if code != 0 {
		t.Fatalf("%s: exit code %d\n%s", line, code, stderr)
	}
	return stdout, stderr
}

// readP1 returns the amplitudes of a file in P1.
func readP1(t *testing.T, name string) *hkl.List {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := reflections.Read(f, name, reflections.Options{})
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := set.P1(0)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// residual returns Σ|F − F_want| / ΣF_want over the reflections of want, 0 0 0 not
// among them.
func residual(t *testing.T, got, want *hkl.List) float64 {
	t.Helper()
	g, err := got.Grid(0)
	if err != nil {
		t.Fatal(err)
	}
	var sum, norm float64
	for _, r := range want.Reflections {
		if r.H != 0 || r.K != 0 || r.L != 0 {
			sum += math.Abs(float64(g.At(int(r.H), int(r.K), int(r.L)) - r.F))
			norm += float64(r.F)
		}
	}
	return sum / norm
}

// phased returns F of a file's columns FC and PHIC by index.
func phased(t *testing.T, name string) map[[3]int32]complex128 {
	t.Helper()
	file, err := mtz.Read(strings.NewReader(content(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	f, phase := file.Find("FC"), file.Find("PHIC")
	if f < 0 || phase < 0 {
		t.Fatalf("%s has no FC and PHIC", name)
	}
	all := make(map[[3]int32]complex128)
	for row := range file.Rows() {
		h, k, l, err := file.HKL(row)
		if err != nil {
			t.Fatal(err)
		}
		all[[3]int32{h, k, l}] = cmplx.Rect(float64(file.Value(row, f)), float64(file.Value(row, phase))*units.Degree)
	}
	return all
}

// TestFactorsOfModel computes entry 1A8O and compares with gemmi's structure factors:
// the list, the unique ones with their phases, and what is said of them.
func TestFactorsOfModel(t *testing.T) {
	inFolder(t)
	entry := filepath.Join(testdata, "sf", "1a8o.pdb")
	_, stderr := mustRun(t, "sf "+entry+" -dmin 2.5 -no_anomalous -o a.hkl -o a.mtz -o a.json -o b.hkl.gz -o b.json.gz")
	for _, want := range []string{
		"644 atoms", "41.98 41.98 88.92 Å, 90 90 90°", "P 43 21 2", "left out", "0.35 electrons/Å³, B 46 Å², in 44.8 %",
		"3060 unique, 41923 in P1", "2.5 Å, complete", "F(0 0 0)", "a.mtz  3060 unique",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("the summary lacks %q:\n%s", want, stderr)
		}
	}
	// Measured 2e-5, what six digits and gemmi's single precision leave.
	const tol = 1e-4
	want := readP1(t, filepath.Join(testdata, "1a8o.hkl"))
	for _, name := range []string{"a.hkl", "a.mtz", "b.hkl.gz"} {
		got := readP1(t, name)
		if r := residual(t, got, want); r > tol {
			t.Errorf("%s: R %.2g, want at most %g", name, r, tol)
		}
		if r := residual(t, want, got); r > tol {
			t.Errorf("%s has reflections that are not in 1a8o.hkl: R %.2g", name, r)
		}
	}
	if text := content(t, "a.hkl"); !strings.HasPrefix(text, "# gobragg ") || !strings.Contains(text, "1a8o.pdb (PDB)") || strings.Contains(text, testdata) {
		t.Errorf("a.hkl begins %.300q", text)
	}

	phases := phased(t, filepath.Join(testdata, "sf", "1a8o_solv.mtz"))
	computed := phased(t, "a.mtz")
	both := 0
	for h, w := range phases {
		f, ok := computed[h]
		if !ok {
			continue // other unique reflections: gemmi has its own rule
		}
		both++
		// Those that hardly matter may have any phase.
		if d := cmplx.Abs(f - w); d > 1e-3*cmplx.Abs(w)+0.1 {
			t.Errorf("F(%v) = %.2f, want %.2f", h, f, w)
		}
	}
	if both < 1000 {
		t.Errorf("%d reflections are in both MTZ files, want at least 1000", both)
	}

	var report struct {
		Source, Format string
		Atoms          int
		Cell           []float64 `json:"cell_A_deg"`
		Group          string    `json:"space_group"`
		DMin           float64   `json:"dmin_A"`
		F000           float64
		InP1           int `json:"reflections_in_P1"`
		Columns        []string
		Reflections    [][]float64
		Solvent        struct {
			K float64 `json:"k_sol_electrons_per_A3"`
		}
	}
	if err := json.Unmarshal([]byte(content(t, "a.json")), &report); err != nil {
		t.Fatal(err)
	}
	if report.Source != "1a8o.pdb" || report.Format != "PDB" || report.Atoms != 644 || len(report.Cell) != 6 || report.Group != "P 43 21 2" ||
		report.DMin != 2.5 || report.InP1 != 41923 || report.Solvent.K != 0.35 || strings.Join(report.Columns, " ") != "h k l F phase_deg" {
		t.Errorf("a.json says %+v", report)
	}
	if n := len(report.Reflections); n != 3060 || math.Abs(report.Reflections[0][3]-report.F000) > 1 {
		t.Errorf("a.json has %d reflections, the first %v; want 3060 and F(0 0 0) = %g first", n, report.Reflections[0], report.F000)
	}
}

// TestFactorsOfMates: with anomalous scattering the list and the MTZ file tell
// Friedel mates apart, and agree.
func TestFactorsOfMates(t *testing.T) {
	inFolder(t)
	entry := filepath.Join(testdata, "sf", "1a8o.cif")
	mustRun(t, "sf "+entry+" -dmin 4 -lambda 0.9795 -k_sol 0 -quiet -o a.hkl -o a.mtz -o a.json")
	list, unique := readP1(t, "a.hkl"), readP1(t, "a.mtz")
	const rounding = 1e-6 // of single precision, twice
	if r := residual(t, unique, list); r > rounding {
		t.Errorf("the MTZ file differs from the list by R %.2g", r)
	}
	grid, err := list.Grid(0)
	if err != nil {
		t.Fatal(err)
	}
	differ := 0
	for _, r := range list.Reflections {
		if mate := grid.At(int(-r.H), int(-r.K), int(-r.L)); math.Abs(float64(mate-r.F)) > 0.01*float64(r.F) {
			differ++
		}
	}
	if differ < len(list.Reflections)/10 {
		t.Errorf("%d of %d reflections differ from their mates by 1 %%; four Se at their edge should give a tenth at least", differ, len(list.Reflections))
	}
	// The same by energy.
	mustRun(t, "sf "+entry+" -dmin 4 -energy 12657.91 -k_sol 0 -quiet -o b.hkl")
	if r := residual(t, readP1(t, "b.hkl"), list); r > 1e-4 {
		t.Errorf("by energy: R %.2g", r)
	}
}

// TestFactorsOfReflections: files of structure factors become lists and MTZ files.
func TestFactorsOfReflections(t *testing.T) {
	inFolder(t)
	want := readP1(t, filepath.Join(testdata, "1a8o.hkl"))
	stdout, _ := mustRun(t, "sf "+filepath.Join(testdata, "sf", "1a8o_solv.mtz")+" -o a.hkl -o a.mtz -o a.json")
	if stdout != "" {
		t.Errorf("standard output %q, want the summary among the messages", stdout)
	}
	for _, name := range []string{"a.hkl", "a.mtz"} {
		// The list has six digits.
		if r := residual(t, readP1(t, name), want); r > 1e-6 {
			t.Errorf("%s: R %.2g", name, r)
		}
	}
	if stdout, stderr := mustRun(t, "sf a.mtz"); !strings.Contains(stdout, "100.0 % complete to 2.50 Å") || strings.Contains(stderr, "complete") {
		t.Errorf("without -o the summary is %q", stdout)
	}
	mustRun(t, "sf a.mtz -dmin 5 -quiet -o low.hkl")
	if n := len(readP1(t, "low.hkl").Reflections); n < 5000 || n > 5600 { // an eighth of 41836
		t.Errorf("%d reflections to 5 Å", n)
	}

	// One of two mates, and mates that differ; symmetry if it is asked for.
	put(t, "few.hkl", "0 0 0 9\n-1 0 0 5\n2 0 0 7\n-2 0 0 6\n")
	mustRun(t, "sf few.hkl -o few.json")
	if got := strings.Join(strings.Fields(content(t, "few.json")), " "); !strings.HasSuffix(got,
		`"columns": [ "h", "k", "l", "F_plus", "F_minus" ], "reflections": [ [0, 0, 0, 9, 9], [1, 0, 0, null, 5], [2, 0, 0, 7, 6] ] }`) {
		t.Errorf("few.json: %s", got)
	}
	mustRun(t, "sf few.hkl -o four.hkl -space_group P4 -quiet")
	if n := len(readP1(t, "four.hkl").Reflections); n != 9 {
		t.Errorf("%d reflections with a fourfold axis, want 9", n)
	}
	// Files of nothing but a small molecule: no solvent, another resolution.
	put(t, "salt.cif", salt)
	_, stderr := mustRun(t, "sf salt.cif -o salt.mtz")
	for _, want := range []string{"CIF: 2 atoms", "none", "0.8 Å, complete", "F m -3 m"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("the summary of a small molecule lacks %q:\n%s", want, stderr)
		}
	}
}

// salt is NaCl.
const salt = `data_salt
_cell_length_a 5.64
_cell_length_b 5.64
_cell_length_c 5.64
_symmetry_space_group_name_H-M 'F m -3 m'
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_U_iso_or_equiv
Na1 0 0 0 0.02
Cl1 0.5 0.5 0.5 0.02
`

func TestFactorsMistakes(t *testing.T) {
	inFolder(t)
	put(t, "few.hkl", "0 0 0 9\n1 0 0 5\n")
	put(t, "salt.cif", salt)
	put(t, "empty.cif", "data_x\n_cell_length_a 5\n")
	before := filesIn(t, ".")
	for _, c := range []struct {
		name, args string
		code       int
		stderr     string
	}{
		{"no file", "-o a.hkl", 2, "sf: want one file, found 0"},
		{"two files", "a b", 2, "want one file, found 2"},
		{"missing file", "none.pdb", 1, "none.pdb: no such file"},
		{"unknown format", "few.hkl -o a.txt", 2, "-o: a.txt: the extension says the format: .hkl"},
		{"compressed MTZ", "few.hkl -o a.mtz.gz", 2, "-o: a.mtz.gz"},
		{"one name twice", "few.hkl -o a.hkl -o ./a.hkl", 2, "is there twice"},
		{"no such folder", "few.hkl -o none/a.hkl", 1, "there is no folder none"},
		{"lambda and energy", "salt.cif -lambda 1 -energy 12000", 2, "give one of them"},
		{"resolution", "salt.cif -dmin 0", 2, `-dmin: "0" is not a number from 0.1`},
		{"too many reflections", "salt.cif -dmin 0.1 -energy 1e7", 1, "salt.cif: "},
		{"solvent of reflections", "few.hkl -k_sol 0.3", 2, "are for models; few.hkl holds reflections"},
		{"columns of a model", "salt.cif -labels F", 2, "are for reflections"},
		{"columns of text", "few.hkl -labels F", 1, "no named columns"},
		{"MTZ without a cell", "few.hkl -o a.hkl -o a.mtz", 1, "cannot write a.mtz: an MTZ file says the cell"},
		{"CIF of neither", "empty.cif", 1, "empty.cif: "},
		{"unknown option", "few.hkl -scale 2", 2, "-scale: gobragg sf has no such option"},
	} {
		code, _, stderr := run(t, append([]string{"sf"}, words(c.args)...)...)
		if code != c.code || !strings.Contains(stderr, c.stderr) {
			t.Errorf("%s: exit code %d, want %d; %q, want %q", c.name, code, c.code, stderr, c.stderr)
		}
	}
	if after := filesIn(t, "."); after != before {
		t.Errorf("files %s, want %s", after, before)
	}
}

// TestFactorsInterrupted: nothing is written once the context has ended.
func TestFactorsInterrupted(t *testing.T) {
	inFolder(t)
	put(t, "a.hkl", "kept")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := &program{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, processors: 2}
	if code := p.run(ctx, []string{"sf", filepath.Join(testdata, "sf", "1a8o.pdb"), "-o", "a.hkl"}); code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	if got := filesIn(t, "."); got != "a.hkl" || content(t, "a.hkl") != "kept" {
		t.Errorf("files %s, a.hkl holds %q", got, content(t, "a.hkl"))
	}
}
