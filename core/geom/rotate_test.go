package geom

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/spatial/r3"
)

// TestRotationsAreRightHanded: a quarter turn about each axis takes the next axis
// to the one after it.
func TestRotationsAreRightHanded(t *testing.T) {
	const quarter = math.Pi / 2
	for _, c := range []struct {
		name         string
		xyz          [3]float64
		axis, v, out r3.Vec
	}{
		{"y → z about x", [3]float64{quarter, 0, 0}, x, y, z},
		{"z → x about y", [3]float64{0, quarter, 0}, y, z, x},
		{"x → y about z", [3]float64{0, 0, quarter}, z, x, y},
		{"x stays about x", [3]float64{quarter, 0, 0}, x, x, x},
		{"y stays about y", [3]float64{0, quarter, 0}, y, y, y},
		{"z stays about z", [3]float64{0, 0, quarter}, z, z, z},
	} {
		near(t, c.name+": RotateXYZ", RotateXYZ(c.v, c.xyz[0], c.xyz[1], c.xyz[2]), c.out, rounding)
		near(t, c.name+": RotateAxis", RotateAxis(c.v, c.axis, quarter), c.out, rounding)
	}
}

// TestRotateXYZTurnsAboutXFirst: the three rotations do not commute.
func TestRotateXYZTurnsAboutXFirst(t *testing.T) {
	const rx, ry, rz = 0.3, -0.7, 1.9
	for _, v := range []r3.Vec{x, y, z, {X: 1, Y: 2, Z: -3}} {
		want := RotateAxis(RotateAxis(RotateAxis(v, x, rx), y, ry), z, rz)
		near(t, fmt.Sprintf("RotateXYZ(%v)", v), RotateXYZ(v, rx, ry, rz), want, 4*rounding)
	}
	// By hand: y goes to z about x, then to x about y, then to y about z.
	const quarter = math.Pi / 2
	near(t, "RotateXYZ(y) by three quarter turns", RotateXYZ(y, quarter, quarter, quarter), y, rounding)
	near(t, "RotateXYZ(x) by three quarter turns", RotateXYZ(x, quarter, quarter, quarter), r3.Vec{Z: -1}, rounding)
}

// TestZeroAnglesKeepTheBits: an untilted detector has axes without rounding.
func TestZeroAnglesKeepTheBits(t *testing.T) {
	v := r3.Vec{X: 0.1, Y: 1.0 / 3, Z: -1e-17}
	if got := RotateXYZ(v, 0, 0, 0); got != v {
		t.Errorf("RotateXYZ(%v, 0, 0, 0) = %v", v, got)
	}
	if got := RotateAxis(v, Unit(r3.Vec{X: 1, Y: 1}), 0); got != v {
		t.Errorf("RotateAxis(%v, u, 0) = %v", v, got)
	}
}

// TestRotateAxisKeepsTheAxis checks what defines a rotation by φ about u: u and
// lengths stay, and what is across u turns by φ towards u×v.
func TestRotateAxisKeepsTheAxis(t *testing.T) {
	for _, axis := range []r3.Vec{x, z, Unit(r3.Vec{X: 1, Y: -2, Z: 3}), Unit(r3.Vec{X: -1, Y: 1, Z: 1})} {
		for _, phi := range []float64{0.001, 1, -2, math.Pi, 7} {
			what := fmt.Sprintf("RotateAxis about %v by %v", axis, phi)
			near(t, what+" of the axis", RotateAxis(axis, axis, phi), axis, rounding)
			across := Unit(r3.Cross(axis, r3.Vec{X: 0.3, Y: 1, Z: -0.2}))
			third := r3.Cross(axis, across)
			sin, cos := math.Sincos(phi)
			want := r3.Add(r3.Scale(cos, across), r3.Scale(sin, third))
			near(t, what, RotateAxis(across, axis, phi), want, rounding)

			m := AxisAngle(axis, phi)
			nearMatrix(t, what+": AxisAngle · AxisAngleᵀ", m.Mul(m.T()), Identity, 2*rounding)
			v := r3.Vec{X: 5, Y: -2, Z: 0.5}
			near(t, what+": AxisAngle · v", m.MulVec(v), RotateAxis(v, axis, phi), 10*rounding)
		}
	}
}

