package imgio

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
)

// Tags of a TIFF directory, and the types of their values.
//
// Source: Adobe, TIFF revision 6.0.
const (
	tagWidth           = 256
	tagHeight          = 257
	tagBits            = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagDescription     = 270
	tagStripOffsets    = 273
	tagSamplesPerPixel = 277
	tagRowsPerStrip    = 278
	tagStripBytes      = 279
	tagSoftware        = 305
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileBytes       = 325
	tagSampleFormat    = 339

	tiffASCII = 2
	tiffShort = 3
	tiffLong  = 4

	// Values of tagSampleFormat.
	sampleUnsigned = 1
	sampleSigned   = 2
	sampleFloat    = 3
)

// tiffStrip is about how many bytes a strip has: readers hold one at a time.
const tiffStrip = 1 << 20

// tiffFormats are the values of tagSampleFormat of the elements.
var tiffFormats = map[Element]uint32{
	Uint8: sampleUnsigned, Uint16: sampleUnsigned, Uint32: sampleUnsigned,
	Int8: sampleSigned, Int16: sampleSigned, Int32: sampleSigned,
	Float32: sampleFloat, Float64: sampleFloat,
}

// tiffField is an entry of the directory.
type tiffField struct {
	tag, kind uint16
	values    []uint32
	text      string // of tiffASCII
}

// bytes returns the values as they stand in the file.
func (f tiffField) bytes() []byte {
	var b []byte
	switch f.kind {
	case tiffASCII:
		return append([]byte(f.text), 0)
	case tiffShort:
		for _, v := range f.values {
			b = binary.LittleEndian.AppendUint16(b, uint16(v))
		}
	default:
		for _, v := range f.values {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
	}
	return b
}

// WriteTIFF writes a grey, uncompressed, little-endian TIFF image whose samples
// are elements of type e: 8, 16 or 32-bit whole numbers, float32 or float64. A
// pixel that e does not hold is a *PixelError. The header becomes the image's
// description, in lines "# Key value" as Pilatus detectors write them.
//
// golang.org/x/image/tiff is not used because it has no float samples, no signed
// ones and none of 32 bits.
func WriteTIFF(w io.Writer, h Header, e Element, s Source) error {
	if err := writeTIFF(w, h, e, s); err != nil {
		return fmt.Errorf("TIFF: %w", err)
	}
	return nil
}

func writeTIFF(w io.Writer, h Header, e Element, s Source) error {
	if err := checkSize(s.Width, s.Height); err != nil {
		return err
	}
	format, ok := tiffFormats[e]
	if !ok {
		return fmt.Errorf("elements of type %s are not written", e)
	}
	line := s.Width * elements[e].size
	if int64(line)*int64(s.Height) > math.MaxUint32-(1<<24) {
		return fmt.Errorf("%d × %d pixels of %s are more than a TIFF file's 4 GB", s.Width, s.Height, e)
	}
	rows := min(s.Height, max(1, tiffStrip/line))
	strips := (s.Height + rows - 1) / rows
	lengths := make([]uint32, strips)
	for i := range lengths {
		lengths[i] = uint32(min(rows, s.Height-i*rows) * line)
	}

	// A field whose value is longer than four bytes has it behind the directory; so
	// the strips' places follow from the length of everything before.
	directory := func(first uint32) []byte {
		offsets := make([]uint32, strips)
		for i := range offsets {
			offsets[i] = first + uint32(i*rows*line)
		}
		fields := []tiffField{
			{tag: tagWidth, kind: tiffLong, values: []uint32{uint32(s.Width)}},
			{tag: tagHeight, kind: tiffLong, values: []uint32{uint32(s.Height)}},
			{tag: tagBits, kind: tiffShort, values: []uint32{uint32(8 * elements[e].size)}},
			{tag: tagCompression, kind: tiffShort, values: []uint32{1}},
			{tag: tagPhotometric, kind: tiffShort, values: []uint32{1}}, // 0 is black
			{tag: tagDescription, kind: tiffASCII, text: strings.TrimSuffix(miniCBFText(h, "\n"), "\n")},
			{tag: tagStripOffsets, kind: tiffLong, values: offsets},
			{tag: tagSamplesPerPixel, kind: tiffShort, values: []uint32{1}},
			{tag: tagRowsPerStrip, kind: tiffLong, values: []uint32{uint32(rows)}},
			{tag: tagStripBytes, kind: tiffLong, values: lengths},
			{tag: tagSoftware, kind: tiffASCII, text: "gobragg"},
			{tag: tagSampleFormat, kind: tiffShort, values: []uint32{format}},
		}
		const head = 8
		b := binary.LittleEndian.AppendUint16([]byte("II*\x00\x08\x00\x00\x00"), uint16(len(fields)))
		var behind []byte
		start := head + 2 + 12*len(fields) + 4
		for _, f := range fields {
			value := f.bytes()
			count := len(f.values)
			if f.kind == tiffASCII {
				count = len(value)
			}
			b = binary.LittleEndian.AppendUint16(b, f.tag)
			b = binary.LittleEndian.AppendUint16(b, f.kind)
			b = binary.LittleEndian.AppendUint32(b, uint32(count))
			if len(value) <= 4 {
				b = append(b, append(value, make([]byte, 4-len(value))...)...)
				continue
			}
			b = binary.LittleEndian.AppendUint32(b, uint32(start+len(behind)))
			behind = append(behind, value...)
			if len(behind)%2 == 1 { // values start at even places
				behind = append(behind, 0)
			}
		}
		b = append(b, 0, 0, 0, 0) // no further image
		b = append(b, behind...)
		for len(b)%elements[Float64].size != 0 {
			b = append(b, 0)
		}
		return b
	}

	b := bufio.NewWriterSize(w, bufferSize)
	b.Write(directory(uint32(len(directory(0)))))
	if err := s.writeRows(b, e); err != nil {
		return err
	}
	return b.Flush()
}
