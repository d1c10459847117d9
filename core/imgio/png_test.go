package imgio

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"gobragg/core/frame"
)

// decode reads back a picture that write made.
func decode(t *testing.T, write func(io.Writer) error) (image.Image, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return m, b.Bytes()
}

// grey returns the grey level of an element, or −1 for a colour.
func grey(m image.Image, x, y int) int {
	c := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
	if c.R != c.G || c.G != c.B {
		return -1
	}
	return int(c.R)
}

func TestPNGGrey(t *testing.T) {
	f := frame.Wrap(3, 2, []float32{0, 5, 10, -1, 20, float32(math.NaN())})
	display := frame.Display{Low: 0, High: 10, Curve: frame.Linear}
	for _, zoom := range []int{0, 1, 4} {
		m, _ := decode(t, func(w io.Writer) error { return WritePNG(w, f, PNGOptions{Display: &display, Zoom: zoom}) })
		z := max(1, zoom)
		if m.Bounds() != image.Rect(0, 0, 3*z, 2*z) {
			t.Fatalf("zoom %d: bounds %v", zoom, m.Bounds())
		}
		if _, ok := m.(*image.Gray); !ok {
			t.Errorf("zoom %d: %T, want 8-bit grey", zoom, m)
		}
		want := [][]int{{255, 128, 0}, {255, 0, 255}}
		for y := range 2 * z {
			for x := range 3 * z {
				if got := grey(m, x, y); got != want[y/z][x/z] {
					t.Errorf("zoom %d: element %d, %d is %d, want %d", zoom, x, y, got, want[y/z][x/z])
				}
			}
		}
	}
}

