package config

import (
	"io"
	"math"

	"gobragg/core/experiment"
)

func (r *resolver) setBeam() error {
	in, b := r.in.Beam, &r.e.Beam
	b.Direction = r.axes.Beam
	b.Wavelength = in.Wavelength.Or(defaultWavelength)
	b.Polarization = experiment.Polarization{Axis: r.axes.Polarization, Kahn: in.Kahn, Off: in.NoPolarization}
	b.Fluence = in.Fluence
	if in.Flux != 0 {
		b.Fluence = in.Flux * in.Exposure / (in.BeamSize * in.BeamSize)
		if math.IsInf(b.Fluence, 0) || math.IsNaN(b.Fluence) {
			return usage("flux", "%g photons/s for %g s give a fluence beyond all numbers", in.Flux, in.Exposure)
		}
	}
	if in.SourceFile != "" {
		return r.readSources()
	}

	for _, a := range []struct {
		option string
		asked  experiment.Asked
	}{{"hdivstep", in.Horizontal}, {"vdivstep", in.Vertical}} {
		if err := limitCount(a.option, a.asked, maxSteps); err != nil {
			return err
		}
	}
	div := experiment.Divergence{Horizontal: in.Horizontal.Spread(), Vertical: in.Vertical.Spread(), Square: in.SquareDivergence}
	spectrum := in.Dispersion.Spread()
	if n := float64(div.Horizontal.Steps) * float64(div.Vertical.Steps) * float64(spectrum.Steps); n > maxSources {
		return usage("divsteps", "%d × %d directions × %d wavelengths are %.3g sources; at most %d are possible",
			div.Horizontal.Steps, div.Vertical.Steps, spectrum.Steps, n, int(maxSources))
	}
	b.Sources = experiment.SourceGrid(b.Direction, b.Polarization.Axis, b.Wavelength, div, spectrum)
	if len(b.Sources) == 0 {
		return usage("round_div", "no point of the divergence grid lies within the ellipse; use -square_div, or other steps")
	}
	return nil
}

func (r *resolver) readSources() error {
	b := &r.e.Beam
	return r.read("sourcefile", r.in.Beam.SourceFile, func(f io.Reader) error {
		sources, comments, err := readSources(f, b.Direction, b.Wavelength)
		if err != nil {
			return err
		}
		r.comments = comments
		for _, s := range sources {
			r.weighted = r.weighted || s.Weight != sources[0].Weight
		}
		switch {
		case r.e.Compat:
			for i := range sources {
				sources[i].Weight = 1
			}
		case !experiment.NormalizeWeights(sources):
			return errWeights
		}
		b.Sources = sources
		return nil
	})
}
