package sf

import (
	"context"
	"fmt"
	"math"

	"gobragg/core/model"
	"gobragg/core/portable"
)

// DefaultRate is the rate of sampling of FFT where Options has none: grid points in
// half of dmin.
const DefaultRate = 2.5

// minRate keeps the blur that FFT needs from growing without bound.
const minRate = 1.2

// aliasing is the part of an amplitude at the resolution limit that may come from
// frequencies which the grid does not tell apart.
const aliasing = 1e-5

// FFT returns the structure factors to dmin, Å, by way of the electron density: the Gaussians
// of all listed atoms on a grid, its Fourier transform, and the sum over the operators on
// that (L. F. Ten Eyck, Acta Cryst. A33 (1977) 486–492). Relative to the mean amplitude of
// its resolution the result agrees with that of Direct to about 1e-5.
//
// # Blur
//
// The atoms are blurred by b so that their sharpest has B = B0, and F is multiplied by
// exp(b/4d²) in the end. A grid of rate r takes a frequency s′ ≥ (2r − 1)/dmin for one
// within the sphere; there the atom's transform has fallen by exp(−B0 (s′² − s²)/4), at most
//
//	exp(−B0 r(r−1)/dmin²) = aliasing
//
// which sets B0. b may be negative: then it saves time.
func FFT(ctx context.Context, m *model.Model, dmin float64, opt Options) (*Set, error) {
	c, err := newCrystal(m, dmin, &opt)
	if err != nil {
		return nil, err
	}
	rate := opt.Rate
	if rate == 0 {
		rate = DefaultRate
	}
	if !(rate >= minRate && rate <= 100) {
		return nil, fmt.Errorf("sf: a sampling rate of %g, want %g to 100", rate, minRate)
	}
	g, err := newGrid(c.leastGrid(dmin / (2 * rate)))
	if err != nil {
		return nil, err
	}
	least := math.Inf(1)
	for i := range c.atoms {
		least = min(least, c.leastB(&c.atoms[i]))
	}
	blur := -math.Log(aliasing)*dmin*dmin/(rate*(rate-1)) - least

	steps := transformSteps(g, c.limit, c.anomalous)
	var sol *solvent
	if opt.Solvent != nil {
		if sol, err = newSolvent(c, m, opt.Solvent); err != nil {
			return nil, err
		}
		steps += sol.steps()
	}
	j := newJob(ctx, &opt, steps)
	d := newDensity(c, g, blur)
	s, err := transform(j, g, c.limit, c.anomalous, func() filler {
		row := make([]float64, d.reach)
		return func(x int, real, imag []float64) { d.fill(x, real, imag, row) }
	})
	if err != nil {
		return nil, err
	}
	set := newSet(m, dmin, &opt, c)
	for i := range set.Reflections {
		r := &set.Reflections[i]
		h := index{r.H, r.K, r.L}
		if c.absent(h) {
			continue
		}
		sharpen := portable.Exp(blur * c.s2(h) / 4)
		r.F = scale(sharpen, c.symmetric(s, h))
		r.Mate = scale(sharpen, c.symmetric(s, h.negative()))
	}
	if sol != nil {
		if err := sol.add(j, set); err != nil {
			return nil, err
		}
	}
	return set, set.checkFinite()
}
