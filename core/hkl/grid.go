package hkl

import (
	"fmt"
	"math"
)

// Grid is the amplitudes in a box of indices, electrons.
//
// Cell (h, k, l) is F[((h−Min[0])·Size[1] + (k−Min[1]))·Size[2] + (l−Min[2])]:
// h outermost, l innermost. Cells that no file mentions hold Default, which is also
// the amplitude outside the box.
type Grid struct {
	Min, Size [3]int32
	F         []float32
	Default   float32
}

// cell returns the position in F of indices inside the box.
func (g *Grid) cell(h, k, l int32) int {
	return (int(h-g.Min[0])*int(g.Size[1])+int(k-g.Min[1]))*int(g.Size[2]) + int(l-g.Min[2])
}

// At returns the amplitude of the reflection h k l, Default outside the box.
func (g *Grid) At(h, k, l int) float32 {
	for axis, i := range [3]int{h, k, l} {
		if i < int(g.Min[axis]) || i >= int(g.Min[axis])+int(g.Size[axis]) {
			return g.Default
		}
	}
	return g.F[g.cell(int32(h), int32(k), int32(l))]
}

// Max returns the largest index of the box along each axis.
func (g *Grid) Max() [3]int32 {
	return [3]int32{g.Min[0] + g.Size[0] - 1, g.Min[1] + g.Size[1] - 1, g.Min[2] + g.Size[2] - 1}
}

// List returns the cells that differ from Default as reflections, h outermost, l
// innermost. Its Grid(Default) has the same amplitude everywhere; its box may be
// smaller.
func (g *Grid) List() *List {
	x := &List{}
	i := 0
	for h := range g.Size[0] {
		for k := range g.Size[1] {
			for l := range g.Size[2] {
				if f := g.F[i]; f != g.Default {
					x.Reflections = append(x.Reflections, Reflection{g.Min[0] + h, g.Min[1] + k, g.Min[2] + l, f})
				}
				i++
			}
		}
	}
	return x
}

// amplitude rounds F to single precision; −0 becomes 0. It fails where the result
// is not finite.
func amplitude(f float64) (float32, error) {
	s := float32(f)
	if math.IsNaN(f) || math.Abs(float64(s)) > math.MaxFloat32 {
		return 0, fmt.Errorf("structure factor %v, want a finite number below 3.4e38", f)
	}
	return s + 0, nil
}
