package cuda

import (
	"math"

	"gobragg/core/plan"
	"gobragg/native/cuda/abi"
)

// What float32 kernels can do.
const (
	// fixedIndices: h with the bias of Fixed keeps 32 bits of fraction.
	fixedIndices = 1 << 19
	// anchoredIndices: the whole part of h is an int32.
	anchoredIndices = 1 << 30
	// anchoredCells: N is exact in float32.
	anchoredCells = 1 << 24
	// float32Cells: (Na Nb Nc)², 64 times, is below the largest float32, 3e38.
	float32Cells = 1e18
)

// choose returns the kernel for p on a device whose family of kernels is fast; double
// asks for float64. A plan beyond what float32 can do gets float64 by itself.
func choose(p *plan.Plan, fast abi.Precision, double bool) abi.Kernel {
	k := abi.Kernel{Precision: fast, Profile: p.Shape != plan.Square, Lookup: p.Lookup}
	if k.Profile && k.Lookup == plan.Uniform {
		k.Lookup = plan.Nearest // in an empty table
	}
	cells, most := 1.0, int32(0)
	for _, n := range p.Cells {
		cells *= float64(n)
		most = max(most, n)
	}
	h := largestIndex(p)
	if double || cells > float32Cells ||
		fast == abi.Fixed && !(h < fixedIndices) ||
		fast == abi.Anchored && !(h < anchoredIndices && most <= anchoredCells) {
		k.Precision = abi.Double
	}
	return k
}

// largestIndex returns a bound of |h|, |k| and |l|: an edge of the cell times 2/λ.
func largestIndex(p *plan.Plan) float64 {
	longest := 0.0
	for _, e := range edges(p) {
		longest = max(longest, e)
	}
	return 2 * longest * shortestWave(p)
}

// edges returns the lengths of the cell's edges, m: those of any orientation.
func edges(p *plan.Plan) [3]float64 {
	o := p.Orientations[0]
	var e [3]float64
	for i := range e {
		e[i] = math.Sqrt(o[3*i]*o[3*i] + o[3*i+1]*o[3*i+1] + o[3*i+2]*o[3*i+2])
	}
	return e
}

// shortestWave returns the largest 1/λ, 1/m.
func shortestWave(p *plan.Plan) float64 {
	inverse := 0.0
	for i := range p.Sources {
		inverse = max(inverse, p.Sources[i].InvLambda)
	}
	return inverse
}

// anchorError is what a sample of Anchored may be wrong by for its distance from the
// anchor, as a fraction of a Bragg peak. It decides how far apart anchors are; the
// error that remains at an anchor itself adds to it.
const anchorError = 2e-4

// anchorEdge returns the distance of anchors in pixels: the largest of 16, 8, 4, 2 and
// 1 that keeps the error below anchorError. float32 has h within
//
//	ε = 2⁻²⁴ (2|Δh| + 1)
//
// where Δh, from the anchor to the corner of its square, is at most a/λ times the
// angle between them; the slope of (sin πNδ/N sin πδ)² is at most 1.7 N.
func anchorEdge(p *plan.Plan) int32 {
	distance := math.Abs(p.Close)
	if p.Flags.Has(plan.CompatCurve) {
		distance = math.Abs(p.CurveDistance)
	}
	inverse, cell := shortestWave(p), edges(p)
	edge := int32(abi.TileEdge)
	for ; edge > 1; edge /= 2 {
		worst := 0.0
		for i, a := range cell {
			angle := float64(edge) * math.Sqrt2 / 2 * p.Pixel / distance
			worst = max(worst, 1.7*float64(p.Cells[i])*0x1p-24*(2*a*inverse*angle+1))
		}
		if worst <= anchorError {
			break
		}
	}
	return edge
}
