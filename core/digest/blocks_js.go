package digest

import (
	"encoding/binary"
	"slices"
)

// blockSize is how many bytes a digest takes in at a time.
const blockSize = 64

// blocks is what MD5 and SHA-256 have in common: a state of 32-bit words into which one
// block of the message is mixed after the other. The last are padded by a one bit, zeros,
// and the length of the message in bits.
type blocks struct {
	state  []uint32
	mix    func(state []uint32, block []byte)
	order  binary.AppendByteOrder // of the words of the digest, and of the length
	rest   []byte                 // the message since the last whole block
	length uint64                 // of the message, bytes
}

func (d *blocks) Write(p []byte) (int, error) {
	n := len(p)
	d.length += uint64(n)
	if len(d.rest) > 0 {
		missing := min(blockSize-len(d.rest), n)
		d.rest = append(d.rest, p[:missing]...)
		p = p[missing:]
		if len(d.rest) == blockSize {
			d.mix(d.state, d.rest)
			d.rest = d.rest[:0]
		}
	}
	for ; len(p) >= blockSize; p = p[blockSize:] {
		d.mix(d.state, p[:blockSize])
	}
	d.rest = append(d.rest, p...)
	return n, nil
}

func (d *blocks) Sum(b []byte) []byte {
	last := append(slices.Clone(d.rest), 0x80)
	for len(last)%blockSize != blockSize-8 {
		last = append(last, 0)
	}
	last = d.order.AppendUint64(last, 8*d.length)
	state := slices.Clone(d.state)
	for block := range slices.Chunk(last, blockSize) {
		d.mix(state, block)
	}
	for _, word := range state {
		b = d.order.AppendUint32(b, word)
	}
	return b
}
