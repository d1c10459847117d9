// Package hkl holds structure-factor amplitudes: as the list a file gives and as
// the grid that a simulation looks them up in.
//
//	list, err := hkl.ReadText(strings.NewReader("1 0 0 12.5\n1 1 0 80\n"))
//	grid, err := list.Grid(0) // 0 electrons for indices the file does not have
//	f := grid.At(1, 1, 0)     // 80
//
// Amplitudes F are in electrons per unit cell, on an absolute scale, and indices are
// those of the cell as given: no symmetry is applied, Friedel mates are separate
// reflections, 0 0 0 belongs in the list.
package hkl

import (
	"errors"
	"fmt"
	"slices"
)

// MaxIndex is the largest |h|, |k| or |l| accepted: 16-bit indices, which is what
// GPU programs of the family hold, and ten times what the largest cell measured so
// far needs at 1 Å.
const MaxIndex = 32767

// A grid may have freeCells cells whatever the list, and cellsPerReflection more for
// every reflection, so that three hostile lines cannot ask for 2⁴⁸ cells. A list
// of every reflection in a sphere needs 1.9 cells for each, one without Friedel
// mates 3.8.
const (
	freeCells          = 1 << 24
	cellsPerReflection = 4096
	maxCells           = 1<<31 - 1 // cell numbers are int32 in a plan and on a GPU
)

// Reflection is one structure factor: Miller indices and amplitude in electrons.
type Reflection struct {
	H, K, L int32
	F       float32
}

// compareIndices orders reflections by h, then k, then l.
func compareIndices(a, b Reflection) int {
	if c := int(a.H) - int(b.H); c != 0 {
		return c
	}
	if c := int(a.K) - int(b.K); c != 0 {
		return c
	}
	return int(a.L) - int(b.L)
}

// List is the reflections of a file, in its order. Where indices occur more than
// once the last one counts.
type List struct {
	Reflections []Reflection
}

// unique returns the reflections ordered by h, k, l, the last of each kind. It
// returns the list's own slice where that is so already.
func (x *List) unique() []Reflection {
	ordered := true
	for i := 1; i < len(x.Reflections) && ordered; i++ {
		ordered = compareIndices(x.Reflections[i-1], x.Reflections[i]) < 0
	}
	if ordered {
		return x.Reflections
	}
	sorted := slices.Clone(x.Reflections)
	slices.SortStableFunc(sorted, compareIndices)
	n := 0
	for i, r := range sorted {
		if i+1 == len(sorted) || compareIndices(r, sorted[i+1]) != 0 {
			sorted[n] = r
			n++
		}
	}
	return sorted[:n]
}

// Duplicates returns the number of reflections that a later one with the same
// indices replaces.
func (x *List) Duplicates() int { return len(x.Reflections) - len(x.unique()) }

// Grid returns the list as a grid over the smallest box of indices that holds it;
// cells of the box that the list does not mention, and everything outside, are
// defaultF electrons.
//
// It fails for an empty list, for an index beyond MaxIndex, for a defaultF that is
// not finite in single precision, and for a box of more than 2²⁴ + 4096 n or of
// 2³¹ cells, with n reflections.
func (x *List) Grid(defaultF float64) (*Grid, error) {
	if len(x.Reflections) == 0 {
		return nil, errors.New("hkl: no reflections")
	}
	low := [3]int32{MaxIndex + 1, MaxIndex + 1, MaxIndex + 1}
	high := [3]int32{-MaxIndex - 1, -MaxIndex - 1, -MaxIndex - 1}
	for _, r := range x.Reflections {
		for axis, i := range [3]int32{r.H, r.K, r.L} {
			if i < -MaxIndex || i > MaxIndex {
				return nil, fmt.Errorf("hkl: reflection %d %d %d has an index beyond ±%d", r.H, r.K, r.L, MaxIndex)
			}
			low[axis] = min(low[axis], i)
			high[axis] = max(high[axis], i)
		}
	}
	g := &Grid{Min: low}
	cells := int64(1)
	for axis := range low {
		g.Size[axis] = high[axis] - low[axis] + 1
		cells *= int64(g.Size[axis]) // below 2⁴⁹
	}
	if limit := min(freeCells+cellsPerReflection*int64(len(x.Reflections)), maxCells); cells > limit {
		return nil, fmt.Errorf("hkl: %d reflections span h %d…%d, k %d…%d, l %d…%d: %d cells, at most %d allowed",
			len(x.Reflections), low[0], high[0], low[1], high[1], low[2], high[2], cells, limit)
	}
	var err error
	if g.Default, err = amplitude(defaultF); err != nil {
		return nil, fmt.Errorf("hkl: default F: %w", err)
	}
	g.F = make([]float32, cells)
	if g.Default != 0 {
		for i := range g.F {
			g.F[i] = g.Default
		}
	}
	for _, r := range x.Reflections {
		g.F[g.cell(r.H, r.K, r.L)] = r.F
	}
	return g, nil
}
