package config

import (
	"errors"
	"io"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/rng"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

var errWeights = errors.New("the weights of the sources must be at least 0, and not all 0")

func (r *resolver) setCrystal() error {
	in, c := r.in.Crystal, &r.e.Crystal
	if err := r.readReflections(); err != nil {
		return err
	}
	if err := r.readModel(); err != nil {
		return err
	}
	if err := r.orient(); err != nil {
		return err
	}
	if err := r.countCells(); err != nil {
		return err
	}
	c.Shape, c.Fudge = in.Shape, in.Fudge
	c.DefaultF = in.DefaultF

	c.Mosaic = experiment.Mosaic{Spread: in.MosaicSpread, Domains: 1, Seed: in.MosaicSeed}
	if in.MosaicSpread != 0 {
		c.Mosaic.Domains = in.MosaicDomains.Or(spreadDomains)
	}

	if err := r.readTable(); err != nil {
		return err
	}
	if c.Table != nil {
		c.Interpolate = in.Interpolate.Or(few(c.Cells))
		r.interpolatesThere = in.Interpolate.Or(few(r.statedCells()))
	}
	return nil
}

// few reports whether a crystal is so small that spots reach far from reciprocal
// lattice points.
func few(cells [3]int) bool { return min(cells[0], cells[1], cells[2]) <= 2 }

// asIs is the misset that does nothing.
func asIs(v r3.Vec) r3.Vec { return v }

// orient finds the cell in the laboratory: cell or matrix, then misset.
func (r *resolver) orient() error {
	in, c := r.in.Crystal, &r.e.Crystal
	misset := r.misset()
	if r.crystal != nil {
		return r.orientAsFile(misset)
	}
	if r.matrix != nil {
		return r.orientMatrix(*r.matrix, misset)
	}
	if in.Matrix == "" {
		cell, ok := in.Cell.Value, in.Cell.Set
		if !ok {
			cell, ok = r.cellOfFile()
		}
		if !ok {
			return &UsageError{Text: "there is no unit cell: give -cell A B C ALPHA BETA GAMMA (Å and °), a matrix with -mat FILE, or a file of another program with -orientation FILE"}
		}
		var err error
		if c.Orientation, err = cell.Orient(misset, r.e.Compat); err != nil {
			return usage("cell", "%v", err)
		}
		return nil
	}
	return r.read("mat", in.Matrix, func(f io.Reader) error {
		m, err := ReadMatrix(f)
		if err != nil {
			return err
		}
		return r.orientMatrix(m, misset)
	})
}

// orientMatrix orients the crystal by a MOSFLM matrix.
func (r *resolver) orientMatrix(m geom.Mat3, misset func(r3.Vec) r3.Vec) (err error) {
	star := m.T() // rows a*, b*, c*, times λ
	for i := range star {
		star[i] /= r.e.Beam.Wavelength
	}
	r.e.Crystal.Orientation, err = experiment.OrientReciprocal(star.MapRows(misset))
	return err
}

// misset returns the rotation of the crystal, and records its angles.
func (r *resolver) misset() func(r3.Vec) r3.Vec {
	in, out := r.in.Crystal, r.out
	out.MissetSeed = in.MissetSeed.Or(r.in.Seed)
	m := in.Misset
	if !m.Random {
		out.Misset = [3]float64{m.X, m.Y, m.Z}
		return func(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, m.X, m.Y, m.Z) }
	}
	out.MissetRandom = true
	generator := rng.NewRan1(out.MissetSeed)
	var u geom.Mat3
	if r.e.Compat {
		u = rng.MosaicRotation(generator, rng.CompatMissetSpread)
	} else {
		u = rng.UniformRotation(generator)
	}
	x, y, z := geom.AnglesXYZ(u)
	out.Misset = [3]float64{x, y, z}
	r.note("misset", "the random orientation of seed %d is -misset %.6f %.6f %.6f", out.MissetSeed, x/units.Degree, y/units.Degree, z/units.Degree)
	if r.e.Compat {
		return func(v r3.Vec) r3.Vec { return geom.RotateXYZ(v, x, y, z) }
	}
	return u.MulVec
}

// statedCells returns Na, Nb, Nc as -N and its kin give them.
func (r *resolver) statedCells() [3]int {
	var n [3]int
	for i, c := range r.in.Crystal.Cells {
		n[i] = max(1, c.Or(1))
	}
	return n
}

// countCells finds Na, Nb, Nc; along an axis a size wins over a number.
func (r *resolver) countCells() error {
	c := &r.e.Crystal
	c.Cells = r.statedCells()
	size := r.in.Crystal.Size
	for i, s := range size {
		if i > 0 && s.Set && s.Value > r.in.Beam.BeamSize {
			r.warn(r.sizeOption(i), "the crystal's %g mm along %c are clipped to the beam of %g mm", s.Value/units.Millimetre, "abc"[i], r.in.Beam.BeamSize/units.Millimetre)
			size[i].Value = r.in.Beam.BeamSize
		}
	}
	var edge, length [3]float64
	for i, s := range size {
		edge[i], length[i] = s.Value, geom.Norm(c.Orientation.Direct.Row(i))
		if n := edge[i] / length[i]; s.Set && !(n <= maxCells) {
			return usage(r.sizeOption(i), "%g mm are %.3g cells along %c; at most %.0g are possible", s.Value/units.Millimetre, n, "abc"[i], float64(maxCells))
		}
	}
	for i, n := range experiment.CellsOfSize(edge, length) {
		if size[i].Set {
			c.Cells[i] = n
		}
	}
	return nil
}

// sizeOptions are the options for the crystal's edges along a, b, c.
var sizeOptions = [3]string{"sample_thick", "sample_width", "sample_height"}
