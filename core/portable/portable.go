// Package portable has the exponential and the logarithm with the same bits on
// every machine.
//
//	portable.Exp(-0.5) // 0.6065306597126334 on amd64, arm64 and in a browser
//
// math.Exp and math.Log are assembly on some machines and Go on others, and the
// two differ in the last bit; an image or a noise deviate computed from them
// would depend on where it was computed. Here each is one sequence of additions,
// products and divisions, all of them correctly rounded by IEEE 754. Every
// product that is added to something stands inside a conversion, float64(x*y),
// which the language defines to round: without it a compiler may fuse the two
// into one instruction with one rounding (arm64 does, amd64 does with
// GOAMD64=v3) and the last bit changes again.
//
// Errors are below 1 unit in the last place: see the functions.
package portable

// The natural logarithm of 2 in two parts (Cody and Waite, Software Manual for
// the Elementary Functions, 1980). Ln2Hi is cut to 41 bits, so that k·Ln2Hi is
// exact for the |k| < 2¹¹ that occur here; Ln2Lo is the rest, rounded.
const (
	Ln2Hi = 0x1.62e42fefa3p-1
	Ln2Lo = 0x1.3de6af278ece6p-42
)
