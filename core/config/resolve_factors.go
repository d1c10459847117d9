package config

import (
	"io"
	"strings"

	"gobragg/core/experiment"
	"gobragg/core/hkl"
)

// readReflections gets the structure factors of -hkl, and the cell of its file, which
// may be wanted.
func (r *resolver) readReflections() error {
	c := r.in.Crystal
	if c.HKL == "" {
		if c.Labels != nil || c.SpaceGroup != "" {
			r.note("hkl", "-labels and -space_group say what of a file of reflections is meant: without -hkl they have no effect")
		}
		return nil
	}
	f, err := r.books.factors(r.open, Request{
		Option: "hkl", File: c.HKL, Labels: strings.Join(c.Labels, ","), Group: c.SpaceGroup, DefaultF: c.DefaultF,
	}, r.in.Running.Threads)
	r.factors = f
	return err
}

// cellOfFile returns the cell that the file of -hkl or of -model states.
func (r *resolver) cellOfFile() (experiment.UnitCell, bool) {
	var x [6]float64
	option, file := "hkl", r.in.Crystal.HKL
	switch {
	case r.factors != nil:
		x = r.factors.Cell
	case r.model != nil:
		option, file = "model", r.in.Crystal.Model
		x = r.model.Cell
	}
	if x == [6]float64{} {
		return experiment.UnitCell{}, false
	}
	r.note(option, "the unit cell of %s is used: -cell %g %g %g %g %g %g", file, x[0], x[1], x[2], x[3], x[4], x[5])
	return experiment.UnitCell{
		A: angstrom(x[0]), B: angstrom(x[1]), C: angstrom(x[2]),
		Alpha: degrees(x[3]), Beta: degrees(x[4]), Gamma: degrees(x[5]),
	}, true
}

// readTable sets the structure factors.
func (r *resolver) readTable() error {
	c := r.in.Crystal
	switch {
	case r.factors != nil:
		r.use("hkl", c.HKL, r.factors)
		return nil
	case r.model != nil:
		return r.compute()
	case c.Dump != "":
		return r.read("dumpfile", c.Dump, func(f io.Reader) error {
			grid, err := hkl.ReadDump(f, c.DefaultF)
			if err != nil {
				return err
			}
			r.setTable(grid, c.Dump, grid.List().Hash())
			return nil
		})
	}
	r.out.StructureFactors = "-default_F " + FormatNumber(c.DefaultF)
	switch {
	case c.DefaultF != 0:
	case r.c.Has("default_F") || r.in.Water > 0:
		r.warn("default_F", "there are no structure factors: the crystal scatters nothing")
	default:
		return &UsageError{Text: "there are no structure factors: give a file with -hkl FILE, atoms with -model FILE, or the same value for all reflections, for example -default_F 100"}
	}
	return nil
}

func (r *resolver) setTable(grid *hkl.Grid, name, hash string) {
	r.e.Crystal.Table = grid
	r.out.StructureFactors, r.out.StructureFactorsHash = name, hash
}

// use takes the structure factors of a file that option names.
func (r *resolver) use(option, file string, f *Factors) {
	for _, text := range f.Notes {
		r.note(option, "%s", text)
	}
	r.setTable(f.Grid, file, f.Hash)
}
