package imgio

import (
	"bufio"
	"io"
	"slices"

	"gobragg/core/frame"
)

// Encode writes the source as a file of format f: pixels as they are, of the
// type s.Element if the format has it, else of one that holds it. A pixel that
// does not fit is a *PixelError. Pictures are drawn with automatic contrast.
//
//	f, _, err := imgio.FormatOf("a.cbf")
//	err = imgio.Encode(w, f, source)
func Encode(w io.Writer, f FormatInfo, s Source) error {
	if f.Picture() {
		return s.draw(w, f.Format)
	}
	return f.encode(w, s, f.fit(s.Element))
}

// fit returns the element of the format that holds all of e, or the preferred
// one, which may hold the pixels that there are.
func (f FormatInfo) fit(e Element) Element {
	if slices.Contains(f.Elements, e) {
		return e
	}
	for _, k := range f.Elements {
		holds := elements[k].min <= elements[e].min && elements[k].max >= elements[e].max && (e.Whole() || !k.Whole())
		if k == Float32 {
			holds = elements[e].size < 4 // 24 bits of whole numbers
		}
		if holds {
			return k
		}
	}
	return f.Elements[0]
}

// encode writes the pixels as elements of type e, which the format has.
func (f FormatInfo) encode(w io.Writer, s Source, e Element) error {
	switch f.Format {
	case FormatSMV:
		return writeSMV(w, s.smvHeader(), e, s)
	case FormatCBF:
		return writeCBF(w, s.cbfHeader(), s.Width, s.Height, s.int32s())
	case FormatTIFF:
		return WriteTIFF(w, s.cbfHeader(), e, s)
	case FormatNPY:
		return writeNPY(w, s, e)
	case FormatNPZ:
		return WriteNPZ(w, s.cbfHeader(), e, s, s.geometryArrays()...)
	case FormatPNG16:
		return WritePNG16(w, s.smvText(), s)
	case FormatRaw:
		b := bufio.NewWriterSize(w, bufferSize)
		if err := s.writeRows(b, e); err != nil {
			return err
		}
		return b.Flush()
	}
	panic("imgio: format " + string(f.Format) + " is not written")
}

// int32s returns the rows of the source as 32-bit counts.
func (s Source) int32s() func(y int, dst []int32) error {
	values := make([]float64, s.Width)
	return func(y int, dst []int32) error {
		s.Row(y, values)
		if x := Int32.firstBad(values); x >= 0 {
			return badPixel(Int32, x, y, values[x])
		}
		for x, v := range values {
			dst[x] = int32(v)
		}
		return nil
	}
}

// draw writes a picture.
func (s Source) draw(w io.Writer, f Format) error {
	if err := checkSize(s.Width, s.Height); err != nil {
		return err
	}
	m := frame.New(s.Width, s.Height)
	values := make([]float64, s.Width)
	for y := range s.Height {
		s.Row(y, values)
		for x, v := range values {
			m.Row(y)[x] = float32(v)
		}
	}
	if f == FormatPNG {
		return WritePNG(w, m, PNGOptions{Text: s.smvText()})
	}
	stats := m.Stats()
	p := frame.AutoPreview(stats, frame.AutoScale(stats))
	return WritePGM(w, m.Width, m.Height, p.Scale, func(y int, dst []uint8) { p.Row(dst, m, y) })
}

// geometryArrays returns the geometry as arrays of an NPZ file.
func (s Source) geometryArrays() []Array {
	g := s.Geometry
	if !(g.PixelSize > 0) {
		return nil
	}
	return []Array{
		{"pixel_size_mm", nil, []float64{g.PixelSize}},
		{"distance_mm", nil, []float64{g.Distance}},
		{"close_distance_mm", nil, []float64{g.CloseDistance}},
		{"wavelength_angstrom", nil, []float64{g.Wavelength}},
		{"beam_fast_slow_mm", []int{2}, []float64{g.DENZOY, g.DENZOX}},
		{"near_point_fast_slow_mm", []int{2}, []float64{(g.XDSOrgX - 0.5) * g.PixelSize, (g.XDSOrgY - 0.5) * g.PixelSize}},
		{"two_theta_deg", nil, []float64{g.TwoTheta}},
		{"phi_deg", nil, []float64{g.Phi}},
		{"osc_deg", nil, []float64{g.OscRange}},
	}
}
