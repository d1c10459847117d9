package imgio

import (
	"bytes"
	"errors"
	"image"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
)

// pattern is an image whose pixels differ from their neighbours by a lot and use
// the range of the element, the ends included.
func pattern(width, height int, e Element) Source {
	low, high := elements[e].min, elements[e].max
	return Source{Width: width, Height: height, Element: e, Row: func(y int, dst []float64) {
		for x := range dst {
			n := y*width + x
			switch {
			case e == Float32:
				dst[x] = float64(float32(n%1000003)/7 - 100)
			case e == Float64:
				dst[x] = float64(n)/7 - 100
			case n == 0:
				dst[x] = low
			case n == 1:
				dst[x] = high
			default:
				dst[x] = low + math.Mod(float64(n)*40503*65539, high-low+1)
			}
		}
	}}
}

// lowCounts is an image as detectors take it: mostly few counts, a strong pixel
// here and there, gaps and broken pixels.
func lowCounts(width, height int) Source {
	return Source{Width: width, Height: height, Element: Int32, Row: func(y int, dst []float64) {
		for x := range dst {
			n := uint32(y*width+x) * 2654435761
			switch v := n >> 8 % 97; {
			case y%50 == 49:
				dst[x] = CBFGap
			case n>>12 == 5:
				dst[x] = CBFBroken
			case v == 0:
				dst[x] = float64(n % 2000003)
			default:
				dst[x] = float64(v % 13)
			}
		}
	}}
}

// values returns all pixels.
func values(s Source) []float64 {
	v := make([]float64, s.Width*s.Height)
	for y := range s.Height {
		s.Row(y, v[y*s.Width:(y+1)*s.Width])
	}
	return v
}

// encoded returns the source in the format that name's extension asks for.
func encoded(tb testing.TB, name string, s Source) []byte {
	tb.Helper()
	f, _, err := FormatOf(name)
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := Encode(&b, f, s); err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return b.Bytes()
}

// read is ReadImage of a file that must be good.
func read(tb testing.TB, name string, data []byte) *Image {
	tb.Helper()
	m, err := ReadImage(bytes.NewReader(data), name, image.Point{})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// TestEncodeRoundTrip: every format and element comes back pixel for pixel, and
// of the same type.
func TestEncodeRoundTrip(t *testing.T) {
	for _, f := range Formats() {
		for _, e := range f.Elements {
			name := "a" + f.Extensions[0]
			width, height := 37, 11
			if f.Format == FormatRaw {
				width, height = 21, 21 // raw images are square where no size is named
			}
			s := pattern(width, height, e)
			m := read(t, name, encoded(t, name, s))
			if m.Format != f.Format || m.Type != e || m.Width != width || m.Height != height {
				t.Errorf("%s of %s: read as %s, %s, %d × %d", f.Format, e, m.Format, m.Type, m.Width, m.Height)
			}
			if got, want := values(m.Source()), values(s); !slices.Equal(got, want) {
				t.Errorf("%s of %s: pixels %v…, want %v…", f.Format, e, got[:5], want[:5])
			}
		}
	}
}

// TestEncodeSizes: one pixel, one row, one column, and rows longer than a buffer.
func TestEncodeSizes(t *testing.T) {
	for _, size := range []image.Point{{X: 1, Y: 1}, {X: 1, Y: 9}, {X: 9, Y: 1}, {X: 40000, Y: 2}, {X: 200, Y: 300}} {
		for _, f := range Formats() {
			if f.Picture() || f.Format == FormatRaw {
				continue
			}
			name := "a" + f.Extensions[0]
			s := pattern(size.X, size.Y, f.Elements[0])
			m := read(t, name, encoded(t, name, s))
			if m.Width != size.X || m.Height != size.Y || !slices.Equal(values(m.Source()), values(s)) {
				t.Errorf("%s of %v: read %d × %d, or other pixels", f.Format, size, m.Width, m.Height)
			}
		}
	}
}

func TestFormatOf(t *testing.T) {
	for _, c := range []struct {
		name   string
		format Format
		zipped bool
		err    string
	}{
		{"a.cbf", FormatCBF, false, ""},
		{"folder.tif/A.CBF.GZ", FormatCBF, true, ""},
		{"a.img.gz", FormatSMV, true, ""},
		{"a.tiff", FormatTIFF, false, ""},
		{"a.16.png", FormatPNG16, false, ""},
		{"a16.png", FormatPNG, false, ""},
		{"a.npz", FormatNPZ, false, ""},
		{"a.npz.gz", "", true, "no .gz goes with .npz"},
		{"a.16.png.gz", "", true, "no .gz goes with .16.png"},
		{"a.jpg", "", false, ".cbf, .img, .tif, .npy"},
		{"cbf", "", false, "the extension says the format"},
	} {
		f, zipped, err := FormatOf(c.name)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: error %v, want one with %q", c.name, err, c.err)
			}
			continue
		}
		if err != nil || f.Format != c.format || zipped != c.zipped {
			t.Errorf("%s: %s, %v (%v), want %s, %v", c.name, f.Format, zipped, err, c.format, c.zipped)
		}
	}
}

