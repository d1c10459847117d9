package rng

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/portable"

	"gonum.org/v1/gonum/spatial/r3"
)

// CompatMissetSpread is the spread in radians with which the reference program
// draws its random crystal orientation: it means 90 degrees and passes 90 to
// MosaicRotation, which takes radians. The orientations are not uniform;
// UniformRotation is the remedy.
const CompatMissetSpread = 90

// MosaicRotation draws the rotation of one mosaic domain, of at most spread radians,
// the way the reference program does. With r1, r2, r3 = 2 ran − 1 from three
// deviates of r, it is the rotation about the unit vector
//
//	(√(1−r2²) sin πr1, √(1−r2²) cos πr1, r2)
//
// by the angle spread·(1−r3²)^⅓. The spread, 1−r3², the exponent ⅓, the power and
// the product are each rounded to single precision, as they are there; everything
// else is double.
//
// The reference program draws domain 0 like the others and then replaces it by the
// identity: that is the caller's part.
func MosaicRotation(r *Ran1, spread float64) geom.Mat3 {
	d1 := 2*float64(r.Float32()) - 1
	d2 := 2*float64(r.Float32()) - 1
	d3 := 2*float64(r.Float32()) - 1

	sin, cos := math.Sincos(math.Pi * d1)
	radius := math.Sqrt(1 - float64(d2*d2))
	axis := r3.Vec{X: radius * sin, Y: radius * cos, Z: d2}

	third := float64(float32(1.0 / 3))
	base := float64(float32(1 - float64(d3*d3)))
	power := float32(portable.Exp(third * portable.Log(base)))
	angle := float32(spread) * power
	return geom.AxisAngle(axis, float64(angle))
}

// UniformRotation draws a rotation uniformly from all rotations (Haar measure on
// SO(3)) from three deviates u1, u2, u3 of r: the matrix of the unit quaternion
//
//	x = √(1−u1) sin 2πu2   y = √(1−u1) cos 2πu2
//	z = √u1 sin 2πu3       w = √u1 cos 2πu3
//
// with w the scalar part.
//
// Source: K. Shoemake, Graphics Gems III (1992) 124–132.
func UniformRotation(r *Ran1) geom.Mat3 {
	u1 := float64(r.Float32())
	u2 := float64(r.Float32())
	u3 := float64(r.Float32())

	s2, c2 := math.Sincos(2 * math.Pi * u2)
	s3, c3 := math.Sincos(2 * math.Pi * u3)
	p, q := math.Sqrt(1-u1), math.Sqrt(u1)
	return quaternionMatrix(p*s2, p*c2, q*s3, q*c3)
}

// quaternionMatrix returns the rotation matrix of the unit quaternion w + xi + yj + zk.
func quaternionMatrix(x, y, z, w float64) geom.Mat3 {
	return geom.Mat3{
		1 - 2*(y*y+z*z), 2 * (x*y - z*w), 2 * (x*z + y*w),
		2 * (x*y + z*w), 1 - 2*(x*x+z*z), 2 * (y*z - x*w),
		2 * (x*z - y*w), 2 * (y*z + x*w), 1 - 2*(x*x+y*y),
	}
}
