package imgio

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// signedLong and longInt are the names of 32-bit counts in the fields TYPE, which
// ADSC's library and its descendants read, and Data_type, which d*TREK and fabio
// read.
const (
	signedLong = "signed_long"
	longInt    = "long int"
)

// smvTypes are the pixels that SMV files have, by TYPE or, in d*TREK files,
// Data_type; spaces in the latter are underscores here.
//
// Source: ADSC, SMV file library; Rigaku, d*TREK image format 1.1.
var smvTypes = map[string]Element{
	unsignedShort:        Uint16,
	"unsigned_short_int": Uint16,
	"signed_short":       Int16,
	"short":              Int16,
	"short_int":          Int16,
	"unsigned_long":      Uint32,
	"unsigned_long_int":  Uint32,
	"unsigned_int":       Uint32,
	signedLong:           Int32,
	"long":               Int32,
	"long_int":           Int32,
	"long_integer":       Int32,
	"signed_int":         Int32,
	"int":                Int32,
	"unsigned_char":      Uint8,
	"signed_char":        Int8,
	"float":              Float32,
	"float_IEEE":         Float32,
}

// smvElement returns the type of the pixels: unsigned 16-bit if neither TYPE nor
// Data_type says otherwise.
func (h Header) smvElement() (Element, error) {
	e := UnknownElement
	for _, key := range []string{"TYPE", "Data_type"} {
		v, ok := h.Get(key)
		if !ok {
			continue
		}
		// d*TREK allows a remark behind the name.
		v, _, _ = strings.Cut(v, "/")
		known := smvTypes[strings.ReplaceAll(strings.TrimSpace(v), " ", "_")]
		switch {
		case known == UnknownElement:
			return 0, fmt.Errorf("keyword %s=%s; pixels of this type are not read", key, v)
		case e != UnknownElement && e != known:
			return 0, fmt.Errorf("keyword %s=%s contradicts TYPE: %s", key, v, e)
		}
		e = known
	}
	if e == UnknownElement {
		return Uint16, nil
	}
	return e, nil
}

// typeField returns the field that tells the type of the pixels.
func (h Header) typeField() string {
	for _, key := range []string{"TYPE", "Data_type"} {
		if v, ok := h.Get(key); ok {
			return key + "=" + v
		}
	}
	return "TYPE=" + unsignedShort
}

// readSMV reads an image of any type in smvTypes.
func readSMV(r io.Reader) (*Image, error) {
	h, err := ReadSMVHeader(r)
	if err != nil {
		return nil, err
	}
	width, height, e, order, err := h.layout()
	if err != nil {
		return nil, fmt.Errorf("SMV header: %w", err)
	}
	pix, err := readElements(r, width*height, e, order)
	if err != nil {
		return nil, fmt.Errorf("SMV of %d × %d pixels: %w", width, height, err)
	}
	_, field, _ := strings.Cut(h.typeField(), "=")
	return &Image{Info: Info{Format: FormatSMV, Element: field, Type: e, Header: h}, Width: width, Height: height, pix: pix}, nil
}

// WriteSMV32 writes an image of signed 32-bit counts, TYPE=signed_long, in the
// same way as WriteSMV writes 16-bit counts. Few programs but those that use
// ADSC's library, and fabio, read such files; mini-CBF is more widely understood.
func WriteSMV32(w io.Writer, h Header, counts func(y int, dst []int32)) error {
	width, err := h.Int("SIZE1")
	if err != nil {
		return fmt.Errorf("SMV header: %w", err)
	}
	height, err := h.Int("SIZE2")
	if err != nil {
		return fmt.Errorf("SMV header: %w", err)
	}
	row := make([]int32, max(0, min(width, maxSide)))
	return writeSMV(w, h, Int32, Source{Width: width, Height: height, Row: func(y int, dst []float64) {
		counts(y, row)
		for i, v := range row {
			dst[i] = float64(v)
		}
	}})
}

// writeSMV writes the source as Uint16 or Int32 behind header h, whose fields of
// size and type are made to fit.
func writeSMV(w io.Writer, h Header, e Element, s Source) error {
	if err := checkSize(s.Width, s.Height); err != nil {
		return fmt.Errorf("SMV: %w", err)
	}
	h = slices.Clone(h)
	h = slices.DeleteFunc(h, func(f Field) bool { return f.Key == "Data_type" || f.Key == "COMPRESSION" })
	h = h.Set("DIM", "2").Set("BYTE_ORDER", littleEndian)
	if e == Uint16 {
		h = h.Set("TYPE", unsignedShort)
	} else {
		h = h.Set("TYPE", signedLong).Set("Data_type", longInt)
	}
	h = h.Set("SIZE1", fmt.Sprint(s.Width)).Set("SIZE2", fmt.Sprint(s.Height))
	b := bufio.NewWriterSize(w, bufferSize)
	b.Write(h.Bytes())
	if err := s.writeRows(b, e); err != nil {
		return fmt.Errorf("SMV: %w", err)
	}
	return b.Flush()
}
