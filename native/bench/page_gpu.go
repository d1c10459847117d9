package bench

import (
	"errors"
	"fmt"
	"strings"
)

// Marks of the part of site/docs/cuda.md that gpuSection writes.
const (
	gpuBegin = "<!-- From speed-cuda.json by make bench-cuda. -->\n"
	gpuEnd   = "<!-- Until here. -->\n"
)

// noFigures stands where no GPU was measured.
const noFigures = "No GPU was at hand when this was written: **device figures are still to be measured**. On a machine with one,\n" +
	"`make bench-cuda` measures them and writes them here.\n"

// gpuSection returns the measurements of a report for the page on CUDA; nil: none.
func (r *Report) gpuSection() string {
	if r == nil || r.GPU == nil {
		return noFigures
	}
	var b strings.Builder
	p := page{&b, r}
	date, _, _ := strings.Cut(p.Date, "T")
	p.printf("Measured on %s:\n\n", date)
	issue := 0.0
	for _, d := range p.GPU.Devices {
		issue += d.Issue()
		p.printf("- %s, compute capability %d.%d, %d multiprocessors at %.0f MHz, float32 : float64 = %d, driver for CUDA %d.%d\n",
			d.Name, d.Compute[0], d.Compute[1], d.Multiprocessors, d.Clock/1e6, d.Ratio, d.Driver/1000, d.Driver%1000/10)
	}
	p.printf("\n| step | milliseconds |\n|---|--:|\n| start of the driver and its contexts | %.3g |\n| first 4096 × 4096 frame, one state | %.3g |\n| the same again, to the host's memory | %s |\n",
		1e3*p.GPU.OpenSeconds, 1e3*p.GPU.FirstSeconds, plusMinus(p.GPU.WarmSeconds, 1e3))
	p.printf("| a 1024 × 1024 still of a series, 100 states | %s |\n\n", plusMinus(p.GPU.StillSeconds, 1e3))
	p.printf("Samples a second, to the host's memory, and what part of the instructions that the devices can issue\na sample takes, at the clock above:\n\n" +
		"| shape | F | N | orientations | pixels | engine | samples/s | instructions a sample |\n|---|---|--:|--:|--:|---|--:|--:|\n")
	for _, row := range p.Matrix {
		q := row.Problem
		p.printf("| %s | %s | %d | %d | %d² | %s | %s | %.0f |\n", q.Shape, solid(q.Factors), q.Cells, q.Orientations, q.Side, solid(row.Engine.String()),
			solid(count(row.SamplesPerSecond)), issue/row.SamplesPerSecond)
	}
	p.printf("\n")
	p.wholeRuns()
	return b.String()
}

// PutGPU returns the page on CUDA with the figures of a report; nil: none.
func PutGPU(text string, r *Report) (string, error) {
	if r != nil && r.Quick {
		return "", errors.New("bench: the page wants a full report, without -quick")
	}
	before, rest, ok := strings.Cut(text, gpuBegin)
	_, after, ok2 := strings.Cut(rest, gpuEnd)
	if !ok || !ok2 {
		return "", fmt.Errorf("the page lacks the marks %s and %s", strings.TrimSpace(gpuBegin), strings.TrimSpace(gpuEnd))
	}
	return before + gpuBegin + r.gpuSection() + gpuEnd + after, nil
}
