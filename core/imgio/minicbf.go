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
