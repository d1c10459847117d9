package bench

import (
	"time"

	"gobragg/native/simd"
)

// Roof is how many fused multiply-adds one core can do with an instruction set.
type Roof struct {
	Backend string  `json:"backend"` // whose instructions
	Double  float64 `json:"float64_per_second"`
	Single  float64 `json:"float32_per_second"`
}

// measureRoofs spends the time d on every roof. Backends without have none.
func measureRoofs(engines []Engine, d time.Duration) (roofs []Roof) {
	seen := make(map[string]bool)
	for _, e := range engines {
		if seen[e.Backend] {
			continue
		}
		seen[e.Backend] = true
		if r := (Roof{e.Backend, digits(simd.Roof(e.Backend, 64, d)), digits(simd.Roof(e.Backend, 32, d))}); r.Double > 0 {
			roofs = append(roofs, r)
		}
	}
	return roofs
}

// shortest returns the seconds that the work takes under the highest roof, 0 if
// there is none.
func shortest(w simd.Work, roofs []Roof) float64 {
	var double, single float64
	for _, r := range roofs {
		double, single = max(double, r.Double), max(single, r.Single)
	}
	if double == 0 {
		return 0
	}
	return w.Double/double + w.Single/single
}
