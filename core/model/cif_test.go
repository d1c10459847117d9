package model

import (
	"math"
	"strings"
	"testing"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

const mmcif = `data_TEST
_cell.length_a 20
_cell.length_b 30
_cell.length_c 40
_cell.angle_alpha 90
_cell.angle_beta 90
_cell.angle_gamma 90
_symmetry.space_group_name_H-M 'P 21 21 21'
loop_
_atom_site.id
_atom_site.type_symbol
_atom_site.label_atom_id
_atom_site.label_alt_id
_atom_site.Cartn_x
_atom_site.Cartn_y
_atom_site.Cartn_z
_atom_site.occupancy
_atom_site.B_iso_or_equiv
_atom_site.pdbx_formal_charge
_atom_site.pdbx_PDB_model_num
1 C  CA A 2.0  3 4  0.6 12.5 ? 1
2 C  CA B 2.5  3 4  0.4 15   ? 1
3 ZN ZN . 10  15 -4 .   20   2 1
4 C  CA . 1    1 1  1   1    ? 2
`

const anisotrop = `loop_
_atom_site_anisotrop.id
_atom_site_anisotrop.U[1][1]
_atom_site_anisotrop.U[2][2]
_atom_site_anisotrop.U[3][3]
_atom_site_anisotrop.U[1][2]
_atom_site_anisotrop.U[1][3]
_atom_site_anisotrop.U[2][3]
3 0.2 0.3 0.4 0.01 0.02 0.03
4 0.2 0.3 0.4 0.01 0.02 0.03
`

// readCIF reads text that must be right.
func readCIF(t *testing.T, text string) *Model {
	t.Helper()
	m, err := ReadCIF(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return m
}

func TestReadCIFMacromolecule(t *testing.T) {
	m := readCIF(t, mmcif+anisotrop+`loop_
_struct_ncs_oper.code
_struct_ncs_oper.matrix[1][1]
_struct_ncs_oper.matrix[1][2]
_struct_ncs_oper.matrix[1][3]
_struct_ncs_oper.matrix[2][1]
_struct_ncs_oper.matrix[2][2]
_struct_ncs_oper.matrix[2][3]
_struct_ncs_oper.matrix[3][1]
_struct_ncs_oper.matrix[3][2]
_struct_ncs_oper.matrix[3][3]
_struct_ncs_oper.vector[1]
_struct_ncs_oper.vector[2]
_struct_ncs_oper.vector[3]
given    1 0 0 0 1 0 0 0 1 0 0 0
generate -1 0 0 0 -1 0 0 0 1 1 0 0
`)
	if m.Cell != (Cell{20, 30, 40, 90, 90, 90}) || m.Group.Name() != "P 21 21 21" || len(m.Atoms) != 6 || len(m.Notes) != 2 {
		t.Fatalf("cell %v, group %v, %d atoms, notes %q", m.Cell, m.Group, len(m.Atoms), m.Notes)
	}
	if a := m.Atoms[0]; a.Name != "CA" || a.AltLoc != 'A' || a.Element != 6 || a.Occupancy != 0.6 || a.B != 12.5 || !near(a.Position, r3.Vec{X: 0.1, Y: 0.1, Z: 0.1}, closeTo) {
		t.Errorf("atom 1 is %+v", a)
	}
	a := m.Atoms[2]
	if a.Element != 30 || a.Charge != 2 || a.Occupancy != 1 || a.AltLoc != 0 || !a.Anisotropic {
		t.Errorf("atom 3 is %+v", a)
	}
	for i, want := range []float64{0.2 / 400, 0.3 / 900, 0.4 / 1600, 0.01 / 600, 0.02 / 800, 0.03 / 1200} {
		if math.Abs(a.U[i]-want) > closeTo {
			t.Errorf("U[%d] = %v, want %v", i, a.U[i], want)
		}
	}
	if a := m.Atoms[3]; !near(a.Position, r3.Vec{X: -0.05, Y: -0.1, Z: 0.1}, closeTo) {
		t.Errorf("the copy is at %v", a.Position)
	}
}

// TestReadCIFScale shifts an mmCIF model by its matrix to fractions.
func TestReadCIFScale(t *testing.T) {
	m := readCIF(t, mmcif+`
_atom_sites.fract_transf_matrix[1][1] 0.05
_atom_sites.fract_transf_matrix[1][2] 0
_atom_sites.fract_transf_matrix[1][3] 0
_atom_sites.fract_transf_matrix[2][1] 0
_atom_sites.fract_transf_matrix[2][2] 0.033333
_atom_sites.fract_transf_matrix[2][3] 0
_atom_sites.fract_transf_matrix[3][1] 0
_atom_sites.fract_transf_matrix[3][2] 0
_atom_sites.fract_transf_matrix[3][3] 0.025
_atom_sites.fract_transf_vector[1] 0.25
_atom_sites.fract_transf_vector[2] 0
_atom_sites.fract_transf_vector[3] 0
`)
	if a := m.Atoms[0]; !near(a.Position, r3.Vec{X: 0.35, Y: 0.1, Z: 0.1}, 2e-6) {
		t.Errorf("atom 1 at %v, want 0.35 0.1 0.1", a.Position)
	}
}

const molecule = `data_quartz
_cell_length_a 4.9133(2)
_cell_length_b 4.9133(2)
_cell_length_c 5.4053(4)
_cell_angle_gamma 120
loop_
_symmetry_equiv_pos_as_xyz
'x, y, z' '-y, x-y, z+2/3' '-x+y, -x, z+1/3' 'x-y, -y, -z' '-x, -x+y, -z+1/3' 'y, x, -z+2/3'
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_U_iso_or_equiv
_atom_site_adp_type
Si1 0.4697(2) 0 0 0.0076(3) Uani
O1 0.4133(3) 0.2672(3) 0.1188(2) 0.012 Uiso
Q1 0.1 0.1 ? 0.1 Uiso
loop_
_atom_site_aniso_label
_atom_site_aniso_U_11
_atom_site_aniso_U_22
_atom_site_aniso_U_33
_atom_site_aniso_U_12
_atom_site_aniso_U_13
_atom_site_aniso_U_23
Si1 0.0080(3) 0.0070(4) 0.0075(3) 0.0035 0.0001 0.0002
O1  1 1 1 0 0 0
`

func TestReadCIFMolecule(t *testing.T) {
	m := readCIF(t, molecule)
	if m.Cell != (Cell{4.9133, 4.9133, 5.4053, 90, 90, 120}) || m.Group.Order() != 6 || len(m.Atoms) != 2 {
		t.Fatalf("cell %v, group %v, %d atoms", m.Cell, m.Group, len(m.Atoms))
	}
	if len(m.Notes) != 1 || !strings.Contains(m.Notes[0], "without coordinates, left out: 1") {
		t.Errorf("notes %q", m.Notes)
	}
	si, o := m.Atoms[0], m.Atoms[1]
	// Silicon is on a twofold axis, oxygen is not.
	if si.Element != 14 || si.Occupancy != 0.5 || !si.Anisotropic || si.Position != (r3.Vec{X: 0.4697}) {
		t.Errorf("silicon is %+v", si)
	}
	if o.Element != 8 || o.Occupancy != 1 || o.Anisotropic || math.Abs(o.B-8*math.Pi*math.Pi*0.012) > closeTo {
		t.Errorf("oxygen is %+v", o)
	}
	// CIF's definition: exp(−2π² Σ U_ij h_i h_j a*_i a*_j).
	reciprocal := m.Cell.Axes().Dual()
	length := [3]float64{geom.Norm(reciprocal.Row(0)), geom.Norm(reciprocal.Row(1)), geom.Norm(reciprocal.Row(2))}
	if want := 0.0035 * length[0] * length[1]; math.Abs(si.U[3]-want) > closeTo {
		t.Errorf("U12 = %v, want %v", si.U[3], want)
	}
	if want := 0.0075 * length[2] * length[2]; math.Abs(si.U[2]-want) > closeTo {
		t.Errorf("U33 = %v, want %v", si.U[2], want)
	}
}

// TestReadCIFGroup names the group in each of the ways of a CIF.
func TestReadCIFGroup(t *testing.T) {
	const atoms = "_cell_length_a 5\n_cell_length_b 6\n_cell_length_c 7\nloop_ _atom_site_label _atom_site_type_symbol _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z _atom_site_occupancy\n" +
		"Fe1 Fe3+ 0 0 0 1\nO1 O 0.1 0.2 0.3 0.5\n"
	for _, c := range []struct {
		text      string
		number    int
		occupancy float64
	}{
		{"_symmetry_space_group_name_H-M 'P 1 2/m 1'\n", 10, 0.25},
		{"_space_group_name_H-M_alt 'P 2/m'\n", 10, 0.25},
		{"_symmetry_space_group_name_Hall '-P 2y'\n_symmetry_space_group_name_H-M ?\n", 10, 0.25},
		{"_space_group_IT_number 10\n", 10, 0.25},
		{"loop_ _space_group_symop_id _space_group_symop_operation_xyz\n1 x,y,z 2 -x,y,-z 3 -x,-y,-z 4 x,-y,z\n", 10, 0.25},
		{"_space_group_symop_operation_xyz 'x,y,z'\n", 1, 1},
		{"", 1, 1},
	} {
		m := readCIF(t, "data_x\n"+c.text+atoms)
		if m.Group.Number() != c.number || m.Atoms[0].Occupancy != c.occupancy || m.Atoms[1].Occupancy != 0.5 || m.Atoms[0].Charge != 3 {
			t.Errorf("%q: group %v, atoms %+v, want number %d and occupancy %v", c.text, m.Group, m.Atoms, c.number, c.occupancy)
		}
	}
}

func TestReadCIFErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "no data block"},
		{"no atoms", "data_x\n_cell_length_a 5\n", "no atoms"},
		{"no cell", "data_x\nloop_ _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z\n0 0 0\n", "there is no _cell_length_a"},
		{"no crystal", strings.NewReplacer("_a 20", "_a 1", "_b 30", "_b 1", "_c 40", "_c 1").Replace(mmcif), "without crystal"},
		{"cell", strings.Replace(mmcif, "_a 20", "_a x", 1), "_cell_length_a is \"x\""},
		{"angles", strings.Replace(mmcif, "beta 90", "beta 190", 1), "no cell has these angles"},
		{"group", strings.Replace(mmcif, "P 21 21 21", "P 21 21 29", 1), "space group"},
		{"operators", strings.Replace(molecule, "z+2/3", "q+2/3", 1), "symmetry operators in line"},
		{"coordinate", strings.Replace(mmcif, "2.0  3", "2.x  3", 1), `"2.x"`},
		{"B", strings.Replace(mmcif, "12.5", "1e30", 1), "a B of"},
		{"U", strings.Replace(molecule, "0.0076(3)", "many", 1), `"many"`},
		{"anisotropic U", strings.Replace(molecule, "0.0070(4)", "1e9", 1), "a U of"},
		{"incomplete", strings.Replace(mmcif, "Cartn_y", "Cartn_q", 1), "no complete set"},
		{"incomplete fractions", strings.Replace(molecule, "fract_y", "fract_q", 1), "no complete set"},
		{"incomplete U", mmcif + strings.Replace(anisotrop, "U[1][3]", "U[3][1]", 1), "no complete set of U"},
		{"all without coordinates", "data_x\n_cell_length_a 5\n_cell_length_b 6\n_cell_length_c 7\nloop_ _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z\n? ? ?\n", "no atoms"},
	} {
		if _, err := ReadCIF(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}
