package portable

import (
	"math"
	"math/rand/v2"
	"testing"
)

// maxUlp is the promise of the package: the error bound of Exp and Log in units
// in the last place.
const maxUlp = 1.0

// points is the number of random arguments of each interval.
const points = 1500

// sameFloat reports equal bits, all NaN counting as one.
func sameFloat(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

func TestExpAccuracy(t *testing.T) {
	intervals := []struct {
		name   string
		lo, hi float64
	}{
		{"one reduced interval", -0.35, 0.35},
		{"Gaussian shape", -40, 0},
		{"small", -1e-6, 1e-6},
		{"normal results", -708, 709.7},
		{"near overflow", 709, 709.78},
		{"subnormal results", -745.1, -708},
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, iv := range intervals {
		worst, at := 0.0, 0.0
		for range points {
			x := iv.lo + (iv.hi-iv.lo)*r.Float64()
			if e := ulpError(Exp(x), bigExp(x)); e > worst {
				worst, at = e, x
			}
		}
		t.Logf("%s: worst error %.3f ulp at %v", iv.name, worst, at)
		if !(worst <= maxUlp) {
			t.Errorf("%s: Exp(%v) = %v, want %v (error %.3f ulp, tol %v)",
				iv.name, at, Exp(at), bigExp(at).Text('g', 20), worst, maxUlp)
		}
	}
}

func TestLogAccuracy(t *testing.T) {
	intervals := []struct {
		name   string
		lo, hi float64 // of log2 x
	}{
		{"one reduced interval", -0.5, 0.5},
		{"ends of the reduced interval", -0.5001, -0.4999},
		{"near one", -1e-4, 1e-4},
		{"next octaves", -3, 3},
		{"normal", -1022, 1024},
		{"subnormal", -1070, -1022},
	}
	r := rand.New(rand.NewPCG(3, 4))
	for _, iv := range intervals {
		worst, at := 0.0, 1.0
		for range points {
			x := math.Exp2(iv.lo + (iv.hi-iv.lo)*r.Float64())
			if x == 1 {
				continue
			}
			if e := ulpError(Log(x), bigLog(x)); e > worst {
				worst, at = e, x
			}
		}
		t.Logf("%s: worst error %.3f ulp at %v", iv.name, worst, at)
		if !(worst <= maxUlp) {
			t.Errorf("%s: Log(%v) = %v, want %v (error %.3f ulp, tol %v)",
				iv.name, at, Log(at), bigLog(at).Text('g', 20), worst, maxUlp)
		}
	}
}

func TestExpEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ x, want float64 }{
		{0, 1}, {math.Copysign(0, -1), 1}, {inf, inf}, {-inf, 0}, {nan, nan},
		{math.MaxFloat64, inf}, {-math.MaxFloat64, 0},
		{math.SmallestNonzeroFloat64, 1}, {-math.SmallestNonzeroFloat64, 1},
		{0x1p-60, 1}, {709.782712893384, 0x1.fffffffffff2ap+1023}, {709.782712893385, inf},
		{-745.1332191019411, math.SmallestNonzeroFloat64}, {-745.1332191019412, 0}, {-746, 0},
	} {
		if got := Exp(c.x); !sameFloat(got, c.want) {
			t.Errorf("Exp(%v) = %v (%x), want %v", c.x, got, got, c.want)
		}
	}
}

func TestLogEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ x, want float64 }{
		{0, -inf}, {math.Copysign(0, -1), -inf}, {inf, inf}, {-inf, nan}, {nan, nan}, {-1, nan},
		{-math.SmallestNonzeroFloat64, nan}, {1, 0}, {2, math.Ln2}, {0.5, -math.Ln2},
		{math.SmallestNonzeroFloat64, -744.4400719213812}, {math.MaxFloat64, 709.782712893384},
		{0x1p-1022, -708.3964185322641},
	} {
		if got := Log(c.x); !sameFloat(got, c.want) {
			t.Errorf("Log(%v) = %v, want %v", c.x, got, c.want)
		}
	}
}

// TestExpMonotone steps over the seams between reduced intervals, where k changes
// and with it every intermediate value.
func TestExpMonotone(t *testing.T) {
	for k := -1000; k <= 1000; k += 37 {
		x := (float64(k) + 0.5) * math.Ln2
		for range 20 {
			x = math.Nextafter(x, math.Inf(-1))
		}
		previous := Exp(x)
		for range 40 {
			x = math.Nextafter(x, math.Inf(1))
			y := Exp(x)
			if y < previous {
				t.Fatalf("Exp(%v) = %v, want at least %v, its left neighbour's value", x, y, previous)
			}
			previous = y
		}
	}
}
