package simd

import (
	"math"
	"slices"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/rng"
	"gobragg/core/simulate/backendtest"
)

// TestRaysHaveTheBits of the scalar kernel: every array of the rays, for any number
// of pixels, in every case that the conformance suite has.
func TestRaysHaveTheBits(t *testing.T) {
	each(t, func(t *testing.T, v variant) {
		for _, c := range backendtest.Cases() {
			p, err := c.Plan()
			if err != nil {
				t.Fatal(err)
			}
			compareRays(t, c.Name, newOptics(p, v), kernel.NewGeometry(p), p)
		}
	})
}

// compareRays runs both over the pixels, layers, sub-pixels and sources of p.
func compareRays(t *testing.T, name string, got, want kernel.Geometry, p *plan.Plan) {
	t.Helper()
	random := rng.NewStream(9, 10)
	var a, b kernel.Rays
	for n := 1; n <= kernel.StripSize; n++ {
		for i := range n {
			a.Fast[i] = math.Floor(random.Float64() * float64(p.Width))
			a.Slow[i] = math.Floor(random.Float64() * float64(p.Height))
		}
		b.Fast, b.Slow = a.Fast, a.Slow
		sub := func() int { return int(random.Float64() * float64(p.Oversample)) }
		fast, slow, layer := sub(), sub(), int(random.Float64()*float64(p.Layers))
		source := int(random.Float64() * float64(len(p.Sources)))
		for r, g := range map[*kernel.Rays]kernel.Geometry{&a: got, &b: want} {
			g.Look(r, n, fast, slow, layer)
			g.Omega(r, n)
			if p.Flags.Has(plan.SensorOn) {
				g.Capture(r, n, layer)
			}
			g.Scatter(r, n, source)
			g.Polarize(r, n, source)
			for i := range n {
				r.Sums[i], r.Total[i] = float64(n*i), 1/float64(n+i)
			}
			g.Collect(r, n, source)
			g.Expose(r, n)
		}
		if !slices.Equal(a.Photons[:n], b.Photons[:n]) {
			t.Fatalf("%s: photons %v, want %v", name, a.Photons[:n], b.Photons[:n])
		}
		for _, x := range []struct {
			name string
			a, b *[kernel.StripSize]float64
		}{
			{"Direction.X", &a.Direction.X, &b.Direction.X}, {"Direction.Y", &a.Direction.Y, &b.Direction.Y}, {"Direction.Z", &a.Direction.Z, &b.Direction.Z},
			{"Distance", &a.Distance, &b.Distance}, {"Solid", &a.Solid, &b.Solid}, {"Captured", &a.Captured, &b.Captured},
			{"Q.X", &a.Q.X, &b.Q.X}, {"Q.Y", &a.Q.Y, &b.Q.Y}, {"Q.Z", &a.Q.Z, &b.Q.Z}, {"Polar", &a.Polar, &b.Polar}, {"Total", &a.Total, &b.Total},
		} {
			for i := range n {
				if math.Float64bits(x.a[i]) != math.Float64bits(x.b[i]) {
					t.Fatalf("%s: pixel %g %g, layer %d, sub-pixel %d %d, source %d: %s = %v, want %v", name,
						a.Fast[i], a.Slow[i], layer, fast, slow, source, x.name, x.a[i], x.b[i])
				}
			}
		}
	}
}

// TestCaptureOfAnyRay: along the sensor, from behind, and so slanted that photons
// that stop are too few, or too many, for a float64.
func TestCaptureOfAnyRay(t *testing.T) {
	c := backendtest.Case{Name: "sensor", Args: "-cell 50 50 50 90 90 90 -default_F 1 -N 1 -lambda 1 -distance 50 -pixel 1 -detpixels 9 -detector_abs 100 -detector_thick 300 -thicksteps 3"}
	p, err := c.Plan()
	if err != nil {
		t.Fatal(err)
	}
	random := rng.NewStream(11, 12)
	each(t, func(t *testing.T, v variant) {
		got, want := newOptics(p, v), kernel.NewGeometry(p)
		var a, b kernel.Rays
		var parallaxes [kernel.StripSize]float64
		for range 1000 {
			for i := range kernel.StripSize {
				parallax := &parallaxes[i]
				*parallax = math.Pow(10, -5*random.Float64())
				switch i % 8 {
				case 0:
					*parallax = 0
				case 1:
					*parallax = -*parallax
				case 2: // e^x from the least normal number to 0
					*parallax = 1 / (700 + 50*random.Float64())
				case 3: // to +Inf
					*parallax = -1 / (700 + 15*random.Float64())
				}
				for k, x := range []*float64{&a.Direction.X[i], &a.Direction.Y[i], &a.Direction.Z[i]} {
					*x = *parallax * p.NormalAxis[k]
				}
			}
			b.Direction = a.Direction
			for layer := range int(p.Layers) {
				got.Capture(&a, kernel.StripSize, layer)
				want.Capture(&b, kernel.StripSize, layer)
				for i := range kernel.StripSize {
					// Far behind the sensor +Inf − +Inf is no number.
					if x, y := a.Captured[i], b.Captured[i]; x != y && !(math.IsNaN(x) && math.IsNaN(y)) {
						t.Fatalf("layer %d, d·o = %g: captured %g, want %g", layer, parallaxes[i], x, y)
					}
				}
			}
		}
	})
}

func TestOpticsDoNotAllocate(t *testing.T) {
	p, err := backendtest.Cases()[0].Plan()
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, v variant) {
		r := kernel.NewRenderer(p, engine{newSummer(p, v, false), newOptics(p, v)})
		dst := make([]float32, p.ROI().Dx()*p.ROI().Dy())
		if n := testing.AllocsPerRun(10, func() { r.Render(p.ROI(), dst, nil) }); n != 0 {
			t.Errorf("Render allocates %v times", n)
		}
	})
}
