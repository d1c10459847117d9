// Package abi is what the host and kernel.cu agree on: the layout of the structs
// that both read, the meaning of numbers, the polynomials. Header writes it as C.
package abi

import "gobragg/core/plan"

// Params are the scalars of a plan as a kernel takes them. The fields are those of
// plan.Header but for what their comments say.
type Params struct {
	Origin, FastAxis, SlowAxis, NormalAxis, Beam     [3]float64
	Pixel, SubPixel, Close, CurveDistance            float64
	Layer, Absorption, Kahn, MaxQ2                   float64
	Metric                                           [6]float64
	Scale                                            float64 // photons per unit of a sample's sum
	Background                                       float64
	DefaultF                                         float64 // in units of the table
	Width, Oversample, Layers, Sources, Orientations int32
	Shape                                            plan.Shape
	Cells, GridMin, GridSize                         [3]int32
	Flags                                            plan.Flags
	AnchorEdge                                       int32 // pixels; 1, 2, 4, 8 or 16
	Masked                                           int32 // 1: there is a mask
}

// A block of Threads threads renders a tile of TileEdge × TileEdge pixels,
// PixelsPerThread each, whose corner is a multiple of TileEdge on the detector.
const (
	TileEdge        = 16
	Threads         = 128
	PixelsPerThread = TileEdge * TileEdge / Threads
	// Blocks should fit on a multiprocessor together: 80 registers a thread.
	Blocks = 6
	// Chunk is the number of orientations that a block holds in shared memory. They
	// are summed in the kernel's precision, chunks in float64. A launch begins at a
	// multiple of Chunk, so that an image has the same bits however it is cut up.
	Chunk = 64
	// AnchorSlots is the number of (orientation, anchor) pairs it holds.
	AnchorSlots = 256
)

// Bits of the last argument of a kernel.
const (
	Begin  = 1 << iota // sums start at 0
	Finish             // photons are written, not sums
)

// Precision is a family of kernels.
type Precision int

const (
	// Fixed finds h in float64 with its fraction as 32-bit fixed-point number, and
	// the lattice factor in float32.
	Fixed Precision = iota
	// Anchored finds h in float32 from its float64 value at a near anchor.
	Anchored
	// Double does everything in float64.
	Double
)

// String returns the name of the family in a Kernel's.
func (p Precision) String() string { return [...]string{"fixed", "anchored", "double"}[p] }

// Kernel is one compilation of kernel.cu, a module of its own.
type Kernel struct {
	Precision Precision
	Profile   bool // the shapes other than Square
	Lookup    plan.Lookup
}

// Kernels returns all there are. Profiles of a crystal with one F look it up in an
// empty table.
func Kernels() []Kernel {
	var all []Kernel
	for _, p := range []Precision{Fixed, Anchored, Double} {
		all = append(all,
			Kernel{p, false, plan.Uniform}, Kernel{p, false, plan.Nearest}, Kernel{p, false, plan.Tricubic},
			Kernel{p, true, plan.Nearest}, Kernel{p, true, plan.Tricubic})
	}
	return all
}

// Name returns the name of the function, and of its file without extension.
func (k Kernel) Name() string {
	shape := "square"
	if k.Profile {
		shape = "profile"
	}
	return k.Precision.String() + "_" + shape + "_" + [...]string{"uniform", "nearest", "tricubic"}[k.Lookup]
}
