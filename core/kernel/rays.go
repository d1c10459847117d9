package kernel

// Rays are what the pixels of a strip see, an array a quantity.
type Rays struct {
	Fast, Slow [StripSize]float64 // the pixels: their indices
	Direction  Vectors            // from the sample to the sub-pixel at hand, unit
	Distance   [StripSize]float64 // to it, m
	Solid      [StripSize]float64 // angle of the pixel, sr
	Captured   [StripSize]float64 // fraction of photons that stop in the layer
	Q          Vectors            // scattering vectors of a source, 1/m
	Polar      [StripSize]float64 // polarization factors of a source
	Sums       [StripSize]float64 // Σ F_cell² F_latt² over orientations, electrons²
	Total      [StripSize]float64 // of a pixel so far: photons but for Header.Scale
	Photons    [StripSize]float32 // of a pixel
}

// Pack moves the first n scattering vectors of at most the square maxQ2, 1/m², to the
// front, notes in kept which they were, and returns how many there are: -dmin.
func (r *Rays) Pack(n int, maxQ2 float64, kept *[StripSize]uint8) (m int) {
	q := &r.Q
	for i := range n {
		x, y, z := q.X[i], q.Y[i], q.Z[i]
		if x*x+y*y+z*z > maxQ2 {
			continue
		}
		q.X[m], q.Y[m], q.Z[m] = x, y, z
		kept[m] = uint8(i)
		m++
	}
	return m
}

// Geometry computes the rays of the first n pixels, one method a formula. What
// lies beyond n it may overwrite. A backend that does this faster is a Geometry;
// its Direction, Distance and Q have the bits of NewGeometry's, so that all
// backends find the same h, k, l.
type Geometry interface {
	// Look sets Direction and Distance to those of sub-pixel (subFast, subSlow) at
	// the front of sensor layer t, from Fast and Slow: Position.
	Look(r *Rays, n, subFast, subSlow, t int)
	// Omega sets Solid from Distance: SolidAngle, unless pixels are points or all
	// face the sample.
	Omega(r *Rays, n int)
	// Capture sets Captured of sensor layer t from Direction: CaptureFraction. It is
	// for detectors with a sensor.
	Capture(r *Rays, n, t int)
	// Scatter sets Q of source j from Direction: (d − i)/λ.
	Scatter(r *Rays, n, j int)
	// Polarize sets Polar of source j from Direction: Polarization.
	Polarize(r *Rays, n, j int)
	// Collect adds the samples of source j to their pixels, Total += weight · Solid ·
	// Polar · Captured · Sums; without Captured unless Captures.
	Collect(r *Rays, n, j int)
	// Expose multiplies Total by Header.Scale and sets Photons to it.
	Expose(r *Rays, n int)
}
