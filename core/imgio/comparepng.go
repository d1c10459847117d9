package imgio

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"

	"gobragg/core/frame"
)

// CompareOptions say how WriteComparePNG draws. The zero value will do.
type CompareOptions struct {
	NameA, NameB string // titles; empty: "A", "B"
	Curve        frame.Curve
	Text         []Field // text chunks of the file
}

// Layout of a comparison, in picture elements.
const (
	panelMax   = 600 // longest side of a panel
	panelMin   = 360 // width kept for a panel's titles
	margin     = 16
	lineHeight = 20
	barHeight  = 12
	maxTitle   = panelMin / letterWidth
)

// WriteComparePNG writes a picture of a, b and a − b side by side over the window
// that m, from frame.Compare, describes, and m's numbers below. Both images have
// the grey scale that is automatic for b. The difference is red where a is
// larger, blue where b is, white where they agree; colour goes with the square
// root of the difference, so that a hundredth of the largest still shows, and
// the scale is printed. Small windows are enlarged to about 600 elements. In
// large ones n × n pixels become one element: the mean of each image, and of the
// differences the one of largest size.
func WriteComparePNG(w io.Writer, a, b *frame.Frame, m frame.Metrics, o CompareOptions) error {
	r := m.Window.Rectangle()
	if r.Empty() || !r.In(a.Bounds()) || !r.In(b.Bounds()) {
		return fmt.Errorf("comparison picture: window %v is not inside images of %d × %d and %d × %d pixels", r, a.Width, a.Height, b.Width, b.Height)
	}
	side := max(r.Dx(), r.Dy())
	bin, zoom := (side+panelMax-1)/panelMax, max(1, panelMax/side)
	pa, pb, pd := binned(a, r, bin), binned(b, r, bin), binnedDifference(a, b, r, bin)
	panel := image.Pt(pa.Width*zoom, pa.Height*zoom)
	column := max(panel.X, panelMin)

	// Title above each panel, the colour bar and the numbers below.
	const titles = margin + 2*lineHeight
	below := titles + panel.Y + margin
	text := numbers(m)
	rows := (len(text) + 2) / 3
	page := image.NewRGBA(image.Rect(0, 0, 4*margin+3*column, below+barHeight+2*lineHeight+rows*lineHeight+margin))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)

	display := frame.AutoDisplay(pb, o.Curve)
	scale := float64(0)
	for _, v := range pd.Pix {
		scale = max(scale, math.Abs(float64(v)))
	}
	names := [3]string{title(o.NameA, "A"), title(o.NameB, "B"), "A − B"}
	under := [3]string{
		fmt.Sprintf("max %s at %v", number(m.MaxA), m.MaxAAt),
		fmt.Sprintf("max %s at %v", number(m.MaxB), m.MaxBAt),
		fmt.Sprintf("largest %s at %v", number(m.MaxAbs), m.MaxAbsAt),
	}
	for i := range 3 {
		left := margin + i*(column+margin)
		at := image.Rectangle{Max: panel}.Add(image.Pt(left, titles))
		drawText(page, left, margin/2, names[i], inkDark)
		drawText(page, left, margin/2+lineHeight, under[i], inkSoft)
		frameRect(page, at)
		switch i {
		case 0:
			drawGrey(page, at, greyPicture(pa, display, zoom, 1))
		case 1:
			drawGrey(page, at, greyPicture(pb, display, zoom, 1))
		case 2:
			drawDifference(page, at, pd, scale, zoom)
			drawDifferenceBar(page, image.Rect(left, below, left+panel.X, below+barHeight), scale)
		}
	}
	drawText(page, margin, below, fmt.Sprintf("white at %s, black at %s, %v curve", number(display.Low), number(display.High), display.Curve), inkSoft)
	drawText(page, margin, below+lineHeight, shown(m.Window, bin, zoom), inkSoft)
	for i, s := range text {
		drawText(page, margin+i/rows*(column+margin), below+barHeight+2*lineHeight+margin/2+i%rows*lineHeight, s, inkDark)
	}
	return encodePNG(w, page, o.Text, 1)
}

