package imgio

import (
	"bufio"
	"fmt"
	"image"
	"math"
	"strconv"

	"gobragg/core/frame"
)

// Source is an image to write: what the pixels are and where they come from.
type Source struct {
	Width, Height int     // pixels fast, slow
	Element       Element // the type that holds every pixel: Uint16 counts, Float32 photons

	// Row fills dst, one row, with the pixels of slow index y. Writers call it once
	// for y = 0, 1, 2 …
	Row func(y int, dst []float64)

	Geometry    Geometry // for headers; without a PixelSize it is not known
	Acquisition Acquisition

	// header is what the file had from which the image comes, and style how it was
	// written; a file of the same style gets the same fields.
	header Header
	style  style
}

// style is how the header of a file is written.
type style uint8

const (
	noStyle  style = iota
	smvStyle       // KEY=value, the keys of SMV
	cbfStyle       // # Key value, the keys of mini-CBF
)

// PhotonSource returns the frame as an image to write: float32 photons.
func PhotonSource(f *frame.Frame) Source {
	return Source{Width: f.Width, Height: f.Height, Element: Float32, Row: func(y int, dst []float64) {
		for i, v := range f.Row(y) {
			dst[i] = float64(v)
		}
	}}
}

// CountSource returns an image of 16-bit counts to write; counts fills dst, one
// row, with the pixels of slow index y, as for WriteSMV.
func CountSource(width, height int, counts func(y int, dst []uint16)) Source {
	row := make([]uint16, width)
	return Source{Width: width, Height: height, Element: Uint16, Row: func(y int, dst []float64) {
		counts(y, row)
		for i, v := range row {
			dst[i] = float64(v)
		}
	}}
}

// PixelError is a pixel that a file cannot hold.
type PixelError struct {
	At      image.Point // X fast, Y slow
	Value   float64
	Element Element // type of the file's pixels
}

func (e *PixelError) Error() string {
	holds := "numbers of 24 binary digits"
	if e.Element.Whole() {
		holds = fmt.Sprintf("whole numbers from %.0f to %.0f", elements[e.Element].min, elements[e.Element].max)
	}
	value := strconv.FormatFloat(e.Value, 'g', -1, 64)
	if math.Abs(e.Value) < maxExact && math.Abs(e.Value) >= 1 {
		value = strconv.FormatFloat(e.Value, 'f', -1, 64)
	}
	return fmt.Sprintf("pixel (fast %d, slow %d) is %s; %s pixels hold %s", e.At.X, e.At.Y, value, e.Element, holds)
}

// rows calls row for each row of pixels, after it checked that elements of type e
// hold them.
func (s Source) rows(e Element, row func(y int, values []float64) error) error {
	values := make([]float64, s.Width)
	for y := range s.Height {
		s.Row(y, values)
		if x := e.firstBad(values); x >= 0 {
			return badPixel(e, x, y, values[x])
		}
		if err := row(y, values); err != nil {
			return err
		}
	}
	return nil
}

// badPixel returns the error of a pixel that e does not hold.
func badPixel(e Element, x, y int, v float64) error {
	return &PixelError{At: image.Pt(x, y), Value: v, Element: e}
}

// firstBad returns the index of the first value that the element does not hold,
// or -1.
func (e Element) firstBad(values []float64) int {
	if e == Float64 {
		return -1
	}
	for x, v := range values {
		if !e.holds(v) {
			return x
		}
	}
	return -1
}

// writeRows writes the pixels as elements of type e, little-endian.
func (s Source) writeRows(b *bufio.Writer, e Element) error {
	line := make([]byte, 0, s.Width*elements[e].size)
	return s.rows(e, func(_ int, values []float64) error {
		_, err := b.Write(appendElements(line, e, values))
		return err
	})
}
