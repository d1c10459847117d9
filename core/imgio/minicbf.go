package imgio

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The header of a mini-CBF image is a text of lines "# Key value", as the Pilatus
// and Eiger detectors write it. Here it is a Header whose keys are the first
// words of the lines and whose values are the rest:
//
//	# Detector: PILATUS 6M, S/N 60-0104          Detector   "PILATUS 6M, S/N 60-0104"
//	# 2016-10-27T12:11:16.123                    timestamp  "2016-10-27T12:11:16.123"
//	# Silicon sensor, thickness 0.000320 m       Silicon    "sensor, thickness 0.000320 m"
//	# Tau = 124.0e-09 s                          Tau        "124.0e-09 s"
//	# Beam_xy (1231.50, 1263.50) pixels          Beam_xy    "(1231.50, 1263.50) pixels"
//
// Source: Dectris, CBF header specification, version 1.4 (convention PILATUS_1.2).

// keyTimestamp is the key of the line that is a time alone.
const keyTimestamp = "timestamp"

// separators between key and value that are not a space.
var separators = map[string]string{
	"Detector": ": ", "Tau": " = ", "Threshold_setting": ": ", "Gain_setting": ": ", "N_excluded_pixels": " = ",
	"Excluded_pixels": ": ", "Flat_field": ": ", "Trim_file": ": ", "Image_path": ": ",
}

// Acquisition is what the header of a mini-CBF image tells besides Geometry. The
// zero value is a simulated, perfect detector.
type Acquisition struct {
	Detector        string    // name and serial number
	Time            time.Time // zero: the first second of 1970
	Sensor          string    // "Silicon", "CdTe"; "" is Silicon
	SensorThickness float64   // mm
	ExposureTime    float64   // s
	ExposurePeriod  float64   // s; 0: the exposure time
	Tau             float64   // dead time, s
	CountCutoff     int       // the largest count; 0: that of int32
	Threshold       float64   // eV
	Flux            float64   // photons/s; 0: not known
	Transmission    float64   // of filters; 0: 1
	Polarization    float64   // fraction
	Alpha           float64   // °
	Kappa           float64   // °
	Phi             float64   // °, of the goniometer at the start
	Chi             float64   // °
	Omega           float64   // °
	OscillationAxis string    // "" is PHI
}

const (
	// simulatedDetector names the detector of an image if nothing else does. The
	// word PILATUS makes programs take the header for what it is.
	simulatedDetector = "PILATUS, simulated by gobragg"

	// defaultThickness of a sensor, mm: that of the first Pilatus detectors. Images
	// simulated without a sensor need one in the header all the same.
	defaultThickness = 0.32
)

