package imgio

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// cubic is the geometry of a 64 × 64 image that the reference program wrote.
var cubic = Geometry{
	Width: 64, Height: 64, PixelSize: 0.1, Distance: 100, Wavelength: 6.2,
	BeamX: 3.2, BeamY: 3.2, ADXVX: 3.25, ADXVY: 3.15, MOSFLMX: 3.2, MOSFLMY: 3.2, DENZOX: 3.25, DENZOY: 3.25,
	DIALSOrigin: [3]float64{-3.25, 3.25, -100}, XDSOrgX: 33, XDSOrgY: 33, CloseDistance: 100, ADCOffset: 40,
}

// cubicLines are that image's header lines, and ADC_OFFSET.
const cubicLines = `HEADER_BYTES=512;
DIM=2;
BYTE_ORDER=little_endian;
TYPE=unsigned_short;
SIZE1=64;
SIZE2=64;
PIXEL_SIZE=0.1;
DISTANCE=100;
WAVELENGTH=6.2;
BEAM_CENTER_X=3.2;
BEAM_CENTER_Y=3.2;
ADXV_CENTER_X=3.25;
ADXV_CENTER_Y=3.15;
MOSFLM_CENTER_X=3.2;
MOSFLM_CENTER_Y=3.2;
DENZO_X_BEAM=3.25;
DENZO_Y_BEAM=3.25;
DIALS_ORIGIN=-3.25,3.25,-100;
XDS_ORGX=33;
XDS_ORGY=33;
CLOSE_DISTANCE=100;
PHI=0;
OSC_START=0;
OSC_RANGE=0;
TWOTHETA=0;
DETECTOR_SN=000;
BEAMLINE=fake;
ADC_OFFSET=40;
`

func TestGeometryHeader(t *testing.T) {
	got := string(cubic.Header().Bytes())
	text := "{\n" + cubicLines + "}\f"
	if want := text + strings.Repeat(" ", 512-len(text)); got != want {
		t.Errorf("header\n%q\nwant\n%q", got, want)
	}
}

// TestHeaderGrows: fields that do not fit into 512 bytes are kept, in the next
// multiple of 512, and HEADER_BYTES says so.
func TestHeaderGrows(t *testing.T) {
	for _, extra := range []int{0, 40, 50, 60, 600, 20000} {
		g := cubic
		g.Extra = []Field{{"SOFTWARE", strings.Repeat("x", extra)}}
		b := g.Header().Bytes()
		h, err := ReadSMVHeader(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%d more bytes: %v", extra, err)
		}
		if n, err := h.Int("HEADER_BYTES"); n != len(b) || n%512 != 0 || err != nil {
			t.Errorf("%d more bytes: HEADER_BYTES=%d (%v), length %d", extra, n, err, len(b))
		}
		if v, _ := h.Get("SOFTWARE"); len(v) != extra {
			t.Errorf("%d more bytes: read %d back", extra, len(v))
		}
	}
}

