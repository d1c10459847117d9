package model

import (
	"bytes"
	"math"
	"testing"
)

// checkModel fails for a model with numbers that no calculation can use.
func checkModel(t *testing.T, m *Model) {
	if err := m.Cell.Check(); err != nil {
		t.Fatal(err)
	}
	if m.Group == nil || len(m.Atoms) == 0 {
		t.Fatal("no group or no atoms")
	}
	for _, a := range m.Atoms {
		sum := a.Position.X + a.Position.Y + a.Position.Z + a.B + a.Occupancy
		for _, u := range a.U {
			sum += u
		}
		if math.IsNaN(sum) || math.IsInf(sum, 0) || a.Element == 0 {
			t.Fatalf("atom %+v", a)
		}
	}
}

func FuzzReadPDB(f *testing.F) {
	c := atomLine(" C  ", "A", "ALA", 2, 3, 4, 0.6, 12.5, " C1+")
	f.Add([]byte(cryst1 + c + "ANISOU    1  C  AALA A   1     2406   1892   1614    198    519   -328       C\n"))
	f.Add([]byte(cryst1 + "MODEL 1\n" + c + "ENDMDL\nMODEL 2\n" + c))
	f.Add([]byte(cryst1 + "SCALE1      0.050000  0.000000  0.000000        0.25000\n" +
		"SCALE2      0.000000  0.033333  0.000000        0.00000\nSCALE3      0.000000  0.000000  0.025000        0.00000\n" +
		"MTRIX1   2  0.000000 -1.000000  0.000000        5.00000\nMTRIX2   2  1.000000  0.000000  0.000000        0.00000\n" +
		"MTRIX3   2  0.000000  0.000000  1.000000       -1.00000\n" + c))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := ReadPDB(bytes.NewReader(data)); err == nil {
			checkModel(t, m)
		}
	})
}

func FuzzReadCIF(f *testing.F) {
	f.Add([]byte(mmcif + anisotrop))
	f.Add([]byte(molecule))
	f.Add([]byte("data_x _cell_length_a 5 _cell_length_b 5 _cell_length_c 5 _space_group_IT_number 225 loop_ _atom_site_label _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z Na1 0 0 0 Cl1 .5 .5 .5"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := ReadCIF(bytes.NewReader(data)); err == nil {
			checkModel(t, m)
		}
	})
}
