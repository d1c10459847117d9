package imgio

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/inconsolata"
	"golang.org/x/image/math/fixed"
)

// Letters are Inconsolata, a fixed-width font that was drawn for screens; 8 × 16
// elements a letter. A bitmap font keeps a TrueType reader and its tables, 160 kB
// compressed, out of the web page.
const (
	letterWidth  = 8
	letterHeight = 16
	letterAscent = 12
)

// textMask returns the text as coverage, size times the font's size. Where it is
// enlarged the edges are made steep again, so that letters stay crisp.
func textMask(text string, size int) *image.Alpha {
	n := len([]rune(text))
	small := image.NewAlpha(image.Rect(0, 0, n*letterWidth, letterHeight))
	d := font.Drawer{Dst: small, Src: image.Opaque, Face: inconsolata.Bold8x16, Dot: fixed.P(0, letterAscent)}
	d.DrawString(text)
	if size <= 1 || n == 0 {
		return small
	}
	m := image.NewAlpha(image.Rect(0, 0, small.Rect.Dx()*size, small.Rect.Dy()*size))
	at := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= small.Rect.Dx() || y >= small.Rect.Dy() {
			return 0
		}
		return float64(small.Pix[y*small.Stride+x])
	}
	for y := range m.Rect.Dy() {
		v := (float64(y)+0.5)/float64(size) - 0.5
		y0 := int(math.Floor(v))
		v -= float64(y0)
		for x := range m.Rect.Dx() {
			u := (float64(x)+0.5)/float64(size) - 0.5
			x0 := int(math.Floor(u))
			u -= float64(x0)
			a := (at(x0, y0)*(1-u)+at(x0+1, y0)*u)*(1-v) + (at(x0, y0+1)*(1-u)+at(x0+1, y0+1)*u)*v
			a = (a-127.5)*float64(size)*0.75 + 127.5
			m.Pix[y*m.Stride+x] = uint8(max(0, min(255, a)))
		}
	}
	return m
}

// drawLabel draws text centred on at, in colour c with a white halo.
func drawLabel(p *image.Paletted, at Point, text string, c Color, size int) {
	if !(math.Abs(at.Fast) < farAway && math.Abs(at.Slow) < farAway) {
		return
	}
	mask := textMask(text, size)
	left := int(math.Round(at.Fast)) - mask.Rect.Dx()/2
	top := int(math.Round(at.Slow)) - mask.Rect.Dy()/2

	// The halo is the mask, widened: first along rows, then along columns.
	r := haloWidth * size
	wide := image.NewAlpha(mask.Rect.Inset(-r))
	draw.Draw(wide, mask.Rect, mask, image.Point{}, draw.Src)
	widen(wide.Pix, wide.Rect.Dx(), wide.Rect.Dy(), 1, wide.Stride, r)
	widen(wide.Pix, wide.Rect.Dy(), wide.Rect.Dx(), wide.Stride, 1, r)

	each := func(m *image.Alpha, set func(i int, coverage uint8)) {
		b := m.Rect.Add(image.Pt(left, top)).Intersect(p.Rect)
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if v := m.AlphaAt(x-left, y-top).A; v > 0 {
					set(y*p.Stride+x, v)
				}
			}
		}
	}
	each(wide, func(i int, v uint8) { p.Pix[i] = lighten(p.Pix[i], v) })
	each(mask, func(i int, v uint8) { p.Pix[i] = blend(p.Pix[i], c, v) })
}

// widen replaces every value by the largest within r of it along lines of n
// values, step apart; the lines are lineStep apart.
func widen(pix []uint8, n, lines, step, lineStep, r int) {
	line := make([]uint8, n)
	for l := range lines {
		for i := range line {
			line[i] = pix[l*lineStep+i*step]
		}
		for i := range line {
			var top uint8
			for j := max(0, i-r); j <= min(n-1, i+r); j++ {
				top = max(top, line[j])
			}
			pix[l*lineStep+i*step] = top
		}
	}
}
