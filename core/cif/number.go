package cif

import (
	"math"
	"strconv"

	"gobragg/core/decimal"
)

// ParseFloat reads a decimal number, like 12, -3.5, .5 or 1.25e+3, from the start of
// s. It returns the nearest float64 and the number of bytes used, 0 if s does not
// begin with a number. Numbers too large for float64 are none; names such as inf and
// nan, and other bases, are none either.
func ParseFloat(s []byte) (value float64, n int) {
	d, n := decimal.Scan(s)
	if n == 0 {
		return 0, 0
	}
	if value, exact := d.Float64(); exact {
		return value, n
	}
	value, err := strconv.ParseFloat(string(s[:n]), 64)
	if err != nil || math.IsInf(value, 0) {
		return 0, 0
	}
	return value, n
}
