package experiment

import (
	"math"
	"slices"

	"gobragg/core/geom"
	"gobragg/core/units"
)

// rings is how many rings are drawn if no resolutions are given.
const rings = 4

// RingChoice returns resolutions (m) that divide the picture evenly, the finest
// near the edge that reaches furthest, rounded to numbers that people use.
func (e *Experiment) RingChoice() []float64 {
	d := e.Detector
	w, h := float64(d.Fast), float64(d.Slow)
	reach := 0.0 // 1/d at the middle of that edge
	for _, at := range [][2]float64{{0, h / 2}, {w, h / 2}, {w / 2, 0}, {w / 2, h}} {
		reach = max(reach, 1/e.Resolution(geom.Unit(d.Position(at[0], at[1]))))
	}
	var list []float64
	for i := rings; i >= 1; i-- {
		if at := roundResolution(rings / (float64(i) * outermost * reach)); !slices.Contains(list, at) {
			list = append(list, at)
		}
	}
	return list
}

// outermost is where the outermost ring is before it is rounded, of the way to
// the edge.
const outermost = 0.92

// roundResolution returns the number of Å that people use nearest to d (m), in
// proportion.
func roundResolution(d float64) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(d/units.Angstrom)))
	best := 0.0
	for _, nice := range []float64{1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10} {
		at := nice * decade * units.Angstrom
		if best == 0 || math.Abs(math.Log(at/d)) < math.Abs(math.Log(best/d)) {
			best = at
		}
	}
	return best
}
