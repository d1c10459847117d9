package simd

import (
	"unsafe"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/native/simd/internal/layout"
)

// wide is the number of copies of each constant: the lanes of the widest vector.
const wide = layout.Wide

// job is what a generated loop reads; _gen/loop.go has the offsets, and a test
// holds them together.
type job struct {
	x, y, z, sums *float64 // scattering vectors and results
	groups        int64    // of as many vectors as there are lanes, ≥ 1
	orientations  *plan.Orientation
	count         int64 // ≥ 1
	table         *float32
	row, rows3    int64         // bytes from one k of the table to the next, and three on
	plane         int64         // bytes from one h to the next
	steps         int64         // of Fejér's polynomials, ≥ 1
	even          int64         // bits of the axes with even N
	cubics        *layout.Cubic // of cells that the loop has met
	tags          *int32        // the corner of each
	_             int64
	cells         [3][wide]float64   // Na, Nb, Nc
	min           [3][2 * wide]int32 // first h, k, l of the table
	size          [3][wide]float64
	corner        [3][wide]float64 // of ⌊h⌋, ⌊k⌋, ⌊l⌋ the first that Tricubic takes
	last          [3][wide]float64 // and how many follow it
	metric        [6][wide]float64
	defaultF      [wide]float64
	scratch       [22][wide]float64 // belongs to the loop
	phase         phaseJob
	fejer         [kernel.FejerDegree + 1][3][wide]float64 // coefficients, from that of step 0 down
	factor        [wide]float64                            // of the sums after this call
}

// phaseJob is what a loop of mixed precision reads besides.
type phaseJob struct {
	cells    [3][2 * wide]int32   // Na, Nb, Nc
	tiny     [3][2 * wide]float32 // and as many times kernel.PhaseTiny
	min      [3][2 * wide]int32   // of a lattice point less kernel.PhaseZero, the first in the table
	size     [3][2 * wide]int32
	defaultF [2 * wide]float32
	fejer    [kernel.MixedFejerDegree + 1][3][2 * wide]float32 // coefficients, from that of step 0 down
	metric   [6][2 * wide]float32                              // kernel.MixedMetric
}

// summer is a kernel.Summer on one variant.
type summer struct {
	job     job // first, so that its vectors do not straddle cache lines
	lanes   int
	perCall int
	loop    func(job *byte)
	factor  float64 // common to all samples
}

// perCall bounds the orientations × groups of one call, which cannot be
// preempted, to less than a millisecond; a tricubic sample takes up to three times as
// long as others. It is also the block of a table of orientations that all groups of a strip
// go through before the next: 72 kB of eight groups, so that a table of any length is
// read once a strip from main memory, and else from the second cache.
const perCall = 1 << 13

// newSummer returns a Summer of p on v, in mixed precision if that is wanted and
// pays.
func newSummer(p *plan.Plan, v variant, mixed bool) *summer {
	s := &summer{lanes: v.lanes, perCall: perCall, factor: 1}
	if p.Shape != plan.Square {
		s.factor = p.Peak * p.Peak
	}
	lookup := kernel.LookupOf(p)
	switch lookup {
	case plan.Uniform:
		s.factor *= p.DefaultF * p.DefaultF
	case plan.Tricubic:
		s.perCall /= 2
		s.job.remember()
	}
	s.job.fill(p)
	switch mixed = mixed && kernel.MixedPays(p); {
	case mixed && kernel.MixedFejer(p):
		s.loop = v.mixedFejer[lookup]
	case mixed:
		s.loop = v.mixed[p.Shape][lookup]
	case kernel.Fejer(p):
		s.loop = v.fejer[lookup]
	default:
		s.loop = v.loops[p.Shape][lookup]
	}
	if mixed {
		s.lanes *= 2
	}
	return s
}

// repeat fills dst with v.
func repeat(dst *[wide]float64, v float64) {
	for i := range dst {
		dst[i] = v
	}
}

