package conformance

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// WritePage writes the conformance page, Markdown: how accuracy was measured, a
// table of the cases with their results, and the table of differences. It fails
// unless there is a result, without failures, for every case.
//
// Results are rounded to powers of ten, so that the page does not depend on the
// machine as long as that computes the same bits.
func WritePage(w io.Writer, cases []Case, rows []Row, results []Result) error {
	p := page{cases: cases, rows: rows, results: make(map[string]Result)}
	for _, r := range results {
		p.results[r.Name] = r
	}
	for _, c := range cases {
		if r, ok := p.results[c.Name]; !ok || len(r.Failures) > 0 {
			return fmt.Errorf("conformance: case %s has no result, or failures: %v", c.Name, r.Failures)
		}
		for _, reason := range c.CompatBecause {
			if CompatBecause[reason] == nil {
				return fmt.Errorf("conformance: case %s is compat because of %q, which is no row", c.Name, reason)
			}
		}
	}
	if len(cases) == 0 {
		return errors.New("conformance: no cases")
	}
	b := bufio.NewWriter(w)
	p.Writer = b
	p.writeIntroduction()
	p.writeCases()
	p.writeDifferences()
	return b.Flush() // a bufio.Writer keeps its first error
}

type page struct {
	io.Writer
	cases   []Case
	rows    []Row
	results map[string]Result
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

func (p *page) writeIntroduction() {
	identical, compat, roundabout := 0, 0, 0
	worst, lowest := 0.0, 1.0
	for _, c := range p.cases {
		r := p.results[c.Name]
		worst, lowest = max(worst, r.Metrics.MaxRelative), min(lowest, r.Metrics.Correlation)
		if r.Identical == r.Metrics.Pixels {
			identical++
		}
		if c.Compat {
			compat++
		}
		if len(c.ReferenceArgs) > 0 {
			roundabout++
		}
	}
	p.printf(introduction, len(p.cases),
		DefaultLimits.Correlation, short(DefaultLimits.MaxRelative), short(DefaultLimits.SumRatio),
		len(p.cases), identical, class(max(1-lowest, finestCorrelation), finestCorrelation), class(worst, finestDifference),
		len(p.cases)-compat, compat, roundabout)
}

const introduction = `<!-- Code generated from core/conformance by "go test ./core/conformance -update". DO NOT EDIT. -->
# Conformance

The reference program is nanoBragg.c by James Holton and Ken Frankel. Where it is right, gobragg computes the same image; where it
is not, gobragg is right by default, says so in a NOTE, and can be asked for the other image with ` + "`-compat`" + `. This page states how
closely the two agree, and lists every place where they differ on purpose.

## How it was measured

%d experiments were run with the reference program: its version of July 2026, compiled by gcc 12 with -O3 and without fused
multiplications and additions, on one thread, in an empty folder. Its float image of each was kept: all of it or, of the larger
ones, a window of at most 128 × 128 pixels with the strongest in it, and the sum and the maximum of the whole. gobragg renders
every experiment from the same options and compares pixel by pixel. A case passes if

- the correlation is at least %g,
- no pixel differs by more than %s of the brightest,
- the sums of the window and of the whole image agree to %s, and so does the maximum of the whole.

All %d pass. In %d of them every pixel has the very bits of the reference. The lowest correlation is 1 − x with x %s, the
largest difference of a pixel is %s of the brightest. The reference program rounds its pixels to single precision, 6e-8 of
their value. To repeat the measurement:

    make build
    bin/gobragg parity testdata/reference

%d cases are run with gobragg's defaults and %d with ` + "`-compat`" + `, for the reason stated. In %d the reference program was run with
other options than gobragg, because it would not have given the image that is meant; the last column says which.

What this does not show: combinations of options that no case has, and what gobragg does where it departs from the reference
program, for which there is no image to compare with. There, tests hold it against independent calculations; each row of the
table of differences has such a test, with ` + "`-compat`" + ` and without.

Tiles, threads and regions of interest do not change a bit of an image. Plain Go, the backend ` + "`scalar`" + `, gives the same bits on
amd64 and as WebAssembly: the hashes of a dozen small images are tested on both. On arm64, and on amd64 if built with GOAMD64=v3, the Go
compiler may fuse a multiplication with an addition, and the last bits differ; the limits above hold there as well, the
numbers of identical pixels below do not. Other backends are held against plain Go within limits of their own.

## Cases

Command lines and images are in ` + "`testdata/reference`" + `. 1 − correlation and the largest difference (of the brightest pixel) are rounded
up to a power of ten.

`

// Below these the classes end: they are rounding of the metrics and of pixels.
const (
	finestCorrelation = 1e-12
	finestDifference  = 1e-9
)

func (p *page) writeCases() {
	p.printf("| case | what it shows | `-compat` because of | 1 − correlation | largest difference | identical pixels | reference program run with |\n")
	p.printf("|---|---|---|---|---|---|---|\n")
	for _, c := range p.cases {
		r := p.results[c.Name]
		var because []string
		for _, row := range p.because(c) {
			because = append(because, fmt.Sprintf("[%s](#%s)", text(row.Title), row.ID))
		}
		p.printf("| <a id=\"%s\"></a>`%s` | %s | %s | %s | %s | %s | %s |\n", c.Name, c.Name, text(c.About), strings.Join(because, ", "),
			class(max(1-r.Metrics.Correlation, finestCorrelation), finestCorrelation), class(r.Metrics.MaxRelative, finestDifference),
			share(r.Identical, r.Metrics.Pixels), runWith(c))
	}
}

// because returns the rows for which a case runs with -compat.
func (p *page) because(c Case) (rows []Row) {
	for _, reason := range c.CompatBecause {
		for _, id := range CompatBecause[reason] {
			if i := slices.IndexFunc(p.rows, func(r Row) bool { return r.ID == id }); i >= 0 {
				rows = append(rows, p.rows[i])
			}
		}
	}
	return rows
}

func (p *page) writeDifferences() {
	compat := 0
	for _, r := range p.rows {
		if r.Compat {
			compat++
		}
	}
	p.printf(differences, len(p.rows), compat)
	p.printf("| difference | the reference program | gobragg | `-compat` | options | cases |\n")
	p.printf("|---|---|---|---|---|---|\n")
	for _, r := range p.rows {
		reproduces := "–"
		if r.Compat {
			reproduces = "as the reference"
		}
		var options, links []string
		for _, o := range r.Options {
			options = append(options, "`"+o+"`")
		}
		for _, c := range p.cases {
			if slices.Contains(r.Cases, c.Name) || slices.ContainsFunc(p.because(c), func(b Row) bool { return b.ID == r.ID }) {
				links = append(links, fmt.Sprintf("[`%s`](#%s)", c.Name, c.Name))
			}
		}
		p.printf("| <a id=\"%s\"></a>%s | %s | %s | %s | %s | %s |\n", r.ID, text(r.Title), text(r.Reference), text(r.Gobragg),
			reproduces, strings.Join(options, " "), strings.Join(links, ", "))
	}
}

const differences = `
## Differences

%d differences, of which ` + "`-compat`" + ` turns %d back into what the reference program does. The others depend there on the order of
pixels or the number of threads, or are of no use to anyone: they stay as gobragg has them. The option that brings a difference
out gets a NOTE in a run where it can show. The cases are those in which it does.

Photon noise is not compared: it comes from another generator, and is tested for the Poisson distribution. The same seed gives the
same image whatever the threads, tiles, region of interest or backend.

`

// class rounds x up to a power of ten, or to finest if it is below.
func class(x, finest float64) string {
	switch {
	case x <= 0:
		return "0"
	case x <= finest:
		return "≤ " + short(finest)
	}
	return "≤ " + short(math.Pow(10, math.Ceil(math.Log10(x))))
}

// short writes a power of ten.
func short(x float64) string {
	return fmt.Sprintf("1e%.0f", math.Log10(x))
}

// share returns n of all in per cent, rounded down.
func share(n, all int) string {
	if n == all {
		return "all"
	}
	tenths := 1000 * n / all
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}

// runWith says how the reference program was run, if not as gobragg.
func runWith(c Case) string {
	if len(c.ReferenceArgs) == 0 {
		return ""
	}
	ours, theirs := options(c.Args), options(c.ReferenceArgs)
	without := func(a, b []string) string {
		left := slices.DeleteFunc(slices.Clone(a), func(o string) bool { return slices.Contains(b, o) })
		if len(left) == 0 {
			return ""
		}
		return "`" + strings.Join(left, " ") + "`"
	}
	added, dropped := without(theirs, ours), without(ours, theirs)
	var note string
	switch {
	case added == "" && dropped == "":
		note = "`" + theirs[0] + "` put first"
	case dropped == "":
		note = added
	default:
		note = added + " in place of " + dropped
	}
	if c.Bin > 1 {
		note += fmt.Sprintf(", %d × %d pixels summed", c.Bin, c.Bin)
	}
	return note
}

// options joins each option with its values. Numbers lose digits that are rounding.
func options(args []string) (all []string) {
	for _, a := range args {
		x, err := strconv.ParseFloat(a, 64)
		switch {
		case err != nil && strings.HasPrefix(a, "-"):
			all = append(all, a)
			continue
		case err == nil && len(a) > 12:
			a = strconv.FormatFloat(x, 'g', 10, 64)
		}
		if len(all) > 0 {
			all[len(all)-1] += " " + a
		}
	}
	return all
}

// optionName is an option in a sentence.
var optionName = regexp.MustCompile(`(^|[ (])(-[A-Za-z4][A-Za-z0-9_]*( inf)?)`)

// text escapes what Markdown would take for its own, and sets options as code.
func text(s string) string {
	escape := strings.NewReplacer(`*`, `\*`, `_`, `\_`, `|`, `\|`, `<`, `&lt;`)
	var b strings.Builder
	for s != "" {
		m := optionName.FindStringSubmatchIndex(s)
		if m == nil {
			m = []int{len(s), len(s), len(s), len(s), len(s), len(s)}
		}
		b.WriteString(escape.Replace(s[:m[4]]))
		if m[4] < m[5] {
			b.WriteString("`" + s[m[4]:m[5]] + "`")
		}
		s = s[m[5]:]
	}
	return b.String()
}