// numbers returns the lines under a comparison, for three columns.
func numbers(m frame.Metrics) []string {
	ratio := func(v float64) string {
		if v == frame.Undefined {
			return "undefined"
		}
		return number(v)
	}
	nonFinite := ""
	if m.NonFinite > 0 {
		nonFinite = fmt.Sprintf(", %d not finite", m.NonFinite)
	}
	return []string{
		fmt.Sprintf("correlation      %.9f", m.Correlation),
		fmt.Sprintf("RMS difference   %s", number(m.RMSE)),
		fmt.Sprintf("max difference   %s", number(m.MaxAbs)),
		fmt.Sprintf("of B's peak      %s", ratio(m.MaxRelative)),
		fmt.Sprintf("sum A            %s", number(m.SumA)),
		fmt.Sprintf("sum B            %s", number(m.SumB)),
		fmt.Sprintf("sum A / sum B    %s", ratio(m.SumRatio)),
		fmt.Sprintf("pixels           %d%s", m.Pixels, nonFinite),
		fmt.Sprintf("peaks in A       %d", m.PeaksA),
		fmt.Sprintf("peaks in B       %d", m.PeaksB),
		fmt.Sprintf("peaks matched    %d", m.PeaksMatched),
		fmt.Sprintf("farthest match   %s pixel", number(m.PeakDistance)),
	}
}

// number writes v for a reader: six digits.
func number(v float64) string { return FormatG(v) }

// title returns name, or short if it is empty, cut to the panel's width.
func title(name, short string) string {
	if name == "" {
		return short
	}
	if r := []rune(short + "  " + name); len(r) > maxTitle {
		return string(r[:maxTitle-1]) + "…"
	}
	return short + "  " + name
}

// shown says which pixels a panel shows, and how.
func shown(w frame.Window, bin, zoom int) string {
	s := fmt.Sprintf("pixels %d…%d fast, %d…%d slow", w.Fast, w.Fast+w.Width-1, w.Slow, w.Slow+w.Height-1)
	switch {
	case bin > 1:
		s += fmt.Sprintf(", %d × %d binned", bin, bin)
	case zoom > 1:
		s += fmt.Sprintf(", enlarged %d ×", zoom)
	}
	return s
}

// binned returns the means of n × n pixels of the window; at its right and lower
// edges of as many as there are.
func binned(f *frame.Frame, r image.Rectangle, n int) *frame.Frame {
	return reduce(r, n, func(b image.Rectangle) float32 {
		var sum float64
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for _, v := range f.Row(y)[b.Min.X:b.Max.X] {
				sum += float64(v)
			}
		}
		return float32(sum / float64(b.Dx()*b.Dy()))
	})
}

// binnedDifference returns of each n × n pixels the difference a − b of largest
// size; differences that are not finite count as 0.
func binnedDifference(a, b *frame.Frame, r image.Rectangle, n int) *frame.Frame {
	return reduce(r, n, func(c image.Rectangle) float32 {
		var worst float64
		for y := c.Min.Y; y < c.Max.Y; y++ {
			ra, rb := a.Row(y), b.Row(y)
			for x := c.Min.X; x < c.Max.X; x++ {
				d := float64(ra[x]) - float64(rb[x])
				if math.Abs(d) > math.Abs(worst) && !math.IsInf(d, 0) {
					worst = d
				}
			}
		}
		return float32(worst)
	})
}

// reduce returns the frame whose pixels are value of the n × n blocks of r.
func reduce(r image.Rectangle, n int, value func(image.Rectangle) float32) *frame.Frame {
	f := frame.New((r.Dx()+n-1)/n, (r.Dy()+n-1)/n)
	for y := range f.Height {
		for x := range f.Width {
			b := image.Rect(x*n, y*n, (x+1)*n, (y+1)*n).Add(r.Min)
			f.Row(y)[x] = value(b.Intersect(r))
		}
	}
	return f
}

// Inks of a comparison's text and frames.
var (
	inkDark = rgb(0x111111)
	inkSoft = rgb(0x555555)
	inkLine = rgb(0xaaaaaa)
)

// drawText writes s with the upper left corner of its first letter at (x, y).
func drawText(m draw.Image, x, y int, s string, ink color.Color) {
	mask := textMask(s, 1)
	draw.DrawMask(m, mask.Rect.Add(image.Pt(x, y)), image.NewUniform(ink), image.Point{}, mask, image.Point{}, draw.Over)
}

// frameRect draws a line around r.
func frameRect(m draw.Image, r image.Rectangle) {
	draw.Draw(m, r.Inset(-1), image.NewUniform(inkLine), image.Point{}, draw.Src)
}

// drawGrey copies a grey picture to at.
func drawGrey(m draw.Image, at image.Rectangle, g *image.Gray) {
	draw.Draw(m, at, g, image.Point{}, draw.Src)
}