// MiniCBFHeader returns the header lines of a mini-CBF image. Distance and beam
// centre are those of the direct beam, or with a two-theta angle, to which such
// headers count the near point, those of the near point. Beam_xy counts pixels
// from the outer corner of the first one. A Geometry without a pixel size gives
// the lines of a alone.
func MiniCBFHeader(g Geometry, a Acquisition) Header {
	or := func(v, otherwise float64) float64 {
		if v == 0 {
			return otherwise
		}
		return v
	}
	text := func(s, otherwise string) string {
		if s == "" {
			return otherwise
		}
		return s
	}
	at := a.Time
	if at.IsZero() {
		at = time.Unix(0, 0).UTC()
	}
	cutoff := a.CountCutoff
	if cutoff == 0 {
		cutoff = math.MaxInt32
	}
	known := g.PixelSize > 0

	h := Header{
		{"Detector", text(a.Detector, simulatedDetector)},
		{keyTimestamp, at.Format("2006-01-02T15:04:05.000")},
	}
	add := func(key, format string, values ...any) { h = append(h, Field{key, fmt.Sprintf(format, values...)}) }
	if known {
		side := plain(g.PixelSize / 1000)
		add("Pixel_size", "%s m x %s m", side, side)
	}
	add(text(a.Sensor, "Silicon"), "sensor, thickness %s m", plain(or(a.SensorThickness, defaultThickness)/1000))
	add("Exposure_time", "%s s", plain(a.ExposureTime))
	add("Exposure_period", "%s s", plain(or(a.ExposurePeriod, a.ExposureTime)))
	add("Tau", "%s s", FormatG(a.Tau))
	add("Count_cutoff", "%d counts", cutoff)
	add("Threshold_setting", "%s eV", plain(a.Threshold))
	add("Gain_setting", "not implemented (vrf = 0.000)")
	add("N_excluded_pixels", "0")
	add("Excluded_pixels", "(nil)")
	add("Flat_field", "(nil)")
	add("Trim_file", "(nil)")
	add("Image_path", "(nil)")
	if known {
		distance, fast, slow := g.Distance, g.DENZOY/g.PixelSize, g.DENZOX/g.PixelSize
		if g.TwoTheta != 0 {
			distance, fast, slow = g.CloseDistance, g.XDSOrgX-0.5, g.XDSOrgY-0.5
		}
		add("Wavelength", "%s A", plain(g.Wavelength))
		add("Detector_distance", "%s m", plain(distance/1000))
		add("Detector_Voffset", "0 m")
		add("Beam_xy", "(%s, %s) pixels", plain(fast), plain(slow))
	}
	if a.Flux > 0 {
		add("Flux", "%s", FormatG(a.Flux))
	}
	add("Filter_transmission", "%s", plain(or(a.Transmission, 1)))
	if known {
		add("Start_angle", "%s deg.", plain(g.Phi))
		add("Angle_increment", "%s deg.", plain(g.OscRange))
		add("Detector_2theta", "%s deg.", plain(g.TwoTheta))
	}
	add("Polarization", "%s", plain(a.Polarization))
	add("Alpha", "%s deg.", plain(a.Alpha))
	add("Kappa", "%s deg.", plain(a.Kappa))
	add("Phi", "%s deg.", plain(a.Phi))
	add("Chi", "%s deg.", plain(a.Chi))
	add("Omega", "%s deg.", plain(a.Omega))
	add("Oscillation_axis", "%s", text(a.OscillationAxis, "PHI"))
	add("N_oscillations", "1")
	if g.ADCOffset != 0 {
		add(KeyOffset, "%s", FormatG(g.ADCOffset))
	}
	return append(h, g.Extra...)
}

// plain returns v with nine significant digits and without an exponent, which
// some readers of headers do not understand.
func plain(v float64) string {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 9, 64), 64)
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// miniCBFText returns the lines of the header, each ended by newline. Characters
// that are not printable ASCII become "_". Fields without a value are left out:
// fabio 0.14 does not read a file with a line of a single word.
func miniCBFText(h Header, newline string) string {
	var b strings.Builder
	for _, f := range h {
		separator, ok := separators[f.Key]
		if !ok {
			separator = " "
		}
		line := strings.TrimSpace(f.Value)
		if line == "" {
			continue
		}
		if f.Key != keyTimestamp {
			line = strings.ReplaceAll(f.Key, " ", "_") + separator + line
		}
		b.WriteString("# " + strings.TrimSpace(strings.Map(ascii, line)) + newline)
	}
	return b.String()
}

// ascii replaces what is not a printable character of a CIF file.
func ascii(r rune) rune {
	if r < ' ' || r > '~' {
		return '_'
	}
	return r
}

// parseMiniCBF returns the fields of the lines of text that start with "#".
func parseMiniCBF(text string) Header {
	var h Header
	for line := range strings.SplitSeq(text, "\n") {
		line, ok := strings.CutPrefix(strings.TrimSpace(strings.TrimRight(line, "\x00")), "#")
		if line = strings.TrimSpace(line); !ok || line == "" {
			continue
		}
		if line[0] >= '0' && line[0] <= '9' && strings.Contains(line, ":") {
			h = append(h, Field{keyTimestamp, line})
			continue
		}
		end := strings.IndexAny(line, " \t:=")
		if end < 0 {
			end = len(line)
		}
		value := strings.TrimLeft(line[end:], " \t")
		if value != "" && (value[0] == ':' || value[0] == '=') {
			value = strings.TrimLeft(value[1:], " \t")
		}
		if end > 0 {
			h = append(h, Field{line[:end], value})
		}
	}
	return h
}

// numbers returns the numbers in the value of key: two of "(1231.50, 1263.50)
// pixels", none if the key is missing.
func (h Header) numbers(key string) []float64 {
	s, _ := h.Get(key)
	var v []float64
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789+-.eE", r) }) {
		// The letter e may belong to a unit: 6000eV.
		if x, err := strconv.ParseFloat(strings.TrimRight(word, "eE+-"), 64); err == nil {
			v = append(v, x)
		}
	}
	return v
}

