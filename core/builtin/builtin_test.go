package builtin_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/cmplx"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gobragg/core/builtin"
	"gobragg/core/model"
	"gobragg/core/reflections"
	"gobragg/core/sf"
)

//go:generate go test -run TestFilesAreOfTheModel -update

var update = flag.Bool("update", false, "rewrite the built-in files")

const (
	solventDensity = sf.UsualK
	boxEdge        = 100 // Å
)

// built are the files and how each is made of the atoms.
var built = []struct {
	name string
	dmin float64
	box  bool // one molecule in a cell of boxEdge, contrast alone in F(0 0 0); otherwise no F(0 0 0)
}{
	{"1a8o.cif", 2.4, false},
	{"box.cif", 10, true},
}

// TestFilesAreOfTheModel computes the files anew from testdata/sf/1a8o.pdb.
func TestFilesAreOfTheModel(t *testing.T) {
	entry, err := os.ReadFile(filepath.Join("..", "..", "testdata", "sf", "1a8o.pdb"))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range built {
		want := makeFile(t, entry, b.dmin, b.box)
		if *update {
			if err := os.WriteFile(b.name, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got := content(t, builtin.Prefix+b.name); !bytes.Equal(got, want) && runtime.GOARCH == "amd64" {
			t.Errorf("%s is not what its atoms give: go generate ./core/builtin", b.name)
		}
	}
}

// makeFile returns an mmCIF list of the structure factors, to four digits or more.
func makeFile(t *testing.T, entry []byte, dmin float64, box bool) []byte {
	t.Helper()
	title := "crystal of PDB entry 1A8O"
	if box {
		title = "one molecule of PDB entry 1A8O in a box of solvent"
		var lines []string
		for _, line := range strings.SplitAfter(string(entry), "\n") {
			switch {
			case strings.HasPrefix(line, "CRYST1"):
				line = fmt.Sprintf("CRYST1%9.3f%9.3f%9.3f%7.2f%7.2f%7.2f P 1           1\n", float64(boxEdge), float64(boxEdge), float64(boxEdge), 90.0, 90.0, 90.0)
			case strings.HasPrefix(line, "SCALE"), strings.HasPrefix(line, "ORIGX"), strings.HasPrefix(line, "MTRIX"):
				continue
			}
			lines = append(lines, line)
		}
		entry = []byte(strings.Join(lines, ""))
	}
	m, err := model.Read(bytes.NewReader(entry))
	if err != nil {
		t.Fatal(err)
	}
	set, err := sf.Compute(context.Background(), m, dmin, sf.Options{Solvent: sf.FlatSolvent(solventDensity, sf.UsualB)})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	c := set.Cell
	fmt.Fprintf(&b, "# F of the %s\ndata_builtin\n_cell.length_a %g\n_cell.length_b %g\n_cell.length_c %g\n_cell.angle_alpha %g\n_cell.angle_beta %g\n_cell.angle_gamma %g\n_symmetry.space_group_name_H-M '%v'\nloop_\n_refln.index_h\n_refln.index_k\n_refln.index_l\n_refln.F_calc\n",
		title, c.A, c.B, c.C, c.Alpha, c.Beta, c.Gamma, set.Group)
	for _, r := range set.Reflections {
		f := cmplx.Abs(r.F)
		if r.H == 0 && r.K == 0 && r.L == 0 {
			if !box {
				continue
			}
			f -= solventDensity * boxEdge * boxEdge * boxEdge
		}
		fmt.Fprintf(&b, "%d %d %d %.1f\n", r.H, r.K, r.L, f)
	}
	return b.Bytes()
}

func content(t *testing.T, name string) []byte {
	t.Helper()
	r, ok := builtin.Open(name)
	if !ok {
		t.Fatalf("%s is not there", name)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestFilesAreRead: each is a list that -hkl takes, with cell and group.
func TestFilesAreRead(t *testing.T) {
	for _, b := range built {
		set, err := reflections.Read(bytes.NewReader(content(t, builtin.Prefix+b.name)), b.name, reflections.Options{})
		if err != nil {
			t.Fatal(err)
		}
		list, _, err := set.P1(0)
		if err != nil {
			t.Fatal(err)
		}
		if set.Cell[0] == 0 || len(list.Reflections) < 1000 {
			t.Errorf("%s: cell %v, %d reflections in P1", b.name, set.Cell, len(list.Reflections))
		}
	}
	for _, name := range []string{"1a8o.cif", "builtin:", "builtin:other.cif", "builtin:../builtin.go"} {
		if _, ok := builtin.Open(name); ok {
			t.Errorf("Open(%q) finds a file", name)
		}
	}
}
