package cif

import (
	"math"
	"strconv"
)

// powersOfTen are the powers of ten that float64 holds exactly.
var powersOfTen = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// ParseFloat reads a decimal number, like 12, -3.5, .5 or 1.25e+3, from the start of
// s. It returns the nearest float64 and the number of bytes used, 0 if s does not
// begin with a number. Numbers too large for float64 are none; names such as inf and
// nan, and other bases, are none either.
func ParseFloat(s []byte) (value float64, n int) {
	// Digits as an integer m < 2⁵³ and a decimal exponent |e| ≤ 22: m·10^e is one product
	// or quotient of exact numbers, hence the nearest float64 (Clinger, PLDI 1990).
	negative := len(s) > 0 && s[0] == '-'
	if negative || len(s) > 0 && s[0] == '+' {
		n = 1
	}
	var mantissa uint64
	start := n
	for n < len(s) && s[n]-'0' <= 9 {
		mantissa = mantissa*10 + uint64(s[n]-'0')
		n++
	}
	digits := n - start
	exponent := 0
	if n < len(s) && s[n] == '.' {
		n++
		point := n
		for n < len(s) && s[n]-'0' <= 9 {
			mantissa = mantissa*10 + uint64(s[n]-'0')
			n++
		}
		exponent = point - n
		digits += n - point
	}
	if digits == 0 {
		return 0, 0
	}
	if n < len(s) && s[n]|0x20 == 'e' {
		if used, e := parseExponent(s[n+1:]); used > 0 {
			n += 1 + used
			exponent += e
		}
	}
	if digits <= 19 && mantissa < 1<<53 && exponent >= -22 && exponent <= 22 {
		value = float64(mantissa)
		if exponent < 0 {
			value /= powersOfTen[-exponent]
		} else {
			value *= powersOfTen[exponent]
		}
		if negative {
			value = -value
		}
		return value, n
	}
	value, err := strconv.ParseFloat(string(s[:n]), 64)
	if err != nil || math.IsInf(value, 0) {
		return 0, 0
	}
	return value, n
}

// parseExponent reads the whole number after an e. Beyond ±99999, which is far out
// of range, digits no longer count.
func parseExponent(s []byte) (n, value int) {
	negative := len(s) > 0 && s[0] == '-'
	if negative || len(s) > 0 && s[0] == '+' {
		n = 1
	}
	start := n
	for n < len(s) && s[n]-'0' <= 9 {
		value = min(value*10+int(s[n]-'0'), 99999)
		n++
	}
	if n == start {
		return 0, 0
	}
	if negative {
		value = -value
	}
	return n, value
}
