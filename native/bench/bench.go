// Package bench measures how fast gobragg is on this machine: the cost of a sample
// for every backend and precision, how it goes with states, pixels and threads, and
// whole runs of the program, if wished in alternation with another program.
//
//	report, err := bench.Measure(ctx, bench.Full(), bench.Setup{Open: open, Engines: engines, Program: "gobragg"})
//
// A sample is pixel × sub-pixel × sensor layer × source × orientation. Whatever is
// compared is measured in turns, so that what disturbs the machine disturbs all.
package bench

import (
	"context"
	"fmt"
	"time"

	"gobragg/core/simulate"
)

// Engine is what computes an image.
type Engine struct {
	Backend   string `json:"backend"`
	Precision string `json:"precision"`
}

func (e Engine) String() string { return e.Backend + " " + e.Precision }

// Setup is what Measure measures with.
type Setup struct {
	Engines []Engine // the fastest first
	// Open returns the backend of an engine on so many threads.
	Open func(e Engine, threads int) (simulate.Backend, error)
	// Threads is the number of processors to use at most.
	Threads int
	// Program is the path of gobragg, and Peer that of a program with nanoBragg's
	// options to compare with; empty: none. PeerNote says how that was built.
	Program, Peer, PeerNote string
	Version                 string // of the program
	// Tell is told every result as it comes.
	Tell func(Section, any)
}

// Suite is what to measure.
type Suite struct {
	Quick   bool
	Matrix  []Problem // on one thread
	States  []Problem // on one thread, against their orientations
	Pixels  []Problem // on one thread, against their pixels
	Threads []Problem // on 1, 2, 4 … threads
	Culls   []Cull    // on one thread, with the first engine in double precision
	Jobs    []Job     // as runs of the program
	Roof    time.Duration
	// Repeats of a problem; runs of a program have Runs.
	Repeats, Runs int
}

// Section is a part of a report.
type Section string

// Sections, in the order of their measurement.
const (
	Matrix  Section = "matrix"
	States  Section = "states"
	Pixels  Section = "pixels"
	Threads Section = "threads"
	Culled  Section = "culled"
	Runs    Section = "runs"
)

// Measure measures the suite. It returns early with the context's error.
func Measure(ctx context.Context, s Suite, setup Setup) (*Report, error) {
	start := time.Now()
	r := newReport(s, setup, start)
	r.Roofs = measureRoofs(setup.Engines, s.Roof)
	one := []int{1}
	for _, part := range []struct {
		section  Section
		problems []Problem
		threads  []int
		rows     *[]Row
	}{
		{Matrix, s.Matrix, one, &r.Matrix},
		{States, s.States, one, &r.States},
		{Pixels, s.Pixels, one, &r.Pixels},
		{Threads, s.Threads, doubling(setup.Threads), &r.Threads},
	} {
		for _, p := range part.problems {
			rows, err := measureProblem(ctx, p, setup, part.threads, s.Repeats, r.Roofs)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p, err)
			}
			*part.rows = append(*part.rows, rows...)
			for _, row := range rows {
				setup.tell(part.section, row)
			}
		}
	}
	for _, c := range s.Culls {
		rows, err := c.measure(ctx, setup)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Problem, err)
		}
		r.Culled = append(r.Culled, rows...)
		for _, row := range rows {
			setup.tell(Culled, row)
		}
	}
	if err := r.runJobs(ctx, s, setup); err != nil {
		return nil, err
	}
	r.Seconds = digits(time.Since(start).Seconds())
	return r, nil
}

func (s *Setup) tell(part Section, row any) {
	if s.Tell != nil {
		s.Tell(part, row)
	}
}

// doubling returns 1, 2, 4 … up to n, and n.
func doubling(n int) []int {
	var all []int
	for i := 1; i < n; i *= 2 {
		all = append(all, i)
	}
	return append(all, n)
}
