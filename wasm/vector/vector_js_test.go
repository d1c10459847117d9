package vector

import (
	"fmt"
	"image"
	"math"
	"syscall/js"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/rng"
	"gobragg/core/simulate/backendtest"
)

// TestConformance: images have the scalar backend's bits.
func TestConformance(t *testing.T) {
	b, err := Backend()
	if err != nil {
		t.Fatal(err)
	}
	backendtest.Run(t, b, backendtest.Budget{})
}

// TestSums compares the bits of sums, which have more than those of an image, for every
// shape and look-up and every number of vectors: within and around the spots of
// reflections inside and outside the table, on them, and halfway between two.
func TestSums(t *testing.T) {
	loops, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, shape := range []string{"-N 5", "-Na 3 -Nb 8 -Nc 12", "-Na 40 -Nb 7 -Nc 100", "-N 6 -round_xtal", "-N 4 -gauss_xtal", "-N 4 -tophat_spots"} {
		for _, lookup := range []string{"", "-hkl table.hkl -nointerpolate", "-hkl table.hkl -interpolate"} {
			args := "-cell 38 47 59 85 95 105 -misset 20 30 40 -lambda 1 -distance 60 -pixel 1 -detpixels 8 -default_F 3 -mosaic 1 -mosaic_domains 3 " + shape + " " + lookup
			p, err := backendtest.Case{Args: args}.Plan()
			if err != nil {
				t.Fatal(err)
			}
			if got := compare(newSummer(loops, p), p); got != "" {
				t.Errorf("%s %s: %s", shape, lookup, got)
			}
		}
	}
}

// compare returns the first difference of s from the scalar kernel; none: "".
func compare(s kernel.Summer, p *plan.Plan) string {
	random := rng.NewStream(3, 4)
	about := []func(n int32) float64{
		func(n int32) float64 { return 1.5 * (random.Float64() - 0.5) / float64(n) },
		func(int32) float64 { return random.Float64() - 0.5 },
		func(int32) float64 { return 0 },
		func(int32) float64 { return 0.5 },
	}
	index := func(n int32) float64 {
		return math.Floor(random.Float64()*25) - 12 + about[int(4*random.Float64())](n)
	}
	// The first orientation sees the vector itself as h, k, l; others see some beside it.
	orientations := []plan.Orientation{{1, 0, 0, 0, 1, 0, 0, 0, 1}, {1, 1e-3, 0, 0, 1, 0, 2e-3, 0, 1}, {1, 0, 0.01, 0.02, 1, 0, 0, 0, -1}}
	scalar := kernel.NewSums(p)
	var q kernel.Vectors
	var got, want [kernel.StripSize]float64
	for n := 1; n <= kernel.StripSize; n++ {
		for i := range n {
			q.X[i], q.Y[i], q.Z[i] = index(p.Cells[0]), index(p.Cells[1]), index(p.Cells[2])
		}
		for m := range orientations {
			scalar.Sum(orientations[:m+1], &q, n, &want)
			s.Sum(orientations[:m+1], &q, n, &got)
			for i, v := range got[:n] {
				if math.Float64bits(v) != math.Float64bits(want[i]) {
					return fmt.Sprintf("%d orientations at %v, %v, %v give %v, want %v", m+1, q.X[i], q.Y[i], q.Z[i], v, want[i])
				}
			}
		}
	}
	return ""
}

// TestPhotons compares whole sums, for every number of pixels, with all that a plan may
// ask of them: each flag with and without each other, with and without a limit of
// resolution, and water.
func TestPhotons(t *testing.T) {
	loops, err := load()
	if err != nil {
		t.Fatal(err)
	}
	args := "-cell 38 47 59 85 95 105 -misset 20 30 40 -lambda 1 -distance 60 -pixel 9 -detpixels 9 -default_F 3 -N 3 -oversample 2 -hdivrange 4 -hdivsteps 2 -polar 0.9 -detector_rotx 20 -detector_abs 200 -detector_thick 450 -thicksteps 2"
	p, err := backendtest.Case{Args: args}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	const each = plan.PointPixel | plan.SensorOn | plan.NoPolarization | plan.EachPolar | plan.EachOmega | plan.EachThick
	for flags := range each + 1 {
		if flags&^each != 0 {
			continue
		}
		for _, maxQ2 := range []float64{math.Inf(1), 1e19} {
			for _, background := range []float64{0, 1e6} {
				p := *p
				p.Flags, p.MaxQ2, p.Background = flags, maxQ2, background
				if got := comparePhotons(loops, &p, 7); got != "" {
					t.Errorf("flags %b, q² to %g, background %g: %s", flags, maxQ2, background, got)
				}
			}
		}
	}
}

// TestCaptureOfAnyRay: along the sensor, from behind, and so slanted that photons that
// stop are too few, or too many, for a float64.
func TestCaptureOfAnyRay(t *testing.T) {
	loops, err := load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := backendtest.Case{Args: "-cell 38 47 59 90 90 90 -lambda 1 -distance 60 -pixel 1 -detpixels 9 -default_F 3 -N 1 -oversample 1 -detector_abs 100 -detector_thick 300 -thicksteps 3"}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	p.Absorption = 1 / p.Layer
	p.FastAxis, p.SlowAxis, p.NormalAxis = [3]float64{0, 1, 0}, [3]float64{0, 0, 1}, [3]float64{1, 0, 0}
	for _, parallax := range []float64{0, 1, -1, 1e-2, -1e-2, 1. / 700, 1. / 708, 1. / 720, 1. / 745, 1. / 746, -1. / 350, -1. / 700, -1. / 709, -1. / 710, 1e-5, -1e-5, 1e-300, -1e-300} {
		p.Origin = [3]float64{parallax, 0.001, math.Sqrt(1 - parallax*parallax)}
		if got := comparePhotons(loops, p, kernel.StripSize); got != "" {
			t.Errorf("d·o about %g: %s", parallax, got)
		}
	}
}

// comparePhotons returns the first difference of a pixel from the scalar kernel, in tiles
// of as many pixels as most and fewer; none: "".
func comparePhotons(loops js.Value, p *plan.Plan, most int) string {
	if !integrates(p) {
		return "the module has no whole sum"
	}
	vectors := kernel.NewRenderer(p, integrator{newSummer(loops, p), p.Orientations})
	scalar := kernel.NewRenderer(p, kernel.NewSums(p))
	got, want := make([]float32, most), make([]float32, most)
	for n := 1; n <= most; n++ {
		for slow := range 9 {
			tile := image.Rect(0, slow, n, slow+1)
			vectors.Render(tile, got[:n], nil)
			scalar.Render(tile, want[:n], nil)
			for i, v := range want[:n] {
				// Where +Inf − +Inf stops in a layer there is no number.
				if x := got[i]; math.Float32bits(x) != math.Float32bits(v) && !(x != x && v != v) {
					return fmt.Sprintf("pixel %d of %d in row %d has %v photons, want %v", i, n, slow, x, v)
				}
			}
		}
	}
	return ""
}

// TestNoVectors: what cannot be used is an error, not a crash.
func TestNoVectors(t *testing.T) {
	memory := js.Global().Get("gobraggMemory")
	defer js.Global().Set("gobraggMemory", memory)
	for _, other := range []any{nil, "text", map[string]any{}} {
		js.Global().Set("gobraggMemory", other)
		if _, err := Backend(); err == nil {
			t.Errorf("with %v for memory: no error", other)
		}
	}
}
