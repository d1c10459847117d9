package frame

import "math"

// sortPixels sorts values, none of them NaN, in a few passes over them, digit by digit
// from the last: in WebAssembly five times as fast as comparing.
func sortPixels(values []float32) {
	const digit = 11 // bits; three of them hold the bits of a value
	keys, next := make([]uint32, len(values)), make([]uint32, len(values))
	for i, v := range values {
		keys[i] = ordered(math.Float32bits(v))
	}
	for shift := 0; shift < 32; shift += digit {
		var begin [1 << digit]int
		for _, k := range keys {
			begin[k>>shift&(1<<digit-1)]++
		}
		sum := 0
		for i, n := range begin {
			begin[i], sum = sum, sum+n
		}
		for _, k := range keys {
			at := &begin[k>>shift&(1<<digit-1)]
			next[*at] = k
			*at++
		}
		keys, next = next, keys
	}
	for i, k := range keys {
		values[i] = math.Float32frombits(disordered(k))
	}
}

// ordered turns the bits of a float32 into a number of the same order: those of negative
// ones count downwards. disordered undoes it.
func ordered(b uint32) uint32 {
	if b>>31 != 0 {
		return ^b
	}
	return b | 1<<31
}

func disordered(k uint32) uint32 {
	if k>>31 != 0 {
		return k &^ (1 << 31)
	}
	return ^k
}

// quantile returns the smallest of the sorted values that at least the part p of them,
// 0 < p ≤ 1, does not exceed.
func quantile(p float64, sorted []float32) float64 {
	return float64(sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)])
}
