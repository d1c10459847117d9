package model

// vanDerWaals holds radii in Å, by atomic number.
//
// Sources: main groups M. Mantina et al., J. Phys. Chem. A 113 (2009) 5806–5812, with
// the 1.20 Å of A. Bondi for hydrogen; transition metals and uranium A. Bondi, J. Phys. Chem. 68
// (1964) 441–451.
var vanDerWaals = [...]float64{
	1: 1.20, 1.40,
	3: 1.81, 1.53, 1.92, 1.70, 1.55, 1.52, 1.47, 1.54,
	11: 2.27, 1.73, 1.84, 2.10, 1.80, 1.80, 1.75, 1.88,
	19: 2.75, 2.31,
	28: 1.63, 1.40, 1.39, 1.87, 2.11, 1.85, 1.90, 1.83, 2.02,
	37: 3.03, 2.49,
	46: 1.63, 1.72, 1.58, 1.93, 2.17, 2.06, 2.06, 1.98, 2.16,
	55: 3.43, 2.68,
	78: 1.75, 1.66, 1.55, 1.96, 2.02, 2.07, 1.97, 2.02, 2.20,
	87: 3.48, 2.83,
	92: 1.86,
}

// unlistedRadius stands in for elements without a published radius, Å: about that of
// the metals which have one.
const unlistedRadius = 1.6

// VanDerWaalsRadius returns the radius of the element, Å.
func (e Element) VanDerWaalsRadius() float64 {
	if int(e) < len(vanDerWaals) && vanDerWaals[e] != 0 {
		return vanDerWaals[e]
	}
	return unlistedRadius
}
