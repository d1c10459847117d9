package imgio

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"testing"
)

// tag is an entry of a directory that tiffFileOf writes.
type tag struct {
	tag, kind uint16
	values    []uint32
}

// tiffFileOf is a TIFF file: the pixels first, from byte 8, then the directory,
// then the values that are longer than four bytes.
func tiffFileOf(order binary.ByteOrder, pixels []byte, tags ...tag) []byte {
	b := []byte("II*\x00")
	if order == binary.ByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	appendTo := order.(binary.AppendByteOrder)
	put16 := appendTo.AppendUint16
	put32 := appendTo.AppendUint32
	b = put32(b, uint32(8+len(pixels)))
	b = append(b, pixels...)
	b = put16(b, uint16(len(tags)))
	behind := []byte(nil)
	start := len(b) + 12*len(tags) + 4
	for _, t := range tags {
		var value []byte
		for _, v := range t.values {
			switch t.kind {
			case tiffASCII:
				value = append(value, byte(v))
			case tiffShort:
				value = put16(value, uint16(v))
			default:
				value = put32(value, v)
			}
		}
		b = put32(put16(put16(b, t.tag), t.kind), uint32(len(t.values)))
		if len(value) <= 4 {
			b = append(b, append(value, make([]byte, 4-len(value))...)...)
		} else {
			b = put32(b, uint32(start+len(behind)))
			behind = append(behind, value...)
		}
	}
	return append(put32(b, 0), behind...)
}

// letters are the values of an ASCII tag.
func letters(s string) []uint32 {
	var v []uint32
	for _, c := range []byte(s + "\x00") {
		v = append(v, uint32(c))
	}
	return v
}

// grey3x2 are the tags of a 3 × 2 image of 16-bit samples in one strip.
var grey3x2 = []tag{
	{tagWidth, tiffShort, []uint32{3}}, {tagHeight, tiffShort, []uint32{2}}, {tagBits, tiffShort, []uint32{16}},
	{tagStripOffsets, tiffLong, []uint32{8}}, {tagStripBytes, tiffLong, []uint32{12}},
}

// with returns the tags with t in place of the one of its number, or added.
func with(tags []tag, more ...tag) []tag {
	tags = slices.Clone(tags)
	for _, t := range more {
		if i := slices.IndexFunc(tags, func(u tag) bool { return u.tag == t.tag }); i >= 0 {
			tags[i] = t
		} else {
			tags = append(tags, t)
		}
	}
	return tags
}

