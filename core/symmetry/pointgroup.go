package symmetry

import "slices"

// PointGroup is a class of rotations, with its Laue class (the point group with an
// inversion added, the symmetry of intensities by Friedel's law) and crystal system.
type PointGroup struct {
	Name, Laue, System string
}

// kinds is the order of the counts in pointGroups: proper rotations by order, then
// the improper ones, −2 being a mirror.
var kinds = [9]int{2, 3, 4, 6, -1, -2, -3, -4, -6}

// pointGroups are the 32 classes by their number of rotations of each kind besides
// the identity.
//
// Source: International Tables A, table of crystallographic point groups.
var pointGroups = []struct {
	counts [9]int
	PointGroup
}{
	//2 3 4 6 -1 m -3 -4 -6
	{[9]int{}, PointGroup{"1", "-1", "triclinic"}},
	{[9]int{4: 1}, PointGroup{"-1", "-1", "triclinic"}},
	{[9]int{1}, PointGroup{"2", "2/m", "monoclinic"}},
	{[9]int{5: 1}, PointGroup{"m", "2/m", "monoclinic"}},
	{[9]int{1, 0, 0, 0, 1, 1}, PointGroup{"2/m", "2/m", "monoclinic"}},
	{[9]int{3}, PointGroup{"222", "mmm", "orthorhombic"}},
	{[9]int{1, 0, 0, 0, 0, 2}, PointGroup{"mm2", "mmm", "orthorhombic"}},
	{[9]int{3, 0, 0, 0, 1, 3}, PointGroup{"mmm", "mmm", "orthorhombic"}},
	{[9]int{1, 0, 2}, PointGroup{"4", "4/m", "tetragonal"}},
	{[9]int{1, 0, 0, 0, 0, 0, 0, 2}, PointGroup{"-4", "4/m", "tetragonal"}},
	{[9]int{1, 0, 2, 0, 1, 1, 0, 2}, PointGroup{"4/m", "4/m", "tetragonal"}},
	{[9]int{5, 0, 2}, PointGroup{"422", "4/mmm", "tetragonal"}},
	{[9]int{1, 0, 2, 0, 0, 4}, PointGroup{"4mm", "4/mmm", "tetragonal"}},
	{[9]int{3, 0, 0, 0, 0, 2, 0, 2}, PointGroup{"-42m", "4/mmm", "tetragonal"}},
	{[9]int{5, 0, 2, 0, 1, 5, 0, 2}, PointGroup{"4/mmm", "4/mmm", "tetragonal"}},
	{[9]int{0, 2}, PointGroup{"3", "-3", "trigonal"}},
	{[9]int{0, 2, 0, 0, 1, 0, 2}, PointGroup{"-3", "-3", "trigonal"}},
	{[9]int{3, 2}, PointGroup{"32", "-3m", "trigonal"}},
	{[9]int{0, 2, 0, 0, 0, 3}, PointGroup{"3m", "-3m", "trigonal"}},
	{[9]int{3, 2, 0, 0, 1, 3, 2}, PointGroup{"-3m", "-3m", "trigonal"}},
	{[9]int{1, 2, 0, 2}, PointGroup{"6", "6/m", "hexagonal"}},
	{[9]int{0, 2, 0, 0, 0, 1, 0, 0, 2}, PointGroup{"-6", "6/m", "hexagonal"}},
	{[9]int{1, 2, 0, 2, 1, 1, 2, 0, 2}, PointGroup{"6/m", "6/m", "hexagonal"}},
	{[9]int{7, 2, 0, 2}, PointGroup{"622", "6/mmm", "hexagonal"}},
	{[9]int{1, 2, 0, 2, 0, 6}, PointGroup{"6mm", "6/mmm", "hexagonal"}},
	{[9]int{3, 2, 0, 0, 0, 4, 0, 0, 2}, PointGroup{"-62m", "6/mmm", "hexagonal"}},
	{[9]int{7, 2, 0, 2, 1, 7, 2, 0, 2}, PointGroup{"6/mmm", "6/mmm", "hexagonal"}},
	{[9]int{3, 8}, PointGroup{"23", "m-3", "cubic"}},
	{[9]int{3, 8, 0, 0, 1, 3, 8}, PointGroup{"m-3", "m-3", "cubic"}},
	{[9]int{9, 8, 6}, PointGroup{"432", "m-3m", "cubic"}},
	{[9]int{3, 8, 0, 0, 0, 6, 0, 6}, PointGroup{"-43m", "m-3m", "cubic"}},
	{[9]int{9, 8, 6, 0, 1, 9, 8, 6}, PointGroup{"m-3m", "m-3m", "cubic"}},
}

// kind returns the order of a rotation, negative for an improper one, by its
// determinant and trace.
func (a Op) kind() int {
	d := a.Det()
	switch d * (a.R[0] + a.R[4] + a.R[8]) {
	case -1:
		return 2 * d
	case 0:
		return 3 * d
	case 1:
		return 4 * d
	case 2:
		return 6 * d
	}
	return d
}

// PointGroup returns the class of the group's rotations. Orientations of one class
// (312 and 321, -42m and -4m2) share a name.
func (g *Group) PointGroup() PointGroup {
	var counts [9]int
	for _, a := range g.rotations[1:] {
		counts[slices.Index(kinds[:], a.kind())]++
	}
	for _, p := range pointGroups {
		if p.counts == counts {
			return p.PointGroup
		}
	}
	panic("symmetry: rotations of no point group in " + g.String())
}
