package vector

import (
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/portable"
)

// job is what a call of c/kernel.c reads: the struct of that name. The module takes the
// lower half of an address.
type job struct {
	x, y, z, sums *float64
	orientations  *plan.Orientation
	table         *float32
	pairs, count  int64
	lookup, few   int64
	missing       float64
	min, size     [3]float64
	cells         [3]float64
	odd           [3]int64
	fejer         [kernel.FejerDegree + 1][3]float64
	metric        [6]float64
	peak          float64
	sine, cosine  [6]float64
	full          [9]float64
	power         [10]float64
}

// newJob returns a job with all that does not change from call to call.
func newJob(p *plan.Plan) job {
	j := job{
		missing: p.DefaultF,
		metric:  p.Metric, peak: p.Peak,
		sine: kernel.SinpiCoefficients, cosine: kernel.CospiCoefficients,
		full: kernel.FullSinpiCoefficients, power: portable.ExpCoefficients,
	}
	lookup := kernel.LookupOf(p)
	j.lookup = int64(lookup)
	if lookup != plan.Uniform {
		j.table = &p.F[0]
	}
	for axis, n := range p.Cells {
		j.min[axis], j.size[axis] = float64(p.GridMin[axis]), float64(p.GridSize[axis])
		j.cells[axis] = float64(n)
		j.odd[axis] = -int64(n & 1)
		if kernel.Fejer(p) {
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

// loop returns the name of the module's function for p.
func loop(p *plan.Plan) string {
	if kernel.Fejer(p) {
		return "fejer"
	}
	return [...]string{plan.Square: "square", plan.Round: "ball", plan.Gauss: "gauss", plan.TopHat: "tophat"}[p.Shape]
}
