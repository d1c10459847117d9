package hkl

import (
	"encoding/binary"
	"encoding/hex"
	"math"

	"gobragg/core/digest"
)

// hashDigits is the length of a List's hash, hexadecimal digits: 64 bits tell apart
// the files anyone will ever compare.
const hashDigits = 16

// Hash returns a short name for the contents: the first 16 hexadecimal digits of the
// SHA-256 of the reflections that count, ordered by h, k, l, each as three int32
// and one float32, little-endian. It does not depend on the order of lines (save
// which of several with the same indices is last), on comments or on the way numbers
// are written.
func (x *List) Hash() string {
	const chunk = 4096
	h := digest.NewSHA256()
	buf := make([]byte, 0, 16*chunk)
	for _, r := range x.unique() {
		buf = binary.LittleEndian.AppendUint32(buf, uint32(r.H))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(r.K))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(r.L))
		buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(r.F))
		if len(buf) == cap(buf) {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil))[:hashDigits]
}
