package main

import (
	"image"
	"io"
	"math"

	"gobragg/core/imgio"
	"gobragg/core/noise"
	"gobragg/core/units"
	"gobragg/native/simd"
)

// writePhotons writes the expected photons as float32.
func (s *result) writePhotons(w io.Writer, f file) error {
	switch f.format.Format {
	case imgio.FormatRaw:
		return imgio.WriteRaw(w, s.frame)
	case imgio.FormatNPY:
		return imgio.WriteNPY(w, s.frame)
	}
	source := imgio.PhotonSource(s.frame)
	source.Geometry, source.Acquisition = s.geometry(f), s.acquisition()
	return imgio.Encode(w, f.format, source)
}

// writeCounts writes photon counts with noise, the image as a detector would see
// it, or scaled photons.
func (s *result) writeCounts(w io.Writer, f file) error {
	overloads := make([]int, s.frame.Height)
	var err error
	if f.wide() {
		err = s.write32(w, f, overloads)
	} else {
		err = s.write16(w, f, overloads)
	}
	if err != nil {
		return err // rows may still be under way
	}
	*f.overloads = 0
	for _, n := range overloads {
		*f.overloads += n
	}
	return nil
}

// write16 writes counts of 16 bits with the offset.
func (s *result) write16(w io.Writer, f file, overloads []int) error {
	image := s.frame
	pixels, roi := simd.NewPixels(), image.ROI
	counts := func(y int, dst []uint16) {
		clear(dst)
		if y >= roi.Min.Y && y < roi.Max.Y {
			pixels.Counts(s.integer, dst[roi.Min.X:roi.Max.X], image.Row(y)[roi.Min.X:roi.Max.X])
		}
	}
	if f.content == countsFile {
		readout := noise.Readout{Photons: simd.Photons(s.Seed), Offset: s.Output.Offset}
		counts = func(y int, dst []uint16) {
			overloads[y] = readout.Row(dst, image.Row(y), y, image.Width, image.ROI)
		}
	}
	counts = ahead(image.Width, image.Height, s.threads, counts)
	g := s.geometry(f)
	if f.format.Format == imgio.FormatSMV {
		return imgio.WriteSMV(w, g.Header(), counts)
	}
	source := imgio.CountSource(image.Width, image.Height, counts)
	source.Geometry = g
	return imgio.Encode(w, f.format, source)
}

// write32 writes counts of 32 bits without an offset. Pixels that were not
// simulated are gaps of a CBF image, and 0 in others.
func (s *result) write32(w io.Writer, f file, overloads []int) error {
	image := s.frame
	scale := s.scale(f)
	rule := func(_ int, photons []float32, dst []int64) {
		for i, v := range photons {
			dst[i] = 0 // also for NaN
			if c := math.RoundToEven(float64(v) * scale); c > 0 {
				dst[i] = int64(min(c, math.MaxUint32)) // more than any count, and an integer
			}
		}
	}
	if f.content == countsFile {
		counter := simd.Photons(s.Seed)
		rule = func(y int, photons []float32, dst []int64) {
			counter.Count(dst, uint64(y)*uint64(image.Width), photons)
		}
	}
	unknown := int32(0)
	if f.format.Format == imgio.FormatCBF {
		unknown = imgio.CBFGap
	}
	counts := ahead(image.Width, image.Height, s.threads, func(y int, dst []int32) {
		overloads[y] = s.row32(dst, y, unknown, rule)
	})

	g, a := s.geometry(f), s.acquisition()
	if f.format.Format == imgio.FormatCBF {
		return imgio.WriteCBF(w, imgio.MiniCBFHeader(g, a), image.Width, image.Height, counts)
	}
	row := make([]int32, image.Width)
	return imgio.Encode(w, f.format, imgio.Source{
		Width: image.Width, Height: image.Height, Element: imgio.Int32, Geometry: g, Acquisition: a,
		Row: func(y int, dst []float64) {
			counts(y, row)
			for i, v := range row {
				dst[i] = float64(v)
			}
		},
	})
}

// row32 fills dst, row y, by a rule that turns the photons of a row into counts:
// clipped to what int32 holds, unknown where nothing was simulated. It returns the
// number of pixels clipped at the largest count.
func (s *result) row32(dst []int32, y int, unknown int32, rule func(y int, photons []float32, dst []int64)) (overloads int) {
	f := s.frame
	counts := make([]int64, f.Width)
	rule(y, f.Row(y), counts)
	for x, c := range counts {
		if f.Mask != nil && f.Mask[y*f.Width+x] == 0 || !image.Pt(x, y).In(f.ROI) {
			dst[x] = unknown
			continue
		}
		if c > math.MaxInt32 {
			c = math.MaxInt32
			overloads++
		}
		dst[x] = int32(c)
	}
	return overloads
}

// scale returns the counts per photon of a file. A CBF file of -o holds photons as
// they are unless -scale says otherwise.
func (s *result) scale(f file) float64 {
	switch {
	case f.content != scaledFile:
		return 1
	case f.option == "-o" && f.wide() && !(s.Output.Scale > 0):
		return 1
	}
	return s.integer.Scale
}

// geometry returns what the header of a file tells.
func (s *result) geometry(f file) imgio.Geometry {
	g := s.Geometry()
	if f.wide() {
		g.ADCOffset = 0
	}
	g.Extra = append([]imgio.Field{{Key: imgio.KeyScale, Value: imgio.FormatG(s.scale(f))}}, s.provenance()...)
	return g
}

// surface is the thickness in mm that headers give a detector which is simulated
// without a sensor: it stops all photons at its surface. Programs correct for the
// depth at which photons stop, and some headers must state one.
const surface = 1e-3

// acquisition returns what the header of a CBF file tells besides.
func (s *result) acquisition() imgio.Acquisition {
	e := s.Experiment
	a := imgio.Acquisition{SensorThickness: surface, Polarization: e.Beam.Polarization.Kahn, Phi: e.Scan.Start / units.Degree}
	if sensor := e.Detector.Sensor; sensor.On {
		a.SensorThickness = float64(sensor.Layers) * sensor.Layer / units.Millimetre
	}
	return a
}
