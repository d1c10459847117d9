package imgio

import (
	"image"
	"image/color"
	"math"

	"gobragg/core/frame"
)

// drawDifference draws the frame d to at, zoom elements a pixel.
func drawDifference(m *image.RGBA, at image.Rectangle, d *frame.Frame, scale float64, zoom int) {
	for y := range at.Dy() {
		row := d.Row(y / zoom)
		for x := range at.Dx() {
			m.SetRGBA(at.Min.X+x, at.Min.Y+y, diverging(float64(row[x/zoom]), scale))
		}
	}
}

// drawDifferenceBar draws the colours from −scale to scale, and the numbers at
// the ends and in the middle.
func drawDifferenceBar(m *image.RGBA, at image.Rectangle, scale float64) {
	frameRect(m, at)
	for x := range at.Dx() {
		t := 2*(float64(x)+0.5)/float64(at.Dx()) - 1
		c := diverging(math.Copysign(t*t, t), 1)
		if scale == 0 {
			c = diverging(0, 1)
		}
		for y := at.Min.Y; y < at.Max.Y; y++ {
			m.SetRGBA(at.Min.X+x, y, c)
		}
	}
	y := at.Max.Y + 4
	if scale == 0 {
		drawText(m, at.Min.X, y, "no difference", inkSoft)
		return
	}
	high := number(scale)
	drawText(m, at.Min.X, y, "−"+high, inkSoft)
	drawText(m, at.Min.X+(at.Dx()-letterWidth)/2, y, "0", inkSoft)
	drawText(m, at.Max.X-len(high)*letterWidth, y, high, inkSoft)
}

// The ends of the colour scale of differences: equally dark, and told apart by
// colour-blind readers too.
var (
	positive = rgb(0xb2182b)
	negative = rgb(0x2166ac)
)

// diverging returns the colour of difference v: white at 0, positive at scale,
// negative at −scale, the strength of the colour √(|v|/scale).
func diverging(v, scale float64) color.RGBA {
	if !(scale > 0) {
		return color.RGBA{255, 255, 255, 255}
	}
	t, end := math.Sqrt(min(1, math.Abs(v)/scale)), positive
	if v < 0 {
		end = negative
	}
	mix := func(c uint8) uint8 { return uint8(255 + t*(float64(c)-255) + 0.5) }
	return color.RGBA{mix(end.R), mix(end.G), mix(end.B), 255}
}