// remember makes room for the polynomials of cells of the table.
func (j *job) remember() {
	const n = 1 << layout.CubicBits
	tags := new([n]int32)
	for i := range tags {
		tags[i] = -1 // no corner
	}
	j.cubics, j.tags = &new([n]layout.Cubic)[0], &tags[0]
}

// fill sets all of j that is the same in every call.
func (j *job) fill(p *plan.Plan) {
	for axis := range 3 {
		repeat(&j.cells[axis], float64(p.Cells[axis]))
		for i := range j.min[axis] {
			j.min[axis][i] = p.GridMin[axis]
		}
		repeat(&j.size[axis], float64(p.GridSize[axis]))
		repeat(&j.corner[axis], float64(p.GridMin[axis])+1)
		repeat(&j.last[axis], float64(p.GridSize[axis])-kernel.Stencil)
	}
	for i, m := range p.Metric {
		repeat(&j.metric[i], m)
	}
	repeat(&j.defaultF, p.DefaultF)
	if kernel.Fejer(p) {
		j.polynomials(p)
	}
	j.phase.fill(p)
	j.table = unsafe.SliceData(p.F)
	j.row = int64(unsafe.Sizeof(p.F[0])) * int64(p.GridSize[2])
	j.rows3 = 3 * j.row
	j.plane = j.row * int64(p.GridSize[1])
}

// polynomials sets what describes the lattice factors of few cells.
func (j *job) polynomials(p *plan.Plan) {
	for axis, n := range p.Cells {
		j.steps = max(j.steps, 1, int64(n-1)/2)
		if n%2 == 0 {
			j.even |= 1 << axis
		}
	}
	for axis, n := range p.Cells {
		a := kernel.FejerCoefficients(int(n))
		for step := range j.steps + 1 {
			repeat(&j.fejer[step][axis], a[j.steps-step])
		}
		if kernel.MixedFejer(p) {
			a := kernel.MixedFejerCoefficients(int(n))
			for step := range j.steps + 1 {
				for i := range j.phase.fejer[step][axis] {
					j.phase.fejer[step][axis][i] = a[j.steps-step]
				}
			}
		}
	}
}

// fill sets all of j.
func (j *phaseJob) fill(p *plan.Plan) {
	for i := range 2 * wide {
		for axis := range 3 {
			j.cells[axis][i] = p.Cells[axis]
			j.tiny[axis][i] = kernel.PhaseTiny * float32(p.Cells[axis])
			j.min[axis][i] = kernel.PhaseZero - p.GridMin[axis]
			j.size[axis][i] = p.GridSize[axis]
		}
		j.defaultF[i] = float32(p.DefaultF)
		for k, m := range kernel.MixedMetric(p) {
			j.metric[k][i] = m
		}
	}
}

// Sum implements kernel.Summer.
func (s *summer) Sum(orientations []plan.Orientation, q *kernel.Vectors, n int, sums *[kernel.StripSize]float64) {
	groups := (n + s.lanes - 1) / s.lanes
	// Lanes beyond n repeat the last vector: they cost nothing and harm nothing.
	for i := n; i < groups*s.lanes; i++ {
		q.X[i], q.Y[i], q.Z[i] = q.X[n-1], q.Y[n-1], q.Z[n-1]
	}
	clear(sums[:groups*s.lanes])
	j := &s.job
	j.groups = int64(groups)
	for rest := orientations; len(rest) > 0; {
		m := min(len(rest), s.perCall/groups)
		j.x, j.y, j.z, j.sums = &q.X[0], &q.Y[0], &q.Z[0], &sums[0]
		j.orientations, j.count = &rest[0], int64(m)
		switch {
		case m < len(rest):
			repeat(&j.factor, 1)
		case j.factor[0] != s.factor:
			repeat(&j.factor, s.factor)
		}
		s.loop((*byte)(unsafe.Pointer(j)))
		rest = rest[m:]
	}
}
