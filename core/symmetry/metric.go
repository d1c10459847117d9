package symmetry

import (
	"errors"
	"fmt"
	"math"
)

// Metric is the metric tensor of a cell, the dot products a·a, b·b, c·c, b·c, a·c,
// a·b.
type Metric [6]float64

// NewMetric returns the metric of a cell: lengths in any one unit, angles in
// radians. It fails where no cell has them.
func NewMetric(a, b, c, alpha, beta, gamma float64) (Metric, error) {
	m := Metric{a * a, b * b, c * c, b * c * math.Cos(alpha), a * c * math.Cos(beta), a * b * math.Cos(gamma)}
	v2 := m.volume2()
	if !(a > 0 && b > 0 && c > 0 && v2 > 1e-12*m[0]*m[1]*m[2]) || math.IsInf(v2, 0) {
		return Metric{}, errors.New("symmetry: no cell has these lengths and angles")
	}
	return m, nil
}

// volume2 returns the square of the volume, the determinant of the tensor.
func (m Metric) volume2() float64 {
	return m[0]*(m[1]*m[2]-m[3]*m[3]) - m[5]*(m[5]*m[2]-m[3]*m[4]) + m[4]*(m[5]*m[3]-m[1]*m[4])
}

// Reciprocal returns the metric of the reciprocal cell, the inverse tensor.
func (m Metric) Reciprocal() Metric {
	v := m.volume2()
	return Metric{
		(m[1]*m[2] - m[3]*m[3]) / v, (m[0]*m[2] - m[4]*m[4]) / v, (m[0]*m[1] - m[5]*m[5]) / v,
		(m[4]*m[5] - m[0]*m[3]) / v, (m[5]*m[3] - m[1]*m[4]) / v, (m[3]*m[4] - m[2]*m[5]) / v,
	}
}

// quadratic returns the square of the length of the vector x, y, z.
func (m Metric) quadratic(x, y, z float64) float64 {
	return m[0]*x*x + m[1]*y*y + m[2]*z*z + 2*(m[3]*y*z+m[4]*x*z+m[5]*x*y)
}

// D returns the resolution of the reflection, 1/|h a* + k b* + l c*|, in the unit of
// the cell; +Inf for 0 0 0.
func (m Metric) D(h, k, l int) float64 {
	return 1 / math.Sqrt(m.Reciprocal().quadratic(float64(h), float64(k), float64(l)))
}

// transformed returns RᵀGR, the metric of the cell whose edges are the columns of R.
func (m Metric) transformed(r [9]int) Metric {
	var e [3][3]float64
	for j := range e {
		e[j] = [3]float64{float64(r[j]), float64(r[3+j]), float64(r[6+j])}
	}
	dot := func(p, q [3]float64) float64 {
		return p[0]*(m[0]*q[0]+m[5]*q[1]+m[4]*q[2]) + p[1]*(m[5]*q[0]+m[1]*q[1]+m[3]*q[2]) + p[2]*(m[4]*q[0]+m[3]*q[1]+m[2]*q[2])
	}
	return Metric{dot(e[0], e[0]), dot(e[1], e[1]), dot(e[2], e[2]), dot(e[1], e[2]), dot(e[0], e[2]), dot(e[0], e[1])}
}

// Tolerances of FitsCell: cells of files are rounded and refined without restraint,
// wrong settings miss by far more.
const (
	lengthTolerance = 0.01 // of the length
	cosineTolerance = 0.01 // 0.6° near 90°
)

// FitsCell returns an error where some rotation of the group changes the cell, by
// more than 1 % of a length or 0.01 in an angle's cosine: RᵀGR must be G for the
// metric G.
func (g *Group) FitsCell(m Metric) error {
	before := m.lengths()
	for _, a := range g.rotations {
		n := m.transformed(a.R)
		after := n.lengths()
		fits := true
		for i := range 3 {
			fits = fits && math.Abs(after[i]-before[i]) <= lengthTolerance*before[i]
			j, k := (i+1)%3, (i+2)%3
			fits = fits && math.Abs(n[3+i]/(after[j]*after[k])-m[3+i]/(before[j]*before[k])) <= cosineTolerance
		}
		if !fits {
			rotation := a
			rotation.T = [3]int{}
			return fmt.Errorf("symmetry: the cell %v does not have the symmetry of %v: %v makes it %v", m, g, rotation, n)
		}
	}
	return nil
}

// lengths returns the lengths of the edges.
func (m Metric) lengths() [3]float64 {
	return [3]float64{math.Sqrt(m[0]), math.Sqrt(m[1]), math.Sqrt(m[2])}
}

// String returns the lengths and the angles in degrees.
func (m Metric) String() string {
	l := m.lengths()
	angle := func(i, j, k int) float64 { return math.Acos(m[i]/(l[j]*l[k])) * 180 / math.Pi }
	return fmt.Sprintf("%.5g %.5g %.5g %.5g %.5g %.5g", l[0], l[1], l[2], angle(3, 1, 2), angle(4, 0, 2), angle(5, 0, 1))
}
