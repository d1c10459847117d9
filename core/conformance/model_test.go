package conformance

import (
	"math"

	"gobragg/core/config"

	"gonum.org/v1/gonum/spatial/r3"
)

// scene computes photons from the definitions alone: lattice sums phase by phase,
// the polarization factor by its angles, rotations by quaternions. It shares no
// code with what it is held against. The fluence is the default one, r_e²·fluence = 1.
type scene struct {
	beam, polar r3.Vec // unit vectors, perpendicular
	lambda      float64
	a, b, c     r3.Vec // m
	n           [3]int
	f           func(h, k, l float64) float64
	kahn        float64
	nopolar     bool
}

func constantF(f float64) func(h, k, l float64) float64 {
	return func(h, k, l float64) float64 { return f }
}

// index returns h, k, l of the direction d: a·q and so on, q = (d − i)/λ.
func (s scene) index(d r3.Vec) (h, k, l float64) {
	q := r3.Scale(1/s.lambda, r3.Sub(d, s.beam))
	return r3.Dot(s.a, q), r3.Dot(s.b, q), r3.Dot(s.c, q)
}

// photons returns F² |Σ exp 2πi(n·h)|² · P · omega for the direction d.
func (s scene) photons(d r3.Vec, omega float64) float64 {
	h, k, l := s.index(d)
	f := s.f(h, k, l)
	return f * f * interference(h, s.n[0]) * interference(k, s.n[1]) * interference(l, s.n[2]) * s.polarization(d) * omega
}

// interference returns |Σ exp(2πi m h)|², m = 0 … n−1.
func interference(h float64, n int) float64 {
	var re, im float64
	for m := range n {
		_, phase := math.Modf(float64(m) * h)
		re += math.Cos(2 * math.Pi * phase)
		im += math.Sin(2 * math.Pi * phase)
	}
	return re*re + im*im
}

// polarization returns ½[1 + cos²2θ − K cos 2ψ sin²2θ], with ψ the azimuth of d about
// the beam, measured from the E-vector.
func (s scene) polarization(d r3.Vec) float64 {
	if s.nopolar {
		return 1
	}
	b := r3.Cross(s.polar, s.beam)
	e := r3.Cross(s.beam, b)
	psi := -math.Atan2(r3.Dot(d, b), r3.Dot(d, e))
	twoTheta := math.Acos(max(-1, min(1, r3.Dot(s.beam, d))))
	cos, sin := math.Cos(twoTheta), math.Sin(twoTheta)
	return 0.5 * (1 + cos*cos - s.kahn*math.Cos(2*psi)*sin*sin)
}

// camera is a flat detector.
type camera struct {
	corner, fast, slow, normal r3.Vec
	pixel                      float64
}

// at returns the position of a point counted in pixels from the corner.
func (c camera) at(fast, slow float64) r3.Vec {
	return r3.Add(c.corner, r3.Add(r3.Scale(fast*c.pixel, c.fast), r3.Scale(slow*c.pixel, c.slow)))
}

// close returns the distance of the sample from the detector plane.
func (c camera) close() float64 { return r3.Dot(c.corner, c.normal) }

// solidAngle returns pixel²/R² · close/R.
func (c camera) solidAngle(p r3.Vec) float64 {
	r := r3.Norm(p)
	return c.pixel * c.pixel * c.close() / (r * r * r)
}

// every returns photons(fast, slow) of every pixel, at its middle.
func every(width, height int, photons func(fast, slow float64) float64) []float64 {
	v := make([]float64, 0, width*height)
	for y := range height {
		for x := range width {
			v = append(v, photons(float64(x)+0.5, float64(y)+0.5))
		}
	}
	return v
}

// laboratory is a convention and the direction of its beam.
type laboratory struct {
	name string
	beam r3.Vec
}

var laboratories = []laboratory{
	{"mosflm", r3.Vec{X: 1}}, {"denzo", r3.Vec{X: 1}}, {"adxv", r3.Vec{Z: 1}}, {"xds", r3.Vec{Z: 1}}, {"dials", r3.Vec{Z: 1}},
}

// turn rotates v about axis, right-handed, by angle (rad).
func turn(v, axis r3.Vec, angle float64) r3.Vec { return r3.NewRotation(angle, axis).Rotate(v) }

// sceneOf returns the scene of an experiment with one source and one orientation
// and F the same everywhere.
func sceneOf(r *config.Resolved) scene {
	e := r.Experiment
	direct := e.Crystal.Orientation.Direct
	return scene{
		beam: e.Beam.Direction, polar: e.Beam.Polarization.Axis, lambda: e.Beam.Wavelength,
		a: direct.Row(0), b: direct.Row(1), c: direct.Row(2), n: e.Crystal.Cells,
		f: constantF(e.Crystal.DefaultF), kahn: e.Beam.Polarization.Kahn, nopolar: e.Beam.Polarization.Off,
	}
}

func cameraOf(r *config.Resolved) camera {
	d := r.Experiment.Detector
	return camera{corner: d.Origin, fast: d.FastAxis, slow: d.SlowAxis, normal: d.NormalAxis, pixel: d.Pixel}
}
