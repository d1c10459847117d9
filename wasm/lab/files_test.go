package lab

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/imgio"
)

func testFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "sf", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// smv returns an SMV image with a geometry.
func smv(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	h := imgio.Geometry{Width: 40, Height: 30, PixelSize: 0.2, Distance: 77, Wavelength: 1.5, BeamX: 3, BeamY: 4, CloseDistance: 77}.Header()
	if err := imgio.WriteSMV(&b, h, func(_ int, dst []uint16) { clear(dst) }); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(b []byte) []byte {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write(b)
	w.Close()
	return z.Bytes()
}

const matrix = " 0.001 0.02 0.003\n -0.004 0.005 0.01\n 0.011 0.002 -0.003\n 0 0 0\n"

func TestAdopt(t *testing.T) {
	for _, c := range []struct {
		name    string
		content []byte
		option  string // that takes it
		check   func(l *Lab) bool
	}{
		{"1a8o.mtz", testFile(t, "1a8o_nosolv.mtz"), "hkl", nil},
		{"1a8o.pdb", testFile(t, "1a8o.pdb"), "model", func(l *Lab) bool { return !l.Settings().Has("hkl") }},
		{"1a8o.cif", testFile(t, "1a8o.cif"), "model", nil},
		{"1a8o.pdb.gz", gzipped(testFile(t, "1a8o.pdb")), "model", nil},
		{"P1.hkl", []byte("# a list\n1 0 0 50\n0 1 0 70\n"), "hkl", func(l *Lab) bool { return l.Settings().Has("cell") }},
		{"shelx.hkl", []byte("   1   0   0   50.00    1.00   1\n   0   1   0   70.00    1.00   1\n   0   0   0    0.00    0.00   0\n"), "hkl", nil},
		{"A.mat", []byte(matrix), "mat", func(l *Lab) bool { return !l.Settings().Has("cell") }},
		{"sources.txt", []byte("-10 0 0 1 1e-10\n-10 0.01 0 1 1.1e-10\n"), "sourcefile", nil},
		{"frame.img", smv(t), "geometry", func(l *Lab) bool {
			r, err := l.Experiment()
			return err == nil && r.Experiment.Detector.Fast == 40 && r.Experiment.Beam.Wavelength == 1.5e-10
		}},
		{"run.json", []byte(`{"gobragg_config": 1, "crystal": {"cell_A_deg": [30], "default_F_electrons": 5}}`), "", func(l *Lab) bool { return l.Text("cell") == "30" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New()
			if c.option == "hkl" && strings.HasSuffix(c.name, ".hkl") || c.option == "sourcefile" {
				if err := l.Set("cell", "40 50 60"); err != nil {
					t.Fatal(err)
				}
			}
			what, err := l.Adopt(c.name, c.content)
			if err != nil {
				t.Fatal(err)
			}
			if what.Option != c.option || c.option != "" && l.Text(c.option) != c.name {
				t.Errorf("%s became %+v, -%s %q", c.name, what, c.option, l.Text(c.option))
			}
			if _, err := l.Experiment(); err != nil {
				t.Error(err)
			}
			if c.check != nil && !c.check(l) {
				t.Errorf("the settings are %s", l.Settings().Query())
			}
			l.Undo()
			if c.option != "" && l.Text(c.option) == c.name {
				t.Error("the file cannot be undone")
			}
		})
	}
}

// TestHostileFiles: a file that cannot be used changes nothing, and the message says why.
func TestHostileFiles(t *testing.T) {
	mtz := testFile(t, "1a8o_nosolv.mtz")
	for _, c := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"cut.mtz", mtz[:len(mtz)/2], "1a8o"},
		{"head.mtz", mtz[:100], ""},
		{"empty.hkl", nil, "is empty"},
		{"noise.dat", []byte{1, 2, 3, 0, 5, 200, 7}, "none of the files"},
		{"letter.txt", []byte("Dear Sir,\nyours\n"), "none of the files"},
		{"bad.json", []byte(`{"gobragg_config": 1, "crystal": {"cell": 5}}`), "did you mean"},
		{"model.cif", []byte("data_x\n_cell.length_a 5\n"), "none of the files"},
		{"-lambda", []byte(matrix), "cannot be the name"},
		{"short.img", smv(t)[:300], ""},
		{"bomb.hkl.gz", gzipped(bytes.Repeat([]byte("not a reflection\n"), 10000)), "none of the files"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New()
			before := l.Settings().Query()
			_, err := l.Adopt(c.name, c.content)
			if err == nil || c.name != "cut.mtz" && !strings.Contains(err.Error(), c.want) {
				t.Fatalf("Adopt: %v, want %q", err, c.want)
			}
			if got := l.Settings().Query(); got != before || len(l.Files.Names()) != 0 || l.CanUndo() {
				t.Errorf("something is left: %s, files %q", got, l.Files.Names())
			}
			if _, err := l.Experiment(); err != nil {
				t.Errorf("the experiment before is lost: %v", err)
			}
		})
	}
	var f Files
	if err := f.Refuse("large.mtz", 2<<30); err == nil || !strings.Contains(err.Error(), "2.0 GB") {
		t.Errorf("a file of 2 GB: %v", err)
	}
	f.put("a", make([]byte, MaxFile))
	f.put("b", make([]byte, MaxFile))
	if err := f.Refuse("c", 1); err == nil || !strings.Contains(err.Error(), "Remove one") {
		t.Errorf("more than all files may have: %v", err)
	}
	if err := f.Refuse("b", MaxFile); err != nil {
		t.Errorf("a file in place of itself: %v", err)
	}
}

// TestModelBeyondReach: a detector that sees far too much of a model is refused before
// anything is computed.
func TestModelBeyondReach(t *testing.T) {
	l := New()
	if _, err := l.Adopt("1a8o.pdb", testFile(t, "1a8o.pdb")); err != nil {
		t.Fatal(err)
	}
	if err := l.Set("lambda", "0.2"); err != nil {
		t.Fatal(err)
	}
	_, err := l.Experiment()
	if name, text := Blame(err); name != "model" || !strings.Contains(text, "give -dmin") {
		t.Errorf("at 0.2 Å: %q: %q", name, text)
	}
	if err := l.Set("dmin", "3"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Experiment(); err != nil {
		t.Error(err)
	}
}

// TestReplacedFile: a file of the same name is read anew.
func TestReplacedFile(t *testing.T) {
	l := New()
	if err := l.Set("cell", "40 50 60"); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{"50", "90"} {
		if _, err := l.Adopt("a.hkl", []byte("1 0 0 "+f+"\n")); err != nil {
			t.Fatal(err)
		}
		r, err := l.Experiment()
		if err != nil {
			t.Fatal(err)
		}
		list := r.Experiment.Crystal.Table
		if got := list.F[len(list.F)-1]; Number(float64(got)) != f {
			t.Errorf("F is %v, want %s", got, f)
		}
	}
	l.Remove("a.hkl")
	if _, err := l.Experiment(); err == nil {
		t.Error("a removed file is still read")
	}
}
