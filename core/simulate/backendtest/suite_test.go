package backendtest

import (
	"context"
	"fmt"
	"image"
	"strings"
	"testing"

	"gobragg/core/plan"
	"gobragg/core/simulate"
)

func TestScalar(t *testing.T) {
	Run(t, simulate.Scalar(3), Budget{OfPeak: 0})
}

// TestCasesHavePhotons: a case without photons, or with all pixels alike, would
// prove nothing.
func TestCasesHavePhotons(t *testing.T) {
	for _, c := range Cases() {
		p, err := c.Plan()
		if err != nil {
			t.Fatal(err)
		}
		f, err := simulate.Run(context.Background(), simulate.Scalar(0), p, simulate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if s := f.Stats(); !(s.Max > 0) || s.Pixels > 1 && s.RMSD == 0 {
			t.Errorf("%s: max %v, rmsd %v", c.Name, s.Max, s.RMSD)
		}
	}
}

// errors collects what Run reports.
type errors []string

func (*errors) Helper() {}

func (e *errors) Errorf(format string, args ...any) { *e = append(*e, fmt.Sprintf(format, args...)) }

// faulty renders like Scalar and then does one thing wrong.
type faulty struct {
	simulate.Backend
	spoil func(p *plan.Plan, tile image.Rectangle, dst []float32)
}

type faultyRenderer struct {
	simulate.Renderer
	plan  *plan.Plan
	spoil func(p *plan.Plan, tile image.Rectangle, dst []float32)
}

func (f faulty) Open(p *plan.Plan) ([]simulate.Renderer, error) {
	renderers, err := f.Backend.Open(p)
	for i, r := range renderers {
		renderers[i] = faultyRenderer{r, p, f.spoil}
	}
	return renderers, err
}

func (r faultyRenderer) Render(ctx context.Context, tile image.Rectangle, dst []float32) error {
	err := r.Renderer.Render(ctx, tile, dst)
	r.spoil(r.plan, tile, dst)
	return err
}

func TestSuiteCatches(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(p *plan.Plan, tile image.Rectangle, dst []float32)
		want  string
	}{
		{"a wrong value", func(_ *plan.Plan, _ image.Rectangle, dst []float32) { dst[0] *= 1.001 }, "of the peak"},
		{"a value that depends on the tile", func(_ *plan.Plan, tile image.Rectangle, dst []float32) {
			if tile.Dx() == 7 {
				dst[0] *= 1.0000002
			}
		}, "tiles of (7,3)"},
		{"a lane too many", func(_ *plan.Plan, _ image.Rectangle, dst []float32) {
			if cap(dst) > len(dst) {
				dst[:len(dst)+1][len(dst)] = 1
			}
		}, "nothing else"},
	} {
		var found errors
		Run(&found, faulty{simulate.Scalar(1), c.spoil}, Budget{OfPeak: 1e-9})
		if !strings.Contains(strings.Join(found, "\n"), c.want) {
			t.Errorf("%s: not caught; want an error with %q, got %d others", c.name, c.want, len(found))
		}
	}
}
