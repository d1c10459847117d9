package hkl

import (
	"math"
	"strconv"

	"gobragg/core/decimal"
)

// parseIndex reads a whole number with an optional sign from the start of s, which
// must hold a byte that is not a digit. It returns the number of bytes used, 0 if
// there is no number; beyond ±MaxIndex it returns ±(MaxIndex + 1).
func parseIndex(s []byte) (value int32, n int) {
	negative := s[0] == '-'
	if negative || s[0] == '+' {
		n = 1
	}
	start := n
	for {
		digit := s[n] - '0'
		if digit > 9 {
			break
		}
		value = min(value*10+int32(digit), MaxIndex+1)
		n++
	}
	if n == start {
		return 0, 0
	}
	if negative {
		value = -value
	}
	return value, n
}

// parseAmplitude reads a decimal number, like 12, -3.5, .5 or 1.25e+3, from the
// start of s, which must hold a byte that cannot belong to one. It returns the
// number of bytes used, 0 if there is no number. The value is the float32 nearest to
// the decimal (ties to even), bit for bit that of strconv.ParseFloat(s, 32), and
// ±Inf if that is too large.
//
// The usual case needs no strconv: rounding the nearest float64 to float32 is right
// except where it lies exactly half-way between two float32, or is subnormal as
// float32.
func parseAmplitude(s []byte) (value float32, n int) {
	d, n := decimal.Scan(s)
	if n == 0 || s[n]|0x20 == 'e' { // an e without an exponent
		return 0, 0
	}
	if v, exact := d.Float64(); exact {
		const halfway, dropped = 1 << 28, 1<<29 - 1 // of the 29 bits float32 lacks
		if v == 0 || math.Abs(v) >= 0x1p-126 && math.Float64bits(v)&dropped != halfway {
			return float32(v), n
		}
	}
	v, _ := strconv.ParseFloat(string(s[:n]), 32) // the only error left is the range, with ±Inf
	return float32(v), n
}
