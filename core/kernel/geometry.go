package kernel

import (
	"math"

	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// geometry is the scalar Geometry, and the definition of all others.
type geometry struct{ plan *plan.Plan }

// NewGeometry returns the scalar Geometry of p.
func NewGeometry(p *plan.Plan) Geometry { return geometry{p} }

// Look implements Geometry.
func (g geometry) Look(r *Rays, n, subFast, subSlow, t int) {
	g.place(r, n, subFast, subSlow, t)
	dx, dy, dz, distance := r.Direction.X[:n], r.Direction.Y[:n], r.Direction.Z[:n], r.Distance[:n]
	for i, x := range dx {
		y, z := dy[i], dz[i]
		d := math.Sqrt(x*x + y*y + z*z)
		w := 1 / d
		distance[i] = d
		dx[i], dy[i], dz[i] = w*x, w*y, w*z
	}
}

// place sets Direction to the Position, with its bits, of sub-pixel (subFast,
// subSlow) in layer t.
func (g geometry) place(r *Rays, n, subFast, subSlow, t int) {
	p := g.plan
	if p.Flags&(plan.Curved|plan.CompatCurve) != 0 {
		over := int(p.Oversample)
		for i := range n {
			r.Direction.set(i, Position(p, int(r.Fast[i])*over+subFast, int(r.Slow[i])*over+subSlow, t))
		}
		return
	}
	over, step := float64(p.Oversample), p.SubPixel
	u, v := float64(subFast)+0.5, float64(subSlow)+0.5
	f, s, o := p.FastAxis, p.SlowAxis, p.Origin
	depth := float64(t) * p.Layer
	cx, cy, cz := depth*p.NormalAxis[0], depth*p.NormalAxis[1], depth*p.NormalAxis[2]
	for i := range n {
		a := (r.Fast[i]*over + u) * step
		b := (r.Slow[i]*over + v) * step
		r.Direction.X[i] = a*f[0] + b*s[0] + cx + o[0]
		r.Direction.Y[i] = a*f[1] + b*s[1] + cy + o[1]
		r.Direction.Z[i] = a*f[2] + b*s[2] + cz + o[2]
	}
}

// Omega implements Geometry.
func (g geometry) Omega(r *Rays, n int) {
	p := g.plan
	for i, d := range r.Distance[:n] {
		r.Solid[i] = omega(p, d)
	}
}

// Capture implements Geometry.
func (g geometry) Capture(r *Rays, n, t int) {
	p := g.plan
	for i := range n {
		r.Captured[i] = CaptureFraction(t, p.Layer, p.Absorption, parallax(p, r.Direction.at(i)))
	}
}

// Scatter implements Geometry.
func (g geometry) Scatter(r *Rays, n, j int) {
	s := &g.plan.Sources[j]
	ix, iy, iz, inverse := s.Incident[0], s.Incident[1], s.Incident[2], s.InvLambda
	for i := range n {
		r.Q.X[i] = inverse * (r.Direction.X[i] - ix)
		r.Q.Y[i] = inverse * (r.Direction.Y[i] - iy)
		r.Q.Z[i] = inverse * (r.Direction.Z[i] - iz)
	}
}

// Polarize implements Geometry.
func (g geometry) Polarize(r *Rays, n, j int) {
	s := &g.plan.Sources[j]
	incident, e, b := vec(&s.Incident), vec(&s.E), vec(&s.B)
	for i := range n {
		r.Polar[i] = Polarization(g.plan.Kahn, incident, r.Direction.at(i), e, b)
	}
}

// Collect implements Geometry.
func (g geometry) Collect(r *Rays, n, j int) {
	weight, captures := g.plan.Sources[j].Weight, Captures(g.plan)
	solid, polar, captured, sums, total := r.Solid[:n], r.Polar[:n], r.Captured[:n], r.Sums[:n], r.Total[:n]
	for i := range total {
		factor := weight * solid[i] * polar[i]
		if captures {
			factor *= captured[i]
		}
		total[i] += factor * sums[i]
	}
}

// Expose implements Geometry.
func (g geometry) Expose(r *Rays, n int) {
	scale, photons := g.plan.Scale, r.Photons[:n]
	for i, v := range r.Total[:n] {
		v *= scale
		r.Total[i], photons[i] = v, float32(v)
	}
}

// Captures reports whether the captured fraction multiplies every sample. Without a
// sensor it is 1, and the reference program's multiplies the sum of a pixel.
func Captures(p *plan.Plan) bool {
	return p.Flags.Has(plan.SensorOn) && (!p.Flags.Has(plan.CompatCapture) || p.Flags.Has(plan.EachThick))
}

// faces reports whether every pixel faces the sample. On the reference program's
// bent detector they do not.
func faces(p *plan.Plan) bool { return p.Flags.Has(plan.Curved) && !p.Flags.Has(plan.CompatCurve) }

// omega returns the solid angle of a pixel at the given distance (m), sr.
func omega(p *plan.Plan, distance float64) float64 {
	switch {
	case p.Flags.Has(plan.PointPixel):
		return 1 / (distance * distance)
	case faces(p):
		return p.Pixel * p.Pixel / (p.Close * p.Close)
	}
	return SolidAngle(p.Pixel, p.Close, distance)
}

// parallax returns the cosine between the ray d and the detector normal.
func parallax(p *plan.Plan, d r3.Vec) float64 {
	if faces(p) {
		return 1
	}
	return r3.Dot(d, vec(&p.NormalAxis))
}
