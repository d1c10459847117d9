package kernel

import (
	"math"

	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// strip is the state of the sum of up to StripSize pixels, each on its own.
type strip struct {
	n          int
	fast, slow [StripSize]int
	dst        [StripSize]int // where the photons go

	total    [StripSize]float64
	solid    [StripSize]float64 // angle of the pixel, or of the sub-pixel if EachOmega
	polar    [StripSize]float64 // of the pixel, or of the sample if EachPolar
	polarSet [StripSize]bool
	captured [StripSize]float64 // of the layer, or of the sub-pixel if EachThick
	layers   [StripSize]float64 // Σ captured over layers, at their first sub-pixel
	first    [StripSize]geometry

	// direction and distance are the geometry of the sub-pixel at hand.
	direction Vectors
	distance  [StripSize]float64

	// The samples of one source that pass -dmin, packed: kept[k] is the pixel of
	// sample k.
	kept   [StripSize]int
	factor [StripSize]float64
	q      Vectors
	sums   [StripSize]float64
}

func (s *strip) add(fast, slow, dst int) {
	i := s.n
	s.fast[i], s.slow[i], s.dst[i] = fast, slow, dst
	s.total[i], s.layers[i], s.polarSet[i] = 0, 0, false
	s.n++
}

// term is one step of a pixel's sum: everything but the orientations.
type term struct {
	layer, sub, source            int
	geometry                      geometry
	q                             r3.Vec
	omega, polarization, captured float64 // as used: of the pixel, or of this step
	factor                        float64 // photons = Scale · factor · Σ
}

// photons sets total of each pixel of the strip to its photons; false: it was stopped.
func (r *Renderer) photons() bool {
	p, s := r.plan, &r.strip
	n := int(p.Oversample)
	for t := range int(p.Layers) {
		for sub := range n * n {
			r.look(t, sub)
			for j := range p.Sources {
				if r.stopped() {
					return false
				}
				if m := r.scatter(j); m > 0 {
					r.summer.Sum(p.Orientations, &s.q, m, &s.sums)
					for k := range m {
						s.total[s.kept[k]] += s.factor[k] * s.sums[k]
					}
					if r.visit != nil {
						r.tell(t, sub, j, m)
					}
				}
			}
		}
	}
	lastCapture := p.Flags.Has(plan.CompatCapture) && !p.Flags.Has(plan.EachThick)
	for i := range s.n {
		if lastCapture { // captured is now that of the last layer's first sub-pixel
			s.total[i] *= s.captured[i]
		}
		s.total[i] = p.Scale*s.total[i] + s.background(p, i)
	}
	return true
}

// geometry returns what pixel i sees at the sub-pixel at hand.
func (s *strip) geometry(i int) geometry {
	return geometry{direction: s.direction.at(i), distance: s.distance[i]}
}

// look finds the direction of sub-pixel sub in layer t of every pixel, and the
// factors that change with it.
func (r *Renderer) look(t, sub int) {
	p, s := r.plan, &r.strip
	n := int(p.Oversample)
	s.place(p, sub%n, sub/n, t)
	for i := range s.n {
		x, y, z := s.direction.X[i], s.direction.Y[i], s.direction.Z[i]
		d := math.Sqrt(x*x + y*y + z*z)
		w := 1 / d
		s.distance[i] = d
		s.direction.X[i], s.direction.Y[i], s.direction.Z[i] = w*x, w*y, w*z
	}

	start := t == 0 && sub == 0
	if start {
		for i := range s.n {
			s.first[i] = s.geometry(i)
		}
	}
	if start || p.Flags.Has(plan.EachOmega) {
		for i := range s.n {
			s.solid[i] = omega(p, s.geometry(i))
		}
	}
	if sub == 0 || p.Flags.Has(plan.EachThick) {
		for i := range s.n {
			s.captured[i] = capture(p, t, s.geometry(i))
		}
	}
	if sub == 0 {
		for i := range s.n {
			s.layers[i] += s.captured[i]
		}
	}
}

// place sets direction to the Position, with its bits, of sub-pixel (subFast,
// subSlow) in layer t of every pixel.
func (s *strip) place(p *plan.Plan, subFast, subSlow, t int) {
	n := int(p.Oversample)
	if p.Flags&(plan.Curved|plan.CompatCurve) != 0 {
		for i := range s.n {
			s.direction.set(i, Position(p, s.fast[i]*n+subFast, s.slow[i]*n+subSlow, t))
		}
		return
	}
	f, g, o := p.FastAxis, p.SlowAxis, p.Origin
	depth := float64(t) * p.Layer
	cx, cy, cz := depth*p.NormalAxis[0], depth*p.NormalAxis[1], depth*p.NormalAxis[2]
	for i := range s.n {
		a := (float64(s.fast[i]*n+subFast) + 0.5) * p.SubPixel
		b := (float64(s.slow[i]*n+subSlow) + 0.5) * p.SubPixel
		s.direction.X[i] = a*f[0] + b*g[0] + cx + o[0]
		s.direction.Y[i] = a*f[1] + b*g[1] + cy + o[1]
		s.direction.Z[i] = a*f[2] + b*g[2] + cz + o[2]
	}
}

// scatter packs the scattering vectors of source j that pass -dmin, and the
// factors of their intensities. It returns how many there are.
func (r *Renderer) scatter(j int) (m int) {
	p, s := r.plan, &r.strip
	source := &p.Sources[j]
	ix, iy, iz := source.Incident[0], source.Incident[1], source.Incident[2]
	inverse, weight := source.InvLambda, source.Weight
	eachPolar := p.Flags.Has(plan.EachPolar)
	withCapture := !p.Flags.Has(plan.CompatCapture) || p.Flags.Has(plan.EachThick)
	for i := range s.n {
		x := inverse * (s.direction.X[i] - ix)
		y := inverse * (s.direction.Y[i] - iy)
		z := inverse * (s.direction.Z[i] - iz)
		if x*x+y*y+z*z > p.MaxQ2 {
			continue
		}
		if !s.polarSet[i] || eachPolar {
			s.polar[i] = polarization(p, source, s.direction.at(i))
			s.polarSet[i] = true
		}
		factor := weight * s.solid[i] * s.polar[i]
		if withCapture {
			factor *= s.captured[i]
		}
		s.kept[m], s.factor[m] = i, factor
		s.q.X[m], s.q.Y[m], s.q.Z[m] = x, y, z
		m++
	}
	return m
}

// tell hands the terms of the m samples just summed to the visitor.
func (r *Renderer) tell(t, sub, source, m int) {
	s := &r.strip
	for k := range m {
		i := s.kept[k]
		r.visit(term{
			layer: t, sub: sub, source: source, geometry: s.geometry(i), q: s.q.at(k),
			omega: s.solid[i], polarization: s.polar[i], captured: s.captured[i], factor: s.factor[k],
		})
	}
}

// background returns the photons that water adds to pixel i,
//
//	Header.Background · Ω · P · C
//
// with Ω and P at the first sub-pixel and source, C summed over the layers there.
// The reference program instead uses the polarization and the capture of its
// Bragg scattering: 0 where no sample passed -dmin, and the last layer's.
func (s *strip) background(p *plan.Plan, i int) float64 {
	if p.Background == 0 {
		return 0
	}
	g := s.first[i]
	if !p.Flags.Has(plan.CompatWater) {
		return p.Background * omega(p, g) * polarization(p, &p.Sources[0], g.direction) * s.layers[i]
	}
	polar, captured := s.polar[i], s.layers[i]
	if !s.polarSet[i] {
		if !p.Flags.Has(plan.NoPolarization) {
			return 0
		}
		polar = 1
	}
	if p.Flags.Has(plan.CompatCapture) {
		captured = s.captured[i]
	}
	return p.Background * omega(p, g) * polar * captured
}
