package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"gobragg/core/units"
)

// table prints aligned columns, the first indented; a row without cells is an
// empty line, and columns are aligned anew after it.
type table struct{ w *tabwriter.Writer }

func newTable(w io.Writer) table { return table{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)} }

func (t table) row(cells ...string) {
	if len(cells) > 0 {
		io.WriteString(t.w, "  "+strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	}
	io.WriteString(t.w, "\n")
}

func (t table) flush() { t.w.Flush() }

// duration writes a time for people: three digits at most.
func duration(d time.Duration) string {
	s := d.Seconds()
	switch {
	case s < 0.9995e-3:
		return fmt.Sprintf("%.3g µs", s*1e6)
	case s < 0.9995:
		return fmt.Sprintf("%.3g ms", s*1e3)
	case s < 99.95:
		return fmt.Sprintf("%.3g s", s)
	}
	n := int(s + 0.5)
	if n < 3600 {
		return fmt.Sprintf("%d min %02d s", n/60, n%60)
	}
	return fmt.Sprintf("%d h %02d min", n/3600, n%3600/60)
}

// quantity writes a large number with a prefix: 16.8 M.
func quantity(x float64) string {
	for _, u := range []struct {
		size   float64
		prefix string
	}{{1e18, "E"}, {1e15, "P"}, {1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if x >= 0.9995*u.size {
			return fmt.Sprintf("%.3g %s", x/u.size, u.prefix)
		}
	}
	return fmt.Sprintf("%.3g", x)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func degrees(rad float64) float64 { return rad / units.Degree }
