package config

import (
	"context"
	"fmt"
	"io"
	"slices"

	"gobragg/core/model"
	"gobragg/core/sf"
)

// ofAtoms reads a file of atoms and computes their structure factors.
func (l *Library) ofAtoms(open Open, q Request, threads int) (*Factors, error) {
	type file struct{ name string }
	m, err := shared(l, file{q.File}, func() (m *model.Model, err error) {
		err = read(open, q, func(f io.Reader) (err error) {
			if m, err = model.Read(f); err != nil {
				return bareError{err, "model: "}
			}
			return nil
		})
		return m, err
	})
	if err != nil {
		return nil, err
	}
	c := m.Cell
	cell := [6]float64{c.A, c.B, c.C, c.Alpha, c.Beta, c.Gamma}
	if q.Cell {
		return &Factors{Cell: cell}, nil
	}
	return shared(l, q, func() (*Factors, error) {
		opt := sf.Options{
			Solvent:    sf.UsualSolvent(m, sf.SolventAsked{K: pointer(q.KSol), B: pointer(q.BSol), Probe: pointer(q.RProbe), Shrink: pointer(q.RShrink)}),
			Wavelength: q.Wavelength, Workers: threads,
		}
		set, err := sf.Compute(context.Background(), m, q.DMin, opt)
		if err != nil {
			return nil, q.Failed(fmt.Errorf("structure factors to %.3g Å, which the detector sees: %w; -dmin leaves out what is beyond", q.DMin, err))
		}
		list := set.List()
		grid, err := list.Grid(q.DefaultF)
		if err != nil {
			return nil, q.Failed(bareError{err, "hkl: "})
		}
		anomalous, solvent := "without f′ and f″", "no solvent"
		if opt.Wavelength > 0 {
			anomalous = fmt.Sprintf("f′ and f″ at %.6g Å", opt.Wavelength)
		}
		if s := opt.Solvent; s != nil {
			solvent = fmt.Sprintf("solvent of %g electrons/Å³, B %g Å², in %.1f %% of the cell", s.K, s.B, 100*set.SolventFraction)
		}
		note := fmt.Sprintf("%s of %d atoms, group %v: %d reflections in P1 to %.3g Å; %s; %s; F(0 0 0) of %.0f electrons scatters into the direct beam",
			m.Format, len(m.Atoms), m.Group, len(list.Reflections), q.DMin, anomalous, solvent, real(set.F000()))
		return &Factors{Cell: cell, Notes: slices.Concat([]string{note}, m.Notes, set.Notes), Grid: grid, Hash: l.hash(list)}, nil
	})
}

// pointer returns the value as package sf takes it, nil if it was not given.
func pointer(x optional[float64]) *float64 {
	if !x.Set {
		return nil
	}
	return &x.Value
}
