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
	runs []run
	// columns are what rays.Fast holds: a row of a tile often has those of the row
	// above.
	columns columns

	layers [StripSize]float64 // Σ captured over layers, at their first sub-pixel
	// rays.Polar is the polarization of a pixel's first sample, or of its latest if
	// EachPolar; until there is one, polarized is false. As long as unpolarized is
	// 0, polarized does not count.
	polarized   [StripSize]bool
	unpolarized int // pixels

	// The samples of one source that pass -dmin are packed: kept[k] is the pixel of
	// sample k.
	kept [StripSize]uint8
}

// run is some pixels of a row, next to each other in the strip as in the image.
type run struct{ first, n, dst int }

// columns are n pixels from fast on, the first of them at first in the strip.
type columns struct{ first, fast, n int }

// newStrip returns a strip in which all that a plan may leave out has its value.
func newStrip() (s strip) {
	s.runs = make([]run, 0, StripSize)
	for i := range StripSize {
		s.kept[i] = uint8(i)
		s.rays.Polar[i], s.rays.Captured[i] = 1, 1
	}
	return s
}

// empty removes all pixels.
func (s *strip) empty() { s.n, s.runs = 0, s.runs[:0] }

// add takes in n pixels of a row, whose photons go to dst and on.
func (s *strip) add(fast, slow, n, dst int) {
	s.runs = append(s.runs, run{s.n, n, dst})
	fill(s.rays.Slow[s.n:][:n], float64(slow))
	if c := (columns{s.n, fast, n}); c != s.columns {
		f := s.rays.Fast[s.n:][:n]
		for i := range f {
			f[i] = float64(fast + i)
		}
		s.columns = c
	}
	s.n += n
}

// fill sets all of dst to v, four at a time: a turn of a loop is dear on WebAssembly.
func fill(dst []float64, v float64) {
	for ; len(dst) >= 4; dst = dst[4:] {
		dst[0], dst[1], dst[2], dst[3] = v, v, v, v
	}
	for i := range dst {
		dst[i] = v
	}
}

// begin empties the sums.
func (s *strip) begin() {
	clear(s.rays.Total[:s.n])
	clear(s.layers[:s.n])
	clear(s.polarized[:s.n])
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

// photons sets Total and Photons of each pixel of the strip to its photons; false: it
// was stopped.
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
					r.summer.Sum(p.Orientations, &s.rays.Q, m, &s.rays.Sums)
					r.collect(j, m)
					if r.visit != nil {
						r.tell(t, sub, j, m)
					}
				}
			}
		}
	}
	if p.Flags.Has(plan.CompatCapture) && !p.Flags.Has(plan.EachThick) {
		for i := range s.n { // Captured is now that of the last layer's first sub-pixel
			s.rays.Total[i] *= s.rays.Captured[i]
		}
	}
	r.geometry.Expose(&s.rays, s.n)
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

// scatter packs the scattering vectors of source j that pass -dmin and returns how
// many there are.
func (r *Renderer) scatter(j int) (m int) {
	p, s := r.plan, &r.strip
	r.geometry.Scatter(&s.rays, s.n, j)
	m = s.n
	if !math.IsInf(p.MaxQ2, 1) {
		m = s.rays.Pack(s.n, p.MaxQ2, &s.kept)
	}
	if m > 0 && !p.Flags.Has(plan.NoPolarization) && (s.unpolarized > 0 || p.Flags.Has(plan.EachPolar)) {
		r.polarize(j, m)
	}
	return m
}

// polarize sets the polarization of the pixels of the m samples of source j that
// have none, or of all if EachPolar.
func (r *Renderer) polarize(j, m int) {
	p, s := r.plan, &r.strip
	each := p.Flags.Has(plan.EachPolar)
	if m == s.n && (each || s.unpolarized == s.n) {
		r.geometry.Polarize(&s.rays, s.n, j)
		s.unpolarized = 0
		return
	}
	before := s.rays.Polar
	r.geometry.Polarize(&s.rays, s.n, j)
	here := s.rays.Polar
	s.rays.Polar = before
	for _, i := range s.kept[:m] {
		first := s.unpolarized > 0 && !s.polarized[i]
		if first {
			s.polarized[i] = true
			s.unpolarized--
		}
		if first || each {
			s.rays.Polar[i] = here[i]
		}
	}
}

// collect adds the m samples of source j just summed to their pixels.
func (r *Renderer) collect(j, m int) {
	s := &r.strip
	if m == s.n {
		r.geometry.Collect(&s.rays, m, j)
		return
	}
	weight, captures := r.plan.Sources[j].Weight, Captures(r.plan)
	for k, i := range s.kept[:m] {
		factor := weight * s.rays.Solid[i] * s.rays.Polar[i]
		if captures {
			factor *= s.rays.Captured[i]
		}
		s.rays.Total[i] += factor * s.rays.Sums[k]
	}
}

// tell hands the terms of the m samples just summed to the visitor.
func (r *Renderer) tell(t, sub, source, m int) {
	p, s := r.plan, &r.strip
	for k, i := range s.kept[:m] {
		x := term{
			layer: t, sub: sub, source: source,
			direction: s.rays.Direction.at(int(i)), q: s.rays.Q.at(k), distance: s.rays.Distance[i],
			omega: s.rays.Solid[i], polarization: s.rays.Polar[i], captured: s.rays.Captured[i],
		}
		x.factor = p.Sources[source].Weight * x.omega * x.polarization
		if Captures(p) {
			x.factor *= x.captured
		}
		r.visit(x)
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
	compat, polarized := p.Flags.Has(plan.CompatWater), !p.Flags.Has(plan.NoPolarization)
	r.geometry.Look(&s.rays, s.n, 0, 0, 0)
	r.geometry.Omega(&s.rays, s.n)
	if polarized && !compat {
		r.geometry.Polarize(&s.rays, s.n, 0)
	}
	captured := &s.layers
	if compat && p.Flags.Has(plan.CompatCapture) {
		captured = &s.rays.Captured
	}
	for i := range s.n {
		if compat && polarized && s.unpolarized > 0 && !s.polarized[i] {
			continue
		}
		s.rays.Total[i] += p.Background * s.rays.Solid[i] * s.rays.Polar[i] * captured[i]
		s.rays.Photons[i] = float32(s.rays.Total[i])
	}
}