func TestHeaderSanitised(t *testing.T) {
	h := Header{{"A B=C", "x;y}z\nw{\x00"}, {"TEXT", " a = b Å "}}
	got, err := ReadSMVHeader(bytes.NewReader(h.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	want := Header{{"HEADER_BYTES", "512"}, {"A_B_C", "x_y_z_w__"}, {"TEXT", "a = b Å"}}
	if !slices.Equal(got, want) {
		t.Errorf("header %q, want %q", got, want)
	}
}

func TestHeaderValues(t *testing.T) {
	h := Header{{"CLOSE_DISTANCE", "99"}, {"DISTANCE", "100.5"}, {"NAME", "n"}, {"DISTANCE", "101"}}
	if v, ok, err := h.Float("DISTANCE"); v != 101 || !ok || err != nil {
		t.Errorf("DISTANCE = %g, %v, %v, want the last, 101", v, ok, err)
	}
	if _, ok, err := h.Float("DIST"); ok || err != nil {
		t.Errorf("DIST found: %v, %v", ok, err)
	}
	if _, ok, err := h.Float("NAME"); !ok || err == nil {
		t.Errorf("NAME as a number: %v, %v", ok, err)
	}
	h = h.Set("NAME", "m").Set("NEW", "1")
	if v, _ := h.Get("NAME"); v != "m" || len(h) != 5 {
		t.Errorf("after Set: %v", h)
	}
}

// counts is a test image: every pixel differs from its neighbours.
func counts(width int) func(y int, dst []uint16) {
	return func(y int, dst []uint16) {
		for x := range dst {
			dst[x] = uint16(y*width+x) * 31
		}
	}
}

func TestSMVRoundTrip(t *testing.T) {
	g := cubic
	g.Width, g.Height = 37, 11
	var b bytes.Buffer
	if err := WriteSMV(&b, g.Header(), counts(37)); err != nil {
		t.Fatal(err)
	}
	if want := 512 + 2*37*11; b.Len() != want {
		t.Errorf("%d bytes, want %d", b.Len(), want)
	}
	if p := b.Bytes()[512+2:]; p[0] != 31 || p[1] != 0 {
		t.Errorf("second pixel % x, want little-endian 31", p[:2])
	}
	s, err := ReadSMV(&b)
	if err != nil {
		t.Fatal(err)
	}
	if s.Width != 37 || s.Height != 11 || !slices.Equal(s.Header, g.Header()) {
		t.Errorf("read %d × %d, header %v", s.Width, s.Height, s.Header)
	}
	f, row := s.Frame(), make([]uint16, 37)
	for y := range 11 {
		counts(37)(y, row)
		for x, want := range row {
			if s.Pix[y*37+x] != want || f.Row(y)[x] != float32(want) {
				t.Fatalf("pixel fast %d slow %d: %d, frame %g, want %d", x, y, s.Pix[y*37+x], f.Row(y)[x], want)
			}
		}
	}
}

func TestWriteSMVErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		h    Header
	}{
		{"no size", Header{{"DIM", "2"}}},
		{"size 0", Header{{"SIZE1", "0"}, {"SIZE2", "5"}}},
		{"big-endian", Header{{"SIZE1", "2"}, {"SIZE2", "2"}, {"BYTE_ORDER", "big_endian"}}},
		{"other type", Header{{"SIZE1", "2"}, {"SIZE2", "2"}, {"TYPE", "float"}}},
	} {
		if err := WriteSMV(io.Discard, c.h, counts(2)); err == nil {
			t.Errorf("%s: no error", c.name)
		}
	}
	full := errors.New("disk full")
	if err := WriteSMV(failing{full}, cubic.Header(), counts(64)); !errors.Is(err, full) {
		t.Errorf("failing writer: %v", err)
	}
}

// failing is a writer that always fails.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// smvFile is a header text padded to 512 bytes, and two pixels 1, 2.
func smvFile(text string) string {
	return text + strings.Repeat(" ", 512-len(text)) + "\x01\x00\x02\x00"
}

func TestReadSMVDialects(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []uint16
	}{
		{"ADSC", smvFile("{\nHEADER_BYTES=  512;\nDIM=2;\nBYTE_ORDER=little_endian;\nTYPE=unsigned_short;\nSIZE1=2;\nSIZE2=1;\n}\f"), []uint16{1, 2}},
		{"big-endian", smvFile("{\nHEADER_BYTES=512;\nBYTE_ORDER=big_endian;\nSIZE1=2;\nSIZE2=1;\n}\f"), []uint16{256, 512}},
		{"spaces, no form feed, CR LF", smvFile("{\r\nHEADER_BYTES = 512 ;\r\nSIZE1 = 2 ;\r\nSIZE2\t=\t1;\r\n}\r\n"), []uint16{1, 2}},
		{"one line, no HEADER_BYTES", smvFile("{SIZE1=2;SIZE2=1;}"), []uint16{1, 2}},
		{"missing semicolon", smvFile("{\nHEADER_BYTES=512;\nSIZE1=2;\nDIALS_ORIGIN=1,2,3\nSIZE2=1;\n}\f"), []uint16{1, 2}},
		{"CLOSE_ before the key", smvFile("{\nHEADER_BYTES=512;\nXSIZE1=9;\nSIZE1=2;\nSIZE2=1;\nMY_SIZE2=9;\n}\f"), []uint16{1, 2}},
		{"bytes after the pixels", smvFile("{\nHEADER_BYTES=512;\nSIZE1=2;\nSIZE2=1;\n}\f") + "more", []uint16{1, 2}},
		{"d*TREK", smvFile("{\nHEADER_BYTES=512;\nData_type=unsigned short int;\nCOMPRESSION=None;\nSIZE1=2;\nSIZE2=1;\n}\f"), []uint16{1, 2}},
		{"long header", strings.Replace(smvFile("{\nHEADER_BYTES=1024;\nSIZE1=2;\nSIZE2=1;\n}\f"), "\x01\x00", strings.Repeat(" ", 512)+"\x01\x00", 1), []uint16{1, 2}},
	} {
		s, err := ReadSMV(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if !slices.Equal(s.Pix, c.want) {
			t.Errorf("%s: pixels %v, want %v", c.name, s.Pix, c.want)
		}
	}
}

