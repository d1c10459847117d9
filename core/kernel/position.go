package kernel

import (
	"math"

	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// Position returns where the centre of sub-pixel (i, j), counted over the whole
// detector along fast and slow, meets the front of sensor layer t, m.
func Position(p *plan.Plan, i, j, t int) r3.Vec {
	return Place(p, float64(i)+0.5, float64(j)+0.5, t)
}

// Place returns where the point (x, y) of the detector, in sub-pixels from its
// outer corner along fast and slow, meets the front of sensor layer t, m:
//
//	p = x·step·f + y·step·s + t·τ·o + pix0
//
// On a curved detector all layers share a position.
func Place(p *plan.Plan, x, y float64, t int) r3.Vec {
	f, s, o := vec(&p.FastAxis), vec(&p.SlowAxis), vec(&p.NormalAxis)
	a, b, c := x*p.SubPixel, y*p.SubPixel, float64(t)*p.Layer
	flat := r3.Vec{
		X: a*f.X + b*s.X + c*o.X + p.Origin[0],
		Y: a*f.Y + b*s.Y + c*o.Y + p.Origin[1],
		Z: a*f.Z + b*s.Z + c*o.Z + p.Origin[2],
	}
	switch {
	case p.Flags.Has(plan.CompatCurve):
		// The reference's bend: lab y and z stand for the detector's axes.
		d := p.CurveDistance
		return rotate(rotate(r3.Scale(d, vec(&p.Beam)), s, flat.Y/d), f, flat.Z/d)
	case p.Flags.Has(plan.Curved):
		alpha := r3.Dot(flat, f) / p.Close
		beta := r3.Dot(flat, s) / p.Close
		alpha = math.Copysign(1, r3.Dot(r3.Cross(s, o), f)) * alpha
		beta = math.Copysign(1, r3.Dot(r3.Cross(f, o), s)) * beta
		return rotate(rotate(r3.Scale(p.Close, o), s, alpha), f, beta)
	}
	return flat
}

// rotate is geom.RotateAxis with this package's sine: v turned by angle (rad)
// about the unit vector u.
func rotate(v, u r3.Vec, angle float64) r3.Vec {
	sin, cos := SinCosPi(angle / math.Pi)
	w := r3.Cross(u, v)
	t := r3.Dot(u, v) * (1 - cos)
	return r3.Vec{
		X: v.X*cos + w.X*sin + u.X*t,
		Y: v.Y*cos + w.Y*sin + u.Y*t,
		Z: v.Z*cos + w.Z*sin + u.Z*t,
	}
}

func vec(v *[3]float64) r3.Vec { return r3.Vec{X: v[0], Y: v[1], Z: v[2]} }
