package simd

import (
	"testing"
	"time"

	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// TestCallsAreShort: no call of a loop takes a millisecond, as it cannot be preempted.
// Other work of the machine may delay a call, so the shortest of several counts.
func TestCallsAreShort(t *testing.T) {
	const limit, repeats = time.Millisecond, 20
	shapes := []string{"", " -round_xtal", " -gauss_xtal", " -tophat_spots"}
	lookups := []string{" -default_F 100", " -hkl table -nointerpolate", " -hkl table -interpolate"}
	each(t, func(t *testing.T, v variant) {
		for _, shape := range shapes {
			for _, lookup := range lookups {
				for _, mixed := range []bool{false, true} {
					p := compile(t, "-cell 70 80 90 75 85 95 -N 30 -misset 10 20 30 -lambda 1 -distance 100 -pixel 1 -detpixels 8"+shape+lookup)
					s := newSummer(p, v, mixed)
					for _, n := range []int{1, kernel.StripSize} {
						// As many orientations as one call takes.
						many := make([]plan.Orientation, s.perCall/((n+s.lanes-1)/s.lanes))
						for i := range many {
							many[i] = p.Orientations[0]
						}
						var q kernel.Vectors
						var sums [kernel.StripSize]float64
						for i := range n {
							q.X[i], q.Y[i], q.Z[i] = 1e7*float64(i), 2e7*float64(i+1), 3e7
						}
						least := time.Hour
						for range repeats {
							start := time.Now()
							s.Sum(many, &q, n, &sums)
							least = min(least, time.Since(start))
						}
						if least > limit {
							t.Errorf("%s%s, mixed %t, %d vectors: a call takes %v, want at most %v", shape, lookup, mixed, n, least, limit)
						}
					}
				}
			}
		}
	})
}
