package main

import (
	"context"
	"fmt"
	"io"

	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// contributors is how many sources, φ steps and domains are listed.
const contributors = 5

// traced is a pixel taken apart, with the experiment it belongs to.
type traced struct {
	*result
	x kernel.Explanation
}

// trace takes a pixel apart.
func (s *result) trace(ctx context.Context, fast, slow int) (traced, error) {
	explained := make(chan kernel.Explanation, 1)
	go func() { explained <- kernel.Explain(s.plan, fast, slow) }()
	select {
	case x := <-explained:
		return traced{s, x}, nil
	case <-ctx.Done():
		return traced{}, context.Cause(ctx)
	}
}

// microsteradian is the unit in which solid angles of pixels are readable, sr.
const microsteradian = 1e-6

// dark reports whether no sample was taken: the pixel is masked, or wholly beyond -dmin.
func (t traced) dark() bool {
	p := t.plan
	all := int64(p.Layers) * int64(p.Oversample) * int64(p.Oversample) * int64(len(p.Sources))
	return t.x.Masked || t.x.Skipped == all
}

// digits is the precision of printed factors: more than float32 images have.
const digits = 8

func (t traced) print(w io.Writer) {
	x, p := &t.x, t.plan
	out := newTable(w)
	defer out.flush()
	fmt.Fprintf(w, "pixel %d %d (fast slow)\n", x.Fast, x.Slow)
	if x.Masked {
		out.row("photons", "0", "the mask excludes this pixel")
		return
	}
	out.row("photons", num(x.Photons), fmt.Sprintf("Bragg %s, water %s", num(x.Bragg), num(x.Background)))
	if x.OutsideROI {
		out.row("", "", "outside -roi: an image holds 0 here")
	}
	out.row("samples", fmt.Sprint(x.Steps*int64(p.Layers)), t.sampling())
	if x.Skipped > 0 {
		out.row("skipped", fmt.Sprint(x.Skipped), "directions beyond -dmin")
	}
	if t.dark() {
		return
	}
	out.row("mean h k l", vec(x.Index, 1), "weighted by photons")

	s := &x.Strongest
	out.row()
	out.row("THE SAMPLE THAT GAVE MOST")
	out.row("sub-pixel", fmt.Sprintf("%d %d", s.SubFast, s.SubSlow), "fast slow, from 0")
	out.row("sensor layer", fmt.Sprint(s.Layer), "from 0")
	out.row("source", fmt.Sprint(s.Source), fmt.Sprintf("from 0; wavelength %s Å, weight %s", num(t.wavelength(s.Source)), num(s.Weight)))
	out.row("phi step", fmt.Sprint(s.Phi), fmt.Sprintf("from 0; phi %s°", num(t.phi(s.Phi))))
	out.row("mosaic domain", fmt.Sprint(s.Domain), "from 0")
	out.row("position", vec(s.Position, units.Millimetre), "mm, laboratory x y z")
	out.row("distance", num(s.Distance/units.Millimetre), "mm")
	out.row("direction", vec(s.Direction, 1), "unit vector")
	out.row("2θ", num(degrees(s.TwoTheta)), "°")
	out.row("resolution", num(s.Resolution/units.Angstrom), "Å")
	out.row("q", vec(s.Q, 1/units.Angstrom), "1/Å, (direction − incident)/λ")
	out.row("h k l", vec(s.Index, 1))
	out.row("nearest", vec(s.Nearest, 1), "lattice point")
	out.row("F_cell", num(s.Cell), "electrons; "+t.lookup())
	if a := s.LatticeAxes; p.Shape == plan.Square {
		out.row("F_latt", num(s.Lattice), fmt.Sprintf("along a %s, b %s, c %s", num(a[0]), num(a[1]), num(a[2])))
	} else {
		out.row("F_latt", num(s.Lattice))
	}
	out.row("polarization", num(s.Polarization))
	out.row("solid angle", num(s.SolidAngle/microsteradian), "µsr")
	out.row("captured", num(s.Captured), fmt.Sprintf("of the photons, in this layer; cosine to its normal %s", num(s.Parallax)))
	out.row("scale", num(x.Scale), "photons per electron² sr: r_e² · fluence / steps")
	out.row("photons", num(s.Photons), "scale · weight · F_cell² · F_latt² · polarization · solid angle · captured")

	for _, part := range []struct {
		name  string
		parts []float64
		about func(i int) string
	}{
		{"SOURCE", x.BySource, t.aboutSource},
		{"PHI STEP", x.ByPhi, func(i int) string { return fmt.Sprintf("phi %s°", num(t.phi(i))) }},
		{"MOSAIC DOMAIN", x.ByDomain, func(int) string { return "" }},
	} {
		if len(part.parts) == 1 {
			continue
		}
		list := kernel.Largest(part.parts, contributors)
		out.row()
		out.row(fmt.Sprintf("PHOTONS BY %s", part.name), "", fmt.Sprintf("the strongest %d of %d", len(list), len(part.parts)))
		for _, c := range list {
			out.row(fmt.Sprint(c.Index), fmt.Sprintf("%.2f %%", c.Percent), part.about(c.Index))
		}
	}
}

func num(v float64) string { return fmt.Sprintf("%.*g", digits, v+0) }

// vec writes v/scale.
func vec(v r3.Vec, scale float64) string {
	c := geom.Triple(v, scale)
	return num(c[0]) + "  " + num(c[1]) + "  " + num(c[2])
}

func (t traced) aboutSource(i int) string {
	return fmt.Sprintf("wavelength %s Å, along %s", num(t.wavelength(i)), vec(r3.Vec(t.Experiment.Beam.Sources[i].Incident), 1))
}

// wavelength of source i, Å.
func (t traced) wavelength(i int) float64 { return 1 / t.plan.Sources[i].InvLambda / units.Angstrom }

// sampling says what a pixel's samples are made of.
func (t traced) sampling() string {
	p := t.plan
	return fmt.Sprintf("%s × %s × %s × %d × %d sub-pixels × %s", plural(len(p.Sources), "source"), plural(int(p.PhiSteps), "phi step"),
		plural(int(p.Domains), "domain"), p.Oversample, p.Oversample, plural(int(p.Layers), "sensor layer"))
}

// lookup says where F_cell comes from.
func (t traced) lookup() string {
	switch t.plan.Lookup {
	case plan.Nearest:
		return "of the nearest lattice point in " + t.StructureFactors
	case plan.Tricubic:
		return "interpolated between 4 × 4 × 4 lattice points in " + t.StructureFactors
	}
	return t.StructureFactors
}

// phi returns the angle of step i in degrees.
func (t traced) phi(i int) float64 { return degrees(t.Experiment.Scan.Angles()[i]) }