func TestFormatsCapabilities(t *testing.T) {
	for _, c := range []struct {
		name            string
		counts, photons bool
	}{
		{"a.cbf", true, false}, {"a.img", true, false}, {"a.tif", true, true}, {"a.npy", true, true},
		{"a.bin", false, true}, {"a.16.png", true, false}, {"a.png", false, false},
	} {
		f, _, err := FormatOf(c.name)
		if err != nil || f.Counts() != c.counts || f.Photons() != c.photons || f.Picture() != (!c.counts && !c.photons) {
			t.Errorf("%s: counts %v, photons %v (%v), want %v, %v", c.name, f.Counts(), f.Photons(), err, c.counts, c.photons)
		}
	}
}

// TestEncodeErrors: a pixel that a format cannot hold is named; so is a full disk.
func TestEncodeErrors(t *testing.T) {
	one := func(e Element, v float64) Source {
		return Source{Width: 3, Height: 2, Element: e, Row: func(y int, dst []float64) {
			clear(dst)
			if y == 1 {
				dst[2] = v
			}
		}}
	}
	for _, c := range []struct {
		name   string
		source Source
		want   string
	}{
		{"a.cbf", one(Float32, 0.125), "pixel (fast 2, slow 1) is 0.125; int32 pixels hold whole numbers from -2147483648 to 2147483647"},
		{"a.cbf", one(Float64, math.NaN()), "is NaN"},
		{"a.cbf", one(Uint32, 4294967295), "is 4294967295; int32"},
		{"a.img", one(Float32, -1), "is -1; uint16 pixels hold whole numbers from 0 to 65535"},
		{"a.16.png", one(Int32, 65536), "is 65536; uint16"},
		{"a.bin", one(Int32, 1<<24+1), "is 16777217; float32 pixels hold numbers of 24 binary digits"},
	} {
		f, _, err := FormatOf(c.name)
		if err != nil {
			t.Fatal(err)
		}
		err = Encode(io.Discard, f, c.source)
		var pixel *PixelError
		if !errors.As(err, &pixel) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		} else if pixel.At != image.Pt(2, 1) {
			t.Errorf("%s: pixel %v, want (2,1)", c.name, pixel.At)
		}
	}

	full := errors.New("disk full")
	for _, f := range Formats() {
		if err := Encode(failing{full}, f, pattern(200, 200, Uint16)); !errors.Is(err, full) {
			t.Errorf("%s: error %v, want %v", f.Format, err, full)
		}
		if err := Encode(io.Discard, f, Source{Element: Uint16}); err == nil && !f.Picture() && f.Format != FormatNPY && f.Format != FormatNPZ && f.Format != FormatRaw {
			t.Errorf("%s: no error for an image without pixels", f.Format)
		}
	}
}

// TestTruncated: of each format, every file that ends early is an error, until
// the last pixel is there.
func TestTruncated(t *testing.T) {
	for _, c := range []struct {
		name string
		tail int // bytes at the end that a reader need not see
	}{
		{"a.img", 0}, {"a.tif", 0}, {"a.npy", 0}, {"a.npz", 0}, {"a.16.png", 4}, {"a.cbf", cbfPadding + len(cbfSection) + 9},
	} {
		f, _, err := FormatOf(c.name)
		if err != nil {
			t.Fatal(err)
		}
		data := encoded(t, c.name, pattern(5, 4, f.Elements[0]))
		read(t, c.name, data[:len(data)-c.tail])
		for n := range len(data) - c.tail {
			if m, err := ReadImage(bytes.NewReader(data[:n]), c.name, image.Point{}); err == nil {
				t.Errorf("%s: no error for %d of %d bytes: %d × %d", c.name, n, len(data), m.Width, m.Height)
			}
		}
		if _, err := ReadImage(iotestErr{io.ErrNoProgress}, c.name, image.Point{}); !errors.Is(err, io.ErrNoProgress) {
			t.Errorf("%s: error %v of a broken reader", c.name, err)
		}
		broken := io.MultiReader(bytes.NewReader(data[:len(data)-c.tail-1]), iotestErr{io.ErrNoProgress})
		if _, err := ReadImage(broken, c.name, image.Point{}); !errors.Is(err, io.ErrNoProgress) {
			t.Errorf("%s: error %v of a reader that breaks before the end", c.name, err)
		}
	}
}

// TestDamaged: whatever byte of a file changes, reading it ends, without panic.
func TestDamaged(t *testing.T) {
	for _, name := range []string{"a.img", "a.tif", "a.npy", "a.npz", "a.16.png", "a.cbf"} {
		f, _, err := FormatOf(name)
		if err != nil {
			t.Fatal(err)
		}
		data := encoded(t, name, pattern(5, 4, f.Elements[0]))
		for i := range min(len(data), 2500) {
			for _, v := range []byte{0xff, data[i] + 1} {
				bad := slices.Clone(data)
				bad[i] = v
				m, err := ReadImage(bytes.NewReader(bad), name, image.Point{})
				if err == nil && len(values(m.Source())) > 8*len(data) {
					t.Fatalf("%s: byte %d = %d: %d × %d pixels", name, i, v, m.Width, m.Height)
				}
			}
		}
	}
}
