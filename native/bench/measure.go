package bench

import (
	"context"
	"time"

	"gobragg/core/frame"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/native/simd"
)

// Row is what a problem cost an engine.
type Row struct {
	Problem
	Samples int64 `json:"samples"`
	Engine
	Threads int `json:"threads"`
	// Cost is in nanoseconds a sample.
	Cost             Spread  `json:"ns_per_sample"`
	SamplesPerSecond float64 `json:"samples_per_second"` // median
	// OfRoof is the fraction of the multiply-adds that its threads could do, 0 where
	// it is not known; AtLeast says that most samples may have taken more.
	OfRoof  float64 `json:"of_roof"`
	AtLeast bool    `json:"of_roof_at_least"`
}

// After enough time an engine is done with a problem, if it has been repeated often
// enough for a median.
const (
	enough = 500 * time.Millisecond
	fewest = 3
)

// measureProblem renders p repeatedly with every engine on every number of threads, in
// turns. The first turn only warms up. Mixed precision is left out where it computes
// in double.
func measureProblem(ctx context.Context, p Problem, setup Setup, threads []int, repeats int, roofs []Roof) ([]Row, error) {
	compiled, err := p.compile(0)
	if err != nil {
		return nil, err
	}
	var rows []Row
	var backends []simulate.Backend
	for _, n := range threads {
		for _, e := range setup.Engines {
			if e.Precision == "mixed" && !kernel.MixedPays(compiled) {
				continue // the same loop as in double
			}
			b, err := setup.Open(e, n)
			if err != nil {
				return nil, err
			}
			backends = append(backends, b)
			rows = append(rows, Row{Problem: p, Samples: compiled.Samples(), Engine: e, Threads: n})
		}
	}
	costs := make([][]float64, len(rows))
	spent := make([]time.Duration, len(rows))
	for turn := range repeats + 1 {
		for i, b := range backends {
			if len(costs[i]) >= fewest && spent[i] > enough {
				continue
			}
			_, took, err := render(ctx, b, compiled)
			if err != nil {
				return nil, err
			}
			spent[i] += took
			if turn > 0 {
				costs[i] = append(costs[i], float64(took.Nanoseconds())/float64(compiled.Samples()))
			}
		}
	}
	for i := range rows {
		rows[i].finish(costs[i], simd.SampleWork(rows[i].Backend, rows[i].Precision, compiled), roofs)
	}
	return rows, nil
}

func render(ctx context.Context, b simulate.Backend, p *plan.Plan) (*frame.Frame, time.Duration, error) {
	start := time.Now()
	f, err := simulate.Run(ctx, b, p, simulate.Options{})
	return f, time.Since(start), err
}

// finish fills in what follows from the costs.
func (r *Row) finish(costs []float64, w simd.Work, roofs []Roof) {
	r.Cost = spreadOf(costs)
	r.SamplesPerSecond = digits(1e9 / r.Cost.Median)
	r.AtLeast = w.AtLeast
	if best := shortest(w, roofs); best > 0 {
		r.OfRoof = digits(best * r.SamplesPerSecond / float64(r.Threads))
	}
}
