package experiment

import "math"

// Asked is what a user said of a sampled range; the rest follows from it.
type Asked struct {
	Range, Step Optional[float64]
	Steps       Optional[int]
}

// countSlack keeps a quotient that is an exact integer but for the last bit
// from being counted one too many.
const countSlack = 1e-9

// CeilCount returns the smallest integer ≥ x, but at least 1 and at most 2³¹−1,
// forgiving an x that lies above an integer by rounding alone. NaN counts as 1.
func CeilCount(x float64) int {
	n := math.Ceil(x - countSlack)
	switch {
	case n >= math.MaxInt32:
		return math.MaxInt32
	case n > 1:
		return int(n)
	}
	return 1
}

// Spread completes a divergence or a dispersion: points stand at both ends of
// the range.
//
//	nothing, or a range of 0       1 point
//	range                          2 points, step = range
//	range and steps                step = range/(steps − 1), at least 2 points
//	step                           2 points, range = step
//	range and step                 ceil(range/step) points
//	step and steps                 range = step·(steps − 1)
//	steps alone                    1 point: without a range they say nothing
func (a Asked) Spread() Spread {
	switch {
	case a.Range.Set && a.Range.Value == 0, !a.Range.Set && !a.Step.Set:
		return Spread{Steps: 1}
	case a.Range.Set && a.Step.Set:
		r, s := a.Range.Value, a.Step.Value
		return Spread{r, s, a.Steps.Or(CeilCount(r / s))}
	case a.Range.Set:
		n := max(2, a.Steps.Or(2))
		return Spread{a.Range.Value, a.Range.Value / float64(n-1), n}
	default:
		n := a.Steps.Or(2)
		return Spread{a.Step.Value * float64(n-1), a.Step.Value, n}
	}
}

// Scan completes a rotation from start (rad): steps stand at left edges.
//
//	nothing, or a range of 0       1 step
//	range                          2 steps of range/2
//	range and steps                step = range/steps
//	step                           2 steps, range = step
//	range and step                 ceil(range/step) steps
//	step and steps                 range = step·steps
//	steps alone                    a range of alone (rad)
func (a Asked) Scan(start, alone float64) Scan {
	switch {
	case !a.Range.Set && !a.Step.Set && a.Steps.Set:
		return Asked{Range: Some(alone), Steps: a.Steps}.Scan(start, alone)
	case a.Range.Set && a.Range.Value == 0, !a.Range.Set && !a.Step.Set:
		return Scan{Start: start, Steps: 1}
	case a.Range.Set && a.Step.Set:
		r, s := a.Range.Value, a.Step.Value
		return Scan{start, r, s, a.Steps.Or(CeilCount(r / s))}
	case a.Range.Set:
		n := a.Steps.Or(2)
		return Scan{start, a.Range.Value, a.Range.Value / float64(n), n}
	case a.Steps.Set:
		n := a.Steps.Value
		return Scan{start, a.Step.Value * float64(n), a.Step.Value, n}
	default:
		return Scan{start, a.Step.Value, a.Step.Value, 2}
	}
}

// Sensor is the absorbing layer of a detector, sampled in Layers slices.
type Sensor struct {
	On          bool
	Attenuation float64 // 1/μ, m
	Layer       float64 // thickness of one slice, m
	Layers      int     // ≥ 1
}

// NewSensor slices a sensor of the given thickness and attenuation depth (m)
// into n layers (2 if n is not given). In compat mode it slices as the reference
// program does: n layers of thickness/(n − 1), n at least 2, overshooting the sensor.
func NewSensor(thickness, attenuation float64, n Optional[int], compat bool) Sensor {
	if thickness == 0 || attenuation == 0 || math.IsInf(attenuation, 1) {
		return Sensor{Layers: 1}
	}
	layers := max(1, n.Or(2))
	layer := thickness / float64(layers)
	if compat && n.Set {
		layers = max(2, layers)
		layer = thickness / float64(layers-1)
	}
	return Sensor{On: true, Attenuation: attenuation, Layer: layer, Layers: layers}
}
