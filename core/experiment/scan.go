package experiment

// Scan is a rotation of the crystal by the goniometer during the exposure.
type Scan struct {
	Start float64 // φ0, rad
	Range float64 // the oscillation, rad
	Step  float64 // rad
	Steps int     // ≥ 1
}

// Angles returns the φ of each step, rad: the left edges
//
//	φ_i = φ0 + i·step, i = 0 … Steps−1
//
// so that no step stands at φ0 + Range.
func (s Scan) Angles() []float64 {
	angles := make([]float64, s.Steps)
	for i := range angles {
		angles[i] = s.Start + s.Step*float64(i)
	}
	return angles
}
