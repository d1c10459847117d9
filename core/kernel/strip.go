package kernel

import (
	"math"

	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// strip is the state of the sum of up to StripSize pixels, each on its own.
type strip struct {
	rays Rays
	n    int
	dst  [StripSize]int // where the photons go

	total  [StripSize]float64
	layers [StripSize]float64 // Σ captured over layers, at their first sub-pixel
	// polar is the polarization of a pixel, that of its first sample, or of its
	// latest if EachPolar; until there is one, polarized is false.
	polar       [StripSize]float64
	polarized   [StripSize]bool
	unpolarized int // pixels

	// The samples of one source that pass -dmin are packed: kept[k] is the pixel of
	// sample k.
	kept   [StripSize]uint8
	factor [StripSize]float64
	sums   [StripSize]float64
}

// newStrip returns a strip in which all that a plan may leave out has its value.
func newStrip() (s strip) {
	for i := range StripSize {
		s.kept[i] = uint8(i)
		s.polar[i], s.rays.Captured[i] = 1, 1
	}
	return s
}

func (s *strip) add(fast, slow, dst int) {
	i := s.n
	s.rays.Fast[i], s.rays.Slow[i], s.dst[i] = float64(fast), float64(slow), dst
	s.n++
}

// begin empties the sums.
func (s *strip) begin() {
	clear(s.total[:])
	clear(s.layers[:])
	clear(s.polarized[:])
	s.unpolarized = s.n
}

// term is one step of a pixel's sum: everything but the orientations.
type term struct {
	layer, sub, source            int
	direction, q                  r3.Vec
	distance                      float64
	omega, polarization, captured float64 // as used: of the pixel, or of this step
	factor                        float64 // photons = Scale · factor · Σ
}

// photons sets total of each pixel of the strip to its photons; false: it was stopped.
func (r *Renderer) photons() bool {
	p, s := r.plan, &r.strip
	s.begin()
	n := int(p.Oversample)
	for t := range int(p.Layers) {
		for sub := range n * n {
			r.look(t, sub)
			for j := range p.Sources {
				if r.stopped() {
					return false
				}
				if m := r.scatter(j); m > 0 {
					r.summer.Sum(p.Orientations, &s.rays.Q, m, &s.sums)
					for k, i := range s.kept[:m] {
						s.total[i] += s.factor[k] * s.sums[k]
					}
					if r.visit != nil {
						r.tell(t, sub, j, m)
					}
				}
			}
		}
	}
	if p.Flags.Has(plan.CompatCapture) && !p.Flags.Has(plan.EachThick) {
		for i := range s.n { // Captured is now that of the last layer's first sub-pixel
			s.total[i] *= s.rays.Captured[i]
		}
	}
	for i := range s.n {
		s.total[i] *= p.Scale
	}
	if p.Background != 0 {
		r.background()
	}
	return true
}

// look finds the direction of sub-pixel sub in layer t of every pixel, and the
// factors that change with it.
func (r *Renderer) look(t, sub int) {
	p, s := r.plan, &r.strip
	n := int(p.Oversample)
	r.geometry.Look(&s.rays, s.n, sub%n, sub/n, t)
	if t == 0 && sub == 0 || p.Flags.Has(plan.EachOmega) {
		r.geometry.Omega(&s.rays, s.n)
	}
	if p.Flags.Has(plan.SensorOn) && (sub == 0 || p.Flags.Has(plan.EachThick)) {
		r.geometry.Capture(&s.rays, s.n, t)
	}
	if sub == 0 && p.Background != 0 {
		for i := range s.n {
			s.layers[i] += s.rays.Captured[i]
		}
	}
}

// scatter packs the scattering vectors of source j that pass -dmin, and the
// factors of their intensities. It returns how many there are.
func (r *Renderer) scatter(j int) (m int) {
	p, s := r.plan, &r.strip
	r.geometry.Scatter(&s.rays, s.n, j)
	m = s.n
	if !math.IsInf(p.MaxQ2, 1) {
		m = s.pack(p.MaxQ2)
	}
	if m == 0 {
		return 0
	}
	if !p.Flags.Has(plan.NoPolarization) && (s.unpolarized > 0 || p.Flags.Has(plan.EachPolar)) {
		r.polarize(j, m)
	}
	weight := p.Sources[j].Weight
	for k, i := range s.kept[:m] {
		s.factor[k] = weight * s.rays.Solid[i] * s.polar[i]
	}
	if p.Flags.Has(plan.SensorOn) && (!p.Flags.Has(plan.CompatCapture) || p.Flags.Has(plan.EachThick)) {
		for k, i := range s.kept[:m] {
			s.factor[k] *= s.rays.Captured[i]
		}
	}
	return m
}

// pack moves the scattering vectors of at most the square maxQ2 to the front and
// returns how many there are.
func (s *strip) pack(maxQ2 float64) (m int) {
	q := &s.rays.Q
	for i := range s.n {
		x, y, z := q.X[i], q.Y[i], q.Z[i]
		if x*x+y*y+z*z > maxQ2 {
			continue
		}
		q.X[m], q.Y[m], q.Z[m] = x, y, z
		s.kept[m] = uint8(i)
		m++
	}
	return m
}

// polarize sets polar of the pixels of the m samples of source j that have none,
// or of all if EachPolar.
func (r *Renderer) polarize(j, m int) {
	s := &r.strip
	each := r.plan.Flags.Has(plan.EachPolar)
	r.geometry.Polarize(&s.rays, s.n, j)
	for _, i := range s.kept[:m] {
		if !s.polarized[i] {
			s.polarized[i] = true
			s.unpolarized--
		} else if !each {
			continue
		}
		s.polar[i] = s.rays.Polar[i]
	}
}

// tell hands the terms of the m samples just summed to the visitor.
func (r *Renderer) tell(t, sub, source, m int) {
	s := &r.strip
	for k, i := range s.kept[:m] {
		r.visit(term{
			layer: t, sub: sub, source: source,
			direction: s.rays.Direction.at(int(i)), q: s.rays.Q.at(k), distance: s.rays.Distance[i],
			omega: s.rays.Solid[i], polarization: s.polar[i], captured: s.rays.Captured[i], factor: s.factor[k],
		})
	}
}

// background adds the photons of water to each pixel,
//
//	Header.Background · Ω · P · C
//
// with Ω and P at the first sub-pixel and source, C summed over the layers there.
// The reference program instead uses the polarization and the capture of its
// Bragg scattering: 0 where no sample passed -dmin, and the last layer's.
func (r *Renderer) background() {
	p, s := r.plan, &r.strip
	compat := p.Flags.Has(plan.CompatWater)
	r.geometry.Look(&s.rays, s.n, 0, 0, 0)
	r.geometry.Omega(&s.rays, s.n)
	polarized := !p.Flags.Has(plan.NoPolarization)
	if polarized && !compat {
		r.geometry.Polarize(&s.rays, s.n, 0)
	}
	for i := range s.n {
		polar, captured := s.polar[i], s.layers[i]
		switch {
		case polarized && !compat:
			polar = s.rays.Polar[i]
		case polarized && !s.polarized[i]:
			continue
		}
		if compat && p.Flags.Has(plan.CompatCapture) {
			captured = s.rays.Captured[i]
		}
		s.total[i] += p.Background * s.rays.Solid[i] * polar * captured
	}
}
