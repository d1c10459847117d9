package backendtest

import (
	"context"
	"fmt"
	"image"
	"math"

	"gobragg/core/frame"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// Budget is how far a backend may be from package kernel.
type Budget struct {
	OfPeak float64 // largest difference of a pixel, as a fraction of the brightest
}

// T is the part of testing.T that Run needs, so that a program can run the suite too.
type T interface {
	Helper()
	Errorf(format string, args ...any)
}

// Run holds b against every case.
func Run(t T, b simulate.Backend, budget Budget) {
	t.Helper()
	for _, c := range Cases() {
		if _, err := Check(context.Background(), b, c, budget); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

// Check holds b against package kernel in one case: within the budget, the same
// bits for any tiles, nothing written beyond a tile. It returns the largest
// difference as a fraction of the peak, beyond what b says that it left out.
func Check(ctx context.Context, b simulate.Backend, c Case, budget Budget) (worst float64, err error) {
	p, err := c.Plan()
	if err != nil {
		return 0, err
	}
	got, err := simulate.Run(ctx, b, p, simulate.Options{})
	if err != nil {
		return 0, err
	}
	worst, at := difference(p, got)
	switch {
	case !(got.Omitted.Bound <= p.Cull):
		return worst, fmt.Errorf("%g photons may be missing from a pixel, the plan allows %g", got.Omitted.Bound, p.Cull)
	case !(worst <= budget.OfPeak):
		return worst, fmt.Errorf("pixel %v differs by %.2e of the peak, budget %.2e", at, worst, budget.OfPeak)
	}
	for _, size := range []image.Point{{1, 1}, {7, 3}, {64, 64}} {
		again, err := simulate.Run(ctx, b, p, simulate.Options{Tile: size})
		if err != nil {
			return worst, err
		}
		for i, v := range again.Pix {
			if math.Float32bits(v) != math.Float32bits(got.Pix[i]) {
				return worst, fmt.Errorf("tiles of %v change pixel %d from %v to %v", size, i, got.Pix[i], v)
			}
		}
	}
	return worst, guarded(ctx, b, p)
}

// difference returns the largest difference from package kernel over the peak,
// less what got may lack, and where it is. A pixel that is not finite where the kernel's is differs infinitely.
func difference(p *plan.Plan, got *frame.Frame) (worst float64, at image.Point) {
	roi := p.ROI()
	want := make([]float32, roi.Dx()*roi.Dy())
	kernel.NewRenderer(p, kernel.NewSums(p)).Render(roi, want, nil)
	peak := 0.0
	for _, v := range want {
		peak = max(peak, math.Abs(float64(v)))
	}
	for y := range got.Height {
		for x, v := range got.Row(y) {
			expected := 0.0
			if point := image.Pt(x, y); point.In(roi) {
				expected = float64(want[(y-roi.Min.Y)*roi.Dx()+x-roi.Min.X])
			}
			d := math.Abs(float64(v) - expected)
			if got.Omitted.Bound > 0 {
				d = max(0, d-got.Omitted.Bound)
			}
			switch {
			case d == 0:
				continue
			case math.IsNaN(d) || peak == 0:
				d = math.Inf(1)
			default:
				d /= peak
			}
			if d > worst {
				worst, at = d, image.Pt(x, y)
			}
		}
	}
	return worst, at
}

// guarded renders a tile of odd width into the middle of a buffer of sentinels.
func guarded(ctx context.Context, b simulate.Backend, p *plan.Plan) (err error) {
	renderers, err := b.Open(p)
	if err != nil {
		return err
	}
	defer func() {
		for _, r := range renderers {
			if e := r.Close(); err == nil {
				err = e
			}
		}
	}()
	const guard, sentinel = 19, -12345
	tile := p.ROI()
	tile.Max.X = min(tile.Max.X, tile.Min.X+5)
	tile.Max.Y = min(tile.Max.Y, tile.Min.Y+3)
	n := tile.Dx() * tile.Dy()
	buffer := make([]float32, n+2*guard)
	for i := range buffer {
		buffer[i] = sentinel
	}
	if err := renderers[0].Render(ctx, tile, buffer[guard:guard+n]); err != nil {
		return err
	}
	for i, v := range buffer {
		if outside := i < guard || i >= guard+n; outside != (v == sentinel) {
			return fmt.Errorf("tile %v: buffer[%d] is %v: a renderer sets its tile and nothing else", tile, i-guard, v)
		}
	}
	return nil
}
