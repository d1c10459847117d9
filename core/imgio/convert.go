package imgio

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// ConvertOptions say how Convert treats pixels.
type ConvertOptions struct {
	// Round lets pixels become the nearest that the file holds: whole numbers within
	// its range, or float32. NaN becomes 0, in a CBF file CBFGap.
	Round bool
}

// Convert writes the image in the format that the extension of name asks for, and
// returns the type of its pixels, UnknownElement for a picture. Every pixel keeps
// its value, or, unless o.Round, it is an error that names the first which cannot,
// and formats that hold it. What the header tells of the experiment goes along
// into formats with a header. With .gz behind the extension it is the caller who
// compresses what comes out.
//
//	m, err := imgio.ReadImage(r, "a.img", image.Point{})
//	_, err = imgio.Convert(w, "a.cbf", m, imgio.ConvertOptions{})
func Convert(w io.Writer, name string, m *Image, o ConvertOptions) (Element, error) {
	f, _, err := FormatOf(name)
	if err != nil {
		return UnknownElement, err
	}
	e, s := UnknownElement, m.Source()
	if !f.Picture() {
		if e, s, err = f.choose(s, o); err != nil {
			return e, fmt.Errorf("%s: %w", name, err)
		}
	}
	if err = f.write(w, s, e); err != nil {
		return e, fmt.Errorf("%s: %w", name, err)
	}
	return e, nil
}

// write writes a picture or pixels of type e.
func (f FormatInfo) write(w io.Writer, s Source, e Element) error {
	if f.Picture() {
		return s.draw(w, f.Format)
	}
	return f.encode(w, s, e)
}

// choose returns the element of the format for the pixels of s, and s, rounded if
// that was asked for and is needed.
func (f FormatInfo) choose(s Source, o ConvertOptions) (Element, Source, error) {
	// SMV has 32-bit pixels only where it must: few programs read them.
	if slices.Contains(f.Elements, s.Element) && f.Format != FormatSMV {
		return s.Element, s, nil
	}
	var first error
	for _, e := range f.Elements {
		err := s.rows(e, func(int, []float64) error { return nil })
		if err == nil {
			return e, s, nil
		}
		first = err
	}
	if o.Round {
		e := f.rounded(s)
		return e, s.round(e, f.Format == FormatCBF), nil
	}
	var others []string
	for _, k := range Formats() {
		if slices.Contains(k.Elements, s.Element) || slices.ContainsFunc(k.Elements, func(e Element) bool {
			return e != Float64 && s.rows(e, func(int, []float64) error { return nil }) == nil
		}) {
			others = append(others, k.Extensions[0])
		}
	}
	return UnknownElement, s, fmt.Errorf("%w; %s would keep it, or let pixels be rounded", first, strings.Join(others, ", "))
}

// rounded returns the first element of the format whose range has all rounded
// pixels, or the one with the largest range.
func (f FormatInfo) rounded(s Source) Element {
	low, high := math.Inf(1), math.Inf(-1)
	values := make([]float64, s.Width)
	for y := range s.Height {
		s.Row(y, values)
		for _, v := range values {
			low, high = min(low, orZero(math.RoundToEven(v))), max(high, orZero(math.RoundToEven(v)))
		}
	}
	best := f.Elements[0]
	for _, e := range f.Elements {
		if low >= elements[e].min && high <= elements[e].max {
			return e
		}
		if elements[e].max > elements[best].max {
			best = e
		}
	}
	return best
}

// orZero returns v, or 0 for NaN.
func orZero(v float64) float64 {
	if v != v {
		return 0
	}
	return v
}

// round returns the source with every pixel the nearest that e holds.
func (s Source) round(e Element, cbf bool) Source {
	r := s
	r.Element = e
	r.Row = func(y int, dst []float64) {
		s.Row(y, dst)
		for i, v := range dst {
			switch {
			case e == Float32:
				v = float64(float32(v))
			case v != v && cbf:
				v = CBFGap
			case v != v:
				v = 0
			default:
				v = min(max(math.RoundToEven(v), elements[e].min), elements[e].max)
			}
			dst[i] = v
		}
	}
	return r
}
