// Package symmetry knows the space groups: their operators from Hermann–Mauguin
// names, Hall symbols, numbers or the lists that files carry; the reflections they
// forbid; and how measured or computed reflections of the asymmetric unit fill the
// whole of reciprocal space.
//
//	g, err := symmetry.Lookup("P 43 21 2")
//	g.Absent(0, 0, 2)                  // true: a fourfold screw axis along c
//	x, err := g.Expand(reflections)    // P1, Friedel mates included
//
// An operator (R, t) moves a fractional coordinate x to Rx + t. A structure that
// has it satisfies, for the row h = (h k l),
//
//	F(h) = Σ f exp(2πi h·(Rx + t)) = exp(2πi h·t) F(hR)
//
// from which everything here follows: equivalent indices are hR, their phases differ
// by −h·t turns, a reflection with hR = h and h·t not whole is absent. The Friedel
// mate of hR is −hR; without anomalous scattering its F is the complex conjugate.
//
// Phases are in turns (1 is 360°), cell angles in radians, cell lengths and
// resolutions in any one unit.
//
// Sources: International Tables for Crystallography A (space groups) and B 1.4
// (Hall symbols; S. R. Hall, Acta Cryst. A37 (1981) 517–525).
package symmetry
