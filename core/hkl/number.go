package hkl

import (
	"math"
	"strconv"
)

// powersOfTen are the powers of ten that float64 holds exactly.
var powersOfTen = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

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
// The usual case needs no strconv: with the digits as an integer m < 2⁵³ and the
// decimal exponent |e| ≤ 22, m·10^e is one product or quotient of exact float64
// numbers, hence the nearest float64 (Clinger, PLDI 1990). Rounding that to float32
// is right except where it lies exactly half-way between two float32, or is
// subnormal as float32.
func parseAmplitude(s []byte) (value float32, n int) {
	negative := s[0] == '-'
	if negative || s[0] == '+' {
		n = 1
	}
	var mantissa uint64
	var exponent, digits int
	start := n
	for {
		digit := s[n] - '0'
		if digit > 9 {
			break
		}
		mantissa = mantissa*10 + uint64(digit)
		n++
	}
	digits = n - start
	if s[n] == '.' {
		n++
		point := n
		for {
			digit := s[n] - '0'
			if digit > 9 {
				break
			}
			mantissa = mantissa*10 + uint64(digit)
			n++
		}
		exponent = point - n
		digits += n - point
	}
	if digits == 0 {
		return 0, 0
	}
	if s[n]|0x20 == 'e' {
		used, e := parseExponent(s[n+1:])
		if used == 0 {
			return 0, 0
		}
		n += 1 + used
		exponent += e
	}
	// Up to 19 digits fit the integer; leading zeros count too, which costs only time.
	if digits <= 19 && mantissa < 1<<53 && exponent >= -22 && exponent <= 22 {
		d := float64(mantissa)
		if exponent < 0 {
			d /= powersOfTen[-exponent]
		} else {
			d *= powersOfTen[exponent]
		}
		const halfway, dropped = 1 << 28, 1<<29 - 1 // of the 29 bits float32 lacks
		if d == 0 || d >= 0x1p-126 && math.Float64bits(d)&dropped != halfway {
			if negative {
				d = -d
			}
			return float32(d), n
		}
	}
	d, _ := strconv.ParseFloat(string(s[:n]), 32) // the only error left is the range, with ±Inf
	return float32(d), n
}

// parseExponent reads the whole number after an e. Beyond ±99999, which is far out
// of range, digits no longer count.
func parseExponent(s []byte) (n, value int) {
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
		value = min(value*10+int(digit), 99999)
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
