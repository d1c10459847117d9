package experiment

import (
	"math"
	"testing"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

var conventions = []Convention{MOSFLM, DENZO, ADXV, XDS, DIALS, Custom}

func TestConventionNames(t *testing.T) {
	want := []string{"mosflm", "denzo", "adxv", "xds", "dials", "custom"}
	for i, c := range conventions {
		if got := c.String(); got != want[i] {
			t.Errorf("Convention(%d).String() = %q, want %q", int(c), got, want[i])
		}
	}
	if b, s := PivotBeam.String(), PivotSample.String(); b != "beam" || s != "sample" {
		t.Errorf("pivots are %q and %q, want beam and sample", b, s)
	}
}

// TestAxes holds every direction against the programs' conventions.
func TestAxes(t *testing.T) {
	x, y, z := r3.Vec{X: 1}, r3.Vec{Y: 1}, r3.Vec{Z: 1}
	mx, my, mz := r3.Vec{X: -1}, r3.Vec{Y: -1}, r3.Vec{Z: -1}
	mosflm := Axes{Beam: x, Fast: z, Slow: my, Normal: x, TwoTheta: mz, Polarization: z, Spindle: z}
	custom := mosflm
	custom.TwoTheta = y
	for _, c := range []struct {
		convention Convention
		want       Axes
		pivot      Pivot
	}{
		{MOSFLM, mosflm, PivotBeam},
		{DENZO, mosflm, PivotBeam},
		{ADXV, Axes{Beam: z, Fast: x, Slow: my, Normal: z, TwoTheta: mx, Polarization: x, Spindle: x}, PivotBeam},
		{XDS, Axes{Beam: z, Fast: x, Slow: y, Normal: z, TwoTheta: x, Polarization: x, Spindle: x}, PivotSample},
		{DIALS, Axes{Beam: z, Fast: x, Slow: y, Normal: z, TwoTheta: y, Polarization: y, Spindle: y}, PivotSample},
		{Custom, custom, PivotBeam},
	} {
		if got := c.convention.Axes(); got != c.want {
			t.Errorf("%v.Axes() = %+v, want %+v", c.convention, got, c.want)
		}
		if got := c.convention.Pivot(); got != c.pivot {
			t.Errorf("%v.Pivot() = %v, want %v", c.convention, got, c.pivot)
		}
	}
}

// TestAxesFitTogether: the detector's axes are orthonormal and it faces the beam;
// E-vector, spindle and two-theta axis lie across the beam. The image is seen as
// the sample sees it (f × s along the beam) except in ADXV, which flips it.
func TestAxesFitTogether(t *testing.T) {
	for _, c := range conventions {
		a := c.Axes()
		frame := geom.Rows(a.Fast, a.Slow, a.Normal)
		if got := frame.Mul(frame.T()); got != geom.Identity {
			t.Errorf("%v: fast, slow and normal are not orthonormal: %v", c, got)
		}
		hand := 1.0
		if c == ADXV {
			hand = -1
		}
		if got := frame.Det(); got != hand {
			t.Errorf("%v: f × s · o = %v, want %v", c, got, hand)
		}
		if a.Normal != a.Beam {
			t.Errorf("%v: normal %v, want the beam %v", c, a.Normal, a.Beam)
		}
		for name, v := range map[string]r3.Vec{"polarization": a.Polarization, "spindle": a.Spindle, "two-theta": a.TwoTheta} {
			if geom.Norm(v) != 1 || r3.Dot(v, a.Beam) != 0 {
				t.Errorf("%v: %s axis %v, want a unit vector across the beam", c, name, v)
			}
		}
		for _, v := range []r3.Vec{a.Beam, a.Fast, a.Slow, a.Normal, a.TwoTheta, a.Polarization, a.Spindle} {
			for _, x := range []float64{v.X, v.Y, v.Z} {
				if x == 0 && math.Signbit(x) {
					t.Errorf("%v: %v holds a negative zero", c, v)
				}
			}
		}
	}
}
