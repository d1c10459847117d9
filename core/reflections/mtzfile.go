package reflections

import (
	"errors"
	"io"
	"slices"
	"strings"

	"gobragg/core/mtz"
)

// readMTZ reads an MTZ file of merged data.
func (s *Set) readMTZ(r io.Reader, o Options) error {
	s.Format = "MTZ"
	f, err := mtz.Read(r)
	if err != nil {
		return err
	}
	if f.Unmerged() {
		return errors.New("unmerged data (it has batches or M/ISYM): merge them first, for example with aimless or dials.merge")
	}
	columns := mtzColumns(f)
	c, err := choose(columns, o.Labels)
	if err != nil {
		return err
	}
	s.take(columns, c)
	cell := f.Cell
	if d := f.Dataset(f.Columns[c.plus].Dataset); d != nil {
		s.Wavelength = d.Wavelength
		if d.Cell[0] > 0 {
			cell = d.Cell
		}
	}
	s.setCell(cell)
	if s.Group == nil {
		if s.Group, err = f.Group(); err != nil {
			return err
		}
	}
	value := func(row, column int) float32 {
		if column < 0 {
			return nan
		}
		return f.Value(row, column)
	}
	missing := 0
	s.Reflections = make([]Reflection, 0, f.Rows())
	for row := range f.Rows() {
		x := Reflection{
			Plus: value(row, c.plus), Minus: value(row, c.minus),
			SigmaPlus: value(row, c.sigmaPlus), SigmaMinus: value(row, c.sigmaMinus),
		}
		if isNaN(x.Plus) && isNaN(x.Minus) {
			missing++
			continue
		}
		if x.H, x.K, x.L, err = f.HKL(row); err != nil {
			return err
		}
		s.Reflections = append(s.Reflections, x)
	}
	s.missing(missing)
	return nil
}

// take enters what is known of the columns chosen.
func (s *Set) take(columns []column, c choice) {
	s.Kind = c.class.kind()
	s.Labels = []string{columns[c.plus].label}
	if c.minus >= 0 {
		s.Anomalous = true
		s.Labels = append(s.Labels, columns[c.minus].label)
	}
	switch c.class {
	case measuredF, measuredPair, measuredI, measuredPairI:
		s.note("%s is measured: its scale is arbitrary unless someone put it in electrons.", strings.Join(s.Labels, " and "))
	}
}

// missing notes rows without a value.
func (s *Set) missing(n int) {
	if n > 0 {
		s.note("%s without a value skipped.", plural(n, "row"))
	}
}

// mtzColumns classifies the columns of a file by type and label.
func mtzColumns(f *mtz.File) []column {
	columns := make([]column, len(f.Columns))
	for i, m := range f.Columns {
		c := column{label: m.Label, class: other, rank: unranked, mate: -1, sigma: -1}
		label := foldLabel(m.Label)
		switch m.Type {
		case 'F':
			c.class, c.rank = measuredF, rankOf(label, usualF)
			isMap := slices.ContainsFunc(mapLabels, func(p string) bool { return strings.HasPrefix(label, p) })
			switch {
			case isMap:
				c.class = mapF
			case strings.HasPrefix(label, "fc") || strings.HasPrefix(label, "fmodel"):
				c.class, c.rank = computedF, rankOf(label, usualComputed)
			}
			c.mate = mtzMate(f, i)
			if c.mate >= 0 && c.class == measuredF {
				c.class, c.rank = measuredPair, rankOf(m.Label, usualPair)
			}
		case 'G':
			c.class, c.rank, c.mate = measuredPair, rankOf(strings.ToLower(m.Label), usualPair), mtzMate(f, i)
		case 'J':
			c.class, c.rank = measuredI, rankOf(label, usualI)
			if strings.HasPrefix(label, "ic") || strings.HasPrefix(label, "imodel") {
				c.class = computedI
			}
			if c.mate = mtzMate(f, i); c.mate >= 0 && c.class == measuredI {
				c.class, c.rank = measuredPairI, rankOf(m.Label, usualPairI)
			}
		case 'K':
			c.class, c.rank, c.mate = measuredPairI, rankOf(strings.ToLower(m.Label), usualPairI), mtzMate(f, i)
		case 'Q', 'L', 'M', 'P':
			c.class = sigma
		}
		if c.class < mapF {
			c.sigma = mtzSigma(f, m.Label)
		}
		columns[i] = c
	}
	// The column of −h of a pair typed F or J is not a value of its own.
	for _, c := range columns {
		if c.mate >= 0 {
			columns[c.mate].class = c.class
		}
	}
	return columns
}

// mtzMate returns the number of the column of −h for that of +h, −1 if there is
// none.
func mtzMate(f *mtz.File, plus int) int {
	label, ok := pairLabel(f.Columns[plus].Label)
	if !ok {
		return -1
	}
	minus := f.Find(label)
	if minus < 0 || f.Columns[minus].Type != f.Columns[plus].Type {
		return -1
	}
	return minus
}

// mtzSigma returns the number of the column of standard deviations: the label with
// SIG before it.
func mtzSigma(f *mtz.File, label string) int {
	for i, c := range f.Columns {
		if strings.ContainsRune("QLM", rune(c.Type)) && strings.EqualFold(foldLabel(c.Label), foldLabel("SIG"+label)) {
			return i
		}
	}
	return -1
}
