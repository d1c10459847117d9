package view

import (
	"image"
	"testing"

	"gobragg/core/frame"
)

func TestShort(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want string
	}{
		{0, "0"}, {4.4e-7, "4e-07"}, {0.0314, "0.03"}, {3.14159, "3.14"}, {9.999, "10.0"}, {27.18, "27.2"},
		{271.8, "272"}, {31415, "31415"}, {123456, "123k"}, {999900, "1M"}, {1.25e6, "1.25M"}, {3e9, "3.0e+09"}, {-2.5, "-2.50"},
	} {
		if got := Short(c.v); got != c.want {
			t.Errorf("Short(%v) = %q, want %q", c.v, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		v      float64
		digits int
		want   string
	}{{0, 3, "0"}, {2.34567, 4, "2.346"}, {0.01234, 3, "0.0123"}, {512.5, 4, "512.5"}, {65535, 3, "65535"}, {1.5e-9, 3, "1.5e-09"}, {2e7, 3, "2e+07"}} {
		if got := Number(c.v, c.digits); got != c.want {
			t.Errorf("Number(%v, %d) = %q, want %q", c.v, c.digits, got, c.want)
		}
	}
}

func TestNumbersOnPixels(t *testing.T) {
	f := ramped(512, 512)
	scale := Scale{Display: frame.Display{Low: 0, High: 512 * 512, Curve: frame.Linear}}
	p := NewPainter(scale)
	v := opened()
	if got := Numbers(&v, f, p); got != nil {
		t.Errorf("%d numbers on the whole image", len(got))
	}
	v.ZoomAt(100, 0, 1e9)
	labels := Numbers(&v, f, p)
	shown := v.Visible()
	if len(labels) != shown.Dx()*shown.Dy() || shown.Dx() != 5 || shown.Dy() != 4 {
		t.Errorf("%d numbers on %v", len(labels), shown)
	}
	for _, l := range labels {
		at := image.Pt(int(l.At.Fast), int(l.At.Slow))
		if want := Short(float64(f.At(at))); l.Text != want || !l.Dark {
			t.Errorf("pixel %v says %q, dark %v; want %q, dark on white", at, l.Text, l.Dark, want)
		}
	}
	scale.Invert = true
	if Numbers(&v, f, NewPainter(scale))[0].Dark {
		t.Error("dark letters on a dark pixel")
	}
}
