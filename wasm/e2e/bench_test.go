//go:build !js

package e2e

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gobragg/core/config"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	document "gobragg/wasm/lab"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// What the page promises, as benchmarks: make bench-web. Each reports its budget beside
// what it measured; none fails, since a busy machine misses them all.

// light has 256 × 256 pixels of one state, heavy 100 times the states on the pixels of a
// whole page: what drags and what waits.
const (
	light = "hkl=builtin:1a8o.cif&misset=12,23,34&N=14&oversample=1&lambda=0.98&distance=150&detpixels=256&pixel=0.6&nonoise"
	heavy = "hkl=builtin:1a8o.cif&misset=12,23,34&N=14&oversample=1&lambda=0.98&distance=150&detpixels=1024&pixel=0.15&mosaic=0.4&mosaic_domains=100&nonoise"
	// wide takes a second or two of one worker.
	wide = "hkl=builtin:1a8o.cif&misset=12,23,34&N=14&oversample=1&lambda=0.98&distance=150&detpixels=256&pixel=0.6&mosaic=0.4&mosaic_domains=1000&nonoise"
)

// report reports values by their units instead of the time of the benchmark.
func report(b *testing.B, values map[string]float64) {
	b.ReportMetric(0, "ns/op")
	for unit, v := range values {
		b.ReportMetric(v, unit)
	}
}

// BenchmarkSize reports the sizes of the program, compressed, and of the single file.
func BenchmarkSize(b *testing.B) {
	var wasm, single float64
	for b.Loop() {
		wasm, single = sizes(b)
	}
	report(b, map[string]float64{"program-MB": wasm, "program-budget-MB": 1, "single-MB": single, "single-budget-MB": 1.5})
}

func sizes(b *testing.B) (wasm, single float64) {
	if shared.browser == nil {
		b.Skip(shared.skip)
	}
	entries, err := os.ReadDir(shared.dist)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			b.Fatal(err)
		}
		switch size := float64(info.Size()) / 1e6; {
		case strings.HasPrefix(e.Name(), "gobragg-"):
			wasm = size
		case e.Name() == "gobragg.html":
			single = size
		}
	}
	return wasm, single
}

// BenchmarkFirstTile reports the time from navigation to the first tile, and for how long
// the page's thread was blocked until the image was complete: all of its tasks beyond
// 50 ms each, Lighthouse's total blocking time. Both are medians of some loads without a
// service worker.
func BenchmarkFirstTile(b *testing.B) {
	var times, blocked []float64
	for x := open(b, ""); b.Loop(); {
		t, u := load(x)
		times, blocked = append(times, t...), append(blocked, u...)
	}
	report(b, map[string]float64{"median-ms": quantile(times, 0.5), "budget-ms": 500, "blocked-ms": quantile(blocked, 0.5)})
}

func load(x *tab) (times, blocked []float64) {
	for range 5 {
		x.rendered()
		times = append(times, eval[float64](x, `performance.getEntriesByName("first tile")[0].startTime`))
		blocked = append(blocked, eval[float64](x, `new Promise(done => {
			const sum = list => list.reduce((t, e) => t + e.duration - 50, 0);
			new PerformanceObserver(list => done(sum(list.getEntries()))).observe({type: "longtask", buffered: true});
			setTimeout(done, 200, 0);
		})`))
		eval[bool](x, `navigator.serviceWorker.getRegistrations().then(all => Promise.all(all.map(r => r.unregister()))).then(() => caches.keys()).then(all => Promise.all(all.map(c => caches.delete(c)))).then(() => true)`)
		x.visit("")
	}
	return times, blocked
}

// BenchmarkDrag reports the times from an input of a slider, one each 16 ms, to a picture
// of it or of a later one, whole if coarse where time is short.
func BenchmarkDrag(b *testing.B) {
	x := open(b, "#"+light)
	x.rendered()
	var times []float64
	for b.Loop() {
		times = append(times, drag(x)...)
	}
	report(b, map[string]float64{"median-ms": quantile(times, 0.5), "p95-ms": quantile(times, 0.95), "p95-budget-ms": 50})
}

func drag(x *tab) []float64 {
	return eval[[]float64](x, `(async () => {
		const field = document.getElementById("f-misset-0"), data = document.documentElement.dataset;
		const inputs = [], latencies = [];
		const images = new PerformanceObserver(list => {
			for (const e of list.getEntries()) if (e.name === "level")
				while (inputs.length && inputs[0].number <= e.detail) latencies.push(e.startTime - inputs.shift().time);
		});
		images.observe({type: "mark"});
		for (let i = 0; i < 150; i++) {
			const time = performance.now();
			field.value = 10 + i / 50;
			field.dispatchEvent(new Event("input", {bubbles: true}));
			inputs.push({number: +data.wanted, time});
			await new Promise(done => setTimeout(done, 16));
		}
		await new Promise(done => setTimeout(done, 1000));
		return latencies;
	})()`)
}

