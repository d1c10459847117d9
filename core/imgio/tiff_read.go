package imgio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

const (
	// maxTIFF is the largest TIFF or NPZ file that is read, in bytes: the largest
	// image as float64, and a little.
	maxTIFF = 8*maxPixels + 1<<24

	// maxStrips is the largest number of strips or tiles: one for every row of the
	// largest image, or tiles of 16 × 16 pixels.
	maxStrips = maxPixels / (16 * 16)

	// maxDescription is how much of the image's description is read.
	maxDescription = maxHeader
)

// ReadTIFF reads the first image of a TIFF file of either byte order: grey,
// uncompressed, in strips or tiles, samples of 8, 16 or 32-bit whole numbers,
// float32 or float64; so those of Pilatus and MarCCD detectors. Header has the
// lines "# Key value" of the description. As a TIFF file has its parts in any
// order, all of it is held in memory.
func ReadTIFF(r io.Reader) (*Image, error) {
	data, err := readAll(r, maxTIFF)
	if err != nil {
		return nil, fmt.Errorf("TIFF: %w", err)
	}
	m, err := decodeTIFF(data)
	if err != nil {
		return nil, fmt.Errorf("TIFF: %w", err)
	}
	return m, nil
}

// readAll reads r to its end. More than limit bytes are an error.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	var b bytes.Buffer
	n, err := b.ReadFrom(io.LimitReader(r, limit+1))
	if err == nil && n > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	return b.Bytes(), err
}

// tiffFile is a TIFF file and its first directory.
type tiffFile struct {
	data   []byte
	order  binary.ByteOrder
	fields map[uint16]tiffEntry
}

// tiffEntry is where the values of a tag are.
type tiffEntry struct {
	kind  uint16
	count uint32
	bytes []byte // the four of the directory
}

// tiffSizes are the bytes of a value of each type: BYTE, ASCII, SHORT, LONG …
var tiffSizes = [...]int{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}

func openTIFF(data []byte) (*tiffFile, error) {
	t := &tiffFile{data: data, fields: make(map[uint16]tiffEntry)}
	switch {
	case bytes.HasPrefix(data, []byte("II")):
		t.order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte("MM")):
		t.order = binary.BigEndian
	default:
		return nil, fmt.Errorf("file starts with %.4q", data)
	}
	head, err := t.at(0, 8)
	if err != nil {
		return nil, err
	}
	if version := t.order.Uint16(head[2:]); version != 42 {
		return nil, fmt.Errorf("version %d, want 42 (BigTIFF, 43, is not read)", version)
	}
	place := t.order.Uint32(head[4:])
	count, err := t.at(place, 2)
	if err != nil {
		return nil, fmt.Errorf("directory: %w", err)
	}
	n := int(t.order.Uint16(count))
	entries, err := t.at(place, 2+12*n)
	if err != nil {
		return nil, fmt.Errorf("directory of %d entries: %w", n, err)
	}
	for i := range n {
		e := entries[2+12*i:][:12]
		t.fields[t.order.Uint16(e)] = tiffEntry{t.order.Uint16(e[2:]), t.order.Uint32(e[4:]), e[8:12]}
	}
	return t, nil
}

// at returns n bytes from place.
func (t *tiffFile) at(place uint32, n int) ([]byte, error) {
	if uint64(place)+uint64(n) > uint64(len(t.data)) {
		return nil, fmt.Errorf("file ends at %d, before %d + %d: %w", len(t.data), place, n, io.ErrUnexpectedEOF)
	}
	return t.data[place:][:n], nil
}

// raw returns the bytes of the values of a tag, nil if there are none.
func (t *tiffFile) raw(tag uint16) (tiffEntry, []byte, error) {
	e, ok := t.fields[tag]
	if !ok {
		return e, nil, nil
	}
	if int(e.kind) >= len(tiffSizes) || tiffSizes[e.kind] == 0 {
		return e, nil, fmt.Errorf("tag %d: type %d is not known", tag, e.kind)
	}
	n := uint64(tiffSizes[e.kind]) * uint64(e.count)
	if n <= 4 {
		return e, e.bytes[:n], nil
	}
	if n > uint64(len(t.data)) {
		return e, nil, fmt.Errorf("tag %d: %d values are more than the file has", tag, e.count)
	}
	b, err := t.at(t.order.Uint32(e.bytes), int(n))
	if err != nil {
		return e, nil, fmt.Errorf("tag %d: %w", tag, err)
	}
	return e, b, nil
}

// numbers returns the values of a tag, nil if there are none.
func (t *tiffFile) numbers(tag uint16) ([]uint32, error) {
	e, b, err := t.raw(tag)
	if err != nil || b == nil {
		return nil, err
	}
	if e.count > maxStrips {
		return nil, fmt.Errorf("tag %d: %d values, want at most %d", tag, e.count, maxStrips)
	}
	v := make([]uint32, e.count)
	for i := range v {
		switch e.kind {
		case 1:
			v[i] = uint32(b[i])
		case tiffShort:
			v[i] = uint32(t.order.Uint16(b[2*i:]))
		case tiffLong:
			v[i] = t.order.Uint32(b[4*i:])
		default:
			return nil, fmt.Errorf("tag %d: values of type %d, want whole numbers", tag, e.kind)
		}
	}
	return v, nil
}

// number returns the first value of a tag, or otherwise if there is none.
func (t *tiffFile) number(tag uint16, otherwise uint32) (uint32, error) {
	v, err := t.numbers(tag)
	if err != nil || len(v) == 0 {
		return otherwise, err
	}
	return v[0], nil
}

// tiffLayout is what the directory says of the pixels.
type tiffLayout struct {
	width, height         int
	element               Element
	pieceWide, pieceHigh  int // of a strip or tile
	across                int // pieces side by side
	offsets, bytesOfPiece []uint32
}

