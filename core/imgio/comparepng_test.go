package imgio

import (
	"image"
	"image/color"
	"io"
	"testing"

	"gobragg/core/frame"
)

// compared returns the comparison picture of a and b over a window.
func compared(t *testing.T, a, b *frame.Frame, window image.Rectangle) (image.Image, frame.Metrics) {
	t.Helper()
	m, err := frame.Compare(a, b, window)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := decode(t, func(w io.Writer) error {
		return WriteComparePNG(w, a, b, m, CompareOptions{NameA: "one", NameB: "a name that is far too long for the width of the panel it stands above"})
	})
	return p, m
}

func TestComparePNG(t *testing.T) {
	a, b := ramp(64, 64), ramp(64, 64)
	a.Row(10)[20] += 50
	a.Row(40)[20] -= 50
	p, _ := compared(t, a, b, image.Rectangle{})

	// Panels of 64 pixels enlarged nine times; the third starts after two columns.
	const zoom, column = 9, 64 * 9
	left, top := margin+2*(column+margin), margin+2*lineHeight
	at := func(x, y int) color.Color {
		return color.RGBAModel.Convert(p.At(left+x*zoom+zoom/2, top+y*zoom+zoom/2))
	}
	for _, c := range []struct {
		name string
		x, y int
		want color.Color
	}{
		{"a larger", 20, 10, positive}, {"b larger", 20, 40, negative}, {"equal", 21, 10, rgb(0xffffff)},
	} {
		if got := at(c.x, c.y); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if first, last := grey(p, margin+2, top+2), grey(p, margin+column-2, top+column-2); first <= last {
		t.Errorf("first pixel %d, last and brightest %d: want it darker", first, last)
	}
}

func TestComparePNGSizes(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, height int
		window        image.Rectangle
		panel         image.Point
	}{
		{"one pixel", 1, 1, image.Rectangle{}, image.Pt(600, 600)},
		{"small, not square", 64, 20, image.Rectangle{}, image.Pt(576, 180)},
		{"narrow", 4, 600, image.Rectangle{}, image.Pt(panelMin, 600)},
		{"large: binned by two", 1025, 1001, image.Rectangle{}, image.Pt(513, 501)},
		{"window", 300, 300, image.Rect(50, 60, 110, 90), image.Pt(600, 300)},
	} {
		p, _ := compared(t, ramp(c.width, c.height), ramp(c.width, c.height), c.window)
		if got, want := p.Bounds().Dx(), 3*c.panel.X+4*margin; got != want {
			t.Errorf("%s: picture %d wide, want %d", c.name, got, want)
		}
		if got := p.Bounds().Dy(); got < c.panel.Y+8*lineHeight || got > c.panel.Y+12*lineHeight {
			t.Errorf("%s: picture %d high, panel %d", c.name, got, c.panel.Y)
		}
	}
}

// TestBinned: means of images, largest differences, and the odd edge.
func TestBinned(t *testing.T) {
	a := frame.Wrap(3, 2, []float32{1, 2, 9, 3, 4, 11})
	b := frame.Wrap(3, 2, []float32{0, 0, 9, 0, 9, 12})
	if m := binned(a, a.Bounds(), 2); m.Width != 2 || m.Height != 1 || m.Pix[0] != 2.5 || m.Pix[1] != 10 {
		t.Errorf("means %v", m.Pix)
	}
	if d := binnedDifference(a, b, a.Bounds(), 2); d.Pix[0] != -5 || d.Pix[1] != -1 {
		t.Errorf("differences %v, want −5, −1", d.Pix)
	}
}

func TestComparePNGErrors(t *testing.T) {
	f := ramp(8, 8)
	for name, w := range map[string]frame.Window{"no window": {}, "outside": {Fast: 4, Width: 8, Height: 2}} {
		if err := WriteComparePNG(io.Discard, f, f, frame.Metrics{Window: w}, CompareOptions{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
