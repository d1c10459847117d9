package geofile

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"gobragg/core/imgio"
)

// Keys of the header of an SMV image, in mm, Å, degrees and pixels, as the ADSC
// detectors and most programs write them.
const (
	keyWavelength = "WAVELENGTH"
	keyPixel      = "PIXEL_SIZE"
	keyDistance   = "DISTANCE"
	keyPhi        = "PHI"
	keyOsc        = "OSC_RANGE"
	keyTwoTheta   = "TWOTHETA"
	keyFast       = "SIZE1"
	keySlow       = "SIZE2"
)

// looksLikeSMV reports whether an SMV image begins with start.
func looksLikeSMV(start string) bool {
	return strings.HasPrefix(start, "{") && (strings.Contains(start, "HEADER_BYTES") || strings.Contains(start, keyFast))
}

// readSMV reads the header of an SMV image in the dialect of ADSC, which those of
// Rayonix and simulated ones follow, or of Rigaku, and returns it in that of ADSC.
func readSMV(r io.Reader) (*Description, error) {
	d := &Description{Format: SMV}
	h, err := imgio.ReadSMVHeader(r)
	if err != nil {
		return d, err
	}
	missing := func(key string) bool { _, ok := h.Get(key); return !ok }
	if start, ok := h.Get("OSC_START"); ok && missing(keyPhi) {
		h = h.Set(keyPhi, start)
	}
	if names, ok := h.Get("DETECTOR_NAMES"); ok {
		h = rigaku(h, names)
	}
	if missing(keyDistance) && missing("CLOSE_DISTANCE") && missing(keyPixel) && missing(keyWavelength) {
		return d, errors.New("the header has neither DISTANCE nor PIXEL_SIZE nor WAVELENGTH")
	}
	d.Header = h
	return d, nil
}

// rigaku adds the keys of ADSC to the header of a Rigaku detector, whose lists of
// numbers are
//
//	CCD_SPATIAL_DISTORTION_INFORMATION  beam spot (pixels), size of a pixel (mm), fast and slow
//	CCD_GONIO_NAMES, _VALUES            RotZ RotX/Swing RotY (°) TransX TransY TransZ/Distance (mm)
//	SCAN_WAVELENGTH, SOURCE_WAVELENGTH  wavelength (Å); the latter after their number
//	ROTATION, SCAN_ROTATION             start, end, increment (°)
//
// with the first of DETECTOR_NAMES in place of CCD_.
//
// Source: J. W. Pflugrath, Acta Cryst. D55 (1999) 1718–1725, and the d*TREK image
// header that it describes.
func rigaku(h imgio.Header, names string) imgio.Header {
	prefix, _, _ := strings.Cut(strings.TrimSpace(names), " ")
	list := func(key string) []string {
		s, _ := h.Get(key)
		return strings.Fields(s)
	}
	set := func(key string, values []string, i int) {
		if _, ok := h.Get(key); !ok && i < len(values) {
			h = h.Set(key, values[i])
		}
	}
	spatial := list(prefix + "SPATIAL_DISTORTION_INFORMATION")
	set(keyPixel, spatial, 2)
	if len(spatial) >= 4 {
		if x, err := parse(spatial[0]); err == nil {
			if y, err := parse(spatial[1]); err == nil {
				h = h.Set("XDS_ORGX", plainNumber(x+0.5)).Set("XDS_ORGY", plainNumber(y+0.5))
				h = centres(h, x, y)
			}
		}
	}
	values := list(prefix + "GONIO_VALUES")
	for i, name := range list(prefix + "GONIO_NAMES") {
		switch name {
		case "RotX/Swing":
			set(keyTwoTheta, values, i)
		case "TransZ/Distance":
			set(keyDistance, values, i)
		}
	}
	set(keyWavelength, list("SCAN_WAVELENGTH"), 0)
	set(keyWavelength, list("SOURCE_WAVELENGTH"), 1)
	for _, key := range []string{"ROTATION", "SCAN_ROTATION"} {
		set(keyPhi, list(key), 0)
		set(keyOsc, list(key), 2)
	}
	return h
}

// centres states in the terms of each convention that the beam meets the detector at
// fast, slow, pixels from its corner.
func centres(h imgio.Header, fast, slow float64) imgio.Header {
	edge, ok, err := h.Float(keyPixel)
	size, bad := h.Int(keySlow)
	if !ok || err != nil || bad != nil {
		return h
	}
	for _, c := range []struct {
		key   string
		value float64
	}{
		{"MOSFLM_CENTER_X", (slow - 0.5) * edge}, {"MOSFLM_CENTER_Y", (fast - 0.5) * edge},
		{"DENZO_X_BEAM", slow * edge}, {"DENZO_Y_BEAM", fast * edge},
		{"ADXV_CENTER_X", fast * edge}, {"ADXV_CENTER_Y", (float64(size) - slow) * edge},
	} {
		h = h.Set(c.key, plainNumber(c.value))
	}
	return h
}

// readCBF reads the mini-CBF header of a Pilatus or Eiger image, and returns it as
// that of an SMV image.
func readCBF(r io.Reader) (*Description, error) {
	d := &Description{Format: CBF}
	lines, err := imgio.ReadCBFHeader(r)
	if err != nil {
		return d, err
	}
	g, _, err := imgio.ParseMiniCBFHeader(lines)
	if err != nil {
		return d, err
	}
	if g.PixelSize == 0 && g.CloseDistance == 0 && g.Wavelength == 0 {
		return d, errors.New("the header has none of the lines # Pixel_size, # Detector_distance and # Wavelength; the axes of full imgCIF are not read")
	}
	var h imgio.Header
	positive := func(key string, value float64) {
		if value > 0 {
			h = append(h, imgio.Field{Key: key, Value: plainNumber(value)})
		}
	}
	if g.Width > 0 && g.Height > 0 {
		positive(keyFast, float64(g.Width))
		positive(keySlow, float64(g.Height))
	}
	positive(keyPixel, g.PixelSize)
	positive(keyDistance, g.CloseDistance)
	positive(keyWavelength, g.Wavelength)
	if _, ok := lines.Get("Beam_xy"); ok {
		h = h.Set("XDS_ORGX", plainNumber(g.XDSOrgX)).Set("XDS_ORGY", plainNumber(g.XDSOrgY))
		if g.TwoTheta == 0 {
			h = centres(h, g.XDSOrgX-0.5, g.XDSOrgY-0.5)
		}
	}
	if g.OscRange < 0 { // the same angles in the other order
		g.Phi, g.OscRange = g.Phi+g.OscRange, -g.OscRange
	}
	if _, ok := lines.Get("Start_angle"); ok {
		h = h.Set(keyPhi, plainNumber(g.Phi))
	}
	if _, ok := lines.Get("Angle_increment"); ok {
		h = h.Set(keyOsc, plainNumber(g.OscRange))
	}
	if g.TwoTheta != 0 {
		h = h.Set(keyTwoTheta, plainNumber(g.TwoTheta))
	}
	d.Header = h
	return d, nil
}

// plainNumber returns x with 12 digits.
func plainNumber(x float64) string { return strconv.FormatFloat(x, 'g', 12, 64) }
