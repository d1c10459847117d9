package view

import "math"

// Ticks returns the ticks of the ordinate of a profile and the ends of its axis:
// from 0 or less in round steps; with logarithm, powers of ten over at most eight
// decades below the largest value.
func Ticks(p Profile, logarithm bool) (ticks []float64, low, high float64) {
	high = p.Max()
	least := math.Inf(1)
	for _, y := range p.Y {
		low = min(low, number(y, 0))
		if y > 0 {
			least = min(least, y)
		}
	}
	if !(high > low) {
		high = low + 1
	}
	if logarithm && high > 0 {
		low = math.Pow(10, math.Floor(math.Log10(max(min(least, high/10), high*1e-8))))
		high = math.Pow(10, math.Ceil(math.Log10(high)))
		step := max(1, int(math.Round(math.Log10(high/low)))/4)
		for e := int(math.Round(math.Log10(low))); float64(e) <= math.Log10(high)+1e-9; e += step {
			ticks = append(ticks, math.Pow(10, float64(e)))
		}
		return ticks, low, high
	}
	step := math.Pow(10, math.Floor(math.Log10((high-low)/3)))
	for _, n := range []float64{1, 2, 5, 10} {
		if (high-low)/(n*step) <= 4 {
			step *= n
			break
		}
	}
	high = step * math.Ceil(high/step-1e-9)
	low = step * math.Floor(low/step+1e-9)
	for i := 0; low+float64(i)*step <= high+step/2; i++ {
		ticks = append(ticks, low+float64(i)*step)
	}
	return ticks, low, high
}

// number returns v, or other for what is not one.
func number(v, other float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return other
	}
	return v
}
