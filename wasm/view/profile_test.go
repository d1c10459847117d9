package view

import (
	"math"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/frame"
)

func TestLineProfile(t *testing.T) {
	f := frame.New(40, 30)
	for y := range 30 {
		for x := range 40 {
			f.Row(y)[x] = float32(3*x + 7*y) // what bilinear interpolation gives back
		}
	}
	a, b := experiment.Point{Fast: 4.5, Slow: 20.5}, experiment.Point{Fast: 34.5, Slow: 8.5}
	for _, width := range []float64{1, 2, 5} {
		p := LineProfile(f, a, b, width)
		length := math.Hypot(30, 12)
		if got := p.X[len(p.X)-1]; math.Abs(got-length) > rounding {
			t.Errorf("the line is %v long, want %v", got, length)
		}
		for i, x := range p.X {
			s := x / length
			want := 3*(a.Fast-0.5+s*30) + 7*(a.Slow-0.5-s*12)
			if math.Abs(p.Y[i]-want) > 1e-4 || p.N[i] != int(width) {
				t.Fatalf("width %v: %v photons of %d samples at %v, want %v of %v", width, p.Y[i], p.N[i], x, want, width)
			}
		}
	}
	if p := LineProfile(f, a, a, 1); len(p.X) != 0 {
		t.Errorf("a line of no length has %d points", len(p.X))
	}
}

// TestRadialProfileOfRings: an image that is a function of 2θ is given back as it,
// under a tilt too.
func TestRadialProfileOfRings(t *testing.T) {
	for _, c := range layouts {
		s := compiled(t, small+c.args)
		f := frame.New(int(s.Plan.Width), int(s.Plan.Height))
		value := func(angle float64) float64 { return 100 + 1000*angle }
		for y := range f.Height {
			for x := range f.Width {
				f.Row(y)[x] = float32(value(s.Read(experiment.Point{Fast: float64(x) + 0.5, Slow: float64(y) + 0.5}).TwoTheta))
			}
		}
		p := s.NewRadial().Profile(f)
		half := (p.X[1] - p.X[0]) / 2
		n := 0
		for i, x := range p.X {
			n += p.N[i]
			if p.N[i] > 0 && !(math.Abs(p.Y[i]-value(x)) <= 1000*half*1.001) {
				t.Errorf("%s: %v photons at %v rad, want %v (tol half a step)", c.name, p.Y[i], x, value(x))
			}
		}
		if n != len(f.Pix) {
			t.Errorf("%s: the rings hold %d pixels, want %d", c.name, n, len(f.Pix))
		}
	}
}

func TestDifference(t *testing.T) {
	a, b := ramped(20, 20), ramped(20, 20)
	d, err := NewDifference(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if d.Metrics.MaxAbs != 0 || d.Metrics.Correlation != 1 || NewHistogram(d.Frame, d.Bounds()).Counts[0] != 400 {
		t.Errorf("identical images differ: %+v", d.Metrics)
	}
	row := make([]byte, 4*20)
	d.Row(row, d.Frame.Row(3))
	for i, v := range row {
		if v != 255 {
			t.Fatalf("no difference is not white: byte %d is %d", i, v)
		}
	}
	b.Row(7)[3] += 500
	b.Row(9)[4] -= 500
	if d, err = NewDifference(a, b); err != nil {
		t.Fatal(err)
	}
	d.Row(row, []float32{d.Frame.Row(7)[3], d.Frame.Row(9)[4], 0})
	if row[2] < row[0] || row[4] < row[6] || d.Metrics.MaxAbs != 500 {
		t.Errorf("less is %v, more is %v of %v; want blue and red of 500", row[:4], row[4:8], d.Metrics.MaxAbs)
	}
	if _, err := NewDifference(a, frame.New(3, 3)); err == nil {
		t.Error("images of different size have a difference")
	}
}