func (t *tiffFile) layout() (l tiffLayout, err error) {
	values := map[uint16]uint32{
		tagWidth: 0, tagHeight: 0, tagBits: 1, tagCompression: 1, tagPhotometric: 1, tagSamplesPerPixel: 1,
		tagRowsPerStrip: math.MaxUint32, tagTileWidth: 0, tagTileHeight: 0, tagSampleFormat: sampleUnsigned,
	}
	for tag, otherwise := range values {
		if values[tag], err = t.number(tag, otherwise); err != nil {
			return l, err
		}
	}
	l.width, l.height = int(min(values[tagWidth], math.MaxInt32)), int(min(values[tagHeight], math.MaxInt32))
	if err := checkSize(l.width, l.height); err != nil {
		return l, err
	}
	if c := values[tagCompression]; c != 1 {
		return l, fmt.Errorf("compression %d; uncompressed images are read", c)
	}
	if n := values[tagSamplesPerPixel]; n != 1 || values[tagPhotometric] > 1 {
		return l, fmt.Errorf("%d samples a pixel, colour space %d; grey images are read", n, values[tagPhotometric])
	}
	format := values[tagSampleFormat]
	if format == 4 { // of an unknown kind
		format = sampleUnsigned
	}
	for e, f := range tiffFormats {
		if f == format && uint32(8*elements[e].size) == values[tagBits] {
			l.element = e
		}
	}
	if l.element == UnknownElement {
		return l, fmt.Errorf("samples of %d bits in format %d, want 8, 16 or 32-bit whole numbers, float32 or float64", values[tagBits], format)
	}

	offsets, lengths := uint16(tagStripOffsets), uint16(tagStripBytes)
	l.pieceWide, l.pieceHigh = l.width, int(min(values[tagRowsPerStrip], uint32(l.height)))
	if w, h := values[tagTileWidth], values[tagTileHeight]; w != 0 || h != 0 {
		offsets, lengths = tagTileOffsets, tagTileBytes
		if w == 0 || h == 0 || w > maxSide || h > maxSide {
			return l, fmt.Errorf("tiles of %d × %d pixels", w, h)
		}
		l.pieceWide, l.pieceHigh = int(w), int(h)
	}
	if l.pieceHigh == 0 {
		return l, errors.New("strips of 0 rows")
	}
	l.across = (l.width + l.pieceWide - 1) / l.pieceWide
	pieces := l.across * ((l.height + l.pieceHigh - 1) / l.pieceHigh)
	if l.offsets, err = t.numbers(offsets); err != nil {
		return l, err
	}
	if l.bytesOfPiece, err = t.numbers(lengths); err != nil {
		return l, err
	}
	if len(l.offsets) < pieces {
		return l, fmt.Errorf("%d strips or tiles, want %d", len(l.offsets), pieces)
	}
	l.offsets = l.offsets[:pieces]
	return l, nil
}

// decodeTIFF decodes the first image of a TIFF file.
func decodeTIFF(data []byte) (*Image, error) {
	t, err := openTIFF(data)
	if err != nil {
		return nil, err
	}
	l, err := t.layout()
	if err != nil {
		return nil, err
	}
	_, description, err := t.raw(tagDescription)
	if err != nil {
		return nil, err
	}
	m := &Image{Width: l.width, Height: l.height, Info: Info{
		Format: FormatTIFF, Element: l.element.String(), Type: l.element,
		Header: parseMiniCBF(string(description[:min(len(description), maxDescription)])),
	}}
	r := &tiffPixels{file: t, layout: l}
	if err := r.check(); err != nil {
		return nil, err
	}
	m.pix, err = readElements(r, l.width*l.height, l.element, t.order)
	return m, err
}

// tiffPixels reads the pixels in the order of the image, slow outer, fast inner.
type tiffPixels struct {
	file   *tiffFile
	layout tiffLayout
	y      int
	x      int    // first pixel of the next run
	run    []byte // what is left of the present one
}

// check returns an error unless the file has all strips or tiles, in full.
func (p *tiffPixels) check() error {
	l := p.layout
	size, total := elements[l.element].size, 0
	for i, place := range l.offsets {
		rows := l.pieceHigh
		if l.pieceWide == l.width { // the last strip may be shorter
			rows = min(rows, l.height-i/l.across*l.pieceHigh)
		}
		n := rows * l.pieceWide * size
		if len(l.bytesOfPiece) > i && uint64(l.bytesOfPiece[i]) < uint64(n) {
			return fmt.Errorf("strip or tile %d has %d bytes, want %d", i, l.bytesOfPiece[i], n)
		}
		if _, err := p.file.at(place, n); err != nil {
			return fmt.Errorf("strip or tile %d: %w", i, err)
		}
		// Pieces that share bytes would make a large image of a small file.
		if total += n; total > len(p.file.data) {
			return errors.New("strips or tiles overlap")
		}
	}
	return nil
}

func (p *tiffPixels) Read(b []byte) (int, error) {
	l, done := p.layout, 0
	for done < len(b) {
		if len(p.run) == 0 {
			if p.y == l.height {
				break
			}
			size := elements[l.element].size
			piece := p.y/l.pieceHigh*l.across + p.x/l.pieceWide
			start := int(l.offsets[piece]) + p.y%l.pieceHigh*l.pieceWide*size
			n := min(l.pieceWide, l.width-p.x)
			p.run = p.file.data[start:][:n*size]
			if p.x += n; p.x == l.width {
				p.x, p.y = 0, p.y+1
			}
		}
		n := copy(b[done:], p.run)
		p.run = p.run[n:]
		done += n
	}
	if done == 0 && len(b) > 0 {
		return 0, io.EOF
	}
	return done, nil
}
