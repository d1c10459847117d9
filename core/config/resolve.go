package config

import (
	"errors"
	"io"

	"gobragg/core/experiment"
	"gobragg/core/geofile"
	"gobragg/core/geom"
)

// Open opens a file that an option names.
type Open func(name string) (io.ReadCloser, error)

// Resolved is an experiment with all that was decided on the way to it.
type Resolved struct {
	// Config holds the settings, those of -config and -url included.
	Config     *Config
	Experiment *experiment.Experiment
	Notes      []Note
	Output     Output
	Running    Running
	// Noise says whether an image with photon noise is asked for; Seed is its seed.
	Noise bool
	Seed  int64

	// Placement is the detector's position in the user's terms.
	Placement experiment.Placement
	// Misset is the rotation of the crystal about x, y, z, rad; it was drawn from
	// MissetSeed if MissetRandom is set.
	Misset       [3]float64
	MissetRandom bool
	MissetSeed   int64
	// Origins says where the geometry came from; empty without a file of it.
	Origins []Origin
	// StructureFactors names where F came from: a file, or -default_F.
	StructureFactors string
	// StructureFactorsHash is hkl.List's Hash of that file; empty without one.
	StructureFactorsHash string
}

// resolver carries what the steps of Config.Experiment share.
type resolver struct {
	c     *Config
	typed *Config // the command line alone, if there is a -config or -url as well
	in    *Input
	open  Open
	books *Library // nil if nothing is shared
	out   *Resolved
	e     *experiment.Experiment

	axes    experiment.Axes
	headers []imageHeader // of -mask and -img
	mask    *maskImage
	// geometry is what -geometry says, crystal what -orientation does or else that.
	geometry, crystal *geofile.Description
	matrix            *geom.Mat3 // of -orientation
	factors           *Factors   // of -hkl
	model             *Factors   // of -model: its cell
	// comments says that the source file has comments, weighted that its weights differ.
	comments, weighted bool
	interpolatesThere  bool // the reference program would interpolate
}

// Experiment reads the files that the settings name and works out the experiment.
// Without files open may be nil.
// Its errors are a *UsageError or a *FileError.
func (c *Config) Experiment(open Open) (*Resolved, error) { return c.experiment(open, nil) }

func (c *Config) experiment(open Open, books *Library) (*Resolved, error) {
	var typed *Config
	if c.Has("config") || c.Has("url") {
		typed = c
	}
	c, err := c.Expand(open)
	if err != nil {
		return nil, err
	}
	r := &resolver{c: c, typed: typed, in: c.Input(), open: open, books: books, e: new(experiment.Experiment)}
	r.out = &Resolved{Config: c, Experiment: r.e, Running: r.in.Running, Noise: r.in.Noise, Seed: r.in.Seed}
	r.e.Compat = r.in.Running.Compat
	for _, step := range []func() error{
		r.readHeaders, r.readOrientation, r.setDetector, r.setBeam, r.setScan, r.setCrystal, r.setSampling, r.setOutput,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	r.explain()
	return r.out, nil
}

// read opens the file that option names and hands it to parse.
func (r *resolver) read(option, name string, parse func(io.Reader) error) error {
	return read(r.open, Request{Option: option, File: name}, parse)
}

// Limits that keep memory and counters within bounds.
const (
	maxSources = 1_000_000
	maxDomains = 1_000_000
	maxStates  = 1e9 // sources × domains × steps of phi
)

func (r *resolver) setScan() error {
	s := r.in.Scan
	if err := limitCount("phistep", s, maxSteps); err != nil {
		return err
	}
	r.e.Scan = s.Scan(r.in.Phi, degrees(1))
	r.e.Goniometer.Spindle = r.axes.Spindle
	return nil
}

// limitCount refuses a range that the step divides into too many points.
func limitCount(option string, a experiment.Asked, most float64) error {
	if a.Range.Set && a.Step.Set && !a.Steps.Set && !(a.Range.Value/a.Step.Value <= most) {
		return usage(option, "the range holds %.3g steps of this size; at most %.0f are possible", a.Range.Value/a.Step.Value, most)
	}
	return nil
}

// setSampling runs last: the automatic oversampling depends on everything else.
func (r *resolver) setSampling() error {
	in, e := r.in, r.e
	s := &e.Sampling
	s.OversampleThick, s.OversamplePolar, s.OversampleOmega = in.Sampling.Thick, in.Sampling.Polar, in.Sampling.Omega
	s.DMin, s.Cull = in.Sampling.DMin, in.Sampling.Cull
	e.WaterSize = in.Water

	s.Oversample = in.Sampling.Oversample
	if s.Oversample == 0 {
		d := e.Detector
		n := experiment.AutoOversample(e.Crystal.Orientation, e.Crystal.Cells, d.Pixel, e.Beam.Wavelength, d.SamplingDistance)
		if !(n <= maxOversample) {
			return usage("oversample", "3 samples for each fringe of this crystal would be %.3g sub-pixels along each edge of a pixel; "+
				"state a number, for example -oversample 1", n)
		}
		s.Oversample = int(n)
	}

	states := float64(len(e.Beam.Sources)) * float64(e.Crystal.Mosaic.Domains) * float64(e.Scan.Steps)
	if states > maxStates {
		return usage("phisteps", "%d sources × %d mosaic domains × %d steps of phi are %.3g states; at most %.0g are possible",
			len(e.Beam.Sources), e.Crystal.Mosaic.Domains, e.Scan.Steps, states, float64(maxStates))
	}
	return nil
}

func (r *resolver) setOutput() error {
	r.out.Output = r.in.Output
	o := &r.out.Output
	if len(o.Files) == 0 {
		def := func(name *string, standard string) {
			if *name == "" {
				*name = standard
			}
		}
		def(&o.Float, defaultFloatFile)
		def(&o.Int, defaultIntFile)
		def(&o.PGM, defaultPGMFile)
		def(&o.Noise, defaultNoiseFile)
	}
	if o.noPGM {
		o.PGM = ""
	}
	if !r.in.Noise {
		o.Noise = ""
	}
	if t, d := o.Trace, r.e.Detector; t.Set && (t.Value.Fast >= d.Fast || t.Value.Slow >= d.Slow) {
		return usage("trace", "pixel %d %d is not on the detector of %d × %d pixels", t.Value.Fast, t.Value.Slow, d.Fast, d.Slow)
	}
	return nil
}

var errNoFiles = errors.New("files cannot be read here")
