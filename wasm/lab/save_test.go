package lab

import (
	"bytes"
	"image"
	"math"
	"slices"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/imgio"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// small returns a laboratory with a small image, rendered.
func small(t *testing.T, more ...string) (*Lab, *config.Resolved, *plan.Plan, *frame.Frame) {
	t.Helper()
	c, err := config.ParseArgs(append(strings.Fields("-cell 40 50 60 -default_F 100 -N 5 -misset 4 3 2 -oversample 1 -lambda 1 -fluence 1e29 -distance 60 -detpixels_f 40 -detpixels_s 30 -pixel 1"), more...))
	if err != nil {
		t.Fatal(err)
	}
	l := New()
	l.Load(c)
	r, err := l.Experiment()
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compile(r.Experiment)
	if err != nil {
		t.Fatal(err)
	}
	f, err := simulate.Run(t.Context(), simulate.Scalar(1), p, simulate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l, r, p, f
}

func TestSave(t *testing.T) {
	l, r, _, f := small(t)
	for _, format := range []string{"raw", "npy"} {
		s, err := l.Save(format, r, f, "1")
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := imgio.ReadAny(bytes.NewReader(s.Content), s.Name, image.Pt(40, 30))
		if err != nil || !slices.Equal(got.Pix, f.Pix) {
			t.Errorf("%s is read back with other pixels, %v", s.Name, err)
		}
	}

	s, err := l.Save("smv", r, f, "1")
	if err != nil {
		t.Fatal(err)
	}
	noisy, info, err := imgio.ReadAny(bytes.NewReader(s.Content), s.Name, image.Point{})
	if err != nil {
		t.Fatal(err)
	}
	counts := Counts(f, 1)
	for i, v := range noisy.Pix {
		if want := min(counts.Pix[i]+frame.DefaultADC, 65535); v != want {
			t.Fatalf("pixel %d of the SMV image is %v, want %v", i, v, want)
		}
	}
	if command, _ := info.Header.Get("COMMAND"); !strings.Contains(command, "-distance 60") {
		t.Errorf("the header's command is %q", command)
	}

	if err := l.Set("nonoise", "on"); err != nil {
		t.Fatal(err)
	}
	if r, err = l.Experiment(); err != nil {
		t.Fatal(err)
	}
	if s, err = l.Save("smv", r, f, "1"); err != nil {
		t.Fatal(err)
	}
	scaled, _, err := imgio.ReadAny(bytes.NewReader(s.Content), s.Name, image.Point{})
	if err != nil || scaled.Stats().Max < 54900 || scaled.Stats().Max > 55100 {
		t.Errorf("the scaled image has a maximum of %v, want 55040, %v", scaled.Stats().Max, err)
	}

	if s, err = l.Save("json", nil, nil, "1"); err != nil {
		t.Fatal(err)
	}
	if c, err := ParseJSON(s.Content); err != nil || c.Query() != l.Settings().Query() {
		t.Errorf("the configuration is read back as %v, %v", c, err)
	}
}

// TestSummary: the numbers are those of the image, and the reflection that is named
// scatters where the brightest pixel is.
func TestSummary(t *testing.T) {
	_, r, p, f := small(t)
	s := Summarize(r, p, f)
	// The corner is 20 and 15 mm and a pixel from the beam centre, 60 mm away: 2θ = 22.9°
	// and a little more, d = 1 Å/(2 sin θ).
	const corner, tol = 2.52, 0.1
	if math.Abs(s.Corner-corner) > tol || !(s.Edge > s.Corner) {
		t.Errorf("edge %v Å, corner %v Å; want more than the corner, %v Å", s.Edge, s.Corner, corner)
	}
	if s.Stats.Max <= 0 || float32(s.Stats.Max) != f.At(s.Stats.MaxAt.Point()) {
		t.Errorf("maximum %v at %v", s.Stats.Max, s.Stats.MaxAt)
	}
	// 1/d² = h²/a² + k²/b² + l²/c²; the brightest pixel is within half an index.
	inverse := math.Sqrt(sq(s.Index[0], 40) + sq(s.Index[1], 50) + sq(s.Index[2], 60))
	if math.Abs(1/s.Brightest-inverse) > 0.5*math.Sqrt(3)/40 {
		t.Errorf("the brightest pixel is at %v Å, reflection %v at %v Å", s.Brightest, s.Index, 1/inverse)
	}
	text := s.String()
	for _, want := range []string{"40 by 30 pixels", "photons in all", "brightest pixel", "near reflection"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
	dark := Summarize(r, p, frame.New(40, 30))
	if !strings.Contains(dark.String(), "No photon") {
		t.Errorf("a dark image is %q", dark)
	}
}

func sq(index int, edge float64) float64 { return float64(index*index) / edge / edge }

func TestDigits(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 1234.5: "1234", 0.01234: "0.0123", 1.2e9: "1.2×10⁹", 3e-7: "3×10⁻⁷", 99: "99", math.Inf(1): "∞", -5: "-5"} {
		if got := digits(x, 3); got != want {
			t.Errorf("digits(%v, 3) = %s, want %s", x, got, want)
		}
	}
}

func TestSliders(t *testing.T) {
	lambda, fluence := FieldOf("lambda").Params[0], FieldOf("fluence").Params[0]
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"one step", Step(lambda, 0.98, 1), 0.981},
		{"ten steps back", Step(lambda, 0.98, -10), 0.97},
		{"joins the grid", Step(FieldOf("distance").Params[0], 150.4, 1), 151},
		{"ends", Step(FieldOf("polar").Params[0], 1, 5), 1},
		{"a tenth of a decade", Step(fluence, 1e27, 10), 1e28},
		{"integers", Step(FieldOf("N").Params[0], 3, 2), 5},
		{"no slider", Step(FieldOf("seed").Params[0], 3, 2), 5},
	} {
		if math.Abs(c.got-c.want) > 1e-9*math.Abs(c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	for _, x := range []float64{1e18, 1e25, 1e32} {
		low, high, _, at := Slider(fluence, x)
		if got := FromSlider(fluence, at); math.Abs(got/x-1) > 0.05 || at < low || at > high {
			t.Errorf("the slider at %v (%v to %v) stands for %v, want %v", at, low, high, got, x)
		}
	}
	if low, high, step, at := Slider(lambda, 99); low != 0.4 || high != 3 || step != 0.001 || at != 3 {
		t.Errorf("a wavelength of 99 Å stands at %v of %v to %v", at, low, high)
	}
}
