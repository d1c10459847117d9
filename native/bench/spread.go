package bench

import (
	"math"
	"slices"
	"strconv"
)

// Spread describes repeated measurements.
type Spread struct {
	Min     float64 `json:"min"`
	Q1      float64 `json:"lower_quartile"`
	Median  float64 `json:"median"`
	Q3      float64 `json:"upper_quartile"`
	Max     float64 `json:"max"`
	Repeats int     `json:"repeats"`
}

// spreadOf returns the spread of x, at least one number, to four digits. Between two
// of them the quantiles are interpolated.
func spreadOf(x []float64) Spread {
	x = slices.Sorted(slices.Values(x))
	at := func(fraction float64) float64 {
		place := fraction * float64(len(x)-1)
		i := int(place)
		j := min(i+1, len(x)-1)
		return digits(x[i] + (place-math.Floor(place))*(x[j]-x[i]))
	}
	return Spread{at(0), at(0.25), at(0.5), at(0.75), at(1), len(x)}
}

// ratios returns the spread of a[i]/b[i]: of measurements that were taken in turns,
// so that the two of a pair met the same machine.
func ratios(a, b []float64) Spread {
	r := make([]float64, len(a))
	for i := range r {
		r[i] = a[i] / b[i]
	}
	return spreadOf(r)
}

// digits rounds x to four digits: no time here is known better.
func digits(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 3, 64), 64)
	return y
}
