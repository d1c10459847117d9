package sf

import (
	"math"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// ellipsoid is the points n of a grid, of any period, with q(n − center) ≤ 1, where
//
//	q(u) = uᵀ M u
//
// It is walked plane by plane along a and row by row along b.
type ellipsoid struct {
	center r3.Vec // in steps of the grid
	m      geom.Mat3
	reach  [3]float64 // largest |u| along each axis
}

// newEllipsoid returns the ellipsoid uᵀ S⁻¹ u ≤ size about center, with S symmetric and
// positive, all in steps of a grid.
func newEllipsoid(center r3.Vec, s geom.Mat3, size float64) ellipsoid {
	e := ellipsoid{center: center, m: s.Dual()} // the dual of a symmetric matrix is its inverse
	for i := range e.m {
		e.m[i] /= size
	}
	for i := range e.reach {
		e.reach[i] = math.Sqrt(size * s[4*i])
	}
	return e
}

// planes returns the first and the last plane that e meets, first > last if none.
func (e *ellipsoid) planes() (first, last int) {
	return int(math.Ceil(e.center.X - e.reach[0])), int(math.Floor(e.center.X + e.reach[0]))
}

// rows calls f for every row of plane x: with its number y, with the first and last
// points of the row, and with the row's form q(w) = base + M33 (w − middle)², w
// the number of the point.
func (e *ellipsoid) rows(x int, f func(y, first, last int, base, middle float64)) {
	u := float64(x) - e.center.X
	curvature := e.m[8]
	// The plane cuts the ellipse uᵀMu ≤ 1 with the third coordinate at its best.
	a := e.m[0] - e.m[2]*e.m[2]/curvature
	b := e.m[1] - e.m[2]*e.m[5]/curvature
	c := e.m[4] - e.m[5]*e.m[5]/curvature
	center := -b * u / c
	height := (1 - (a-b*b/c)*u*u) / c
	if !(height >= 0) {
		return
	}
	half := math.Sqrt(height)
	last := int(math.Floor(e.center.Y + center + half))
	for y := int(math.Ceil(e.center.Y + center - half)); y <= last; y++ {
		v := float64(y) - e.center.Y
		base := a*u*u + 2*b*u*v + c*v*v
		width := (1 - base) / curvature
		if !(width >= 0) {
			continue
		}
		width = math.Sqrt(width)
		middle := e.center.Z - (e.m[2]*u+e.m[5]*v)/curvature
		first, end := int(math.Ceil(middle-width)), int(math.Floor(middle+width))
		if first <= end {
			f(y, first, end, base, middle)
		}
	}
}

// planeList says which of some ellipsoids meet each plane of a grid.
type planeList struct {
	start []int   // of plane x: entries start[x] to start[x+1]
	entry []visit // by plane, then by ellipsoid
}

// visit is an ellipsoid and the plane, not wrapped, in which it is met.
type visit struct {
	number, plane int32
}

// listPlanes sorts the planes of the ellipsoids that at returns by their number
// modulo period.
func listPlanes(n, period int, at func(i int) ellipsoid) planeList {
	list := planeList{start: make([]int, period+1)}
	for i := range n {
		e := at(i)
		first, last := e.planes()
		for x := first; x <= last; x++ {
			list.start[wrap(x, period)+1]++
		}
	}
	for x := range period {
		list.start[x+1] += list.start[x]
	}
	list.entry = make([]visit, list.start[period])
	next := make([]int, period)
	copy(next, list.start)
	for i := range n {
		e := at(i)
		first, last := e.planes()
		for x := first; x <= last; x++ {
			w := wrap(x, period)
			list.entry[next[w]] = visit{int32(i), int32(x)}
			next[w]++
		}
	}
	return list
}

// plane returns the visits of plane x, 0 ≤ x < period.
func (p *planeList) plane(x int) []visit { return p.entry[p.start[x]:p.start[x+1]] }
