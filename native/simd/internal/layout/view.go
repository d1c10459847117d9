// Package layout has the structs that the generated loops of package simd read.
// Their generator takes the offsets from here.
package layout

import "gobragg/core/kernel"

// Wide is the number of copies of each number: the lanes of the widest vector.
const Wide = 8

// Wide copies of a number, and of three.
type (
	Scalar = [Wide]float64
	Vector = [3]Scalar
)

// View holds the numbers of kernel.Geometry's formulas.
type View struct {
	// Look: position = (fast·Over + Sub₀)·Step·Fast + (slow·Over + Sub₁)·Step·Slow
	// + Depth + Origin.
	Over, Step Scalar
	Sub        [2]Scalar
	Fast, Slow Vector
	Depth      Vector
	Origin     Vector
	Curvature  Curvature
	Pixel2     Scalar // Omega: the area of a pixel, m²
	Close      Scalar
	Normal     Vector    // Capture
	Thickness  Scalar    // of a layer, in attenuation lengths
	Layers     [2]Scalar // −t and −(t + 1)
	Grazing    Scalar    // what a layer captures of a ray along it
	Incident   Vector    // Scatter, and Polarize
	InvLambda  Scalar
	E, B       Vector
	Kahn       Scalar
	Weight     Scalar // Collect
	Scale      Scalar // Expose
}

// Curvature is how Look bends a detector: Start turned about Slow by the angle
// Sign₀·(Along₀·position)/Radius, then about Fast by that of index 1.
type Curvature struct {
	Along  [2]Vector
	Radius Scalar
	Sign   [2]Scalar
	Start  Vector
	Across Vector // Slow × Start
	Rise   Scalar // Slow · Start
}

// Groups is the number of vectors of so many lanes that hold n numbers.
func Groups(n, lanes int) int { return (n + lanes - 1) / lanes }

// The loops take whole vectors of a strip.
const _ = uint(-(kernel.StripSize % Wide))
