package portable

import (
	"math"
	"testing"
)

// The bit patterns below were printed by this package on amd64. The same table is
// run under GOOS=js GOARCH=wasm, with GOAMD64=v3 (fused multiply-add) and on
// arm64: passing there is the proof of identity.

func TestExpGolden(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want uint64
	}{
		{0.5, 0x3ffa61298e1e069c},
		{-0.5, 0x3fe368b2fc6f960a},
		{1, 0x4005bf0a8b14576a},
		{-1, 0x3fd78b56362cef38},
		{0.1, 0x3ff1aec7b35a00d4},
		{3, 0x403415e5bf6fb106},
		{-13.7, 0x3eb2d4ded4836777},
		{-39.99, 0x3c53c9fa9072721e},
		{100.25, 0x48f8c39b9134bac4},
		{-700.5, 0x00c4ff475c68ca02},
		{709.7, 0x7fed75ae7a50ee14},
		{-708.5, 0x000e6cf6d08897ac},
		{-744.4, 0x0000000000000001},
		{1e-09, 0x3ff000000044b830},
		{-1e-09, 0x3fefffffff768fa1},
	} {
		if got := math.Float64bits(Exp(c.x)); got != c.want {
			t.Errorf("bits of Exp(%v) = %#016x, want %#016x", c.x, got, c.want)
		}
	}
}

func TestLogGolden(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want uint64
	}{
		{2, 0x3fe62e42fefa39ef},
		{3, 0x3ff193ea7aad030a},
		{10, 0x40026bb1bbb55516},
		{0.1, 0xc0026bb1bbb55515},
		{0.7071067811865475, 0xbfd62e42fefa39f1},
		{0.7071067811865476, 0xbfd62e42fefa39ee},
		{1.0000001, 0x3e7ad7f2847b6492},
		{0.9999999, 0xbe7ad7f2b1049b9f},
		{1.4142135623730951, 0x3fd62e42fefa39f0},
		{12345.678, 0x4022d79559791e31},
		{1e+300, 0x4085963447f87fb5},
		{1e-300, 0xc085963447f87fb5},
		{1e-310, 0xc0864e69394d9508},
	} {
		if got := math.Float64bits(Log(c.x)); got != c.want {
			t.Errorf("bits of Log(%v) = %#016x, want %#016x", c.x, got, c.want)
		}
	}
}

// TestGoldenMany folds the bits of 20000 values of each function into one number,
// so that a single differing last bit anywhere shows.
func TestGoldenMany(t *testing.T) {
	const (
		wantExp = 0xa4052e010024fb1b
		wantLog = 0x6daa970910c488a7
	)
	var exp, log uint64
	for i := range 20000 {
		x := -40 + float64(i)/256 // exact on every machine
		exp = exp*31 + math.Float64bits(Exp(x))
		log = log*31 + math.Float64bits(Log(float64(i+1)/64))
	}
	if exp != wantExp {
		t.Errorf("fold of 20000 bit patterns of Exp = %#x, want %#x", exp, uint64(wantExp))
	}
	if log != wantLog {
		t.Errorf("fold of 20000 bit patterns of Log = %#x, want %#x", log, uint64(wantLog))
	}
}
