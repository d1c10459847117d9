package imgio

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// layoutKeys are the fields of an SMV header that say how its pixels are stored.
var layoutKeys = []string{"HEADER_BYTES", "DIM", "BYTE_ORDER", "TYPE", "Data_type", "COMPRESSION", "SIZE1", "SIZE2"}

// Source returns the image as one to write; what its header tells goes along.
func (m *Image) Source() Source {
	s := Source{Width: m.Width, Height: m.Height, Element: m.Type, Row: m.Row, header: m.Header}
	switch m.Format {
	case FormatSMV, FormatPNG16:
		s.style = smvStyle
		s.Geometry, s.Acquisition = smvGeometry(m.Header, m.Width, m.Height)
		s.Geometry.Extra = others(m.Header, append(Geometry{}.Header(), Field{Key: "TIME"}), layoutKeys)
	case FormatCBF, FormatTIFF, FormatNPZ:
		s.style = cbfStyle
		h := slices.Clone(m.Header).Set(cbfFast, strconv.Itoa(m.Width)).Set(cbfSlow, strconv.Itoa(m.Height))
		g, a, err := ParseMiniCBFHeader(h)
		if err != nil {
			break // pixels that are not square: no other header can say so
		}
		if v, ok, err := h.Float(KeyOffset); ok && err == nil {
			g.ADCOffset = v
		}
		var mime []string
		for _, f := range m.Header {
			if strings.HasPrefix(f.Key, "X-Binary-") || strings.HasPrefix(f.Key, "Content-") {
				mime = append(mime, f.Key)
			}
		}
		written := MiniCBFHeader(Geometry{PixelSize: 1, ADCOffset: 1}, Acquisition{Flux: 1, Sensor: a.Sensor})
		g.Extra = others(m.Header, written, mime)
		s.Geometry, s.Acquisition = g, a
	}
	return s
}

// others returns the fields of h with other keys than those of the two lists.
func others(h, known Header, keys []string) []Field {
	var rest []Field
	for _, f := range h {
		if _, ok := known.Get(f.Key); !ok && !slices.Contains(keys, f.Key) {
			rest = append(rest, f)
		}
	}
	return rest
}

// smvHeader returns the header of an SMV file of the source.
func (s Source) smvHeader() Header {
	if s.style == smvStyle {
		h := Header{{"HEADER_BYTES", ""}, {"DIM", "2"}, {"BYTE_ORDER", littleEndian}, {"TYPE", unsignedShort}}
		return append(h, others(s.header, nil, layoutKeys[:4])...)
	}
	g := s.Geometry
	g.Width, g.Height = s.Width, s.Height
	h := g.Header()
	unknown := func(keys ...string) {
		h = slices.DeleteFunc(h, func(f Field) bool { return slices.Contains(keys, f.Key) })
	}
	if !(g.PixelSize > 0) {
		h = append(slices.Clone(h[:6]), g.Extra...) // up to SIZE2
	} else if g.Distance == 0 {
		// The near point is known, not where the beam meets the detector.
		unknown("DISTANCE", "BEAM_CENTER_X", "BEAM_CENTER_Y", "ADXV_CENTER_X", "ADXV_CENTER_Y",
			"MOSFLM_CENTER_X", "MOSFLM_CENTER_Y", "DENZO_X_BEAM", "DENZO_Y_BEAM", "DIALS_ORIGIN")
	}
	return h
}

// smvText returns the header in the keys of SMV for the text of a PNG file.
func (s Source) smvText() Header { return others(s.smvHeader(), nil, layoutKeys) }

// cbfHeader returns the lines of a mini-CBF header of the source.
func (s Source) cbfHeader() Header {
	if s.style == cbfStyle {
		var h Header
		for _, f := range s.header {
			if !strings.HasPrefix(f.Key, "X-Binary-") && !strings.HasPrefix(f.Key, "Content-") {
				h = append(h, f)
			}
		}
		if len(h) > 0 {
			return h
		}
	}
	return MiniCBFHeader(s.Geometry, s.Acquisition)
}

// smvGeometry returns what an SMV header tells, in the dialects of ADSC and of the
// reference program, for an image of the given size. Where no field names the
// convention of the beam centre it is MOSFLM's: BEAM_CENTER_X along slow.
func smvGeometry(h Header, width, height int) (g Geometry, a Acquisition) {
	number := func(to *float64, keys ...string) (ok bool) {
		for _, key := range keys {
			if v, found, err := h.Float(key); found && err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
				*to = v
				return true
			}
		}
		return false
	}
	g.Width, g.Height = width, height
	number(&g.PixelSize, "PIXEL_SIZE")
	number(&g.Distance, "DISTANCE")
	number(&g.Wavelength, "WAVELENGTH")
	number(&g.Phi, "PHI", "OSC_START")
	number(&g.OscRange, "OSC_RANGE")
	number(&g.TwoTheta, "TWOTHETA")
	number(&g.ADCOffset, KeyOffset)
	number(&a.ExposureTime, "TIME")
	if !number(&g.CloseDistance, "CLOSE_DISTANCE") {
		g.CloseDistance = g.Distance
	}
	if !(g.PixelSize > 0) {
		return g, a
	}
	var fast, slow float64
	if number(&slow, "DENZO_X_BEAM", "BEAM_CENTER_X") && number(&fast, "DENZO_Y_BEAM", "BEAM_CENTER_Y") {
		g.setBeam(fast, slow)
	}
	number(&g.BeamX, "BEAM_CENTER_X")
	number(&g.BeamY, "BEAM_CENTER_Y")
	if !number(&g.XDSOrgX, "XDS_ORGX", "ORGX") {
		g.XDSOrgX = g.DENZOY/g.PixelSize + 0.5
	}
	if !number(&g.XDSOrgY, "XDS_ORGY", "ORGY") {
		g.XDSOrgY = g.DENZOX/g.PixelSize + 0.5
	}
	return g, a
}
