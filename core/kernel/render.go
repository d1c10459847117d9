// Package kernel is the reference physics of gobragg: scalar Go, one function a
// formula, no allocation. The other backends name the function they implement.
//
//	dst := make([]float32, tile.Dx()*tile.Dy())
//	kernel.Render(p, tile, dst) // photons
//
// The photons of a pixel are
//
//	r_e²·fluence/steps · Σ F_cell² F_latt² · w · P · Ω · C + background
//
// summed, in this order, over sensor layers, sub-pixels (slow outer, fast
// inner), sources, and orientations (φ outer, domain inner). The order is fixed,
// so an image has the same bits whatever the tiles and threads.
package kernel

import (
	"image"

	"gobragg/core/geom"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// Render sets dst to the photons of the pixels of tile, slow outer, fast inner.
// Masked pixels are 0. It panics unless len(dst) is the area of tile.
func Render(p *plan.Plan, tile image.Rectangle, dst []float32) {
	if len(dst) != tile.Dx()*tile.Dy() {
		panic("kernel: len(dst) is not the area of the tile")
	}
	b := newBlock(p)
	i := 0
	for slow := tile.Min.Y; slow < tile.Max.Y; slow++ {
		for fast := tile.Min.X; fast < tile.Max.X; fast++ {
			dst[i] = 0
			if !Masked(p, fast, slow) {
				dst[i] = float32(pixel(p, fast, slow, &b, nil))
			}
			i++
		}
	}
}

// Masked reports whether pixel (fast, slow) is excluded by the mask.
func Masked(p *plan.Plan, fast, slow int) bool {
	return len(p.Mask) != 0 && p.Mask[slow*int(p.Width)+fast] == 0
}

// geometry is what one sub-pixel sees in one sensor layer.
type geometry struct {
	direction r3.Vec  // unit vector from the sample
	distance  float64 // m
}

func look(p *plan.Plan, i, j, t int) geometry {
	pos := Position(p, i, j, t)
	r := geom.Norm(pos)
	return geometry{direction: r3.Scale(1/r, pos), distance: r}
}

// bent reports whether every pixel faces the sample. On the reference program's
// bent detector they do not.
func bent(p *plan.Plan) bool { return p.Flags.Has(plan.Curved) && !p.Flags.Has(plan.CompatCurve) }

// omega returns the solid angle of a pixel seen along g, sr.
func omega(p *plan.Plan, g geometry) float64 {
	switch {
	case p.Flags.Has(plan.PointPixel):
		return 1 / (g.distance * g.distance)
	case bent(p):
		return p.Pixel * p.Pixel / (p.Close * p.Close)
	}
	return SolidAngle(p.Pixel, p.Close, g.distance)
}

// parallax returns the cosine between the ray and the detector normal.
func parallax(p *plan.Plan, g geometry) float64 {
	if bent(p) {
		return 1
	}
	return r3.Dot(g.direction, vec(&p.NormalAxis))
}

func capture(p *plan.Plan, t int, g geometry) float64 {
	if !p.Flags.Has(plan.SensorOn) {
		return 1
	}
	return CaptureFraction(t, p.Layer, p.Absorption, parallax(p, g))
}

func polarization(p *plan.Plan, s *plan.Source, d r3.Vec) float64 {
	if p.Flags.Has(plan.NoPolarization) {
		return 1
	}
	return Polarization(p.Kahn, vec(&s.Incident), d, vec(&s.E), vec(&s.B))
}

// pixel returns the photons of one pixel, working in b; visit, if not nil, sees
// every term.
func pixel(p *plan.Plan, fast, slow int, b *block, visit func(term)) float64 {
	n := int(p.Oversample)
	each := p.Flags
	var (
		total      float64
		solid      float64 // angle of the pixel, or of the sub-pixel if EachOmega
		polar      float64 // of the pixel, or of the sample if EachPolar
		polarSet   bool
		captured   float64 // of the layer, or of the sub-pixel if EachThick
		first      geometry
		layersHere float64 // Σ captured over layers, at their first sub-pixel
	)
	for t := 0; t < int(p.Layers); t++ {
		for sub := 0; sub < n*n; sub++ {
			g := look(p, fast*n+sub%n, slow*n+sub/n, t)
			if t == 0 && sub == 0 {
				first = g
			}
			if t == 0 && sub == 0 || each.Has(plan.EachOmega) {
				solid = omega(p, g)
			}
			if sub == 0 || each.Has(plan.EachThick) {
				captured = capture(p, t, g)
			}
			if sub == 0 {
				layersHere += captured
			}
			for j := range p.Sources {
				s := &p.Sources[j]
				q := r3.Scale(s.InvLambda, r3.Sub(g.direction, vec(&s.Incident)))
				if r3.Dot(q, q) > p.MaxQ2 {
					continue
				}
				if !polarSet || each.Has(plan.EachPolar) {
					polar = polarization(p, s, g.direction)
					polarSet = true
				}
				factor := s.Weight * solid * polar
				if !each.Has(plan.CompatCapture) || each.Has(plan.EachThick) {
					factor *= captured
				}
				sum := b.orientations(p, q)
				total += factor * sum
				if visit != nil {
					visit(term{layer: t, sub: sub, source: j, geometry: g, q: q, omega: solid, polarization: polar, captured: captured, factor: factor, sum: sum})
				}
			}
		}
	}
	if each.Has(plan.CompatCapture) && !each.Has(plan.EachThick) {
		// captured is now that of the last layer's first sub-pixel.
		total *= captured
	}
	return p.Scale*total + background(p, first, layersHere, captured, polar, polarSet)
}

// background returns the photons that water adds to a pixel,
//
//	Header.Background · Ω · P · C
//
// with Ω and P at the first sub-pixel and source, C summed over the layers there.
// The reference program instead uses the polarization and the capture of its
// Bragg scattering: 0 where no sample passed -dmin, and the last layer's.
func background(p *plan.Plan, first geometry, layers, last, polar float64, polarSet bool) float64 {
	if p.Background == 0 {
		return 0
	}
	if p.Flags.Has(plan.CompatWater) {
		if !polarSet && !p.Flags.Has(plan.NoPolarization) {
			return 0
		}
		if !polarSet {
			polar = 1
		}
		if p.Flags.Has(plan.CompatCapture) {
			layers = last
		}
		return p.Background * omega(p, first) * polar * layers
	}
	return p.Background * omega(p, first) * polarization(p, &p.Sources[0], first.direction) * layers
}
