package imgio

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// npyFile is a version 1.0 file of the given dictionary and elements.
func npyFile(dict, elements string) string {
	n := len(dict) + 1
	return npyMagic + "\x01\x00" + string([]byte{byte(n), byte(n >> 8)}) + dict + "\n" + elements
}

// TestWriteNPY: the header is byte for byte what numpy.save writes for float32
// of this shape.
func TestWriteNPY(t *testing.T) {
	f := ramp(3, 2)
	var b bytes.Buffer
	if err := WriteNPY(&b, f); err != nil {
		t.Fatal(err)
	}
	dict := "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
	want := "\x93NUMPY\x01\x00v\x00" + dict + strings.Repeat(" ", 128-10-len(dict)-1) + "\n"
	if got := b.String()[:128]; got != want {
		t.Errorf("header %q, want %q", got, want)
	}
	g, err := ReadNPY(&b)
	if err != nil {
		t.Fatal(err)
	}
	if g.Width != 3 || g.Height != 2 || !slices.Equal(g.Pix, f.Pix) {
		t.Errorf("read %d × %d %v", g.Width, g.Height, g.Pix)
	}
}

// TestNPYAlignment: pixels start at a multiple of 64 whatever the digits.
func TestNPYAlignment(t *testing.T) {
	for width := 1; width < 2000; width = width*3 + 1 {
		var b bytes.Buffer
		if err := WriteNPY(&b, ramp(width, 1)); err != nil {
			t.Fatal(err)
		}
		if n := b.Len() - 4*width; n%64 != 0 {
			t.Errorf("width %d: pixels start at %d", width, n)
		}
	}
}