func TestPNGErrors(t *testing.T) {
	for name, err := range map[string]error{
		"no pixel":  WritePNG(io.Discard, frame.New(0, 0), PNGOptions{}),
		"too large": WritePNG(io.Discard, frame.New(100, 100), PNGOptions{Zoom: 1000}),
		"zoom":      WritePNG(io.Discard, frame.New(1, 1), PNGOptions{Zoom: math.MaxInt}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestPNGText walks through the chunks and checks checksums, places and texts.
func TestPNGText(t *testing.T) {
	long := strings.Repeat("k", 100)
	text := []Field{
		{"Software", "gobragg"}, {"Distance", "100 mm, 1 Å"}, {"Note", "λ = 1"}, {"", "no key"}, {long, "x"}, {"σ", "no Latin-1 key"},
	}
	_, file := decode(t, func(w io.Writer) error { return WritePNG(w, ramp(9, 9), PNGOptions{Text: text}) })
	var kinds, texts []string
	for b := file[8:]; len(b) > 0; {
		n := binary.BigEndian.Uint32(b)
		kind, data := string(b[4:8]), string(b[8:8+n])
		if sum := crc32.ChecksumIEEE(b[4 : 8+n]); sum != binary.BigEndian.Uint32(b[8+n:]) {
			t.Errorf("%s: wrong checksum", kind)
		}
		kinds = append(kinds, kind)
		if strings.HasSuffix(kind, "Xt") {
			texts = append(texts, data)
		}
		b = b[12+n:]
	}
	if want := []string{"IHDR", "tEXt", "tEXt", "iTXt", "tEXt", "IDAT", "IEND"}; !slices.Equal(kinds, want) {
		t.Errorf("chunks %v, want %v", kinds, want)
	}
	want := []string{"Software\x00gobragg", "Distance\x00100 mm, 1 \xc5", "Note\x00\x00\x00\x00\x00λ = 1", long[:79] + "\x00x"}
	if !slices.Equal(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), want[:len(texts)]) {
		t.Errorf("texts %q, want %q", texts, want)
	}
}

func TestPalette(t *testing.T) {
	p := overlayPalette()
	if len(p) != 256 || p[0] != (color.Gray{Y: 0}) || p[greys-1] != (color.Gray{Y: 255}) {
		t.Fatalf("%d entries, first %v, white %v", len(p), p[0], p[greys-1])
	}
	for v := range 256 {
		// One step of the shorter scale of greys.
		if d := v - greyLevel(greyIndex[v]); d > 1 || d < -1 {
			t.Errorf("grey %d becomes %d", v, greyLevel(greyIndex[v]))
		}
	}
	for c := range Color(colors) {
		if got := p[blend(greys-1, c, 255)]; got != colorValues[c] {
			t.Errorf("full %d: %v, want %v", c, got, colorValues[c])
		}
		if got := blend(77, c, 0); got != 77 {
			t.Errorf("no coverage: entry %d, want 77", got)
		}
		// Half colour on white lies half way, within a step of rounding.
		got := p[blend(greys-1, c, 128)].(color.RGBA)
		if want := (int(colorValues[c].R) + 255) / 2; math.Abs(float64(int(got.R)-want)) > 1 {
			t.Errorf("half %d on white: red %d, want %d", c, got.R, want)
		}
	}
}

func TestPNGOverlay(t *testing.T) {
	f := frame.New(200, 150)
	o := Overlay{
		Lines: []Line{
			{Points: []Point{{10, 20.5}, {60.5, 20.5}, {60.5, 70}}},
			{Points: []Point{{150, 100}, {150, 140}}, Color: Green, Dashed: true},
		},
		Crosses: []Cross{{At: Point{100.5, 75.5}, Color: Red}},
		Labels:  []Label{{At: Point{100, 120}, Text: "2.0 Å", Color: Blue}},
	}
	for _, zoom := range []int{1, 3} {
		m, _ := decode(t, func(w io.Writer) error { return WritePNG(w, f, PNGOptions{Overlay: o, Zoom: zoom}) })
		if _, ok := m.(*image.Paletted); !ok {
			t.Errorf("zoom %d: %T, want a palette", zoom, m)
		}
		at := func(p Point) color.Color {
			return color.RGBAModel.Convert(m.At(int(p.Fast*float64(zoom)), int(p.Slow*float64(zoom))))
		}
		for _, c := range []struct {
			name string
			at   Point
			want color.Color
		}{
			{"on the line", Point{30, 20.5}, colorValues[Blue]},
			{"its corner", Point{60.5, 20.5}, colorValues[Blue]},
			{"beside the line", Point{30, 26}, rgb(0xffffff)},
			{"before its start", Point{4, 20.5}, rgb(0xffffff)},
			{"the cross", Point{100.5, 75.5}, colorValues[Red]},
			{"beside the cross", Point{105, 81}, rgb(0xffffff)},
		} {
			if got := at(c.at); got != c.want {
				t.Errorf("zoom %d: %s %v, want %v", zoom, c.name, got, c.want)
			}
		}
		var dashes, letters int
		for y := range m.Bounds().Dy() {
			if grey(m, 150*zoom, y) < 0 {
				dashes++
			}
		}
		if n := 40 * zoom; dashes < 2*n/5 || dashes > 3*n/5 {
			t.Errorf("zoom %d: %d of %d elements of the dashed line drawn, want about half", zoom, dashes, n)
		}
		for y := 120*zoom - 8; y < 120*zoom+8; y++ {
			for x := 100*zoom - 20; x < 100*zoom+20; x++ {
				if grey(m, x, y) < 0 {
					letters++
				}
			}
		}
		if letters < 40 {
			t.Errorf("zoom %d: label has %d coloured elements, want 40 or more", zoom, letters)
		}
	}
}

// TestPNGOverlayHostile: conics run to infinity; nothing hangs, nothing is drawn
// where it should not be.
func TestPNGOverlayHostile(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	o := Overlay{
		Lines: []Line{
			{Points: []Point{{nan, 5}, {inf, 5}, {-inf, 5}}},
			{Points: []Point{{5, nan}, {1e300, -1e300}}, Dashed: true},
			{Points: []Point{{10.5, 10.5}, {10.5, 1e15}, {1e12, 1e12}}},
			{Points: []Point{{-1e6, 30.5}, {1e6, 30.5}}, Dashed: true},
			{Points: []Point{{3, 3}}},
			{},
		},
		Crosses: []Cross{{At: Point{nan, inf}}, {At: Point{-1e9, 5}}},
		Labels:  []Label{{At: Point{nan, 0}, Text: "x"}, {At: Point{1e12, 0}, Text: "x"}, {At: Point{0, 0}, Text: ""}, {At: Point{40, 0}, Text: "edge"}},
	}
	m, _ := decode(t, func(w io.Writer) error { return WritePNG(w, frame.New(64, 64), PNGOptions{Overlay: o}) })
	if grey(m, 10, 50) >= 0 {
		t.Error("line to far away is not drawn")
	}
	if got := grey(m, 50, 50); got != 255 {
		t.Errorf("empty part is %d, want white", got)
	}
}

// TestPNGDeterministic: the same frame gives the same file.
// TestPNGThreads: the same file for any number of threads, with one line and with
// more blocks of them than threads.
func TestPNGThreads(t *testing.T) {
	for _, size := range []image.Point{{120, 90}, {1, 1}, {600, 4*pngBlock/600 + 3}, {maxSide, 11}} {
		write := func(threads int) []byte {
			m, file := decode(t, func(w io.Writer) error {
				return WritePNG(w, ramp(size.X, size.Y), PNGOptions{Text: []Field{{"a", "b"}}, Threads: threads})
			})
			if m.Bounds().Size() != size {
				t.Errorf("%d threads: a picture of %v, want %v", threads, m.Bounds().Size(), size)
			}
			return file
		}
		want := write(0)
		for _, threads := range []int{1, 2, 3, 16} {
			if !bytes.Equal(write(threads), want) {
				t.Errorf("%v: the file of %d threads differs", size, threads)
			}
		}
	}
}

func TestTextMask(t *testing.T) {
	for _, size := range []int{1, 2, 3} {
		m := textMask("Å−", size)
		if m.Rect != image.Rect(0, 0, 16*size, 16*size) {
			t.Errorf("size %d: %v", size, m.Rect)
		}
		for half := range 2 {
			ink := 0
			for y := range 16 * size {
				for x := half * 8 * size; x < (half+1)*8*size; x++ {
					if m.AlphaAt(x, y).A > 127 {
						ink++
					}
				}
			}
			if ink < 5*size*size {
				t.Errorf("size %d: letter %d has %d elements", size, half, ink)
			}
		}
	}
	if m := textMask("", 2); !m.Rect.Empty() {
		t.Errorf("no text: %v", m.Rect)
	}
}

func BenchmarkWritePNG4096(b *testing.B) {
	f := frame.New(4096, 4096)
	for i := range f.Pix {
		f.Pix[i] = float32(i * 7919 % 101)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := WritePNG(io.Discard, f, PNGOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
