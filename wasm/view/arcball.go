package view

import (
	"math"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Arcball returns the rotation of a ball of the given radius about the middle of the
// screen that a drag from (x0, y0) to (x1, y1) asks for; screen coordinates count from
// the middle, x right, y up, and z towards the eye. The ball turns twice the angle
// between the points dragged, so that there and back is no rotation.
//
// Source: K. Shoemake, Arcball: a user interface for specifying three-dimensional
// orientation using a mouse, Graphics Interface '92, 151–156.
func Arcball(radius, x0, y0, x1, y1 float64) geom.Mat3 {
	a, b := onBall(x0/radius, y0/radius), onBall(x1/radius, y1/radius)
	axis := r3.Cross(a, b)
	sin := geom.Norm(axis)
	if sin == 0 {
		return geom.Identity
	}
	return geom.AxisAngle(r3.Scale(1/sin, axis), 2*math.Atan2(sin, r3.Dot(a, b)))
}

// onBall returns the point of the unit ball in front of (x, y), or the nearest on its rim.
func onBall(x, y float64) r3.Vec {
	rr := x*x + y*y
	if rr >= 1 {
		r := math.Sqrt(rr)
		return r3.Vec{X: x / r, Y: y / r}
	}
	return r3.Vec{X: x, Y: y, Z: math.Sqrt(1 - rr)}
}

// Turned returns the missetting angles (rad) of a crystal whose own are misset, after
// the rotation in the laboratory turn.
func Turned(misset [3]float64, turn geom.Mat3) [3]float64 {
	var m geom.Mat3
	for i, v := range [3]r3.Vec{{X: 1}, {Y: 1}, {Z: 1}} {
		c := turn.MulVec(geom.RotateXYZ(v, misset[0], misset[1], misset[2]))
		m[i], m[3+i], m[6+i] = c.X, c.Y, c.Z
	}
	x, y, z := geom.AnglesXYZ(m)
	return [3]float64{x, y, z}
}
