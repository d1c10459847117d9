// Package conformance holds gobragg against the reference program: cases that
// were measured with it, and the list of places where it is wrong. The command
// `gobragg parity`, the tests and the conformance page all read this package, so
// they cannot disagree.
//
//	cases, err := conformance.Load(os.DirFS("testdata/reference"))
//	result, err := cases[0].Run(ctx, os.DirFS("testdata/reference"), simulate.Scalar(0),
//		conformance.DefaultLimits)
package conformance

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"io/fs"
	"math"
	"path"
	"slices"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/imgio"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// Case is one image measured with the reference program.
type Case struct {
	Name   string   `json:"name"`
	About  string   `json:"about"`
	Args   []string `json:"args"`
	Inputs []string `json:"inputs"`
	// Compat runs the case with -compat, because of the rows named.
	Compat        bool     `json:"compat"`
	CompatBecause []string `json:"compat_because"`
	// Reference is the measured image: gzip of float32, little-endian, slow first.
	Reference string `json:"reference"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	// Window [x0, y0, w, h] is the part of the image that Reference holds; empty: all.
	Window []int `json:"window"`
	Stats  Stats `json:"stats"`
	// Header is the reference's SMV header, KEY=value.
	Header []string `json:"smv_header"`
	// ReferenceArgs, where not empty, are how the reference program had to be run
	// to give the right answer; Bin is how many of its pixels make one.
	ReferenceArgs []string `json:"reference_args"`
	Bin           int      `json:"bin"`
}

// Stats describes the whole measured image.
type Stats struct {
	Pixels int     `json:"pixels"`
	Max    float64 `json:"max"`
	Argmax int     `json:"argmax"`
	Sum    float64 `json:"sum"`
}

// Limits are how far a result may be from the reference. The reference program
// rounds to float32, 6e-8.
type Limits struct {
	Correlation float64 // at least
	SumRatio    float64 // |ratio − 1| at most
	MaxRelative float64 // largest difference, of the peak, at most
}

// DefaultLimits are what every case passes.
var DefaultLimits = Limits{Correlation: 0.999999, SumRatio: 1e-6, MaxRelative: 1e-6}

// Result of a case.
type Result struct {
	Case Case `json:"-"`
	Name string
	// Metrics compare the window with the reference.
	Metrics frame.Metrics
	// Sum and Max are the whole image's values over the reference's.
	Sum, Max float64
	// Identical counts the pixels of the window that have the reference's bits.
	Identical int
	Failures  []string // empty: passed

	Image, Reference *frame.Frame `json:"-"` // the window
}

// Load reads cases.json of a folder of cases.
func Load(dir fs.FS) ([]Case, error) {
	b, err := fs.ReadFile(dir, "cases.json")
	if err != nil {
		return nil, err
	}
	var cases []Case
	if err := json.Unmarshal(b, &cases); err != nil {
		return nil, fmt.Errorf("cases.json: %w", err)
	}
	for i, c := range cases {
		if c.Name == "" || c.Reference == "" || c.Width < 1 || c.Height < 1 || len(c.Window) != 0 && len(c.Window) != 4 {
			return nil, fmt.Errorf("cases.json: case %d (%q) lacks a name, a reference or its size", i+1, c.Name)
		}
	}
	return cases, nil
}

// Rectangle returns the window of c, half-open, x fast.
func (c Case) Rectangle() image.Rectangle {
	if len(c.Window) == 0 {
		return image.Rect(0, 0, c.Width, c.Height)
	}
	return image.Rect(c.Window[0], c.Window[1], c.Window[0]+c.Window[2], c.Window[1]+c.Window[3])
}

// CommandLine returns the arguments that gobragg is given.
func (c Case) CommandLine() []string {
	if c.Compat {
		return append(slices.Clone(c.Args), "-compat")
	}
	return c.Args
}

// Resolve works out the experiment of c; its files are in the folder inputs of dir.
func (c Case) Resolve(dir fs.FS) (*config.Resolved, error) {
	settings, err := config.ParseArgs(c.CommandLine())
	if err != nil {
		return nil, err
	}
	return settings.Experiment(func(name string) (io.ReadCloser, error) { return dir.Open(path.Join("inputs", name)) })
}

// Run simulates c and compares it with its reference, within limits.
func (c Case) Run(ctx context.Context, dir fs.FS, b simulate.Backend, limits Limits) (Result, error) {
	resolved, err := c.Resolve(dir)
	if err != nil {
		return Result{}, err
	}
	p, err := plan.Compile(resolved.Experiment)
	if err != nil {
		return Result{}, err
	}
	whole, err := simulate.Run(ctx, b, p, simulate.Options{})
	if err != nil {
		return Result{}, err
	}
	if whole.Width != c.Width || whole.Height != c.Height {
		return Result{}, fmt.Errorf("the image has %d × %d pixels, the reference %d × %d", whole.Width, whole.Height, c.Width, c.Height)
	}
	reference, err := c.read(dir)
	if err != nil {
		return Result{}, err
	}
	r := Result{Case: c, Name: c.Name, Image: crop(whole, c.Rectangle()), Reference: reference}
	if r.Metrics, err = frame.Compare(r.Image, r.Reference, image.Rectangle{}); err != nil {
		return Result{}, err
	}
	for i, v := range r.Image.Pix {
		if math.Float32bits(v) == math.Float32bits(reference.Pix[i]) {
			r.Identical++
		}
	}
	stats := whole.Stats()
	r.Sum, r.Max = over(stats.Sum, c.Stats.Sum), over(float64(stats.Max), c.Stats.Max)
	r.judge(limits)
	return r, nil
}

// over returns a/b, and 1 for 0/0.
func over(a, b float64) float64 {
	if a == b {
		return 1
	}
	return a / b
}

func (r *Result) judge(l Limits) {
	fail := func(ok bool, format string, args ...any) {
		if !ok {
			r.Failures = append(r.Failures, fmt.Sprintf(format, args...))
		}
	}
	m := r.Metrics
	fail(m.NonFinite == 0, "%d pixels are not finite", m.NonFinite)
	fail(m.Correlation >= l.Correlation, "correlation %.9f, want ≥ %.9g", m.Correlation, l.Correlation)
	fail(math.Abs(m.SumRatio-1) <= l.SumRatio, "sum ratio 1%+.2e, want within %.2g", m.SumRatio-1, l.SumRatio)
	fail(m.MaxRelative <= l.MaxRelative, "largest difference %.2e of the peak at %v, want ≤ %.2g", m.MaxRelative, m.MaxAbsAt, l.MaxRelative)
	fail(math.Abs(r.Sum-1) <= l.SumRatio, "sum of the whole image 1%+.2e of the reference's, want within %.2g", r.Sum-1, l.SumRatio)
	fail(math.Abs(r.Max-1) <= l.MaxRelative, "maximum of the whole image 1%+.2e of the reference's, want within %.2g", r.Max-1, l.MaxRelative)
}

func (c Case) read(dir fs.FS) (*frame.Frame, error) {
	f, err := dir.Open(c.Reference)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Reference, err)
	}
	w := c.Rectangle()
	img, err := imgio.ReadRaw(z, w.Dx(), w.Dy())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Reference, err)
	}
	return img, nil
}

func crop(f *frame.Frame, w image.Rectangle) *frame.Frame {
	g := frame.New(w.Dx(), w.Dy())
	for y := range g.Height {
		copy(g.Row(y), f.Row(w.Min.Y + y)[w.Min.X:w.Max.X])
	}
	return g
}
