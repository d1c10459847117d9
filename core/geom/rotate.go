package geom

import (
	"math"

	"gonum.org/v1/gonum/spatial/r3"
)

// RotateXYZ turns v, right-handed, about the x axis by rx, then about y by ry,
// then about z by rz, all in radians:
//
//	v' = Rz(rz) Ry(ry) Rx(rx) v
func RotateXYZ(v r3.Vec, rx, ry, rz float64) r3.Vec {
	if rx != 0 {
		s, c := math.Sincos(rx)
		v.Y, v.Z = v.Y*c-v.Z*s, v.Y*s+v.Z*c
	}
	if ry != 0 {
		s, c := math.Sincos(ry)
		v.X, v.Z = v.X*c+v.Z*s, v.Z*c-v.X*s
	}
	if rz != 0 {
		s, c := math.Sincos(rz)
		v.X, v.Y = v.X*c-v.Y*s, v.X*s+v.Y*c
	}
	return v
}

// RotateAxis turns v, right-handed, by phi radians about the unit vector u
// (Rodrigues' formula):
//
//	v' = v cos φ + (u×v) sin φ + u (u·v)(1 − cos φ)
func RotateAxis(v, u r3.Vec, phi float64) r3.Vec {
	s, c := math.Sincos(phi)
	w := r3.Cross(u, v)
	t := r3.Dot(u, v) * (1 - c)
	return r3.Vec{
		X: v.X*c + w.X*s + u.X*t,
		Y: v.Y*c + w.Y*s + u.Y*t,
		Z: v.Z*c + w.Z*s + u.Z*t,
	}
}

// AxisAngle returns the matrix of RotateAxis(·, u, phi).
func AxisAngle(u r3.Vec, phi float64) Mat3 {
	x := RotateAxis(r3.Vec{X: 1}, u, phi)
	y := RotateAxis(r3.Vec{Y: 1}, u, phi)
	z := RotateAxis(r3.Vec{Z: 1}, u, phi)
	return Rows(x, y, z).T()
}

// AnglesXYZ returns the angles in radians for which RotateXYZ(·, rx, ry, rz) is
// the rotation matrix m, with ry in [−π/2, π/2]:
//
//	rx = atan2(m₃₂, m₃₃)   ry = atan2(−m₃₁, √(m₃₂² + m₃₃²))   rz = atan2(m₂₁, m₁₁)
//
// At ry = ±π/2 x and z turn about the same axis and only their sum or difference
// has a meaning. So rz is taken, rounding of rx included, from what is left when
// rx is undone: Rz Ry = m Rx(−rx), whose middle column is (−sin rz, cos rz, 0).
func AnglesXYZ(m Mat3) (rx, ry, rz float64) {
	rx = math.Atan2(m[7], m[8])
	ry = math.Atan2(-m[6], math.Sqrt(m[7]*m[7]+m[8]*m[8]))
	s, c := math.Sincos(rx)
	rz = math.Atan2(m[2]*s-m[1]*c, m[4]*c-m[5]*s)
	return rx, ry, rz
}
