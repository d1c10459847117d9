package main

import (
	"unsafe"

	"gobragg/core/kernel"
	"gobragg/native/simd/internal/layout"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The loops of this file implement kernel.Geometry to the bit: every operation in
// the order of the scalar kernel, and no fused multiply-add.

var (
	rays kernel.Rays
	view layout.View
)

// three is a vector a lane.
type three [3]VecVirtual

// bundle is where a loop finds the rays of a group and the numbers of the view.
type bundle struct {
	t          target
	rays, view Mem
}

// array returns the operand of an array of kernel.Rays.
func (b bundle) array(offset uintptr) Mem { return b.rays.Offset(int(offset)) }

// number returns the operand of a number of the view.
func (b bundle) number(offset uintptr) Mem { return b.view.Offset(int(offset)) }

// keep returns a number of the view for the whole loop, keepThree three of them.
func (b bundle) keep(offset uintptr) Op { return b.t.keep(b.number(offset)) }

func (b bundle) keepThree(offset uintptr) (c [3]Op) {
	for i := range c {
		c[i] = b.keep(offset + uintptr(i)*unsafe.Sizeof(layout.Scalar{}))
	}
	return c
}

// loadThree and storeThree move kernel.Vectors.
func (b bundle) loadThree(offset uintptr) (v three) {
	for i := range v {
		v[i] = b.t.vector()
		VMOVUPD(b.array(offset+uintptr(i)*unsafe.Sizeof(rays.Distance)), v[i])
	}
	return v
}

func (b bundle) storeThree(v three, offset uintptr) {
	for i := range v {
		VMOVUPD(v[i], b.array(offset+uintptr(i)*unsafe.Sizeof(rays.Distance)))
	}
}

// each writes a loop over the groups of a strip. prepare writes what comes before
// it and returns what writes its body.
func each(t target, name, doc string, prepare func(b bundle) func()) {
	TEXT(name+t.name(), NOSPLIT, "func(rays, view *byte, groups int)")
	Doc(name+t.name()+" "+doc, "Implements kernel.Geometry.")
	b := bundle{t: t, rays: Mem{Base: Load(Param("rays"), GP64())}, view: Mem{Base: Load(Param("view"), GP64())}}
	groups := Load(Param("groups"), GP64())
	body := prepare(b)
	Label("group")
	body()
	ADDQ(Imm(uint64(8*t.lanes())), b.rays.Base)
	DECQ(groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
	RET()
}

// geometry writes the loops of kernel.Geometry.
func geometry(t target) {
	each(t, "look", "sets directions and distances on a flat detector.", func(b bundle) func() { return look(b, false) })
	each(t, "lookCurved", "sets directions and distances on a curved detector.", func(b bundle) func() { return look(b, true) })
	each(t, "omega", "sets the solid angles of pixels in a plane.", omega)
	each(t, "omegaPoint", "sets the solid angles of point pixels.", omegaPoint)
	each(t, "capture", "sets the fractions that stop in a layer.", capture)
	each(t, "scatter", "sets scattering vectors.", scatter)
	each(t, "polarize", "sets polarization factors.", polarize)
	each(t, "collect", "adds the samples of a source to their pixels.", func(b bundle) func() { return collect(b, false) })
	each(t, "expose", "sets the photons of pixels.", expose)
	each(t, "collectCaptured", "adds the samples of a source to their pixels, in a sensor.", func(b bundle) func() { return collect(b, true) })
}

// copyOf returns a copy of x.
func copyOf(t target, x Op) VecVirtual {
	v := t.vector()
	VMOVUPD(x, v)
	return v
}

// dot writes v·c.
func dot(t target, v three, c [3]Op) VecVirtual {
	sum, product := t.vector(), t.vector()
	VMULPD(c[0], v[0], sum)
	for i := 1; i < 3; i++ {
		VMULPD(c[i], v[i], product)
		VADDPD(product, sum, sum)
	}
	return sum
}

// look implements kernel.Position and normalises it.
func look(b bundle, curved bool) func() {
	t := b.t
	over, step := b.keep(unsafe.Offsetof(view.Over)), b.keep(unsafe.Offsetof(view.Step))
	sub := [2]Op{b.keep(unsafe.Offsetof(view.Sub)), b.keep(unsafe.Offsetof(view.Sub) + unsafe.Sizeof(view.Over))}
	fast, slow := b.keepThree(unsafe.Offsetof(view.Fast)), b.keepThree(unsafe.Offsetof(view.Slow))
	depth, origin := b.keepThree(unsafe.Offsetof(view.Depth)), b.keepThree(unsafe.Offsetof(view.Origin))
	return func() {
		var at [2]VecVirtual
		for i, index := range []uintptr{unsafe.Offsetof(rays.Fast), unsafe.Offsetof(rays.Slow)} {
			at[i] = copyOf(t, b.array(index))
			VMULPD(over, at[i], at[i])
			VADDPD(sub[i], at[i], at[i])
			VMULPD(step, at[i], at[i])
		}
		var p three
		product := t.vector()
		for i := range p {
			p[i] = t.vector()
			VMULPD(fast[i], at[0], p[i])
			VMULPD(slow[i], at[1], product)
			VADDPD(product, p[i], p[i])
			VADDPD(depth[i], p[i], p[i])
			VADDPD(origin[i], p[i], p[i])
		}
		if curved {
			p = bend(b, p)
		}
		distance, inverse := dot(t, p, [3]Op{p[0], p[1], p[2]}), copyOf(t, one)
		VSQRTPD(distance, distance)
		VMOVUPD(distance, b.array(unsafe.Offsetof(rays.Distance)))
		VDIVPD(distance, inverse, inverse)
		for _, x := range p {
			VMULPD(inverse, x, x)
		}
		b.storeThree(p, unsafe.Offsetof(rays.Direction))
	}
}

// bend writes where a point of the flat detector comes to lie on the curved one.
func bend(b bundle, flat three) three {
	t := b.t
	curvature := unsafe.Offsetof(view.Curvature)
	numbers := func(offset uintptr) (c [3]Op) {
		for i := range c {
			c[i] = at(b.number(offset), i)
		}
		return c
	}
	var sin, cos [2]VecVirtual
	for i := range 2 {
		angle := dot(t, flat, numbers(curvature+unsafe.Offsetof(view.Curvature.Along)+uintptr(i)*unsafe.Sizeof(layout.Vector{})))
		VDIVPD(b.number(curvature+unsafe.Offsetof(view.Curvature.Radius)), angle, angle)
		VMULPD(at(b.number(curvature+unsafe.Offsetof(view.Curvature.Sign)), i), angle, angle)
		VDIVPD(pi, angle, angle)
		sin[i], cos[i] = angle, t.vector()
	}
	for i := range 2 {
		sinCosPi(t, sin[i], cos[i])
	}
	fast, slow := numbers(unsafe.Offsetof(view.Fast)), numbers(unsafe.Offsetof(view.Slow))
	// Both rotations are v cos + (u × v) sin + u (u·v)(1 − cos) about a unit vector
	// u; in the first, of Start about Slow, all but the angle is given.
	start, across := numbers(curvature+unsafe.Offsetof(view.Curvature.Start)), numbers(curvature+unsafe.Offsetof(view.Curvature.Across))
	rest := copyOf(t, one)
	VSUBPD(cos[0], rest, rest)
	VMULPD(b.number(curvature+unsafe.Offsetof(view.Curvature.Rise)), rest, rest)
	v := flat
	product := t.vector()
	for i := range v {
		VMULPD(start[i], cos[0], v[i])
		VMULPD(across[i], sin[0], product)
		VADDPD(product, v[i], v[i])
		VMULPD(slow[i], rest, product)
		VADDPD(product, v[i], v[i])
	}
	VMOVUPD(one, rest)
	VSUBPD(cos[1], rest, rest)
	VMULPD(dot(t, v, fast), rest, rest)
	var out three
	for i := range v {
		j, k := (i+1)%3, (i+2)%3
		cross := t.vector()
		VMULPD(fast[j], v[k], cross)
		VMULPD(fast[k], v[j], product)
		VSUBPD(product, cross, cross)
		VMULPD(sin[1], cross, cross)
		out[i] = t.vector()
		VMULPD(cos[1], v[i], out[i])
		VADDPD(cross, out[i], out[i])
		VMULPD(fast[i], rest, product)
		VADDPD(product, out[i], out[i])
	}
	return out
}

// sinCosPi writes sin(πx) to x and cos(πx) to cos, implements kernel.SinCosPi.
func sinCosPi(t target, x, cos VecVirtual) {
	odd := copyOf(t, x)
	VADDPD(shift, odd, odd) // the integer nearest to x in its low bits
	integer := t.vector()
	VSUBPD(shift, odd, integer)
	VPSLLQ(Imm(63), odd, odd)
	VSUBPD(integer, x, x)
	VMOVUPD(halfUp, cos)
	VANDPD(magnitude, x, integer)
	VSUBPD(integer, cos, cos)
	for _, v := range []VecVirtual{x, cos} {
		w, p := t.vector(), t.vector()
		VMULPD(v, v, w)
		last := len(kernel.FullSinpiCoefficients) - 1
		VMULPD(at(fullPoly, last), w, p)
		for k := last - 1; k > 0; k-- {
			VADDPD(at(fullPoly, k), p, p)
			VMULPD(w, p, p)
		}
		VADDPD(at(fullPoly, 0), p, p)
		VMULPD(p, v, v)
		VXORPD(odd, v, v)
	}
}

// omega implements kernel.SolidAngle.
func omega(b bundle) func() {
	t := b.t
	area, near := b.keep(unsafe.Offsetof(view.Pixel2)), b.keep(unsafe.Offsetof(view.Close))
	return func() {
		r := copyOf(t, b.array(unsafe.Offsetof(rays.Distance)))
		solid, slant := copyOf(t, area), copyOf(t, near)
		VDIVPD(r, slant, slant)
		VMULPD(r, r, r)
		VDIVPD(r, solid, solid)
		VMULPD(slant, solid, solid)
		VMOVUPD(solid, b.array(unsafe.Offsetof(rays.Solid)))
	}
}

func omegaPoint(b bundle) func() {
	t := b.t
	return func() {
		r, solid := copyOf(t, b.array(unsafe.Offsetof(rays.Distance))), copyOf(t, one)
		VMULPD(r, r, r)
		VDIVPD(r, solid, solid)
		VMOVUPD(solid, b.array(unsafe.Offsetof(rays.Solid)))
	}
}

// capture implements kernel.CaptureFraction.
func capture(b bundle) func() {
	t := b.t
	normal := b.keepThree(unsafe.Offsetof(view.Normal))
	thickness, grazing := b.keep(unsafe.Offsetof(view.Thickness)), b.number(unsafe.Offsetof(view.Grazing))
	return func() {
		parallax := dot(t, b.loadThree(unsafe.Offsetof(rays.Direction)), normal)
		depth := copyOf(t, thickness)
		VDIVPD(parallax, depth, depth)
		var left [2]VecVirtual // of the photons, in front of the layer and behind it
		for i := range left {
			left[i] = t.vector()
			VMULPD(at(b.number(unsafe.Offsetof(view.Layers)), i), depth, left[i])
			exp(t, left[i])
		}
		VSUBPD(left[1], left[0], left[0])
		t.choose(t.compare(equal, parallax, zero(t), nil), grazing, left[0])
		VMOVUPD(left[0], b.array(unsafe.Offsetof(rays.Captured)))
	}
}

// exp writes e^x to x, implements portable.Exp to the bit.
func exp(t target, x VecVirtual) {
	// Beyond these limits the result is 0 or +Inf as at them. A NaN stays.
	bounded := copyOf(t, expLeast)
	VMAXPD(x, bounded, bounded)
	VMOVUPD(expMost, x)
	VMINPD(bounded, x, x)
	k, r, c, product := t.vector(), x, t.vector(), t.vector()
	VMULPD(log2E, x, k)
	VADDPD(shift, k, k)
	VSUBPD(shift, k, k)
	// r + c is x − k ln 2.
	high, low := t.vector(), t.vector()
	VMULPD(ln2Hi, k, high)
	VSUBPD(high, x, high)
	VMULPD(ln2Lo, k, low)
	VSUBPD(low, high, r)
	VSUBPD(r, high, c)
	VSUBPD(low, c, c)
	r2, r4 := high, low
	VMULPD(r, r, r2)
	VMULPD(r2, r2, r4)
	pair := func(i int) VecVirtual {
		p := t.vector()
		VMULPD(at(expPoly, i+1), r, p)
		VADDPD(at(expPoly, i), p, p)
		return p
	}
	join := func(a, power, b VecVirtual) { // a + power·b to a
		VMULPD(power, b, product)
		VADDPD(product, a, a)
	}
	upper := pair(4)
	join(upper, r2, pair(6))
	join(upper, r4, pair(8))
	lower := pair(0)
	join(lower, r2, pair(2))
	join(lower, r4, upper)
	VMULPD(r2, lower, lower)
	VADDPD(c, lower, lower)
	VADDPD(lower, r, r)
	VADDPD(one, r, r)
	t.ldexp(k, r)
}

// scatter writes (d − i)/λ.
func scatter(b bundle) func() {
	incident, inverse := b.keepThree(unsafe.Offsetof(view.Incident)), b.keep(unsafe.Offsetof(view.InvLambda))
	return func() {
		q := b.loadThree(unsafe.Offsetof(rays.Direction))
		for i, x := range q {
			VSUBPD(incident[i], x, x)
			VMULPD(inverse, x, x)
		}
		b.storeThree(q, unsafe.Offsetof(rays.Q))
	}
}

// polarize implements kernel.Polarization.
func polarize(b bundle) func() {
	t := b.t
	incident := b.keepThree(unsafe.Offsetof(view.Incident))
	e, across, kahn := b.keepThree(unsafe.Offsetof(view.E)), b.keepThree(unsafe.Offsetof(view.B)), b.keep(unsafe.Offsetof(view.Kahn))
	return func() {
		d := b.loadThree(unsafe.Offsetof(rays.Direction))
		cos, de, db := dot(t, d, incident), dot(t, d, e), dot(t, d, across)
		for _, x := range []VecVirtual{cos, de, db} {
			VMULPD(x, x, x)
		}
		VSUBPD(db, de, de)
		VMULPD(kahn, de, de)
		VADDPD(one, cos, cos)
		VSUBPD(de, cos, cos)
		VMULPD(halfUp, cos, cos)
		VMOVUPD(cos, b.array(unsafe.Offsetof(rays.Polar)))
	}
}

// collect adds weight · Solid · Polar · Sums to Total, with Captured as a factor
// before Sums or without.
func collect(b bundle, captured bool) func() {
	weight := b.keep(unsafe.Offsetof(view.Weight))
	factors := []uintptr{unsafe.Offsetof(rays.Polar), unsafe.Offsetof(rays.Sums)}
	if captured {
		factors = []uintptr{unsafe.Offsetof(rays.Polar), unsafe.Offsetof(rays.Captured), unsafe.Offsetof(rays.Sums)}
	}
	return func() {
		x := copyOf(b.t, b.array(unsafe.Offsetof(rays.Solid)))
		VMULPD(weight, x, x)
		for _, f := range factors {
			VMULPD(b.array(f), x, x)
		}
		total := b.array(unsafe.Offsetof(rays.Total))
		VADDPD(total, x, x)
		VMOVUPD(x, total)
	}
}

// expose multiplies Total by the scale and sets Photons to it.
func expose(b bundle) func() {
	scale, to := b.keep(unsafe.Offsetof(view.Scale)), GP64()
	LEAQ(b.array(unsafe.Offsetof(rays.Photons)), to)
	return func() {
		total := b.array(unsafe.Offsetof(rays.Total))
		x := copyOf(b.t, total)
		VMULPD(scale, x, x)
		VMOVUPD(x, total)
		b.t.storeSingle(x, Mem{Base: to})
		ADDQ(Imm(uint64(4*b.t.lanes())), to)
	}
}