func rotationXYZ(rx, ry, rz float64) Mat3 {
	turn := func(v r3.Vec) r3.Vec { return RotateXYZ(v, rx, ry, rz) }
	return Rows(turn(x), turn(y), turn(z)).T()
}

// TestAnglesXYZ: angles in the range that AnglesXYZ promises come back.
func TestAnglesXYZ(t *testing.T) {
	for _, c := range [][3]float64{
		{0, 0, 0}, {0.1, 0.2, 0.3}, {-3, 1.5, 3}, {2, -1.57, -2}, {math.Pi / 2, 0, -math.Pi / 2}, {3.1, 0, 0}, {0, 0, -3.1},
	} {
		rx, ry, rz := AnglesXYZ(rotationXYZ(c[0], c[1], c[2]))
		// rx and rz are those of a vector of length cos ry.
		tolerance := 2 * rounding / math.Cos(c[1])
		for i, got := range []float64{rx, ry, rz} {
			if !(math.Abs(got-c[i]) <= tolerance) {
				t.Errorf("AnglesXYZ of RotateXYZ%v = %v, %v, %v (tol %v)", c, rx, ry, rz, tolerance)
				break
			}
		}
	}
}

// TestAnglesXYZOfAnyRotation: the rotation comes back, if not its angles, also
// where y is at a quarter turn, so that x and z turn about the same axis.
func TestAnglesXYZOfAnyRotation(t *testing.T) {
	const quarter = math.Pi / 2
	for _, c := range [][3]float64{
		{0.4, 2, -0.3}, {0, math.Pi, 0}, {1, -3, 2},
		{0.7, quarter, 0}, {0, quarter, 0.7}, {0.7, quarter, -0.4}, {0.7, -quarter, -0.4}, {-2, -quarter, 3},
		{0.7, quarter - 1e-15, 0.4}, {0.7, quarter - 1e-12, 0.4}, {0.7, quarter + 1e-9, 0.4}, {0.7, 1e-5 - quarter, -2.4},
	} {
		m := rotationXYZ(c[0], c[1], c[2])
		rx, ry, rz := AnglesXYZ(m)
		if !(math.Abs(ry) <= quarter) {
			t.Errorf("AnglesXYZ of RotateXYZ%v: ry = %v, want it in [−π/2, π/2]", c, ry)
		}
		nearMatrix(t, fmt.Sprintf("rotation by AnglesXYZ of RotateXYZ%v", c), rotationXYZ(rx, ry, rz), m, 2*rounding)
	}
}

// TestAnglesXYZWithoutFirstColumn: at a quarter turn about y the first column and
// the last row hold nothing but rounding, and the angles must not come from it.
func TestAnglesXYZWithoutFirstColumn(t *testing.T) {
	sin, cos := math.Sincos(0.7)
	exact := Mat3{0, sin, cos, 0, cos, -sin, -1, 0, 0}
	// There and back about another axis leaves 1e-16 everywhere.
	away := AxisAngle(Unit(r3.Vec{X: 1, Y: -2, Z: 3}), 1)
	rounded := away.T().Mul(away.Mul(exact))
	for _, c := range []struct {
		name string
		m    Mat3
	}{
		{"quarter turn without rounding", exact},
		{"quarter turn", rounded},
		{"quarter turn back", Mat3{0, -sin, -cos, 0, cos, -sin, 1, 0, 0}},
		{"1e-13 from a quarter turn", AxisAngle(z, 1e-13).Mul(rounded)},
		{"permutation", Mat3{0, 0, 1, 0, 1, 0, -1, 0, 0}},
	} {
		nearMatrix(t, c.name+": rotation by AnglesXYZ", rotationXYZ(AnglesXYZ(c.m)), c.m, 2*rounding)
	}
}
