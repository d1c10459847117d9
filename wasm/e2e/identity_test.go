//go:build !js

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/simulate/backendtest"
	"gobragg/wasm/lab"

	"github.com/chromedp/chromedp"
)

// scalarHash returns the hash of the image of a link as the scalar backend renders it.
func scalarHash(t *testing.T, link string) string {
	t.Helper()
	settings, _, err := lab.ParseLink(link)
	if err != nil {
		t.Fatal(err)
	}
	l := lab.New()
	l.Load(settings)
	r, err := l.Experiment()
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compile(r.Experiment)
	if err != nil {
		t.Fatal(err)
	}
	f, err := simulate.Run(t.Context(), simulate.Scalar(0), p, simulate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%016x", lab.Hash(f))
}

// TestLinksGiveTheSameBits: the image that the browser makes of a link is the scalar
// backend's, and so is that of the link which the page then gives back.
func TestLinksGiveTheSameBits(t *testing.T) {
	experiments := []string{
		"-hkl builtin:1a8o.cif -misset 12 23 34 -N 14 -mosaic 0.4 -mosaic_domains 3 -detpixels 96 -pixel 1.6 -distance 150 -lambda 0.98",
		"-hkl builtin:box.cif -N 1 -mosaic 180 -mosaic_domains 9 -lambda 1 -fluence 1e36 -distance 600 -detpixels 64 -pixel 1.6",
	}
	names := []string{
		"unequal N", "rotation of a mosaic crystal", "divergent pink beam", "round", "thick sensor",
		"tilted, two-theta", "curved", "water, thick sensor, limit", "region of interest", "something left out",
	}
	for _, c := range backendtest.Cases() {
		if slices.Contains(names, c.Name) {
			experiments = append(experiments, c.Args)
		}
	}
	if want := len(names) + 2; len(experiments) != want {
		t.Fatalf("%d experiments, want %d", len(experiments), want)
	}
	x := open(t, "")
	x.rendered()
	for _, args := range experiments {
		settings, err := config.ParseArgs(strings.Fields(args))
		if err != nil {
			t.Fatal(err)
		}
		l := lab.New()
		l.Load(settings)
		want := scalarHash(t, l.Link("", ""))
		if got := x.follow(l.Link("", "")); got != want {
			t.Errorf("%s: %s in the browser, %s here", args, got, want)
		}
		back := eval[string](x, `location.href`)
		if got := scalarHash(t, back); got != want {
			t.Errorf("%s: the page's link gives %s here, want %s", args, got, want)
		}
	}
}

// TestWorkersHaveVectors: they render with package vector.
func TestWorkersHaveVectors(t *testing.T) {
	x := open(t, "?workers=2")
	x.rendered()
	targets, err := chromedp.Targets(x.ctx)
	if err != nil {
		t.Fatal(err)
	}
	workers := 0
	for _, info := range targets {
		if info.Type != "worker" {
			continue
		}
		workers++
		ctx, cancel := chromedp.NewContext(shared.browser, chromedp.WithTargetID(info.TargetID))
		defer cancel()
		if got, err := chromedp.Run(ctx, chromedp.Evaluate[string]("gobragg.backend")); got != "vector" || err != nil {
			t.Errorf("a worker's backend is %q, %v", got, err)
		}
	}
	if workers < 2 {
		t.Errorf("%d workers, want 2", workers)
	}
}

// follow opens a link within the page and returns the hash of its image.
func (x *tab) follow(link string) string {
	x.Helper()
	eval[bool](x, fmt.Sprintf(`new Promise(done => {
		const before = document.documentElement.dataset.wanted;
		location.hash = %q;
		const wait = () => document.documentElement.dataset.wanted !== before ? done(true) : setTimeout(wait, 1);
		wait();
	})`, link))
	return x.rendered()
}
