package experiment

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

const (
	mm  = 1e-3
	deg = math.Pi / 180
)

// femtometre allows the rounding of lengths of some 0.1 m, a few times 1e-17 each.
const femtometre = 1e-15

// camera is a detector of 100 mm × 80 mm at 150 mm.
func camera(c Convention) Placement {
	return Placement{Convention: c, Axes: c.Axes(), Fast: 1000, Slow: 800, Pixel: 0.1 * mm, Distance: 150 * mm}
}

func place(t *testing.T, p Placement) Panel {
	t.Helper()
	panel, err := p.Place()
	if err != nil {
		t.Fatal(err)
	}
	return panel
}

func nearVec(t *testing.T, what string, got, want r3.Vec, tolerance float64) {
	t.Helper()
	if !(geom.Norm(r3.Sub(got, want)) <= tolerance) {
		t.Errorf("%s = %v, want %v (tol %v)", what, got, want, tolerance)
	}
}

func nearNumber(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %v, want %v (tol %v)", what, got, want, tolerance)
	}
}

// TestCentres holds the corner of each convention's detector against numbers
// worked out by hand from its definition of the beam centre.
func TestCentres(t *testing.T) {
	given := func(p *Placement) { p.Xbeam, p.Ybeam = Some(30*mm), Some(20*mm) }
	org := func(p *Placement) { p.OrgX, p.OrgY = Some(501.0), Some(301.0) }
	near := func(p *Placement) { p.Xclose, p.Yclose = Some(45*mm), Some(35*mm) }
	sample := func(p *Placement) { p.Pivot = Some(PivotSample) }
	beam := func(p *Placement) { p.Pivot = Some(PivotBeam) }
	for _, c := range []struct {
		name       string
		convention Convention
		changes    []func(*Placement)
		fast, slow float64 // mm, of the spot of the direct beam
	}{
		// Defaults: MOSFLM adds ½ pixel to (size + pixel)/2, one full pixel from the middle.
		{"default", MOSFLM, nil, 50.1, 40.1},
		{"default", DENZO, nil, 50.05, 40.05},
		{"default", ADXV, nil, 50.05, 40.05}, // 80 − (80 − 0.1)/2
		{"default", XDS, nil, 50, 40},
		{"default", DIALS, nil, 50, 40},
		{"default", Custom, nil, 50, 40},

		// Xbeam 30, Ybeam 20: MOSFLM and DENZO swap, ADXV counts y from the far edge.
		{"beam centre", MOSFLM, []func(*Placement){given}, 20.05, 30.05},
		{"beam centre", DENZO, []func(*Placement){given}, 20, 30},
		{"beam centre", ADXV, []func(*Placement){given}, 30, 60},
		{"beam centre", Custom, []func(*Placement){given}, 30, 20},
		{"beam centre, sample pivot", Custom, []func(*Placement){given, sample}, 30, 20},
		{"beam centre, sample pivot", MOSFLM, []func(*Placement){given, sample}, 20.05, 30.05},
		{"beam centre, sample pivot", DENZO, []func(*Placement){given, sample}, 20, 30},
		{"beam centre, sample pivot", ADXV, []func(*Placement){given, sample}, 30, 60},
		// XDS and DIALS turn about the sample and do not look at it, unless told to.
		{"beam centre", XDS, []func(*Placement){given}, 50, 40},
		{"beam centre", DIALS, []func(*Placement){given}, 50, 40},
		{"beam centre, beam pivot", XDS, []func(*Placement){given, beam}, 30, 20},
		{"beam centre, beam pivot", DIALS, []func(*Placement){given, beam}, 30, 20},

		// ORGX 501, ORGY 301 are (501 − ½)·0.1 = 50.05 and 30.05.
		{"ORG", XDS, []func(*Placement){org}, 50.05, 30.05},
		{"ORG", DIALS, []func(*Placement){org}, 50.05, 30.05},
		{"ORG", Custom, []func(*Placement){org}, 50.05, 30.05},
		{"ORG, beam pivot", XDS, []func(*Placement){org, beam}, 50.05, 30.05},
		{"ORG", MOSFLM, []func(*Placement){org}, 50.1, 40.1},
		{"ORG, sample pivot", MOSFLM, []func(*Placement){org, sample}, 50.05, 30.05},
		{"ORG, sample pivot", DENZO, []func(*Placement){org, sample}, 50.05, 30.05},
		{"ORG, sample pivot", ADXV, []func(*Placement){org, sample}, 50.05, 30.05},

		// Xclose and Yclose are a default of the beam centre, and MOSFLM's near point.
		{"near point", XDS, []func(*Placement){near}, 50, 40},
		{"near point, beam pivot", XDS, []func(*Placement){near, beam}, 45, 35},
		{"near point", Custom, []func(*Placement){near}, 45, 35},
		{"near point and beam centre", Custom, []func(*Placement){near, given}, 30, 20},
		{"near point", MOSFLM, []func(*Placement){near}, 50.1, 40.1},
		{"near point, sample pivot", MOSFLM, []func(*Placement){near, sample}, 45, 35},
		{"near point and ORG, sample pivot", MOSFLM, []func(*Placement){near, org, sample}, 50.05, 30.05},
		{"near point, beam centre, sample pivot", ADXV, []func(*Placement){near, given, sample}, 45, 35},
	} {
		p := camera(c.convention)
		for _, change := range c.changes {
			change(&p)
		}
		got := place(t, p)
		a := p.Axes
		corner := combine(-c.fast*mm, a.Fast, -c.slow*mm, a.Slow, 150*mm, a.Beam)
		nearVec(t, fmt.Sprintf("%v, %s: Origin", c.convention, c.name), got.Origin, corner, femtometre)
	}
}