// sensors are the materials whose names begin the sensor line.
var sensors = []string{"Silicon", "CdTe", "GaAs", "Ge"}

// ParseMiniCBFHeader returns what the header of a mini-CBF image tells, in the
// dialects of Pilatus (PILATUS_1.2) and Eiger (SLS_1.0, or converted from HDF5).
// Missing lines leave zeros; Geometry has the places of the beam only if
// Detector_2theta is 0, when beam and near point agree, and else only those of
// the near point. Pixels that are not square are an error.
func ParseMiniCBFHeader(h Header) (g Geometry, a Acquisition, err error) {
	one := func(key string, to *float64, unit float64) {
		if v := h.numbers(key); len(v) > 0 {
			*to = plainProduct(v[0], unit)
		}
	}
	const milli = 1000 // m to mm
	if v := h.numbers("Pixel_size"); len(v) >= 2 {
		if math.Abs(v[0]-v[1]) > 1e-6*v[0] {
			return g, a, fmt.Errorf("header: pixels of %g m × %g m are not square", v[0], v[1])
		}
		g.PixelSize = plainProduct(v[0], milli)
	}
	one("Wavelength", &g.Wavelength, 1)
	one("Start_angle", &g.Phi, 1)
	one("Angle_increment", &g.OscRange, 1)
	one("Detector_2theta", &g.TwoTheta, 1)
	one("Detector_distance", &g.CloseDistance, milli)
	if g.Width, err = h.Int(cbfFast); err != nil {
		g.Width = 0
	}
	if g.Height, err = h.Int(cbfSlow); err != nil {
		g.Height = 0
	}
	beam := h.numbers("Beam_xy")
	if len(beam) >= 2 {
		g.XDSOrgX, g.XDSOrgY = beam[0]+0.5, beam[1]+0.5
	}
	if g.TwoTheta == 0 {
		g.Distance = g.CloseDistance
		if len(beam) >= 2 {
			g.setBeam(plainProduct(beam[0], g.PixelSize), plainProduct(beam[1], g.PixelSize))
		}
	}

	a.Detector, _ = h.Get("Detector")
	a.OscillationAxis, _ = h.Get("Oscillation_axis")
	if s, ok := h.Get(keyTimestamp); ok {
		for _, layout := range []string{"2006-01-02T15:04:05", "2006/Jan/02 15:04:05", "2006-01-02 15:04:05", time.RFC3339} {
			if t, err := time.Parse(layout, s); err == nil {
				a.Time = t
				break
			}
		}
	}
	for _, material := range sensors {
		if v := h.numbers(material); len(v) > 0 {
			a.Sensor, a.SensorThickness = material, plainProduct(v[0], milli)
		}
	}
	one("Exposure_time", &a.ExposureTime, 1)
	one("Exposure_period", &a.ExposurePeriod, 1)
	one("Tau", &a.Tau, 1)
	one("Threshold_setting", &a.Threshold, 1)
	one("Flux", &a.Flux, 1)
	one("Filter_transmission", &a.Transmission, 1)
	one("Polarization", &a.Polarization, 1)
	one("Alpha", &a.Alpha, 1)
	one("Kappa", &a.Kappa, 1)
	one("Phi", &a.Phi, 1)
	one("Chi", &a.Chi, 1)
	one("Omega", &a.Omega, 1)
	if v := h.numbers("Count_cutoff"); len(v) > 0 && v[0] >= 0 && v[0] <= maxExact {
		a.CountCutoff = int(min(v[0], math.MaxInt32))
	}
	return g, a, nil
}

// plainProduct returns a·b without the last digits' noise: 172e-6 m is 0.172 mm.
func plainProduct(a, b float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(a*b, 'g', 12, 64), 64)
	return v
}

// setBeam fills in where the beam meets an untilted detector, at fast and slow
// from the outer corner, mm, in every convention; BeamX and BeamY are MOSFLM's.
func (g *Geometry) setBeam(fast, slow float64) {
	size, half := float64(g.Height)*g.PixelSize, g.PixelSize/2
	g.MOSFLMX, g.MOSFLMY = slow-half, fast-half
	g.BeamX, g.BeamY = g.MOSFLMX, g.MOSFLMY
	g.ADXVX, g.ADXVY = fast, size-slow
	g.DENZOX, g.DENZOY = slow, fast
	g.DIALSOrigin = [3]float64{-fast, slow, -g.Distance}
}
