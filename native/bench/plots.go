package bench

import (
	"fmt"
	"math"
	"slices"
)

// plots returns the diagrams of a report by the names of their files. What was not
// measured has none.
func (r *Report) plots() map[string]*plot {
	all := make(map[string]*plot)
	if p := costPlot(r.States, "orientations", "nanoseconds a sample",
		"Nanoseconds a sample against the number of orientations",
		func(row Row) float64 { return float64(row.Orientations) }); p != nil {
		all["speed-states.svg"] = p
	}
	if p := costPlot(r.Pixels, "pixels", "nanoseconds a pixel",
		"Nanoseconds a pixel against the number of pixels of an image with one orientation",
		func(row Row) float64 { return float64(row.Side * row.Side) }); p != nil {
		p.x.ticks = nil
		for _, row := range r.Pixels {
			p.x.mark(float64(row.Side*row.Side), fmt.Sprintf("%d²", row.Side))
		}
		all["speed-pixels.svg"] = p
	}
	if p := r.threadsPlot(); p != nil {
		all["speed-threads.svg"] = p
	}
	return all
}

// costPlot draws costs against x; nil without rows.
func costPlot(rows []Row, x, y, about string, place func(Row) float64) *plot {
	p := &plot{about: about}
	for _, e := range enginesOf(rows) {
		c := curveOf(e)
		for _, row := range rows {
			if row.Engine == e {
				c.points = append(c.points, point{place(row), row.Cost.Median, row.Cost.Q1, row.Cost.Q3})
			}
		}
		p.curves = append(p.curves, c)
	}
	return p.fit(x, y)
}

// threadsPlot draws how many times as fast more threads are, for the problem with
// the most orientations.
func (r *Report) threadsPlot() *plot {
	if len(r.Threads) == 0 {
		return nil
	}
	most := slices.MaxFunc(r.Threads, func(a, b Row) int { return a.Orientations - b.Orientations }).Problem
	p := &plot{about: "How many times as fast more threads are", ideal: true}
	for _, e := range enginesOf(r.Threads) {
		c := curveOf(e)
		var one Spread
		for _, row := range r.Threads {
			if row.Engine != e || row.Problem != most {
				continue
			}
			if row.Threads == 1 {
				one = row.Cost
			}
			c.points = append(c.points, point{float64(row.Threads), one.Median / row.Cost.Median, one.Median / row.Cost.Q3, one.Median / row.Cost.Q1})
		}
		p.curves = append(p.curves, c)
	}
	n := float64(r.Threads[len(r.Threads)-1].Threads)
	p.x = axis{title: "threads", low: 1, end: max(n, 2)}
	p.y = axis{title: "times as fast as one thread", low: min(1, lowest(p.curves)), end: max(n, 2, highest(p.curves))}
	for _, row := range r.Threads {
		p.x.mark(float64(row.Threads), fmt.Sprint(row.Threads))
	}
	step := math.Pow(2, math.Floor(math.Log2(n))) / 8 // eight lines or a few more
	for v := math.Ceil(p.y.low/step) * step; v <= p.y.end; v += step {
		p.y.ticks = append(p.y.ticks, tick{v, fmt.Sprintf("%g", v)})
	}
	return p
}

// fit gives a plot logarithmic axes that hold its curves; nil if there are none.
func (p *plot) fit(x, y string) *plot {
	if len(p.curves) == 0 {
		return nil
	}
	left, right := math.Inf(1), 0.
	for _, c := range p.curves {
		for _, q := range c.points {
			left, right = min(left, q.x), max(right, q.x)
		}
	}
	p.x, p.y = logAxis(x, left, right), logAxis(y, lowest(p.curves), highest(p.curves))
	return p
}

func lowest(curves []curve) float64 {
	v := math.Inf(1)
	for _, c := range curves {
		for _, q := range c.points {
			v = min(v, q.low)
		}
	}
	return v
}

func highest(curves []curve) float64 {
	v := 0.
	for _, c := range curves {
		for _, q := range c.points {
			v = max(v, q.high)
		}
	}
	return v
}

// enginesOf returns the engines of rows in their order.
func enginesOf(rows []Row) (engines []Engine) {
	for _, row := range rows {
		if !slices.Contains(engines, row.Engine) {
			engines = append(engines, row.Engine)
		}
	}
	return engines
}

// colours of the backends.
var colours = map[string]string{"avx512": "#1f6fd0", "avx2": "#2b7a3d", "scalar": "#a86f00"}

func curveOf(e Engine) curve {
	c := curve{name: e.String(), colour: "#7a4fc4", dashed: e.Precision == "mixed"}
	if known, ok := colours[e.Backend]; ok {
		c.colour = known
	}
	return c
}
