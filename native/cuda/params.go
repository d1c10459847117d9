package cuda

import (
	"math"

	"gobragg/core/plan"
	"gobragg/native/cuda/abi"
)

// params returns the scalars of p for kernel k.
func params(p *plan.Plan, k abi.Kernel) abi.Params {
	unit := tableUnit(p, k)
	a := abi.Params{
		Origin: p.Origin, FastAxis: p.FastAxis, SlowAxis: p.SlowAxis, NormalAxis: p.NormalAxis, Beam: p.Beam,
		Pixel: p.Pixel, SubPixel: p.SubPixel, Close: p.Close, CurveDistance: p.CurveDistance,
		Layer: p.Layer, Absorption: p.Absorption, Kahn: p.Kahn, MaxQ2: p.MaxQ2,
		Metric: p.Metric, Scale: p.Scale * unit * unit, Background: p.Background, DefaultF: inTable(p.DefaultF/unit, k),
		Width: p.Width, Oversample: p.Oversample, Layers: p.Layers,
		Sources: int32(len(p.Sources)), Orientations: int32(len(p.Orientations)),
		Shape: p.Shape, Cells: p.Cells, GridMin: p.GridMin, GridSize: p.GridSize, Flags: p.Flags,
		AnchorEdge: anchorEdge(p),
	}
	if len(p.Mask) != 0 {
		a.Masked = 1
	}
	if k.Profile {
		a.Scale *= p.Peak * p.Peak
	}
	return a
}

// tableUnit returns the F that a kernel counts in, electrons: the largest there is,
// so that float32 never overflows. Double needs none; a single F leaves the sum.
func tableUnit(p *plan.Plan, k abi.Kernel) float64 {
	if p.Lookup == plan.Uniform {
		return math.Abs(p.DefaultF)
	}
	if k.Precision == abi.Double {
		return 1
	}
	unit := math.Abs(p.DefaultF)
	for _, f := range p.F {
		unit = max(unit, math.Abs(float64(f)))
	}
	if unit == 0 {
		return 1
	}
	return unit
}

// inTable returns what a table holds of f: Nearest has squares, but for Double, which
// wants f exactly.
func inTable(f float64, k abi.Kernel) float64 {
	if math.IsNaN(f) { // 0/0: every F is 0, and so is the scale
		return 0
	}
	if k.Lookup == plan.Nearest && k.Precision != abi.Double {
		return f * f
	}
	return f
}

// table returns p.F as kernel k reads it.
func table(p *plan.Plan, k abi.Kernel) []float32 {
	if k.Precision == abi.Double {
		return p.F
	}
	unit := tableUnit(p, k)
	t := make([]float32, len(p.F))
	for i, f := range p.F {
		t[i] = float32(inTable(float64(f)/unit, k))
	}
	return t
}
