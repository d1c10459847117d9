// Package plan compiles an experiment to the fixed-width numbers that every
// backend reads: Go, a web worker and a GPU see the same bytes. A plan is
// validated when it is compiled and never changes afterwards, so it is shared
// without locks.
//
//	p, err := plan.Compile(experiment)
//	h := p.State(0, 0).Index(d) // h, k, l seen by the direction d
//
// The plan holds factors, not states: sources × orientations. Their product, the
// affine map from direction to Miller index, is State.
package plan

import (
	"image"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Header holds the scalars of a plan. It has no pointers and no padding, so its
// encoding is its memory. Vectors are in the laboratory frame.
type Header struct {
	Origin     [3]float64 // outer corner of pixel (0, 0), m
	FastAxis   [3]float64 // unit
	SlowAxis   [3]float64 // unit
	NormalAxis [3]float64 // unit
	Beam       [3]float64 // unit, the nominal direction

	Pixel    float64 // edge of a pixel, m
	SubPixel float64 // edge of a sub-pixel, m
	Close    float64 // distance from sample to detector plane, m
	// CurveDistance is what the reference program bends its detector about, m.
	CurveDistance float64
	Layer         float64 // thickness of a sensor layer, m
	Absorption    float64 // μ of the sensor, 1/m
	Kahn          float64 // polarization factor K
	MaxQ2         float64 // samples of greater q² are skipped, 1/m²; +Inf: none
	Cull          float64 // photons that a backend may leave out of any pixel, ≥ 0

	// Metric weighs the distance δ of a sample from the nearest lattice point,
	//	ρ = M₀δh² + M₁δk² + M₂δl² + M₃δhδk + M₄δhδl + M₅δkδl
	// for the shapes other than Square; Peak is their lattice factor at δ = 0.
	Metric [6]float64
	Peak   float64

	Scale      float64 // photons per (electron² sr) and sample: r_e²·fluence/Steps
	Background float64 // photons per sr in every pixel, before polarization and capture
	DefaultF   float64 // electrons
	Steps      int64   // samples a pixel: sources × orientations × Oversample²

	Width, Height  int32 // pixels, fast and slow
	X0, Y0, X1, Y1 int32 // region of interest, half-open, x fast
	Oversample     int32
	Layers         int32
	Shape          Shape
	Lookup         Lookup
	PhiSteps       int32
	Domains        int32    // PhiSteps × Domains orientations
	Cells          [3]int32 // Na, Nb, Nc
	GridMin        [3]int32 // first h, k, l of F
	GridSize       [3]int32
	Flags          Flags
}

// Shape selects the lattice factor; the values are those of experiment.Shape.
type Shape int32

// The lattice factors.
const (
	Square Shape = iota
	Round
	Gauss
	TopHat
)

// Lookup selects how a sample gets its structure factor.
type Lookup int32

// Uniform uses DefaultF everywhere, Nearest the grid point nearest to the sample,
// Tricubic the 4×4×4 points around it.
const (
	Uniform Lookup = iota
	Nearest
	Tricubic
)

// Flags switch parts of the model.
type Flags uint32

// The flags. The compat ones reproduce the reference program; see compat.go.
const (
	Curved Flags = 1 << iota
	PointPixel
	SensorOn
	NoPolarization
	EachPolar // polarization at every sub-pixel, layer and source
	EachOmega // solid angle at every sub-pixel and layer
	EachThick // captured fraction at every sub-pixel
	CompatCurve
	CompatCapture
	CompatWater
)

// Has reports whether all bits of g are set.
func (f Flags) Has(g Flags) bool { return f&g == g }

// Source is one ray of the incident beam.
type Source struct {
	Incident [3]float64 // unit vector along which photons travel
	// E and B complete it to a right-handed frame with E nearest the E-vector;
	// both are 0 where the E-vector is along the ray.
	E, B      [3]float64
	InvLambda float64 // 1/λ, 1/m
	Weight    float64 // mean 1 over all sources
}

// Orientation is the cell of one domain at one φ: rows a, b, c, m. The list is
// φ outer, domain inner.
type Orientation [9]float64

// Plan is a compiled experiment.
type Plan struct {
	Header
	Sources      []Source
	Orientations []Orientation
	// F holds structure factors, electrons: h slowest, l fastest, GridSize values
	// from GridMin on; empty for Lookup Uniform.
	F    []float32
	Mask []byte // one a pixel, slow outer; 0 is not computed; empty: no mask
}

// ROI returns the region of interest.
func (p *Plan) ROI() image.Rectangle {
	return image.Rect(int(p.X0), int(p.Y0), int(p.X1), int(p.Y1))
}

// Samples returns the number of samples of the whole image: pixels of the region
// of interest × Steps × sensor layers.
func (p *Plan) Samples() int64 {
	r := p.ROI()
	return int64(r.Dx()) * int64(r.Dy()) * p.Steps * int64(p.Layers)
}

// State is the affine map of one source and one orientation from the diffracted
// direction d (a unit vector) to the Miller index:
//
//	(h, k, l) = A (d − i)/λ = M d + o
type State struct {
	M geom.Mat3
	O r3.Vec
}

// State returns the map of source j and orientation k.
func (p *Plan) State(j, k int) State {
	s, a := p.Sources[j], geom.Mat3(p.Orientations[k])
	var m geom.Mat3
	for i := range a {
		m[i] = a[i] * s.InvLambda
	}
	return State{M: m, O: r3.Scale(-1, m.MulVec(vec(s.Incident)))}
}

// Index returns h, k, l of the direction d.
func (s State) Index(d r3.Vec) r3.Vec { return r3.Add(s.M.MulVec(d), s.O) }

func vec(v [3]float64) r3.Vec   { return r3.Vec{X: v[0], Y: v[1], Z: v[2]} }
func array(v r3.Vec) [3]float64 { return [3]float64{v.X, v.Y, v.Z} }
