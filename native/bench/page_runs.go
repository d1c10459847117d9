package bench

import (
	"fmt"
	"slices"
	"strings"
)

// wholeRuns writes whole runs of programs, and how they compare.
func (p *page) wholeRuns() {
	if len(p.Runs) == 0 {
		return
	}
	p.printf("## From start to files\n\nRuns of the program, from its start until its files are there: the photons, an image of whole numbers, a preview.\n\n")
	var jobs []Job
	var programs []Run // one of each program and number of threads
	for _, r := range p.Runs {
		if !slices.Contains(jobs, r.Job) {
			jobs = append(jobs, r.Job)
			p.printf("- **%s**: %s\n", r.Job.Name, p.about(r))
		}
		if !slices.ContainsFunc(programs, r.same) {
			programs = append(programs, r)
		}
	}
	table := func(title string, value func(Run) string) {
		p.printf("\n| %s |", title)
		for _, j := range jobs {
			p.printf(" %s |", solid(j.Name))
		}
		p.printf("\n|---|%s\n", strings.Repeat("--:|", len(jobs)))
		for _, q := range programs {
			if value(q) == "" {
				continue
			}
			name := q.Engine.String()
			switch {
			case q.Peer:
				name = p.Peer.Name
			case q.Threads > 1:
				name = q.Backend + ", " + threads(q.Threads)
			}
			p.printf("| %s |", solid(name))
			for _, j := range jobs {
				i := slices.IndexFunc(p.Runs, func(r Run) bool { return r.Job == j && q.same(r) })
				if i < 0 {
					p.printf(" |")
					continue
				}
				p.printf(" %s|", padded(value(p.Runs[i])))
			}
			p.printf("\n")
		}
	}
	if p.Peer != nil {
		p.ratios(table)
		p.printf("\nThe times themselves:\n")
	}
	table("milliseconds", func(r Run) string { return plusMinus(r.Seconds, 1e3) })
	p.printf("\n")
}

// ratios writes how the programs compare with the peer.
func (p *page) ratios(table func(title string, value func(Run) string)) {
	built := p.Peer.Note
	if p.Peer.Compiler != "" {
		built = strings.TrimPrefix(built+", "+p.Peer.Compiler, ", ")
	}
	p.printf("\nThe peer is %s (%s), on one thread, with the same options.\n"+
		"Times as fast as it, medians of the ratios of runs one after the other:\n", p.Peer.Name, built)
	ratio := func(of func(Run) *Spread) func(Run) string {
		return func(r Run) string {
			if s := of(r); s != nil {
				return plusMinus(*s, 1)
			}
			return ""
		}
	}
	table("start to files", ratio(func(r Run) *Spread { return r.Ratio }))
	p.printf("\nThe rendering alone, of gobragg as it says itself, of the peer the time\nbeyond that of a run on a single pixel:\n")
	table("rendering", ratio(func(r Run) *Spread { return r.RenderingRatio }))
	p.printf("\nHow far the images are apart: the largest difference of a pixel, of the largest pixel. A number of 32 bits rounds by 6e-08 of itself.\n")
	table("difference", func(r Run) string {
		if r.Peer {
			return ""
		}
		return fmt.Sprintf("%.0e", r.Agreement.LargestOfPeak)
	})
}

// Marks of the part of README.md that summary writes.
const (
	summaryBegin = "<!-- From site/docs/speed.json by make speed. -->\n"
	summaryEnd   = "<!-- Until here. -->\n"
)

// summary returns how many times as fast as the peer the engines are, for README.md;
// without a peer, how long they take.
func (r *Report) summary() string {
	var b strings.Builder
	p := page{&b, r}
	p.printf("One thread of %s, from the start of the program until its files are written", p.Machine.CPU)
	value := func(run Run) string {
		return fmt.Sprintf("%.3g (%.3g)", 1e3*run.Seconds.Median, 1e3*run.Rendering.Median)
	}
	if p.Peer == nil {
		p.printf("; in brackets the rendering alone. Milliseconds:\n\n|")
	} else {
		p.printf(", in turns with %s (%s); in brackets the\nrendering alone. Times as fast as it:\n\n|", p.Peer.Name, p.Peer.Note)
		value = func(run Run) string { return fmt.Sprintf("%.3g (%.3g)", run.Ratio.Median, run.RenderingRatio.Median) }
	}
	var jobs []Job
	for _, run := range p.Runs {
		if !slices.Contains(jobs, run.Job) && !run.Job.Noise {
			jobs = append(jobs, run.Job)
			p.printf(" | %s", solid(run.Job.Name))
		}
	}
	p.printf(" |\n|---|%s\n", strings.Repeat("--:|", len(jobs)))
	for _, e := range p.Engines {
		p.printf("| %s |", solid(e.String()))
		for _, j := range jobs {
			i := slices.IndexFunc(p.Runs, func(run Run) bool { return run.Job == j && run.same(Run{Engine: e, Threads: 1}) })
			if i < 0 {
				p.printf(" |")
				continue
			}
			p.printf(" %s |", value(p.Runs[i]))
		}
		p.printf("\n")
	}
	p.printf("\n")
	for _, j := range jobs {
		i := slices.IndexFunc(p.Runs, func(run Run) bool { return run.Job == j })
		p.printf("- %s: %s\n", j.Name, p.about(p.Runs[i]))
	}
	return b.String()
}

// about says what a run computes.
func (p *page) about(r Run) string {
	noise := ""
	if r.Job.Noise {
		noise = "; and the image with photon noise"
	}
	q := r.Job.Problem
	return fmt.Sprintf("%d × %d pixels, %s, N = %d, %s, %s samples%s", q.Side, q.Side, factors(q.Factors), q.Cells, states(q.Orientations), count(float64(r.Samples)), noise)
}

// same reports whether two runs are of one program on as many threads.
func (r Run) same(other Run) bool {
	return r.Peer == other.Peer && r.Engine == other.Engine && r.Threads == other.Threads
}
