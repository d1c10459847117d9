package bench

import (
	"context"
	"time"

	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/native/cuda"
)

// GPU is what a report says of GPUs besides its rows.
type GPU struct {
	Devices []cuda.About `json:"devices"`
	// OpenSeconds is what the driver and the devices' contexts took to start,
	// FirstSeconds the first frame of 4096 × 4096 pixels (quick: 512 × 512) in one
	// orientation, kernels compiled and memory allocated, WarmSeconds the same again.
	OpenSeconds  float64 `json:"open_seconds"`
	FirstSeconds float64 `json:"first_frame_seconds"`
	WarmSeconds  Spread  `json:"warm_frame_seconds"`
	// StillSeconds is a frame of a series of 1024 × 1024 pixels (quick: 128 × 128) with
	// 100 orientations, another for every frame, and one table of structure factors.
	StillSeconds Spread `json:"still_seconds"`
}

// GPUs is what Measure measures of GPUs.
func GPUs(quick bool) Suite {
	if quick {
		return Suite{
			Quick: true, Repeats: 3, Runs: 1,
			Matrix: []Problem{square(Table, 50, 1, 512), square(Table, 50, 100, 128)},
			Jobs:   []Job{{Name: "100 states", Problem: square(Table, 50, 100, 128)}},
		}
	}
	s := Suite{Repeats: 7, Runs: 7}
	for _, cells := range []int{5, 50, 200, 1000} {
		for _, n := range []int{1, 100} {
			for _, side := range []int{1024, 4096} {
				s.Matrix = append(s.Matrix, square(Table, cells, n, side))
			}
		}
		s.Matrix = append(s.Matrix, square(Table, cells, 10_000, 1024))
	}
	for _, factors := range []string{OneF, Tricubic} {
		s.Matrix = append(s.Matrix, square(factors, 50, 100, 1024))
	}
	for _, shape := range Shapes[1:] {
		s.Matrix = append(s.Matrix, Problem{Shape: shape, Factors: Table, Cells: 50, Orientations: 100, Side: 1024, Oversample: 1})
	}
	s.Matrix = append(s.Matrix, square(Table, 50, 100_000, 4096))
	s.Jobs = []Job{
		{Name: "one state", Problem: square(Table, 50, 1, 4096)},
		{Name: "100 states", Problem: square(Table, 50, 100, 4096)},
		{Name: "10 000 states", Problem: square(Table, 50, 10_000, 1024)},
	}
	return s
}

// MeasureGPU measures what has no row: open is timed, so nothing may have been opened
// before. The series has 1000 stills, a quick one 10.
func MeasureGPU(ctx context.Context, open func() (simulate.Backend, error), quick bool) (*GPU, error) {
	g := new(GPU)
	frame, still, stills := 4096, 1024, 1000
	if quick {
		frame, still, stills = 512, 128, 10
	}
	start := time.Now()
	b, err := open()
	if err != nil {
		return nil, err
	}
	g.OpenSeconds = digits(time.Since(start).Seconds())
	if d, ok := b.(interface{ Devices() []cuda.About }); ok {
		g.Devices = d.Devices()
	}
	p, err := square(Table, 50, 1, frame).compile(0)
	if err != nil {
		return nil, err
	}
	var warm []float64
	for i := range 10 {
		_, took, err := render(ctx, b, p)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			g.FirstSeconds = digits(took.Seconds())
			continue
		}
		warm = append(warm, took.Seconds())
	}
	g.WarmSeconds = spreadOf(warm)
	if p, err = square(Table, 50, 100, still).compile(0); err != nil {
		return nil, err
	}
	var each []float64
	for i := range stills {
		_, took, err := render(ctx, b, turned(p, i))
		if err != nil {
			return nil, err
		}
		each = append(each, took.Seconds())
	}
	g.StillSeconds = spreadOf(each)
	return g, nil
}

// turned returns p with other orientations, those of p a little longer, i times 10⁻⁵, and
// in another order: as much work as any others.
func turned(p *plan.Plan, i int) *plan.Plan {
	q := *p
	q.Orientations = make([]plan.Orientation, len(p.Orientations))
	for k := range q.Orientations {
		o := p.Orientations[(k+i)%len(p.Orientations)]
		for j := range o {
			o[j] *= 1 + 1e-5*float64(i)
		}
		q.Orientations[k] = o
	}
	return &q
}
