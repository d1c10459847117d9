package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"gobragg/core/simulate"
	"gobragg/native/bench"
	"gobragg/native/cuda"
	"gobragg/native/simd"
)

// benchmark is what `gobragg bench` was asked for.
type benchmark struct {
	quick, gpu           bool
	json, peer, peerNote string
}

func (b *benchmark) flags() []flag {
	return []flag{
		on("quick", "only the most telling, in less than 20 seconds", &b.quick),
		on("gpu", "the GPUs of -backend cuda instead of the processor", &b.gpu),
		text("json", "FILE", "write all that was measured there", &b.json),
		text("peer", "PROGRAM", "also run this program, which takes nanoBragg's options, in turns with gobragg, one thread each; print ratios and how well the images agree", &b.peer),
		text("peer_note", "TEXT", "how the peer was built, for the file: \"gcc -O3\"", &b.peerNote),
	}
}

// busy is the load average for each processor beyond which times would be others' too.
const busy = 0.25

// bench measures how fast the program is on this machine.
func (p *program) bench(ctx context.Context, args []string) error {
	var b benchmark
	words, help, err := parseFlags("bench", b.flags(), args)
	switch {
	case err != nil:
		return err
	case help:
		return p.help(ctx, []string{"bench"})
	case len(words) > 0:
		return usagef("bench: %q is one word too many; it takes options only", words[0])
	}
	suite := bench.Full()
	switch {
	case b.gpu:
		if err := p.handOver(engine{backend: "cuda"}); err != nil {
			return err
		}
		suite = bench.GPUs(b.quick)
	case b.quick:
		suite = bench.Quick()
	}
	return p.benchSuite(ctx, b, suite)
}

func (p *program) benchSuite(ctx context.Context, b benchmark, suite bench.Suite) error {
	setup := bench.Setup{
		Open: func(e bench.Engine, threads int) (simulate.Backend, error) {
			return p.openBackend(engine{backend: e.Backend, precision: e.Precision, device: cuda.All, threads: threads})
		},
		Threads: p.processors, Version: buildVersion(), PeerNote: b.peerNote,
	}
	names, precisions := simd.Names(), simd.Precisions()
	if b.gpu {
		names, precisions, setup.Threads = []string{"cuda"}, []string{"auto", "double"}, 1
		setup.Open = kept(setup.Open)
	}
	for _, name := range names {
		for _, precision := range precisions {
			setup.Engines = append(setup.Engines, bench.Engine{Backend: name, Precision: precision})
		}
	}
	var err error
	if setup.Program, err = os.Executable(); err != nil {
		return err
	}
	if b.peer != "" {
		if setup.Peer, err = exec.LookPath(b.peer); err != nil {
			return usagef("-peer: %v", err)
		}
	} else if b.peerNote != "" {
		return usagef("-peer_note tells of the program that -peer names, and there is none")
	}
	if b.json != "" {
		if err := p.outputs.check(b.json); err != nil {
			return err
		}
	}
	defer p.outputs.abandon()
	if l := bench.Load(); l != nil && *l > busy*float64(p.processors) {
		fmt.Fprintf(p.stderr, "NOTE: other programs are running (load average %.2f): times will be longer and spread more\n", *l)
	}

	printed := benchTable{w: p.stdout}
	setup.Tell = printed.row
	var gpu *bench.GPU
	if b.gpu {
		if gpu, err = bench.MeasureGPU(ctx, func() (simulate.Backend, error) { return setup.Open(setup.Engines[0], 1) }, b.quick); err != nil {
			return err
		}
	}
	report, err := bench.Measure(ctx, suite, setup)
	if err != nil {
		return err
	}
	report.GPU = gpu
	printed.end(report)
	if b.json == "" {
		return nil
	}
	if err := p.outputs.write(ctx, b.json, report.WriteJSON); err != nil {
		return err
	}
	return p.outputs.commit()
}

// kept returns open such that it opens every engine once: GPUs stay open.
func kept(open func(bench.Engine, int) (simulate.Backend, error)) func(bench.Engine, int) (simulate.Backend, error) {
	opened := make(map[bench.Engine]simulate.Backend)
	return func(e bench.Engine, threads int) (simulate.Backend, error) {
		if b, ok := opened[e]; ok {
			return b, nil
		}
		b, err := open(e, threads)
		if err == nil {
			opened[e] = b
		}
		return b, err
	}
}

