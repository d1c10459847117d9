package experiment

import (
	"math"
	"testing"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

const angstrom = 1e-10

func cellOf(a, b, c, alpha, beta, gamma float64) UnitCell {
	return UnitCell{a * angstrom, b * angstrom, c * angstrom, alpha * deg, beta * deg, gamma * deg}
}

func asIs(v r3.Vec) r3.Vec { return v }

func missetting(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, 0.3, -1.1, 2) }

var cells = []struct {
	name string
	cell UnitCell
}{
	{"cubic", cellOf(100, 100, 100, 90, 90, 90)},
	{"orthorhombic", cellOf(50, 60, 70, 90, 90, 90)},
	{"hexagonal", cellOf(40, 40, 90, 90, 90, 120)},
	{"monoclinic", cellOf(50, 60, 70, 90, 110, 90)},
	{"rhombohedral", cellOf(50, 50, 50, 60, 60, 60)},
	{"triclinic", cellOf(70, 80, 90, 75, 85, 95)},
	{"acute", cellOf(30, 200, 45, 40, 50, 60)},
	{"obtuse", cellOf(30, 200, 45, 110, 115, 120)},
}

// TestVolume checks against the form without cosines,
//
//	V = 2abc √(sin s · sin(s−α) · sin(s−β) · sin(s−γ)),  s = (α+β+γ)/2
//
// and numbers where they are known.
func TestVolume(t *testing.T) {
	const tolerance = 1e-14 // relative
	for _, c := range cells {
		u := c.cell
		s := (u.Alpha + u.Beta + u.Gamma) / 2
		want := 2 * u.A * u.B * u.C * math.Sqrt(math.Sin(s)*math.Sin(s-u.Alpha)*math.Sin(s-u.Beta)*math.Sin(s-u.Gamma))
		nearNumber(t, c.name+": Volume", u.Volume(), want, tolerance*want)
	}
	for i, want := range []float64{1e6, 210000, 40 * 40 * 90 * math.Sqrt(3) / 2, 210000 * math.Sin(110*deg), 125000 / math.Sqrt2} { // Å³
		want *= angstrom * angstrom * angstrom
		nearNumber(t, cells[i].name+": Volume", cells[i].cell.Volume(), want, tolerance*want)
	}
}

// TestOrient: the cell has the lengths, angles and volume asked for, is
// right-handed, and a·a* = 1, a·b* = 0.
func TestOrient(t *testing.T) {
	const tolerance = 1e-13
	for _, c := range cells {
		for name, misset := range map[string]func(r3.Vec) r3.Vec{"": asIs, ", misset": missetting} {
			o, err := c.cell.Orient(misset, false)
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			got := o.Cell()
			for _, q := range []struct {
				name      string
				got, want float64
			}{
				{"a", got.A, c.cell.A}, {"b", got.B, c.cell.B}, {"c", got.C, c.cell.C},
				{"α", got.Alpha, c.cell.Alpha}, {"β", got.Beta, c.cell.Beta}, {"γ", got.Gamma, c.cell.Gamma},
				{"volume", o.Direct.Det(), c.cell.Volume()},
			} {
				nearNumber(t, c.name+name+": "+q.name, q.got, q.want, tolerance*q.want)
			}
			product := o.Direct.Mul(o.Reciprocal.T())
			for i := range product {
				nearNumber(t, c.name+name+": direct · reciprocal", product[i], geom.Identity[i], tolerance)
			}
		}
	}
}

// TestDefaultOrientation: a* along x, b* in the x–y plane, c* with z > 0; misset
// turns them all.
func TestDefaultOrientation(t *testing.T) {
	const tolerance = 1e-14 // of the length of each vector
	for _, c := range cells {
		o, err := c.cell.Orient(asIs, false)
		if err != nil {
			t.Fatal(err)
		}
		a, b, k := geom.Unit(o.Reciprocal.Row(0)), geom.Unit(o.Reciprocal.Row(1)), geom.Unit(o.Reciprocal.Row(2))
		nearVec(t, c.name+": a*/|a*|", a, r3.Vec{X: 1}, tolerance)
		nearNumber(t, c.name+": z of b*", b.Z, 0, tolerance)
		if !(b.Y > 0 && k.Z > 0) {
			t.Errorf("%s: b* along %v, c* along %v, want b*_y > 0 and c*_z > 0", c.name, b, k)
		}
		// Lengths b c sin α/V and so on.
		v := c.cell.Volume()
		sines := []float64{
			c.cell.B * c.cell.C * math.Sin(c.cell.Alpha) / v,
			c.cell.C * c.cell.A * math.Sin(c.cell.Beta) / v,
			c.cell.A * c.cell.B * math.Sin(c.cell.Gamma) / v,
		}
		turned, err := c.cell.Orient(missetting, false)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range sines {
			star := o.Reciprocal.Row(i)
			nearNumber(t, c.name+": length of a*, b*, c*", geom.Norm(star), want, 1e-13*want)
			nearVec(t, c.name+": missetting", turned.Reciprocal.Row(i), missetting(star), 1e-13*want)
		}
	}
}

