package cull

import (
	"image"
	"math"

	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// pixel is the sum of one pixel of a root.
type pixel struct {
	wanted           bool // in the tile and not masked
	polarized        bool
	solid, polar     float64 // Ω and P of all samples, unless each has its own
	captured, layers float64 // C of the layer at hand, and Σ C
	total            float64
	lost             float64 // sum of bounds, photons
}

// pixels are those of the root at hand, slow outer, edge of them a row.
type pixels struct {
	all    []pixel
	edge   int
	bounds image.Rectangle // of the wanted, on the detector
	origin image.Point     // of the root, pixels
	wanted int
	over   int
}

func newPixels(t *Table) pixels {
	return pixels{all: make([]pixel, t.edge*t.edge), edge: t.edge, over: int(t.plan.Oversample)}
}

// at returns pixel (fast, slow) of the detector.
func (x *pixels) at(fast, slow int) *pixel {
	return &x.all[(slow-x.origin.Y)*x.edge+fast-x.origin.X]
}

// each calls f for the wanted pixels, up to a strip of them at a time, with their
// first sub-pixels as rays.
func (x *pixels) each(r *Renderer, f func(n int, of []*pixel)) {
	var of [kernel.StripSize]*pixel
	n := 0
	for slow := x.bounds.Min.Y; slow < x.bounds.Max.Y; slow++ {
		for fast := x.bounds.Min.X; fast < x.bounds.Max.X; fast++ {
			if p := x.at(fast, slow); p.wanted {
				of[n] = p
				r.rays.Fast[n], r.rays.Slow[n] = float64(fast*x.over), float64(slow*x.over)
				n++
			}
			if n == kernel.StripSize {
				f(n, of[:n])
				n = 0
			}
		}
	}
	if n > 0 {
		f(n, of[:n])
	}
}

// begin empties the sums of the pixels of root (rx, ry) in tile and finds what is
// taken once a pixel.
func (x *pixels) begin(r *Renderer, rx, ry int, tile image.Rectangle) {
	p := r.table.plan
	x.origin = image.Pt(rx*x.edge, ry*x.edge)
	x.bounds = tile.Intersect(image.Rectangle{Min: x.origin, Max: x.origin.Add(image.Pt(x.edge, x.edge))})
	x.wanted = 0
	clear(x.all)
	for slow := x.bounds.Min.Y; slow < x.bounds.Max.Y; slow++ {
		for fast := x.bounds.Min.X; fast < x.bounds.Max.X; fast++ {
			if !kernel.Masked(p, fast, slow) {
				x.at(fast, slow).wanted = true
				x.wanted++
			}
		}
	}
	r.omitted.Total += int64(x.wanted) * p.Steps * int64(p.Layers)
	r.omitted.Samples += int64(x.wanted) * p.Steps * int64(p.Layers)
	x.each(r, func(n int, of []*pixel) {
		r.geometry.Look(&r.rays, n, 0, 0, 0)
		r.geometry.Omega(&r.rays, n)
		for i, px := range of {
			px.solid, px.polar, px.captured = r.rays.Solid[i], 1, 1
		}
		switch {
		case p.Flags.Has(plan.NoPolarization):
			for _, px := range of {
				px.polarized = true
			}
		case math.IsInf(p.MaxQ2, 1):
			r.geometry.Polarize(&r.rays, n, 0)
			for i, px := range of {
				px.polar, px.polarized = r.rays.Polar[i], true
			}
		}
	})
}

// capture finds C of the layer at hand.
func (x *pixels) capture(r *Renderer) {
	p := r.table.plan
	x.each(r, func(n int, of []*pixel) {
		sensor := p.Flags.Has(plan.SensorOn)
		if sensor {
			r.geometry.Look(&r.rays, n, 0, 0, r.layer)
			r.geometry.Capture(&r.rays, n, r.layer)
		}
		for i, px := range of {
			if sensor {
				px.captured = r.rays.Captured[i]
			}
			px.layers += px.captured
		}
	})
}

// meet reports whether b has wanted pixels, or may have.
func (x *pixels) meet(b block) bool {
	return b.x0 < x.bounds.Max.X*x.over && b.x1 > x.bounds.Min.X*x.over &&
		b.y0 < x.bounds.Max.Y*x.over && b.y1 > x.bounds.Min.Y*x.over
}

// lose accounts for bounds of spent in all samples of b.
func (x *pixels) lose(b block, spent float64) {
	for slow := max(x.bounds.Min.Y, b.y0/x.over); slow < min(x.bounds.Max.Y, (b.y1-1)/x.over+1); slow++ {
		rows := min(b.y1, (slow+1)*x.over) - max(b.y0, slow*x.over)
		for fast := max(x.bounds.Min.X, b.x0/x.over); fast < min(x.bounds.Max.X, (b.x1-1)/x.over+1); fast++ {
			columns := min(b.x1, (fast+1)*x.over) - max(b.x0, fast*x.over)
			x.at(fast, slow).lost += spent * float64(rows*columns)
		}
	}
}

// lanes takes the sub-pixels of leaf b in wanted pixels as rays.
func (x *pixels) lanes(r *Renderer, b block) (n int) {
	for y := b.y0; y < b.y1; y++ {
		slow := y / x.over
		if slow < x.bounds.Min.Y || slow >= x.bounds.Max.Y {
			continue
		}
		for i := b.x0; i < b.x1; i++ {
			fast := i / x.over
			if fast < x.bounds.Min.X || fast >= x.bounds.Max.X || !x.at(fast, slow).wanted {
				continue
			}
			r.rays.Fast[n], r.rays.Slow[n] = float64(i), float64(y)
			r.lane[n] = uint8((slow-x.origin.Y)*x.edge + fast - x.origin.X)
			n++
		}
	}
	return n
}

// collect adds the m samples just summed to their pixels,
//
//	total += weight · Ω · P · C · Σ
func (x *pixels) collect(r *Renderer, weight float64, m int) {
	f := r.table.plan.Flags
	eachOmega, eachThick := f.Has(plan.EachOmega), f.Has(plan.EachThick)
	eachPolar := f.Has(plan.EachPolar) && !f.Has(plan.NoPolarization)
	captures := f.Has(plan.SensorOn) && (!f.Has(plan.CompatCapture) || eachThick)
	for k, i := range r.kept[:m] {
		px := &x.all[r.lane[i]]
		if !px.polarized && !eachPolar {
			x.polarize(r, px, int(r.lane[i]))
		}
		omega, polar, captured := px.solid, px.polar, px.captured
		if eachOmega {
			omega = r.rays.Solid[i]
		}
		if eachPolar {
			polar = r.rays.Polar[i]
		}
		if eachThick && captures {
			captured = r.rays.Captured[i]
		}
		factor := weight * omega * polar
		if captures {
			factor *= captured
		}
		px.total += factor * r.sums[k]
	}
}

// polarize finds P at the first sample of a pixel that passes -dmin, in the order
// of kernel.Renderer.
func (x *pixels) polarize(r *Renderer, px *pixel, index int) {
	p := r.table.plan
	fast, slow := (x.origin.X+index%x.edge)*x.over, (x.origin.Y+index/x.edge)*x.over
	var ray kernel.Rays
	for t := range int(p.Layers) {
		for sub := range x.over * x.over {
			ray.Fast[0], ray.Slow[0] = float64(fast+sub%x.over), float64(slow+sub/x.over)
			r.geometry.Look(&ray, 1, 0, 0, t)
			for j := range p.Sources {
				r.geometry.Scatter(&ray, 1, j)
				if a, b, c := ray.Q.X[0], ray.Q.Y[0], ray.Q.Z[0]; a*a+b*b+c*c > p.MaxQ2 {
					continue
				}
				r.geometry.Polarize(&ray, 1, j)
				px.polar, px.polarized = ray.Polar[0], true
				return
			}
		}
	}
}

// finish writes the photons of the pixels in tile to dst; masked ones are 0.
func (x *pixels) finish(r *Renderer, tile image.Rectangle, dst []float32) {
	p := r.table.plan
	if p.Flags.Has(plan.CompatCapture) && !p.Flags.Has(plan.EachThick) {
		for i := range x.all { // captured is now that of the last layer
			x.all[i].total *= x.all[i].captured
		}
	}
	for i := range x.all {
		x.all[i].total *= p.Scale
	}
	if p.Background != 0 {
		x.background(r)
	}
	for slow := x.bounds.Min.Y; slow < x.bounds.Max.Y; slow++ {
		for fast := x.bounds.Min.X; fast < x.bounds.Max.X; fast++ {
			px := x.at(fast, slow)
			if px.wanted {
				r.omitted.Bound = max(r.omitted.Bound, px.lost)
			}
			dst[(slow-tile.Min.Y)*tile.Dx()+fast-tile.Min.X] = float32(px.total)
		}
	}
}

// background adds the photons of water,
//
//	Header.Background · Ω · P · C
//
// with Ω and P at the first sub-pixel and source, C summed over the layers there.
func (x *pixels) background(r *Renderer) {
	p := r.table.plan
	x.each(r, func(n int, of []*pixel) {
		r.geometry.Look(&r.rays, n, 0, 0, 0)
		r.geometry.Omega(&r.rays, n)
		if !p.Flags.Has(plan.NoPolarization) {
			r.geometry.Polarize(&r.rays, n, 0)
		}
		for i, px := range of {
			polar := 1.
			if !p.Flags.Has(plan.NoPolarization) {
				polar = r.rays.Polar[i]
			}
			px.total += p.Background * r.rays.Solid[i] * polar * px.layers
		}
	})
}
