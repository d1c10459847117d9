package view

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// maxPoints bounds the reciprocal lattice points that are looked at, so that a
// large cell takes a moment and no more.
const maxPoints = 600_000

// lattice returns the reciprocal cell at the first φ step, rows a*, b*, c*, 1/m.
func (s *Scene) lattice() geom.Mat3 { return geom.Mat3(s.Plan.Orientations[0]).Dual() }

// reach returns radius, reduced if the reciprocal lattice has more than limit points
// within it: their number is 4/3 π radius³ V.
func (s *Scene) reach(radius float64, limit int) float64 {
	v := math.Abs(geom.Mat3(s.Plan.Orientations[0]).Det())
	return min(radius, math.Cbrt(float64(limit)*3/(4*math.Pi*v)))
}

// within calls visit for the reciprocal lattice points of |q| ≤ radius but 0 0 0.
func (s *Scene) within(radius float64, visit func(h, k, l int, q r3.Vec)) {
	star := s.lattice()
	a, b, c := star.Row(0), star.Row(1), star.Row(2)
	direct := geom.Mat3(s.Plan.Orientations[0])
	top := func(i int) int { return int(radius * geom.Norm(direct.Row(i))) }
	cc := r3.Dot(c, c)
	for h := -top(0); h <= top(0); h++ {
		for k := -top(1); k <= top(1); k++ {
			base := r3.Add(r3.Scale(float64(h), a), r3.Scale(float64(k), b))
			// |base + l c*|² = radius² is quadratic in l.
			half := r3.Dot(base, c) / cc
			root := half*half - (r3.Dot(base, base)-radius*radius)/cc
			if root < 0 {
				continue
			}
			root = math.Sqrt(root)
			for l := int(math.Ceil(-half - root)); l <= int(math.Floor(-half+root)); l++ {
				if h == 0 && k == 0 && l == 0 {
					continue
				}
				visit(h, k, l, r3.Add(base, r3.Scale(float64(l), c)))
			}
		}
	}
}

// amplitude returns F of a reflection, electrons.
func (s *Scene) amplitude(h, k, l int) float64 {
	p := s.Plan
	if p.Lookup == plan.Uniform {
		return math.Abs(p.DefaultF)
	}
	i, j, m := h-int(p.GridMin[0]), k-int(p.GridMin[1]), l-int(p.GridMin[2])
	if i < 0 || j < 0 || m < 0 || i >= int(p.GridSize[0]) || j >= int(p.GridSize[1]) || m >= int(p.GridSize[2]) {
		return math.Abs(p.DefaultF)
	}
	return math.Abs(float64(p.F[(i*int(p.GridSize[1])+j)*int(p.GridSize[2])+m]))
}
