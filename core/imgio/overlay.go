package imgio

import (
	"image"
	"image/color"
)

// Color is a colour that overlays are drawn in.
type Color uint8

// The colours.
const (
	Blue Color = iota
	Red
	Green
	Orange
	colors = iota
)

// colorValues are dark enough to be read on white and on mid grey.
var colorValues = [colors]color.RGBA{rgb(0x1f5fbf), rgb(0xd02020), rgb(0x11802f), rgb(0xd07000)}

// Point is a place on the detector in pixels: the first pixel spans 0 to 1 on
// both axes, so its centre is (½, ½), and a length in mm divided by the pixel
// size is a Point's coordinate.
type Point struct{ Fast, Slow float64 }

// Line is a chain of straight pieces, such as a resolution ring.
type Line struct {
	Points []Point // NaN or infinite coordinates break the chain
	Color  Color
	Dashed bool
}

// Cross marks a place, such as the beam centre.
type Cross struct {
	At    Point
	Color Color
}

// Label is text centred on a place. Characters outside Latin-1 are mostly
// missing from the font, but − × ½ ² ° Å are there.
type Label struct {
	At    Point
	Text  string
	Color Color
}

// Overlay is what is drawn over a picture, labels last. Line widths and letters
// are fixed sizes of the picture, and grow with it above about 1400 elements a
// side, so that they can be read when all of it is on a screen.
type Overlay struct {
	Lines   []Line
	Crosses []Cross
	Labels  []Label
}

// empty reports whether there is nothing to draw.
func (o *Overlay) empty() bool {
	return len(o.Lines) == 0 && len(o.Crosses) == 0 && len(o.Labels) == 0
}

// Sizes of overlays in picture elements, before they grow with the picture.
const (
	lineWidth  = 1.4
	crossArm   = 9 // half the length of a cross
	dashLength = 7 // of the drawn and of the open part
	haloWidth  = 2 // white border of a label's letters
	growAt     = 1400
)

// The palette of a picture with an overlay: greys, then for each colour its full
// strength and its blends with greys, for soft edges.
const (
	alphaSteps = 3 // ¼, ½, ¾
	underSteps = 6 // greys under a blend: white … black
	perColor   = 1 + alphaSteps*underSteps
	greys      = 256 - colors*perColor
)

// greyIndex is the palette entry of a grey level 0…255.
var greyIndex = func() (t [256]uint8) {
	for v := range t {
		t[v] = uint8((v*(greys-1) + 127) / 255)
	}
	return t
}()

// greyLevel is the grey level of palette entry i < greys.
func greyLevel(i uint8) int { return (int(i)*255 + (greys-1)/2) / (greys - 1) }

// overlayPalette returns the colours of all entries.
func overlayPalette() color.Palette {
	p := make(color.Palette, 256)
	for i := range greys {
		p[i] = color.Gray{Y: uint8(greyLevel(uint8(i)))}
	}
	for c, full := range colorValues {
		base := greys + c*perColor
		p[base] = full
		for a := range alphaSteps {
			for u := range underSteps {
				under, num, den := 255*u/(underSteps-1), a+1, alphaSteps+1
				mix := func(v uint8) uint8 { return uint8((int(v)*num + under*(den-num)) / den) }
				p[base+1+a*underSteps+u] = color.RGBA{mix(full.R), mix(full.G), mix(full.B), 255}
			}
		}
	}
	return p
}

// blend returns the entry for colour c laid with coverage 0…255 over entry i. A
// colour already there is kept under less than half coverage.
func blend(i uint8, c Color, coverage uint8) uint8 {
	step := (int(coverage)*(alphaSteps+1) + 127) / 255
	base := greys + int(c)*perColor
	switch {
	case step == 0:
		return i
	case step > alphaSteps:
		return uint8(base)
	case int(i) >= greys:
		if 2*step > alphaSteps+1 {
			return uint8(base)
		}
		return i
	}
	under := (greyLevel(i)*(underSteps-1) + 127) / 255
	return uint8(base + 1 + (step-1)*underSteps + under)
}

// lighten returns the entry for white laid with coverage 0…255 over entry i.
func lighten(i uint8, coverage uint8) uint8 {
	if int(i) >= greys {
		if coverage > 127 {
			return greys - 1
		}
		return i
	}
	return i + uint8(int(greys-1-i)*int(coverage)/255)
}

// draw draws the overlay on p, a picture with zoom elements a pixel.
func (o *Overlay) draw(p *image.Paletted, zoom int) {
	size := max(1, (max(p.Rect.Dx(), p.Rect.Dy())+growAt/2)/growAt)
	place := func(q Point) Point { return Point{q.Fast * float64(zoom), q.Slow * float64(zoom)} }

	for c := range Color(colors) {
		var s strokes
		s.width = lineWidth * float64(size)
		for _, l := range o.Lines {
			if l.Color == c {
				s.chain(l.Points, place, l.Dashed, dashLength*float64(size))
			}
		}
		for _, x := range o.Crosses {
			if x.Color == c {
				at, arm := place(x.At), crossArm*float64(size)
				s.add(Point{at.Fast - arm, at.Slow}, Point{at.Fast + arm, at.Slow})
				s.add(Point{at.Fast, at.Slow - arm}, Point{at.Fast, at.Slow + arm})
			}
		}
		s.draw(p.Rect, func(x, y int, coverage uint8) {
			i := y*p.Stride + x
			p.Pix[i] = blend(p.Pix[i], c, coverage)
		})
	}
	for _, l := range o.Labels {
		drawLabel(p, place(l.At), l.Text, l.Color, size)
	}
}
