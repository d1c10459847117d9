package simd

import (
	"math"
	"unsafe"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/native/simd/internal/layout"

	"gonum.org/v1/gonum/spatial/r3"
)

// rayLoops are the loops of one instruction set that compute kernel.Rays.
type rayLoops struct {
	look, lookCurved, omega, omegaPoint, capture, scatter, polarize, collect, collectCaptured, expose func(rays, view *byte, groups int)
}

// optics is a kernel.Geometry on one variant. All its numbers have the bits of the
// scalar kernel's.
type optics struct {
	view   layout.View // first, so that its vectors do not straddle cache lines
	plan   *plan.Plan
	lanes  int
	loops  *rayLoops
	spot   [3]int // sub-pixel and layer that Look has in view
	source int    // that Scatter, Polarize and Collect have

	captures bool // as kernel.Captures
}

// engine does all that kernel.Renderer leaves to others.
type engine struct {
	*summer
	*optics
}

func newOptics(p *plan.Plan, v variant) *optics {
	o := &optics{plan: p, lanes: v.lanes, loops: v.rays, spot: [3]int{-1}, source: -1, captures: kernel.Captures(p)}
	w := &o.view
	repeat(&w.Over, float64(p.Oversample))
	repeat(&w.Step, p.SubPixel)
	repeatThree(&w.Fast, p.FastAxis)
	repeatThree(&w.Slow, p.SlowAxis)
	repeatThree(&w.Origin, p.Origin)
	repeat(&w.Pixel2, p.Pixel*p.Pixel)
	repeat(&w.Close, p.Close)
	repeatThree(&w.Normal, p.NormalAxis)
	repeat(&w.Thickness, p.Layer*p.Absorption)
	repeat(&w.Kahn, p.Kahn)
	repeat(&w.Scale, p.Scale)
	if o.curved() {
		o.bend()
	}
	return o
}

// repeatThree fills dst with the elements of v.
func repeatThree(dst *layout.Vector, v [3]float64) {
	for i := range dst {
		repeat(&dst[i], v[i])
	}
}

func (o *optics) curved() bool { return o.plan.Flags&(plan.Curved|plan.CompatCurve) != 0 }

// faces reports whether every pixel faces the sample.
func (o *optics) faces() bool {
	return o.plan.Flags.Has(plan.Curved) && !o.plan.Flags.Has(plan.CompatCurve)
}

// bend fills in the two rotations that kernel.Position makes on a curved detector.
func (o *optics) bend() {
	p, c := o.plan, &o.view.Curvature
	vec := func(v [3]float64) r3.Vec { return r3.Vec{X: v[0], Y: v[1], Z: v[2]} }
	f, s, n := vec(p.FastAxis), vec(p.SlowAxis), vec(p.NormalAxis)
	along, radius, start := [2][3]float64{p.FastAxis, p.SlowAxis}, p.Close, n
	sign := [2]float64{math.Copysign(1, r3.Dot(r3.Cross(s, n), f)), math.Copysign(1, r3.Dot(r3.Cross(f, n), s))}
	if p.Flags.Has(plan.CompatCurve) {
		along, radius, start, sign = [2][3]float64{{0, 1, 0}, {0, 0, 1}}, p.CurveDistance, vec(p.Beam), [2]float64{1, 1}
	}
	start = r3.Scale(radius, start)
	across := r3.Cross(s, start)
	for i := range 2 {
		repeatThree(&c.Along[i], along[i])
		repeat(&c.Sign[i], sign[i])
	}
	repeat(&c.Radius, radius)
	repeatThree(&c.Start, [3]float64{start.X, start.Y, start.Z})
	repeatThree(&c.Across, [3]float64{across.X, across.Y, across.Z})
	repeat(&c.Rise, r3.Dot(s, start))
}

// run runs a loop over the vectors of n pixels.
func (o *optics) run(loop func(rays, view *byte, groups int), r *kernel.Rays, n int) {
	loop((*byte)(unsafe.Pointer(r)), (*byte)(unsafe.Pointer(&o.view)), layout.Groups(n, o.lanes))
}

// Look implements kernel.Geometry.
func (o *optics) Look(r *kernel.Rays, n, subFast, subSlow, t int) {
	if spot := [3]int{subFast, subSlow, t}; spot != o.spot {
		o.spot = spot
		w, depth := &o.view, float64(t)*o.plan.Layer
		repeat(&w.Sub[0], float64(subFast)+0.5)
		repeat(&w.Sub[1], float64(subSlow)+0.5)
		for i, x := range o.plan.NormalAxis {
			repeat(&w.Depth[i], depth*x)
		}
	}
	loop := o.loops.look
	if o.curved() {
		loop = o.loops.lookCurved
	}
	o.run(loop, r, n)
}

// Omega implements kernel.Geometry.
func (o *optics) Omega(r *kernel.Rays, n int) {
	switch p := o.plan; {
	case p.Flags.Has(plan.PointPixel):
		o.run(o.loops.omegaPoint, r, n)
	case o.faces():
		for i := range r.Solid[:n] {
			r.Solid[i] = p.Pixel * p.Pixel / (p.Close * p.Close)
		}
	default:
		o.run(o.loops.omega, r, n)
	}
}

// Capture implements kernel.Geometry.
func (o *optics) Capture(r *kernel.Rays, n, t int) {
	p, w := o.plan, &o.view
	if o.faces() {
		captured := kernel.CaptureFraction(t, p.Layer, p.Absorption, 1)
		for i := range r.Captured[:n] {
			r.Captured[i] = captured
		}
		return
	}
	repeat(&w.Layers[0], -float64(t))
	repeat(&w.Layers[1], -float64(t+1))
	repeat(&w.Grazing, kernel.CaptureFraction(t, p.Layer, p.Absorption, 0))
	o.run(o.loops.capture, r, n)
}

// Scatter implements kernel.Geometry.
func (o *optics) Scatter(r *kernel.Rays, n, j int) {
	o.aim(j)
	o.run(o.loops.scatter, r, n)
}

// Polarize implements kernel.Geometry.
func (o *optics) Polarize(r *kernel.Rays, n, j int) {
	o.aim(j)
	o.run(o.loops.polarize, r, n)
}

// Collect implements kernel.Geometry.
func (o *optics) Collect(r *kernel.Rays, n, j int) {
	o.aim(j)
	loop := o.loops.collect
	if o.captures {
		loop = o.loops.collectCaptured
	}
	o.run(loop, r, n)
}

// Expose implements kernel.Geometry.
func (o *optics) Expose(r *kernel.Rays, n int) { o.run(o.loops.expose, r, n) }

// aim brings the numbers of source j into view.
func (o *optics) aim(j int) {
	if j == o.source {
		return
	}
	o.source = j
	s, w := &o.plan.Sources[j], &o.view
	repeatThree(&w.Incident, s.Incident)
	repeat(&w.InvLambda, s.InvLambda)
	repeatThree(&w.E, s.E)
	repeatThree(&w.B, s.B)
	repeat(&w.Weight, s.Weight)
}
