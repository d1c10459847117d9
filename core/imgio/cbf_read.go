package imgio

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gobragg/core/digest"
)

// cbfRanges are the pixels that are read, by X-Binary-Element-Type.
var cbfRanges = map[string]struct {
	element   Element
	low, high int64
}{
	"signed 8-bit integer":    {Int8, math.MinInt8, math.MaxInt8},
	"unsigned 8-bit integer":  {Uint8, 0, math.MaxUint8},
	"signed 16-bit integer":   {Int16, math.MinInt16, math.MaxInt16},
	"unsigned 16-bit integer": {Uint16, 0, math.MaxUint16},
	"signed 32-bit integer":   {Int32, math.MinInt32, math.MaxInt32},
	"unsigned 32-bit integer": {Uint32, 0, math.MaxUint32},
}

// ReadCBF reads the first image of a CBF file: whole numbers, byte-offset
// compressed, as Pilatus and Eiger detectors and programs in their place write
// it. Header has the lines "# Key value" of the mini-CBF header, see
// ParseMiniCBFHeader, then the MIME fields in front of the pixels. A checksum
// that does not fit the pixels is an error.
func ReadCBF(r io.Reader) (*Image, error) {
	m, err := readCBF(bufio.NewReaderSize(r, bufferSize))
	if err != nil {
		return nil, fmt.Errorf("CBF: %w", err)
	}
	return m, nil
}

// ReadCBFHeader reads the header alone: the lines "# Key value" and the MIME
// fields. It may read r beyond the header.
func ReadCBFHeader(r io.Reader) (Header, error) {
	h, _, err := readCBFHeader(bufio.NewReaderSize(r, bufferSize))
	if err != nil {
		return nil, fmt.Errorf("CBF: %w", err)
	}
	return h, nil
}

func readCBF(b *bufio.Reader) (*Image, error) {
	h, conversion, err := readCBFHeader(b)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(conversion, cbfByteOffset) {
		return nil, fmt.Errorf("pixels are stored as %.40q, want %s", conversion, cbfByteOffset)
	}
	width, err := h.Int(cbfFast)
	if err != nil {
		return nil, err
	}
	height, err := h.Int(cbfSlow)
	if err != nil {
		return nil, err
	}
	if err := checkSize(width, height); err != nil {
		return nil, err
	}
	if s, ok := h.Get(cbfThird); ok && s != "1" {
		return nil, fmt.Errorf("%s: %.20q; one image is read, not a volume", cbfThird, s)
	}
	if s, ok := h.Get(cbfElements); ok && s != strconv.Itoa(width*height) {
		return nil, fmt.Errorf("%s: %.20q, but %d × %d pixels", cbfElements, s, width, height)
	}
	size, err := h.Int(cbfLength)
	if err != nil {
		return nil, err
	}
	if size < width*height || size > maxOffset*width*height {
		return nil, fmt.Errorf("%s: %d bytes cannot be %d × %d compressed pixels", cbfLength, size, width, height)
	}
	kind, _ := h.Get(cbfElement)
	limits, ok := cbfRanges[kind]
	if !ok {
		return nil, fmt.Errorf("%s: %.40q, want whole numbers of at most 32 bits", cbfElement, kind)
	}

	// The checksum is of the compressed bytes as they pass.
	sum := digest.NewMD5()
	data := &io.LimitedReader{R: b, N: int64(size)}
	checked := io.TeeReader(data, sum)
	m := &Image{Info: Info{Format: FormatCBF, Element: kind, Type: limits.element, Header: h}, Width: width, Height: height}
	if limits.element == Uint32 {
		var pix []uint32
		pix, err = readByteOffset[uint32](checked, width*height, limits.low, limits.high)
		m.pix = typed[uint32](pix)
	} else {
		var pix []int32
		pix, err = readByteOffset[int32](checked, width*height, limits.low, limits.high)
		m.pix = typed[int32](pix)
	}
	if err != nil {
		return nil, fmt.Errorf("%d × %d pixels: %w", width, height, err)
	}
	if data.N > 0 {
		return nil, fmt.Errorf("compressed pixels end %d bytes before %s: %w", data.N, cbfLength, io.ErrUnexpectedEOF)
	}
	if want, ok := h.Get(cbfChecksum); ok {
		if got := base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != want {
			return nil, fmt.Errorf("pixels are damaged: their MD5 sum is %s, the header has %.40q", got, want)
		}
	}
	return m, nil
}

// readCBFHeader reads up to the first compressed byte. conversion is how the
// pixels are stored.
func readCBFHeader(b *bufio.Reader) (h Header, conversion string, err error) {
	left := maxHeader
	// line returns the next line without its end; binary data may follow it.
	line := func() (string, error) {
		text, err := b.ReadSlice('\n')
		left -= len(text)
		switch {
		case errors.Is(err, bufio.ErrBufferFull) || left < 0:
			return "", fmt.Errorf("header longer than %d bytes", maxHeader)
		case errors.Is(err, io.EOF):
			return "", fmt.Errorf("header ends after %d bytes: %w", maxHeader-left, io.ErrUnexpectedEOF)
		case err != nil:
			return "", err
		}
		return string(bytes.TrimRight(text, "\r\n")), nil
	}

	first := true
	var contents strings.Builder
	for {
		text, err := line()
		if err != nil {
			return nil, "", err
		}
		if first && !strings.HasPrefix(text, cbfMagic) {
			return nil, "", fmt.Errorf("file starts with %.8q, want %q", text, cbfMagic)
		}
		if text == cbfSection {
			break
		}
		// "###CBF" and what programs add with several signs are comments.
		if strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "##") {
			contents.WriteString(text + "\n")
		}
		first = false
	}
	h = parseMiniCBF(contents.String())

	for {
		text, err := line()
		if err != nil {
			return nil, "", err
		}
		if text == "" {
			break
		}
		// Content-Type has its parameters behind semicolons, or in lines of their own.
		for part := range strings.SplitSeq(text, ";") {
			part = strings.TrimSpace(part)
			if value, ok := strings.CutPrefix(part, "conversions="); ok {
				conversion = unquote(value)
			} else if key, value, ok := strings.Cut(part, ":"); ok {
				h = append(h, Field{strings.TrimSpace(key), unquote(strings.TrimSpace(value))})
			}
		}
	}

	start := make([]byte, len(cbfStart))
	if _, err := io.ReadFull(b, start); err != nil {
		return nil, "", fmt.Errorf("no pixels: %w", noEOF(err))
	}
	if string(start) != cbfStart {
		return nil, "", fmt.Errorf("pixels start with % x, want % x", start, cbfStart)
	}
	return h, conversion, nil
}

// unquote returns s without quotes around it.
func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}
