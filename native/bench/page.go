package bench

import (
	"errors"
	"fmt"
	"io"
	"strings"
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
	p.wholeRuns()
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
	if p.Machine.Share > 0 {
		load += fmt.Sprintf("Runs of programs on one thread had a processor for %.0f %% of their time.\n", 100*p.Machine.Share)
	}
	p.printf(`<!-- Code generated from speed.json by "go test ./native/bench -update". DO NOT EDIT. -->
# Speed

How fast gobragg computes, measured by %s on %s: %s, %s, %s, %s.
%sA *sample* is pixel × sub-pixel × sensor layer × source × orientation; an image of 1000 × 1000 pixels with 50 mosaic domains and
2 × 2 sub-pixels has 200 million. Whatever is compared was measured in turns, so that what disturbs the machine disturbs all alike.
Numbers are medians; ± is half the distance between the quartiles. All of them, with their ranges, are in [speed.json](speed.json).

*double* is arithmetic in 64 bits throughout, the default; *mixed*, %s, finds h, k and l in 64 bits and takes
the rest in 32. Where that is no faster it computes in double, and has no number here.

`, "`gobragg bench`", date, p.Machine.CPU, threads(p.Machine.Threads), p.System, p.Go, load, "`-precision mixed`")
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
thread, a window around a strong spot. The bound is given as a part of the largest pixel there; the largest difference of a pixel,
and what the program reports to have left out of a pixel at most, as parts of the bound.

| N | orientations | samples | whole, ms | bound | culled, ms | times as fast | reported | difference |
|--:|--:|--:|--:|--:|--:|--:|--:|--:|
`, "`-cull PHOTONS`", p.Culled[0].Engine)
	for _, r := range p.Culled {
		p.printf("| %d | %d | %s | %s | %.0e | %s | %s | %.2f | %.2f |\n", r.Cells, r.Orientations, solid(count(float64(r.Samples))),
			plusMinus(r.Whole, 1e3), r.OfPeak, plusMinus(r.Culled, 1e3), plusMinus(r.Faster, 1), r.Bound, r.Largest)
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
multiply-add is one, an addition, a multiplication, a division or a square root half of one, everything else nothing. Only a loop of
nothing but multiply-adds reaches 100 %%: roundings, comparisons, conversions, loads and look-ups in the table take their time too, and
a division that of many multiply-adds. The geometry of the pixels is not in it. Where a loop stops early, far from the spots of Gaussian
and top-hat crystals, every sample is counted as if it did: hence ≥. The scalar backend is counted like the vector loops. N = 50:

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

Not measured here: other processors, browsers (their vectors hold two numbers), machines under load.
`, peer, minutes(p.Seconds), "`gobragg bench`", "`-quick`", "`-peer PATH`")
}
