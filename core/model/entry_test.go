package model

import (
	"os"
	"testing"
)

// TestEntry reads entry 1A8O in both forms of the PDB: the same atoms.
func TestEntry(t *testing.T) {
	read := func(name string) *Model {
		f, err := os.Open("../../testdata/sf/" + name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		m, err := Read(f)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	pdb, cif := read("1a8o.pdb"), read("1a8o.cif")
	if pdb.Cell != cif.Cell || !pdb.Group.Equal(cif.Group) || len(pdb.Atoms) != len(cif.Atoms) {
		t.Fatalf("PDB file: %v, %v, %d atoms; CIF: %v, %v, %d atoms", pdb.Cell, pdb.Group, len(pdb.Atoms), cif.Cell, cif.Group, len(cif.Atoms))
	}
	for i, a := range pdb.Atoms {
		b := cif.Atoms[i]
		if a.Name != b.Name || a.AltLoc != b.AltLoc || a.Element != b.Element || a.Occupancy != b.Occupancy || a.B != b.B || !near(a.Position, b.Position, closeTo) {
			t.Errorf("atom %d is %+v in the PDB file, %+v in the CIF", i, a, b)
		}
	}
}
