package model

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// closeTo is the rounding of double precision in a few products of numbers near 1.
const closeTo = 1e-12

const cryst1 = "CRYST1   20.000   30.000   40.000  90.00  90.00  90.00 P 21 21 21    4\n"

// atomLine returns an ATOM record.
func atomLine(name, alt, residue string, x, y, z, occupancy, b float64, element string) string {
	return fmt.Sprintf("ATOM      1 %-4s%1s%3s A   1    %8.3f%8.3f%8.3f%6.2f%6.2f          %s\n", name, alt, residue, x, y, z, occupancy, b, element)
}

// readPDB reads text that must be right.
func readPDB(t *testing.T, text string) *Model {
	t.Helper()
	m, err := ReadPDB(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return m
}

func near(a, b r3.Vec, tol float64) bool { return geom.Norm(r3.Sub(a, b)) <= tol }

func TestReadPDB(t *testing.T) {
	m := readPDB(t, "HEADER    TEST\n"+cryst1+
		atomLine(" CA ", "A", "ALA", 2, 3, 4, 0.6, 12.5, " C  ")+
		atomLine(" CA ", "B", "ALA", 2.5, 3, 4, 0.4, 15, " C  ")+
		atomLine("ZN  ", "", " ZN", 10, 15, -4, 1, 20, "ZN2+")+
		atomLine(" D  ", "", "ALA", 1, 1, 1, 1, 20, " D")+
		"TER\nEND\n")
	if m.Cell != (Cell{20, 30, 40, 90, 90, 90}) || m.Group.Name() != "P 21 21 21" || len(m.Atoms) != 4 || len(m.Notes) != 0 {
		t.Fatalf("cell %v, group %v, %d atoms, notes %q", m.Cell, m.Group, len(m.Atoms), m.Notes)
	}
	for i, want := range []Atom{
		{Name: "CA", AltLoc: 'A', Element: 6, Position: r3.Vec{X: 0.1, Y: 0.1, Z: 0.1}, Occupancy: 0.6, B: 12.5},
		{Name: "CA", AltLoc: 'B', Element: 6, Position: r3.Vec{X: 0.125, Y: 0.1, Z: 0.1}, Occupancy: 0.4, B: 15},
		{Name: "ZN", Element: 30, Charge: 2, Position: r3.Vec{X: 0.5, Y: 0.5, Z: -0.1}, Occupancy: 1, B: 20},
		{Name: "D", Element: 1, Position: r3.Vec{X: 0.05, Y: 1. / 30, Z: 0.025}, Occupancy: 1, B: 20},
	} {
		got := m.Atoms[i]
		if !near(got.Position, want.Position, closeTo) {
			t.Errorf("atom %d at %v, want %v", i, got.Position, want.Position)
		}
		if got.Position = want.Position; got != want {
			t.Errorf("atom %d is %+v, want %+v", i, got, want)
		}
	}
}

// TestReadPDBElements takes elements from names, where columns 77 and 78 do not have
// them.
func TestReadPDBElements(t *testing.T) {
	for _, c := range []struct{ name, residue, columns, want string }{
		{" CA ", "ALA", "", "C"}, {"CA  ", " CA", "", "Ca"}, {" CA ", "ALA", " C", "C"}, {"CA  ", "ALA", "CA", "Ca"},
		{"HG21", "VAL", "", "H"}, {"HG  ", " HG", "", "Hg"}, {"1HB ", "ALA", "", "H"}, {"HG11", "LIG", "", "H"}, {" HG ", "CYS", "", "H"},
		{"SE  ", "MSE", "", "Se"}, {" SD ", "MET", "", "S"}, {"FE  ", "HEM", "", "Fe"}, {" NA ", "HEM", "", "N"}, {"NA  ", " NA", "", "Na"},
		{" OXT", "GLY", "", "O"}, {" P  ", " DA", "", "P"}, {"CL  ", " CL", "", "Cl"}, {" C1'", "  A", "", "C"}, {" N  ", "ALA", "12", "N"},
	} {
		m := readPDB(t, cryst1+atomLine(c.name, "", c.residue, 1, 1, 1, 1, 1, c.columns))
		if got := m.Atoms[0].Element.String(); got != c.want {
			t.Errorf("atom %q of %q with element %q is %s, want %s", c.name, c.residue, c.columns, got, c.want)
		}
	}
	m := readPDB(t, cryst1+atomLine(" C  ", "", "ALA", 1, 1, 1, 1, 1, " C")+atomLine(" UNK", "", "UNX", 1, 1, 1, 1, 1, " X"))
	if len(m.Atoms) != 1 || len(m.Notes) != 1 || !strings.Contains(m.Notes[0], "unknown element, left out: 1") {
		t.Errorf("%d atoms, notes %q, want the one of unknown element left out", len(m.Atoms), m.Notes)
	}
}

func TestReadPDBModels(t *testing.T) {
	c := atomLine(" C  ", "", "ALA", 1, 1, 1, 1, 1, " C")
	m := readPDB(t, cryst1+"MODEL        1\n"+c+"ENDMDL\nMODEL        2\n"+c+c+"ENDMDL\n")
	if len(m.Atoms) != 1 || len(m.Notes) != 1 || !strings.Contains(m.Notes[0], "first") {
		t.Errorf("%d atoms, notes %q, want those of the first model and a note", len(m.Atoms), m.Notes)
	}
}

// TestReadPDBOperators takes the group from REMARK 290 where the symbol is unusual.
func TestReadPDBOperators(t *testing.T) {
	m := readPDB(t, "REMARK 290 SYMMETRY OPERATORS FOR SPACE GROUP: P 1-\nREMARK 290      SYMOP   SYMMETRY\n"+
		"REMARK 290       1555   X,Y,Z\nREMARK 290       2555   -X,-Y,-Z\n"+
		"CRYST1   20.000   30.000   40.000  70.00  80.00 100.00 P 1-          2\n"+atomLine(" C  ", "", "ALA", 1, 1, 1, 1, 1, " C"))
	if m.Group.Number() != 2 || len(m.Notes) != 1 || !strings.Contains(m.Notes[0], "REMARK 290") {
		t.Errorf("group %v, notes %q, want P -1 from REMARK 290", m.Group, m.Notes)
	}
}

// TestReadPDBAnisotropic reads U in an oblique cell: in Cartesian axes it must come back.
func TestReadPDBAnisotropic(t *testing.T) {
	m := readPDB(t, "CRYST1   20.000   30.000   40.000  70.00  80.00 100.00 P 1           1\n"+
		atomLine(" C  ", "", "ALA", 1, 2, 3, 1, 1, " C")+
		"ANISOU    1  C   ALA A   1     2406   1892   1614    198    519   -328       C\n")
	a := m.Atoms[0]
	if !a.Anisotropic {
		t.Fatal("not anisotropic")
	}
	u := congruent(m.Cell.Axes().T(), a.U)
	for i, want := range []float64{0.2406, 0.1892, 0.1614, 0.0198, 0.0519, -0.0328} {
		if math.Abs(u[i]-want) > closeTo {
			t.Errorf("U[%d] = %v, want %v", i, u[i], want)
		}
	}
	if x := m.Cell.Axes().T().MulVec(a.Position); !near(x, r3.Vec{X: 1, Y: 2, Z: 3}, closeTo) {
		t.Errorf("Cartesian position %v, want 1 2 3", x)
	}
}

// scaleLines returns SCALE records of a matrix and shift.
func scaleLines(m geom.Mat3, shift r3.Vec) string {
	var b strings.Builder
	for i, u := range []float64{shift.X, shift.Y, shift.Z} {
		fmt.Fprintf(&b, "SCALE%d    %10.6f%10.6f%10.6f     %10.5f\n", i+1, m[3*i], m[3*i+1], m[3*i+2], u)
	}
	return b.String()
}

func TestReadPDBScale(t *testing.T) {
	c := atomLine(" C  ", "", "ALA", 2, 3, 4, 1, 1, " C")
	usual := geom.Mat3{0: 0.05, 4: 1. / 30, 8: 0.025}
	turned := usual.Mul(geom.Mat3{0, 1, 0, -1, 0, 0, 0, 0, 1}) // other axes, the same cell
	for _, c := range []struct {
		name, text string
		want       r3.Vec
		note       string
	}{
		{"usual", scaleLines(usual, r3.Vec{}) + c, r3.Vec{X: 0.1, Y: 0.1, Z: 0.1}, ""},
		{"shifted", scaleLines(usual, r3.Vec{X: 0.25}) + c, r3.Vec{X: 0.35, Y: 0.099999, Z: 0.1}, "are used"},
		{"turned", scaleLines(turned, r3.Vec{}) + c, r3.Vec{X: 0.15, Y: -2. / 30, Z: 0.1}, "are used"},
		{"wrong", scaleLines(geom.Identity, r3.Vec{}) + c, r3.Vec{X: 0.1, Y: 0.1, Z: 0.1}, "are ignored"},
		{"incomplete", "SCALE1      1.000000  0.000000  0.000000        0.00000\n" + c, r3.Vec{X: 0.1, Y: 0.1, Z: 0.1}, ""},
	} {
		m := readPDB(t, cryst1+c.text)
		if !near(m.Atoms[0].Position, c.want, 2e-6) { // six decimals of SCALE
			t.Errorf("%s: atom at %v, want %v", c.name, m.Atoms[0].Position, c.want)
		}
		if notes := strings.Join(m.Notes, "; "); !strings.Contains(notes, c.note) || c.note == "" && notes != "" {
			t.Errorf("%s: notes %q, want %q", c.name, notes, c.note)
		}
	}
}

func TestReadPDBCopies(t *testing.T) {
	text := cryst1 +
		"MTRIX1   1  1.000000  0.000000  0.000000        0.00000    1\n" +
		"MTRIX2   1  0.000000  1.000000  0.000000        0.00000    1\n" +
		"MTRIX3   1  0.000000  0.000000  1.000000        0.00000    1\n" +
		"MTRIX1   2  0.000000 -1.000000  0.000000        5.00000\n" +
		"MTRIX2   2  1.000000  0.000000  0.000000        0.00000\n" +
		"MTRIX3   2  0.000000  0.000000  1.000000       -1.00000\n" +
		atomLine(" C  ", "", "ALA", 2, 3, 4, 1, 1, " C")
	m := readPDB(t, text)
	if len(m.Atoms) != 2 || len(m.Notes) != 1 {
		t.Fatalf("%d atoms, notes %q, want a copy and a note", len(m.Atoms), m.Notes)
	}
	if want := (r3.Vec{X: 2. / 20, Y: 2. / 30, Z: 3. / 40}); !near(m.Atoms[1].Position, want, closeTo) {
		t.Errorf("the copy is at %v, want %v", m.Atoms[1].Position, want)
	}
}

func TestReadPDBErrors(t *testing.T) {
	c := atomLine(" C  ", "", "ALA", 1, 1, 1, 1, 1, " C")
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "no atoms"},
		{"no atoms", cryst1, "no atoms"},
		{"no cell", c, "there is no CRYST1"},
		{"no crystal", "CRYST1    1.000    1.000    1.000  90.00  90.00  90.00 P 1           1\n" + c, "structure without crystal"},
		{"flat cell", "CRYST1   20.000   30.000   40.000 120.00 120.00 120.00 P 1           1\n" + c, "line 1: CRYST1: no cell has these angles"},
		{"negative edge", "CRYST1  -20.000   30.000   40.000  90.00  90.00  90.00 P 1           1\n" + c, "line 1: CRYST1: cell edges"},
		{"short cell", "CRYST1   20.000   30.000\n" + c, "line 1: CRYST1: no number in columns 25 to 33"},
		{"group", "CRYST1   20.000   30.000   40.000  90.00  90.00  90.00 Q 1           1\n" + c, "space group"},
		{"group without cell", "CRYST1   20.000   30.000   40.000  90.00  90.00  90.00 P 4           1\n" + c, "space group"},
		{"coordinate", cryst1 + strings.Replace(c, "   1.000", "   1.0x0", 1), `line 2: columns 31 to 38: "1.0x0" is not a number`},
		{"hexadecimal", cryst1 + strings.Replace(c, "   1.000", "    0x10", 1), "not a number"},
		{"infinite", cryst1 + strings.Replace(c, "   1.000", "     inf", 1), "not a number"},
		{"overflow", cryst1 + strings.Replace(c, "   1.000", "   9e999", 1), "not a number"},
		{"far", cryst1 + strings.Replace(c, "   1.000", "     9e9", 1), "a coordinate of"},
		{"short atom", cryst1 + c[:40] + "\n", "line 2: no number in columns 39 to 46"},
		{"occupancy", cryst1 + strings.Replace(c, "  1.00  1.00", "  9e99  1.00", 1), "an occupancy of"},
		{"B", cryst1 + c[:60] + "  9e99\n", "a B of"},
		{"lonely ANISOU", cryst1 + "ANISOU    1  C   ALA A   1     2406   1892   1614    198    519   -328       C\n" + c, "line 2: the ANISOU record does not follow"},
		{"wrong ANISOU", cryst1 + c + "ANISOU    2  C   ALA A   1     2406   1892   1614    198    519   -328       C\n", "line 3: the ANISOU record does not follow"},
		{"U", cryst1 + c + "ANISOU    1  C   ALA A   1    2406x   1892   1614    198    519   -328       C\n", "line 3: ANISOU: columns"},
		{"matrix", cryst1 + "MTRIX1   1  2.000000\nMTRIX2   1\n" + c, "line 2: MTRIX1: no number"},
		{"stretch", cryst1 + "MTRIX1   2  2.000000  0.000000  0.000000        5.00000\n" +
			"MTRIX2   2  0.000000  1.000000  0.000000        0.00000\n" +
			"MTRIX3   2  0.000000  0.000000  1.000000        0.00000\n" + c, "line 4: MTRIX: the matrix is not a rotation"},
		{"long line", cryst1 + strings.Repeat("x", maxLine+10), "line 2: more than"},
		{"all unknown", cryst1 + atomLine(" X  ", "", "UNK", 1, 1, 1, 1, 1, " X"), "no atom has a known element"},
	} {
		if _, err := ReadPDB(strings.NewReader(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
	failed := errors.New("disk on fire")
	if _, err := ReadPDB(iotest.ErrReader(failed)); !errors.Is(err, failed) {
		t.Errorf("error of a reader that fails = %v, want it to wrap %v", err, failed)
	}
}
