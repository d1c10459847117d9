//go:build !noasm

package simd

import "golang.org/x/sys/cpu"

// variants returns what this processor can run, the fastest first.
func variants() []variant {
	var v []variant
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL {
		v = append(v, variant{"avx512", 8, squareAVX512, squareAVX512Table})
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		v = append(v, variant{"avx2", 4, squareAVX2, squareAVX2Table})
	}
	return v
}
