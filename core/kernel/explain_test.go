package kernel

import (
	"math"
	"testing"

	"gobragg/core/experiment"

	"gonum.org/v1/gonum/spatial/r3"
)

// TestExplainNamesTheStrongest finds the strongest sample of some pixels by trying
// all of them, and holds every factor that Explain states against it.
func TestExplainNamesTheStrongest(t *testing.T) {
	const tolerance = 1e-9
	p := still(t, func(e *experiment.Experiment) {
		e.Scan = experiment.Scan{Start: 0.1, Range: 0.06, Step: 0.02, Steps: 3}
		e.Crystal.Mosaic.Domains = 4
		e.Beam.Sources = append(e.Beam.Sources, experiment.Source{Incident: r3.Vec{X: 0.01, Z: math.Sqrt(1 - 1e-4)}, Wavelength: 1.01e-10, Weight: 1})
		e.Sampling.Oversample = 3
	})
	for _, at := range [][2]int{{0, 0}, {17, 12}, {39, 29}, {5, 28}} {
		x := Explain(p, at[0], at[1])
		var best SampleExplanation
		byPhi, byDomain, bySource := make([]float64, 3), make([]float64, 4), make([]float64, 2)
		var first r3.Vec
		var distance float64
		for sub := range 9 {
			fast, slow := sub%3, sub/3
			pos := Position(p, at[0]*3+fast, at[1]*3+slow, 0)
			r := math.Sqrt(r3.Dot(pos, pos))
			d := r3.Scale(1/r, pos)
			if sub == 0 {
				first, distance = d, r
			}
			for j := range p.Sources {
				s := &p.Sources[j]
				q := r3.Scale(s.InvLambda, r3.Sub(d, vec(&s.Incident)))
				weight := p.Scale * omega(p, distance) * Polarization(p.Kahn, vec(&p.Sources[0].Incident), first, vec(&p.Sources[0].E), vec(&p.Sources[0].B))
				for k := range p.Orientations {
					photons := weight * Sample(p, &p.Orientations[k], q).Intensity()
					phi, domain := k/4, k%4
					byPhi[phi] += photons
					byDomain[domain] += photons
					bySource[j] += photons
					if photons > best.Photons {
						best = SampleExplanation{
							SubFast: fast, SubSlow: slow, Source: j, Phi: phi, Domain: domain, Q: q, Photons: photons,
							TwoTheta: math.Acos(r3.Dot(d, vec(&s.Incident))), Resolution: 1 / math.Sqrt(r3.Dot(q, q)), Distance: r,
						}
					}
				}
			}
		}
		got := x.Strongest
		if got.SubFast != best.SubFast || got.SubSlow != best.SubSlow || got.Source != best.Source || got.Phi != best.Phi || got.Domain != best.Domain {
			t.Errorf("Explain%v: sub-pixel %d %d, source %d, phi %d, domain %d; want %d %d, %d, %d, %d", at,
				got.SubFast, got.SubSlow, got.Source, got.Phi, got.Domain, best.SubFast, best.SubSlow, best.Source, best.Phi, best.Domain)
		}
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"2θ", got.TwoTheta, best.TwoTheta},
			{"resolution", got.Resolution, best.Resolution},
			{"distance", got.Distance, best.Distance},
			{"photons", got.Photons, best.Photons},
			{"phi 0", x.ByPhi[0], byPhi[0]}, {"phi 2", x.ByPhi[2], byPhi[2]},
			{"domain 1", x.ByDomain[1], byDomain[1]}, {"domain 3", x.ByDomain[3], byDomain[3]},
			{"source 0", x.BySource[0], bySource[0]}, {"source 1", x.BySource[1], bySource[1]},
		} {
			if !(math.Abs(c.got-c.want) <= tolerance*math.Abs(c.want)) {
				t.Errorf("Explain%v: %s = %v, want %v (tol %v)", at, c.name, c.got, c.want, tolerance*math.Abs(c.want))
			}
		}
		if d := r3.Sub(got.Q, best.Q); math.Sqrt(r3.Dot(d, d)) > tolerance*1e10 {
			t.Errorf("Explain%v: q = %v, want %v", at, got.Q, best.Q)
		}
	}
}
