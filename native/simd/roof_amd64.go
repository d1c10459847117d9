//go:build !noasm

package simd

// fma returns the loop that does nothing but fused multiply-adds of float64, or of
// float32 for 32 bits, on the instructions of v, and how many of them it does in
// each turn.
func (v variant) fma(bits int) (loop func(turns int64), each int) {
	const vectors = 48 // a turn, says _gen/fma
	lanes := v.lanes * 64 / bits
	switch {
	case v.name == "avx512" && bits == 32:
		loop = fma32AVX512
	case v.name == "avx512":
		loop = fma64AVX512
	case bits == 32:
		loop = fma32AVX2
	default:
		loop = fma64AVX2
	}
	return loop, vectors * lanes
}
