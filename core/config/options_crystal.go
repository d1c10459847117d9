package config

import (
	"strings"

	"gobragg/core/experiment"
)

// maxCells is the largest number of cells along one axis.
const maxCells = 1e9

var crystalOptions = []*Option{
	{
		Name: "cell", Group: GroupCrystal, Unit: "Å and °", Key: "cell_A_deg",
		Params: []Param{
			{Name: "A", Takes: positive, Usual: Range{Low: 2, High: 200, Step: 0.1}},
			{Name: "B", Takes: positive, Usual: Range{Low: 2, High: 200, Step: 0.1}},
			{Name: "C", Takes: positive, Usual: Range{Low: 2, High: 200, Step: 0.1}},
			{Name: "ALPHA", Takes: Takes{Min: 0, Max: 180}, Usual: Range{Low: 40, High: 140, Step: 0.1}},
			{Name: "BETA", Takes: Takes{Min: 0, Max: 180}, Usual: Range{Low: 40, High: 140, Step: 0.1}},
			{Name: "GAMMA", Takes: Takes{Min: 0, Max: 180}, Usual: Range{Low: 40, High: 140, Step: 0.1}},
		}, Required: 1,
		Default: "b = c = a, 90° for what is not given", Example: "78 78 38 90 90 90",
		Help:  "unit cell, in the orientation a* along x, b* in the x-y plane",
		apply: values(applyCell),
	},
	{
		Name: "mat", Aliases: []string{"matrix"}, Group: GroupCrystal, Key: "matrix_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "A.mat",
		Help:  "MOSFLM orientation matrix: rows x, y, z, columns a*, b*, c*, times the wavelength of -lambda; wins over -cell",
		apply: name(func(in *Input, s string) { in.Crystal.Matrix = s }),
	},
	{
		Name: "orientation", Group: GroupCrystal, Key: "orientation_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Default: "the crystal of -geometry, if it has one", Example: "GXPARM.XDS",
		Help:  "cell and orientation from a file of XDS, DIALS or CrystFEL, or a MOSFLM matrix; with -cell the orientation alone",
		apply: name(func(in *Input, s string) { in.Crystal.OrientationFile = s }),
	},
	{
		Name: "crystal_number", Group: GroupCrystal, Key: "crystal_number",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: 1, Max: 1e9}}}, Required: 1, Default: "1", Example: "3",
		Help:  "which crystal to take from a file of several",
		apply: whole(func(in *Input, n int) { in.Crystal.Number = some(n) }),
	},
	{
		Name: "misset", Group: GroupCrystal, Unit: "°", Key: "misset_deg", Word: "random",
		Params: []Param{
			{Name: "X", Takes: number, Usual: Range{Low: -180, High: 180, Step: 0.1}},
			{Name: "Y", Takes: number, Usual: Range{Low: -180, High: 180, Step: 0.1}},
			{Name: "Z", Takes: number, Usual: Range{Low: -180, High: 180, Step: 0.1}},
		}, Required: 3,
		Default: "0 0 0", Example: "10 20 30",
		Help:  "turn the crystal about x, then y, then z; or orient it at random",
		apply: values(applyMisset),
	},
	{
		Name: "misset_seed", Group: GroupCrystal, Key: "misset_seed",
		Params: []Param{{Name: "N", Takes: seed}}, Required: 1, Default: "that of -seed", Example: "12345",
		Help:  "seed of -misset random",
		apply: values(func(in *Input, v Values) error { in.Crystal.MissetSeed = some(v.seed()); return nil }),
	},
	{
		Name: "hkl", Group: GroupCrystal, Key: "hkl_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "P1.hkl",
		Help:  "structure factors (electrons): lines h k l F, all of P1, no symmetry applied; or MTZ, mmCIF, SHELX HKLF 4, XDS_ASCII or CrystFEL files, told apart by content and expanded to P1",
		apply: name(func(in *Input, s string) { in.Crystal.HKL = s }),
	},
	{
		Name: "labels", Aliases: []string{"label"}, Group: GroupCrystal, Key: "reflection_labels",
		Params: []Param{{Name: "LABEL,LABEL", Takes: text}}, Required: 1, Example: "F(+),F(-)",
		Help:  "columns of an MTZ or mmCIF file of -hkl: an amplitude or intensity, or both of a Friedel pair",
		apply: name(func(in *Input, s string) { in.Crystal.Labels = strings.Split(s, ",") }),
	},
	{
		Name: "space_group", Aliases: []string{"spacegroup", "symmetry"}, Group: GroupCrystal, Key: "space_group",
		Params: []Param{{Name: "NAME", Takes: text}}, Required: 1, Example: "P212121",
		Help:  "space group of the reflections of -hkl, by symbol or number, instead of the file's",
		apply: name(func(in *Input, s string) { in.Crystal.SpaceGroup = s }),
	},
	{
		Name: "model", Group: GroupCrystal, Key: "model_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "1a8o.pdb",
		Help:  "atoms, PDB, mmCIF or a small molecule's CIF: structure factors are computed from them, as far as the detector sees; -hkl wins",
		apply: name(func(in *Input, s string) { in.Crystal.Model = s }),
	},
	{
		Name: "k_sol", Group: GroupCrystal, Unit: "electrons/Å³", Key: "k_sol_electrons_A3",
		Params: []Param{{Name: "DENSITY", Takes: Takes{Min: 0, Max: 10}, Usual: Range{Low: 0, High: 0.5, Step: 0.01}}}, Required: 1, Default: "0.35 for PDB and mmCIF, 0 for a small molecule", Example: "0.33",
		Help:  "density of the solvent between the molecules of -model; 0 for none",
		apply: scalar(func(in *Input, x float64) { in.Crystal.KSol = some(x) }),
	},
	{
		Name: "b_sol", Group: GroupCrystal, Unit: "Å²", Key: "b_sol_A2",
		Params: []Param{{Name: "B", Takes: Takes{Min: 0, Max: 10000}, Usual: Range{Low: 0, High: 200, Step: 1}}}, Required: 1, Default: "46", Example: "50",
		Help:  "smoothing of the border of that solvent",
		apply: scalar(func(in *Input, x float64) { in.Crystal.BSol = some(x) }),
	},
	{
		Name: "r_probe", Group: GroupCrystal, Unit: "Å", Key: "r_probe_A",
		Params: []Param{{Name: "RADIUS", Takes: Takes{Min: 0, Max: 10}, Usual: Range{Low: 0.5, High: 2, Step: 0.05}}}, Required: 1, Default: "1", Example: "1.1",
		Help:  "radius of a solvent molecule: that solvent stays so far off the atoms' van der Waals spheres",
		apply: scalar(func(in *Input, x float64) { in.Crystal.RProbe = some(x) }),
	},
	{
		Name: "r_shrink", Group: GroupCrystal, Unit: "Å", Key: "r_shrink_A",
		Params: []Param{{Name: "RADIUS", Takes: Takes{Min: 0, Max: 10}, Usual: Range{Low: 0.5, High: 2, Step: 0.05}}}, Required: 1, Default: "1.1", Example: "0.9",
		Help:  "how far that solvent then grows back into its border",
		apply: scalar(func(in *Input, x float64) { in.Crystal.RShrink = some(x) }),
	},
	{
		Name: "no_anomalous", Aliases: []string{"noanomalous"}, Group: GroupCrystal, Key: "anomalous", FlagValue: false,
		Help:  "compute the structure factors of -model without f′ and f″",
		apply: on(func(in *Input) { in.Crystal.NoAnomalous = true }),
	},
	{
		Name: "dumpfile", Aliases: []string{"dump", "dump_file"}, Group: GroupCrystal, Key: "dump_file",
		Params: []Param{{Name: "FILE", Takes: text}}, Required: 1, Example: "Fdump.bin",
		Help:  "structure factors in the reference program's binary form; read only if there is no -hkl and no -model, never written",
		apply: name(func(in *Input, s string) { in.Crystal.Dump = s }),
	},
	{
		Name: "default_F", Aliases: []string{"default_f", "defaultF"}, Group: GroupCrystal, Unit: "electrons", Key: "default_F_electrons",
		Params: []Param{{Name: "F", Takes: number, Usual: Range{Low: 0, High: 1000, Step: 1}}}, Required: 1, Default: "0", Example: "100",
		Help:  "structure factor of reflections that are not in the file",
		apply: scalar(func(in *Input, x float64) { in.Crystal.DefaultF = x }),
	},
	{
		Name: "N", Group: GroupCrystal, Unit: "cells", Key: "cells",
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: -maxCells, Max: maxCells}, Usual: Range{Low: 1, High: 100, Step: 1}}}, Required: 1, Default: "1", Example: "5",
		Help: "size of the crystal in unit cells along each of a, b, c; below 1 counts as 1",
		apply: whole(func(in *Input, n int) {
			in.Crystal.Cells = [3]optional[int]{some(n), some(n), some(n)}
		}),
	},
	cells("Na", "a", 0), cells("Nb", "b", 1), cells("Nc", "c", 2),
	{
		Name: "samplesize", Aliases: []string{"sample_size", "xtalsize", "xtal_size"}, Group: GroupCrystal, Unit: "mm", Key: "sample_size_mm",
		Params: []Param{{Name: "SIZE", Takes: positive, Usual: Range{Low: 1e-6, High: 0.1, Step: tenth, Log: true}}}, Required: 1, Example: "0.001",
		Help: "edge of the crystal instead of a number of cells, along a, b and c",
		apply: scalar(func(in *Input, x float64) {
			in.Crystal.Size = [3]optional[float64]{some(mm(x)), some(mm(x)), some(mm(x))}
		}),
	},
	size("sample_thick", "a", 0, "sample_thickness", "sample_x", "xtal_thick", "xtal_thickness", "xtal_x"),
	size("sample_width", "b", 1, "sample_y", "xtal_width", "xtal_y", "width"),
	size("sample_height", "c", 2, "sample_z", "xtal_height", "xtal_z", "height"),
	shape("square_xtal", "square", experiment.Square, "a parallelepiped of unit cells, with fringes between the spots (the default)"),
	shape("round_xtal", "round", experiment.Round, "a sphere of unit cells"),
	shape("gauss_xtal", "gauss", experiment.Gauss, "Gaussian spots, without fringes"),
	shape("tophat_spots", "tophat", experiment.TopHat, "spots of one constant height, with sharp edges", "binary_spots"),
	{
		Name: "fudge", Group: GroupCrystal, Key: "fudge",
		Params: []Param{{Name: "X", Takes: nonNegative, Usual: Range{Low: 0.1, High: 5, Step: 0.1}}}, Required: 1, Default: "1", Example: "1.5",
		Help:  "scale the squared radius of round, Gaussian and top-hat spots",
		apply: scalar(func(in *Input, x float64) { in.Crystal.Fudge = x }),
	},
	{
		Name: "mosaic", Aliases: []string{"mosaici", "mosaicity", "mosaic_spr", "mosaic_spread"}, Group: GroupCrystal, Unit: "°", Key: "mosaic_spread_deg",
		Params: []Param{{Name: "SPREAD", Takes: Takes{Min: 0, Max: 360}, Usual: Range{Low: 0, High: 5, Step: 0.01}}}, Required: 1, Default: "0", Example: "0.5",
		Help:  "largest rotation of a mosaic domain from the mean orientation",
		apply: scalar(func(in *Input, x float64) { in.Crystal.MosaicSpread = degrees(x) }),
	},
	{
		Name: "mosaic_domains", Aliases: []string{"mosaic_dom", "mosaic_domain"}, Group: GroupCrystal, Key: "mosaic_domains",
		Params: []Param{{Name: "N", Takes: count, Usual: Range{Low: 1, High: 200, Step: 1}}}, Required: 1, Default: "10 with a spread, otherwise 1", Example: "50",
		Help:  "number of mosaic domains",
		apply: whole(func(in *Input, n int) { in.Crystal.MosaicDomains = some(n) }),
	},
	{
		Name: "mosaic_seed", Group: GroupCrystal, Key: "mosaic_seed",
		Params: []Param{{Name: "N", Takes: seed}}, Required: 1, Default: "12345678", Example: "777",
		Help:  "seed of the domains' rotations",
		apply: values(func(in *Input, v Values) error { in.Crystal.MosaicSeed = v.seed(); return nil }),
	},
	{
		Name: "interpolate", Group: GroupCrystal, Key: "interpolate",
		Default: "on if any of Na, Nb, Nc is at most 2",
		Help:    "interpolate structure factors between reflections (tricubic)",
		apply:   on(func(in *Input) { in.Crystal.Interpolate = some(true) }),
	},
	{
		Name: "nointerpolate", Group: GroupCrystal, Key: "interpolate", FlagValue: false,
		Help:  "take the structure factor of the nearest reflection",
		apply: on(func(in *Input) { in.Crystal.Interpolate = some(false) }),
	},
	{
		Name: "density", Aliases: []string{"sample_den", "sample_density"}, Group: GroupCrystal, Unit: "g/cm³", Key: "density_g_cm3",
		Params: []Param{{Name: "X", Takes: number}}, Required: 1,
		Help:  "accepted, without effect",
		apply: unused{},
	},
	{
		Name: "MW", Aliases: []string{"molec", "molec_weight", "molecular_weight"}, Group: GroupCrystal, Unit: "g/mol", Key: "molecular_weight_g_mol",
		Params: []Param{{Name: "X", Takes: number}}, Required: 1,
		Help:  "accepted, without effect",
		apply: unused{},
	},
}

