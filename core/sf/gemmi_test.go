//go:build !js

package sf

import (
	"bytes"
	"fmt"
	"math"
	"math/cmplx"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/geom"
	"gobragg/core/model"
)

// gemmi runs the program of that name; the test is skipped where it is not installed, and
// fails there if REQUIRE_ALL is set.
func gemmi(t *testing.T, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("gemmi")
	if err != nil {
		if os.Getenv("REQUIRE_ALL") != "" {
			t.Fatal("gemmi is not installed; make test-deps installs it")
		}
		t.Skip("gemmi is not installed; make test-deps installs it")
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("gemmi %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// pdbText writes a model as a PDB file.
func pdbText(m *model.Model, group string) string {
	var b strings.Builder
	u := m.Cell
	fmt.Fprintf(&b, "CRYST1%9.3f%9.3f%9.3f%7.2f%7.2f%7.2f %-11s%4d\n", u.A, u.B, u.C, u.Alpha, u.Beta, u.Gamma, group, m.Group.Order())
	axes := u.Axes().T()
	for i, a := range m.Atoms {
		x := axes.MulVec(a.Position)
		id := fmt.Sprintf("%5d  C   LIG A%4d ", i+1, i+1)
		fmt.Fprintf(&b, "HETATM%s   %8.3f%8.3f%8.3f%6.2f%6.2f          %2s\n", id, x.X, x.Y, x.Z, a.Occupancy, a.B, strings.ToUpper(a.Element.String()))
		if a.Anisotropic {
			t := axes.Mul(geom.Mat3{a.U[0], a.U[3], a.U[4], a.U[3], a.U[1], a.U[5], a.U[4], a.U[5], a.U[2]}).Mul(axes.T())
			fmt.Fprintf(&b, "ANISOU%s ", id)
			for _, i := range []int{0, 4, 8, 1, 2, 5} {
				fmt.Fprintf(&b, "%7.0f", 1e4*t[i])
			}
			fmt.Fprintf(&b, "      %2s\n", strings.ToUpper(a.Element.String()))
		}
	}
	return b.String() + "END\n"
}

// TestGemmiGroups compares with gemmi in groups of every crystal system, some of them in
// settings that are not the standard, with anisotropic atoms. It has no f″, and other
// values of f′: without them. The values wanted are its direct sums; its FFT differs from them by 0.7 % here.
func TestGemmiGroups(t *testing.T) {
	for i, c := range []struct {
		group string
		cell  model.Cell
	}{
		{"P 1", model.Cell{A: 21, B: 23, C: 27, Alpha: 75, Beta: 102, Gamma: 65}},
		{"C 1 2 1", model.Cell{A: 30, B: 19, C: 21, Alpha: 90, Beta: 108, Gamma: 90}},
		{"I 1 2 1", model.Cell{A: 30, B: 19, C: 21, Alpha: 90, Beta: 98, Gamma: 90}},
		{"P 21 2 21", model.Cell{A: 20, B: 25, C: 21, Alpha: 90, Beta: 90, Gamma: 90}},
		{"F 2 2 2", model.Cell{A: 20, B: 25, C: 31, Alpha: 90, Beta: 90, Gamma: 90}},
		{"I 41 2 2", model.Cell{A: 24, B: 24, C: 31, Alpha: 90, Beta: 90, Gamma: 90}},
		{"P 32 2 1", model.Cell{A: 24, B: 24, C: 31, Alpha: 90, Beta: 90, Gamma: 120}},
		{"P 31 1 2", model.Cell{A: 24, B: 24, C: 31, Alpha: 90, Beta: 90, Gamma: 120}},
		{"H 3 2", model.Cell{A: 34, B: 34, C: 31, Alpha: 90, Beta: 90, Gamma: 120}},
		{"P 65", model.Cell{A: 24, B: 24, C: 31, Alpha: 90, Beta: 90, Gamma: 120}},
		{"I 21 3", model.Cell{A: 33, B: 33, C: 33, Alpha: 90, Beta: 90, Gamma: 90}},
		{"F 4 3 2", model.Cell{A: 43, B: 43, C: 43, Alpha: 90, Beta: 90, Gamma: 90}},
	} {
		name := strings.Replace(c.group, "H 3 2", "R 3 2 :H", 1)
		text := pdbText(randomModel(t, name, c.cell, 12, uint64(i)), c.group)
		m, err := model.ReadPDB(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		pdb := filepath.Join(t.TempDir(), "m.pdb")
		if err := os.WriteFile(pdb, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		set := direct(t, m, 3, Options{})
		args := []string{"sfcalc", "-w0"}
		for n, r := range set.Reflections {
			if n%7 == 0 {
				args = append(args, fmt.Sprintf("--hkl=%d,%d,%d", r.H, r.K, r.L))
			}
		}
		want := parseFactors(t, gemmi(t, append(args, pdb)...))
		const tolR, tolPhase = 1e-6, 1e-3 // its decimals and single precision
		if r, phase := agreement(t, set, want); r > tolR || phase > tolPhase || len(want) < 10 {
			t.Errorf("%s, Direct: %d reflections, R %.2g, phases %.2g°, want %g and %g°", c.group, len(want), r, phase, tolR, tolPhase)
		}
		if r, phase := agreement(t, fft(t, m, 3, Options{}), want); r > fftTolerance || phase > 0.01 {
			t.Errorf("%s, FFT: R %.2g, phases %.2g°, want %g and 0.01°", c.group, r, phase, fftTolerance)
		}
	}
}

// parseFactors reads what gemmi prints: (h k l), amplitude and phase.
func parseFactors(t *testing.T, text string) map[index]complex128 {
	t.Helper()
	want := make(map[index]complex128)
	for line := range strings.Lines(text) {
		var h index
		var f, phase float64
		if _, err := fmt.Sscanf(line, " (%d %d %d) %f %f", &h[0], &h[1], &h[2], &f, &phase); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		want[h] = cmplx.Rect(f, phase*math.Pi/180)
	}
	return want
}

// quartz is α-quartz with anisotropic displacements; silicon is on a twofold axis.
const quartz = `data_quartz
_cell_length_a 4.9133(2)
_cell_length_b 4.9133(2)
_cell_length_c 5.4053(4)
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 120
_symmetry_space_group_name_H-M 'P 32 2 1'
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_U_iso_or_equiv
_atom_site_adp_type
_atom_site_occupancy
Si1 Si 0.4697(2) 0 0.6666667 0.0076 Uani 1
O1 O 0.4133 0.2672 0.7854666 0.012 Uani 1
loop_
_atom_site_aniso_label
_atom_site_aniso_U_11
_atom_site_aniso_U_22
_atom_site_aniso_U_33
_atom_site_aniso_U_12
_atom_site_aniso_U_13
_atom_site_aniso_U_23
Si1 0.0080 0.0070 0.0075 0.0035 0.0001 0.0002
O1  0.016 0.012 0.012 0.0095 -0.003 -0.005
`

// TestGemmiMolecule compares a small molecule's CIF, by Direct and by FFT.
func TestGemmiMolecule(t *testing.T) {
	name := filepath.Join(t.TempDir(), "quartz.cif")
	if err := os.WriteFile(name, []byte(quartz), 0o666); err != nil {
		t.Fatal(err)
	}
	want := parseFactors(t, gemmi(t, "sfcalc", "-w0", "--dmin=0.7", name))
	m, err := model.Read(bytes.NewReader([]byte(quartz)))
	if err != nil {
		t.Fatal(err)
	}
	if m.Atoms[0].Occupancy != 0.5 {
		t.Errorf("silicon has an occupancy of %v, want 0.5", m.Atoms[0].Occupancy)
	}
	// gemmi moves silicon onto its axis; the decimals of z are seven here.
	const tolR, tolPhase = 1e-6, 1e-3
	if r, phase := agreement(t, direct(t, m, 0.7, Options{}), want); r > tolR || phase > tolPhase || len(want) < 50 {
		t.Errorf("Direct: %d reflections, R %.2g, phases %.2g°, want %g and %g°", len(want), r, phase, tolR, tolPhase)
	}
	if r, phase := agreement(t, fft(t, m, 0.7, Options{}), want); r > 1e-4 || phase > 0.05 {
		t.Errorf("FFT: R %.2g, phases %.2g°", r, phase)
	}
}
