package digest

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// NewMD5 returns the digest of RFC 1321, 16 bytes.
func NewMD5() Digest {
	return &blocks{
		state: []uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476},
		mix:   mixMD5,
		order: binary.LittleEndian,
	}
}

// sines is the table T of RFC 1321: ⌊2³² |sin i|⌋ for i = 1 … 64.
var sines = func() (t [64]uint32) {
	for i := range t {
		t[i] = uint32(math.Abs(math.Sin(float64(i+1))) * (1 << 32))
	}
	return t
}()

// turns are the rotations of the four rounds, which repeat.
var turns = [4][4]int{{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}

// mixMD5 mixes a block into the state by the four rounds of RFC 1321, section 3.4.
func mixMD5(state []uint32, block []byte) {
	var words [16]uint32
	for i := range words {
		words[i] = binary.LittleEndian.Uint32(block[4*i:])
	}
	a, b, c, d := state[0], state[1], state[2], state[3]
	for i := range 64 {
		var f uint32
		var k int
		switch i / 16 {
		case 0:
			f, k = b&c|^b&d, i
		case 1:
			f, k = b&d|c&^d, 5*i+1
		case 2:
			f, k = b^c^d, 3*i+5
		case 3:
			f, k = c^(b|^d), 7*i
		}
		turned := bits.RotateLeft32(a+f+words[k%16]+sines[i], turns[i/16][i%4])
		a, b, c, d = d, b+turned, b, c
	}
	state[0] += a
	state[1] += b
	state[2] += c
	state[3] += d
}
