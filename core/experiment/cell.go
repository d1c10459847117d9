package experiment

import (
	"errors"
	"math"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// UnitCell holds the lengths a, b, c (m) and the angles α, β, γ (rad) of a cell.
type UnitCell struct {
	A, B, C            float64
	Alpha, Beta, Gamma float64
}

// Volume returns V = abc √(1 − cos²α − cos²β − cos²γ + 2 cosα cosβ cosγ), m³;
// NaN if the angles cannot meet in a corner.
func (u UnitCell) Volume() float64 {
	ca, cb, cg := math.Cos(u.Alpha), math.Cos(u.Beta), math.Cos(u.Gamma)
	return u.A * u.B * u.C * math.Sqrt(1-ca*ca-cb*cb-cg*cg+2*ca*cb*cg)
}

// reciprocal returns the reciprocal cell as rows a*, b*, c* (1/m) in the default
// orientation: a* along x, b* in the x–y plane, c* with z > 0,
//
//	c* = (c* cosβ*, c* (cosα* − cosβ* cosγ*)/sinγ*, z)
//
// where z completes the length of c*. In compat mode z = c*·V/(abc sinγ*), the
// reference program's slip: V*/(a*b*c*) is meant.
func (u UnitCell) reciprocal(compat bool) geom.Mat3 {
	v := u.Volume()
	sa, ca := math.Sincos(u.Alpha)
	sb, cb := math.Sincos(u.Beta)
	sg, cg := math.Sincos(u.Gamma)
	as, bs, cs := u.B*u.C*sa/v, u.C*u.A*sb/v, u.A*u.B*sg/v
	cosAlpha := (cb*cg - ca) / (sb * sg)
	cosBeta := (cg*ca - cb) / (sg * sa)
	cosGamma := (ca*cb - cg) / (sa * sb)
	sinGamma := math.Sqrt(1 - cosGamma*cosGamma)
	z := 1 / (v * as * bs * sinGamma) // V* = a* b* sinγ* z
	if compat {
		z = cs * v / (u.A * u.B * u.C * sinGamma)
	}
	return geom.Rows(
		r3.Vec{X: as},
		r3.Vec{X: bs * cosGamma, Y: bs * sinGamma},
		r3.Vec{X: cs * cosBeta, Y: cs * (cosAlpha - cosBeta*cosGamma) / sinGamma, Z: z},
	)
}

// Orientation is a crystal's cell in the laboratory at φ = 0.
type Orientation struct {
	Direct     geom.Mat3 // rows a, b, c, m
	Reciprocal geom.Mat3 // rows a*, b*, c*, 1/m
}

// flat is the volume of a cell with unit edges below which its axes lie in a
// plane: three angles of 120° have one of 2e-8 by rounding.
const flat = 1e-4

// Orient places a cell of the given lengths and angles: its default orientation
// (a* along x, b* in the x–y plane) turned by misset. In compat mode the cell is
// distorted as the reference program distorts one whose angles are not 90°: a
// wrong c*, the direct axes rescaled to the lengths asked for, and a reciprocal
// cell a* = b×c/V with the volume asked for, so that a·a* is no longer 1.
func (u UnitCell) Orient(misset func(r3.Vec) r3.Vec, compat bool) (Orientation, error) {
	v := u.Volume()
	// Two negative lengths, or reflex angles, would make a volume too; angles that
	// meet in a plane make one of rounding.
	shape := v / (u.A * u.B * u.C)
	sines := min(math.Sin(u.Alpha), math.Sin(u.Beta), math.Sin(u.Gamma))
	if !(min(u.A, u.B, u.C, sines) > 0) || !(shape > flat) || !(v > 0) || math.IsInf(v, 0) {
		return Orientation{}, errors.New("no cell has these lengths and angles: the lengths must be positive, the angles between 0° and 180°, " +
			"each less than the sum of the other two, and all three less than 360° together")
	}
	recip := u.reciprocal(compat).MapRows(misset)
	if !compat {
		return OrientReciprocal(recip)
	}
	a, b, c := recip.Row(0), recip.Row(1), recip.Row(2)
	scaled := func(length float64, v r3.Vec) r3.Vec { return r3.Scale(length/geom.Norm(v), v) }
	direct := geom.Rows(scaled(u.A, r3.Cross(b, c)), scaled(u.B, r3.Cross(c, a)), scaled(u.C, r3.Cross(a, b)))
	over := func(x, y int) r3.Vec { return r3.Scale(1/v, r3.Cross(direct.Row(x), direct.Row(y))) }
	return Orientation{Direct: direct, Reciprocal: geom.Rows(over(1, 2), over(2, 0), over(0, 1))}, nil
}

// OrientReciprocal returns the orientation whose reciprocal cell has the rows
// a*, b*, c*, 1/m. It fails if they do not span space.
func OrientReciprocal(recip geom.Mat3) (Orientation, error) {
	v := recip.Det()
	size := geom.Norm(recip.Row(0)) * geom.Norm(recip.Row(1)) * geom.Norm(recip.Row(2))
	if !(math.Abs(v) > 1e-9*size) || math.IsInf(size, 0) {
		return Orientation{}, errors.New("a*, b* and c* do not span space")
	}
	direct := recip.Dual()
	return Orientation{Direct: direct, Reciprocal: direct.Dual()}, nil
}

// Cell returns the lengths (m) and angles (rad) of the direct cell.
func (o Orientation) Cell() UnitCell {
	a, b, c := o.Direct.Row(0), o.Direct.Row(1), o.Direct.Row(2)
	angle := func(u, v r3.Vec) float64 { return math.Acos(r3.Dot(u, v) / (geom.Norm(u) * geom.Norm(v))) }
	return UnitCell{
		A: geom.Norm(a), B: geom.Norm(b), C: geom.Norm(c),
		Alpha: angle(b, c), Beta: angle(a, c), Gamma: angle(a, b),
	}
}

// CellsOfSize returns how many cells of the given lengths fill a crystal of the given edges, all m.
func CellsOfSize(size, length [3]float64) [3]int {
	var n [3]int
	for i := range n {
		n[i] = CeilCount(size[i] / length[i])
	}
	return n
}

// AutoOversample returns the number of sub-pixels per pixel edge that samples
// the finest fringe about three times,
//
//	⌈3 · edge · pixel/(λ · distance)⌉, at least 1
//
// with edge the longest edge of the crystal; all lengths in m. It is a whole
// number that may lie beyond any int: infinite at a distance of 0.
func AutoOversample(o Orientation, cells [3]int, pixel, wavelength, distance float64) float64 {
	edge := 0.0
	for i, n := range cells {
		edge = max(edge, float64(n)*geom.Norm(o.Direct.Row(i)))
	}
	return max(1, math.Ceil(3*edge*pixel/(wavelength*math.Abs(distance))-countSlack))
}
