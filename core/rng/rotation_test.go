package rng

import (
	"math"
	"testing"

	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// matrixTol bounds the rounding of a rotation matrix from a unit axis or quaternion:
// some ten operations on numbers of size 1, 1.1e-16 each.
const matrixTol = 2e-15

func TestRotationsAreProper(t *testing.T) {
	r := NewRan1(5)
	for range 200 {
		for name, m := range map[string]geom.Mat3{
			"MosaicRotation":  MosaicRotation(r, 0.01),
			"compat misset":   MosaicRotation(r, CompatMissetSpread),
			"UniformRotation": UniformRotation(r),
		} {
			p := m.Mul(m.T())
			for i := range p {
				if math.Abs(p[i]-geom.Identity[i]) > matrixTol {
					t.Fatalf("%s: element %d of M·Mᵀ = %v, want %v (tol %v)", name, i, p[i], geom.Identity[i], matrixTol)
				}
			}
			if d := m.Det(); math.Abs(d-1) > matrixTol {
				t.Fatalf("%s: determinant = %v, want 1 (tol %v)", name, d, matrixTol)
			}
		}
	}
}

// rotationAngle returns the angle of a rotation matrix, 0 … π, from the lengths of
// its antisymmetric part and its trace: exact for small angles too.
func rotationAngle(m geom.Mat3) float64 {
	v := r3.Vec{X: m[7] - m[5], Y: m[2] - m[6], Z: m[3] - m[1]}
	return math.Atan2(r3.Norm(v), m[0]+m[4]+m[8]-1)
}

// TestMosaicAngles compares the angles with their law: spread·(1−x²)^⅓, x uniform
// on (−1, 1), so that P(angle ≤ α) = 1 − √(1 − (α/spread)³).
func TestMosaicAngles(t *testing.T) {
	const n, bins, spread = 20000, 40, 0.5 * units.Degree
	// An angle is a single-precision number, and the spread is rounded to one.
	const angleTol = 1e-7
	r := NewRan1(12345678)
	counts := make([]float64, bins)
	for range n {
		a := rotationAngle(MosaicRotation(r, spread)) / spread
		if a > 1+angleTol {
			t.Fatalf("angle = %v of the spread, want at most 1 (tol %v)", a, angleTol)
		}
		counts[bin(1-math.Sqrt(max(0, 1-a*a*a)), bins)]++
	}
	if p := uniformP(counts); p < pMin {
		t.Errorf("p-value of the mosaic angles = %v, want at least %v", p, pMin)
	}
}

// TestMosaicRotationGolden pins orientations that were rendered and compared with the
// reference program's images of the same seeds (mosaic seed 777, 25 domains of 0.6°;
// -misset random, misset seed 20202): they agreed to 5e-8 of the peak.
func TestMosaicRotationGolden(t *testing.T) {
	const tol = 1e-11 // degrees: matrixTol, and the conditioning of the arctangents
	domains := NewRan1(777)
	for _, c := range []struct {
		name   string
		r      *Ran1
		spread float64
		want   [3]float64 // missetting angles x, y, z, degrees
	}{
		{"seed 777, domain 0", domains, 0.6 * units.Degree, [3]float64{0.119519281620587, 0.0754665267913912, 0.20874169738006}},
		{"seed 777, domain 1", domains, 0.6 * units.Degree, [3]float64{0.219882026575739, -0.0929552658238386, 0.251153805330176}},
		{"misset seed 20202", NewRan1(20202), CompatMissetSpread, [3]float64{-93.9451312785501, -47.1470038887752, 4.39824515798422}},
	} {
		x, y, z := geom.AnglesXYZ(MosaicRotation(c.r, c.spread))
		for i, got := range [3]float64{x / units.Degree, y / units.Degree, z / units.Degree} {
			if math.Abs(got-c.want[i]) > tol {
				t.Errorf("%s: angle %d = %.15g°, want %.15g° (tol %v)", c.name, i, got, c.want[i], tol)
			}
		}
	}
}

// haarP returns the p-values of tests for the uniform distribution over rotations,
// of n draws: of the rotation angle, whose density is (1 − cos θ)/π, and of the
// image of a fixed vector, which is uniform over the sphere.
func haarP(n int, draw func() geom.Mat3) (angle, image float64) {
	const bins, rings, sectors = 40, 10, 10
	angles := make([]float64, bins)
	cells := make([]float64, rings*sectors)
	v := r3.Vec{X: 1.0 / 3, Y: 2.0 / 3, Z: 2.0 / 3}
	for range n {
		m := draw()
		theta := rotationAngle(m)
		angles[bin((theta-math.Sin(theta))/math.Pi, bins)]++
		w := m.MulVec(v)
		ring := bin((w.Z+1)/2, rings)
		sector := bin(math.Atan2(w.Y, w.X)/(2*math.Pi)+0.5, sectors)
		cells[ring*sectors+sector]++
	}
	return uniformP(angles), uniformP(cells)
}

const haarDraws = 20000

func TestUniformRotationIsHaar(t *testing.T) {
	r := NewRan1(20202)
	angle, image := haarP(haarDraws, func() geom.Mat3 { return UniformRotation(r) })
	if angle < pMin {
		t.Errorf("p-value of the rotation angle = %v, want at least %v", angle, pMin)
	}
	if image < pMin {
		t.Errorf("p-value of a turned vector = %v, want at least %v", image, pMin)
	}
}

// TestUniformRotationSeeds draws one rotation from each of many consecutive seeds,
// which is how a series of simulations uses it.
func TestUniformRotationSeeds(t *testing.T) {
	seed := int64(0)
	angle, image := haarP(haarDraws, func() geom.Mat3 {
		seed++
		return UniformRotation(NewRan1(seed))
	})
	if angle < pMin || image < pMin {
		t.Errorf("p-values over consecutive seeds = %v, %v, want at least %v", angle, image, pMin)
	}
}

// TestCompatMissetIsNotHaar shows that the tests above can fail: the reference
// program's orientations do not pass.
func TestCompatMissetIsNotHaar(t *testing.T) {
	r := NewRan1(20202)
	angle, _ := haarP(haarDraws, func() geom.Mat3 { return MosaicRotation(r, CompatMissetSpread) })
	if angle >= pMin {
		t.Errorf("p-value of the rotation angle = %v, want below %v", angle, pMin)
	}
}

// TestUniformRotationMoments: the elements of a uniform rotation have mean 0, mean
// square 1/3 and mean fourth power 1/5 (each is a component of a uniform unit vector).
func TestUniformRotationMoments(t *testing.T) {
	const n = haarDraws
	tolMean := sigmas * math.Sqrt(1.0/3/n)
	tolSquare := sigmas * math.Sqrt((1.0/5-1.0/9)/n)
	r := NewRan1(4)
	var sum, square [9]float64
	for range n {
		for i, x := range UniformRotation(r) {
			sum[i] += x / n
			square[i] += x * x / n
		}
	}
	for i := range sum {
		if math.Abs(sum[i]) > tolMean {
			t.Errorf("mean of element %d = %v, want 0 (tol %v)", i, sum[i], tolMean)
		}
		if math.Abs(square[i]-1.0/3) > tolSquare {
			t.Errorf("mean square of element %d = %v, want 1/3 (tol %v)", i, square[i], tolSquare)
		}
	}
}

func BenchmarkMosaicRotation(b *testing.B) {
	r := NewRan1(1)
	for b.Loop() {
		MosaicRotation(r, 0.01)
	}
}

func BenchmarkUniformRotation(b *testing.B) {
	r := NewRan1(1)
	for b.Loop() {
		UniformRotation(r)
	}
}