// TestOrientNumbers: a monoclinic cell by hand. a* along x has length 1/(a sin β);
// b along y; c in the x–z plane across a*.
func TestOrientNumbers(t *testing.T) {
	o, err := cellOf(50, 60, 70, 90, 110, 90).Orient(asIs, false)
	if err != nil {
		t.Fatal(err)
	}
	sin, cos := math.Sincos(110 * deg)
	const tolerance = 1e-13 * angstrom
	nearVec(t, "a", o.Direct.Row(0), r3.Vec{X: 50 * sin * angstrom, Z: 50 * cos * angstrom}, 50*tolerance)
	nearVec(t, "b", o.Direct.Row(1), r3.Vec{Y: 60 * angstrom}, 60*tolerance)
	nearVec(t, "c", o.Direct.Row(2), r3.Vec{Z: 70 * angstrom}, 70*tolerance)
}

// TestCellsThatDoNotExist: no three vectors have these lengths and angles.
func TestCellsThatDoNotExist(t *testing.T) {
	for _, c := range []struct {
		name string
		cell UnitCell
	}{
		{"one angle above the other two", cellOf(70, 80, 90, 40, 50, 100)},
		{"one angle the sum of the other two", cellOf(70, 80, 90, 40, 50, 90)},
		{"angles above 360° together", cellOf(70, 80, 90, 130, 120, 115)},
		{"angles of 360° together", cellOf(70, 80, 90, 120, 120, 120)},
		{"other angles of 360° together", cellOf(70, 80, 90, 110, 115, 135)},
		{"angle of 0°", cellOf(70, 80, 90, 0, 90, 90)},
		{"angle of 180°", cellOf(70, 80, 90, 90, 90, 180)},
		{"negative angle", cellOf(70, 80, 90, 90, -75, 90)},
		{"reflex angle", cellOf(70, 80, 90, 90, 90, 265)},
		{"no length", cellOf(70, 0, 90, 90, 90, 90)},
		{"negative length", cellOf(70, -80, 90, 90, 90, 90)},
		{"two negative lengths", cellOf(-70, -80, 90, 90, 90, 90)},
		{"infinite length", UnitCell{math.Inf(1), 1e-8, 1e-8, math.Pi / 2, math.Pi / 2, math.Pi / 2}},
		{"NaN", cellOf(70, 80, math.NaN(), 90, 90, 90)},
		{"NaN angle", cellOf(70, 80, 90, math.NaN(), 90, 90)},
		{"nothing", UnitCell{}},
	} {
		for _, compat := range []bool{false, true} {
			if o, err := c.cell.Orient(asIs, compat); err == nil {
				t.Errorf("%s: Orient(compat %v) = %v, want an error", c.name, compat, o)
			}
		}
	}
}

// TestCompatCell: the reference program's triclinic cell has a wrong c*; its axes
// are rescaled to the lengths asked for, so that its angles are not.
func TestCompatCell(t *testing.T) {
	const tolerance = 1e-13
	cell := cellOf(70, 80, 90, 75, 85, 95)
	exact := cell.reciprocal(false)
	slip := cell.reciprocal(true)

	// "0.27 % too long", from the conformance page.
	nearNumber(t, "c*_z with the slip over c*_z", slip[8]/exact[8], 1.0027, 5e-5)
	slip[8] = exact[8]
	if slip != exact {
		t.Errorf("the slip changes more than c*_z: %v, want %v", slip, exact)
	}
	// c*_z = c*·V*/(a*b*c* sin γ*): with V* the volume of the reciprocal cell.
	as, bs := geom.Norm(exact.Row(0)), geom.Norm(exact.Row(1))
	sinGamma := exact.Row(1).Y / bs
	nearNumber(t, "c*_z", exact[8], exact.Det()/(as*bs*sinGamma), tolerance*exact[8])

	o, err := cell.Orient(missetting, true)
	if err != nil {
		t.Fatal(err)
	}
	got := o.Cell()
	nearNumber(t, "a", got.A, cell.A, tolerance*cell.A)
	nearNumber(t, "b", got.B, cell.B, tolerance*cell.B)
	nearNumber(t, "c", got.C, cell.C, tolerance*cell.C)
	if math.Abs(got.Alpha-cell.Alpha) < 1e-4 {
		t.Errorf("α = %v, want it off by the slip", got.Alpha)
	}
	// a* = b×c/V with V of the cell asked for: a·a* is V'/V.
	star := r3.Scale(1/cell.Volume(), r3.Cross(o.Direct.Row(1), o.Direct.Row(2)))
	nearVec(t, "a*", o.Reciprocal.Row(0), star, tolerance*geom.Norm(star))
	dot := r3.Dot(o.Direct.Row(0), o.Reciprocal.Row(0))
	nearNumber(t, "a·a*", dot, o.Direct.Det()/cell.Volume(), tolerance)
	if math.Abs(dot-1) < 1e-4 {
		t.Errorf("a·a* = %v, want it off 1 by the slip", dot)
	}
}

