package main

import (
	"context"
	"fmt"
	"image"
	"io"
	"math"

	"gobragg/core/frame"
	"gobragg/core/imgio"
)

// maxSide is the largest coordinate of a pixel that options accept.
const maxSide = 1 << 16

// sizeIgnored says that -size had no effect.
const sizeIgnored = "NOTE: -size %d %d has no effect: only raw images need it, others say how large they are\n"

// comparison is what `gobragg compare` was asked for.
type comparison struct {
	names [2]string
	size  [2]int
	roi   [4]int
	json  bool
	raw   bool
	png   string

	minCorrelation, maxDifference, maxSum *float64
}

func (c *comparison) flags() []flag {
	return []flag{
		integers("size", "size of raw images in pixels, fast and slow; otherwise as the other image, or square", 1, maxSide, []string{"W", "H"}, c.size[:]),
		integers("roi", "compare these pixels only; limits included, from 0", 0, maxSide, []string{"XMIN", "XMAX", "YMIN", "YMAX"}, c.roi[:]),
		limit("min_correlation", "X", "least correlation allowed", -1, 1, &c.minCorrelation),
		limit("max_difference", "X", "largest difference allowed, as a fraction of B's peak", 0, math.Inf(1), &c.maxDifference),
		limit("max_sum", "X", "largest |sum A / sum B − 1| allowed", 0, math.Inf(1), &c.maxSum),
		on("json", "print the numbers as JSON", &c.json),
		on("raw", "compare the numbers as they stand; otherwise counts become photons where the other image has those", &c.raw),
		text("png", "FILE", "draw A, B and their difference side by side", &c.png),
	}
}

// compare tells how much two images differ. It exits with 0 within the limits
// given, 1 outside, 2 if it could not compare.
func (p *program) compare(ctx context.Context, args []string) error {
	c := comparison{roi: [4]int{-1}}
	words, help, err := parseFlags("compare", c.flags(), args)
	switch {
	case err != nil:
		return err
	case help:
		return p.help(ctx, []string{"compare"})
	case len(words) != 2:
		return usagef("compare: want two images, found %d: gobragg compare A B", len(words))
	}
	c.names = [2]string(words)
	failures, err := p.runComparison(ctx, c)
	switch {
	case err != nil:
		return status{exitUsage, err}
	case len(failures) > 0:
		return errReported
	}
	return nil
}

func (p *program) runComparison(ctx context.Context, c comparison) (failures []string, err error) {
	a, b, infos, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	if c.size != [2]int{} && infos[0].Format != imgio.FormatRaw && infos[1].Format != imgio.FormatRaw {
		fmt.Fprintf(p.stderr, sizeIgnored, c.size[0], c.size[1])
	}
	var rules [2]*countRule
	if !c.raw {
		if rules, err = photonRules(infos); err != nil {
			return nil, err
		}
	}
	for i, f := range []*frame.Frame{a, b} {
		if r := rules[i]; r != nil {
			r.photons(f)
		}
	}
	var window image.Rectangle
	if c.roi[0] >= 0 {
		if c.roi[1] < c.roi[0] || c.roi[3] < c.roi[2] {
			return nil, usagef("-roi %d %d %d %d: the limits are in the order xmin xmax ymin ymax", c.roi[0], c.roi[1], c.roi[2], c.roi[3])
		}
		window = image.Rect(c.roi[0], c.roi[2], c.roi[1]+1, c.roi[3]+1)
	}
	m, err := frame.Compare(a, b, window)
	if err != nil {
		return nil, err
	}
	failures = c.judge(m)
	if c.png != "" {
		defer p.outputs.abandon()
		err := p.outputs.write(ctx, c.png, func(w io.Writer) error {
			return imgio.WriteComparePNG(w, a, b, m, imgio.CompareOptions{NameA: c.names[0], NameB: c.names[1]})
		})
		if err == nil {
			err = p.outputs.commit()
		}
		if err != nil {
			return nil, err
		}
	}
	if c.json {
		return failures, writeJSON(p.stdout, struct {
			A        string        `json:"a"`
			B        string        `json:"b"`
			RuleA    *countRule    `json:"a_photons_from_counts,omitempty"`
			RuleB    *countRule    `json:"b_photons_from_counts,omitempty"`
			Metrics  frame.Metrics `json:"metrics"`
			Failures []string      `json:"failures"`
		}{c.names[0], c.names[1], rules[0], rules[1], m, append([]string{}, failures...)})
	}
	c.print(p.stdout, m, infos, rules, failures)
	return failures, nil
}

