package cull

import (
	"image"
	"math"

	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// Dark knows where on the detector no crystal scatters at all: beyond -dmin, or
// further from the beam than any structure factor that is not 0 reaches. Its
// pixels need no sum, with or without Cull.
type Dark struct {
	plan  *plan.Plan
	maxQ2 float64 // no sample of greater q² scatters, 1/m²
}

// NewDark returns what is dark of p, nil if nothing is, or nothing simple to tell.
func NewDark(p *plan.Plan) *Dark {
	d := &Dark{plan: p, maxQ2: p.MaxQ2}
	if p.Lookup != plan.Uniform && p.DefaultF == 0 && d.seesBeyond(d.table()) {
		d.maxQ2 = min(d.maxQ2, d.amplitudes())
	}
	if math.IsInf(d.maxQ2, 1) || !d.seesBeyond(d.maxQ2) {
		return nil
	}
	return d
}

// seesBeyond reports whether some sample may have a greater q² than limit.
func (d *Dark) seesBeyond(limit float64) bool {
	_, light := d.shade(image.Rect(0, 0, int(d.plan.Width), int(d.plan.Height)), limit)
	return !light
}

// table returns the q² within which no sample is outside the table of structure
// factors. A list of reflections to some resolution ends there along one axis.
func (d *Dark) table() float64 {
	p := d.plan
	least := math.Inf(1)
	for k := range p.Orientations {
		a := geom.Mat3(p.Orientations[k])
		for i := range 3 {
			// |h| ≤ |a| |q|
			n := max(0, min(-float64(p.GridMin[i]), float64(p.GridMin[i]+p.GridSize[i]-1)))
			least = min(least, n/geom.Norm(a.Row(i)))
		}
	}
	return least * least
}

// alike is how far the metrics of the orientations of one crystal may differ.
const alike = 1e-9

// amplitudes returns a q² beyond which F is 0 for every orientation; infinite if
// these are not rotations of one cell. A sample with index x gets its F from points
// at most w away along each axis, so that one at g serves
//
//	|q| ≤ |g* | + w Σ|a*ᵢ|,  g* = h a* + k b* + l c*
func (d *Dark) amplitudes() float64 {
	p := d.plan
	first := geom.Mat3(p.Orientations[0])
	metric := first.Mul(first.T())
	for k := range p.Orientations {
		a := geom.Mat3(p.Orientations[k])
		m := a.Mul(a.T())
		for i := range m {
			if !(math.Abs(m[i]-metric[i]) <= alike*math.Sqrt(metric[i/3*4]*metric[i%3*4])) {
				return math.Inf(1)
			}
		}
	}
	width := 0.5
	if p.Lookup == plan.Tricubic {
		width = 2
	}
	star := first.Dual()
	pad := 0.
	for i := range 3 {
		pad += width * geom.Norm(star.Row(i))
	}
	most := -1.
	n := p.GridSize
	for h := range n[0] {
		for k := range n[1] {
			row := p.F[(int(h)*int(n[1])+int(k))*int(n[2]):][:n[2]]
			from, to := 0, len(row)
			for from < to && row[from] == 0 {
				from++
			}
			for to > from && row[to-1] == 0 {
				to--
			}
			if from == to {
				continue
			}
			// Along a row q² is convex: it is greatest at an end.
			for _, l := range [2]int{from, to - 1} {
				g := r3.Vec{X: float64(p.GridMin[0] + h), Y: float64(p.GridMin[1] + k), Z: float64(int(p.GridMin[2]) + l)}
				most = max(most, geom.Norm(star.T().MulVec(g))+pad)
			}
		}
	}
	if most < 0 { // nothing scatters
		return -1
	}
	return most * most * (1 + 4*alike)
}

// shade reports whether every sample of the pixels in tile has a greater q² than
// limit, and whether all of some source have none: then to look closer is in vain.
func (d *Dark) shade(tile image.Rectangle, limit float64) (dark, light bool) {
	p := d.plan
	n := int(p.Oversample)
	b := block{tile.Min.X * n, tile.Min.Y * n, tile.Max.X * n, tile.Max.Y * n}
	dark = true
	for t := range int(p.Layers) {
		c := newPatch(p, b, t)
		for j := range p.Sources {
			least, most := c.q2(&p.Sources[j])
			dark = dark && least > limit
			light = light || most <= limit
		}
	}
	return dark, light
}

// Render renders tile into dst with r, a renderer of the plan, except what is dark,
// which is 0. It cuts tiles between rows, which lie one after the other in dst.
func (d *Dark) Render(r *kernel.Renderer, tile image.Rectangle, dst []float32, done <-chan struct{}) bool {
	if d == nil || d.plan.Background != 0 {
		return r.Render(tile, dst, done)
	}
	dark, light := d.shade(tile, d.maxQ2)
	switch {
	case dark:
		clear(dst)
		return true
	case light || tile.Dx()*tile.Dy() <= darkArea || tile.Dy() == 1:
		return r.Render(tile, dst, done)
	}
	upper, lower := tile, tile
	upper.Max.Y -= tile.Dy() / 2
	lower.Min.Y = upper.Max.Y
	n := upper.Dx() * upper.Dy()
	return d.Render(r, upper, dst[:n], done) && d.Render(r, lower, dst[n:], done)
}

// darkArea is the number of pixels that are not divided further, some strips of the
// kernel.
const darkArea = 4 * kernel.StripSize
