package config

import (
	"math"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/model"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// readModel gets the cell of the file of -model, which may be wanted.
func (r *resolver) readModel() error {
	c := r.in.Crystal
	if c.Model == "" || r.factors != nil {
		return nil
	}
	f, err := r.books.factors(r.open, Request{Option: "model", File: c.Model, Cell: true}, r.in.Running.Threads)
	r.model = f
	return err
}

// cell returns the cell of a file that states one.
func (f *Factors) cell() model.Cell {
	x := f.Cell
	return model.Cell{A: x[0], B: x[1], C: x[2], Alpha: x[3], Beta: x[4], Gamma: x[5]}
}

// compute sets the structure factors of -model: those of its own cell, which F
// depends on, by index, as far as the experiment reaches.
func (r *resolver) compute() error {
	c := r.in.Crystal
	dmin := 1 / (r.reach() * units.Angstrom * r.stretch())
	if volume := r.model.cell().Volume(); r.books != nil && r.books.Reflections > 0 {
		if n := 4 * math.Pi / 3 * volume / (dmin * dmin * dmin); n > r.books.Reflections {
			return usage("model", "the detector sees %.3g reflections, to %.3g Å; at most %.3g are computed here: give -dmin or move the detector away", n, dmin, r.books.Reflections)
		}
	}
	q := Request{
		Option: "model", File: c.Model, DefaultF: c.DefaultF, DMin: dmin,
		KSol: c.KSol, BSol: c.BSol, RProbe: c.RProbe, RShrink: c.RShrink,
	}
	if !c.NoAnomalous {
		q.Wavelength = r.e.Beam.Wavelength / units.Angstrom
	}
	f, err := r.books.factors(r.open, q, r.in.Running.Threads)
	if err != nil {
		return err
	}
	r.use("model", c.Model, f)
	return nil
}

// reach returns the length of the longest scattering vector, 1/d in 1/m, whose
// structure factor a pixel asks for: the largest of all pixels and sources, or what
// -dmin allows, and from there to the reflection that is nearest, or to those that
// are interpolated between.
func (r *resolver) reach() float64 {
	e := r.e
	// A source is within spread of the beam, and so are the scattering angles.
	shortest, spread := e.Beam.Wavelength, 0.0
	for i, s := range e.Beam.Sources {
		if i == 0 || s.Wavelength < shortest {
			shortest = s.Wavelength
		}
		spread = max(spread, angle(s.Incident, e.Beam.Direction))
	}
	twoTheta := min(math.Pi, widest(&e.Detector, e.Beam.Direction)+spread)
	s := 2 * math.Sin(twoTheta/2) / shortest
	if d := r.in.Sampling.DMin; d > 0 {
		s = min(s, 1/d)
	}
	steps := 0.5
	if r.in.Crystal.Interpolate.Or(few(e.Crystal.Cells)) {
		steps = 2.5
	}
	for i := range 3 {
		s += steps * geom.Norm(e.Crystal.Orientation.Reciprocal.Row(i))
	}
	return s
}

// widest returns the largest angle between the unit vector beam and the direction
// of a point of the detector, rad: π where the detector has the point that looks
// straight back, else that of a point on its border.
func widest(d *experiment.Detector, beam r3.Vec) float64 {
	if fast, slow, ok := d.Meets(r3.Scale(-1, beam)); ok && fast >= 0 && fast <= float64(d.Fast) && slow >= 0 && slow <= float64(d.Slow) {
		return math.Pi
	}
	const points = 256 // along an edge
	most := 0.0
	for i := range points + 1 {
		x := float64(i) / points
		fast, slow := x*float64(d.Fast), x*float64(d.Slow)
		for _, p := range [][2]float64{{fast, 0}, {fast, float64(d.Slow)}, {0, slow}, {float64(d.Fast), slow}} {
			most = max(most, angle(towards(d, p[0], p[1]), beam))
		}
	}
	return most
}

// towards returns the direction, not normalised, from the sample to a point of the
// detector, pixels; of a curved one the inverse of Detector.Meets.
func towards(d *experiment.Detector, fast, slow float64) r3.Vec {
	if !d.Curved {
		return d.At(fast, slow)
	}
	sinA, cosA := math.Sincos((fast*d.Pixel - d.NearFast) / d.Close)
	sinB, cosB := math.Sincos((slow*d.Pixel - d.NearSlow) / d.Close)
	v := r3.Add(r3.Scale(cosA*cosB, d.NormalAxis), r3.Scale(cosA*sinB, d.SlowAxis))
	return r3.Add(v, r3.Scale(sinA, d.FastAxis))
}

// angle returns that between two vectors, rad.
func angle(a, b r3.Vec) float64 { return math.Atan2(geom.Norm(r3.Cross(a, b)), r3.Dot(a, b)) }

// sameCell is the stretch from which on the user hears of a model with another cell.
const sameCell = 1.02

// stretch returns the largest ratio of 1/d of a reflection in the model's cell to that
// in the crystal's, with room for rounding.
func (r *resolver) stretch() float64 {
	axes := r.model.cell().Axes()
	for i := range axes {
		axes[i] *= units.Angstrom
	}
	crystal := r.e.Crystal.Orientation
	// h = D q, so that q in one cell is D*ᵀ D q of the other.
	more := largest3(axes.Dual().T().Mul(crystal.Direct))
	less := largest3(crystal.Reciprocal.T().Mul(axes))
	if more > sameCell || less > sameCell {
		c := r.model.cell()
		r.warn("model", "the cell of %s is %g %g %g %g %g %g, not the crystal's; it gives the structure factors, by index",
			r.in.Crystal.Model, c.A, c.B, c.C, c.Alpha, c.Beta, c.Gamma)
	}
	return more * (1 + 1e-6)
}

// largest3 returns the largest singular value of m, by the power method.
func largest3(m geom.Mat3) float64 {
	square := m.T().Mul(m)
	v := r3.Vec{X: 1, Y: 0.9, Z: 0.8} // across no axis that counts
	for range 200 {
		v = geom.Unit(square.MulVec(v))
	}
	return geom.Norm(m.MulVec(v))
}
