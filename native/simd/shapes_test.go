package simd

import (
	"math"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/rng"

	"gonum.org/v1/gonum/spatial/r3"
)

// scattering returns the scattering vector at which orientation o sees h, k, l.
func scattering(o *plan.Orientation, h, k, l float64) r3.Vec {
	a, b, c := r3.Vec{X: o[0], Y: o[1], Z: o[2]}, r3.Vec{X: o[3], Y: o[4], Z: o[5]}, r3.Vec{X: o[6], Y: o[7], Z: o[8]}
	q := r3.Add(r3.Scale(h, r3.Cross(b, c)), r3.Add(r3.Scale(k, r3.Cross(c, a)), r3.Scale(l, r3.Cross(a, b))))
	return r3.Scale(1/r3.Dot(a, r3.Cross(b, c)), q)
}

// strip fills q with vectors that next returns.
func strip(q *kernel.Vectors, next func(i int) r3.Vec) {
	for i := range kernel.StripSize {
		v := next(i)
		q.X[i], q.Y[i], q.Z[i] = v.X, v.Y, v.Z
	}
}

// TestShapesAndLookups compares every loop where it matters: within and around the
// spots of reflections inside and outside the table and at its faces.
func TestShapesAndLookups(t *testing.T) {
	shapes := []struct{ name, args string }{
		{"square", ""}, {"square of many cells", " -Na 40 -Nc 100"}, {"round", " -round_xtal"}, {"gauss", " -gauss_xtal"}, {"top hat", " -tophat_spots"},
	}
	lookups := []struct{ name, args string }{
		{"uniform", " -default_F 100"},
		{"table", " -hkl table -nointerpolate -default_F 7"},
		{"tricubic", " -hkl table -interpolate -default_F 7"},
	}
	each(t, func(t *testing.T, v variant) {
		for _, s := range shapes {
			for _, l := range lookups {
				p := compile(t, "-cell 70 80 90 75 85 95 -Na 4 -Nb 7 -Nc 10 -misset 10 20 30 -lambda 1 -distance 100 -pixel 1 -detpixels 8"+s.args+l.args)
				got, want := newSummer(p, v, false), kernel.NewSums(p)
				random := rng.NewStream(3, 4)
				index := func(n int32) float64 {
					return math.Floor(random.Float64()*25) - 12 + 1.5*(random.Float64()-0.5)/float64(n)
				}
				var q kernel.Vectors
				var a, b [kernel.StripSize]float64
				peak, worst := 0.0, 0.0
				for range 100 {
					strip(&q, func(int) r3.Vec {
						return scattering(&p.Orientations[0], index(p.Cells[0]), index(p.Cells[1]), index(p.Cells[2]))
					})
					want.Sum(p.Orientations, &q, kernel.StripSize, &b)
					got.Sum(p.Orientations, &q, kernel.StripSize, &a)
					for i := range a {
						peak = max(peak, b[i])
						worst = max(worst, math.Abs(a[i]-b[i]))
					}
				}
				if !(peak > 0 && worst <= ofPeak*peak) {
					t.Errorf("%s, %s: sums differ by %.2g of the largest, %g, want ≤ %.2g", s.name, l.name, worst/peak, peak, ofPeak)
				}
			}
		}
	})
}

// TestTopHatEdge walks from the centre of a spot to where the scalar kernel's
// first sample is outside, to the last bit, and wants the same on both sides.
func TestTopHatEdge(t *testing.T) {
	p := compile(t, "-cell 70 80 90 75 85 95 -Na 4 -Nb 7 -Nc 10 -misset 10 20 30 -lambda 1 -distance 100 -pixel 1 -detpixels 8 -tophat_spots -default_F 1")
	want := kernel.NewSums(p)
	var q kernel.Vectors
	var a, b [kernel.StripSize]float64
	full := func(v r3.Vec) bool {
		q.X[0], q.Y[0], q.Z[0] = v.X, v.Y, v.Z
		want.Sum(p.Orientations, &q, 1, &b)
		return b[0] > 0
	}
	each(t, func(t *testing.T, v variant) {
		got := newSummer(p, v, false)
		random := rng.NewStream(5, 6)
		for range 200 {
			centre := scattering(&p.Orientations[0], 3, -4, 5)
			to := r3.Sub(scattering(&p.Orientations[0], 3+random.Float64()-0.5, -4+random.Float64()-0.5, 5+random.Float64()-0.5), centre)
			at := func(s float64) r3.Vec { return r3.Add(centre, r3.Scale(s, to)) }
			low, high := 0.0, 1.0
			for mid := 0.5; low < mid && mid < high; mid = (low + high) / 2 {
				if full(at(mid)) {
					low = mid
				} else {
					high = mid
				}
			}
			strip(&q, func(i int) r3.Vec { return at(low + float64(i-kernel.StripSize/2)*(math.Nextafter(low, 1)-low)) })
			want.Sum(p.Orientations, &q, kernel.StripSize, &b)
			got.Sum(p.Orientations, &q, kernel.StripSize, &a)
			for i := range a {
				if (a[i] > 0) != (b[i] > 0) {
					t.Fatalf("vector %d at the edge along %v: sum %g, want %g", i, to, a[i], b[i])
				}
			}
		}
	})
}

// TestTies has h, k and l at multiples of ½, exactly: a tie belongs to the lattice
// point below, whose F counts and from which δ has its sign.
func TestTies(t *testing.T) {
	const edge = 1. / (1 << 28) // m, so that nothing rounds
	// Some ten roundings of 6e-8, squared; ρ is 2 at most.
	const mixedOfSample = 4e-6
	each(t, func(t *testing.T, v variant) {
		for _, shape := range []string{" -N 1", " -N 13", " -N 1 -round_xtal", " -N 1 -gauss_xtal", " -N 1 -tophat_spots"} {
			for _, lookup := range []string{" -nointerpolate", " -interpolate"} {
				p := compile(t, "-cell 70 80 90 75 65 105 -lambda 1 -distance 100 -pixel 1 -detpixels 8 -hkl table -default_F 7"+shape+lookup)
				p.Orientations[0] = plan.Orientation{0: edge, 4: edge, 8: edge}
				got, mixed, want := newSummer(p, v, false), newSummer(p, v, true), kernel.NewSums(p)
				random := rng.NewStream(7, 8)
				tie := func() float64 { return math.Floor(random.Float64()*44-22) / 2 / edge }
				var q kernel.Vectors
				var a, b, c [kernel.StripSize]float64
				for range 20 {
					strip(&q, func(int) r3.Vec { return r3.Vec{X: tie(), Y: tie(), Z: tie()} })
					want.Sum(p.Orientations, &q, kernel.StripSize, &b)
					got.Sum(p.Orientations, &q, kernel.StripSize, &a)
					mixed.Sum(p.Orientations, &q, kernel.StripSize, &c)
					for i := range a {
						if !(math.Abs(c[i]-b[i]) <= mixedOfSample*b[i]) {
							t.Fatalf("%s%s: in mixed precision sum %g at %v/2, want %g", shape, lookup, c[i], r3.Scale(2*edge, r3.Vec{X: q.X[i], Y: q.Y[i], Z: q.Z[i]}), b[i])
						}
						if !(math.Abs(a[i]-b[i]) <= ofPeak*b[i]) {
							t.Fatalf("%s%s: sum %g at %v/2, want %g", shape, lookup, a[i], r3.Scale(2*edge, r3.Vec{X: q.X[i], Y: q.Y[i], Z: q.Z[i]}), b[i])
						}
					}
				}
			}
		}
	})
}
