package imgio

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

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
