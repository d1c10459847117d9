package conformance

import (
	"context"
	"flag"
	"fmt"
	"image"
	"io"
	"io/fs"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

var update = flag.Bool("update", false, "rewrite the conformance page and the golden hashes")

var reference = os.DirFS("../../testdata/reference")

const (
	// pixelTol bounds the relative error of a pixel: it is rounded to single
	// precision, 6e-8, and the kernel's sines are good to 2.6e-10.
	pixelTol = 2e-7
	// rounding bounds a few operations in double precision.
	rounding = 1e-12
)

// texts are the files of an experiment, by name.
type texts map[string]string

func (x texts) open(name string) (io.ReadCloser, error) {
	text, ok := x[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

func parse(args string, files texts) (*config.Resolved, error) {
	settings, err := config.ParseArgs(strings.Fields(args))
	if err != nil {
		return nil, err
	}
	return settings.Experiment(files.open)
}

func resolve(t testing.TB, args string, files texts) *config.Resolved {
	t.Helper()
	r, err := parse(args, files)
	if err != nil {
		t.Fatalf("%s: %v", args, err)
	}
	return r
}

func compile(t testing.TB, args string, files texts) *plan.Plan {
	t.Helper()
	p, err := plan.Compile(resolve(t, args, files).Experiment)
	if err != nil {
		t.Fatalf("%s: %v", args, err)
	}
	return p
}

func render(t testing.TB, args string, files texts) *frame.Frame {
	t.Helper()
	return renderPlan(t, compile(t, args, files), 0, image.Point{})
}

func renderPlan(t testing.TB, p *plan.Plan, threads int, tile image.Point) *frame.Frame {
	t.Helper()
	f, err := simulate.Run(context.Background(), simulate.Scalar(threads), p, simulate.Options{Tile: tile})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// firstDifference returns the index of the first pixel whose bits differ, or −1.
func firstDifference(a, b *frame.Frame) int {
	if a.Width != b.Width || a.Height != b.Height {
		return 0
	}
	for i, v := range a.Pix {
		if math.Float32bits(v) != math.Float32bits(b.Pix[i]) {
			return i
		}
	}
	return -1
}

func sameBits(t testing.TB, what string, got, want *frame.Frame) {
	t.Helper()
	if i := firstDifference(got, want); i >= 0 {
		t.Errorf("%s: pixel %d of %d is %v, want %v, bit for bit", what, i, len(want.Pix), got.Pix[i], want.Pix[i])
	}
}

// differs fails if two images agree within tol of the peak of the second.
func differs(t testing.TB, what string, a, b *frame.Frame, tol float64) {
	t.Helper()
	if d, _ := distance(a, values(b)); d <= tol {
		t.Errorf("%s: the images differ by %.1e of the peak, want more than %.1e", what, d, tol)
	}
}

// agrees holds an image against expected photons, within tol of the peak.
func agrees(t testing.TB, what string, got *frame.Frame, want []float64, tol float64) {
	t.Helper()
	if len(got.Pix) != len(want) {
		t.Fatalf("%s: %d pixels, want %d", what, len(got.Pix), len(want))
	}
	if d, i := distance(got, want); !(d <= tol) {
		t.Errorf("%s: pixel %d is %v, want %v: %.1e of the peak (tol %.1e)", what, i, got.Pix[i], want[i], d, tol)
	}
}

// distance returns the largest difference as a fraction of the largest |b|, and
// the pixel it is at; +Inf for an image without photons or with NaN.
func distance(a *frame.Frame, b []float64) (worst float64, at int) {
	peak := 0.0
	for _, v := range b {
		peak = max(peak, math.Abs(v))
	}
	for i, v := range a.Pix {
		d := math.Abs(float64(v) - b[i])
		if math.IsNaN(d) {
			return math.Inf(1), i
		}
		if d > worst {
			worst, at = d, i
		}
	}
	if peak == 0 {
		return math.Inf(1), at
	}
	return worst / peak, at
}

func values(f *frame.Frame) []float64 {
	v := make([]float64, len(f.Pix))
	for i, x := range f.Pix {
		v[i] = float64(x)
	}
	return v
}

// mean returns Σ weight·image / Σ weight.
func mean(weights []float64, images ...*frame.Frame) []float64 {
	sum, total := make([]float64, len(images[0].Pix)), 0.0
	for k, f := range images {
		for i, v := range f.Pix {
			sum[i] += weights[k] * float64(v)
		}
		total += weights[k]
	}
	for i := range sum {
		sum[i] /= total
	}
	return sum
}

func equal(weight int) []float64 {
	w := make([]float64, weight)
	for i := range w {
		w[i] = 1
	}
	return w
}

// near fails unless |got − want| ≤ tol·max(1, |want|).
func near(t testing.TB, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*max(1, math.Abs(want))) {
		t.Errorf("%s = %.15g, want %.15g (tol %.1g)", what, got, want, tol)
	}
}

// nearVec fails unless |got − want| ≤ tol·|want|.
func nearVec(t testing.TB, what string, got, want r3.Vec, tol float64) {
	t.Helper()
	if d := r3.Norm(r3.Sub(got, want)); !(d <= tol*r3.Norm(want)) {
		t.Errorf("%s = %v, want %v (tol %.1g)", what, got, want, tol)
	}
}

// compatChangesNothing: rows that -compat does not reproduce follow gobragg's way
// with it too.
func compatChangesNothing(t *testing.T, args string, files texts) {
	t.Helper()
	sameBits(t, args+" with -compat", render(t, args+" -compat", files), render(t, args, files))
}

// has returns the note about a difference that a run prints, nil if there is none.
func has(r *config.Resolved, difference string) *config.Note {
	for _, n := range r.Notes {
		if n.Difference == difference {
			return &n
		}
	}
	return nil
}

// notes checks that the row's note appears in the runs of shows and in none of those
// of silent; all of them are added to args.
func notes(t *testing.T, id, args string, files texts, shows, silent []string) {
	t.Helper()
	row := rowNamed(t, id)
	for _, s := range shows {
		n := has(resolve(t, args+s, files), row.Note)
		if n == nil {
			t.Errorf("%q gives no note %s", s, row.Note)
			continue
		}
		if got := strings.Contains(n.Text, "-compat reproduces"); got != row.Compat {
			t.Errorf("the note of %q offers -compat: %v, want %v: %s", s, got, row.Compat, n)
		}
	}
	for _, s := range silent {
		if n := has(resolve(t, args+s, files), row.Note); n != nil {
			t.Errorf("%q gives the note %s", s, n)
		}
	}
}

// says reports whether a run prints a line with text in it.
func says(r *config.Resolved, text string) bool {
	for _, n := range r.Notes {
		if strings.Contains(n.String(), text) {
			return true
		}
	}
	return false
}

func rowNamed(t testing.TB, id string) Row {
	t.Helper()
	for _, r := range Rows {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no row %s", id)
	return Row{}
}

// cases are the reference cases; each is run once, however many tests look at it.
var cases = sync.OnceValues(func() (map[string]*caseRun, error) {
	list, err := Load(reference)
	if err != nil {
		return nil, err
	}
	m := make(map[string]*caseRun)
	for _, c := range list {
		m[c.Name] = &caseRun{Case: c}
	}
	return m, nil
})

type caseRun struct {
	Case
	once   sync.Once
	result Result
	err    error
}

// runCase returns the result of a case.
func runCase(t testing.TB, name string) Result {
	t.Helper()
	m, err := cases()
	if err != nil {
		t.Fatal(err)
	}
	c := m[name]
	if c == nil {
		t.Fatalf("no case %s", name)
	}
	c.once.Do(func() {
		c.result, c.err = c.Run(context.Background(), reference, simulate.Scalar(0), DefaultLimits)
	})
	if c.err != nil {
		t.Fatal(c.err)
	}
	return c.result
}

// runCaseByDefault returns the result of a compat case without -compat.
func runCaseByDefault(t testing.TB, name string) Result {
	t.Helper()
	c := runCase(t, name).Case
	c.Compat = false
	r, err := c.Run(context.Background(), reference, simulate.Scalar(0), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// vector writes v as the values of an option, exactly.
func vector(v r3.Vec) string { return fmt.Sprintf("%.17g %.17g %.17g", v.X, v.Y, v.Z) }

const degree = units.Degree
