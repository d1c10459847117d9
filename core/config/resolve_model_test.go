package config

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/model"
	"gobragg/core/sf"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// carbons is a small crystal: P 21, two atoms.
const carbons = `data_carbons
_cell_length_a 5
_cell_length_b 6
_cell_length_c 7
_cell_angle_beta 100
_symmetry_space_group_name_H-M 'P 1 21 1'
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_U_iso_or_equiv
C1 0.1 0.2 0.3 0.02
Fe1 0.6 0.1 0.8 0.01
`

// TestModel: the table of -model is what package sf computes, in the cell of the file
// unless there is another one.
func TestModel(t *testing.T) {
	files := map[string]string{"c.cif": carbons, "bad.cif": "data_x\n_cell_length_a 5\n", "f.hkl": "1 0 0 5\n"}
	const small = " -detpixels 64 -pixel 1 "
	r := resolve(t, "-model c.cif -N 9 -lambda 1.2"+small, files)
	cell := r.Experiment.Crystal.Orientation.Cell()
	if !near(cell.A, 5e-10) || !near(cell.Beta, degrees(100)) {
		t.Errorf("cell %+v, want that of the file", cell)
	}
	m, err := model.Read(strings.NewReader(carbons))
	if err != nil {
		t.Fatal(err)
	}
	table := r.Experiment.Crystal.Table
	const tol = 1e-4 // single precision, of F up to 70
	compare := func(what string, r *Resolved, opt sf.Options) {
		t.Helper()
		set, err := sf.Direct(t.Context(), m, 2.9, opt) // the corners of the detector
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range set.List().Reflections {
			if f := r.Experiment.Crystal.Table.At(int(x.H), int(x.K), int(x.L)); math.Abs(float64(f-x.F)) > tol {
				t.Errorf("%s: F(%d %d %d) = %v, want %v", what, x.H, x.K, x.L, f, x.F)
			}
		}
	}
	compare("plain", r, sf.Options{Wavelength: 1.2})
	compare("-no_anomalous", resolve(t, "-model c.cif -no_anomalous -lambda 1.2"+small, files), sf.Options{})
	if table.At(0, 1, 0) != 0 {
		t.Errorf("F(0 1 0) = %v, want 0: a screw axis", table.At(0, 1, 0))
	}
	if r.StructureFactors != "c.cif" || r.StructureFactorsHash == "" {
		t.Errorf("structure factors %q, hash %q", r.StructureFactors, r.StructureFactorsHash)
	}

	notes := func(args string) string {
		var b strings.Builder
		for _, n := range resolve(t, args+small, files).Notes {
			fmt.Fprintln(&b, n)
		}
		return b.String()
	}
	for _, c := range []struct{ args, want string }{
		{"-model c.cif", "NOTE: -model: the unit cell of c.cif is used: -cell 5 6 7 90 100 90"},
		{"-model c.cif", "NOTE: -model: CIF of 2 atoms, group P 1 21 1: "},
		{"-model c.cif", "f′ and f″ at 1 Å; no solvent; F(0 0 0) of 64 electrons"},
		{"-model c.cif -k_sol 0.3 -b_sol 20 -no_anomalous", "without f′ and f″; solvent of 0.3 electrons/Å³, B 20 Å², in "},
		{"-model c.cif -cell 5.5 6 7 90 100 90", "WARNING: -model: the cell of c.cif is 5 6 7 90 100 90, not the crystal's"},
		{"-model c.cif -hkl f.hkl -cell 10", "NOTE: -model: has no effect: -hkl wins"},
		{"-model c.cif -dumpfile none", "NOTE: -dumpfile: has no effect: -model wins"},
		{"-k_sol 0.3 -hkl f.hkl -cell 10", "NOTE: -k_sol: has no effect without -model FILE"},
	} {
		if got := notes(c.args); !strings.Contains(got, c.want) {
			t.Errorf("%s: notes\n%swant %q", c.args, got, c.want)
		}
	}
	for _, c := range []struct{ args, want string }{
		{"-model none", "-model none: "},
		{"-model bad.cif", "-model bad.cif: CIF: no atoms"},
		{"-model f.hkl", "-model f.hkl: neither a PDB file nor a CIF"},
		{"-model c.cif -lambda 0.001 -distance 1 -detsize 100", "which the detector sees"},
		{"-model c.cif -k_sol 11", "out of range"},
	} {
		cfg, err := ParseArgs(strings.Fields(c.args))
		if err == nil {
			_, err = cfg.Experiment(openTexts(files))
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.args, err, c.want)
		}
	}
}

