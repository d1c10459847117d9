// Package geom holds the 3-space arithmetic of gobragg: vectors are gonum's
// r3.Vec in the laboratory frame, matrices are values of nine numbers.
//
//	v := geom.RotateAxis(r3.Vec{X: 1}, r3.Vec{Z: 1}, math.Pi/2) // 0 1 0
package geom

import (
	"math"

	"gonum.org/v1/gonum/spatial/r3"
)

// Mat3 is a 3×3 matrix, rows first: element (i, j) is m[3*i+j]. A crystal's
// Mat3 has its cell vectors a, b, c as rows.
type Mat3 [9]float64

// Identity is the unit matrix.
var Identity = Mat3{0: 1, 4: 1, 8: 1}

// Rows returns the matrix whose rows are a, b and c.
func Rows(a, b, c r3.Vec) Mat3 {
	return Mat3{a.X, a.Y, a.Z, b.X, b.Y, b.Z, c.X, c.Y, c.Z}
}

// Row returns row i, 0 ≤ i < 3.
func (m Mat3) Row(i int) r3.Vec { return r3.Vec{X: m[3*i], Y: m[3*i+1], Z: m[3*i+2]} }

// MulVec returns the product m·v.
func (m Mat3) MulVec(v r3.Vec) r3.Vec {
	return r3.Vec{
		X: m[0]*v.X + m[1]*v.Y + m[2]*v.Z,
		Y: m[3]*v.X + m[4]*v.Y + m[5]*v.Z,
		Z: m[6]*v.X + m[7]*v.Y + m[8]*v.Z,
	}
}

// MapRows returns the matrix whose rows are f of the rows of m: a rotation given
// as a function turns a whole cell.
func (m Mat3) MapRows(f func(r3.Vec) r3.Vec) Mat3 {
	return Rows(f(m.Row(0)), f(m.Row(1)), f(m.Row(2)))
}

// Mul returns the matrix product m·n.
func (m Mat3) Mul(n Mat3) Mat3 {
	var p Mat3
	for i := 0; i < 3; i++ {
		for j := 0; j < 3; j++ {
			p[3*i+j] = m[3*i]*n[j] + m[3*i+1]*n[3+j] + m[3*i+2]*n[6+j]
		}
	}
	return p
}

// T returns the transpose.
func (m Mat3) T() Mat3 {
	return Mat3{m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]}
}

// Det returns the determinant: for a cell's rows a, b, c its volume a·(b×c).
func (m Mat3) Det() float64 { return r3.Dot(m.Row(0), r3.Cross(m.Row(1), m.Row(2))) }

// Dual returns the matrix whose rows are (b×c, c×a, a×b)/V, with V the
// determinant of m: the reciprocal cell of a direct one and the reverse.
// A singular m gives infinities or NaN.
func (m Mat3) Dual() Mat3 {
	a, b, c := m.Row(0), m.Row(1), m.Row(2)
	v := 1 / m.Det()
	return Rows(r3.Scale(v, r3.Cross(b, c)), r3.Scale(v, r3.Cross(c, a)), r3.Scale(v, r3.Cross(a, b)))
}

// Norm returns the length of v. r3.Norm asks the machine for its own hypot, whose
// bits differ; this differs only where the compiler fuses products into sums, as
// everything does there. Lengths here neither over- nor underflow.
func Norm(v r3.Vec) float64 { return math.Sqrt(r3.Dot(v, v)) }

// Unit returns v divided by its length; a zero vector stays zero.
func Unit(v r3.Vec) r3.Vec {
	n := Norm(v)
	if n == 0 {
		return v
	}
	return r3.Vec{X: v.X / n, Y: v.Y / n, Z: v.Z / n}
}

// Triple returns v in a unit, X/unit Y/unit Z/unit, for output: no component is −0.
func Triple(v r3.Vec, unit float64) [3]float64 {
	// The sum with 0 takes the sign off −0.
	return [3]float64{v.X/unit + 0, v.Y/unit + 0, v.Z/unit + 0}
}