// TestSizeIsKept: a size that is no multiple of the pixel still gives the middle.
func TestSizeIsKept(t *testing.T) {
	p := Placement{Convention: MOSFLM, Axes: MOSFLM.Axes(), Fast: 95, Slow: 95, Pixel: 0.35 * mm, SizeFast: 33.3 * mm, SizeSlow: 30 * mm, Distance: 150 * mm}
	x, y := p.Centre()
	nearNumber(t, "MOSFLM Xbeam", x, (30+0.35)/2*mm, femtometre)
	nearNumber(t, "MOSFLM Ybeam", y, (33.3+0.35)/2*mm, femtometre)
	p.Convention = XDS
	x, y = p.Centre()
	nearNumber(t, "XDS Xbeam", x, 16.65*mm, femtometre)
	nearNumber(t, "XDS Ybeam", y, 15*mm, femtometre)
}

// TestPivotsAgreeWithoutTilts: a pivot is where a detector stays when it turns.
func TestPivotsAgreeWithoutTilts(t *testing.T) {
	for _, c := range conventions {
		p := camera(c)
		p.Pivot = Some(PivotBeam)
		beam := place(t, p)
		p.Pivot = Some(PivotSample)
		if sample := place(t, p); sample != beam {
			t.Errorf("%v: sample pivot gives %+v, beam pivot %+v", c, sample, beam)
		}
		p.Pivot = Optional[Pivot]{}
		if def := place(t, p); def != beam {
			t.Errorf("%v: default pivot gives %+v, beam pivot %+v", c, def, beam)
		}
	}
}

// tilts are some ways to turn a detector by less than 90°.
var tilts = []struct {
	name                       string
	rotX, rotY, rotZ, twoTheta float64
}{
	{"no tilt", 0, 0, 0, 0},
	{"rotx", 10 * deg, 0, 0, 0},
	{"roty", 0, 10 * deg, 0, 0},
	{"rotz", 0, 0, 10 * deg, 0},
	{"two-theta", 0, 0, 0, 20 * deg},
	{"all", 5 * deg, -7 * deg, 3 * deg, -25 * deg},
}

// TestPivotStays: turning the detector moves neither the beam's spot, with the
// beam pivot, nor the point nearest the sample, with the sample pivot.
func TestPivotStays(t *testing.T) {
	for _, c := range conventions {
		for _, pivot := range []Pivot{PivotBeam, PivotSample} {
			p := camera(c)
			p.Xbeam, p.Ybeam, p.OrgX, p.OrgY = Some(42*mm), Some(33*mm), Some(400.0), Some(350.0)
			p.Pivot = Some(pivot)
			still := place(t, p)
			for _, tilt := range tilts {
				what := fmt.Sprintf("%v, %v pivot, %s", c, pivot, tilt.name)
				p.RotX, p.RotY, p.RotZ, p.TwoTheta = tilt.rotX, tilt.rotY, tilt.rotZ, tilt.twoTheta
				got := place(t, p)
				if pivot == PivotBeam {
					nearNumber(t, what+": BeamFast", got.BeamFast, still.BeamFast, femtometre)
					nearNumber(t, what+": BeamSlow", got.BeamSlow, still.BeamSlow, femtometre)
					nearNumber(t, what+": Distance", got.Distance, 150*mm, femtometre)
				} else {
					nearNumber(t, what+": NearFast", got.NearFast, still.NearFast, femtometre)
					nearNumber(t, what+": NearSlow", got.NearSlow, still.NearSlow, femtometre)
					// The tilt counts towards the distance asked for, two-theta does not.
					ratio := r3.Dot(p.Axes.Beam, geom.RotateXYZ(p.Axes.Normal, tilt.rotX, tilt.rotY, tilt.rotZ))
					nearNumber(t, what+": Close", got.Close, 150*mm*ratio, femtometre)
					nearNumber(t, what+": SamplingDistance", got.SamplingDistance, 150*mm, femtometre)
				}
			}
		}
	}
}

