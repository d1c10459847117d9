package vector

import (
	"image"
	"testing"

	"gobragg/core/simulate"
	"gobragg/core/simulate/backendtest"
)

// BenchmarkRender renders a tile with the scalar loops and with vectors, and reports the
// time of a sample.
func BenchmarkRender(b *testing.B) {
	vectors, err := Backend()
	if err != nil {
		b.Fatal(err)
	}
	const camera = "-cell 70 80 90 75 85 95 -misset 10 20 30 -lambda 1 -distance 100 -pixel 1 -detpixels 64 -oversample 1 -default_F 100 "
	for _, c := range []backendtest.Case{
		{Name: "N 14", Args: camera + "-N 14 -mosaic 0.4 -mosaic_domains 100"},
		{Name: "N 5", Args: camera + "-N 5 -mosaic 0.4 -mosaic_domains 100"},
		{Name: "table", Args: camera + "-N 14 -mosaic 0.4 -mosaic_domains 100 -hkl table.hkl -nointerpolate"},
		{Name: "tricubic", Args: camera + "-N 14 -mosaic 0.4 -mosaic_domains 100 -hkl table.hkl -interpolate"},
		{Name: "round", Args: camera + "-N 14 -mosaic 0.4 -mosaic_domains 100 -round_xtal"},
		{Name: "gauss", Args: camera + "-N 14 -mosaic 0.4 -mosaic_domains 100 -gauss_xtal"},
		{Name: "top hat", Args: camera + "-N 14 -mosaic 0.4 -mosaic_domains 100 -tophat_spots"},
		{Name: "one state", Args: camera + "-N 14"},
	} {
		p, err := c.Plan()
		if err != nil {
			b.Fatal(err)
		}
		tile := image.Rect(0, 0, 64, 64)
		dst := make([]float32, tile.Dx()*tile.Dy())
		for _, backend := range []simulate.Backend{simulate.Scalar(1), vectors} {
			b.Run(c.Name+"/"+backend.Name(), func(b *testing.B) {
				renderers, err := backend.Open(p)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if err := renderers[0].Render(b.Context(), tile, dst); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(p.Samples()), "ns/sample")
			})
		}
	}
}
