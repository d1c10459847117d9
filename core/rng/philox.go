package rng

// Multipliers and rounds of Philox4x32.
const (
	PhiloxM0     = 0xD2511F53
	PhiloxM1     = 0xCD9E8D57
	PhiloxRounds = 10
)

// Key increments: the golden ratio and √3 − 1 as 32-bit fractions.
const (
	philoxW0 = 0x9E3779B9
	philoxW1 = 0xBB67AE85
)

// Philox is the counter-based generator Philox4x32-10: a keyed bijection of 128-bit
// counters whose images pass the known batteries of statistical tests. It has no
// state; the counter says which numbers one gets.
//
// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", SC11 (2011), doi 10.1145/2063384.2063405.
type Philox struct{ key [2]uint32 }

// NewPhilox returns the generator whose key is seed, its low word first.
func NewPhilox(seed uint64) Philox {
	return Philox{[2]uint32{uint32(seed), uint32(seed >> 32)}}
}

// Keys returns the two key words of every round.
func (p Philox) Keys() (keys [PhiloxRounds][2]uint32) {
	k := p.key
	for i := range keys {
		keys[i] = k
		k[0] += philoxW0
		k[1] += philoxW1
	}
	return keys
}

// Block returns the four random words of a counter.
func (p Philox) Block(counter [4]uint32) [4]uint32 {
	c0, c1, c2, c3 := p.block(counter[0], counter[1], counter[2], counter[3])
	return [4]uint32{c0, c1, c2, c3}
}

// block is Block with the words in registers: half the time of passing arrays.
func (p Philox) block(c0, c1, c2, c3 uint32) (uint32, uint32, uint32, uint32) {
	k0, k1 := p.key[0], p.key[1]
	for range PhiloxRounds {
		p0 := uint64(c0) * PhiloxM0
		p1 := uint64(c2) * PhiloxM1
		c0, c1, c2, c3 = uint32(p1>>32)^(c1^k0), uint32(p1), uint32(p0>>32)^(c3^k1), uint32(p0)
		k0 += philoxW0
		k1 += philoxW1
	}
	return c0, c1, c2, c3
}

// Stream is a sequence of uniform deviates: the blocks of a Philox for the counters
// (n, stream), n = 0, 1, 2 … 2⁶⁴−1. Streams of the same seed never share a counter.
// It is a plain value: copying it copies the position.
type Stream struct {
	philox Philox
	stream uint64
	block  uint64 // the next n
	second uint64 // the half of the last block not yet used
	half   bool   // whether there is one
}

// NewStream returns the stream with the given number for a seed, at its start.
func NewStream(seed, stream uint64) Stream {
	return Stream{philox: NewPhilox(seed), stream: stream}
}

// Uint64 returns the next 64 random bits.
func (s *Stream) Uint64() uint64 {
	if s.half {
		s.half = false
		return s.second
	}
	w0, w1, w2, w3 := s.philox.block(
		uint32(s.block), uint32(s.block>>32), uint32(s.stream), uint32(s.stream>>32))
	s.block++
	s.second = uint64(w2) | uint64(w3)<<32
	s.half = true
	return uint64(w0) | uint64(w1)<<32
}

// Float64 returns the next uniform deviate in (0, 1): an odd multiple of 2⁻⁵³,
// neither 0 nor 1, so that its logarithm and its complement's are finite.
func (s *Stream) Float64() float64 { return unit(s.Uint64()) }

// unit takes the upper 52 bits to the middle of their interval of width 2⁻⁵².
func unit(bits uint64) float64 { return (float64(bits>>12) + 0.5) * 0x1p-52 }
