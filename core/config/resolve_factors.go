package config

import (
	"io"
	"strings"

	"gobragg/core/experiment"
	"gobragg/core/hkl"
	"gobragg/core/reflections"
	"gobragg/core/symmetry"
)

// readReflections reads the file of -hkl, whose cell may be wanted.
func (r *resolver) readReflections() error {
	c := r.in.Crystal
	if c.HKL == "" {
		if c.Labels != nil || c.SpaceGroup != "" {
			r.note("hkl", "-labels and -space_group say what of a file of reflections is meant: without -hkl they have no effect")
		}
		return nil
	}
	set, err := shared(r.books, r.reflectionFile(), func() (set *reflections.Set, err error) {
		err = r.read("hkl", c.HKL, func(f io.Reader) (err error) {
			set, err = reflections.Read(f, c.HKL, reflections.Options{Labels: c.Labels, Group: c.SpaceGroup})
			if err != nil {
				return bareError{err, c.HKL + ": "}
			}
			return nil
		})
		return set, err
	})
	r.factors = set
	return err
}

// reflectionFile is what decides what is read for -hkl.
type reflectionFile struct{ file, labels, group string }

func (r *resolver) reflectionFile() reflectionFile {
	c := r.in.Crystal
	return reflectionFile{c.HKL, strings.Join(c.Labels, " "), c.SpaceGroup}
}

// bareError is an error without the file's name before it, which a FileError says.
type bareError struct {
	error
	prefix string
}

func (e bareError) Error() string { return strings.TrimPrefix(e.error.Error(), e.prefix) }

func (e bareError) Unwrap() error { return e.error }

// cellOfFile returns the cell that the file of -hkl or of -model states.
func (r *resolver) cellOfFile() (experiment.UnitCell, bool) {
	var x [6]float64
	option, file := "hkl", r.in.Crystal.HKL
	switch {
	case r.factors != nil:
		x = r.factors.Cell
	case r.model != nil:
		option, file = "model", r.in.Crystal.Model
		c := r.model.Cell
		x = [6]float64{c.A, c.B, c.C, c.Alpha, c.Beta, c.Gamma}
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
		return r.tabulate()
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

// tabulated is the table of a file of reflections.
type tabulated struct {
	grid       *hkl.Grid
	hash       string
	duplicates int
	report     reflections.Report
}

// tabulate expands the reflections of -hkl to P1.
func (r *resolver) tabulate() error {
	type key struct {
		reflectionFile
		defaultF float64
	}
	c, set := r.in.Crystal, r.factors
	t, err := shared(r.books, key{r.reflectionFile(), c.DefaultF}, func() (t tabulated, err error) {
		list, report, err := set.P1(0)
		if err != nil {
			return t, err
		}
		t = tabulated{hash: r.books.hash(list), duplicates: list.Duplicates(), report: report}
		if t.grid, err = list.Grid(c.DefaultF); err != nil {
			return t, err
		}
		if !set.Whole && c.DefaultF != 0 {
			clearAbsences(t.grid, set.Group)
		}
		return t, nil
	})
	if err != nil {
		return &FileError{Option: "-hkl", File: c.HKL, Err: bareError{err, c.HKL + ": "}}
	}
	if set.Whole {
		if n := t.duplicates; n == 1 {
			r.note("hkl", "1 line of %s is replaced by a later one with the same indices", c.HKL)
		} else if n > 1 {
			r.note("hkl", "%d lines of %s are replaced by later ones with the same indices", n, c.HKL)
		}
	} else {
		r.note("hkl", "%s: %s of column %s, group %v; %s", set.Format, set.Kind, strings.Join(set.Labels, ", "), set.Group,
			strings.ReplaceAll(t.report.String(), "\n", "; "))
	}
	for _, n := range set.Notes {
		r.note("hkl", "%s", n)
	}
	r.setTable(t.grid, c.HKL, t.hash)
	return nil
}

// clearAbsences sets what the space group forbids, which no file lists, to 0 where
// it would otherwise count as a hole.
func clearAbsences(g *hkl.Grid, group *symmetry.Group) {
	if group == nil {
		return
	}
	i := 0
	for h := range int(g.Size[0]) {
		for k := range int(g.Size[1]) {
			for l := range int(g.Size[2]) {
				if group.Absent(h+int(g.Min[0]), k+int(g.Min[1]), l+int(g.Min[2])) {
					g.F[i] = 0
				}
				i++
			}
		}
	}
}
