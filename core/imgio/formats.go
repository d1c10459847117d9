package imgio

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"gobragg/core/frame"
)

// FormatInfo describes a kind of image file that can be written.
type FormatInfo struct {
	Format      Format
	Extensions  []string // with their dot, the usual one first
	Description string
	// Elements are the types of pixel that the writer has, the preferred one first;
	// none for a picture, whose grey levels are made for the eye.
	Elements []Element
	Gzip     bool // names with .gz behind the extension are usual
}

// Counts reports whether the format holds the counts of a detector exactly.
func (f FormatInfo) Counts() bool { return slices.ContainsFunc(f.Elements, Element.Whole) }

// Photons reports whether the format holds photons, which are not whole, exactly.
func (f FormatInfo) Photons() bool { return slices.Contains(f.Elements, Float32) }

// Picture reports whether the format is for the eye only.
func (f FormatInfo) Picture() bool { return f.Elements == nil }

// Formats returns the kinds of files that Encode and Convert write.
func Formats() []FormatInfo {
	every := []Element{Uint16, Int32, Float32, Float64, Uint8, Int8, Int16, Uint32}
	return []FormatInfo{
		{FormatCBF, []string{".cbf"}, "mini-CBF: 32-bit counts, compressed, header in the style of Pilatus detectors", []Element{Int32}, true},
		{FormatSMV, []string{".img", ".smv"}, "SMV: 16-bit counts, or 32-bit where they need it", []Element{Uint16, Int32}, true},
		{FormatTIFF, []string{".tif", ".tiff"}, "TIFF: photons or counts, not compressed", every, true},
		{FormatNPY, []string{".npy"}, "NumPy array: photons or counts", every, true},
		{FormatNPZ, []string{".npz"}, "NumPy archive: photons or counts, and the geometry", every, false},
		{FormatRaw, []string{".bin", ".raw", ".f32", ".float"}, "raw little-endian float32 without a header: photons", []Element{Float32}, true},
		{FormatPNG16, []string{".16.png"}, "16-bit grey PNG: counts from 0 to 65535", []Element{Uint16}, false},
		{FormatPNG, []string{".png"}, "picture, for the eye", nil, false},
		{FormatPGM, []string{".pgm"}, "preview, for the eye", nil, true},
	}
}

// extensionOf returns the extension of name in small letters, .gz left out.
func extensionOf(name string) string {
	return strings.ToLower(path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
}

// FormatOf returns the format that the extension of name asks for, and whether
// .gz stands behind it.
func FormatOf(name string) (f FormatInfo, zipped bool, err error) {
	plain := strings.ToLower(path.Base(name))
	plain, zipped = strings.CutSuffix(plain, ".gz")
	for _, f = range Formats() {
		for _, e := range f.Extensions {
			if !strings.HasSuffix(plain, e) {
				continue
			}
			if zipped && !f.Gzip {
				return f, zipped, fmt.Errorf("%s: no .gz goes with %s", name, e)
			}
			return f, zipped, nil
		}
	}
	var all []string
	for _, f := range Formats() {
		all = append(all, f.Extensions[0])
	}
	return FormatInfo{}, zipped, fmt.Errorf("%s: the extension says the format: %s", name, strings.Join(all, ", "))
}

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
	return WritePGM(w, m, frame.AutoPreview(stats, frame.AutoScale(stats)))
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
