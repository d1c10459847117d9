package imgio

import "strconv"

// Geometry is what the SMV header of a simulated image tells: the experiment in
// the terms of every program that may read it. Lengths are mm, the wavelength is
// Å, angles are degrees, XDSOrg is in pixels.
type Geometry struct {
	Width, Height int // pixels fast, slow: SIZE1, SIZE2
	PixelSize     float64
	Distance      float64 // along the beam
	Wavelength    float64

	BeamX, BeamY     float64 // in the convention of the simulation
	ADXVX, ADXVY     float64
	MOSFLMX, MOSFLMY float64
	DENZOX, DENZOY   float64
	DIALSOrigin      [3]float64 // first corner of the detector, DIALS laboratory frame
	XDSOrgX, XDSOrgY float64    // near point
	CloseDistance    float64    // from the sample to the near point

	Phi       float64 // start of the oscillation
	OscRange  float64
	TwoTheta  float64
	ADCOffset float64 // counts in a pixel without photons

	Extra []Field // further fields, for example of provenance; written last
}

// Header returns the fields in the reference program's order, numbers as %g
// writes them, then ADC_OFFSET, which that program lacks, and Extra.
func (g Geometry) Header() Header {
	h := Header{
		{"HEADER_BYTES", strconv.Itoa(headerBlock)},
		{"DIM", "2"},
		{"BYTE_ORDER", littleEndian},
		{"TYPE", unsignedShort},
		{"SIZE1", strconv.Itoa(g.Width)},
		{"SIZE2", strconv.Itoa(g.Height)},
		{"PIXEL_SIZE", FormatG(g.PixelSize)},
		{"DISTANCE", FormatG(g.Distance)},
		{"WAVELENGTH", FormatG(g.Wavelength)},
		{"BEAM_CENTER_X", FormatG(g.BeamX)},
		{"BEAM_CENTER_Y", FormatG(g.BeamY)},
		{"ADXV_CENTER_X", FormatG(g.ADXVX)},
		{"ADXV_CENTER_Y", FormatG(g.ADXVY)},
		{"MOSFLM_CENTER_X", FormatG(g.MOSFLMX)},
		{"MOSFLM_CENTER_Y", FormatG(g.MOSFLMY)},
		{"DENZO_X_BEAM", FormatG(g.DENZOX)},
		{"DENZO_Y_BEAM", FormatG(g.DENZOY)},
		{"DIALS_ORIGIN", FormatG(g.DIALSOrigin[0]) + "," + FormatG(g.DIALSOrigin[1]) + "," + FormatG(g.DIALSOrigin[2])},
		{"XDS_ORGX", FormatG(g.XDSOrgX)},
		{"XDS_ORGY", FormatG(g.XDSOrgY)},
		{"CLOSE_DISTANCE", FormatG(g.CloseDistance)},
		{"PHI", FormatG(g.Phi)},
		{"OSC_START", FormatG(g.Phi)},
		{"OSC_RANGE", FormatG(g.OscRange)},
		{"TWOTHETA", FormatG(g.TwoTheta)},
		{"DETECTOR_SN", "000"},
		{"BEAMLINE", "fake"},
		{"ADC_OFFSET", FormatG(g.ADCOffset)},
	}
	return append(h, g.Extra...)
}
