package imgio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestWritePNG16: another decoder reads the levels, and the text says what they
// are.
func TestWritePNG16(t *testing.T) {
	s := pattern(67, 41, Uint16)
	h := Header{{KeyScale, "12.5"}, {KeyOffset, "40"}, {"Author", "1 Å"}}
	var b bytes.Buffer
	if err := WritePNG16(&b, h, s); err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	want := values(s)
	for y := range 41 {
		for x := range 67 {
			if got := picture.At(x, y).(color.Gray16).Y; float64(got) != want[y*67+x] {
				t.Fatalf("pixel (%d, %d) is %d, want %g", x, y, got, want[y*67+x])
			}
		}
	}
	m, err := ReadPNG16(&b)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Header, h) || !slices.Equal(values(m.Source()), want) {
		t.Errorf("read header %v, or other pixels", m.Header)
	}
}

// TestReadPNG16Filters: package image/png chooses filters by the picture, so that
// these need all of them.
func TestReadPNG16Filters(t *testing.T) {
	for name, level := range map[string]func(x, y int) uint16{
		"flat":     func(int, int) uint16 { return 7 },
		"across":   func(x, y int) uint16 { return uint16(x * 300) },
		"down":     func(x, y int) uint16 { return uint16(y*y*17 + x%2) },
		"diagonal": func(x, y int) uint16 { return uint16((x + y) * 259) },
		"curved":   func(x, y int) uint16 { return uint16(x*x*3 + x*y*5 + y*y*7) },
		"noise":    func(x, y int) uint16 { return uint16((uint32(x*67+y*41) * 2654435761) >> 13) },
	} {
		picture := image.NewGray16(image.Rect(0, 0, 60, 50))
		for y := range 50 {
			for x := range 60 {
				picture.SetGray16(x, y, color.Gray16{Y: level(x, y)})
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, picture); err != nil {
			t.Fatal(err)
		}
		m, err := ReadPNG16(&b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, got := range values(m.Source()) {
			if want := level(i%60, i/60); got != float64(want) {
				t.Errorf("%s: pixel %d is %g, want %d", name, i, got, want)
				break
			}
		}
	}
}

// TestUnfilter: the five filters, by hand.
func TestUnfilter(t *testing.T) {
	above := []byte{10, 20, 30, 40}
	for _, c := range []struct {
		filter byte
		want   []byte
	}{
		{0, []byte{1, 2, 3, 255}},
		{1, []byte{1, 2, 4, 1}},
		{2, []byte{11, 22, 33, 39}},
		{3, []byte{6, 12, 21, 25}},
		{4, []byte{11, 22, 33, 39}},
	} {
		line := []byte{1, 2, 3, 255}
		if err := unfilter(c.filter, line, above, 2); err != nil || !bytes.Equal(line, c.want) {
			t.Errorf("filter %d: %v (%v), want %v", c.filter, line, err, c.want)
		}
	}
	if err := unfilter(5, nil, nil, 2); err == nil {
		t.Error("filter 5: no error")
	}
}

func TestReadPNG16Errors(t *testing.T) {
	good := string(encoded(t, "a.16.png", pattern(5, 4, Uint16)))
	picture := func(m image.Image) string {
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	// head is the start of a file of the given size, depth, colour type, interlace.
	head := func(width, height uint32, rest string) string {
		b := binary.BigEndian.AppendUint32(nil, width)
		return pngMagic + string(appendChunk(nil, "IHDR", string(binary.BigEndian.AppendUint32(b, height))+rest))
	}
	end := string(appendChunk(nil, "IEND", ""))
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "unexpected EOF"},
		{"other", "12345678", "file starts with"},
		{"8 bits", picture(image.NewGray(image.Rect(0, 0, 2, 2))), "a picture (8 bits of grey)"},
		{"colour", picture(image.NewRGBA(image.Rect(0, 0, 2, 2))), "8 bits of"},
		{"interlaced", head(2, 2, "\x10\x00\x00\x00\x01") + end, "interlaced"},
		{"no head", pngMagic + end, "want IHDR"},
		{"no pixels", head(2, 2, "\x10\x00\x00\x00\x00") + end, "no pixels"},
		{"no size", head(0, 2, "\x10\x00\x00\x00\x00"), "0 × 2"},
		{"huge", head(1<<31, 1<<31, "\x10\x00\x00\x00\x00"), "2147483648 × 2147483648"},
		{"lying size", strings.Replace(good, "\x00\x00\x00\x05\x00\x00\x00\x04", "\x00\x00\x40\x00\x00\x00\x40\x00", 1), "checksum"},
		{"lying size, right checksum", head(16384, 16384, "\x10\x00\x00\x00\x00") + good[len(pngMagic)+25:], "EOF"},
		{"more pixels than the size", head(5, 3, "\x10\x00\x00\x00\x00") + good[len(pngMagic)+25:], "more follow"},
		{"chunk of 4 GB", head(2, 2, "\x10\x00\x00\x00\x00") + "\xff\xff\xff\xfftEXt", "of 4294967295 bytes"},
		{"text of 2 GB", head(2, 2, "\x10\x00\x00\x00\x00") + "\x7f\xff\xff\xfftEXt", "bytes of text"},
		{"many chunks", head(2, 2, "\x10\x00\x00\x00\x00") + strings.Repeat(string(appendChunk(nil, "gAMA", "")), maxChunks), "chunks before the pixels"},
	} {
		_, err := ReadPNG16(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	full := errors.New("disk full")
	if err := WritePNG16(failing{full}, nil, pattern(5, 4, Uint16)); !errors.Is(err, full) {
		t.Errorf("failing writer: %v", err)
	}
}

// TestReadPNG16Text: text that is Latin-1, UTF-8, compressed, broken.
func TestReadPNG16Text(t *testing.T) {
	good := string(encoded(t, "a.16.png", pattern(5, 4, Uint16)))
	cut := len(pngMagic) + 25
	text := appendChunk(nil, "tEXt", "A\x00\xe5")
	text = appendChunk(text, "iTXt", "B\x00\x00\x00en\x00Be\x00Å")
	text = appendChunk(text, "iTXt", "C\x00\x01\x00\x00\x00compressed")
	text = appendChunk(text, "iTXt", "D\x00\x00\x00")
	text = appendChunk(text, "tEXt", "no value")
	text = appendChunk(text, "zTXt", "E\x00\x00compressed")
	m, err := ReadPNG16(strings.NewReader(good[:cut] + string(text) + good[cut:]))
	if err != nil {
		t.Fatal(err)
	}
	if want := (Header{{"A", "å"}, {"B", "Å"}}); !slices.Equal(m.Header[:2], want) {
		t.Errorf("text %v, want %v first", m.Header, want)
	}
}

func FuzzReadPNG16(f *testing.F) {
	f.Add(encoded(f, "a.16.png", pattern(5, 4, Uint16)))
	f.Add(encoded(f, "a.16.png", pattern(1, 1, Uint16))[:60])
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadPNG16(bytes.NewReader(data))
		if err != nil {
			return
		}
		if m.Width*m.Height > 2000*len(data) {
			t.Fatalf("%d × %d pixels from %d bytes", m.Width, m.Height, len(data))
		}
		again := read(t, "a.16.png", encoded(t, "a.16.png", m.Source()))
		if !slices.Equal(values(again.Source()), values(m.Source())) {
			t.Fatal("pixels changed")
		}
	})
}

// FuzzUnfilter keeps damaged sums from hiding the rest: the lines of a picture as
// they are before compression.
func FuzzUnfilter(f *testing.F) {
	f.Add([]byte("\x00abcd\x01abcd\x02abcd\x03abcd\x04abcd\x05"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := &pngLines{r: bytes.NewReader(data), size: 2, line: make([]byte, 4), before: make([]byte, 4)}
		got, err := io.ReadAll(lines)
		if err == nil && len(got) != len(data)/5*4 {
			t.Fatalf("%d bytes of %d", len(got), len(data))
		}
	})
}
