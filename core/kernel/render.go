// Package kernel is the reference physics of gobragg: scalar Go, one function a
// formula, no allocation. The other backends name the function they implement.
//
//	r := kernel.NewRenderer(p, kernel.NewSums(p))
//	r.Render(tile, dst, nil) // photons
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

	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// StripSize is the number of pixels that a Renderer takes through the sum together.
const StripSize = 64

// Vectors are up to StripSize vectors, component by component.
type Vectors struct{ X, Y, Z [StripSize]float64 }

func (v *Vectors) at(i int) r3.Vec { return r3.Vec{X: v.X[i], Y: v.Y[i], Z: v.Z[i]} }

func (v *Vectors) set(i int, w r3.Vec) { v.X[i], v.Y[i], v.Z[i] = w.X, w.Y, w.Z }

// Summer sums over orientations, the inner loop of an image. A backend that only
// does this faster is a Summer.
type Summer interface {
	// Sum sets sums[i] to Σ F_cell² F_latt² over the orientations, at least one,
	// electrons², for the scattering vector i of q (1/m), 0 ≤ i < n and n ≥ 1. What
	// lies beyond n in q and sums it may overwrite.
	Sum(orientations []plan.Orientation, q *Vectors, n int, sums *[StripSize]float64)
}

// Integrator is a Summer that takes pixels through the whole sum of its plan, where calls
// of faster loops are dear: as Summer and Geometry they would be seven a strip.
type Integrator interface {
	// Integrate sets Photons of the first n pixels from Fast and Slow, which it leaves
	// as they are. What lies beyond n in the rest of r it may overwrite.
	Integrate(r *Rays, n int)
}

// Renderer renders tiles of one plan. It is for one goroutine at a time.
type Renderer struct {
	strip    strip // first, so that its vectors do not straddle cache lines
	plan     *plan.Plan
	summer   Summer
	geometry Geometry
	whole    Integrator // does all that those two do, if not nil
	done     <-chan struct{}
	visit    func(term) // sees every term, if not nil
}

// NewRenderer returns a renderer of p that leaves the inner loop to s, and the
// geometry too if s is a Geometry, or all if it is an Integrator.
func NewRenderer(p *plan.Plan, s Summer) *Renderer {
	g, ok := s.(Geometry)
	if !ok {
		g = NewGeometry(p)
	}
	whole, _ := s.(Integrator)
	return &Renderer{plan: p, summer: s, geometry: g, whole: whole, strip: newStrip()}
}

// Render sets dst to the photons of the pixels of tile, slow outer, fast inner.
// Masked pixels are 0. It panics unless len(dst) is the area of tile. Once done is
// closed it soon returns false, with dst in no defined state; a nil done never is.
func (r *Renderer) Render(tile image.Rectangle, dst []float32, done <-chan struct{}) bool {
	r.done = done
	if len(dst) != tile.Dx()*tile.Dy() {
		panic("kernel: len(dst) is not the area of the tile")
	}
	s := &r.strip
	s.empty()
	width := tile.Dx()
	for slow := tile.Min.Y; slow < tile.Max.Y; slow++ {
		first := (slow - tile.Min.Y) * width
		for i := 0; i < width; {
			n := r.unmasked(tile.Min.X+i, slow, min(width-i, StripSize-s.n))
			if n == 0 {
				dst[first+i] = 0
				i++
				continue
			}
			s.add(tile.Min.X+i, slow, n, first+i)
			i += n
			if s.n == StripSize && !r.flush(dst) {
				return false
			}
		}
	}
	return r.flush(dst)
}

// unmasked returns how many of n pixels of a row come before the first masked one.
func (r *Renderer) unmasked(fast, slow, n int) int {
	if len(r.plan.Mask) == 0 {
		return n
	}
	for i := range n {
		if Masked(r.plan, fast+i, slow) {
			return i
		}
	}
	return n
}

// flush renders the pixels of the strip and empties it; false: it was stopped.
func (r *Renderer) flush(dst []float32) bool {
	s := &r.strip
	if s.n == 0 {
		return true
	}
	switch {
	case r.whole != nil:
		if r.stopped() {
			return false
		}
		r.whole.Integrate(&s.rays, s.n)
	case !r.photons():
		return false
	}
	for _, run := range s.runs {
		copy(dst[run.dst:][:run.n], s.rays.Photons[run.first:])
	}
	s.empty()
	return true
}

// stopped reports whether the caller wants no more.
func (r *Renderer) stopped() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// Masked reports whether pixel (fast, slow) is excluded by the mask.
func Masked(p *plan.Plan, fast, slow int) bool {
	return len(p.Mask) != 0 && p.Mask[slow*int(p.Width)+fast] == 0
}
