package symmetry

import (
	"errors"
	"fmt"
)

// maxOrder bounds the operators in a cell: 48 rotations with the 4 lattice points of
// F make 192; twice that leaves room for doubled cells.
const maxOrder = 384

// generate returns every product of the operators, translations within the cell,
// the identity first. It fails where they do not close with at most maxOrder of
// them, which catches rotations of no crystallographic order.
func generate(gens []Op) ([]Op, error) {
	ops := []Op{Identity()}
	have := map[Op]bool{ops[0]: true}
	var kept []Op
	for _, a := range gens {
		a = a.Mod()
		if have[a] {
			continue
		}
		// Each generator that is new at least doubles the group.
		kept = append(kept, a)
		for i := 0; i < len(ops); i++ {
			for _, b := range kept {
				c := ops[i].Mul(b).Mod()
				if have[c] {
					continue
				}
				if len(ops) == maxOrder {
					return nil, fmt.Errorf("the operators make a group of more than %d", maxOrder)
				}
				for _, n := range c.R {
					if n < -maxRotation || n > maxRotation {
						return nil, fmt.Errorf("the product %v of operators is no rotation of a crystal", c)
					}
				}
				have[c] = true
				ops = append(ops, c)
			}
		}
	}
	return ops, nil
}

// FromOps returns the group that operators given as triplets generate, such as those
// of PDB REMARK 290, mmCIF and MTZ files, complete or not; lattice centring is
// among them. Where the group is one of the table it has its number and name.
func FromOps(triplets []string) (*Group, error) {
	if len(triplets) == 0 {
		return nil, errors.New("symmetry: no operators")
	}
	if len(triplets) > maxOrder {
		return nil, fmt.Errorf("symmetry: %d operators, at most %d in a group", len(triplets), maxOrder)
	}
	gens := make([]Op, len(triplets))
	for i, s := range triplets {
		var err error
		if gens[i], err = ParseOp(s); err != nil {
			return nil, err
		}
	}
	return FromGenerators(gens)
}

// FromGenerators returns the group that operators generate; see FromOps.
func FromGenerators(gens []Op) (*Group, error) {
	for _, a := range gens {
		if d := a.Det(); d != 1 && d != -1 {
			return nil, fmt.Errorf("symmetry: operator %v: determinant %d, want 1 or -1", a, d)
		}
	}
	ops, err := generate(gens)
	if err != nil {
		return nil, fmt.Errorf("symmetry: %w", err)
	}
	g := newGroup(ops)
	g.identify()
	return g, nil
}
