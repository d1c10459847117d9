package symmetry

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

const (
	maxText     = 200   // bytes of an operator, a name or a Hall symbol
	maxRotation = 9     // entries of a rotation; those of the Tables are 0 and ±1
	maxCells    = 99    // whole cells in a translation
	maxNumber   = 10000 // any number in a triplet

	// decimalTolerance covers 1/3 written as 0.33, and is well below 1/48.
	decimalTolerance = 0.005
)

// affine is a change of coordinates x' = Mx + v with rational entries, 1/24.
type affine struct {
	M [9]int
	V [3]int
}

// ParseOp reads an operator from its triplet, as PDB REMARK 290, mmCIF, CIF and MTZ
// SYMM records have them: "x,y,z", "1/2+X, -Y+1/2, z", "-y,x-y,z+0.3333".
// Letters may be of either case; blanks and quotation marks do not count.
//
// It fails for other text, for translations that are not multiples of 1/24, and
// for a rotation that is not of whole numbers with determinant ±1.
func ParseOp(s string) (Op, error) {
	m, err := parseTriplet(s)
	if err != nil {
		return Op{}, fmt.Errorf("symmetry: operator %.80q: %w", s, err)
	}
	var a Op
	for i, n := range m.M {
		if n%Den != 0 {
			return Op{}, fmt.Errorf("symmetry: operator %.80q: a coordinate is multiplied by %d/%d, want whole numbers", s, n, Den)
		}
		a.R[i] = n / Den
	}
	a.T = m.V
	if d := a.Det(); d != 1 && d != -1 {
		return Op{}, fmt.Errorf("symmetry: operator %.80q: determinant %d, want 1 or -1", s, d)
	}
	return a, nil
}

// parseTriplet reads three linear expressions in x, y, z separated by commas.
func parseTriplet(s string) (affine, error) {
	var m affine
	if len(s) > maxText {
		return m, fmt.Errorf("%d characters, at most %d expected", len(s), maxText)
	}
	rows := strings.Split(strings.Trim(strings.TrimSpace(s), `'"`), ",")
	if len(rows) != 3 {
		return m, fmt.Errorf("%d expressions between commas, want 3", len(rows))
	}
	for i, text := range rows {
		row, err := parseRow(text)
		if err != nil {
			return m, err
		}
		for j, n := range row[:3] {
			if n < -maxRotation*Den || n > maxRotation*Den {
				return m, fmt.Errorf("expression %q: a coordinate is multiplied by more than %d", text, maxRotation)
			}
			m.M[3*i+j] = n
		}
		if m.V[i] = row[3]; m.V[i] < -maxCells*Den || m.V[i] > maxCells*Den {
			return m, fmt.Errorf("expression %q: translation by more than %d cells", text, maxCells)
		}
	}
	return m, nil
}

// parseRow reads a sum of terms [sign] [number] [*] [letter [/ number]] and returns
// the multiples of x, y, z and 1 in 1/24.
func parseRow(text string) ([4]int, error) {
	var row [4]int
	rest := strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' {
			return -1
		}
		return r
	}, text))
	if rest == "" {
		return row, fmt.Errorf("expression %q is empty", text)
	}
	for first := true; rest != ""; first = false {
		sign := 1
		switch {
		case rest[0] == '-':
			sign, rest = -1, rest[1:]
		case rest[0] == '+':
			rest = rest[1:]
		case !first:
			return row, fmt.Errorf("expression %q: want + or - before %q", text, rest)
		}
		n, after, hasNumber, err := parseNumber(rest)
		if err != nil {
			return row, fmt.Errorf("expression %q: %w", text, err)
		}
		if hasNumber {
			after = strings.TrimPrefix(after, "*")
		}
		column := 3
		if after != "" {
			if j := strings.IndexByte("xyz", after[0]); j >= 0 {
				column, after = j, after[1:]
				if strings.HasPrefix(after, "/") {
					divisor, end := digits(after[1:])
					if divisor == 0 || n%divisor != 0 {
						return row, fmt.Errorf("expression %q: %q does not divide to a multiple of 1/%d", text, rest, Den)
					}
					n, after = n/divisor, after[1+end:]
				}
			}
		}
		if column == 3 && !hasNumber {
			return row, fmt.Errorf("expression %q: want x, y, z or a number at %q", text, rest)
		}
		row[column] += sign * n
		rest = after
	}
	return row, nil
}

// parseNumber reads p, p/q or a decimal at the start of s as multiples of 1/24; it
// returns 1 without a number where there is none.
func parseNumber(s string) (n int, rest string, found bool, err error) {
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
		end++
	}
	if end == 0 {
		return Den, s, false, nil
	}
	v, err := strconv.ParseFloat(s[:end], 64)
	if err != nil || v > maxNumber {
		return 0, s, false, fmt.Errorf("number %q, want at most %d", s[:end], maxNumber)
	}
	text := s[:end]
	exact := !strings.Contains(text, ".")
	if rest = s[end:]; strings.HasPrefix(rest, "/") {
		q, used := digits(rest[1:])
		if q == 0 {
			return 0, s, false, fmt.Errorf("%q divided by what is not a number above 0", text)
		}
		v /= float64(q)
		text, rest = s[:end+1+used], rest[1+used:]
	}
	n = int(math.Round(v * Den))
	miss := math.Abs(v - float64(n)/Den)
	if exact && miss > 1e-9 || miss > decimalTolerance {
		return 0, s, false, fmt.Errorf("%s is not a multiple of 1/%d", text, Den)
	}
	return n, rest, true, nil
}

// digits returns the number at the start of s, 0 where there is none or it is above
// maxNumber, and its length.
func digits(s string) (n, end int) {
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		if n = 10*n + int(s[end]-'0'); n > maxNumber {
			return 0, end
		}
		end++
	}
	return n, end
}
