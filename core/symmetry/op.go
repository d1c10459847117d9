package symmetry

import (
	"strconv"
	"strings"

	"gonum.org/v1/gonum/spatial/r3"
)

// Den is the denominator of translations: 1/24 of a cell expresses the eighths of
// the diamond groups and the sixths of the screw axes.
const Den = 24

// Op is a symmetry operator x' = Rx + t of fractional coordinates.
//
// R is the rotation, rows outermost, with determinant ±1; T is the translation in
// 1/24 of the cell edges.
type Op struct {
	R [9]int
	T [3]int
}

// Identity returns the operator x,y,z.
func Identity() Op { return Op{R: [9]int{1, 0, 0, 0, 1, 0, 0, 0, 1}} }

// Mul returns the operator that applies b, then a: (R_a R_b, R_a t_b + t_a).
func (a Op) Mul(b Op) Op {
	var c Op
	for i := range 3 {
		for j := range 3 {
			c.R[3*i+j] = a.R[3*i]*b.R[j] + a.R[3*i+1]*b.R[3+j] + a.R[3*i+2]*b.R[6+j]
		}
		c.T[i] = a.R[3*i]*b.T[0] + a.R[3*i+1]*b.T[1] + a.R[3*i+2]*b.T[2] + a.T[i]
	}
	return c
}

// Det returns the determinant of the rotation, 1 for proper and −1 for improper
// ones.
func (a Op) Det() int { return det(a.R) }

// det returns the determinant of rows m.
func det(m [9]int) int {
	return m[0]*(m[4]*m[8]-m[5]*m[7]) - m[1]*(m[3]*m[8]-m[5]*m[6]) + m[2]*(m[3]*m[7]-m[4]*m[6])
}

// adjugate returns det(m)·m⁻¹.
func adjugate(m [9]int) [9]int {
	return [9]int{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}

// Inv returns the inverse operator, (R⁻¹, −R⁻¹t). It panics where the determinant
// is not ±1.
func (a Op) Inv() Op {
	d := a.Det()
	if d != 1 && d != -1 {
		panic("symmetry: inverse of an operator with determinant " + strconv.Itoa(d))
	}
	c := Op{R: adjugate(a.R)}
	for i := range c.R {
		c.R[i] *= d
	}
	for i := range 3 {
		c.T[i] = -(c.R[3*i]*a.T[0] + c.R[3*i+1]*a.T[1] + c.R[3*i+2]*a.T[2])
	}
	return c
}

// Mod returns the operator with its translation moved into the cell, 0 ≤ t < 1.
func (a Op) Mod() Op {
	for i, t := range a.T {
		a.T[i] = mod(t)
	}
	return a
}

// mod returns t in 0 … Den−1.
func mod(t int) int {
	if t %= Den; t < 0 {
		t += Den
	}
	return t
}

// Apply returns Rx + t of the fractional coordinate x.
func (a Op) Apply(x r3.Vec) r3.Vec {
	row := func(i int) float64 {
		return float64(a.R[3*i])*x.X + float64(a.R[3*i+1])*x.Y + float64(a.R[3*i+2])*x.Z + float64(a.T[i])/Den
	}
	return r3.Vec{X: row(0), Y: row(1), Z: row(2)}
}

// Miller returns the equivalent index hR.
func (a Op) Miller(h, k, l int) (int, int, int) {
	return h*a.R[0] + k*a.R[3] + l*a.R[6], h*a.R[1] + k*a.R[4] + l*a.R[7], h*a.R[2] + k*a.R[5] + l*a.R[8]
}

// Turns returns h·t in [0, 1): the phase of hR is that of h less this many turns.
func (a Op) Turns(h, k, l int) float64 {
	return float64(mod(h*a.T[0]+k*a.T[1]+l*a.T[2])) / Den
}

// String returns the operator as a triplet such as "-y,x-y,z+1/3".
func (a Op) String() string {
	var rows [3]string
	for i := range rows {
		rows[i] = rowString(a.R[3*i:3*i+3], a.T[i])
	}
	return strings.Join(rows[:], ",")
}

// rowString returns one row of a triplet, "0" where it is empty.
func rowString(r []int, t int) string {
	var b []byte
	sign := func(n int) int {
		if n < 0 {
			b = append(b, '-')
			return -n
		}
		if len(b) > 0 {
			b = append(b, '+')
		}
		return n
	}
	for j, n := range r {
		if n == 0 {
			continue
		}
		if n = sign(n); n != 1 {
			b = strconv.AppendInt(b, int64(n), 10)
		}
		b = append(b, "xyz"[j])
	}
	if t != 0 {
		t = sign(t)
		d := Den
		for _, p := range []int{2, 2, 2, 3} {
			if t%p == 0 && d%p == 0 {
				t, d = t/p, d/p
			}
		}
		b = strconv.AppendInt(b, int64(t), 10)
		if d != 1 {
			b = append(b, '/')
			b = strconv.AppendInt(b, int64(d), 10)
		}
	}
	if len(b) == 0 {
		return "0"
	}
	return string(b)
}
