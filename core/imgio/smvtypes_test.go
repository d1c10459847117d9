package imgio

import (
	"bytes"
	"errors"
	"image"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestReadSMVTypes(t *testing.T) {
	for _, c := range []struct {
		name, fields, pixels string
		element              Element
		want                 []float64
	}{
		{"signed_long", "TYPE=signed_long;\n", "\x01\x00\x01\x00\xfe\xff\xff\xff", Int32, []float64{65537, -2}},
		{"long_integer, big-endian", "TYPE=long_integer;\nBYTE_ORDER=big_endian;\n", "\x00\x01\x00\x01\xff\xff\xff\xfe", Int32, []float64{65537, -2}},
		{"unsigned_long", "TYPE=unsigned_long;\n", "\x01\x00\x01\x00\xfe\xff\xff\xff", Uint32, []float64{65537, 4294967294}},
		{"signed_short", "TYPE=signed_short;\n", "\x01\x00\xfe\xff", Int16, []float64{1, -2}},
		{"float", "TYPE=float;\n", "\x00\x00\x80\x3f\x00\x00\x00\xbf", Float32, []float64{1, -0.5}},
		{"d*TREK long int", "Data_type=long int;\nCOMPRESSION=None;\n", "\x01\x00\x01\x00\xfe\xff\xff\xff", Int32, []float64{65537, -2}},
		{"d*TREK float IEEE, a remark", "Data_type= float IEEE  / of a simulation;\n", "\x00\x00\x80\x3f\x00\x00\x00\xbf", Float32, []float64{1, -0.5}},
		{"d*TREK unsigned char", "Data_type=unsigned char;\n", "\x01\xfe", Uint8, []float64{1, 254}},
		{"both", "TYPE=unsigned_short;\nData_type=unsigned short int;\n", "\x01\x00\xfe\xff", Uint16, []float64{1, 65534}},
		{"neither", "", "\x01\x00\xfe\xff", Uint16, []float64{1, 65534}},
	} {
		file := smvFile("{\nHEADER_BYTES=  512;\nDIM=2;\nSIZE1=2;\nSIZE2=1;\n" + c.fields + "}\f")[:512] + c.pixels
		m, err := ReadImage(strings.NewReader(file), "a.img", image.Point{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := values(m.Source()); m.Type != c.element || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v of %s, want %v of %s", c.name, got, m.Type, c.want, c.element)
		}
	}
	for _, c := range []struct{ name, fields, want string }{
		{"unknown", "TYPE=double;\n", "TYPE=double; pixels of this type are not read"},
		{"compressed", "Data_type=Compressed;\n", "Data_type=Compressed"},
		{"contradiction", "TYPE=unsigned_short;\nData_type=long int;\n", "contradicts TYPE"},
		{"COMPRESSION", "COMPRESSION=PCK;\n", "COMPRESSION=PCK"},
	} {
		file := smvFile("{\nSIZE1=2;\nSIZE2=1;\n" + c.fields + "}\f")
		if _, err := ReadImage(strings.NewReader(file), "a.img", image.Point{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func TestWriteSMV32(t *testing.T) {
	h := cubic.Header()
	before := slices.Clone(h)
	var b bytes.Buffer
	err := WriteSMV32(&b, h, func(y int, dst []int32) {
		for x := range dst {
			dst[x] = int32(y*70000 - x)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h, before) {
		t.Error("the header was changed")
	}
	if _, err := ReadSMV(bytes.NewReader(b.Bytes())); err == nil || !strings.Contains(err.Error(), "TYPE=signed_long, want TYPE=unsigned_short") {
		t.Errorf("as 16 bits: %v", err)
	}
	m := read(t, "a.img", b.Bytes())
	if v, _ := m.Header.Get("Data_type"); m.Type != Int32 || v != longInt {
		t.Errorf("read %s, Data_type=%s", m.Type, v)
	}
	if got := values(m.Source())[3*64+5]; got != 3*70000-5 {
		t.Errorf("pixel (5, 3) is %g, want %d", got, 3*70000-5)
	}

	for _, h := range []Header{{{"SIZE1", "2"}}, {{"SIZE2", "2"}}, {{"SIZE1", "2"}, {"SIZE2", "0"}}, {{"SIZE1", "-2"}, {"SIZE2", "2"}}} {
		if err := WriteSMV32(io.Discard, h, func(int, []int32) {}); err == nil {
			t.Errorf("%v: no error", h)
		}
	}
	full := errors.New("disk full")
	if err := WriteSMV32(failing{full}, cubic.Header(), func(int, []int32) {}); !errors.Is(err, full) {
		t.Errorf("failing writer: %v", err)
	}
}

func FuzzReadImage(f *testing.F) {
	for _, name := range []string{"a.img", "a.cbf", "a.tif", "a.npy", "a.npz", "a.16.png", "a.bin"} {
		info, _, err := FormatOf(name)
		if err != nil {
			f.Fatal(err)
		}
		b := encoded(f, name, pattern(4, 4, info.Elements[len(info.Elements)-1]))
		f.Add(b, name)
		f.Add(b, "")
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		// What gzip and zlib make of little has a test of its own.
		if bytes.HasPrefix(data, []byte("\x1f\x8b")) {
			return
		}
		m, err := ReadImage(bytes.NewReader(data), name, image.Point{})
		if err != nil {
			return
		}
		if m.Width*m.Height > 2000*len(data) {
			t.Fatalf("%d × %d pixels from %d bytes", m.Width, m.Height, len(data))
		}
		m.Frame()
		for _, target := range []string{"b.img", "b.cbf", "b.tif", "b.npz", "b.16.png", "b.png"} {
			if _, err := Convert(io.Discard, target, m, ConvertOptions{Round: true}); err != nil {
				t.Fatalf("%s: %v", target, err)
			}
		}
	})
}