func cells(option, axis string, i int) *Option {
	return &Option{
		Name: option, Group: GroupCrystal, Unit: "cells", Key: "cells_" + axis,
		Params: []Param{{Name: "N", Takes: Takes{Kind: Integer, Min: -maxCells, Max: maxCells}, Usual: Range{Low: 1, High: 100, Step: 1}}}, Required: 1, Default: "1", Example: "5",
		Help:  "size of the crystal in unit cells along " + axis,
		apply: whole(func(in *Input, n int) { in.Crystal.Cells[i] = some(n) }),
	}
}

func size(option, axis string, i int, aliases ...string) *Option {
	return &Option{
		Name: option, Aliases: aliases, Group: GroupCrystal, Unit: "mm", Key: option + "_mm",
		Params: []Param{{Name: "SIZE", Takes: positive, Usual: Range{Low: 1e-6, High: 0.1, Step: tenth, Log: true}}}, Required: 1, Example: "0.001",
		Help:  "edge of the crystal along " + axis,
		apply: scalar(func(in *Input, x float64) { in.Crystal.Size[i] = some(mm(x)) }),
	}
}

func shape(option, value string, s experiment.Shape, help string, aliases ...string) *Option {
	return &Option{
		Name: option, Aliases: aliases, Group: GroupCrystal, Key: "shape", FlagValue: value,
		Help:  help,
		apply: on(func(in *Input) { in.Crystal.Shape = s }),
	}
}

func applyCell(in *Input, v Values) error {
	all := [6]float64{v.number(0), v.number(0), v.number(0), 90, 90, 90}
	for i := range v {
		all[i] = v.number(i)
	}
	cell := experiment.UnitCell{
		A: angstrom(all[0]), B: angstrom(all[1]), C: angstrom(all[2]),
		Alpha: degrees(all[3]), Beta: degrees(all[4]), Gamma: degrees(all[5]),
	}
	if _, err := cell.Orient(asIs, false); err != nil {
		return usage("cell", "%v", err)
	}
	in.Crystal.Cell = some(cell)
	return nil
}

func applyMisset(in *Input, v Values) error {
	if v[0].Text != "" {
		in.Crystal.Misset = Misset{Random: true}
		return nil
	}
	in.Crystal.Misset = Misset{X: degrees(v.number(0)), Y: degrees(v.number(1)), Z: degrees(v.number(2))}
	return nil
}
