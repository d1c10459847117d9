package imgio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"gobragg/core/frame"
)

// WriteRaw writes the pixels as little-endian float32 without a header, slow
// outer, fast inner: the float image of the reference program.
func WriteRaw(w io.Writer, f *frame.Frame) error {
	return writeLines(w, nil, f.Height, 4*f.Width, func(y int, dst []byte) { encodeFloat32(dst, f.Row(y)) })
}

// ReadRaw reads width × height (fast × slow) pixels as WriteRaw writes them. A
// file of any other length is an error.
func ReadRaw(r io.Reader, width, height int) (*frame.Frame, error) {
	if err := checkSize(width, height); err != nil {
		return nil, fmt.Errorf("raw float32: %w", err)
	}
	pix, err := readPixels(r, width*height, 4, decodeFloat32)
	if err != nil {
		return nil, fmt.Errorf("raw float32, %d × %d pixels: %w", width, height, err)
	}
	switch n, err := io.ReadFull(r, make([]byte, 1)); {
	case n > 0:
		return nil, fmt.Errorf("raw float32: more than the %d bytes of %d × %d pixels", 4*width*height, width, height)
	case !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("raw float32: after the pixels: %w", err)
	}
	return frame.Wrap(width, height, pix), nil
}

// encodeFloat32 writes src to dst, 4·len(src) bytes, little-endian.
func encodeFloat32(dst []byte, src []float32) {
	pair := func(a, b float32) uint64 { return uint64(math.Float32bits(a)) | uint64(math.Float32bits(b))<<32 }
	for len(src) >= 4 && len(dst) >= 16 { // four at once: two thirds of the time
		binary.LittleEndian.PutUint64(dst, pair(src[0], src[1]))
		binary.LittleEndian.PutUint64(dst[8:], pair(src[2], src[3]))
		src, dst = src[4:], dst[16:]
	}
	for i, v := range src {
		binary.LittleEndian.PutUint32(dst[4*i:], math.Float32bits(v))
	}
}

// decodeFloat32 is the inverse of encodeFloat32.
func decodeFloat32(dst []float32, src []byte) {
	for i := range dst {
		dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
	}
}
