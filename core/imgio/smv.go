package imgio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gobragg/core/frame"
)

// Values of TYPE and BYTE_ORDER that WriteSMV writes.
const (
	unsignedShort = "unsigned_short"
	littleEndian  = "little_endian"
	bigEndian     = "big_endian"
)

// maxHeader is the longest SMV header that is read; known programs write 512 to
// 8192 bytes.
const maxHeader = 1 << 20

// WriteSMV writes an image of unsigned 16-bit pixels, little-endian, slow outer,
// fast inner, behind its header. The header's SIZE1 and SIZE2 are the width and
// height; counts fills dst, one row, with the pixels of slow index y and is
// called for y = 0, 1, 2 … Header lines are as Header.Bytes describes.
func WriteSMV(w io.Writer, h Header, counts func(y int, dst []uint16)) error {
	width, height, e, order, err := h.layout()
	if err == nil && e != Uint16 {
		err = fmt.Errorf("%s, want TYPE=%s", h.typeField(), unsignedShort)
	}
	if err != nil {
		return fmt.Errorf("SMV header: %w", err)
	}
	if order != binary.ByteOrder(binary.LittleEndian) {
		return fmt.Errorf("SMV header: BYTE_ORDER=%s; pixels are written %s", bigEndian, littleEndian)
	}
	row := make([]uint16, width)
	return writeLines(w, h.Bytes(), height, 2*width, func(y int, dst []byte) {
		counts(y, row)
		encodeUint16(dst, row)
	})
}

// encodeUint16 writes src to dst, 2·len(src) bytes, little-endian.
func encodeUint16(dst []byte, src []uint16) {
	for len(src) >= 4 && len(dst) >= 8 { // four at once: a third of the time
		binary.LittleEndian.PutUint64(dst, uint64(src[0])|uint64(src[1])<<16|uint64(src[2])<<32|uint64(src[3])<<48)
		src, dst = src[4:], dst[8:]
	}
	for i, v := range src {
		binary.LittleEndian.PutUint16(dst[2*i:], v)
	}
}

// SMV is an image as read: counts, slow outer, fast inner.
type SMV struct {
	Header        Header
	Width, Height int
	Pix           []uint16
}

// Frame returns the counts, nothing subtracted, as a frame.
func (s *SMV) Frame() *frame.Frame {
	f := frame.New(s.Width, s.Height)
	for i, v := range s.Pix {
		f.Pix[i] = float32(v)
	}
	return f
}

// ReadSMV reads an image of unsigned 16-bit pixels in either byte order; for
// other types see ReadImage. It accepts the dialects of area detectors: headers of any length, spaces around
// "=", no form feed. A truncated image, another pixel type and a size beyond
// reason are errors.
func ReadSMV(r io.Reader) (*SMV, error) {
	h, err := ReadSMVHeader(r)
	if err != nil {
		return nil, err
	}
	width, height, e, order, err := h.layout()
	if err == nil && e != Uint16 {
		err = fmt.Errorf("%s, want TYPE=%s", h.typeField(), unsignedShort)
	}
	if err != nil {
		return nil, fmt.Errorf("SMV header: %w", err)
	}
	pix, err := readPixels(r, width*height, 2, func(dst []uint16, src []byte) {
		for i := range dst {
			dst[i] = order.Uint16(src[2*i:])
		}
	})
	if err != nil {
		return nil, fmt.Errorf("SMV of %d × %d pixels: %w", width, height, err)
	}
	return &SMV{Header: h, Width: width, Height: height, Pix: pix}, nil
}

// ReadSMVHeader reads the header alone and leaves r at the first pixel.
func ReadSMVHeader(r io.Reader) (Header, error) {
	text := make([]byte, headerBlock)
	if n, err := io.ReadFull(r, text); err != nil {
		return nil, fmt.Errorf("SMV header ends after %d of at least %d bytes: %w", n, headerBlock, noEOF(err))
	}
	size, err := headerSize(string(text))
	if err != nil {
		return nil, err
	}
	rest, err := readPixels(r, size-headerBlock, 1, func(dst, src []byte) { copy(dst, src) })
	if err != nil {
		return nil, fmt.Errorf("SMV header of HEADER_BYTES=%d: %w", size, err)
	}
	h, err := parseHeader(string(text) + string(rest))
	if err != nil {
		return nil, fmt.Errorf("SMV: %w", err)
	}
	return h, nil
}

// headerSize returns the value of HEADER_BYTES, which stands in the first 512
// bytes, or 512 if it does not.
func headerSize(start string) (int, error) {
	_, after, ok := strings.Cut(start, "HEADER_BYTES")
	if !ok {
		return headerBlock, nil
	}
	value, _, _ := strings.Cut(after, ";")
	value, _, _ = strings.Cut(value, "\n")
	value = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(value), "="))
	n, err := strconv.Atoi(value)
	if err != nil || n < headerBlock || n > maxHeader {
		return 0, fmt.Errorf("SMV header: HEADER_BYTES=%.20q is not a length of %d…%d", value, headerBlock, maxHeader)
	}
	return n, nil
}

// layout returns the size, type and byte order of the pixels, and an error if
// they are not two-dimensional or stored in a way that is not read. DIM, TYPE and
// BYTE_ORDER may be missing.
func (h Header) layout() (width, height int, e Element, order binary.ByteOrder, err error) {
	if width, err = h.Int("SIZE1"); err != nil {
		return
	}
	if height, err = h.Int("SIZE2"); err != nil {
		return
	}
	if err = checkSize(width, height); err != nil {
		return
	}
	if v, ok := h.Get("DIM"); ok && v != "2" {
		return 0, 0, 0, nil, fmt.Errorf("DIM=%s, want 2", v)
	}
	if e, err = h.smvElement(); err != nil {
		return 0, 0, 0, nil, err
	}
	if v, ok := h.Get("COMPRESSION"); ok && !strings.EqualFold(v, "none") {
		return 0, 0, 0, nil, fmt.Errorf("COMPRESSION=%s, want none", v)
	}
	switch v, ok := h.Get("BYTE_ORDER"); {
	case !ok, v == littleEndian:
		return width, height, e, binary.LittleEndian, nil
	case v == bigEndian:
		return width, height, e, binary.BigEndian, nil
	default:
		return 0, 0, 0, nil, fmt.Errorf("BYTE_ORDER=%s, want %s or %s", v, littleEndian, bigEndian)
	}
}

// noEOF returns err, with the end of the file as an unexpected one.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