// read reads both images. Where only one has a header, it tells the other's size.
func (c *comparison) read(ctx context.Context) (a, b *frame.Frame, infos [2]imgio.Info, err error) {
	var frames [2]*frame.Frame
	hint := image.Pt(c.size[0], c.size[1])
	order := []int{0, 1}
	if hint == (image.Point{}) && rawness(c.names[0]) > rawness(c.names[1]) {
		order = []int{1, 0}
	}
	for _, i := range order {
		if frames[i], infos[i], err = readImage(ctx, c.names[i], hint); err != nil {
			return nil, nil, infos, err
		}
		if hint == (image.Point{}) && infos[i].Format != imgio.FormatRaw {
			hint = image.Pt(frames[i].Width, frames[i].Height)
		}
	}
	return frames[0], frames[1], infos, nil
}

// rawness says how likely a file of this name holds raw pixels, without a size: 0
// it does not, 1 the extension tells nothing, 2 it does.
func rawness(name string) int {
	switch f, _, _ := imgio.FormatOf(name); f.Format {
	case imgio.FormatRaw:
		return 2
	case "":
		return 1
	}
	return 0
}

func readImage(ctx context.Context, name string, hint image.Point) (*frame.Frame, imgio.Info, error) {
	r, err := input(ctx, name)
	if err != nil {
		return nil, imgio.Info{}, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	return imgio.ReadAny(r, name, hint)
}

// judge returns the limits that m breaks.
func (c *comparison) judge(m frame.Metrics) (failures []string) {
	fail := func(ok bool, format string, args ...any) {
		if !ok {
			failures = append(failures, fmt.Sprintf(format, args...))
		}
	}
	if x := c.minCorrelation; x != nil {
		fail(m.Correlation >= *x, "correlation %.9g, want at least %.9g", m.Correlation, *x)
	}
	if x := c.maxDifference; x != nil {
		fail(m.MaxRelative <= *x, "largest difference %.3g of the peak, want at most %.3g", m.MaxRelative, *x)
	}
	if x := c.maxSum; x != nil {
		fail(math.Abs(m.SumRatio-1) <= *x, "sums differ by %.3g, want at most %.3g", math.Abs(m.SumRatio-1), *x)
	}
	if c.minCorrelation != nil || c.maxDifference != nil || c.maxSum != nil {
		fail(m.NonFinite == 0, "%d pixels are not finite", m.NonFinite)
	}
	return failures
}

func (c *comparison) print(w io.Writer, m frame.Metrics, infos [2]imgio.Info, rules [2]*countRule, failures []string) {
	num := func(v float64, digits int) string {
		if v == frame.Undefined {
			return "undefined"
		}
		return fmt.Sprintf("%.*g", digits, v)
	}
	at := func(p frame.Pixel) string { return fmt.Sprintf("at %d %d", p.Fast, p.Slow) }
	t := newTable(w)
	t.row("", "A", "B")
	t.row("file", c.names[0], c.names[1])
	t.row("format", string(infos[0].Format), string(infos[1].Format))
	t.row("sum", num(m.SumA, 9), num(m.SumB, 9))
	t.row("maximum", num(m.MaxA, 9)+" "+at(m.MaxAAt), num(m.MaxB, 9)+" "+at(m.MaxBAt))
	t.flush()
	for i, r := range rules {
		if r != nil {
			fmt.Fprintf(w, "  %s in photons, %s, as its header says; -raw compares the numbers as they stand\n", "AB"[i:i+1], r)
		}
	}
	fmt.Fprintln(w)
	t.row("pixels compared", fmt.Sprint(m.Pixels), fmt.Sprintf("%d … %d fast, %d … %d slow", m.Window.Fast, m.Window.Fast+m.Window.Width-1, m.Window.Slow, m.Window.Slow+m.Window.Height-1))
	if m.NonFinite > 0 {
		t.row("not finite", fmt.Sprint(m.NonFinite), "left out")
	}
	t.row("correlation", fmt.Sprintf("%.12g", m.Correlation), fmt.Sprintf("1 − %.3g", 1-m.Correlation))
	t.row("RMS difference", num(m.RMSE, 4))
	t.row("largest difference", num(m.MaxAbs, 4), fmt.Sprintf("%s of B's peak, %s", num(m.MaxRelative, 3), at(m.MaxAbsAt)))
	t.row("sum A / sum B", num(m.SumRatio, 9))
	t.row("peaks matched", fmt.Sprintf("%d of %d", m.PeaksMatched, m.PeaksA), fmt.Sprintf("within half a pixel; farthest %s pixel", num(m.PeakDistance, 2)))
	t.flush()
	for _, f := range failures {
		fmt.Fprintln(w, "FAIL:", f)
	}
}
