package sf

import (
	"fmt"
	"math"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// Limits of a grid.
const (
	maxGrid   = 1 << 14 // points along one axis
	maxPoints = 1 << 30 // of a mask, which is held in memory; maps are not
)

// grid is a sampling of the cell by n points along each axis.
type grid [3]int

// smooth returns the smallest number from n on that has no prime factors but 2, 3 and 5.
func smooth(n int) int {
	for ; ; n++ {
		m := n
		for _, p := range []int{2, 3, 5} {
			for m%p == 0 {
				m /= p
			}
		}
		if m == 1 {
			return n
		}
	}
}

// newGrid returns a grid with at least least[i] points along axis i, of sizes that
// transform quickly.
func newGrid(least [3]float64) (g grid, err error) {
	for i, x := range least {
		if !(x <= maxGrid) {
			return g, fmt.Errorf("sf: the map needs %.4g points along one axis, at most %d allowed", x, maxGrid)
		}
		g[i] = smooth(max(1, int(math.Ceil(x*(1-1e-9))))) // in spite of rounding
	}
	return g, nil
}

// points returns the number of points.
func (g grid) points() float64 { return float64(g[0]) * float64(g[1]) * float64(g[2]) }

// scaled returns the tensor u in fractions of the axes as one in steps of the grid.
func (g grid) scaled(u geom.Mat3) geom.Mat3 {
	for i := range u {
		u[i] *= float64(g[i/3]) * float64(g[i%3])
	}
	return u
}

// position returns a position in fractions of the axes in steps of the grid, within the
// cell.
func (g grid) position(x r3.Vec) r3.Vec {
	return r3.Vec{
		X: (x.X - math.Floor(x.X)) * float64(g[0]),
		Y: (x.Y - math.Floor(x.Y)) * float64(g[1]),
		Z: (x.Z - math.Floor(x.Z)) * float64(g[2]),
	}
}

// wrap returns i modulo n, 0 ≤ wrap < n.
func wrap(i, n int) int {
	if i %= n; i < 0 {
		i += n
	}
	return i
}
