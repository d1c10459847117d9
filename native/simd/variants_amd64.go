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
		v = append(v, variant{
			name: "avx512", lanes: 8,
			loops: &[...][3]func(job *byte){
				plan.Square: {squareAVX512, squareAVX512Table, squareAVX512Tricubic},
				plan.Round:  {roundAVX512, roundAVX512Table, roundAVX512Tricubic},
				plan.Gauss:  {gaussAVX512, gaussAVX512Table, gaussAVX512Tricubic},
				plan.TopHat: {topHatAVX512, topHatAVX512Table, topHatAVX512Tricubic},
			},
			fejer: &[...]func(job *byte){fejerAVX512, fejerAVX512Table, fejerAVX512Tricubic},
			mixed: &[...][2]func(job *byte){
				plan.Square: {mixedAVX512, mixedAVX512Table},
				plan.Round:  {mixedRoundAVX512, mixedRoundAVX512Table},
				plan.Gauss:  {mixedGaussAVX512, mixedGaussAVX512Table},
			},
			mixedFejer: &[...]func(job *byte){mixedFejerAVX512, mixedFejerAVX512Table},
			rays: &rayLoops{
				lookAVX512, lookCurvedAVX512, omegaAVX512, omegaPointAVX512, captureAVX512, scatterAVX512, polarizeAVX512,
				collectAVX512, collectCapturedAVX512, exposeAVX512,
			},
			photons: photonsAVX512,
			pixels:  pixelLoops{countsAVX512, greysAVX512, sumsAVX2, deviationsAVX2},
		})
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		v = append(v, variant{
			name: "avx2", lanes: 4,
			loops: &[...][3]func(job *byte){
				plan.Square: {squareAVX2, squareAVX2Table, squareAVX2Tricubic},
				plan.Round:  {roundAVX2, roundAVX2Table, roundAVX2Tricubic},
				plan.Gauss:  {gaussAVX2, gaussAVX2Table, gaussAVX2Tricubic},
				plan.TopHat: {topHatAVX2, topHatAVX2Table, topHatAVX2Tricubic},
			},
			fejer: &[...]func(job *byte){fejerAVX2, fejerAVX2Table, fejerAVX2Tricubic},
			mixed: &[...][2]func(job *byte){
				plan.Square: {mixedAVX2, mixedAVX2Table},
				plan.Round:  {mixedRoundAVX2, mixedRoundAVX2Table},
				plan.Gauss:  {mixedGaussAVX2, mixedGaussAVX2Table},
			},
			mixedFejer: &[...]func(job *byte){mixedFejerAVX2, mixedFejerAVX2Table},
			rays: &rayLoops{
				lookAVX2, lookCurvedAVX2, omegaAVX2, omegaPointAVX2, captureAVX2, scatterAVX2, polarizeAVX2,
				collectAVX2, collectCapturedAVX2, exposeAVX2,
			},
			photons: photonsAVX2,
			pixels:  pixelLoops{countsAVX2, greysAVX2, sumsAVX2, deviationsAVX2},
		})
	}
	return v
}
