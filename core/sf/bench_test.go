package sf

import (
	"context"
	"testing"
)

func BenchmarkFFT(b *testing.B) {
	m := readModel(b, "1a8o.pdb")
	for name, opt := range map[string]Options{
		"atoms":     {Workers: 1},
		"solvent":   {Workers: 1, Solvent: FlatSolvent(0.35, 46)},
		"anomalous": {Workers: 1, Wavelength: 0.98},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := FFT(context.Background(), m, 2.5, opt); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDirect(b *testing.B) {
	m := readModel(b, "1a8o.pdb")
	terms := 0
	for b.Loop() {
		set, err := Direct(context.Background(), m, 4, Options{Workers: 1})
		if err != nil {
			b.Fatal(err)
		}
		terms += len(set.Reflections) * len(m.Atoms) * 8
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(terms), "ns/(reflection·atom·operator)")
}
