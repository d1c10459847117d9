// Package builtin holds the structure factors that come with the program, so that
// the web page has a protein to show at once and a link to such an experiment works
// wherever it is opened:
//
//	f, ok := builtin.Open("builtin:1a8o.cif") // as in -hkl builtin:1a8o.cif
//
// They are computed from the atoms of PDB entry 1A8O, the C-terminal domain of the
// HIV-1 capsid, T. R. Gamble et al., Science 278 (1997) 849–853, as "gobragg sf"
// does it, without anomalous scattering and with the flat solvent of a macromolecule:
//
//	1a8o.cif  the crystal, P 43 21 2, to 2.4 Å, without F(0 0 0), which goes with
//	          the direct beam
//	box.cif   one molecule in a cell of 100 Å full of solvent, P 1, to 10 Å, with
//	          the solvent's share taken out of F(0 0 0): what scatters at small angles
package builtin

import (
	_ "embed" // mmCIF lists of unique reflections
	"io"
	"strings"
)

// Prefix begins the name of a file that comes with the program.
const Prefix = "builtin:"

var (
	//go:embed 1a8o.cif
	crystal string
	//go:embed box.cif
	box string
)

// Open opens the built-in file of this name, Prefix included; ok is false if there
// is none.
func Open(name string) (r io.ReadCloser, ok bool) {
	switch name {
	case Prefix + "1a8o.cif":
		return io.NopCloser(strings.NewReader(crystal)), true
	case Prefix + "box.cif":
		return io.NopCloser(strings.NewReader(box)), true
	}
	return nil, false
}
