package experiment

import (
	"fmt"
	"math"
	"testing"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// grid returns the Spread of a range in n points.
func grid(rng float64, n int) Spread {
	if n == 1 {
		return Spread{Steps: 1}
	}
	return Spread{Range: rng, Step: rng / float64(n-1), Steps: n}
}

// TestSourceGridCounts: round divergence keeps the points (h, v), counted in steps
// from the middle of n × n, for which
//
//	4 [h² + v² − 2·¼ (n even)]/(n − 1)² ≤ 1.1
func TestSourceGridCounts(t *testing.T) {
	one := Spread{Steps: 1}
	for _, c := range []struct {
		name          string
		h, v, spectra Spread
		square        bool
		want          int
	}{
		{"one point", one, one, one, false, 1},
		// h² + v² ≤ 1.1 of −1, 0, 1: the corners, 2, go.
		{"3 × 3, round", grid(2, 3), grid(2, 3), one, false, 5},
		{"3 × 3, square", grid(2, 3), grid(2, 3), one, true, 9},
		// 4 (¼ + ¼ − ½) = 0: all corners of 2 × 2 stay.
		{"2 × 2, round", grid(2, 2), grid(2, 2), one, false, 4},
		// h² + v² − ½ ≤ 2.475 of ±½, ±1½: 4½ − ½ goes, 2½ − ½ stays.
		{"4 × 4, round", grid(2, 4), grid(2, 4), one, false, 12},
		// h² + v² ≤ 4.4 of −2 … 2: the four 8s and the eight 5s go.
		{"5 × 5, round", grid(2, 5), grid(2, 5), one, false, 13},
		// h² + v² ≤ 17.6 of −4 … 4: the 49 within 4 and the eight 17s.
		{"9 × 9, round", grid(2, 9), grid(2, 9), one, false, 57},
		{"ellipse: each axis by its own range", grid(10, 5), grid(0.1, 5), one, false, 13},
		{"a line has no corners", grid(2, 5), one, one, false, 5},
		{"another line", one, grid(2, 5), one, false, 5},
		{"wavelengths", one, one, grid(0.01, 7), false, 7},
		{"product", grid(2, 3), grid(2, 3), grid(0.01, 4), false, 20},
	} {
		sources := SourceGrid(r3.Vec{Z: 1}, r3.Vec{X: 1}, 1e-10, Divergence{Horizontal: c.h, Vertical: c.v, Square: c.square}, c.spectra)
		if len(sources) != c.want {
			t.Errorf("%s: %d sources, want %d", c.name, len(sources), c.want)
		}
	}
}

// TestSourceGridOrder: horizontal outermost, then vertical, then wavelength. Small
// angles h about direction × polarization and v about polarization turn the source,
// at −i, so that i = direction + v·(polarization × direction) + h·(across × direction).
func TestSourceGridOrder(t *testing.T) {
	const tolerance = 2e-6 // second order in 1 mrad
	for _, convention := range conventions {
		a := convention.Axes()
		across := geom.Unit(r3.Cross(a.Beam, a.Polarization))
		div := Divergence{
			Horizontal: Spread{Range: 2e-3, Step: 1e-3, Steps: 3},
			Vertical:   Spread{Range: 1e-3, Step: 1e-3, Steps: 2},
			Square:     true,
		}
		sources := SourceGrid(a.Beam, a.Polarization, 1e-10, div, Spread{Range: 0.02, Step: 0.01, Steps: 3})
		if len(sources) != 18 {
			t.Fatalf("%v: %d sources, want 18", convention, len(sources))
		}
		i := 0
		for _, h := range []float64{-1e-3, 0, 1e-3} {
			for _, v := range []float64{-0.5e-3, 0.5e-3} {
				for _, w := range []float64{0.99e-10, 1e-10, 1.01e-10} {
					what := fmt.Sprintf("%v, source %d", convention, i)
					s := sources[i]
					want := r3.Add(a.Beam, r3.Add(r3.Scale(v, r3.Cross(a.Polarization, a.Beam)), r3.Scale(h, r3.Cross(across, a.Beam))))
					nearVec(t, what+": Incident", s.Incident, want, tolerance)
					nearNumber(t, what+": length", geom.Norm(s.Incident), 1, 4e-16)
					nearNumber(t, what+": Wavelength", s.Wavelength, w, 1e-25)
					if s.Weight != 1 {
						t.Errorf("%s: Weight = %v, want 1", what, s.Weight)
					}
					i++
				}
			}
		}
	}
}

// TestSourceGridAngles: large angles are rotations, about the E-vector first.
func TestSourceGridAngles(t *testing.T) {
	beam, e := r3.Vec{X: 1}, r3.Vec{Z: 1} // across is −y
	div := Divergence{Horizontal: Spread{Range: -math.Pi, Steps: 1}, Vertical: Spread{Range: -math.Pi / 2, Steps: 1}, Square: true}
	got := SourceGrid(beam, e, 1e-10, div, Spread{Steps: 1})
	// −x by 45° about z is (−1, −1, 0)/√2, its x by 90° about −y to −z.
	want := r3.Scale(-1/math.Sqrt2, r3.Vec{Y: -1, Z: -1})
	nearVec(t, "Incident", got[0].Incident, want, 1e-15)
}

func TestSourceGridOfAParallelBeam(t *testing.T) {
	for _, c := range conventions {
		a := c.Axes()
		got := SourceGrid(a.Beam, a.Polarization, 1.5e-10, Divergence{Horizontal: Spread{Steps: 1}, Vertical: Spread{Steps: 1}}, Spread{Steps: 1})
		want := Source{Incident: a.Beam, Wavelength: 1.5e-10, Weight: 1}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%v: SourceGrid = %v, want %v", c, got, want)
		}
	}
}

func TestNormalizeWeights(t *testing.T) {
	for _, c := range []struct {
		name     string
		in, want []float64 // nil: refused
	}{
		{"equal", []float64{7, 7, 7}, []float64{1, 1, 1}},
		{"mean of 1", []float64{1, 0, 2, 5}, []float64{0.5, 0, 1, 2.5}},
		{"one", []float64{1e-300}, []float64{1}},
		{"negative", []float64{1, -1, 2}, nil},
		{"all zero", []float64{0, 0}, nil},
		{"NaN", []float64{1, math.NaN()}, nil},
		{"infinite", []float64{1, math.Inf(1)}, nil},
		{"infinite together", []float64{1e308, 1e308}, nil},
		{"none", []float64{}, nil},
	} {
		sources := make([]Source, len(c.in))
		for i, w := range c.in {
			sources[i].Weight = w
		}
		ok := NormalizeWeights(sources)
		if ok != (c.want != nil) {
			t.Errorf("%s: NormalizeWeights(%v) = %v", c.name, c.in, ok)
			continue
		}
		want := c.want
		if !ok {
			want = c.in // unchanged
		}
		for i, s := range sources {
			if s.Weight != want[i] && !math.IsNaN(want[i]) {
				t.Errorf("%s: weight %d is %v, want %v", c.name, i, s.Weight, want[i])
			}
		}
	}
}
