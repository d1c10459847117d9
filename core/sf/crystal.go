package sf

import (
	"errors"
	"fmt"
	"math"

	"gobragg/core/geom"
	"gobragg/core/hkl"
	"gobragg/core/model"
	"gobragg/core/portable"
	"gobragg/core/symmetry"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// index is h, k, l.
type index [3]int32

// negative returns −h.
func (h index) negative() index { return index{-h[0], -h[1], -h[2]} }

// above reports whether h comes after g in the order of l, k, h.
func (h index) above(g index) bool {
	for i := 2; i >= 0; i-- {
		if h[i] != g[i] {
			return h[i] > g[i]
		}
	}
	return false
}

// rotate returns hR, the index that the operator x → Rx + t makes of h, and the phase
// h·t in units of 1/symmetry.Den turns, 0 ≤ phase < symmetry.Den.
func rotate(o *symmetry.Op, h index) (g index, phase int) {
	x, y, z := int(h[0]), int(h[1]), int(h[2])
	phase = (x*o.T[0] + y*o.T[1] + z*o.T[2]) % symmetry.Den
	if phase < 0 {
		phase += symmetry.Den
	}
	x, y, z = o.Miller(x, y, z)
	return index{int32(x), int32(y), int32(z)}, phase
}

// turn holds exp(2πi n/symmetry.Den).
var turn = func() (c [symmetry.Den]complex128) {
	for n := range c {
		sin, cos := math.Sincos(2 * math.Pi * float64(n) / symmetry.Den)
		c[n] = complex(cos, sin)
	}
	const quarter = symmetry.Den / 4
	c[quarter], c[2*quarter], c[3*quarter] = 1i, -1, -1i
	return c
}()

// scatterer is an atom of the model, ready for summation.
type scatterer struct {
	name     string
	position r3.Vec
	kind     int // in crystal.kinds
	weight   float64
	b        float64   // Å²; where aniso, the tensor counts
	aniso    bool      //
	u        geom.Mat3 // in fractions of the axes, of isotropic atoms too
}

// kind is the form factor of one element and charge.
type kind struct {
	f    model.Gaussians
	real float64 // f′
	imag float64 // f″
}

// crystal is what the sums need of a model.
type crystal struct {
	direct     geom.Mat3 // rows a, b, c, Å
	reciprocal geom.Mat3 // rows a*, b*, c*, 1/Å
	metric     geom.Mat3 // G*: products of a*, b*, c*, averaged over the group's operators
	volume     float64   // Å³
	group      *symmetry.Group
	ops        []symmetry.Op // one for each rotation
	centring   float64       // lattice points in a cell
	atoms      []scatterer
	kinds      []kind
	anomalous  bool // an f″ is not 0
	maxS2      float64
	limit      index // largest |h|, |k|, |l|
	notes      []string
}

// Limits of a calculation.
const (
	// maxReflections bounds the sphere of reflections: an array over the box around it takes 30 bytes a reflection.
	maxReflections = 1 << 26
	// shapeTolerance is how far the operators may change the products of axes,
	// relative to their lengths, before they and the cell are said not to fit.
	shapeTolerance = 0.03
	// maxGrowth is the exponent by which negative displacement parameters may raise a
	// form factor at the resolution limit.
	maxGrowth = 5
)

// newCrystal prepares a model for structure factors to dmin, Å.
func newCrystal(m *model.Model, dmin float64, opt *Options) (*crystal, error) {
	if !(dmin > 0) || math.IsInf(dmin, 0) {
		return nil, fmt.Errorf("sf: a resolution of %g Å, want a positive number", dmin)
	}
	if len(m.Atoms) == 0 {
		return nil, errors.New("sf: the model has no atoms")
	}
	if err := m.Cell.Check(); err != nil {
		return nil, fmt.Errorf("sf: %w", err)
	}
	c := &crystal{direct: m.Cell.Axes(), volume: m.Cell.Volume(), group: m.Group, ops: m.Group.Primitive(), centring: float64(len(m.Group.Centring()))}
	c.reciprocal = c.direct.Dual()
	if err := c.averageMetric(); err != nil {
		return nil, err
	}
	// The sphere includes its surface in spite of rounding.
	c.maxS2 = (1 + 1e-9) / (dmin * dmin)
	if n := 4 * math.Pi / 3 * c.volume / (dmin * dmin * dmin); n > maxReflections {
		return nil, fmt.Errorf("sf: %.3g reflections to %g Å, at most %.3g allowed", n, dmin, float64(maxReflections))
	}
	dual := c.metric.Dual() // the metric of the direct axes, of a symmetric matrix
	for i := range c.limit {
		limit := math.Sqrt(dual[4*i] * c.maxS2)
		if limit > hkl.MaxIndex {
			return nil, fmt.Errorf("sf: index %c beyond %d at %g Å", "hkl"[i], hkl.MaxIndex, dmin)
		}
		c.limit[i] = int32(limit)
	}
	if err := c.addAtoms(m, opt); err != nil {
		return nil, err
	}
	return c, nil
}

// averageMetric sets the metric G* to the mean of R G* Rᵀ over the operators, so that
// equivalent reflections have one resolution to the last bit that counts. It fails
// where the cell does not have the symmetry.
func (c *crystal) averageMetric() error {
	g := c.reciprocal.Mul(c.reciprocal.T())
	for i := range c.ops {
		var r geom.Mat3
		for j, x := range c.ops[i].R {
			r[j] = float64(x)
		}
		turned := r.Mul(g).Mul(r.T())
		for j := range g {
			size := math.Sqrt(g[4*(j/3)] * g[4*(j%3)])
			if !(math.Abs(turned[j]-g[j]) <= shapeTolerance*size) {
				return errors.New("sf: the cell does not have the symmetry of the space group")
			}
			c.metric[j] += turned[j] / float64(len(c.ops))
		}
	}
	return nil
}

// s2 returns 1/d² of a reflection, 1/Å².
func (c *crystal) s2(h index) float64 {
	x, y, z := float64(h[0]), float64(h[1]), float64(h[2])
	g := &c.metric
	return x*x*g[0] + y*y*g[4] + z*z*g[8] + 2*(x*y*g[1]+x*z*g[2]+y*z*g[5])
}

// addAtoms gathers the atoms, and the form factor of each kind.
func (c *crystal) addAtoms(m *model.Model, opt *Options) error {
	energy := 0.0
	if opt.Wavelength != 0 {
		energy = units.WavelengthFromEnergy(opt.Wavelength) / units.Angstrom // E = hc/λ as λ = hc/E
		if !(energy >= model.MinAnomalousEnergy && energy <= model.MaxAnomalousEnergy) {
			return fmt.Errorf("sf: anomalous scattering at a wavelength of %.5g Å: the table has %.3g to %.3g Å", opt.Wavelength,
				units.WavelengthFromEnergy(model.MaxAnomalousEnergy)/units.Angstrom, units.WavelengthFromEnergy(model.MinAnomalousEnergy)/units.Angstrom)
		}
	}
	type species struct {
		element model.Element
		charge  int8
	}
	known := make(map[species]int)
	for i := range m.Atoms {
		a := &m.Atoms[i]
		if a.Occupancy == 0 {
			continue
		}
		n, ok := known[species{a.Element, a.Charge}]
		if !ok {
			k, err := c.newKind(a, energy)
			if err != nil {
				return err
			}
			n = len(c.kinds)
			c.kinds = append(c.kinds, k)
			known[species{a.Element, a.Charge}] = n
		}
		s := scatterer{name: a.Name, position: a.Position, kind: n, weight: a.Occupancy, b: a.B, aniso: a.Anisotropic, u: a.Tensor(c.reciprocal)}
		least := c.leastB(&s)
		if !(least*c.maxS2/4 >= -maxGrowth) {
			return fmt.Errorf("sf: atom %d, %s: a displacement parameter B of %.4g Å² along one direction, which is too negative", i+1, a.Name, least)
		}
		if s.aniso && least < 0 && len(c.notes) < maxNotes {
			c.notes = append(c.notes, fmt.Sprintf("atom %d, %s: the displacement tensor is negative along one direction", i+1, a.Name))
		}
		c.atoms = append(c.atoms, s)
	}
	if len(c.atoms) == 0 {
		return errors.New("sf: all atoms have an occupancy of 0")
	}
	return nil
}

// maxNotes bounds remarks of one sort.
const maxNotes = 10

// newKind returns the form factor of an atom's element and charge.
func (c *crystal) newKind(a *model.Atom, energy float64) (kind, error) {
	f, ok := model.FormFactor(a.Element, int(a.Charge))
	if !ok && a.Charge != 0 {
		if f, ok = model.FormFactor(a.Element, 0); ok {
			c.notes = append(c.notes, fmt.Sprintf("no form factor for %s of charge %+d: that of the neutral atom is used", a.Element, a.Charge))
		}
	}
	if !ok {
		return kind{}, fmt.Errorf("sf: no form factor for element %s", a.Element)
	}
	k := kind{f: f}
	if energy != 0 {
		var err error
		if k.real, k.imag, err = model.Anomalous(a.Element, energy); err != nil {
			c.notes = append(c.notes, fmt.Sprintf("%v: they are 0", err))
		}
		c.anomalous = c.anomalous || k.imag != 0
	}
	return k, nil
}

// leastB returns the smallest B of a scatterer in any direction, Å²: 8π² times the
// least eigenvalue of its Cartesian tensor.
func (c *crystal) leastB(s *scatterer) float64 {
	if !s.aniso {
		return s.b
	}
	// u in fractions is F U Fᵀ with F the rows a*, b*, c*; its inverse has the columns a, b, c.
	toCartesian := c.direct.T()
	return 8 * math.Pi * math.Pi * leastEigenvalue(toCartesian.Mul(s.u).Mul(c.direct))
}

// leastEigenvalue returns the smallest eigenvalue of a symmetric matrix, by the
// trigonometric solution of its characteristic cubic (O. K. Smith, Comm. ACM 4 (1961) 168).
func leastEigenvalue(m geom.Mat3) float64 {
	mean := (m[0] + m[4] + m[8]) / 3
	off := m[1]*m[1] + m[2]*m[2] + m[5]*m[5]
	x, y, z := m[0]-mean, m[4]-mean, m[8]-mean
	p := math.Sqrt((x*x + y*y + z*z + 2*off) / 6)
	if p == 0 {
		return mean
	}
	shifted := geom.Mat3{x / p, m[1] / p, m[2] / p, m[1] / p, y / p, m[5] / p, m[2] / p, m[5] / p, z / p}
	angle := math.Acos(max(-1, min(1, shifted.Det()/2))) / 3
	return mean + 2*p*math.Cos(angle+2*math.Pi/3)
}

// damping returns exp(−2π² hᵀ U h).
func damping(u *geom.Mat3, h index) float64 {
	x, y, z := float64(h[0]), float64(h[1]), float64(h[2])
	return portable.Exp(-2 * math.Pi * math.Pi * (x*x*u[0] + y*y*u[4] + z*z*u[8] + 2*(x*y*u[1]+x*z*u[2]+y*z*u[5])))
}

// unique calls f for one reflection of each set that the operators and Friedel's law
// make equivalent, within the sphere, in the order of h, k, l.
func (c *crystal) unique(f func(h index)) {
	for h := -c.limit[0]; h <= c.limit[0]; h++ {
		for k := -c.limit[1]; k <= c.limit[1]; k++ {
			for l := int32(0); l <= c.limit[2]; l++ {
				if i := (index{h, k, l}); c.s2(i) <= c.maxS2 && c.highest(i) {
					f(i)
				}
			}
		}
	}
}

// highest reports whether none of the equivalents of h is above it.
func (c *crystal) highest(h index) bool {
	for i := range c.ops {
		g, _ := rotate(&c.ops[i], h)
		if g.above(h) || g.negative().above(h) {
			return false
		}
	}
	return true
}

// absent reports whether the operators make F(h) 0.
func (c *crystal) absent(h index) bool { return c.group.Absent(int(h[0]), int(h[1]), int(h[2])) }