// BenchmarkCancel reports the times from an input, while a long job is under way, to the
// first tile of its image.
func BenchmarkCancel(b *testing.B) {
	x := open(b, "")
	x.rendered()
	eval[bool](x, `(location.hash = "#`+heavy+`", true)`)
	var times []float64
	for b.Loop() {
		times = append(times, cancel(x)...)
	}
	report(b, map[string]float64{"median-ms": quantile(times, 0.5), "p95-ms": quantile(times, 0.95), "p95-budget-ms": 20})
}

func cancel(x *tab) []float64 {
	return eval[[]float64](x, `(async () => {
		const field = document.getElementById("f-misset-0"), data = document.documentElement.dataset;
		const sleep = ms => new Promise(done => setTimeout(done, ms));
		await sleep(1000);
		const latencies = [];
		for (let i = 0; i < 40; i++) {
			performance.clearMarks();
			const time = performance.now();
			field.value = 10 + i / 50;
			field.dispatchEvent(new Event("input", {bubbles: true}));
			const number = +data.wanted;
			let mark;
			while (!(mark = performance.getEntriesByName("first tile").find(m => m.detail === number))) await sleep(1);
			latencies.push(mark.startTime - time);
			await sleep(200 + 13 * (i % 7));
		}
		return latencies;
	})()`)
}

// BenchmarkWorkers renders the same image, again and again and in turns, with one worker
// and with two, on pages that have rendered before, and with one thread of the native
// scalar kernel. It reports, from the shortest time of each: how much faster two workers
// are, from the first tile to the image, coarse levels and painting included; and the
// time of a sample of one worker over that of the native kernel. That is the worker's
// from the completion of the last coarse level to that of the image.
func BenchmarkWorkers(b *testing.B) {
	pl := widePlan(b)
	one, two := open(b, "?workers=1#"+wide), open(b, "?workers=2#"+wide)
	one.rendered()
	two.rendered()
	var native float64          // ms
	var single, pair [2]float64 // ms
	for b.Loop() {
		for i := range 4 {
			angle := 10 + float64(i)/50
			shortest(&native, scalar(b, pl))
			for page, least := range map[*tab]*[2]float64{one: &single, two: &pair} {
				times := rerender(page, angle)
				shortest(&least[0], times[0])
				shortest(&least[1], times[1])
			}
		}
	}
	perSample := 1e6 / float64(pl.Samples())
	report(b, map[string]float64{
		"two/one": single[0] / pair[0], "two/one-budget": 1.8,
		"ns/sample": single[1] * perSample, "native-ns/sample": native * perSample,
		"one/native": single[1] / native, "one/native-budget": 1.3,
	})
}

func shortest(least *float64, t float64) {
	if *least == 0 || t < *least {
		*least = t
	}
}

// rerender turns the crystal and returns the times to its image from its first tile, and
// from the completion of the last coarse level, ms.
func rerender(x *tab, angle float64) [2]float64 {
	if _, err := chromedp.Call(x.ctx, page.BringToFront, cdp.Empty{}); err != nil {
		x.Fatal(err)
	}
	return eval[[2]float64](x, fmt.Sprintf(`(async () => {
		const field = document.getElementById("f-misset-0"), data = document.documentElement.dataset;
		performance.clearMarks();
		field.value = %g;
		field.dispatchEvent(new Event("input", {bubbles: true}));
		while (data.rendered !== data.wanted) await new Promise(done => setTimeout(done, 5));
		const of = name => performance.getEntriesByName(name).filter(m => m.detail === +data.wanted).map(m => m.startTime);
		const [image] = of("image");
		return [image - of("first tile")[0], image - of("level").at(-2)];
	})()`, angle))
}

// scalar returns the time of the native scalar kernel on one thread, ms.
func scalar(b *testing.B, pl *plan.Plan) float64 {
	start := time.Now()
	if _, err := simulate.Run(b.Context(), simulate.Scalar(1), pl, simulate.Options{}); err != nil {
		b.Fatal(err)
	}
	return float64(time.Since(start).Microseconds()) / 1000
}

func widePlan(b *testing.B) *plan.Plan {
	c, err := config.ParseQuery(wide)
	if err != nil {
		b.Fatal(err)
	}
	r, err := c.Experiment(document.New().Open)
	if err != nil {
		b.Fatal(err)
	}
	p, err := plan.Compile(r.Experiment)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// quantile returns the least of values that is not exceeded by the fraction q of them.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[max(0, int(math.Ceil(q*float64(len(values))))-1)]
}
