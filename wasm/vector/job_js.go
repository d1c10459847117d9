package vector

import (
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/portable"
)

// job is what a call of c/kernel.c reads: the struct of that name. The module takes the
// lower half of an address.
type job struct {
	plan                *plan.Header
	sources             *plan.Source
	orientations        *plan.Orientation
	table               *float32
	q                   *kernel.Vectors
	sums                *[kernel.StripSize]float64
	rays                *kernel.Rays
	pairs, beams, count int64
	profile             profile
	lookup, few         int64
	min, size           [3]float64
	cells               [3]float64
	odd                 [3]int64
	fejer               [kernel.FejerDegree + 1][3]float64
	sine, cosine        [6]float64
	full                [9]float64
	power               [10]float64
}

// profile is how c/kernel.c finds a lattice factor: the enum of that name, a plan.Shape
// or, where package kernel uses Fejér's polynomials, these.
type profile int64

const fejer = profile(plan.TopHat + 1)

// newJob returns a job with all that does not change from call to call.
func newJob(p *plan.Plan) job {
	j := job{
		plan: &p.Header, sources: &p.Sources[0], beams: int64(len(p.Sources)),
		profile: profile(p.Shape),
		sine:    kernel.SinpiCoefficients, cosine: kernel.CospiCoefficients,
		full: kernel.FullSinpiCoefficients, power: portable.ExpCoefficients,
	}
	lookup := kernel.LookupOf(p)
	j.lookup = int64(lookup)
	if lookup != plan.Uniform {
		j.table = &p.F[0]
	}
	if kernel.Fejer(p) {
		j.profile = fejer
	}
	for axis, n := range p.Cells {
		j.min[axis], j.size[axis] = float64(p.GridMin[axis]), float64(p.GridSize[axis])
		j.cells[axis] = float64(n)
		j.odd[axis] = -int64(n & 1)
		if j.profile == fejer {
			for k, a := range kernel.FejerCoefficients(int(n)) {
				j.fejer[k][axis] = a
			}
		}
	}
	if kernel.Fewest(&p.Cells) {
		j.few = 1
	}
	return j
}