// TestCompatCellWithRightAngles: where two angles are 90° there is no slip.
func TestCompatCellWithRightAngles(t *testing.T) {
	const tolerance = 1e-13
	for _, cell := range []UnitCell{cellOf(50, 60, 70, 90, 90, 90), cellOf(50, 60, 70, 90, 90, 105)} {
		exact, err := cell.Orient(missetting, false)
		if err != nil {
			t.Fatal(err)
		}
		compat, err := cell.Orient(missetting, true)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			nearVec(t, "compat cell", compat.Direct.Row(i), exact.Direct.Row(i), tolerance*cell.C)
			nearVec(t, "compat reciprocal cell", compat.Reciprocal.Row(i), exact.Reciprocal.Row(i), tolerance/cell.A)
		}
	}
}

func TestOrientReciprocal(t *testing.T) {
	const tolerance = 1e-13
	star := geom.Mat3{1.2e8, 1e6, 3e6, -2e6, 1.5e8, 1e6, 4e6, -2e6, 0.9e8}
	for name, recip := range map[string]geom.Mat3{
		"right-handed": star,
		"left-handed":  geom.Rows(star.Row(1), star.Row(0), star.Row(2)),
	} {
		o, err := OrientReciprocal(recip)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		product := o.Direct.Mul(recip.T())
		for i := range product {
			nearNumber(t, name+": direct · reciprocal", product[i], geom.Identity[i], tolerance)
			nearNumber(t, name+": reciprocal", o.Reciprocal[i], recip[i], tolerance*1.5e8)
		}
	}
	for name, recip := range map[string]geom.Mat3{
		"zero":     {},
		"coplanar": {1, 0, 0, 0, 1, 0, 1, 1, 0},
		"nearly":   {1, 0, 0, 0, 1, 0, 1, 1, 1e-12},
		"parallel": {1, 2, 3, 2, 4, 6, 0, 0, 1},
		"NaN":      {math.NaN(), 0, 0, 0, 1, 0, 0, 0, 1},
		"infinite": {math.Inf(1), 0, 0, 0, 1, 0, 0, 0, 1},
	} {
		if o, err := OrientReciprocal(recip); err == nil {
			t.Errorf("%s: OrientReciprocal = %v, want an error", name, o)
		}
	}
}

func TestCellsOfSize(t *testing.T) {
	length := [3]float64{100 * angstrom, 70 * angstrom, 30 * angstrom}
	for _, c := range []struct {
		name string
		size [3]float64
		want [3]int
	}{
		{"exact multiples", [3]float64{1000 * angstrom, 700 * angstrom, 90 * angstrom}, [3]int{10, 10, 3}},
		{"a little more", [3]float64{1000.1 * angstrom, 700.1 * angstrom, 90.1 * angstrom}, [3]int{11, 11, 4}},
		{"less than one cell", [3]float64{1 * angstrom, 0, -5 * angstrom}, [3]int{1, 1, 1}},
		{"0.1 mm", [3]float64{0.1 * mm, 0.1 * mm, 0.1 * mm}, [3]int{10000, 14286, 33334}},
	} {
		if got := CellsOfSize(c.size, length); got != c.want {
			t.Errorf("%s: CellsOfSize = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAutoOversample(t *testing.T) {
	o, err := cellOf(100, 50, 200, 90, 90, 90).Orient(asIs, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		cells    [3]int
		pixel    float64
		distance float64
		want     float64
	}{
		// 3 · edge · 0.1 mm/(1 Å · 100 mm) is 3e7 · edge: 0.3 for each 100 Å.
		{"one cell: 0.6", [3]int{1, 1, 1}, 0.1 * mm, 100 * mm, 1},
		{"exactly 3 along a", [3]int{10, 1, 1}, 0.1 * mm, 100 * mm, 3},
		{"3.3 along a", [3]int{11, 1, 1}, 0.1 * mm, 100 * mm, 4},
		{"the longest edge counts: 30 along c", [3]int{10, 10, 50}, 0.1 * mm, 100 * mm, 30},
		{"b is short: 15", [3]int{1, 100, 1}, 0.1 * mm, 100 * mm, 15},
		{"half the pixel", [3]int{1, 1, 50}, 0.05 * mm, 100 * mm, 15},
		{"twice the distance", [3]int{1, 1, 50}, 0.1 * mm, 200 * mm, 15},
		{"behind the sample", [3]int{1, 1, 50}, 0.1 * mm, -200 * mm, 15},
		{"beyond any int", [3]int{1, 1, 50}, 0.1 * mm, 0, math.Inf(1)},
	} {
		if got := AutoOversample(o, c.cells, c.pixel, 1e-10, c.distance); got != c.want {
			t.Errorf("%s: AutoOversample = %g, want %g", c.name, got, c.want)
		}
	}
}
