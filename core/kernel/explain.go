package kernel

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// Explanation is every factor of one pixel, SI units.
type Explanation struct {
	Fast, Slow int
	Masked     bool // excluded by the mask: no photons
	OutsideROI bool // outside the region of interest: the image holds 0

	Photons    float64 // the pixel's value
	Bragg      float64 // photons from the crystal
	Background float64 // photons from water
	Scale      float64 // photons per (electron² sr) and sample
	Steps      int64   // samples that share a layer's photons
	Skipped    int64   // samples beyond -dmin, counted over layers, sub-pixels and sources

	// Strongest is the sample that gave most photons; for a pixel without any,
	// the first that was kept.
	Strongest SampleExplanation

	// BySource, ByPhi and ByDomain are the photons of each source, φ step and
	// domain; each adds up to Bragg.
	BySource, ByPhi, ByDomain []float64
	// Index is the mean h, k, l, weighted by photons.
	Index r3.Vec
}

// SampleExplanation is every factor of one sample.
type SampleExplanation struct {
	SubFast, SubSlow, Layer, Source, Phi, Domain int

	Position   r3.Vec  // of the sub-pixel, m
	Distance   float64 // R, from the sample, m
	Direction  r3.Vec  // unit vector d
	TwoTheta   float64 // angle between d and the source's ray, rad
	Q          r3.Vec  // (d − i)/λ, 1/m
	Resolution float64 // 1/|q|, m

	Amplitude
	// LatticeAxes are sin(πNh)/sin(πh) of each axis for a square crystal.
	LatticeAxes [3]float64

	SolidAngle   float64 // sr, as used
	Parallax     float64 // cosine between d and the detector normal
	Captured     float64 // fraction stopped in the layer, as used
	Polarization float64 // as used
	Weight       float64 // of the source
	Photons      float64 // that this sample gave
}

// Explain takes pixel (fast, slow) apart. It costs two to three times the
// rendering of that pixel; its Photons are what Render writes, before rounding
// to float32.
func Explain(p *plan.Plan, fast, slow int) Explanation {
	x := Explanation{
		Fast: fast, Slow: slow, Scale: p.Scale, Steps: p.Steps,
		Masked:     Masked(p, fast, slow),
		OutsideROI: fast < int(p.X0) || fast >= int(p.X1) || slow < int(p.Y0) || slow >= int(p.Y1),
		BySource:   make([]float64, len(p.Sources)),
		ByPhi:      make([]float64, p.PhiSteps),
		ByDomain:   make([]float64, p.Domains),
	}
	if x.Masked {
		return x
	}
	n := int(p.Oversample)
	x.Skipped = int64(p.Layers) * int64(n*n) * int64(len(p.Sources))
	strongest := math.Inf(-1)
	sum := 0.0
	r := NewRenderer(p, NewSums(p))
	r.visit = func(t term) {
		x.Skipped--
		for k := range p.Orientations {
			a := Sample(p, &p.Orientations[k], t.q)
			photons := p.Scale * t.factor * a.Intensity()
			phi, domain := k/int(p.Domains), k%int(p.Domains)
			sum += photons
			x.BySource[t.source] += photons
			x.ByPhi[phi] += photons
			x.ByDomain[domain] += photons
			x.Index = r3.Add(x.Index, r3.Scale(photons, a.Index))
			if photons > strongest {
				strongest = photons
				x.Strongest = explainSample(p, t, a, phi, domain, photons)
			}
		}
	}
	x.Photons = r.pixel(fast, slow)
	if sum > 0 {
		x.Index = r3.Scale(1/sum, x.Index)
	} else {
		x.Index = x.Strongest.Index
	}
	x.settle(p, sum)
	return x
}

// pixel returns the photons of one pixel, not rounded to float32.
func (r *Renderer) pixel(fast, slow int) float64 {
	r.strip.empty()
	r.strip.add(fast, slow, 1, 0)
	r.photons()
	return r.strip.rays.Total[0]
}

// settle divides the pixel into crystal and water. Under CompatCapture the terms
// lack the last layer's captured fraction, which multiplies their sum, unless each has
// its own.
func (x *Explanation) settle(p *plan.Plan, sum float64) {
	dry := *p
	dry.Background = 0
	x.Bragg = x.Photons
	if p.Background != 0 {
		x.Bragg = NewRenderer(&dry, NewSums(&dry)).pixel(x.Fast, x.Slow)
	}
	x.Background = x.Photons - x.Bragg
	if !p.Flags.Has(plan.CompatCapture) || p.Flags.Has(plan.EachThick) || sum == 0 {
		return
	}
	ratio := x.Bragg / sum
	for _, shares := range [][]float64{x.BySource, x.ByPhi, x.ByDomain} {
		for i := range shares {
			shares[i] *= ratio
		}
	}
	x.Strongest.Photons *= ratio
	x.Strongest.Captured = ratio
}

func explainSample(p *plan.Plan, t term, a Amplitude, phi, domain int, photons float64) SampleExplanation {
	n := int(p.Oversample)
	s := &p.Sources[t.source]
	x := SampleExplanation{
		SubFast: t.sub % n, SubSlow: t.sub / n, Layer: t.layer, Source: t.source, Phi: phi, Domain: domain,
		Position: r3.Scale(t.distance, t.direction), Distance: t.distance, Direction: t.direction,
		TwoTheta:   2 * math.Asin(min(1, geom.Norm(t.q)/s.InvLambda/2)),
		Q:          t.q,
		Resolution: 1 / geom.Norm(t.q),
		Amplitude:  a,
		SolidAngle: t.omega, Parallax: parallax(p, t.direction), Captured: t.captured, Polarization: t.polarization,
		Weight: s.Weight, Photons: photons,
	}
	if p.Shape == plan.Square {
		h := [3]float64{a.Index.X, a.Index.Y, a.Index.Z}
		for i := range h {
			x.LatticeAxes[i] = interference(p, h[i], p.Cells[i])
		}
		x.Lattice = x.LatticeAxes[0] * x.LatticeAxes[1] * x.LatticeAxes[2]
	}
	return x
}
