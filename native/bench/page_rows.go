package bench

import (
	"fmt"
	"slices"
	"strings"
)

// cost writes the tables of nanoseconds a sample.
func (p *page) cost() {
	if len(p.Matrix) == 0 {
		return
	}
	p.printf("## A sample\n\nNanoseconds a sample, one thread. With one orientation a sample is a pixel, and carries its geometry. A square crystal:\n\n")
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
