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

// Renderer renders tiles of one plan. It is for one goroutine at a time.
type Renderer struct {
	strip    strip // first, so that its vectors do not straddle cache lines
	plan     *plan.Plan
	summer   Summer
	geometry Geometry
	done     <-chan struct{}
	visit    func(term) // sees every term, if not nil
}

// NewRenderer returns a renderer of p that leaves the inner loop to s, and the
// geometry too if s is a Geometry.
func NewRenderer(p *plan.Plan, s Summer) *Renderer {
	g, ok := s.(Geometry)
	if !ok {
		g = NewGeometry(p)
	}
	return &Renderer{plan: p, summer: s, geometry: g, strip: newStrip()}
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
	s.n = 0
	i := 0
	for slow := tile.Min.Y; slow < tile.Max.Y; slow++ {
		for fast := tile.Min.X; fast < tile.Max.X; fast++ {
			dst[i] = 0
			if !Masked(r.plan, fast, slow) {
				s.add(fast, slow, i)
				if s.n == StripSize && !r.flush(dst) {
					return false
				}
			}
			i++
		}
	}
	return r.flush(dst)
}

// flush renders the pixels of the strip and empties it; false: it was stopped.
func (r *Renderer) flush(dst []float32) bool {
	if r.strip.n == 0 {
		return true
	}
	if !r.photons() {
		return false
	}
	for i := range r.strip.n {
		dst[r.strip.dst[i]] = float32(r.strip.total[i])
	}
	r.strip.n = 0
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