func TestReadTIFFDialects(t *testing.T) {
	little, big := binary.ByteOrder(binary.LittleEndian), binary.ByteOrder(binary.BigEndian)
	shorts := "\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\xff\xff"
	// Tiles of 16 × 16, for an image of 3 × 2 and one of 20 × 2.
	tile := func(at string) string {
		b := make([]byte, 256)
		copy(b, at[:len(at)/2])
		copy(b[16:], at[len(at)/2:])
		return string(b)
	}
	wide := []float64{}
	for y := range 2 {
		for x := range 20 {
			wide = append(wide, float64(10*y+x))
		}
	}
	left := "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19"
	right := "\x10\x11\x12\x13\x1a\x1b\x1c\x1d"
	for _, c := range []struct {
		name    string
		order   binary.ByteOrder
		pixels  string
		tags    []tag
		element Element
		want    []float64
	}{
		{"16 bits", little, shorts, grey3x2, Uint16, []float64{1, 2, 3, 4, 5, 65535}},
		{"16 bits, big-endian", big, "\x00\x01\x00\x02\x00\x03\x00\x04\x00\x05\xff\xff", grey3x2, Uint16, []float64{1, 2, 3, 4, 5, 65535}},
		{"signed", little, shorts, with(grey3x2, tag{tagSampleFormat, tiffShort, []uint32{2}}), Int16, []float64{1, 2, 3, 4, 5, -1}},
		{"unknown format", little, shorts, with(grey3x2, tag{tagSampleFormat, tiffShort, []uint32{4}}), Uint16, []float64{1, 2, 3, 4, 5, 65535}},
		{"no byte counts", little, shorts, grey3x2[:4], Uint16, []float64{1, 2, 3, 4, 5, 65535}},
		{"two strips, the second first", little, shorts[6:] + shorts[:6],
			with(grey3x2, tag{tagRowsPerStrip, tiffShort, []uint32{1}}, tag{tagStripOffsets, tiffShort, []uint32{14, 8}}, tag{tagStripBytes, tiffShort, []uint32{6, 6}}),
			Uint16, []float64{1, 2, 3, 4, 5, 65535}},
		{"rows per strip of the largest number", little, shorts, with(grey3x2, tag{tagRowsPerStrip, tiffLong, []uint32{0xffffffff}}), Uint16, []float64{1, 2, 3, 4, 5, 65535}},
		{"float, big-endian", big, "\x3f\x80\x00\x00\xbf\x00\x00\x00", with(grey3x2, tag{tagWidth, tiffLong, []uint32{2}}, tag{tagHeight, tiffLong, []uint32{1}},
			tag{tagBits, tiffShort, []uint32{32}}, tag{tagSampleFormat, tiffShort, []uint32{3}}, tag{tagStripBytes, tiffLong, []uint32{8}}), Float32, []float64{1, -0.5}},
		{"white is 0", little, shorts, with(grey3x2, tag{tagPhotometric, tiffShort, []uint32{0}}), Uint16, []float64{1, 2, 3, 4, 5, 65535}},
		{"a tile", little, tile("\x01\x02\x03\x04\x05\x06"), with(grey3x2[:2], tag{tagBits, tiffShort, []uint32{8}}, tag{tagTileWidth, tiffShort, []uint32{16}},
			tag{tagTileHeight, tiffShort, []uint32{16}}, tag{tagTileOffsets, tiffLong, []uint32{8}}, tag{tagTileBytes, tiffLong, []uint32{256}}), Uint8, []float64{1, 2, 3, 4, 5, 6}},
		{"two tiles", little, tile(left) + tile(right), []tag{{tagWidth, tiffShort, []uint32{20}}, {tagHeight, tiffShort, []uint32{2}}, {tagBits, tiffShort, []uint32{8}},
			{tagTileWidth, tiffShort, []uint32{16}}, {tagTileHeight, tiffShort, []uint32{16}}, {tagTileOffsets, tiffLong, []uint32{8, 264}}, {tagTileBytes, tiffLong, []uint32{256, 256}}}, Uint8, wide},
	} {
		m, err := ReadTIFF(bytes.NewReader(tiffFileOf(c.order, []byte(c.pixels), c.tags...)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := values(m.Source()); m.Type != c.element || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v of %s, want %v of %s", c.name, got, m.Type, c.want, c.element)
		}
	}
}

// TestReadTIFFPilatus: the description of a Pilatus image has the geometry.
func TestReadTIFFPilatus(t *testing.T) {
	text := "# Pixel_size 172e-6 m x 172e-6 m\r\n# Silicon sensor, thickness 0.000320 m\r\n# Exposure_time 90.000000 s\r\n# Count_cutoff 1048574 counts\r\n"
	tags := with(grey3x2[:2], tag{tagBits, tiffShort, []uint32{32}}, tag{tagDescription, tiffASCII, letters(text)}, grey3x2[3], tag{tagStripBytes, tiffLong, []uint32{24}}, tag{tagSampleFormat, tiffShort, []uint32{2}})
	m, err := ReadTIFF(bytes.NewReader(tiffFileOf(binary.LittleEndian, make([]byte, 24), tags...)))
	if err != nil {
		t.Fatal(err)
	}
	g, a, err := ParseMiniCBFHeader(m.Header)
	if err != nil || g.PixelSize != 0.172 || a.SensorThickness != 0.32 || a.ExposureTime != 90 || a.CountCutoff != 1048574 {
		t.Errorf("read %+v, %+v (%v)", g, a, err)
	}
}

func TestReadTIFFErrors(t *testing.T) {
	pixels := make([]byte, 12)
	file := func(more ...tag) string {
		return string(tiffFileOf(binary.LittleEndian, pixels, with(grey3x2, more...)...))
	}
	one := func(number uint16, v ...uint32) tag { return tag{number, tiffLong, v} }
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "file starts with"},
		{"other", "xx*\x00", "file starts with"},
		{"short", "II*\x00", "file ends at 4"},
		{"BigTIFF", "II+\x00\x08\x00\x00\x00", "version 43"},
		{"directory beyond the file", "II*\x00\xff\xff\xff\xff", "directory"},
		{"directory longer than the file", "II*\x00\x08\x00\x00\x00\xff\xff", "65535 entries"},
		{"no tags", "II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00", "0 × 0"},
		{"huge", file(one(tagWidth, 0xffffffff), one(tagHeight, 0xffffffff)), "2147483647 × 2147483647"},
		{"LZW", file(one(tagCompression, 5)), "compression 5"},
		{"colours", file(one(tagSamplesPerPixel, 3)), "3 samples"},
		{"palette", file(one(tagPhotometric, 3)), "colour space 3"},
		{"12 bits", file(one(tagBits, 12)), "12 bits"},
		{"half floats", file(one(tagSampleFormat, 3)), "16 bits in format 3"},
		{"strips of no rows", file(one(tagRowsPerStrip, 0)), "0 rows"},
		{"too few strips", file(one(tagRowsPerStrip, 1)), "1 strips or tiles, want 2"},
		{"strip beyond the file", file(one(tagStripOffsets, 4000)), "strip or tile 0"},
		{"short strip", file(one(tagStripBytes, 11)), "has 11 bytes, want 12"},
		{"tiles of no width", file(one(tagTileHeight, 16)), "tiles of 0 × 16"},
		{"strips that overlap", file(one(tagWidth, 1), one(tagHeight, 4096), one(tagRowsPerStrip, 1), one(tagStripBytes), tag{tagStripOffsets, tiffShort, slices.Repeat([]uint32{8}, 4096)},
			tag{tagBits, tiffLong, []uint32{64}}, one(tagSampleFormat, 3)), "overlap"},
		{"values of another type", file(tag{tagWidth, tiffASCII, letters("wide")}), "type 2"},
		{"values of an unknown type", file(tag{tagWidth, 99, []uint32{3}}), "type 99"},
	} {
		_, err := ReadTIFF(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	if _, err := readAll(strings.NewReader("12345"), 4); err == nil {
		t.Error("more than the limit: no error")
	}
	if err := WriteTIFF(io.Discard, nil, Int64, pattern(3, 2, Uint8)); err == nil {
		t.Error("int64 samples: no error")
	}
}

func FuzzReadTIFF(f *testing.F) {
	f.Add(tiffFileOf(binary.LittleEndian, make([]byte, 12), grey3x2...))
	f.Add(tiffFileOf(binary.BigEndian, make([]byte, 12), with(grey3x2, tag{tagRowsPerStrip, tiffShort, []uint32{1}}, tag{tagStripOffsets, tiffLong, []uint32{8, 8}})...))
	f.Add(encoded(f, "a.tif", pattern(3, 2, Float32)))
	f.Add(tiffFileOf(binary.LittleEndian, make([]byte, 256), with(grey3x2[:2], tag{tagTileWidth, tiffShort, []uint32{16}}, tag{tagTileHeight, tiffShort, []uint32{16}}, tag{tagTileOffsets, tiffLong, []uint32{8}})...))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadTIFF(bytes.NewReader(data))
		if err != nil {
			return
		}
		if m.Width*m.Height*elements[m.Type].size > len(data) {
			t.Fatalf("%d × %d pixels from %d bytes", m.Width, m.Height, len(data))
		}
		again := read(t, "a.tif", encoded(t, "a.tif", m.Source()))
		if again.Type != m.Type || !bytes.Equal(appendElements(nil, m.Type, values(again.Source())), appendElements(nil, m.Type, values(m.Source()))) {
			t.Fatal("pixels changed")
		}
	})
}

func BenchmarkWriteTIFF4096(b *testing.B) {
	s := PhotonSource(ramp(4096, 4096))
	b.SetBytes(4 * 4096 * 4096)
	for b.Loop() {
		if err := WriteTIFF(io.Discard, nil, Float32, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadTIFF4096(b *testing.B) {
	data := encoded(b, "a.tif", PhotonSource(ramp(4096, 4096)))
	b.SetBytes(4 * 4096 * 4096)
	for b.Loop() {
		if _, err := ReadTIFF(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
