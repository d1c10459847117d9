package decimal

import (
	"math"
	"strconv"
	"testing"
)

func TestScan(t *testing.T) {
	for _, c := range []struct {
		text  string
		n     int
		exact bool
	}{
		{"12", 2, true}, {"-3.5 x", 4, true}, {".5", 2, true}, {"5.", 2, true}, {"+1.25e+3,", 8, true}, {"1e-22", 5, true},
		{"1e", 1, true}, {"1e+", 1, true}, {"-0", 2, true}, {"0.1", 3, true},
		{"1e23", 4, false}, {"9007199254740993", 16, false}, {"12345678901234567890", 20, false}, {"1e99999999", 10, false},
		{"", 0, false}, {"-", 0, false}, {".", 0, false}, {"e5", 0, false}, {"nan", 0, false},
	} {
		d, n := Scan([]byte(c.text))
		if n != c.n {
			t.Errorf("Scan(%q) uses %d bytes, want %d", c.text, n, c.n)
			continue
		}
		if n == 0 {
			continue
		}
		got, exact := d.Float64()
		if exact != c.exact {
			t.Errorf("Scan(%q).Float64() exact = %v, want %v", c.text, exact, c.exact)
		}
		if want, err := strconv.ParseFloat(c.text[:n], 64); exact && (err != nil || math.Float64bits(got) != math.Float64bits(want)) {
			t.Errorf("Scan(%q).Float64() = %v, want %v", c.text, got, want)
		}
	}
}
