package simd

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// compile compiles the arguments; a table, where they name one, is 21×21×21.
func compile(tb testing.TB, args string) *plan.Plan {
	tb.Helper()
	settings, err := config.ParseArgs(strings.Fields(args))
	if err != nil {
		tb.Fatal(err)
	}
	resolved, err := settings.Experiment(func(string) (io.ReadCloser, error) {
		var b strings.Builder
		for i := range 21 * 21 * 21 {
			fmt.Fprintln(&b, i/441-10, i/21%21-10, i%21-10, 10+i%97)
		}
		return io.NopCloser(strings.NewReader(b.String())), nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	p, err := plan.Compile(resolved.Experiment)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// backends returns those of this processor, in each precision, on one thread.
func backends(b *testing.B) (all []simulate.Backend) {
	for _, precision := range Precisions() {
		for _, name := range Names() {
			backend, err := Backend(name, precision, 1)
			if err != nil {
				b.Fatal(err)
			}
			all = append(all, backend)
		}
	}
	return all
}

// BenchmarkSum measures one thread, nanoseconds per sample, for each backend, shape
// and look-up, and for few and many states.
func BenchmarkSum(b *testing.B) {
	const common = "-cell 70 80 90 75 85 95 -N 5 -lambda 1 -distance 100 -pixel 0.4 -detpixels 128 -mosaic 1 "
	for _, c := range []struct{ name, args string }{
		{"states=1", common + "-default_F 100 -mosaic_domains 1 -oversample 1"},
		{"states=50", common + "-default_F 100 -mosaic_domains 50 -oversample 2"},
		{"states=50,table", common + "-hkl table -nointerpolate -mosaic_domains 50 -oversample 2"},
		{"states=50,tricubic", common + "-hkl table -interpolate -mosaic_domains 50 -oversample 2"},
		{"round", common + "-default_F 100 -round_xtal -mosaic_domains 50 -oversample 2"},
		{"round,table", common + "-hkl table -nointerpolate -round_xtal -mosaic_domains 50 -oversample 2"},
		{"round,tricubic", common + "-hkl table -interpolate -round_xtal -mosaic_domains 50 -oversample 2"},
		{"gauss", common + "-default_F 100 -gauss_xtal -mosaic_domains 50 -oversample 2"},
		{"gauss,table", common + "-hkl table -nointerpolate -gauss_xtal -mosaic_domains 50 -oversample 2"},
		{"gauss,tricubic", common + "-hkl table -interpolate -gauss_xtal -mosaic_domains 50 -oversample 2"},
		{"tophat", common + "-default_F 100 -tophat_spots -mosaic_domains 50 -oversample 2"},
		{"tophat,table", common + "-hkl table -nointerpolate -tophat_spots -mosaic_domains 50 -oversample 2"},
		{"tophat,tricubic", common + "-hkl table -interpolate -tophat_spots -mosaic_domains 50 -oversample 2"},
		{"states=1000", common + "-default_F 100 -mosaic_domains 1000 -oversample 1 -roi 0 31 0 31"},
		{"states=100000", common + "-default_F 100 -mosaic_domains 100000 -oversample 1 -roi 0 7 0 7"},
	} {
		p := compile(b, c.args)
		for _, backend := range backends(b) {
			b.Run(c.name+"/"+backend.Name(), func(b *testing.B) {
				for b.Loop() {
					if _, err := simulate.Run(context.Background(), backend, p, simulate.Options{}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(p.Samples()), "ns/sample")
			})
		}
	}
}
