package rng

import (
	"math"
	"testing"
)

// TestPhiloxKnownAnswers: the vectors published with the paper (Random123, file
// kat_vectors, philox4x32 with 10 rounds); the last counter and key are the first
// hexadecimal digits of π.
func TestPhiloxKnownAnswers(t *testing.T) {
	const all = 0xffffffff
	for _, c := range []struct {
		name    string
		counter [4]uint32
		key     [2]uint32
		want    [4]uint32
	}{
		{"zeros", [4]uint32{}, [2]uint32{},
			[4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{"ones", [4]uint32{all, all, all, all}, [2]uint32{all, all},
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{"digits of π", [4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		p := NewPhilox(uint64(c.key[0]) | uint64(c.key[1])<<32)
		if got := p.Block(c.counter); got != c.want {
			t.Errorf("%s: Block = %08x, want %08x", c.name, got, c.want)
		}
	}
}

func TestStreamFollowsBlocks(t *testing.T) {
	const seed, stream = 0x0123456789abcdef, 0xfedcba9876543210
	s := NewStream(seed, stream)
	for n := range uint32(5) {
		w := NewPhilox(seed).Block([4]uint32{n, 0, stream & 0xffffffff, stream >> 32})
		for i := 0; i < 4; i += 2 {
			want := uint64(w[i]) | uint64(w[i+1])<<32
			if got := s.Uint64(); got != want {
				t.Errorf("deviate %d of block %d = %#x, want %#x", i/2, n, got, want)
			}
		}
	}
}

func TestStreamIsAValue(t *testing.T) {
	s := NewStream(1, 2)
	s.Float64()
	copied := s
	if a, b := s.Float64(), copied.Float64(); a != b {
		t.Errorf("the copy's next deviate = %v, want the original's, %v", b, a)
	}
	if n := testing.AllocsPerRun(100, func() {
		s := NewStream(1, 3)
		Poisson(100, &s)
	}); n != 0 {
		t.Errorf("a stream and a deviate take %v allocations, want 0", n)
	}
}

// TestStreamUniform bins the deviates of one long stream and the first deviates of
// many neighbouring streams (the pixels of an image).
func TestStreamUniform(t *testing.T) {
	const n, bins = 200000, 100
	along, across := make([]float64, bins), make([]float64, bins)
	s := NewStream(9, 0)
	for i := range uint64(n) {
		x := s.Float64()
		first := NewStream(9, i+1)
		y := first.Float64()
		if !(x > 0 && x < 1 && y > 0 && y < 1) {
			t.Fatalf("deviates = %v, %v, want in (0, 1)", x, y)
		}
		along[bin(x, bins)]++
		across[bin(y, bins)]++
	}
	if p := uniformP(along); p < pMin {
		t.Errorf("p-value along a stream = %v, want at least %v", p, pMin)
	}
	if p := uniformP(across); p < pMin {
		t.Errorf("p-value across streams = %v, want at least %v", p, pMin)
	}
}

func TestStreamFloat64Ends(t *testing.T) {
	for _, c := range []struct {
		word uint64
		want float64
	}{{0, 0x1p-53}, {math.MaxUint64, 1 - 0x1p-53}} {
		s := Stream{second: c.word, half: true}
		if got := s.Float64(); got != c.want {
			t.Errorf("Float64 of the bits %#x = %v, want %v", c.word, got, c.want)
		}
	}
}

func BenchmarkPhiloxBlock(b *testing.B) {
	p := NewPhilox(1)
	var c [4]uint32
	for b.Loop() {
		c = p.Block(c)
	}
}

func BenchmarkStreamFloat64(b *testing.B) {
	s := NewStream(1, 1)
	for b.Loop() {
		s.Float64()
	}
}
