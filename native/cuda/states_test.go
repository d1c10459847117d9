package cuda

import (
	"image"
	"math"
	"testing"

	"gobragg/core/simulate"
	"gobragg/native/cuda/emulate"
)

// statesOf is how far the sum of ten million states may be off: chunks of 64 round in
// float32 to 64·6e-8 at worst, each to its own side, and their sum is float64. A
// float32 sum would lose 1e-4 and more.
const statesOf = 2e-6

// TestTenMillionStates: sources × orientations, over launches that end amid them.
func TestTenMillionStates(t *testing.T) {
	kernelsOnly(t)
	p := compile(t, "-cell 50 60 70 80 95 100 -misset 10 20 30 -lambda 1.1 -N 8 -default_F 10 -distance 60 -pixel 0.4 -detpixels 100 -oversample 1 "+
		"-mosaic 3 -mosaic_domains 10000 -dispersion 2 -dispsteps 1000 -roi 40 40 40 40")
	if n := len(p.Sources) * len(p.Orientations); n != 10_000_000 {
		t.Fatalf("%d states", n)
	}
	d := &emulated{program: program(t, emulate.CPlusPlus), devices: 1, ratio: 2, memory: plenty}
	b := openEmulated(t, d, false)
	b.engines[0].pace["fixed_square_uniform"] = &pace{samples: 999_999}
	got := render(t, b, p, image.Point{}).Row(40)[40]
	want := render(t, simulate.Scalar(1), p, image.Point{}).Row(40)[40]
	if !(math.Abs(float64(got-want)) <= statesOf*float64(want)) || want == 0 {
		t.Errorf("%v photons, want %v: off by %.1e", got, want, float64(got/want)-1)
	}
}