func TestReadNPYElements(t *testing.T) {
	dict := func(descr, rest string) string { return "{'descr': '" + descr + "', " + rest + "}" }
	const c21 = "'fortran_order': False, 'shape': (1, 2), "
	for _, c := range []struct {
		name, file string
		width      int
		want       []float32
	}{
		{"float32", npyFile(dict("<f4", c21), "\x00\x00\x80\x3f\x00\x00\x00\x40"), 2, []float32{1, 2}},
		{"float32 big", npyFile(dict(">f4", c21), "\x3f\x80\x00\x00\x40\x00\x00\x00"), 2, []float32{1, 2}},
		{"float64", npyFile(dict("<f8", c21), "\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40"), 2, []float32{1, 2}},
		{"float64 big", npyFile(dict(">f8", c21), "\x3f\xf0\x00\x00\x00\x00\x00\x00\x40\x00\x00\x00\x00\x00\x00\x00"), 2, []float32{1, 2}},
		{"uint8", npyFile(dict("|u1", c21), "\x01\xff"), 2, []float32{1, 255}},
		{"int8", npyFile(dict("|i1", c21), "\x01\xff"), 2, []float32{1, -1}},
		{"bool", npyFile(dict("|b1", c21), "\x01\x00"), 2, []float32{1, 0}},
		{"uint16", npyFile(dict("<u2", c21), "\x01\x00\xff\xff"), 2, []float32{1, 65535}},
		{"uint16 big", npyFile(dict(">u2", c21), "\x00\x01\xff\xff"), 2, []float32{1, 65535}},
		{"int16", npyFile(dict("<i2", c21), "\x01\x00\xff\xff"), 2, []float32{1, -1}},
		{"int32", npyFile(dict("<i4", c21), "\x01\x00\x00\x00\xfe\xff\xff\xff"), 2, []float32{1, -2}},
		{"int32 big", npyFile(dict(">i4", c21), "\x00\x00\x00\x01\xff\xff\xff\xfe"), 2, []float32{1, -2}},
		{"uint32", npyFile(dict("<u4", c21), "\x01\x00\x00\x00\x00\x00\x00\x80"), 2, []float32{1, 1 << 31}},
		{"fortran", npyFile(dict("|u1", "'fortran_order': True, 'shape': (2, 3), "), "\x01\x04\x02\x05\x03\x06"), 3, []float32{1, 2, 3, 4, 5, 6}},
		{"leading ones", npyFile(dict("|u1", "'fortran_order': False, 'shape': (1, 1, 2, 1), "), "\x01\x02"), 1, []float32{1, 2}},
		{"keys in another order, Python 2", npyFile("{'shape': (1L, 2L), 'fortran_order': False, 'descr': '|u1'}", "\x01\x02"), 2, []float32{1, 2}},
		{"version 2", npyMagic + "\x02\x00\x3c\x00\x00\x00" + "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2), }\n" + "\x01\x02", 2, []float32{1, 2}},
		{"bytes after the elements", npyFile(dict("|u1", c21), "\x01\x02\x03"), 2, []float32{1, 2}},
	} {
		f, err := ReadNPY(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if f.Width != c.width || !slices.Equal(f.Pix, c.want) {
			t.Errorf("%s: %d wide, %v, want %d wide, %v", c.name, f.Width, f.Pix, c.width, c.want)
		}
	}
}

func TestReadNPYErrors(t *testing.T) {
	good := "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }"
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "header"},
		{"other magic", "\x93NUMPX\x01\x00\x00\x00", "starts with"},
		{"version", "\x93NUMPY\x09\x00\x00\x00", "version 9"},
		{"truncated header", npyFile(good, "")[:40], "header ends after"},
		{"truncated elements", npyFile(good, "1234567"), "pixels end after 7 of 8"},
		{"long header", "\x93NUMPY\x02\x00\xff\xff\xff\xff", "header of"},
		{"complex", npyFile(strings.Replace(good, "f4", "c8", 1), ""), `type "<c8"`},
		{"object", npyFile(strings.Replace(good, "<f4", "|O", 1), ""), `type "|O"`},
		{"structured", npyFile(strings.Replace(good, "'<f4'", "[('x', '<f4')]", 1), ""), "structured"},
		{"one dimension", npyFile(strings.Replace(good, "(1, 2)", "(2,)", 1), ""), "1 dimensions"},
		{"three dimensions", npyFile(strings.Replace(good, "(1, 2)", "(2, 3, 4)", 1), ""), "3 dimensions"},
		{"huge", npyFile(strings.Replace(good, "(1, 2)", "(65536, 65536)", 1), ""), "65536 × 65536"},
		{"overflowing", npyFile(strings.Replace(good, "(1, 2)", "(99999999999999999999, 2)", 1), ""), "whole number"},
		{"negative", npyFile(strings.Replace(good, "(1, 2)", "(-1, 2)", 1), ""), "whole number"},
		{"no shape", npyFile("{'descr': '<f4', 'fortran_order': False}", ""), "'shape'"},
		{"no order", npyFile("{'descr': '<f4'}", ""), "'fortran_order'"},
		{"strange order", npyFile("{'descr': '<f4', 'fortran_order': 1}", ""), "want True or False"},
		{"open shape", npyFile("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2", ""), "'shape' is"},
	} {
		_, err := ReadNPY(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func FuzzReadNPY(f *testing.F) {
	f.Add([]byte(npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", "12345678")))
	f.Add([]byte(npyFile("{'descr': '>i4', 'fortran_order': True, 'shape': (2, 1), }", "12345678")))
	f.Add([]byte(npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (16000, 16000), }", "1")))
	f.Add([]byte("\x93NUMPY\x02\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := ReadNPY(bytes.NewReader(data))
		if err != nil {
			return
		}
		if len(g.Pix) != g.Width*g.Height || len(g.Pix) > len(data) {
			t.Fatalf("%d pixels for %d × %d from %d bytes", len(g.Pix), g.Width, g.Height, len(data))
		}
		var b bytes.Buffer
		if err := WriteNPY(&b, g); err != nil {
			t.Fatal(err)
		}
		again, err := ReadNPY(&b)
		if err != nil {
			t.Fatalf("written again: %v", err)
		}
		if again.Width != g.Width || again.Height != g.Height {
			t.Fatalf("size changed: %d × %d", again.Width, again.Height)
		}
	})
}
