// Package decimal reads decimal numbers from bytes, without allocation and mostly
// without strconv: files of reflections and atoms are made of millions of them.
//
//	d, n := decimal.Scan([]byte("-1.25e3 next")) // n = 7
//	v, exact := d.Float64()                      // -1250, true
package decimal

// Number is a number as it is written, ±Mantissa·10^Exponent.
type Number struct {
	Mantissa uint64
	Exponent int
	Digits   int // of the mantissa as written; beyond 19 it has overflowed
	Negative bool
}

// Scan reads a decimal number, like 12, -3.5, .5 or 1.25e+3, from the start of s. It
// returns the number of bytes used, 0 if s does not begin with a number; an e without
// digits behind it is not part of one.
func Scan(s []byte) (d Number, n int) {
	d.Negative = len(s) > 0 && s[0] == '-'
	if d.Negative || len(s) > 0 && s[0] == '+' {
		n = 1
	}
	start := n
	for n < len(s) && s[n]-'0' <= 9 {
		d.Mantissa = d.Mantissa*10 + uint64(s[n]-'0')
		n++
	}
	d.Digits = n - start
	if n < len(s) && s[n] == '.' {
		n++
		point := n
		for n < len(s) && s[n]-'0' <= 9 {
			d.Mantissa = d.Mantissa*10 + uint64(s[n]-'0')
			n++
		}
		d.Exponent = point - n
		d.Digits += n - point
	}
	if d.Digits == 0 {
		return Number{}, 0
	}
	if n < len(s) && s[n]|0x20 == 'e' {
		if used, e := exponent(s[n+1:]); used > 0 {
			n += 1 + used
			d.Exponent += e
		}
	}
	return d, n
}

// exponent reads the whole number after an e. Beyond ±99999, which is far out of
// range, digits no longer count.
func exponent(s []byte) (n, value int) {
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

// powersOfTen are the powers of ten that float64 holds exactly.
var powersOfTen = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// Float64 returns the nearest float64 where that takes one operation: a mantissa
// below 2⁵³ and a power of ten up to 10²² are both exact, so their product or
// quotient is the nearest. Otherwise exact is false, and strconv has to do it.
//
// Source: W. D. Clinger, PLDI 1990.
func (d Number) Float64() (value float64, exact bool) {
	// Up to 19 digits fit the mantissa; leading zeros count too, which costs only time.
	if d.Digits > 19 || d.Mantissa >= 1<<53 || d.Exponent < -22 || d.Exponent > 22 {
		return 0, false
	}
	value = float64(d.Mantissa)
	if d.Exponent < 0 {
		value /= powersOfTen[-d.Exponent]
	} else {
		value *= powersOfTen[d.Exponent]
	}
	if d.Negative {
		value = -value
	}
	return value, true
}