// TestHeaderValues: what a header says of the near point, the distance and the
// beam spot is where the rays really meet the detector.
func TestHeaderValues(t *testing.T) {
	for _, c := range conventions {
		for _, pivot := range []Pivot{PivotBeam, PivotSample} {
			for _, tilt := range tilts {
				what := fmt.Sprintf("%v, %v pivot, %s", c, pivot, tilt.name)
				p := camera(c)
				p.Pivot = Some(pivot)
				p.Xbeam = Some(37 * mm)
				p.RotX, p.RotY, p.RotZ, p.TwoTheta = tilt.rotX, tilt.rotY, tilt.rotZ, tilt.twoTheta
				panel := place(t, p)
				d := Detector{Fast: p.Fast, Slow: p.Slow, Pixel: p.Pixel, Panel: panel}

				// The axes are turned about x, y, z, then about the two-theta axis.
				turn := func(v r3.Vec) r3.Vec {
					v = geom.RotateAxis(v, r3.Vec{X: 1}, tilt.rotX)
					v = geom.RotateAxis(v, r3.Vec{Y: 1}, tilt.rotY)
					v = geom.RotateAxis(v, r3.Vec{Z: 1}, tilt.rotZ)
					return geom.RotateAxis(v, p.Axes.TwoTheta, tilt.twoTheta)
				}
				nearVec(t, what+": FastAxis", panel.FastAxis, turn(p.Axes.Fast), femtometre)
				nearVec(t, what+": SlowAxis", panel.SlowAxis, turn(p.Axes.Slow), femtometre)
				nearVec(t, what+": NormalAxis", panel.NormalAxis, turn(p.Axes.Normal), femtometre)

				if panel.BeamMisses {
					t.Errorf("%s: BeamMisses is set", what)
				}
				nearPoint := d.At(panel.NearFast/p.Pixel, panel.NearSlow/p.Pixel)
				nearVec(t, what+": near point", nearPoint, r3.Scale(panel.Close, panel.NormalAxis), femtometre)
				spot := d.At(panel.BeamFast/p.Pixel, panel.BeamSlow/p.Pixel)
				nearVec(t, what+": beam spot", spot, r3.Scale(panel.Distance, p.Axes.Beam), femtometre)
				fast, slow, ok := d.Meets(p.Axes.Beam)
				if !ok {
					t.Errorf("%s: Meets says that the beam misses", what)
				}
				nearNumber(t, what+": beam spot, fast", fast*p.Pixel, panel.BeamFast, femtometre)
				nearNumber(t, what+": beam spot, slow", slow*p.Pixel, panel.BeamSlow, femtometre)
			}
		}
	}
}

// TestTwoTheta holds a detector on its two-theta arm against numbers by hand: XDS,
// 30° about x, the near point in the middle, 150 mm away.
func TestTwoTheta(t *testing.T) {
	p := camera(XDS)
	p.TwoTheta = 30 * deg
	sin, cos := 0.5, math.Sqrt(3)/2
	got := place(t, p)
	nearVec(t, "FastAxis", got.FastAxis, r3.Vec{X: 1}, femtometre)
	nearVec(t, "SlowAxis", got.SlowAxis, r3.Vec{Y: cos, Z: sin}, femtometre)
	nearVec(t, "NormalAxis", got.NormalAxis, r3.Vec{Y: -sin, Z: cos}, femtometre)
	nearVec(t, "Origin", got.Origin, r3.Vec{X: -50 * mm, Y: (-40*cos - 150*sin) * mm, Z: (-40*sin + 150*cos) * mm}, femtometre)
	nearNumber(t, "Close", got.Close, 150*mm, femtometre)
	nearNumber(t, "Distance", got.Distance, 150*mm/cos, femtometre)
	nearNumber(t, "SamplingDistance", got.SamplingDistance, 150*mm, femtometre)
	nearNumber(t, "BeamFast", got.BeamFast, 50*mm, femtometre)
	nearNumber(t, "BeamSlow", got.BeamSlow, (40+150*sin/cos)*mm, femtometre)

	// The reference program's header leaves two-theta out.
	p.Compat = true
	compat := place(t, p)
	nearNumber(t, "compat: Distance", compat.Distance, 150*mm, femtometre)
	nearNumber(t, "compat: BeamFast", compat.BeamFast, 50*mm, femtometre)
	nearNumber(t, "compat: BeamSlow", compat.BeamSlow, (40+150*sin)*mm, femtometre)
	compat.Distance, compat.BeamFast, compat.BeamSlow = got.Distance, got.BeamFast, got.BeamSlow
	if compat != got {
		t.Errorf("compat changes more than the header: %+v, want %+v", compat, got)
	}
}

