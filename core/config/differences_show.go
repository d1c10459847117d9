package config

import (
	"fmt"
	"math"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// visible is the relative difference below which two geometries count as equal:
// far above rounding, far below a pixel.
const visible = 1e-9

func showsTriclinic(r *resolver) []sighting {
	in := r.in.Crystal
	if in.Matrix != "" || r.crystal != nil || r.matrix != nil || !in.Cell.Set {
		return nil
	}
	u := in.Cell.Value
	// The reference's c*_z is too long by V*/(a*b*c*) ÷ V/(abc).
	excess := u.A*u.B*u.C*math.Sin(u.Alpha)*math.Sin(u.Beta)*math.Sin(u.Gamma)/u.Volume() - 1
	if math.Abs(excess) < visible {
		return nil
	}
	return []sighting{{"cell", fmt.Sprintf("its c* is %.2g %% off here", 100*math.Abs(excess))}}
}

func showsOversample(r *resolver) []sighting {
	e := r.e
	s, states := e.Sampling, len(e.Beam.Sources)*e.Crystal.Mosaic.Domains*e.Scan.Steps
	steps := float64(states) * float64(s.Oversample*s.Oversample) * float64(e.Detector.Sensor.Layers)
	var all []sighting
	if s.OversampleThick && !e.Detector.Sensor.On {
		all = append(all, sighting{"oversample_thick", "there is no sensor, so the reference program's image is empty; give -detector_thick and -detector_abs"})
	}
	if steps > 1 {
		if s.OversampleThick && e.Detector.Sensor.On {
			all = append(all, sighting{option: "oversample_thick"})
		}
		if s.OversamplePolar && !e.Beam.Polarization.Off {
			all = append(all, sighting{option: "oversample_polar"})
		}
		if s.OversampleOmega {
			all = append(all, sighting{option: "oversample_omega"})
		}
	}
	return all
}

// showsInterpolationEdge bounds the indices that occur, |h| ≤ |a| |q|, against the
// table's, with the two indices of margin that the reference program asks for.
func showsInterpolationEdge(r *resolver) []sighting {
	c := r.e.Crystal
	if !c.Interpolate {
		return nil
	}
	q := r.largestQ()
	low, high := c.Table.Min, c.Table.Max()
	edge := false
	for i := range low {
		h := q*geom.Norm(c.Orientation.Direct.Row(i)) + 2
		edge = edge || h > float64(high[i]) || -h < float64(low[i])
	}
	return at(r.given("interpolate", "hkl", "model", "dumpfile"), edge)
}

// largestQ bounds |d − i|/λ over detector and sources, 1/m.
func (r *resolver) largestQ() float64 {
	longest := 2.0 // of d − i, whatever the detector
	if d := r.e.Detector; !d.Curved && d.Close > 0 {
		// Directions within 90° of a source form a convex cone, so that the
		// corners of a flat detector bound it.
		longest = 0
		for _, corner := range [...][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			p := d.At(corner[0]*float64(d.Fast), corner[1]*float64(d.Slow))
			dir := r3.Scale(1/geom.Norm(p), p)
			for _, s := range r.e.Beam.Sources {
				longest = max(longest, geom.Norm(r3.Sub(dir, s.Incident)))
			}
		}
	}
	if longest > math.Sqrt2 {
		longest = 2
	}
	shortest := math.Inf(1)
	for _, s := range r.e.Beam.Sources {
		shortest = min(shortest, s.Wavelength)
	}
	return longest / shortest
}

func showsSubstrings(r *resolver) []sighting {
	c := r.c
	var all []sighting
	if c.Has("misset_seed") && (!c.Has("misset") || c.after("misset_seed", "misset")) {
		all = append(all, sighting{"misset_seed", "there the seed must stand before -misset"})
	}
	if c.Has("twotheta_axis") && (!c.Has("twotheta") || c.after("twotheta_axis", "twotheta")) {
		x := r.in.Detector.Vectors.TwoTheta.Value.X
		all = append(all, sighting{"twotheta_axis", fmt.Sprintf("there two-theta is %g° here", x)})
	}
	return all
}

func showsPivot(r *resolver) []sighting {
	d := r.in.Detector
	if !d.Pivot.Set {
		return nil
	}
	there := d.Convention.Pivot()
	if d.Convention == experiment.Custom {
		there = d.Asked.Value
	}
	if there == d.Pivot.Value {
		return nil
	}
	detail := fmt.Sprintf("under -%s it is always %s", d.Convention, there)
	if d.Convention == experiment.Custom {
		detail = "with custom axes the last of -pivot and the options that imply one counts"
	}
	return []sighting{{"pivot", detail}}
}

// showsBackward places the detector the way the reference program does.
func showsBackward(r *resolver) []sighting {
	d, there := r.in.Detector, r.out.Placement
	there.Compat, there.Axes, there.Pivot, there.Origin = true, d.axes(true), d.pivot(true), optional[r3.Vec]{}
	panel, err := there.Place()
	return at("twotheta", err == nil && panel.Close < 0)
}

func showsWater(r *resolver) []sighting {
	e := r.e
	steps := float64(len(e.Beam.Sources)) * float64(e.Crystal.Mosaic.Domains) * float64(e.Scan.Steps) * float64(e.Sampling.Oversample*e.Sampling.Oversample)
	photons := units.ElectronRadiusSquared * e.Beam.Fluence
	plain := steps == 1 && math.Abs(photons-1) < visible && e.Sampling.DMin == 0 && !e.Detector.Sensor.On
	return at("water", e.WaterSize > 0 && !plain)
}

func showsSteps(r *resolver) []sighting {
	var all []sighting
	b := r.in.Beam
	if b.SourceFile == "" {
		for _, d := range []struct {
			asked       experiment.Asked
			option, alt string
		}{{b.Horizontal, "hdivsteps", "divsteps"}, {b.Vertical, "vdivsteps", "divsteps"}} {
			a := d.asked
			if a.Steps.Set && !a.Range.Set && (!a.Step.Set && a.Steps.Value > 1 || a.Step.Set && a.Steps.Value != 2) {
				all = append(all, sighting{option: r.given(d.option, d.alt)})
			}
		}
		if len(all) == 2 && all[0] == all[1] {
			all = all[:1]
		}
	}
	if a := r.in.Scan; a.Steps.Set && a.Step.Set && !a.Range.Set && a.Steps.Value != 2 {
		all = append(all, sighting{option: "phisteps"})
	}
	return all
}

func showsHeader(r *resolver) []sighting {
	var all []sighting
	for _, h := range r.headers {
		if h.geometry.TwoTheta.Or(0) != 0 {
			all = append(all, sighting{h.option, "it has a TWOTHETA"})
		}
		if h.geometry.Close.Set {
			all = append(all, sighting{h.option, "it has a CLOSE_DISTANCE"})
		}
	}
	return all
}

// staleDump reports whether the reference program would find a dump file.
func (r *resolver) staleDump() bool {
	if c := r.in.Crystal; c.HKL != "" || c.Model != "" || c.Dump != "" || r.open == nil {
		return false
	}
	f, err := r.open("Fdump.bin")
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// given returns the first of the options that is set, else the first.
func (r *resolver) given(options ...string) string {
	for _, o := range options {
		if r.c.Has(o) {
			return o
		}
	}
	return options[0]
}

// sizeOption returns the option that gives the crystal's size along the first of axes that has one.
func (r *resolver) sizeOption(axes ...int) string {
	for _, i := range axes {
		if r.c.Has(sizeOptions[i]) {
			return sizeOptions[i]
		}
	}
	return "samplesize"
}
