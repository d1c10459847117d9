package model

import "strings"

// Element is an atomic number, 1 for hydrogen; 0 for an atom whose element is not
// known.
type Element uint8

// Hydrogen is element 1. Deuterium scatters X-rays alike and is read as hydrogen.
const Hydrogen Element = 1

const symbols = "" +
	"H HeLiBeB C N O F NeNaMgAlSiP S ClArK CaScTiV CrMnFeCoNiCuZnGaGeAsSeBrKr" +
	"RbSrY ZrNbMoTcRuRhPdAgCdInSnSbTeI XeCsBaLaCePrNdPmSmEuGdTbDyHoErTmYbLu" +
	"HfTaW ReOsIrPtAuHgTlPbBiPoAtRnFrRaAcThPaU NpPuAmCmBkCfEsFmMdNoLr"

// String returns the symbol of the element, such as Se; X where it is not known.
func (e Element) String() string {
	if e == 0 || 2*int(e) > len(symbols) {
		return "X"
	}
	return strings.TrimSpace(symbols[2*(e-1) : 2*e])
}

// ParseElement returns the element with a symbol such as "Se", "SE" or "se"; "D"
// is hydrogen. ok is false for anything else.
func ParseElement(symbol string) (e Element, ok bool) {
	var b [2]byte
	switch len(symbol) {
	case 1:
		b = [2]byte{symbol[0] &^ 0x20, ' '}
		if b[0] == 'D' {
			b[0] = 'H'
		}
	case 2:
		if !isLetter(symbol[1]) {
			return 0, false
		}
		b = [2]byte{symbol[0] &^ 0x20, symbol[1] | 0x20}
	default:
		return 0, false
	}
	if b[0] < 'A' || b[0] > 'Z' {
		return 0, false
	}
	for i := 0; i < len(symbols); i += 2 {
		if symbols[i] == b[0] && symbols[i+1] == b[1] {
			return Element(i/2 + 1), true
		}
	}
	return 0, false
}

// parseType reads an atom-type symbol of a CIF, an element and an optional charge
// such as "Fe", "Fe3+", "O2-", "Fe+3" or "Cl-"; what follows them ("Cval",
// "C_iso") does not count. ok is false where it does not begin with an element.
func parseType(s string) (e Element, charge int, ok bool) {
	n := 0
	for n < len(s) && n < 2 && isLetter(s[n]) {
		n++
	}
	if e, ok = ParseElement(s[:n]); !ok && n == 2 {
		n = 1
		e, ok = ParseElement(s[:1])
	}
	if !ok {
		return 0, 0, false
	}
	return e, parseCharge(s[n:]), true
}

// parseCharge reads "2+", "+2", "-" or "1-" from the start of s; 0 where it is none.
func parseCharge(s string) int {
	digit := 1
	for i := 0; i < len(s) && i < 2; i++ {
		switch c := s[i]; {
		case c == '+' || c == '-':
			if i == 0 && len(s) > 1 && s[1] >= '0' && s[1] <= '9' {
				digit = int(s[1] - '0')
			}
			if c == '-' {
				return -digit
			}
			return digit
		case c >= '0' && c <= '9':
			digit = int(c - '0')
		default:
			return 0
		}
	}
	return 0
}

// parseLabel reads the element that a CIF label such as Fe1, CL2 or C12A begins with. Two
// capitals are an element where the first alone could not be one of an organic molecule.
func parseLabel(s string) (Element, bool) {
	n := 0
	for n < len(s) && n < 2 && isLetter(s[n]) {
		n++
	}
	if n == 2 && (s[1] >= 'a' || !strings.Contains("BCDFHIKNOPSUVWY", s[:1]) || s[:2] == "CL" || s[:2] == "BR" || s[:2] == "FE") {
		if e, ok := ParseElement(s[:2]); ok {
			return e, true
		}
	}
	return ParseElement(s[:min(n, 1)])
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
