package simd

import (
	"unsafe"

	"gobragg/core/kernel"
	"gobragg/core/plan"
)

// wide is the number of copies of each constant: the lanes of the widest vector.
const wide = 8

// job is what a generated loop reads; _gen/square.go has the offsets, and a test
// holds them together.
type job struct {
	x, y, z, sums *float64 // scattering vectors and results
	groups        int64    // of as many vectors as there are lanes, ≥ 1
	orientations  *plan.Orientation
	count         int64 // ≥ 1
	table         *float32
	cells         [3][wide]float64 // Na, Nb, Nc
	min           [3][wide]float64 // first h, k, l of the table
	size          [3][wide]float64
	defaultF      [wide]float64
}

// summer is a kernel.Summer on one variant.
type summer struct {
	plan    *plan.Plan
	variant variant
	loop    func(job *byte)
	job     job
	f2      float64 // common factor of all samples: F² without a table
}

func newSummer(p *plan.Plan, v variant) kernel.Summer {
	s := &summer{plan: p, variant: v, f2: 1}
	switch {
	case p.Shape != plan.Square || p.Lookup == plan.Tricubic:
		return kernel.NewSums(p)
	case p.Lookup == plan.Nearest:
		s.loop = v.table
		s.job.table = unsafe.SliceData(p.F)
	default:
		s.loop = v.square
		s.f2 = p.DefaultF * p.DefaultF
	}
	fill := func(dst *[wide]float64, v float64) {
		for i := range dst {
			dst[i] = v
		}
	}
	for axis := range 3 {
		fill(&s.job.cells[axis], float64(p.Cells[axis]))
		fill(&s.job.min[axis], float64(p.GridMin[axis]))
		fill(&s.job.size[axis], float64(p.GridSize[axis]))
	}
	fill(&s.job.defaultF, p.DefaultF)
	return s
}

// perCall bounds the orientations × groups of one call, which cannot be
// preempted, to less than a millisecond.
const perCall = 1 << 14

// Sum implements kernel.Summer.
func (s *summer) Sum(q *kernel.Vectors, n int, sums *[kernel.StripSize]float64) {
	groups := (n + s.variant.lanes - 1) / s.variant.lanes
	// Lanes beyond n repeat the last vector: they cost nothing and harm nothing.
	for i := n; i < groups*s.variant.lanes; i++ {
		q.X[i], q.Y[i], q.Z[i] = q.X[n-1], q.Y[n-1], q.Z[n-1]
	}
	clear(sums[:groups*s.variant.lanes])
	j := &s.job
	j.groups = int64(groups)
	for rest := s.plan.Orientations; len(rest) > 0; {
		m := min(len(rest), perCall/groups)
		j.x, j.y, j.z, j.sums = &q.X[0], &q.Y[0], &q.Z[0], &sums[0]
		j.orientations, j.count = &rest[0], int64(m)
		s.loop((*byte)(unsafe.Pointer(j)))
		rest = rest[m:]
	}
	if s.f2 != 1 {
		for i := range sums[:n] {
			sums[i] *= s.f2
		}
	}
}
