package model

import (
	"fmt"

	"gobragg/core/symmetry"
	"gobragg/core/units"
)

// setGroup finds the space group by its Hall symbol, its name or its number,
// whichever is first not empty; P 1 where all are. A name that leaves the choice of axes
// open is settled by the cell.
func (m *Model) setGroup(hall, name, number string) error {
	u := &m.Cell
	metric, err := symmetry.NewMetric(u.A, u.B, u.C, u.Alpha*units.Degree, u.Beta*units.Degree, u.Gamma*units.Degree)
	if err != nil {
		return err
	}
	switch {
	case hall != "":
		m.Group, err = symmetry.ParseHall(hall)
	case name != "":
		m.Group, err = symmetry.LookupCell(name, metric)
	case number != "":
		m.Group, err = symmetry.LookupCell(number, metric)
	default:
		m.note("no space group is given: P 1 is taken")
		m.Group, err = symmetry.LookupCell("P 1", metric)
	}
	if err != nil {
		return fmt.Errorf("space group: %w", err)
	}
	return nil
}
