package imgio

import (
	"fmt"
	"image"
	"image/color"
	"io"

	"gobragg/core/frame"
)

// PNGOptions say how WritePNG draws. The zero value is a good picture: automatic
// contrast, square-root curve, one picture element a pixel, nothing drawn over.
type PNGOptions struct {
	Display *frame.Display // nil: frame.AutoDisplay with Curve
	Curve   frame.Curve    // used if Display is nil
	Zoom    int            // side of a pixel in picture elements; 0 means 1
	Overlay Overlay
	Text    []Field // text chunks of the file, for example of provenance
	Threads int     // to compute on; 0 means 1. The file is the same for any number
}

// WritePNG writes a picture of the frame, first pixel top left: white background
// and dark spots. It is 8-bit grey, or, with an overlay, 8 bits of palette; so
// it needs a byte a picture element besides the frame. It is an error if the
// picture would have more than 2²⁸ elements, or a frame no pixel.
func WritePNG(w io.Writer, f *frame.Frame, o PNGOptions) error {
	zoom := max(1, o.Zoom)
	if zoom > maxSide {
		return fmt.Errorf("PNG: zoom %d, want at most %d", zoom, maxSide)
	}
	if err := checkSize(f.Width*zoom, f.Height*zoom); err != nil {
		return fmt.Errorf("PNG: %w", err)
	}
	d := o.Display
	if d == nil {
		auto := frame.AutoDisplay(f, o.Curve)
		d = &auto
	}
	picture := greyPicture(f, *d, zoom, o.Threads)
	if o.Overlay.empty() {
		return encodePNG(w, picture, o.Text, o.Threads)
	}

	// Grey levels become the first entries of the palette, in place.
	p := &image.Paletted{Pix: picture.Pix, Stride: picture.Stride, Rect: picture.Rect, Palette: overlayPalette()}
	for i, v := range p.Pix {
		p.Pix[i] = greyIndex[v]
	}
	o.Overlay.draw(p, zoom)
	return encodePNG(w, p, o.Text, o.Threads)
}

// greyPicture returns the frame in grey, every pixel zoom × zoom elements.
func greyPicture(f *frame.Frame, d frame.Display, zoom, threads int) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, f.Width*zoom, f.Height*zoom))
	grey := d.Grey()
	frame.EachRow(threads, f.Height, func(y int) {
		first := m.Pix[y*zoom*m.Stride : (y*zoom+1)*m.Stride]
		grey.Row(first, f.Row(y))
		for x := f.Width - 1; x >= 0 && zoom > 1; x-- { // from the end, in place
			v := first[x]
			for i := range zoom {
				first[x*zoom+i] = v
			}
		}
		for i := 1; i < zoom; i++ {
			copy(m.Pix[(y*zoom+i)*m.Stride:], first)
		}
	})
	return m
}

// rgb is an opaque colour from its 24-bit value.
func rgb(v uint32) color.RGBA {
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}
