package kernel

import (
	"math"

	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// MixedError bounds what MixedSums may differ from Sums, as a fraction of the
// largest intensity that a sample can have, (Na Nb Nc F_cell)², for N up to 1000.
//
// A phase is off by half of 2⁻³² at most. The intensity over its peak, the product of
// (sin πNδ / N sin πδ)² of three axes, changes by no more than 2.8·N when all three δ
// change by one: 3.3e-7 for N = 1000. The rest are some twenty roundings to float32,
// of 6e-8 at most, which the square counts twice. They are independent: 2.4e-6 would be
// their sum if all went one way, 1e-7 is their root mean square. The largest of 6e7
// samples within the spots of sixteen crystals was off by 9.9e-7, of N ≤ 8 by 5.4e-7;
// round and Gaussian crystals do better. Where many samples add up to a pixel, they
// average.
const MixedError = 1e-6

// MixedSums is the Summer of mixed precision, and the definition of all others. h,
// k and l are computed in float64, as by Sums. Then the distance from the lattice
// point becomes a phase, an integer in units of 2⁻³², whose multiple by N is exact,
// and the lattice factor is computed from it in float32. Sums are of float64.
type MixedSums struct {
	plan  *plan.Plan
	cells [3]int32
	fejer bool // as MixedFejer says
	// metric is MixedMetric's.
	metric [6]float32
}

// NewMixedSums returns the scalar Summer of p in mixed precision, for one goroutine
// at a time; Sums where MixedPays is false.
func NewMixedSums(p *plan.Plan) Summer {
	if !MixedPays(p) {
		return NewSums(p)
	}
	return &MixedSums{plan: p, cells: p.Cells, fejer: MixedFejer(p), metric: MixedMetric(p)}
}

// MixedMetric returns Header.Metric in units of PhaseUnit².
func MixedMetric(p *plan.Plan) (metric [6]float32) {
	for i, m := range p.Metric {
		metric[i] = float32(m * PhaseUnit * PhaseUnit)
	}
	return metric
}

// MixedPays reports whether mixed precision is used for p: not for interpolated
// structure factors, which take most of the time and need float64, nor for top-hat
// spots, at whose edge all digits count. No |h| may reach mixedRange.
func MixedPays(p *plan.Plan) bool {
	if p.Shape == plan.TopHat || p.Lookup == plan.Tricubic {
		return false
	}
	longest, inverse := 0.0, 0.0
	for i := range p.Orientations {
		o := &p.Orientations[i]
		for axis := 0; axis < 9; axis += 3 {
			longest = max(longest, o[axis]*o[axis]+o[axis+1]*o[axis+1]+o[axis+2]*o[axis+2])
		}
	}
	for i := range p.Sources {
		inverse = max(inverse, p.Sources[i].InvLambda)
	}
	return 2*inverse*math.Sqrt(longest) < mixedRange
}

// The numbers of phase and sinPhase.
const (
	// PhaseBias is 1.5·2²⁰: PhaseBias − h has a last place of PhaseUnit = 2⁻³² for
	// |h| < mixedRange. PhaseZero is its high word.
	PhaseBias  = 3 << 19
	PhaseUnit  = 1. / (1 << 32)
	PhaseZero  = 0x41380000
	mixedRange = 1 << 19
	// PhaseTiny is what squareLattice has Tiny for, 2⁻⁴⁰: far below half a phase
	// unit, and its cube is still a normal float32.
	PhaseTiny = 1. / (1 << 40)
)

// phase splits h into the nearest lattice point n, with ties down, and the
// distance from it, h = n − p·2⁻³².
//
// The low word of PhaseBias the fraction of −h, in [−½, ½) as a signed
// number; the high word counts whole turns.
func phase(h float64) (n, p int32) {
	bits := math.Float64bits(PhaseBias - h)
	p = int32(bits)
	return PhaseZero - int32(bits>>32) + p>>31, p
}

// Sum implements Summer.
func (s *MixedSums) Sum(orientations []plan.Orientation, q *Vectors, n int, sums *[StripSize]float64) {
	for i := range n {
		sums[i] = s.sum(orientations, q.at(i))
	}
}

// sum returns Σ F_cell² F_latt² over the orientations, electrons², for the
// scattering vector q (1/m).
func (s *MixedSums) sum(orientations []plan.Orientation, q r3.Vec) float64 {
	p := s.plan
	total := 0.0
	for i := range orientations {
		o := &orientations[i]
		h0, dh := phase(o[0]*q.X + o[1]*q.Y + o[2]*q.Z)
		k0, dk := phase(o[3]*q.X + o[4]*q.Y + o[5]*q.Z)
		l0, dl := phase(o[6]*q.X + o[7]*q.Y + o[8]*q.Z)
		cell := p.DefaultF
		if p.Lookup == plan.Nearest {
			cell = Nearest(p, float64(h0), float64(k0), float64(l0))
		}
		lattice := float32(0)
		switch {
		case p.Shape != plan.Square:
			lattice = profilePhase(p.Shape, radiusPhase(&s.metric, dh, dk, dl))
		case s.fejer:
			lattice = fejerPhase(dh, s.cells[0]) * fejerPhase(dk, s.cells[1]) * fejerPhase(dl, s.cells[2])
		default:
			lattice = s.sines(dh, dk, dl)
		}
		f := float64(lattice * float32(cell))
		total += f * f
	}
	if p.Shape != plan.Square {
		total *= p.Peak * p.Peak
	}
	return total
}

// sines is squareLattice of phases.
func (s *MixedSums) sines(dh, dk, dl int32) float32 {
	na, nb, nc := s.cells[0], s.cells[1], s.cells[2]
	// The product wraps to the fraction of Nδ: nothing is lost.
	num := sinPhase(na*dh, PhaseTiny*float32(na)) * sinPhase(nb*dk, PhaseTiny*float32(nb)) * sinPhase(nc*dl, PhaseTiny*float32(nc))
	den := sinPhase(dh, PhaseTiny) * sinPhase(dk, PhaseTiny) * sinPhase(dl, PhaseTiny)
	return num / den
}

// SinPhaseCoefficients are c₀ … c₃ of
//
//	sin(πx)/π = x (1 + x² (c₀ + c₁x² + c₂x⁴ + c₃x⁶)),  |x| ≤ ½
//
// fitted by the Remez exchange to the least relative error, 6.1e-9.
var SinPhaseCoefficients = [4]float32{-1.6449333645802273, 0.8117164096510991, -0.1904473851600392, 0.02472503179988528}

// sinPhase returns sin(πx)/π for x = p·2⁻³² + tiny.
func sinPhase(p int32, tiny float32) float32 { return sinReduced(float32(p)*PhaseUnit + tiny) }

// sinReduced returns sin(πx)/π for |x| ≤ ½.
func sinReduced(x float32) float32 {
	c := &SinPhaseCoefficients
	w := x * x
	return x * (1 + w*(c[0]+w*(c[1]+w*(c[2]+w*c[3]))))
}
