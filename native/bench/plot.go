package bench

import (
	"cmp"
	"fmt"
	"html"
	"io"
	"math"
	"slices"
	"strings"
)

// plot is a diagram of measurements: curves of medians with bars over their
// spread, each named at its end. It becomes an SVG file. gonum.org/v1/plot would draw it
// too, but with eight modules more.
type plot struct {
	about  string // for those who cannot see it
	x, y   axis
	curves []curve
	ideal  bool // draw y = x
}

// axis is one of a plot.
type axis struct {
	title    string
	low, end float64 // 0 < low < end
	log      bool
	ticks    []tick
}

type tick struct {
	at    float64
	label string // empty: a thin line only
}

// curve is the measurements of one engine.
type curve struct {
	name   string
	colour string
	dashed bool
	points []point
}

type point struct{ x, y, low, high float64 }

// Sizes of a plot, in its units.
const (
	plotWidth, plotHeight     = 720, 420
	plotLeft, plotRight       = 64, 560
	plotTop, plotBottom       = 28, 364
	lineHeight                = 17 // of names at the ends of curves
	gridColour, textColour    = "#d9dfe7", "#222"
	frameColour, idealColour  = "#5b6b7f", "#9aa7b6"
	dashes, barWidth, dotSize = "6 4", 5, 3.5
)

// along returns the place of v between from and to.
func (a axis) along(v, from, to float64) float64 {
	if a.log {
		return from + (to-from)*math.Log(v/a.low)/math.Log(a.end/a.low)
	}
	return from + (to-from)*(v-a.low)/(a.end-a.low)
}

// mark adds a line with a label, once.
func (a *axis) mark(at float64, label string) {
	if t := (tick{at, label}); !slices.Contains(a.ticks, t) {
		a.ticks = append(a.ticks, t)
	}
}

// logAxis returns an axis from low to high or a little more, with lines at 1, 2 and 5
// of every decade and labels at every one, or at the first only where there are many.
func logAxis(title string, low, high float64) axis {
	a := axis{title: title, log: true}
	steps := []float64{1, 2, 5}
	many := high/low > 3e3
	var all []tick
	for decade := math.Floor(math.Log10(low)); decade <= math.Ceil(math.Log10(high)); decade++ {
		for _, s := range steps {
			v := s * math.Pow(10, decade)
			label := ""
			if s == 1 || !many {
				label = decimal(v)
			}
			all = append(all, tick{v, label})
		}
	}
	first, last := 0, len(all)-1
	for first+1 < len(all) && all[first+1].at <= low*(1+1e-9) {
		first++
	}
	for last > 0 && all[last-1].at >= high*(1-1e-9) {
		last--
	}
	a.ticks = all[first : last+1]
	a.low, a.end = a.ticks[0].at, a.ticks[len(a.ticks)-1].at
	return a
}

