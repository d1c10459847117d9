package imgio

import (
	"math"
	"strconv"
)

// FormatG returns v as C's printf("%g") writes it: six significant digits, no
// trailing zeros, an exponent of at least two digits below 1e-4 and from 1e6 on,
// "inf", "-inf" and "nan", and "-0" for negative zero.
func FormatG(v float64) string {
	switch {
	case math.IsNaN(v):
		return "nan"
	case math.IsInf(v, 1):
		return "inf"
	case math.IsInf(v, -1):
		return "-inf"
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}