func TestReadSMVErrors(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "ends after 0"},
		{"short header", "{\nHEADER_BYTES=512;\n", "ends after 20"},
		{"not SMV", strings.Repeat("x", 600), "starts with"},
		{"no end of header", smvFile("{\nHEADER_BYTES=512;\nSIZE1=2;\nSIZE2=1;\n"), "no closing"},
		{"no size", smvFile("{\nHEADER_BYTES=512;\n}\f"), "no SIZE1"},
		{"size not a number", smvFile("{\nSIZE1=two;\nSIZE2=1;\n}\f"), `SIZE1="two"`},
		{"negative size", smvFile("{\nSIZE1=-2;\nSIZE2=1;\n}\f"), "-2 × 1"},
		{"huge size", smvFile("{\nSIZE1=60000;\nSIZE2=60000;\n}\f"), "60000 × 60000"},
		{"lying size", smvFile("{\nSIZE1=16000;\nSIZE2=16000;\n}\f"), "pixels end after 4 of 512000000 bytes"},
		{"truncated", smvFile("{\nSIZE1=2;\nSIZE2=1;\n}\f")[:515], "pixels end after 3 of 4"},
		{"other type", smvFile("{\nSIZE1=2;\nSIZE2=1;\nTYPE=signed_long;\n}\f"), "TYPE=signed_long"},
		{"other order", smvFile("{\nSIZE1=2;\nSIZE2=1;\nBYTE_ORDER=middle;\n}\f"), "BYTE_ORDER=middle"},
		{"three dimensions", smvFile("{\nSIZE1=2;\nSIZE2=1;\nDIM=3;\n}\f"), "DIM=3"},
		{"header length", smvFile("{\nHEADER_BYTES=12;\n}\f"), "HEADER_BYTES"},
		{"header length beyond reason", smvFile("{\nHEADER_BYTES=999999999;\n}\f"), "HEADER_BYTES"},
		{"header length beyond the file", smvFile("{\nHEADER_BYTES=8192;\n}\f"), "HEADER_BYTES=8192"},
	} {
		_, err := ReadSMV(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// TestReadBoundedMemory: a header that promises 512 MB over 4 bytes of pixels
// costs no more than a buffer.
func TestReadBoundedMemory(t *testing.T) {
	const limit = 4 * bufferSize
	smv := smvFile("{\nSIZE1=16000;\nSIZE2=16000;\n}\f")
	npy := npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (16000, 16000), }", "1234")
	cbf := "###CBF:\n--CIF-BINARY-FORMAT-SECTION--\nContent-Type: application/octet-stream; conversions=\"x-CBF_BYTE_OFFSET\"\nX-Binary-Size: 256000000\n" +
		"X-Binary-Element-Type: \"signed 32-bit integer\"\nX-Binary-Size-Fastest-Dimension: 16000\nX-Binary-Size-Second-Dimension: 16000\n\n\x0c\x1a\x04\xd51234"
	tiff := string(tiffFileOf(binary.LittleEndian, []byte("1234"), with(grey3x2, tag{tagWidth, tiffShort, []uint32{16000}}, tag{tagHeight, tiffShort, []uint32{16000}}, tag{tagStripBytes, tiffLong, []uint32{512000000}})...))
	entries := string(tiffFileOf(binary.LittleEndian, nil, tag{tagWidth, tiffLong, []uint32{3}}))
	entries = entries[:14] + "\xff\xff\xff\x7f" + entries[18:] // that many values
	npz := npzOf(zip.Deflate, "image.npy", npy)
	png := string(encoded(t, "a.16.png", pattern(5, 4, Uint16)))
	head := appendChunk(nil, "IHDR", "\x00\x00\x3e\x80\x00\x00\x3e\x80\x10\x00\x00\x00\x00")
	png = png[:len(pngMagic)] + string(head) + png[len(pngMagic)+len(head):]
	for name, read := range map[string]func(){
		"CBF":    func() { ReadCBF(strings.NewReader(cbf)) },
		"TIFF":   func() { ReadTIFF(strings.NewReader(tiff)) },
		"TIFF 2": func() { ReadTIFF(strings.NewReader(entries)) },
		"NPZ":    func() { ReadNPZ(strings.NewReader(npz)) },
		"PNG":    func() { ReadPNG16(strings.NewReader(png)) },
		"SMV":    func() { ReadSMV(strings.NewReader(smv)) },
		"NPY":    func() { ReadNPY(strings.NewReader(npy)) },
		"raw":    func() { ReadRaw(strings.NewReader("1234"), 16000, 16000) },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		read()
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > limit {
			t.Errorf("%s: %d bytes allocated, want at most %d", name, got, limit)
		}
	}
}

func FuzzReadSMV(f *testing.F) {
	f.Add([]byte(smvFile("{\nHEADER_BYTES=  512;\nDIM=2;\nBYTE_ORDER=big_endian;\nTYPE=unsigned_short;\nSIZE1=2;\nSIZE2=1;\n}\f")))
	f.Add([]byte(smvFile("{\nSIZE1=65536;\nSIZE2=4096;\n}\f")))
	f.Add([]byte(smvFile("{\nHEADER_BYTES=1024;\nSIZE1=1;;=;SIZE2=1\n}\f")))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ReadSMV(bytes.NewReader(data))
		if err != nil {
			return
		}
		if len(s.Pix) != s.Width*s.Height || 2*len(s.Pix) > len(data) {
			t.Fatalf("%d pixels for %d × %d from %d bytes", len(s.Pix), s.Width, s.Height, len(data))
		}
		// What was read can be written and read again with the same pixels.
		var b bytes.Buffer
		h := s.Header.Set("BYTE_ORDER", littleEndian)
		for i := range h {
			if h[i].Key == "BYTE_ORDER" {
				h[i].Value = littleEndian
			}
		}
		if err := WriteSMV(&b, h, func(y int, dst []uint16) { copy(dst, s.Pix[y*s.Width:]) }); err != nil {
			t.Fatal(err)
		}
		again, err := ReadSMV(&b)
		if err != nil {
			t.Fatalf("written again: %v", err)
		}
		if !slices.Equal(again.Pix, s.Pix) {
			t.Fatal("pixels changed")
		}
	})
}

func BenchmarkWriteSMV4096(b *testing.B) {
	g := cubic
	g.Width, g.Height = 4096, 4096
	b.SetBytes(2 * 4096 * 4096)
	for b.Loop() {
		if err := WriteSMV(io.Discard, g.Header(), func(int, []uint16) {}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadSMV4096(b *testing.B) {
	g := cubic
	g.Width, g.Height = 4096, 4096
	var file bytes.Buffer
	if err := WriteSMV(&file, g.Header(), counts(4096)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		if _, err := ReadSMV(bytes.NewReader(file.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleWriteSMV() {
	g := Geometry{Width: 2, Height: 2, PixelSize: 0.1, Distance: 100, Wavelength: 1, ADCOffset: 40}
	var file bytes.Buffer
	err := WriteSMV(&file, g.Header(), func(y int, dst []uint16) {
		for x := range dst {
			dst[x] = uint16(10*y + x)
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := ReadSMV(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	distance, _ := s.Header.Get("DISTANCE")
	fmt.Println(s.Pix, distance, "mm")
	// Output: [0 1 10 11] 100 mm
}
