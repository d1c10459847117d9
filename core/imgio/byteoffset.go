package imgio

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// The byte-offset compression of CBF files stores the difference of each pixel
// to the one before, the first to 0, in the fewest bytes that hold it:
//
//	|difference| ≤ 127          1 byte
//	             ≤ 32767        0x80, 2 bytes
//	             ≤ 2147483647   0x80, 0x8000, 4 bytes
//	             else           0x80, 0x8000, 0x80000000, 8 bytes
//
// signed and little-endian, the most negative number of each size being the
// escape to the next. Differences of 32-bit pixels are taken modulo 2³², as CBFlib
// and fabio do: so only 2³¹ itself needs 8 bytes, which some readers do not know.
//
// Source: International Tables for Crystallography G, chapter 5.6; CBFlib manual,
// section 3.3.3.

// maxOffset is the largest number of bytes that a pixel takes.
const maxOffset = 1 + 2 + 4 + 8

// appendByteOffset appends the pixels in compressed form. previous is the pixel
// before the first.
func appendByteOffset(b []byte, pix []int32, previous int32) []byte {
	last := previous
	for _, v := range pix {
		d := v - last // modulo 2³²
		switch {
		case d >= -math.MaxInt8 && d <= math.MaxInt8:
			b = append(b, byte(d))
		case d >= -math.MaxInt16 && d <= math.MaxInt16:
			b = append(b, 0x80, byte(d), byte(d>>8))
		case d != math.MinInt32:
			b = append(b, 0x80, 0, 0x80, byte(d), byte(d>>8), byte(d>>16), byte(d>>24))
		default:
			b = append(b, 0x80, 0, 0x80, 0, 0, 0, 0x80)
			b = binary.LittleEndian.AppendUint64(b, uint64(int64(v)-int64(last)))
		}
		last = v
	}
	return b
}

// readByteOffset reads n pixels between low and high from r, which is left at its
// end. The slice grows with what r delivers: a pixel takes a byte at least.
func readByteOffset[T int32 | uint32](r io.Reader, n int, low, high int64) ([]T, error) {
	var pix []T
	buf := make([]byte, bufferSize)
	have, last := 0, int64(0) // bytes of buf not yet decoded, the pixel before
	for {
		got, err := io.ReadFull(r, buf[have:])
		end := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !end {
			return nil, err
		}
		data := buf[:have+got]
		want := min(n-len(pix), len(data))
		if start := len(pix); start+want > cap(pix) {
			larger := make([]T, start, min(n, max(growth*start, start+want)))
			copy(larger, pix)
			pix = larger
		}
		start := len(pix)
		used, done := 0, 0
		used, done, last = decodeByteOffset(pix[start:start+want], data, last, low, high)
		pix = pix[:start+done]
		if last < low || last > high {
			return nil, fmt.Errorf("pixel %d is %d, want %d…%d", len(pix), last, low, high)
		}
		if len(pix) == n {
			// Only the end of r and its checksum are still of interest.
			if !end {
				_, err = io.Copy(io.Discard, r)
				return pix, err
			}
			return pix, nil
		}
		if end {
			return nil, fmt.Errorf("compressed pixels end after %d of %d: %w", len(pix), n, io.ErrUnexpectedEOF)
		}
		have = copy(buf, data[used:])
	}
}

// decodeByteOffset decodes pixels from src into dst until either ends. last is
// the pixel before the first. It returns the number of bytes and pixels done and
// the latest pixel, which is outside low…high, and not in dst, if it stopped for
// that.
func decodeByteOffset[T int32 | uint32](dst []T, src []byte, last, low, high int64) (used, done int, now int64) {
	i := 0
	for k := range dst {
		if i >= len(src) {
			return i, k, last
		}
		d, size := int64(int8(src[i])), 1
		if d == math.MinInt8 {
			d, size = longOffset(src[i:])
			if size == 0 {
				return i, k, last
			}
		}
		now = int64(T(last + d)) // modulo 2³²
		if now < low || now > high {
			return i, k, now
		}
		dst[k] = T(now)
		last = now
		i += size
	}
	return i, len(dst), last
}

// longOffset returns the difference at the start of b, which is an escape, and
// its length, or 0 if b ends within it.
func longOffset(b []byte) (d int64, size int) {
	if len(b) < 3 {
		return 0, 0
	}
	if d = int64(int16(binary.LittleEndian.Uint16(b[1:]))); d != math.MinInt16 {
		return d, 3
	}
	if len(b) < 7 {
		return 0, 0
	}
	if d = int64(int32(binary.LittleEndian.Uint32(b[3:]))); d != math.MinInt32 {
		return d, 7
	}
	if len(b) < maxOffset {
		return 0, 0
	}
	return int64(binary.LittleEndian.Uint64(b[7:])), maxOffset
}
