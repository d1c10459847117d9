//go:build !noasm

package simd

import (
	"golang.org/x/sys/cpu"

	"gobragg/core/plan"
)

// variants returns what this processor can run, the fastest first.
func variants() []variant {
	var v []variant
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL {
		v = append(v, variant{"avx512", 8, &[...][3]func(job *byte){
			plan.Square: {squareAVX512, squareAVX512Table, squareAVX512Tricubic},
			plan.Round:  {roundAVX512, roundAVX512Table, roundAVX512Tricubic},
			plan.Gauss:  {gaussAVX512, gaussAVX512Table, gaussAVX512Tricubic},
			plan.TopHat: {topHatAVX512, topHatAVX512Table, topHatAVX512Tricubic},
		}, &[...]func(job *byte){fejerAVX512, fejerAVX512Table, fejerAVX512Tricubic}, &[...]func(job *byte){mixedAVX512, mixedAVX512Table}, &[...]func(job *byte){mixedFejerAVX512, mixedFejerAVX512Table}, &rayLoops{
			lookAVX512, lookCurvedAVX512, omegaAVX512, omegaPointAVX512, captureAVX512, scatterAVX512, polarizeAVX512,
		}, photonsAVX512})
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		v = append(v, variant{"avx2", 4, &[...][3]func(job *byte){
			plan.Square: {squareAVX2, squareAVX2Table, squareAVX2Tricubic},
			plan.Round:  {roundAVX2, roundAVX2Table, roundAVX2Tricubic},
			plan.Gauss:  {gaussAVX2, gaussAVX2Table, gaussAVX2Tricubic},
			plan.TopHat: {topHatAVX2, topHatAVX2Table, topHatAVX2Tricubic},
		}, &[...]func(job *byte){fejerAVX2, fejerAVX2Table, fejerAVX2Tricubic}, &[...]func(job *byte){mixedAVX2, mixedAVX2Table}, &[...]func(job *byte){mixedFejerAVX2, mixedFejerAVX2Table}, &rayLoops{
			lookAVX2, lookCurvedAVX2, omegaAVX2, omegaPointAVX2, captureAVX2, scatterAVX2, polarizeAVX2,
		}, photonsAVX2})
	}
	return v
}
