package layout

import "unsafe"

// Cubic are the coefficients of xᵃ yᵇ zᶜ, index [a][c][b], of the polynomial through
// the 4×4×4 points around a cell of a table; x, y and z are the distances from the
// middle of the cell along h, k and l.
type Cubic = [4][4][4]float64

// A loop keeps 2^CubicBits of them, of 2^CubicShift bytes each. That of the cell with
// the first point i goes to the place that the highest bits of i·CubicHash say.
const (
	CubicBits  = 8
	CubicShift = 9
	CubicHash  = 0x9e3779b1 // 2³²/golden ratio
)

var _ [1 << CubicShift]byte = [unsafe.Sizeof(Cubic{})]byte{}