// TestModelReach: no pixel, with any source, asks for a structure factor that was not
// computed: every index that is nearest to a pixel's, or next to it for interpolation,
// is within the resolution.
func TestModelReach(t *testing.T) {
	files := map[string]string{"c.cif": carbons, "s.txt": "-10 0 0 1 1e-10\n-1 0.4 -0.2 1 0.7e-10\n"}
	for _, args := range []string{
		"-N 5", "-N 1", "-N 5 -twotheta 70", "-N 5 -twotheta 170 -detsize 40", "-N 5 -xds -Xbeam 0 -Ybeam 0 -detector_roty 50",
		"-N 5 -curved_det -detsize 150", "-N 5 -dispersion 20 -dispsteps 3 -divergence 100 -divsteps 3", "-N 5 -sourcefile s.txt",
		"-N 5 -dmin 2", "-N 5 -cell 5.5 6.5 6 85 105 95", "-N 5 -misset 10 20 30",
	} {
		r := resolve(t, "-detpixels 40 -pixel 2.5 -model c.cif "+args, files)
		e := r.Experiment
		s := &resolver{in: r.Config.Input(), e: e, out: new(Resolved)}
		m, err := model.Read(strings.NewReader(carbons))
		if err != nil {
			t.Fatal(err)
		}
		c := m.Cell
		s.model = &Factors{Cell: [6]float64{c.A, c.B, c.C, c.Alpha, c.Beta, c.Gamma}}
		limit := s.reach() * s.stretch() * (1 + 1e-9)
		axes := m.Cell.Axes()
		for i := range axes {
			axes[i] *= units.Angstrom
		}
		star := axes.Dual()
		most := 0.0
		for fast := 0.0; fast <= float64(e.Detector.Fast); fast += 0.5 {
			for slow := 0.0; slow <= float64(e.Detector.Slow); slow += 0.5 {
				d := geom.Unit(towards(&e.Detector, fast, slow))
				for _, source := range e.Beam.Sources {
					q := r3.Scale(1/source.Wavelength, r3.Sub(d, source.Incident))
					if e.Sampling.DMin > 0 && geom.Norm(q) > 1/e.Sampling.DMin {
						continue
					}
					var p r3.Vec
					for i := range 3 {
						h := math.Round(r3.Dot(e.Crystal.Orientation.Direct.Row(i), q))
						p = r3.Add(p, r3.Scale(h, star.Row(i)))
					}
					most = max(most, geom.Norm(p))
				}
			}
		}
		if most > limit {
			t.Errorf("%s: a pixel asks for 1/d = %.4g/Å, computed to %.4g", args, most*units.Angstrom, limit*units.Angstrom)
		}
		// Nor is much more computed than needed, where sources are narrow; half an index
		// is much in this small cell.
		if !strings.Contains(args, "source") && !strings.Contains(args, "disp") && !strings.Contains(args, "cell") && !strings.Contains(args, "-N 1") && most < 0.65*limit {
			t.Errorf("%s: pixels ask for 1/d = %.4g/Å, computed to %.4g", args, most*units.Angstrom, limit*units.Angstrom)
		}
	}
}

// TestWidest: a detector behind the sample, in front of the beam's source.
func TestWidest(t *testing.T) {
	d := experiment.Detector{Fast: 10, Slow: 10, Pixel: 1}
	d.FastAxis, d.SlowAxis, d.NormalAxis = r3.Vec{Y: 1}, r3.Vec{Z: 1}, r3.Vec{X: -1}
	d.Origin, d.Close = r3.Vec{X: -10, Y: -5, Z: -5}, 10
	if got := widest(&d, r3.Vec{X: 1}); got != math.Pi {
		t.Errorf("around the beam: %v, want π", got)
	}
	d.Origin.Y = 1
	if got, want := widest(&d, r3.Vec{X: 1}), math.Pi-math.Atan2(1, 10); math.Abs(got-want) > 1e-3 {
		t.Errorf("beside it: %v, want %v", got, want)
	}
}

// TestModelEntry: entry 1A8O gives the structure factors of its list.
func TestModelEntry(t *testing.T) {
	entry, err := os.ReadFile("../../testdata/sf/1a8o.pdb")
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("../../testdata/1a8o.hkl")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"1a8o.pdb": string(entry), "1a8o.hkl": string(list)}
	args := "-cell 41.98 41.98 88.92 -N 10 -dmin 4 "
	a := resolve(t, args+"-model 1a8o.pdb -no_anomalous", files).Experiment.Crystal.Table
	b := resolve(t, args+"-hkl 1a8o.hkl", files).Experiment.Crystal.Table
	sum, norm := 0.0, 0.0
	for h := -10; h <= 10; h++ {
		for k := -10; k <= 10; k++ {
			for l := -21; l <= 21; l++ {
				if f := float64(b.At(h, k, l)); f > 0 && h*h+k*k+l*l/4 <= 100 {
					sum += math.Abs(float64(a.At(h, k, l)) - f)
					norm += f
				}
			}
		}
	}
	if r := sum / norm; !(r < 1e-4) { // measured 2e-5
		t.Errorf("R = %.2g", r)
	}
}
