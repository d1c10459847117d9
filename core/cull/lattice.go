package cull

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/plan"
	"gobragg/core/portable"
)

// lattice bounds F_latt² over a window, as state.most times a number up to the
// square of Na·Nb·Nc for Square and up to 1 for the other shapes.
type lattice struct {
	shape plan.Shape
	least [3]float64 // 1/N²

	// Of ρ = δᵀMδ: M, √Mᵢᵢ, 1/(M⁻¹)ᵢᵢ, and what rounding adds to it.
	metric  [6]float64
	roots   [3]float64
	inverse [3]float64
	noise   float64
}

func newLattice(p *plan.Plan) lattice {
	l := lattice{shape: p.Shape, metric: p.Metric}
	for i, n := range p.Cells {
		l.least[i] = 1 / (float64(n) * float64(n))
	}
	m := &p.Metric
	for i := range 3 {
		l.roots[i] = math.Sqrt(m[i]) * guard
		l.noise += rounding * m[i]
	}
	full := geom.Mat3{m[0], m[3] / 2, m[4] / 2, m[3] / 2, m[1], m[5] / 2, m[4] / 2, m[5] / 2, m[2]}
	inverse := full.Dual()
	for i := range 3 {
		if x := 1 / inverse[4*i]; x > 0 && x <= m[i]*guard {
			l.inverse[i] = x * (1 - inverseError)
		}
	}
	return l
}

// inverseError is what rounding may take from 1/(M⁻¹)ᵢᵢ: package experiment refuses
// cells so flat that it would be more.
const inverseError = 1e-6

// bound returns a bound of the photons that s gives to any sample of w.
func (l *lattice) bound(s *state, w *window) float64 {
	if l.shape == plan.Square {
		return l.square(s, w)
	}
	return l.profile(s, w)
}

// roundBias is 1.5·2⁵²: added to a float64 below 2⁵¹ it pushes the fraction out.
const roundBias = 3 << 51

// square bounds Π min(N², 1/sin²πd), with d the distance of h, k, l from the
// nearest integer where it is least: no number that is further from the middle of
// an interval than its radius is nearer to an integer than by that much.
func (l *lattice) square(s *state, w *window) float64 {
	u, v, du, dv := w.u, w.v, w.du, w.dv

	h := s.middle[0] + u*s.fast[0] + v*s.slow[0]
	dh := math.Abs(h-((h+roundBias)-roundBias)) - (du*math.Abs(s.fast[0]) + dv*math.Abs(s.slow[0]) + s.slack[0])
	k := s.middle[1] + u*s.fast[1] + v*s.slow[1]
	dk := math.Abs(k-((k+roundBias)-roundBias)) - (du*math.Abs(s.fast[1]) + dv*math.Abs(s.slow[1]) + s.slack[1])
	m := s.middle[2] + u*s.fast[2] + v*s.slow[2]
	dm := math.Abs(m-((m+roundBias)-roundBias)) - (du*math.Abs(s.fast[2]) + dv*math.Abs(s.slow[2]) + s.slack[2])

	a, b, c := l.least[0], l.least[1], l.least[2]
	if dh > 0 {
		if x := sine(dh); x*x > a {
			a = x * x
		}
	}
	if dk > 0 {
		if x := sine(dk); x*x > b {
			b = x * x
		}
	}
	if dm > 0 {
		if x := sine(dm); x*x > c {
			c = x * x
		}
	}
	return s.most / (a * b * c)
}

// sine returns a bound of sin πd from below for 0 ≤ d ≤ ½:
//
//	sin x ≥ x − x³/6 + x⁵/120 − x⁷/5040
//
// whose last two terms are at least 2.4 d⁵ there. It is within 2e-4 of sin πd.
func sine(d float64) float64 {
	const c3, c5 = math.Pi * math.Pi * math.Pi / 6, 2.4
	w := d * d
	return d * (math.Pi - w*(c3-c5*w))
}

// profile bounds the shapes that depend on ρ alone.
func (l *lattice) profile(s *state, w *window) float64 {
	if s.most == 0 {
		return 0
	}
	var delta [3]float64
	reach, least, wraps := 0., 0., false
	for i := range 3 {
		x := s.middle[i] + w.u*s.fast[i] + w.v*s.slow[i]
		radius := w.du*math.Abs(s.fast[i]) + w.dv*math.Abs(s.slow[i]) + s.slack[i]
		delta[i] = x - ((x + roundBias) - roundBias)
		reach += radius * l.roots[i]
		away := math.Abs(delta[i])
		wraps = wraps || !(away+radius < 0.5)
		if d := away - radius; d > 0 {
			least = max(least, d*d*l.inverse[i])
		}
	}
	if !wraps { // one lattice point for the whole window: √ρ is a norm
		m := &l.metric
		h, k, j := delta[0], delta[1], delta[2]
		rho := m[0]*h*h + m[1]*k*k + m[2]*j*j + m[3]*h*k + m[4]*h*j + m[5]*k*j
		if d := math.Sqrt(max(0, rho-l.noise)) - reach; d > 0 {
			least = max(least, d*d)
		}
	}
	return l.envelope(s.most, (least-l.noise)*(2-guard))
}

// gaussEnd is where portable.Exp of −ρ has become 0.
const gaussEnd = 746

// topHatRadius is the squared radius ρ within which a top-hat spot is full.
const topHatRadius = 0.3969

// envelope returns most times a bound of (F_latt/peak)² at ρ and beyond, one that
// falls with ρ:
//
//	Round   min(1, 9(1 + x²)/x⁶), x² = π²ρ, since |sin x − x cos x| ≤ √(1 + x²)
//	Gauss   exp(−2ρ)
//	TopHat  1, from its radius on 0
func (l *lattice) envelope(most, rho float64) float64 {
	if !(rho > 0) {
		return most
	}
	switch l.shape {
	case plan.Round:
		x2 := math.Pi * math.Pi * rho
		return most * min(1, 9*(1+x2)/(x2*x2*x2))
	case plan.Gauss:
		if rho > gaussEnd {
			return 0
		}
		e := portable.Exp(-rho)
		return most * e * e
	default:
		if rho > topHatRadius {
			return 0
		}
		return most
	}
}
