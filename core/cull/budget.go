package cull

import "math"

// buckets sort bounds by size, two to an octave, over 48 octaves below the budget;
// what is less counts as of the last.
const buckets = 96

// cut returns the largest limit that the buckets allow for which the bounds below
// it add up to no more than budget; bounds of 0 are always below, NaN never.
func cut(bounds []float64, budget float64) float64 {
	if !(budget > 0) {
		return math.SmallestNonzeroFloat64
	}
	var sums [buckets]float64
	top := bucket(budget)
	for _, b := range bounds {
		if b <= budget {
			sums[min(max(top-bucket(b), 0), buckets-1)] += b
		}
	}
	spent := 0.0
	for i := buckets - 1; i >= 0; i-- {
		if spent += sums[i]; spent > budget {
			if i == buckets-1 {
				return math.SmallestNonzeroFloat64
			}
			return floor(top - i)
		}
	}
	return budget
}

// bucket numbers the half-octaves of x ≥ 0: its exponent and first bit.
func bucket(x float64) int { return int(math.Float64bits(x) >> 51) }

// floor is the least number of bucket n: those below it are in lower ones.
func floor(n int) float64 { return math.Float64frombits(uint64(n) << 51) }