// decimal writes a round number for people: 0.5, 20, 5000, 10⁶.
func decimal(v float64) string {
	if v < 1e4 {
		return fmt.Sprintf("%.4g", v)
	}
	power := int(math.Floor(math.Log10(v) + 1e-9))
	text := "10"
	for _, digit := range fmt.Sprint(power) {
		text += string([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[digit-'0'])
	}
	if first := math.Round(v / math.Pow(10, float64(power))); first != 1 {
		text = fmt.Sprintf("%g·%s", first, text)
	}
	return text
}

// write writes the plot as SVG.
func (p *plot) write(w io.Writer) error {
	var b strings.Builder
	printf := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	x := func(v float64) float64 { return p.x.along(v, plotLeft, plotRight) }
	y := func(v float64) float64 { return p.y.along(v, plotBottom, plotTop) }

	printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">`+"\n", plotWidth, plotHeight)
	printf("<!-- Code generated from speed.json. DO NOT EDIT. -->\n<title>%s</title>\n", html.EscapeString(p.about))
	printf(`<rect width="%d" height="%d" fill="#fff"/>`+"\n", plotWidth, plotHeight)

	// Lines and numbers of the axes.
	printf(`<g stroke="%s">`, gridColour)
	for _, t := range p.x.ticks {
		printf(`<path d="M%.1f %dV%d"/>`, x(t.at), plotTop, plotBottom)
	}
	for _, t := range p.y.ticks {
		printf(`<path d="M%d %.1fH%d"/>`, plotLeft, y(t.at), plotRight)
	}
	printf("</g>\n"+`<g fill="%s">`, textColour)
	for _, t := range p.x.ticks {
		if t.label != "" {
			printf(`<text x="%.1f" y="%d" text-anchor="middle">%s</text>`, x(t.at), plotBottom+18, t.label)
		}
	}
	for _, t := range p.y.ticks {
		if t.label != "" {
			printf(`<text x="%d" y="%.1f" text-anchor="end">%s</text>`, plotLeft-7, y(t.at)+4.5, t.label)
		}
	}
	printf("\n"+`<text x="%d" y="%d" text-anchor="middle">%s</text>`, (plotLeft+plotRight)/2, plotBottom+42, p.x.title)
	printf(`<text x="%d" y="%d">%s</text></g>`+"\n", plotLeft-40, plotTop-12, p.y.title)
	printf(`<path d="M%d %dV%dH%d" fill="none" stroke="%s"/>`+"\n", plotLeft, plotTop, plotBottom, plotRight, frameColour)
	if p.ideal {
		printf(`<path d="M%.1f %.1fL%.1f %.1f" stroke="%s" stroke-dasharray="2 4" stroke-width="1.5"/>`+"\n",
			x(p.x.low), y(p.x.low), x(p.x.end), y(p.x.end), idealColour)
	}

	for _, c := range p.curves {
		dash, fill := "", c.colour
		if c.dashed {
			dash, fill = fmt.Sprintf(` stroke-dasharray="%s"`, dashes), "#fff"
		}
		printf(`<g stroke="%s" fill="%s"><path fill="none" stroke-width="2"%s d="`, c.colour, fill, dash)
		for i, q := range c.points {
			printf("%c%.1f %.1f", "ML"[min(i, 1)], x(q.x), y(q.y))
		}
		printf(`"/><path d="`)
		for _, q := range c.points {
			printf("M%.1f %.1fh%dm%g 0V%.1fm%g 0h%d", x(q.x)-barWidth/2., y(q.low), barWidth, -barWidth/2., y(q.high), -barWidth/2., barWidth)
		}
		printf(`"/>`)
		for _, q := range c.points {
			printf(`<circle cx="%.1f" cy="%.1f" r="%g"/>`, x(q.x), y(q.y), dotSize)
		}
		printf("</g>\n")
	}
	for i, at := range p.names(y) {
		c := p.curves[i]
		end := c.points[len(c.points)-1]
		printf(`<path d="M%.1f %.1fL%d %.1f" stroke="%s" opacity="0.5"/><text x="%d" y="%.1f" fill="%[5]s">%[8]s</text>`+"\n",
			x(end.x)+6, y(end.y), plotRight+18, at, c.colour, plotRight+22, at+4.5, c.name)
	}
	printf("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// names returns the heights of the curves' names: those of their ends, moved apart
// and into the plot.
func (p *plot) names(y func(float64) float64) []float64 {
	at := make([]float64, len(p.curves))
	order := make([]int, len(p.curves))
	for i, c := range p.curves {
		at[i], order[i] = y(c.points[len(c.points)-1].y), i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(at[i], at[j]) })
	for k := 1; k < len(order); k++ {
		at[order[k]] = max(at[order[k]], at[order[k-1]]+lineHeight)
	}
	limit := float64(plotBottom)
	for k := len(order) - 1; k >= 0; k-- {
		at[order[k]] = min(at[order[k]], limit)
		limit = at[order[k]] - lineHeight
	}
	return at
}
