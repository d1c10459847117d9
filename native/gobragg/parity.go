package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gobragg/core/conformance"
	"gobragg/core/frame"
	"gobragg/core/imgio"
	"gobragg/core/simulate"
	"gobragg/native/cuda"
)

// parityFolder is where failures are documented if -o does not say.
const parityFolder = "parity-out"

// parityRun is what `gobragg parity` was asked for.
type parityRun struct {
	folder, only, backend, precision string
	threads                          [1]int
}

func (r *parityRun) flags() []flag {
	return []flag{
		text("o", "DIR", "write metrics.json there, and a picture of every failure; without it the same goes to "+parityFolder+" if a case fails", &r.folder),
		text("only", "TEXT", "run the cases whose names contain this", &r.only),
		text("backend", "NAME", "what computes the images: auto, or one that gobragg version lists", &r.backend),
		precisionFlag(&r.precision),
		integers("threads", "processor cores to use; 0 is all", 0, 4096, []string{"N"}, r.threads[:]),
	}
}

// caseReport is a case's line of metrics.json.
type caseReport struct {
	Name      string         `json:"name"`
	About     string         `json:"about,omitempty"`
	Arguments []string       `json:"arguments"`
	Passed    bool           `json:"passed"`
	Failures  []string       `json:"failures,omitempty"`
	Metrics   *frame.Metrics `json:"metrics,omitempty"`
	Sum       float64        `json:"whole_image_sum_ratio,omitempty"`
	Max       float64        `json:"whole_image_max_ratio,omitempty"`
	Identical int            `json:"identical_pixels"`
	Seconds   float64        `json:"seconds"`
}

// parity runs the cases of a folder and holds them against their measured images.
func (p *program) parity(ctx context.Context, args []string) error {
	r := parityRun{backend: "auto", precision: "auto"}
	words, help, err := parseFlags("parity", r.flags(), args)
	switch {
	case err != nil:
		return err
	case help:
		return p.help(ctx, []string{"parity"})
	case len(words) != 1:
		return usagef("parity: want one folder with a cases.json, found %d: gobragg parity testdata/reference", len(words))
	}
	backend, err := p.openBackend(engine{backend: r.backend, precision: r.precision, device: cuda.All, threads: p.threads(r.threads[0])})
	if err != nil {
		return err
	}
	dir := os.DirFS(words[0])
	cases, err := conformance.Load(dir)
	if err != nil {
		return fmt.Errorf("parity %s: %w", words[0], err)
	}
	cases = slices.DeleteFunc(cases, func(c conformance.Case) bool { return !strings.Contains(c.Name, r.only) })
	if len(cases) == 0 {
		return usagef("parity: no case's name contains %q", r.only)
	}
	defer p.outputs.abandon()

	var reports []caseReport
	width := nameWidth(cases)
	failed := 0
	start := time.Now()
	fmt.Fprintf(p.stdout, "%-*s  1 − correlation  of peak  sum ratio − 1  identical     time\n", width, "case")
	for _, c := range cases {
		if err := ctx.Err(); err != nil {
			return err
		}
		began := time.Now()
		result, err := c.Run(ctx, dir, backend, conformance.DefaultLimits)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		report := caseReport{Name: c.Name, About: c.About, Arguments: c.CommandLine(), Seconds: time.Since(began).Seconds()}
		if err != nil {
			report.Failures = []string{err.Error()}
		} else {
			report.Failures, report.Metrics, report.Identical = result.Failures, &result.Metrics, result.Identical
			report.Sum, report.Max = result.Sum, result.Max
		}
		report.Passed = len(report.Failures) == 0
		fmt.Fprintf(p.stdout, "%-*s  %s\n", width, c.Name, report.line())
		for _, f := range report.Failures {
			fmt.Fprintf(p.stdout, "%-*s    %s\n", width, "", f)
		}
		reports = append(reports, report)
		if report.Passed {
			continue
		}
		failed++
		if result.Image != nil {
			if err := p.drawFailure(ctx, r.out(), c, result); err != nil {
				return err
			}
		}
	}
	if r.folder != "" || failed > 0 {
		if err := p.writeMetrics(ctx, r.out(), backend, reports); err != nil {
			return err
		}
	}
	if err := p.outputs.commit(); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%d of %d cases pass in %s (%s)\n", len(reports)-failed, len(reports), duration(time.Since(start)), backend.Name())
	if failed > 0 {
		fmt.Fprintf(p.stdout, "metrics and pictures of failures are in %s\n", r.out())
		return errReported
	}
	return nil
}

func nameWidth(cases []conformance.Case) int {
	width := len("case")
	for _, c := range cases {
		width = max(width, len(c.Name))
	}
	return width
}

// line returns the report's columns, those under the title of the table.
func (c *caseReport) line() string {
	verdict := "pass"
	if !c.Passed {
		verdict = "FAIL"
	}
	m := c.Metrics
	if m == nil {
		return verdict
	}
	return fmt.Sprintf("%15.1e  %7.1e  %13.1e  %7.2f %%  %7s  %s",
		1-m.Correlation, m.MaxRelative, m.SumRatio-1, 100*float64(c.Identical)/float64(m.Pixels), duration(time.Duration(c.Seconds*1e9)), verdict)
}

func (r *parityRun) out() string {
	if r.folder != "" {
		return r.folder
	}
	return parityFolder
}

// drawFailure draws the image, the reference and their difference.
func (p *program) drawFailure(ctx context.Context, folder string, c conformance.Case, r conformance.Result) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	return p.outputs.write(ctx, filepath.Join(folder, fileName(c.Name)+".png"), func(w io.Writer) error {
		return imgio.WriteComparePNG(w, r.Image, r.Reference, r.Metrics, imgio.CompareOptions{NameA: "gobragg", NameB: "reference"})
	})
}

// fileName returns name as one path element.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, name)
}

func (p *program) writeMetrics(ctx context.Context, folder string, b simulate.Backend, reports []caseReport) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	type limits struct {
		Correlation float64 `json:"correlation_at_least"`
		SumRatio    float64 `json:"sum_ratio_from_1_at_most"`
		MaxRelative float64 `json:"max_difference_of_peak_at_most"`
	}
	all := struct {
		Program string       `json:"program"`
		Backend string       `json:"backend"`
		Limits  limits       `json:"limits"`
		Cases   []caseReport `json:"cases"`
	}{"gobragg " + buildVersion(), b.Name(), limits(conformance.DefaultLimits), reports}
	return p.outputs.write(ctx, filepath.Join(folder, "metrics.json"), func(w io.Writer) error { return writeJSON(w, all) })
}