func TestCloseDistanceWins(t *testing.T) {
	for _, c := range conventions {
		for _, pivot := range []Pivot{PivotBeam, PivotSample} {
			p := camera(c)
			p.Pivot = Some(pivot)
			p.CloseDistance = Some(120 * mm)
			p.RotX, p.RotY, p.RotZ = 8*deg, 12*deg, 5*deg
			what := fmt.Sprintf("%v, %v pivot", c, pivot)
			got := place(t, p)
			cos := r3.Dot(p.Axes.Beam, got.NormalAxis)
			nearNumber(t, what+": Close", got.Close, 120*mm, femtometre)
			nearNumber(t, what+": Distance", got.Distance, 120*mm/cos, femtometre)
		}
	}
}

// TestBeamThatMisses: with two-theta of 90° or more the beam meets no detector.
func TestBeamThatMisses(t *testing.T) {
	for _, angle := range []float64{90, -90, 110, 180} {
		p := camera(XDS)
		p.TwoTheta = angle * deg
		got := place(t, p)
		if !got.BeamMisses {
			t.Errorf("two-theta %v°: BeamMisses is not set; distance %v m", angle, got.Distance)
		}
		// The header's distance is then the one without two-theta.
		nearNumber(t, fmt.Sprintf("two-theta %v°: Distance", angle), got.Distance, 150*mm, femtometre)
		d := Detector{Pixel: p.Pixel, Panel: got}
		if _, _, ok := d.Meets(r3.Vec{Z: 1}); ok && math.Abs(angle) > 90 {
			t.Errorf("two-theta %v°: Meets finds the beam", angle)
		}
	}
	p := camera(XDS)
	p.TwoTheta = 89.9 * deg
	if got := place(t, p); got.BeamMisses {
		t.Errorf("two-theta 89.9°: BeamMisses is set")
	}
}

// TestOriginIsFinal: a corner given outright is where it is, while axes turn.
func TestOriginIsFinal(t *testing.T) {
	p := camera(Custom)
	p.Axes = DIALS.Axes()
	origin := r3.Vec{X: -20 * mm, Y: -30 * mm, Z: 200 * mm}
	p.Origin = Some(origin)
	p.RotY, p.TwoTheta = 5*deg, 10*deg
	got := place(t, p)
	if got.Origin != origin {
		t.Errorf("Origin = %v, want %v", got.Origin, origin)
	}
	sin, cos := math.Sincos(15 * deg) // both turn about y
	nearVec(t, "FastAxis", got.FastAxis, r3.Vec{X: cos, Z: -sin}, femtometre)
	nearVec(t, "NormalAxis", got.NormalAxis, r3.Vec{X: sin, Z: cos}, femtometre)
	nearNumber(t, "Close", got.Close, (-20*sin+200*cos)*mm, femtometre)
	nearNumber(t, "NearFast", got.NearFast, (20*cos+200*sin)*mm, femtometre)
	nearNumber(t, "NearSlow", got.NearSlow, 30*mm, femtometre)
	nearNumber(t, "SamplingDistance", got.SamplingDistance, (-20*sin+200*cos)/math.Cos(5*deg)*mm, femtometre)
}

// TestNormalTurnsAway: sensor layers follow one another away from the sample, and
// solid angles are positive.
func TestNormalTurnsAway(t *testing.T) {
	p := camera(Custom)
	p.Axes = DIALS.Axes()
	p.Origin = Some(r3.Vec{X: -50 * mm, Y: -40 * mm, Z: -150 * mm})
	got := place(t, p)
	if want := (r3.Vec{Z: -1}); got.NormalAxis != want {
		t.Errorf("NormalAxis = %v, want %v", got.NormalAxis, want)
	}
	nearNumber(t, "Close", got.Close, 150*mm, femtometre)
	if !got.BeamMisses {
		t.Error("BeamMisses is not set for a detector behind the sample")
	}
	p.Compat = true
	nearNumber(t, "compat: Close", place(t, p).Close, -150*mm, femtometre)
}

func TestImpossiblePlacements(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Placement)
		want   string
	}{
		{"parallel axes", func(p *Placement) { p.Axes.Slow = p.Axes.Fast }, "parallel"},
		{"opposite axes", func(p *Placement) { p.Axes.Slow = r3.Scale(-1, p.Axes.Fast) }, "parallel"},
		{"beam in the plane", func(p *Placement) { p.RotX = 90 * deg }, "plane"},
		{"beam in the plane, the other way", func(p *Placement) { p.RotY = -90 * deg }, "plane"},
		{"normal across the beam", func(p *Placement) { p.Axes.Normal = r3.Vec{X: 1} }, "plane"},
	} {
		p := camera(XDS)
		c.change(&p)
		if got, err := p.Place(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Place() = %+v, %v, want an error with %q", c.name, got, err, c.want)
		}
	}
}
