package kernel

import "sort"

// Share is the part that one source, φ step or domain has in a pixel's photons.
type Share struct {
	Index   int     `json:"index"` // from 0
	Photons float64 `json:"photons"`
	Percent float64 `json:"percent"` // of the sum of all parts; 0 if that is 0
}

// Largest returns the n largest of the parts that Explanation lists, the largest
// first and equal ones in their order.
func Largest(parts []float64, n int) []Share {
	sum := 0.0
	for _, v := range parts {
		sum += v
	}
	list := make([]Share, len(parts))
	for i, v := range parts {
		list[i] = Share{Index: i, Photons: v}
		if sum > 0 {
			list[i].Percent = 100 * v / sum
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Photons > list[j].Photons })
	return list[:min(len(list), n)]
}
