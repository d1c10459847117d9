package frame

import (
	"encoding/json"
	"image"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// correlationTolerance: float64 rounding of two formulas of the same number.
const correlationTolerance = 1e-12

func TestCompareAgainstGonum(t *testing.T) {
	a, b := noise(New(40, 30), 100), noise(New(40, 30), 100)
	for i := range b.Pix {
		b.Pix[i] = 2*b.Pix[i] + float32(i%7)
	}
	w := image.Rect(5, 3, 33, 29)
	var x, y []float64
	var squares float64
	for s := w.Min.Y; s < w.Max.Y; s++ {
		for q := w.Min.X; q < w.Max.X; q++ {
			p, r := float64(a.At(image.Pt(q, s))), float64(b.At(image.Pt(q, s)))
			x, y = append(x, p), append(y, r)
			squares += (p - r) * (p - r)
		}
	}
	m, err := Compare(a, b, w)
	if err != nil {
		t.Fatal(err)
	}
	if want := stat.Correlation(x, y, nil); math.Abs(m.Correlation-want) > correlationTolerance {
		t.Errorf("correlation %v, want %v", m.Correlation, want)
	}
	if want := math.Sqrt(squares / float64(len(x))); math.Abs(m.RMSE-want) > correlationTolerance*want {
		t.Errorf("rmse %v, want %v", m.RMSE, want)
	}
	if m.Pixels != len(x) || m.Window.Rectangle() != w {
		t.Errorf("%d pixels in %v, want %d in %v", m.Pixels, m.Window, len(x), w)
	}
	if d := math.Abs(float64(a.At(m.MaxAbsAt.Point())) - float64(b.At(m.MaxAbsAt.Point()))); d != m.MaxAbs {
		t.Errorf("difference at %v is %g, not %g", m.MaxAbsAt, d, m.MaxAbs)
	}
}

// TestCompareDegenerate: constant, zero and broken images have defined metrics.
func TestCompareDegenerate(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct {
		name               string
		a, b               []float32
		correlation, ratio float64
		relative           float64
		pixels, notFinite  int
	}{
		{"both zero", []float32{0, 0}, []float32{0, 0}, 1, 1, 0, 2, 0},
		{"equal constants", []float32{3, 3}, []float32{3, 3}, 1, 1, 0, 2, 0},
		{"different constants", []float32{3, 3}, []float32{6, 6}, 0, 0.5, 0.5, 2, 0},
		{"constant and spot", []float32{0, 0}, []float32{0, 4}, 0, 0, 1, 2, 0},
		{"spot and zero", []float32{0, 4}, []float32{0, 0}, 0, Undefined, Undefined, 2, 0},
		{"equal", []float32{1, 2}, []float32{1, 2}, 1, 1, 0, 2, 0},
		{"opposite", []float32{1, 2}, []float32{2, 1}, -1, 1, 0.5, 2, 0},
		{"NaN and infinity left out", []float32{1, 2, nan, 4}, []float32{1, 2, 3, inf}, 1, 1, 0, 2, 2},
	} {
		m, err := Compare(Wrap(len(c.a), 1, c.a), Wrap(len(c.b), 1, c.b), image.Rectangle{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if math.Abs(m.Correlation-c.correlation) > correlationTolerance || m.SumRatio != c.ratio || m.MaxRelative != c.relative {
			t.Errorf("%s: correlation %v, sum ratio %v, relative %v, want %v, %v, %v", c.name, m.Correlation, m.SumRatio, m.MaxRelative, c.correlation, c.ratio, c.relative)
		}
		if m.Pixels != c.pixels || m.NonFinite != c.notFinite {
			t.Errorf("%s: %d pixels, %d not finite, want %d, %d", c.name, m.Pixels, m.NonFinite, c.pixels, c.notFinite)
		}
		if _, err := json.Marshal(m); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestEqualImages: limits such as "correlation at least 1" must hold for them.
func TestEqualImages(t *testing.T) {
	for width := 2; width < 40; width++ {
		f := noise(New(width, 3), 100)
		m, err := Compare(f, f, image.Rectangle{})
		if err != nil || m.Correlation != 1 || m.SumRatio != 1 || m.MaxRelative != 0 {
			t.Errorf("%d × 3 pixels: correlation 1%+.1e, sum ratio %v, relative %v, error %v; want exactly 1, 1, 0", width, m.Correlation-1, m.SumRatio, m.MaxRelative, err)
		}
	}
}

func TestCompareErrors(t *testing.T) {
	if _, err := Compare(New(2, 3), New(3, 2), image.Rectangle{}); err == nil {
		t.Error("different sizes: no error")
	}
	if _, err := Compare(New(2, 2), New(2, 2), image.Rect(5, 5, 9, 9)); err == nil {
		t.Error("window outside: no error")
	}
	masked := New(2, 2)
	masked.Mask = make([]byte, 4)
	if _, err := Compare(masked, New(2, 2), image.Rectangle{}); err == nil {
		t.Error("everything masked: no error")
	}
}

// TestComparePeaks moves spots by known amounts and expects that distance back.
// The parabola reads a Gaussian spot's sub-pixel position with an error that
// depends on it: below 0.03 pixel for σ = 1.5.
func TestComparePeaks(t *testing.T) {
	const parabolaError = 0.03
	a, b := New(200, 150), New(200, 150)
	for i := range 20 {
		x, y := 15+float64(i%5)*40+0.1*float64(i%3), 15+float64(i/5)*35+0.15*float64(i%4)
		spot(a, x, y, 100+float64(i), 1.5)
		spot(b, x+0.3, y, 100+float64(i), 1.5)
	}
	m, err := Compare(a, b, image.Rectangle{})
	if err != nil {
		t.Fatal(err)
	}
	if m.PeaksA != 20 || m.PeaksB != 20 || m.PeaksMatched != 20 {
		t.Errorf("peaks %d, %d, matched %d, want 20 each", m.PeaksA, m.PeaksB, m.PeaksMatched)
	}
	if math.Abs(m.PeakDistance-0.3) > 2*parabolaError {
		t.Errorf("largest distance %g, want 0.3 within %g", m.PeakDistance, 2*parabolaError)
	}
	far := New(200, 150)
	spot(far, 100.5, 75, 50, 1.5)
	if m, _ = Compare(a, far, image.Rectangle{}); m.PeaksMatched != 0 || m.PeaksB != 1 {
		t.Errorf("other spots: %d matched, %d in b, want 0, 1", m.PeaksMatched, m.PeaksB)
	}
}

func TestPeaks(t *testing.T) {
	f := New(60, 50)
	spot(f, 20.2, 30.4, 90, 2)
	spot(f, 40, 10, 100, 2)
	f.Pix[0] = 5 // a corner has no parabola
	got := f.Peaks(f.Bounds(), 10)
	want := []Peak{{40, 10, 100}, {20.2, 30.4, 90}, {0, 0, 5}}
	if len(got) != len(want) {
		t.Fatalf("peaks %v, want %v", got, want)
	}
	for i, p := range got {
		if math.Hypot(p.Fast-want[i].Fast, p.Slow-want[i].Slow) > 0.03 {
			t.Errorf("peak %d at %.3f %.3f, want %v", i, p.Fast, p.Slow, want[i])
		}
	}
	if got := f.Peaks(f.Bounds(), 1); len(got) != 1 || got[0].Height != 100 {
		t.Errorf("strongest: %v", got)
	}
	flat := New(30, 30)
	for i := range flat.Pix {
		flat.Pix[i] = 0.1
	}
	if got := flat.Peaks(flat.Bounds(), 5); len(got) != 0 {
		t.Errorf("peaks of a flat image: %v", got)
	}
	flat.Pix[200], flat.Pix[201] = 7, 7 // a plateau is one peak
	if got := flat.Peaks(flat.Bounds(), 5); len(got) != 1 || got[0].Fast != 20.5 {
		t.Errorf("peaks of a plateau: %v, want one at fast 20.5", got)
	}
}

func BenchmarkCompare4096(b *testing.B) {
	f, g := noise(New(4096, 4096), 100), noise(New(4096, 4096), 101)
	for b.Loop() {
		if _, err := Compare(f, g, image.Rectangle{}); err != nil {
			b.Fatal(err)
		}
	}
}
