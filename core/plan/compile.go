package plan

import (
	"errors"
	"fmt"
	"image"
	"math"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// The shapes' constants, as the reference program has them.
const (
	// roundPeak scales the transform of a sphere so that its integral over
	// reciprocal space is that of a parallelepiped of as many cells.
	roundPeak = 0.723601254558268
	// gaussWidth is the width of the Gaussian spot, in Å⁻² times cells squared.
	gaussWidth = 0.63
)

// Compile validates e and turns it into numbers. Its errors name the option a
// user would change. After it, rendering fails only for want of resources.
func Compile(e *experiment.Experiment) (*Plan, error) {
	p := new(Plan)
	for _, step := range []func(*experiment.Experiment) error{
		p.setDetector, p.setSources, p.setOrientations, p.setCrystal, p.setScale,
	} {
		if err := step(e); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// edgeOn is the sine below which a detector is seen edge-on from the sample: all
// of its solid angles would be rounding.
const edgeOn = 1e-9

func (p *Plan) setDetector(e *experiment.Experiment) error {
	d := e.Detector
	roi := d.ROI
	if roi.Empty() {
		roi = image.Rectangle{}
	}
	sensor := d.Sensor
	switch {
	case d.Fast < 1 || d.Slow < 1 || d.Fast > math.MaxInt32 || d.Slow > math.MaxInt32:
		return fmt.Errorf("-detpixels: a detector of %d × %d pixels cannot be simulated", d.Fast, d.Slow)
	case !(d.Pixel > 0) || math.IsInf(d.Pixel, 0):
		return fmt.Errorf("-pixel: the pixel size must be positive, not %g m", d.Pixel)
	case e.Sampling.Oversample < 1 || e.Sampling.Oversample > math.MaxInt16:
		return fmt.Errorf("-oversample: %d sub-pixels along a pixel's edge; 1 to %d are possible", e.Sampling.Oversample, math.MaxInt16)
	case sensor.Layers < 1 || sensor.Layers > math.MaxInt16:
		return fmt.Errorf("-thicksteps: %d sensor layers; 1 to %d are possible", sensor.Layers, math.MaxInt16)
	case sensor.On && !(sensor.Layer >= 0 && sensor.Attenuation > 0 && finite([3]float64{sensor.Layer, sensor.Attenuation})):
		return fmt.Errorf("-detector_thick, -detector_abs: a sensor layer of %g m with an attenuation depth of %g m", sensor.Layer, sensor.Attenuation)
	case d.Mask != nil && len(d.Mask) != d.Fast*d.Slow:
		return fmt.Errorf("-mask: %d pixels for a detector of %d × %d", len(d.Mask), d.Fast, d.Slow)
	case roi.Min.X < 0 || roi.Min.Y < 0 || roi.Max.X > d.Fast || roi.Max.Y > d.Slow:
		return fmt.Errorf("-roi: %v reaches beyond the detector of %d × %d pixels", roi, d.Fast, d.Slow)
	case !finite(array(d.Origin)) || !finite(array(d.FastAxis)) || !finite(array(d.SlowAxis)) || !finite(array(d.NormalAxis)):
		return errors.New("-distance and the detector's axes: the detector's position is not finite")
	case !(math.Abs(d.Close) > edgeOn*geom.Norm(d.Origin)) || math.IsInf(d.Close, 0):
		return errors.New("-distance, -pix0_vector: the plane of the detector passes through the sample")
	}
	p.Origin, p.FastAxis, p.SlowAxis, p.NormalAxis = array(d.Origin), array(d.FastAxis), array(d.SlowAxis), array(d.NormalAxis)
	p.Beam = array(e.Beam.Direction)
	p.Pixel, p.Close, p.CurveDistance = d.Pixel, d.Close, d.SamplingDistance
	p.Oversample = int32(e.Sampling.Oversample)
	p.SubPixel = d.Pixel / float64(p.Oversample)
	p.Layers = int32(sensor.Layers)
	p.Width, p.Height = int32(d.Fast), int32(d.Slow)
	p.X0, p.Y0, p.X1, p.Y1 = int32(roi.Min.X), int32(roi.Min.Y), int32(roi.Max.X), int32(roi.Max.Y)
	p.Mask = d.Mask

	p.Flags = compatFlags(e)
	for _, f := range []struct {
		on   bool
		flag Flags
	}{
		{d.Curved, Curved},
		{d.PointPixel, PointPixel},
		{sensor.On, SensorOn},
		{e.Beam.Polarization.Off, NoPolarization},
		{e.Sampling.OversamplePolar, EachPolar},
		{e.Sampling.OversampleOmega, EachOmega},
		{e.Sampling.OversampleThick, EachThick},
	} {
		if f.on {
			p.Flags |= f.flag
		}
	}
	if sensor.On {
		p.Layer, p.Absorption = sensor.Layer, 1/sensor.Attenuation
	}
	p.MaxQ2 = math.Inf(1)
	if dmin := e.Sampling.DMin; dmin > 0 {
		p.MaxQ2 = 1 / (dmin * dmin)
	}
	return nil
}

// notUnit is how far from 1 the length of a unit vector may be: its rounding is a
// thousand times less, and what it would cost an index a million times.
const notUnit = 1e-12

func (p *Plan) setSources(e *experiment.Experiment) error {
	if len(e.Beam.Sources) == 0 {
		return errors.New("-sourcefile or -divergence: there is no source of X-rays")
	}
	axis := e.Beam.Polarization.Axis
	p.Kahn = e.Beam.Polarization.Kahn
	if !(math.Abs(p.Kahn) <= 1) {
		return fmt.Errorf("-polar: a polarization factor of %g; −1 to 1 are possible", p.Kahn)
	}
	p.Sources = make([]Source, len(e.Beam.Sources))
	for j, s := range e.Beam.Sources {
		switch {
		case !(s.Wavelength > 0) || math.IsInf(s.Wavelength, 0):
			return fmt.Errorf("-sourcefile or -dispersion: source %d has a wavelength of %g m", j+1, s.Wavelength)
		case !(math.Abs(geom.Norm(s.Incident)-1) <= notUnit):
			return fmt.Errorf("-sourcefile or -beam_vector: source %d has the direction %v, not a unit vector", j+1, s.Incident)
		case !(s.Weight >= 0) || math.IsInf(s.Weight, 0):
			return fmt.Errorf("-sourcefile: source %d has a weight of %g", j+1, s.Weight)
		}
		b := geom.Unit(r3.Cross(axis, s.Incident))
		p.Sources[j] = Source{
			Incident:  array(s.Incident),
			E:         array(geom.Unit(r3.Cross(s.Incident, b))),
			B:         array(b),
			InvLambda: 1 / s.Wavelength,
			Weight:    s.Weight,
		}
	}
	return nil
}

// maxOrientations keeps their list, 72 bytes each, below 4 GB.
const maxOrientations = 50_000_000

// setOrientations rotates the cell by φ about the spindle, then by each domain.
func (p *Plan) setOrientations(e *experiment.Experiment) error {
	steps, n := e.Scan.Steps, e.Crystal.Mosaic.Domains
	if steps < 1 || n < 1 || steps > maxOrientations/n {
		return fmt.Errorf("-phisteps, -mosaic_domains: %d steps of %d domains; 1 to %d orientations are possible", steps, n, maxOrientations)
	}
	angles, domains := e.Scan.Angles(), e.Crystal.Mosaic.Rotations()
	p.PhiSteps, p.Domains = int32(len(angles)), int32(len(domains))
	p.Orientations = make([]Orientation, 0, len(angles)*len(domains))
	for _, phi := range angles {
		cell := e.Crystal.Orientation.Direct
		if phi != 0 {
			cell = cell.MapRows(func(v r3.Vec) r3.Vec { return geom.RotateAxis(v, e.Goniometer.Spindle, phi) })
		}
		for _, domain := range domains {
			o := Orientation(cell.MapRows(domain.MulVec))
			if !finite([3]float64(o[0:3])) || !finite([3]float64(o[3:6])) || !finite([3]float64(o[6:9])) {
				return errors.New("-cell, -mat, -misset, -phi, -mosaic: the crystal's axes are not finite")
			}
			p.Orientations = append(p.Orientations, o)
		}
	}
	return nil
}

func (p *Plan) setCrystal(e *experiment.Experiment) error {
	c := e.Crystal
	cells := 1.0
	for i, n := range c.Cells {
		if n < 1 || n > math.MaxInt32 {
			return fmt.Errorf("-N%c: %d cells", "abc"[i], n)
		}
		p.Cells[i] = int32(n)
		cells *= float64(n)
	}
	switch {
	case c.Shape < experiment.Square || c.Shape > experiment.TopHat:
		return fmt.Errorf("-square_xtal, -round_xtal, -gauss_xtal, -tophat_spots: there is no shape %d", c.Shape)
	case !(c.Fudge >= 0) || math.IsInf(c.Fudge, 0):
		return fmt.Errorf("-fudge: a factor of %g", c.Fudge)
	case !finite([3]float64{c.DefaultF}):
		return fmt.Errorf("-default_F: a structure factor of %g", c.DefaultF)
	}
	p.Shape = Shape(c.Shape)
	p.Peak = cells
	switch p.Shape {
	case Round:
		p.Peak = cells * roundPeak
		for i, n := range c.Cells {
			p.Metric[i] = c.Fudge * float64(n) * float64(n)
		}
	case Gauss, TopHat:
		// |Δh a* + Δk b* + Δl c*|² in Å⁻² times (NaNbNc)², not dimensionless:
		// the reference program's definition.
		w := c.Fudge * cells * cells * units.Angstrom * units.Angstrom
		if p.Shape == Gauss {
			w /= gaussWidth
		}
		r := c.Orientation.Reciprocal
		a, b, k := r.Row(0), r.Row(1), r.Row(2)
		p.Metric = [6]float64{
			w * r3.Dot(a, a), w * r3.Dot(b, b), w * r3.Dot(k, k),
			2 * w * r3.Dot(a, b), 2 * w * r3.Dot(a, k), 2 * w * r3.Dot(b, k),
		}
	}
	p.DefaultF = c.DefaultF
	if g := c.Table; g != nil {
		if n := int64(g.Size[0]) * int64(g.Size[1]) * int64(g.Size[2]); min(g.Size[0], g.Size[1], g.Size[2]) < 1 || n != int64(len(g.F)) {
			return fmt.Errorf("-hkl: a table of %d × %d × %d structure factors holds %d", g.Size[0], g.Size[1], g.Size[2], len(g.F))
		}
		p.Lookup = Nearest
		if c.Interpolate {
			p.Lookup = Tricubic
		}
		p.GridMin, p.GridSize, p.F = g.Min, g.Size, g.F
	}
	return nil
}

// waterContrast is the scattering strength of water, electrons² per m³: 2.57²
// for each molecule, at 10⁶ g/m³ and 18 g/mol.
const waterContrast = 2.57 * 2.57 * 1e6 * units.Avogadro / 18

func (p *Plan) setScale(e *experiment.Experiment) error {
	over := int64(p.Oversample) * int64(p.Oversample)
	states := float64(len(p.Sources)) * float64(len(p.Orientations))
	roi := p.ROI()
	if total := states * float64(over) * float64(p.Layers) * max(1, float64(roi.Dx())*float64(roi.Dy())); total > math.MaxInt64/2 {
		return fmt.Errorf("-oversample, -phisteps, -mosaic_domains, sources: %.3g samples are too many to count", total)
	}
	p.Steps = int64(states) * over
	photons := units.ElectronRadiusSquared * e.Beam.Fluence
	if !(photons >= 0) || math.IsInf(photons, 0) {
		return fmt.Errorf("-fluence, -flux: a fluence of %g photons/m² is not possible", e.Beam.Fluence)
	}
	p.Scale = photons / float64(p.Steps)
	w := e.WaterSize
	p.Background = photons * waterContrast * w * w * w
	if !(p.Background >= 0) || math.IsInf(p.Background, 0) {
		return fmt.Errorf("-water: a cube of %g m", w)
	}
	p.Cull = e.Sampling.Cull
	if !(p.Cull >= 0) || math.IsInf(p.Cull, 0) {
		return fmt.Errorf("-cull: %g photons may be left out of a pixel; 0 or more are possible", p.Cull)
	}
	if p.Flags.Has(CompatWater) {
		p.Background *= p.Scale
	}
	return nil
}

func finite(v [3]float64) bool {
	s := math.Abs(v[0]) + math.Abs(v[1]) + math.Abs(v[2])
	return !math.IsInf(s, 0) && !math.IsNaN(s)
}
