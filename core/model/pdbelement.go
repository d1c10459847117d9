package model

import "strings"

// residues are the amino acids and nucleotides whose atoms are H, C, N, O, P, S or Se.
const residues = " ALA ARG ASN ASP ASX CYS GLN GLU GLX GLY HIS ILE LEU LYS MET MSE PHE PRO SER THR TRP TYR VAL SEC HOH WAT DOD " +
	"A C G U I DA DC DG DT DU DI "

// pdbElement returns the element and charge of an ATOM or HETATM line: columns 77 to
// 80, or the element that its atom name means, right-justified in columns 13 and 14.
func pdbElement(line string) (Element, int8) {
	if symbol := columns(line, 77, 78); symbol != "" {
		if e, ok := ParseElement(symbol); ok {
			return e, int8(parseCharge(columns(line, 79, 80)))
		}
		if symbol == "X" {
			return 0, 0
		}
	}
	name := strings.TrimLeft(columns(line, 13, 16), "0123456789'\"*")
	if name == "" {
		return 0, 0
	}
	justified := len(line) >= 14 && isLetter(line[12])
	residue := columns(line, 18, 20)
	switch {
	case residue != "" && strings.Contains(residues, " "+strings.ToUpper(residue)+" "):
		if strings.HasPrefix(strings.ToUpper(name), "SE") && justified {
			return 34, 0
		}
	case !justified:
	case len(columns(line, 13, 16)) == 4 && (name[0] == 'H' || name[0] == 'D'): // HG21 begins in the column of two-letter symbols
		return Hydrogen, 0
	case len(name) >= 2:
		if e, ok := ParseElement(name[:2]); ok {
			return e, 0
		}
	}
	e, _ := ParseElement(name[:1])
	return e, 0
}
