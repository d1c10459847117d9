package bench

import (
	"context"
	"image"
	"slices"

	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// Cull is a problem to render with and without -cull. Its window is around the
// strongest spot away from the beam.
type Cull struct {
	Problem Problem
	OfPeak  []float64 // what may be left out of a pixel, of the largest pixel
}

// CullRow is what culling saves an engine, on one thread.
type CullRow struct {
	Problem
	Samples int64 `json:"samples"` // of the whole image
	Engine
	OfPeak  float64 `json:"cull_of_peak"`
	Photons float64 `json:"cull_photons"`
	Whole   Spread  `json:"whole_seconds"`
	Culled  Spread  `json:"culled_seconds"`
	Faster  Spread  `json:"ratio"` // of the one to the other
	// Largest is the largest difference of a pixel, of the bound. Rounding a pixel to
	// 32 bits alone is 6e-8 of itself.
	Largest float64 `json:"largest_difference_of_bound"`
	// Bound is what the program says was left out of a pixel at most, of what it was
	// allowed to.
	Bound float64 `json:"reported_bound_of_bound"`
}

// cullTurns is how often a problem is rendered; without culling that takes seconds.
const cullTurns = 3

// measure renders the problem whole and with every bound, in turns, with the fastest
// engine in double precision.
func (c Cull) measure(ctx context.Context, setup Setup) ([]CullRow, error) {
	e := setup.Engines[slices.IndexFunc(setup.Engines, func(e Engine) bool { return e.Precision == "double" })]
	backend, err := setup.Open(e, 1)
	if err != nil {
		return nil, err
	}
	if c.Problem.Corner, err = c.strongest(ctx, backend); err != nil {
		return nil, err
	}
	compiled, err := c.Problem.compile(0)
	if err != nil {
		return nil, err
	}
	rows := make([]CullRow, len(c.OfPeak))
	plans := make([]*plan.Plan, len(rows))
	seconds := make([][]float64, len(rows))
	var whole []float64
	for turn := range cullTurns {
		full, took, err := render(ctx, backend, compiled)
		if err != nil {
			return nil, err
		}
		whole = append(whole, took.Seconds())
		for i := range rows {
			r := &rows[i]
			if turn == 0 {
				*r = CullRow{Problem: c.Problem, Samples: compiled.Samples(), Engine: e, OfPeak: c.OfPeak[i]}
				r.Photons = r.OfPeak * full.Stats().Max
				if plans[i], err = c.Problem.compile(r.Photons); err != nil {
					return nil, err
				}
			}
			part, took, err := render(ctx, backend, plans[i])
			if err != nil {
				return nil, err
			}
			seconds[i] = append(seconds[i], took.Seconds())
			m, err := frame.Compare(part, full, image.Rectangle{})
			if err != nil {
				return nil, err
			}
			r.Largest, r.Bound = digits(m.MaxAbs/r.Photons), digits(part.Omitted.Bound/r.Photons)
		}
	}
	for i := range rows {
		rows[i].Whole, rows[i].Culled, rows[i].Faster = spreadOf(whole), spreadOf(seconds[i]), ratios(whole, seconds[i])
	}
	return rows, nil
}

// strongest returns the corner of the window around the largest pixel of a quarter of
// the detector that does not touch the beam, with one sample a pixel and orientation.
func (c Cull) strongest(ctx context.Context, b simulate.Backend) (corner [2]int, err error) {
	p := c.Problem
	first := p.Side * 5 / 8
	p.Oversample, p.Window, p.Corner = 1, p.Side-first, [2]int{first, first}
	compiled, err := p.compile(0)
	if err != nil {
		return corner, err
	}
	f, _, err := render(ctx, b, compiled)
	if err != nil {
		return corner, err
	}
	at := f.Stats().MaxAt
	for i, x := range []int{at.Fast, at.Slow} {
		corner[i] = max(0, min(x-c.Problem.Window/2, p.Side-c.Problem.Window))
	}
	return corner, nil
}
