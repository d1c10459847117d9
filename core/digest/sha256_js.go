package digest

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// NewSHA256 returns the digest of FIPS 180-4 that is called so, 32 bytes.
func NewSHA256() Digest {
	d := &blocks{mix: mixSHA256, order: binary.BigEndian}
	for _, p := range primes[:8] {
		d.state = append(d.state, fraction(math.Sqrt(p)))
	}
	return d
}

// primes are the first 64.
var primes = func() (list []float64) {
	for n := 2; len(list) < 64; n++ {
		prime := true
		for _, p := range list {
			prime = prime && n%int(p) != 0
		}
		if prime {
			list = append(list, float64(n))
		}
	}
	return list
}()

// roots are the constants K of FIPS 180-4, section 4.2.2: the fractions of the cube roots
// of the primes.
var roots = func() (t [64]uint32) {
	for i, p := range primes {
		t[i] = fraction(math.Cbrt(p))
	}
	return t
}()

// fraction returns the first 32 bits of the binary fraction of x.
func fraction(x float64) uint32 { return uint32((x - math.Floor(x)) * (1 << 32)) }

// mixSHA256 mixes a block into the state as FIPS 180-4 says in section 6.2.2.
func mixSHA256(state []uint32, block []byte) {
	var w [64]uint32
	for i := range 16 {
		w[i] = binary.BigEndian.Uint32(block[4*i:])
	}
	for i := 16; i < 64; i++ {
		x, y := w[i-15], w[i-2]
		w[i] = w[i-16] + w[i-7] +
			(bits.RotateLeft32(x, -7) ^ bits.RotateLeft32(x, -18) ^ x>>3) +
			(bits.RotateLeft32(y, -17) ^ bits.RotateLeft32(y, -19) ^ y>>10)
	}
	var s [8]uint32
	copy(s[:], state)
	for i := range 64 {
		a, b, c, e := s[0], s[1], s[2], s[4]
		chosen := e&s[5] ^ ^e&s[6]
		major := a&b ^ a&c ^ b&c
		t := s[7] + chosen + roots[i] + w[i] +
			(bits.RotateLeft32(e, -6) ^ bits.RotateLeft32(e, -11) ^ bits.RotateLeft32(e, -25))
		copy(s[1:], s[:7])
		s[4] += t
		s[0] = t + major + (bits.RotateLeft32(a, -2) ^ bits.RotateLeft32(a, -13) ^ bits.RotateLeft32(a, -22))
	}
	for i := range state {
		state[i] += s[i]
	}
}
