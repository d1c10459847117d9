package bench

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
)

// PageFiles returns the speed page, Markdown, and its plots by the names of their
// files. A quick report has no page: it lacks most of it.
func PageFiles(r *Report) (map[string][]byte, error) {
	if r.Quick {
		return nil, errors.New("bench: the page wants a full report, without -quick")
	}
	files := make(map[string][]byte)
	for name, p := range r.plots() {
		var b strings.Builder
		if err := p.write(&b); err != nil {
			return nil, err
		}
		files[name] = []byte(b.String())
	}
	var b strings.Builder
	p := page{&b, r}
	p.introduction()
	p.peer()
	p.cost()
	p.scaling(files)
	p.culling()
	p.roof()
	p.repeat()
	files["speed.md"] = []byte(b.String())
	return files, nil
}

type page struct {
	io.Writer
	*Report
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

func (p *page) introduction() {
	date, _, _ := strings.Cut(p.Date, "T")
	load := ""
	if l := p.Machine.Load; l != nil {
		load = fmt.Sprintf("The load average was %.2f before.\n", *l)
	}
	p.printf(`<!-- Code generated from speed.json by "go test ./native/bench -update". DO NOT EDIT. -->
# Speed

How fast gobragg computes, measured by %s on %s: %s, %s, %s, %s.
%sA *sample* is pixel × sub-pixel × sensor layer × source × orientation; an image of 1000 × 1000 pixels with 50 mosaic domains and
2 × 2 sub-pixels has 200 million. Whatever is compared was measured in turns, so that what disturbs the machine disturbs all alike.
Numbers are medians; ± is half the distance between the quartiles. All of them, with their ranges, are in [speed.json](speed.json).

*double* is arithmetic in 64 bits throughout, the default; *mixed*, %s, finds h, k and l in 64 bits and takes
sines in 32. It serves square crystals without interpolation; elsewhere it computes in double.

`, "`gobragg bench`", date, p.Machine.CPU, threads(p.Machine.Threads), p.System, p.Go, load, "`-precision mixed`")
}

func threads(n int) string {
	if n == 1 {
		return "1 thread"
	}
	return fmt.Sprintf("%d threads", n)
}

// peer writes whole runs of programs, and how they compare.
func (p *page) peer() {
	if len(p.Runs) == 0 {
		return
	}
	p.printf("## From start to files\n\nRuns of the program, from its start until its files are there: the photons, an image of whole numbers, a preview.\n\n")
	var jobs []Job
	var programs []Run // one of each program and number of threads
	for _, r := range p.Runs {
		if !slices.Contains(jobs, r.Job) {
			jobs = append(jobs, r.Job)
			noise := ""
			if r.Job.Noise {
				noise = "; and the image with photon noise"
			}
			p.printf("- **%s**: %d × %d pixels, %s, N = %d, %s, %s samples%s\n", r.Job.Name, r.Job.Problem.Side, r.Job.Problem.Side,
				factors(r.Job.Problem.Factors), r.Job.Problem.Cells, states(r.Job.Problem.Orientations), count(float64(r.Samples)), noise)
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
	p.printf("\nThe images agree. The largest difference of a pixel, of the largest pixel; a number of 32 bits rounds by 6e-08 of itself:\n")
	table("difference", func(r Run) string {
		if r.Peer {
			return ""
		}
		return fmt.Sprintf("%.0e", r.Agreement.LargestOfPeak)
	})
}

// solid keeps a text from being broken between lines.
func solid(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") }

// padded puts a space after a text, if it is one.
func padded(s string) string {
	if s == "" {
		return ""
	}
	return s + " "
}

// same reports whether two runs are of one program on as many threads.
func (r Run) same(other Run) bool {
	return r.Peer == other.Peer && r.Engine == other.Engine && r.Threads == other.Threads
}

// cost writes the tables of nanoseconds a sample.
func (p *page) cost() {
	if len(p.Matrix) == 0 {
		return
	}
	p.printf("## A sample\n\nNanoseconds a sample, one thread. With one orientation the time goes into the geometry of the pixels. A square crystal:\n\n")
	cost := func(r Row) string { return plusMinus(r.Cost, 1) }
	p.rows(func(r Row) bool { return r.Shape == Shapes[0] }, cost)
	p.printf("\nThe other shapes:\n\n")
	for _, shape := range Shapes[1:] {
		p.printf("**%s**\n\n", capital(shape))
		p.rows(func(r Row) bool { return r.Shape == shape && r.Cells == 50 }, cost)
		p.printf("\n")
	}
}

// rows writes a table of the wanted problems of the matrix, a column for each engine.
func (p *page) rows(want func(Row) bool, value func(Row) string) {
	rows := slices.DeleteFunc(slices.Clone(p.Matrix), func(r Row) bool { return !want(r) })
	engines := enginesOf(rows)
	p.printf("| F | N | orientations |")
	for _, e := range engines {
		p.printf(" %s |", e)
	}
	p.printf("\n|---|--:|--:|%s", strings.Repeat("--:|", len(engines)))
	var last Problem
	next := 0 // engine
	for _, r := range rows {
		if r.Problem != last {
			p.printf("%s\n| %s | %d | %d |", strings.Repeat(" |", (len(engines)-next)%len(engines)), solid(r.Factors), r.Cells, r.Orientations)
			last, next = r.Problem, 0
		}
		for engines[next] != r.Engine {
			p.printf(" |")
			next++
		}
		p.printf(" %s|", padded(solid(value(r))))
		next++
	}
	p.printf("%s\n", strings.Repeat(" |", len(engines)-next))
}

func ofRoof(r Row) string {
	switch {
	case r.OfRoof == 0:
		return ""
	case r.AtLeast:
		return fmt.Sprintf("≥ %.0f %%", 100*r.OfRoof)
	}
	return fmt.Sprintf("%.0f %%", 100*r.OfRoof)
}

// scaling shows the plots.
func (p *page) scaling(files map[string][]byte) {
	p.printf("## States, pixels, threads\n\nBars reach from quartile to quartile.\n")
	for _, d := range []struct{ file, title, text string }{
		{"speed-states.svg", "Nanoseconds a sample against orientations",
			"Square crystal, one F, N = 50, one thread, about a million samples; 64 pixels from 10⁴ orientations on."},
		{"speed-pixels.svg", "Nanoseconds a pixel against pixels",
			"The same crystal in one orientation, one thread: the image, without files."},
		{"speed-threads.svg", "Times as fast against threads",
			"Fifty orientations. The dotted line is as many times as fast as there are threads."},
	} {
		if files[d.file] != nil {
			p.printf("\n![%s](%s)\n\n%s\n", d.title, d.file, d.text)
		}
	}
	p.printf("\n")
}

// culling says what -cull saves.
func (p *page) culling() {
	if len(p.Culled) == 0 {
		return
	}
	p.printf(`## Culling

%s leaves out what adds less than so many photons to any pixel. Square crystals, one F, three sub-pixels a fringe, %s on one
thread, a window of the detector; the bound is given as a part of the largest pixel, the difference as a part of the bound.

| N | orientations | samples | whole, ms | bound | culled, ms | times as fast | difference |
|--:|--:|--:|--:|--:|--:|--:|--:|
`, "`-cull PHOTONS`", p.Culled[0].Engine)
	for _, r := range p.Culled {
		p.printf("| %d | %d | %s | %s | %.0e | %s | %s | %.1g |\n", r.Cells, r.Orientations, solid(count(float64(r.Samples))),
			plusMinus(r.Whole, 1e3), r.OfPeak, plusMinus(r.Culled, 1e3), plusMinus(r.Faster, 1), r.Largest)
	}
	p.printf("\n")
}

// roof says what the fractions mean.
func (p *page) roof() {
	p.printf("## The roof\n\n")
	if len(p.Roofs) == 0 {
		p.printf("The rate of fused multiply-adds was not measured: there are no vector loops for this machine.\n\n")
		return
	}
	p.printf("A loop of nothing but fused multiply-adds in registers reaches, a second and core:\n\n| instructions | float64 | float32 |\n|---|--:|--:|\n")
	for _, r := range p.Roofs {
		p.printf("| %s | %s | %s |\n", r.Backend, count(r.Double), count(r.Single))
	}
	p.printf(`
The part of that which a backend uses counts what its inner loop does for a sample, read from the generated assembly: a fused
multiply-add is one, an addition, a multiplication, a division or a square root half of one, everything else nothing, so that no loop
can reach 100 %%: roundings, comparisons, conversions, loads and look-ups in the table take their time too, and a division that of many
multiply-adds. The geometry of the pixels is not in it. Gaussian and top-hat crystals are counted as if every sample were far from a spot,
which is when their loops stop early: hence ≥. The scalar backend is counted like the vector loops. N = 50:

`)
	for _, shape := range Shapes {
		p.printf("**%s**\n\n", capital(shape))
		p.rows(func(r Row) bool { return r.Shape == shape && r.Cells == 50 }, ofRoof)
		p.printf("\n")
	}
}

func (p *page) repeat() {
	peer := ""
	if p.Peer != nil {
		peer = " PEER=path/to/nanoBragg PEER_NOTE=\"gcc -O3\""
	}
	p.printf(`## How to repeat it

On an idle machine

    make speed%s

measures all of this in %s and rewrites this page, its plots and speed.json. %s prints the tables;
with %s it takes less than twenty seconds, with %s it runs another program with nanoBragg's options in turns with gobragg.

Not measured here: other processors, browsers (their kernel is the scalar one, as WebAssembly), machines under load.
`, peer, minutes(p.Seconds), "`gobragg bench`", "`-quick`", "`-peer PATH`")
}

// plusMinus writes a median and half the distance between the quartiles, in a unit,
// with three digits of the median.
func plusMinus(s Spread, unit float64) string {
	median, half := unit*s.Median, unit*(s.Q3-s.Q1)/2
	places := max(0, 2-int(math.Floor(math.Log10(median))))
	return solid(fmt.Sprintf("%.*f ± %.*f", places, median, places, half))
}

// count writes a large number with a prefix.
func count(x float64) string {
	for _, u := range []struct {
		size   float64
		suffix string
	}{{1e12, " T"}, {1e9, " G"}, {1e6, " million"}, {1e3, " thousand"}} {
		if x >= u.size {
			return fmt.Sprintf("%.3g%s", x/u.size, u.suffix)
		}
	}
	return fmt.Sprintf("%.3g", x)
}

func minutes(seconds float64) string {
	d := time.Duration(seconds * 1e9).Round(time.Second)
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// factors says what structure factors a problem has.
func factors(name string) string {
	return map[string]string{OneF: "one F", Table: "F from a table", Tricubic: "F interpolated between those of a table"}[name]
}

func states(n int) string {
	if n == 1 {
		return "one orientation"
	}
	return fmt.Sprintf("%d orientations", n)
}
