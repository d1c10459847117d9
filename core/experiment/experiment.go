// Package experiment is the model of one diffraction image in the words of the
// field: beam, detector, goniometer, scan and crystal. All values are SI
// (metres, radians, photons) in the laboratory frame; users' units and option
// names live in package config.
//
// A detector placed the way XDS does, in six numbers:
//
//	panel, err := experiment.Placement{
//		Convention: experiment.XDS, Axes: experiment.XDS.Axes(),
//		Fast: 1024, Slow: 1024, Pixel: 1e-4,
//		Distance: 0.1,
//	}.Place()
package experiment

import (
	"gobragg/core/hkl"

	"gonum.org/v1/gonum/spatial/r3"
)

// Experiment is everything that determines the expected photons of an image.
type Experiment struct {
	Beam       Beam
	Detector   Detector
	Goniometer Goniometer
	Scan       Scan
	Crystal    Crystal
	Sampling   Sampling
	// WaterSize is the edge of the cube of water that adds a constant
	// background, m; 0: none.
	WaterSize float64
	// Compat reproduces the reference program where it is wrong in a
	// repeatable way; site/docs/conformance lists what that changes.
	Compat bool
}

// Sampling says how finely each pixel is sampled, and which factors are taken
// at every sub-pixel instead of once.
type Sampling struct {
	Oversample                                        int // sub-pixels along each axis, ≥ 1
	OversampleThick, OversamplePolar, OversampleOmega bool
	// DMin skips samples of a resolution finer than this, m; 0: none.
	DMin float64
	// Cull is how many photons any pixel may lose, at most, to contributions that
	// are left out to save time; 0: none.
	Cull float64
}

// Optional is a value that may not have been given.
type Optional[T any] struct {
	Value T
	Set   bool
}

// Some returns a given value.
func Some[T any](v T) Optional[T] { return Optional[T]{Value: v, Set: true} }

// Or returns the value if it was given, otherwise v.
func (o Optional[T]) Or(v T) T {
	if o.Set {
		return o.Value
	}
	return v
}

// Crystal is a finite crystal: its cell in the laboratory at φ = 0, how many
// cells it holds, and what one cell scatters.
type Crystal struct {
	Orientation Orientation
	Cells       [3]int // Na, Nb, Nc, each ≥ 1
	Shape       Shape
	Fudge       float64 // scales the squared radius of Round, Gauss and TopHat
	Mosaic      Mosaic
	// DefaultF is the structure factor of reflections without a table entry, electrons.
	DefaultF float64
	// Table holds structure factors, electrons; nil: DefaultF everywhere.
	Table *hkl.Grid
	// Interpolate selects tricubic interpolation of Table instead of the nearest point.
	Interpolate bool
}

// Shape is the shape of the crystal, which sets the profile of a spot.
type Shape int32

// The shapes: a parallelepiped of Na×Nb×Nc cells, a sphere, and two profiles
// with no side lobes.
const (
	Square Shape = iota
	Round
	Gauss
	TopHat
)

// Goniometer holds the axis the crystal turns about.
type Goniometer struct {
	Spindle r3.Vec // unit vector
}
