package frame

import (
	"image"
	"math"
	"testing"
)

// level returns the grey level of v photons.
func level(g *Grey, v float64) uint8 {
	var level [1]uint8
	g.Row(level[:], []float32{float32(v)})
	return level[0]
}

func TestAutoDisplay(t *testing.T) {
	scene := func(background float64, heights ...float64) *Frame {
		f := New(400, 400)
		for i := range f.Pix {
			f.Pix[i] = float32(background)
		}
		for i, h := range heights {
			spot(f, 30+float64(i%8)*45, 30+float64(i/8)*45, h, 1)
		}
		return f
	}
	noisy := noise(scene(0), 10)
	for i := range noisy.Pix {
		noisy.Pix[i] += 100
	}
	spotted := noise(scene(0), 10)
	for i := range spotted.Pix {
		spotted.Pix[i] += 100
	}
	for i := range 64 {
		spot(spotted, 30+float64(i%8)*45, 30+float64(i/8)*45, 40+float64(i*i), 1.2)
	}

	for _, c := range []struct {
		name        string
		f           *Frame
		value       float64 // photons
		least, most uint8   // grey at that value
	}{
		{"all zero is white", scene(0), 0, 255, 255},
		{"all equal is white", scene(7), 7, 255, 255},
		{"one spot on zeros: zero is white", scene(0, 1000), 0, 255, 255},
		{"one spot on zeros: its top is black", scene(0, 1000), 1000, 0, 0},
		{"spots on zeros: a weak one shows", scene(0, 1000, 900, 800, 20), 20, 1, 230},
		{"noise alone stays light", noisy, 105, 120, 254},
		{"noise alone: nothing is black", noisy, 110, 60, 254},
		{"spots on noise: background is light", spotted, 105, 170, 254},
		{"spots on noise: a weak spot is darker", spotted, 145, 1, 160},
		{"spots on noise: strong spots are black", spotted, 2000, 0, 0},
	} {
		d := AutoDisplay(c.f, Sqrt)
		if g := level(d.Grey(), c.value); g < c.least || g > c.most {
			t.Errorf("%s: grey at %g is %d, want %d…%d (%+v)", c.name, c.value, g, c.least, c.most, d)
		}
	}
}

// TestAutoDisplayFindsOneSpot: a grid of samples misses one pixel in 4 million.
func TestAutoDisplayFindsOneSpot(t *testing.T) {
	f := New(2048, 2048)
	f.Row(1001)[777] = 5
	if d := AutoDisplay(f, Sqrt); d.Low != 0 || !(d.High > 0 && d.High <= 5) {
		t.Errorf("display %+v, want black within (0, 5]", d)
	}
}

func TestAutoDisplayMaskAndNaN(t *testing.T) {
	f := noise(New(64, 64), 1)
	f.Mask = make([]byte, len(f.Pix))
	if d := AutoDisplay(f, Log); d != (Display{0, 1, Log}) {
		t.Errorf("everything masked: %+v", d)
	}
	for i := range f.Pix {
		f.Pix[i] = float32(math.NaN())
	}
	f.Mask = nil
	if d := AutoDisplay(f, Log); d != (Display{0, 1, Log}) {
		t.Errorf("everything NaN: %+v", d)
	}
	if d := AutoDisplay(New(0, 0), Sqrt); d != (Display{0, 1, Sqrt}) {
		t.Errorf("empty: %+v", d)
	}
	part := New(100, 100)
	part.ROI = image.Rect(40, 40, 60, 60)
	noise(part, 50)
	if d := AutoDisplay(part, Sqrt); d.High < 25 {
		t.Errorf("ROI only: %+v, want black from the ROI's values", d)
	}
}

func TestGrey(t *testing.T) {
	for _, c := range []struct {
		curve Curve
		v     float64
		want  uint8
	}{
		{Linear, 10, 255}, {Linear, 20, 0}, {Linear, 15, 127}, {Linear, 5, 255}, {Linear, 99, 0},
		{Sqrt, 12.5, 127}, {Log, 10 + 10*(math.Sqrt(1001)-1)/1000, 127},
		{Sqrt, math.NaN(), 255}, {Sqrt, math.Inf(1), 0}, {Sqrt, math.Inf(-1), 255},
	} {
		got := level(Display{10, 20, c.curve}.Grey(), c.v)
		// One level: the table's step.
		if d := int(got) - int(c.want); d < -1 || d > 1 {
			t.Errorf("%v at %g: %d, want %d", c.curve, c.v, got, c.want)
		}
	}
	step := Display{3, 3, Sqrt}.Grey()
	if level(step, 3) != 255 || level(step, 3.1) != 0 {
		t.Errorf("step: %d at 3, %d at 3.1, want 255, 0", level(step, 3), level(step, 3.1))
	}
}

func TestParseCurve(t *testing.T) {
	for _, c := range []Curve{Sqrt, Linear, Log} {
		if got, err := ParseCurve(c.String()); got != c || err != nil {
			t.Errorf("ParseCurve(%q) = %v, %v", c, got, err)
		}
	}
	if _, err := ParseCurve("cubic"); err == nil {
		t.Error("cubic: no error")
	}
}

func BenchmarkAutoDisplay4096(b *testing.B) {
	f := noise(New(4096, 4096), 100)
	for b.Loop() {
		AutoDisplay(f, Sqrt)
	}
}

func BenchmarkGrey4096(b *testing.B) {
	f := noise(New(4096, 4096), 100)
	g, dst := AutoDisplay(f, Sqrt).Grey(), make([]uint8, f.Width)
	for b.Loop() {
		for y := range f.Height {
			g.Row(dst, f.Row(y))
		}
	}
}