// benchTable prints results as they come.
type benchTable struct {
	w       io.Writer
	section bench.Section
	problem string
}

// titles of the sections.
var benchTitles = map[bench.Section]string{
	bench.Matrix:  "Cost of a sample, one thread",
	bench.States:  "Cost of a sample against orientations, one thread",
	bench.Pixels:  "Cost of a sample against pixels, one orientation, one thread",
	bench.Threads: "Cost of a sample against threads",
	bench.Culled:  "Culling, one thread",
	bench.Runs:    "Start of the program to files written",
}

func (t *benchTable) row(section bench.Section, row any) {
	if section != t.section {
		fmt.Fprintf(t.w, "\n%s\n", benchTitles[section])
		t.section, t.problem = section, ""
	}
	switch r := row.(type) {
	case bench.Row:
		t.heading(r.Problem.String(), fmt.Sprintf("%30s %8s  %-17s %12s %9s", "", "ns", "from – to", "samples/s", "of roof"))
		roof := "–"
		if r.OfRoof > 0 {
			roof = fmt.Sprintf("%.0f %%", 100*r.OfRoof)
			if r.AtLeast {
				roof = "≥ " + roof
			}
		}
		fmt.Fprintf(t.w, "    %-16s %-9s %8.3g  %-17s %12s %9s\n", r.Engine, plural(r.Threads, "thread"),
			r.Cost.Median, between(r.Cost), quantity(r.SamplesPerSecond), roof)
	case bench.CullRow:
		t.heading(r.Problem.String(), fmt.Sprintf("%18s whole %.3g s (%s)", "", r.Whole.Median, between(r.Whole)))
		fmt.Fprintf(t.w, "    %-16s %-9s %8.3g s (%s) leaving out ≤ %.0e of the peak: %.3g × as fast (%s); largest difference %.2f of that\n",
			r.Engine, "1 thread", r.Culled.Median, between(r.Culled), r.OfPeak, r.Faster.Median, between(r.Faster), r.Largest)
	case bench.Run:
		t.heading(fmt.Sprintf("%s: %s", r.Job.Name, r.Job.Problem), fmt.Sprintf("%30s %8s  %-17s", "", "s", "from – to"))
		name := r.Engine.String()
		if r.Peer {
			name = "peer"
		}
		line := fmt.Sprintf("    %-16s %-9s %8.3g  %-17s", name, plural(r.Threads, "thread"), r.Seconds.Median, between(r.Seconds))
		if r.Ratio != nil {
			line += fmt.Sprintf("  %.3g × as fast (%s)", r.Ratio.Median, between(*r.Ratio))
			if r.RenderingRatio != nil {
				line += fmt.Sprintf(", rendering %.3g × (%s)", r.RenderingRatio.Median, between(*r.RenderingRatio))
			}
			line += fmt.Sprintf("; correlation 1 − %.0e, ≤ %.0e of the peak", 1-r.Agreement.Correlation, r.Agreement.LargestOfPeak)
		}
		fmt.Fprintln(t.w, strings.TrimRight(line, " "))
	}
}

// heading begins another problem.
func (t *benchTable) heading(problem, columns string) {
	if problem != t.problem {
		fmt.Fprintf(t.w, "  %s\n%s\n", problem, columns)
		t.problem = problem
	}
}

// between writes the range of measurements.
func between(s bench.Spread) string { return fmt.Sprintf("%.3g – %.3g", s.Min, s.Max) }

// end says what was measured on, and how.
func (t *benchTable) end(r *bench.Report) {
	fmt.Fprintf(t.w, "\n%s, %s, %s, %s\n", r.Machine.CPU, plural(r.Machine.Threads, "thread"), r.System, r.Go)
	for _, roof := range r.Roofs {
		fmt.Fprintf(t.w, "multiply-adds a second and core with %s instructions: %s in float64, %s in float32\n",
			roof.Backend, strings.TrimSpace(quantity(roof.Double)), strings.TrimSpace(quantity(roof.Single)))
	}
	if len(r.Roofs) == 0 {
		fmt.Fprintln(t.w, "the roof of multiply-adds was not measured: this build or processor has no vector loops")
	}
	fmt.Fprintf(t.w, "medians and range; all in turns, in %s\n", duration(time.Duration(r.Seconds*1e9)))
}
