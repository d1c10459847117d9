package config

import (
	"gobragg/core/experiment"
	"gobragg/core/frame"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// optional marks what was given.
type optional[T any] = experiment.Optional[T]

func some[T any](v T) optional[T] { return experiment.Some(v) }

// Users' units to SI. A division by the exact power of ten rounds once; its
// inverse as a factor is itself not exact.
func mm(x float64) float64       { return x / (1 / units.Millimetre) }
func um(x float64) float64       { return x / (1 / units.Micrometre) }
func angstrom(x float64) float64 { return x / (1 / units.Angstrom) }
func mrad(x float64) float64     { return x / (1 / units.Milliradian) }
func degrees(x float64) float64  { return x * units.Degree }
func percent(x float64) float64  { return x / 100 }

// Input is what the settings say, in SI units (m, rad, photons), before files
// are read and defaults that depend on other values are filled in.
type Input struct {
	Crystal  CrystalInput
	Beam     BeamInput
	Detector DetectorInput
	Phi      float64
	PhiSet   bool
	Scan     experiment.Asked
	Sampling SamplingInput
	Water    float64 // edge of the cube of water
	Seed     int64
	Noise    bool
	Output   Output
	Running  Running
}

// CrystalInput is the crystal as asked for.
type CrystalInput struct {
	HKL, Dump string // files
	// Labels and SpaceGroup say what of the file HKL is meant.
	Labels     []string
	SpaceGroup string
	DefaultF   float64
	Matrix     string // file
	// Model names a file of atoms; the others say how its structure factors are computed.
	Model      string
	KSol, BSol optional[float64] // electrons/Å³ and Å², the units of package sf
	// RProbe and RShrink are the radii of the solvent's mask, Å.
	RProbe, RShrink optional[float64]
	NoAnomalous     bool
	// OrientationFile names -orientation, and Number the crystal to take from it.
	OrientationFile string
	Number          optional[int]
	Cell            optional[experiment.UnitCell]
	Misset          Misset
	MissetSeed      optional[int64]
	Cells           [3]optional[int]
	Size            [3]optional[float64]
	Shape           experiment.Shape
	Fudge           float64
	MosaicSpread    float64
	MosaicDomains   optional[int]
	MosaicSeed      int64
	Interpolate     optional[bool]
}

// Misset is a rotation of the crystal: about x, then y, then z (rad), or a random one.
type Misset struct {
	Random  bool
	X, Y, Z float64
}

// BeamInput is the beam as asked for.
type BeamInput struct {
	Wavelength           optional[float64]
	Dispersion           experiment.Asked
	Horizontal, Vertical experiment.Asked // divergence
	SquareDivergence     bool
	SourceFile           string
	Kahn                 float64
	NoPolarization       bool
	Fluence, Flux        float64
	Exposure, BeamSize   float64
}

// DetectorInput is the detector as asked for. SizeFast and SizeSlow are lengths,
// Fast and Slow pixels.
type DetectorInput struct {
	Fast, Slow         optional[int]
	SizeFast, SizeSlow optional[float64]
	Pixel              optional[float64]
	Distance, Close    optional[float64]

	Xbeam, Ybeam, Xclose, Yclose, OrgX, OrgY optional[float64]

	Convention experiment.Convention
	Vectors    Vectors
	// Pivot is what -pivot says, Asked what the last option that implies a pivot says.
	Pivot, Asked optional[experiment.Pivot]

	RotX, RotY, RotZ float64
	TwoTheta         optional[float64]

	Curved, PointPixel bool
	Thickness          float64
	Attenuation        optional[float64] // 0 and infinity turn the sensor off
	Layers             optional[int]
	ROI                optional[[4]int] // fast min, max, slow min, max, inclusive
	Mask, Image        string

	Geometry string // file
}

// Vectors are the directions of the custom convention as given, not normalised.
type Vectors struct {
	Fast, Slow, Normal, Beam, Polarization, Spindle, TwoTheta optional[r3.Vec]
	Origin                                                    optional[r3.Vec] // m
	// exactNormal is set for a Normal that is a unit vector but for rounding.
	exactNormal bool
}

// SamplingInput is the fineness of the simulation as asked for.
type SamplingInput struct {
	Oversample          int // 0: automatic
	Thick, Polar, Omega bool
	DMin, Cull          float64
}

// Output is what to write. An empty name means that the file is not written.
type Output struct {
	Files                   []string // format by extension
	Float, Int, PGM, Noise  string
	Scale, PGMScale, Offset float64 // scales of 0 are automatic
	// Rings draws resolution rings at RingList (m), or at automatic places.
	Rings     bool
	RingList  []float64
	BeamCross bool
	Trace     optional[TracePixel]
	JSON      bool
	Config    string // file to write the settings to

	noPGM bool
}

// TracePixel is a pixel whose computation is to be explained.
type TracePixel struct{ Fast, Slow int }

// Running is how to run.
type Running struct {
	Compat    bool
	Threads   int // 0: all
	Backend   string
	Precision string
	Device    int // of CUDA; -1: all
	Quiet     bool
	Progress  optional[bool]
}

// Names of the files written if nothing else is asked for, the reference program's.
const (
	defaultFloatFile = "floatimage.bin"
	defaultIntFile   = "intimage.img"
	defaultPGMFile   = "image.pgm"
	defaultNoiseFile = "noiseimage.img"
)

// Defaults that are plain numbers; the table states them in users' units.
const (
	defaultWavelength = 1e-10
	defaultSize       = 0.1024
	defaultPixel      = 1e-4
	defaultDistance   = 0.1
	defaultBeamSize   = 1e-4
	defaultMosaicSeed = 12345678
	// spreadDomains is the number of mosaic domains of a spread given alone.
	spreadDomains = 10
)

func newInput() *Input {
	return &Input{
		Crystal: CrystalInput{Fudge: 1, MosaicSeed: defaultMosaicSeed},
		Beam:    BeamInput{Fluence: units.DefaultFluence, Exposure: 1, BeamSize: defaultBeamSize},
		Seed:    1,
		Noise:   true,
		Output:  Output{Offset: frame.DefaultADC},
		Running: Running{Backend: "auto", Precision: "auto", Device: -1},
	}
}

// ask records the pivot that an option implies.
func (d *DetectorInput) ask(p experiment.Pivot) { d.Asked = some(p) }
