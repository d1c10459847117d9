package view

import (
	"math"
	"strconv"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// Factor is one line of an explanation.
type Factor struct {
	Symbol, Name string
	Value        string
	Unit         string
	Formula      string
	// Number is the value that enters the product, in SI units; NaN for lines that
	// do not enter it.
	Number float64
}

// Part is what one source, φ step or domain gives to a pixel.
type Part struct {
	Name    string
	Percent float64
}

// Parts lists the strongest parts of one kind.
type Parts struct {
	Kind string // "source", "φ step", "domain"
	Of   int    // how many there are
	List []Part
}

// Explained is a pixel taken apart, in words.
type Explained struct {
	kernel.Explanation
	// Lines say where the pixel looks, Factors multiply to Product, the photons of the
	// strongest sample.
	Lines   []Factor
	Factors []Factor
	Product float64
	Parts   []Parts
	// Nothing says why the pixel has no sample to explain, else it is empty.
	Nothing string
}

// digits of the numbers of an explanation.
const digits = 5

// largestParts is how many sources, φ steps and domains are listed.
const largestParts = 4

// Explain takes the pixel apart.
func (s *Scene) Explain(fast, slow int) Explained {
	p := s.Plan
	x := Explained{Explanation: kernel.Explain(p, fast, slow)}
	samples := int64(p.Layers) * int64(p.Oversample) * int64(p.Oversample) * int64(len(p.Sources))
	switch {
	case x.Masked:
		x.Nothing = "The mask excludes this pixel."
		return x
	case x.Skipped == samples:
		x.Nothing = "All directions of this pixel are beyond -dmin."
		return x
	}
	t := &x.Strongest
	none := math.NaN()
	row := func(list *[]Factor, symbol, name string, number float64, value, unit, formula string) {
		*list = append(*list, Factor{Symbol: symbol, Name: name, Number: number, Value: value, Unit: unit, Formula: formula})
	}
	num := func(v float64) string { return Number(v, digits) }
	row(&x.Lines, "hkl", "index", none, vector(t.Index, 1, 4), "", "a·q, b·q, c·q; nearest lattice point "+hklName(int(t.Nearest.X), int(t.Nearest.Y), int(t.Nearest.Z)))
	row(&x.Lines, "d", "resolution", none, num(t.Resolution/units.Angstrom), "Å", "λ/(2 sin θ) = 1/|q|")
	row(&x.Lines, "2θ", "scattering angle", none, num(t.TwoTheta/units.Degree), "°", "between the ray of this source and the pixel")
	row(&x.Lines, "q", "scattering vector", none, vector(t.Q, 1/units.Angstrom, 3), "Å⁻¹", "(d̂ − î)/λ, laboratory x y z")
	row(&x.Lines, "R", "distance", none, num(t.Distance/units.Millimetre), "mm", "from the sample to the sub-pixel")

	row(&x.Factors, "S", "scale", x.Scale, num(x.Scale), "photons/(electron² sr)", "r_e² · fluence / samples; "+s.samples())
	if len(p.Sources) > 1 {
		row(&x.Factors, "w", "weight of the source", t.Weight, num(t.Weight), "", "mean 1 over all sources")
	}
	row(&x.Factors, "F²", "one cell", t.Cell*t.Cell, num(t.Cell)+"²", "electrons²", s.lookup())
	row(&x.Factors, "L²", "the lattice", t.Lattice*t.Lattice, num(math.Abs(t.Lattice))+"²", "", s.lattices(t))
	row(&x.Factors, "P", "polarization", t.Polarization, num(t.Polarization), "", "½ [1 + cos²2θ − K cos 2ψ sin²2θ], K = "+num(p.Kahn))
	row(&x.Factors, "Ω", "solid angle", t.SolidAngle, num(t.SolidAngle*1e6), "µsr", s.solidAngle())
	if p.Flags.Has(plan.SensorOn) {
		row(&x.Factors, "C", "captured by the sensor", t.Captured, num(t.Captured), "", "exp(−µ z/cos χ) − exp(−µ (z + Δz)/cos χ), cos χ = "+num(t.Parallax))
	}
	x.Product = 1
	for _, f := range x.Factors {
		x.Product *= f.Number
	}

	scan := s.Experiment.Scan.Angles()
	x.parts("source", x.BySource, func(i int) string {
		return strconv.Itoa(i+1) + ", λ " + Number(1/p.Sources[i].InvLambda/units.Angstrom, digits) + " Å"
	})
	x.parts("φ step", x.ByPhi, func(i int) string {
		return strconv.Itoa(i+1) + ", φ " + Number(scan[i]/units.Degree, digits) + "°"
	})
	x.parts("domain", x.ByDomain, func(i int) string { return strconv.Itoa(i + 1) })
	return x
}

func (x *Explained) parts(kind string, photons []float64, name func(int) string) {
	if len(photons) < 2 {
		return
	}
	parts := Parts{Kind: kind, Of: len(photons)}
	for _, s := range kernel.Largest(photons, largestParts) {
		parts.List = append(parts.List, Part{name(s.Index), s.Percent})
	}
	x.Parts = append(x.Parts, parts)
}

// samples says what a pixel is the mean of.
func (s *Scene) samples() string {
	p := s.Plan
	text := ""
	for _, c := range []struct {
		n    int
		name string
	}{{len(p.Sources), "sources"}, {int(p.PhiSteps), "φ steps"}, {int(p.Domains), "domains"}, {int(p.Oversample * p.Oversample), "sub-pixels"}} {
		if c.n > 1 {
			if text != "" {
				text += " × "
			}
			text += strconv.Itoa(c.n) + " " + c.name
		}
	}
	if text == "" {
		return "a single sample"
	}
	return text
}

func (s *Scene) lookup() string {
	switch s.Plan.Lookup {
	case plan.Nearest:
		return "structure factor of the nearest lattice point"
	case plan.Tricubic:
		return "structure factor, interpolated between 4 × 4 × 4 lattice points"
	}
	return "the same structure factor everywhere"
}

func (s *Scene) lattices(t *kernel.SampleExplanation) string {
	switch s.Plan.Shape {
	case plan.Square:
		a := t.LatticeAxes
		return "Π sin(πNh)/sin(πh) = " + Number(a[0], 4) + " × " + Number(a[1], 4) + " × " + Number(a[2], 4)
	case plan.Round:
		return "NaNbNc · 0.7236 · 3 (sin x/x − cos x)/x², x = π√ρ"
	case plan.Gauss:
		return "NaNbNc · exp(−ρ)"
	}
	return "NaNbNc within ρ < 0.3969, 0 outside"
}

func (s *Scene) solidAngle() string {
	p := s.Plan
	switch {
	case p.Flags.Has(plan.PointPixel):
		return "1/R²"
	case p.Flags.Has(plan.Curved) && !p.Flags.Has(plan.CompatCurve):
		return "pixel²/R²"
	}
	return "pixel² · close distance / R³"
}

func vector(v r3.Vec, unit float64, digits int) string {
	return Number(v.X/unit, digits) + "  " + Number(v.Y/unit, digits) + "  " + Number(v.Z/unit, digits)
}
