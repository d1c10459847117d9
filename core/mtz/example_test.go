package mtz_test

import (
	"bytes"
	"fmt"

	"gobragg/core/mtz"
	"gobragg/core/symmetry"
)

func ExampleFile_Write() {
	group, err := symmetry.Lookup("P 21 21 21")
	if err != nil {
		fmt.Println(err)
		return
	}
	file := mtz.File{
		Title:    "two amplitudes",
		Cell:     [6]float64{40, 50, 60, 90, 90, 90},
		Symmetry: mtz.SymmetryOf(group),
		Columns:  []mtz.Column{{Label: "H", Type: 'H'}, {Label: "K", Type: 'H'}, {Label: "L", Type: 'H'}, {Label: "F", Type: 'F'}},
		Data: []float32{
			0, 1, 1, 87.5,
			1, 0, 1, 12.25,
		},
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		fmt.Println(err)
		return
	}
	read, err := mtz.Read(&b)
	if err != nil {
		fmt.Println(err)
		return
	}
	f := read.Find("F")
	for row := range read.Rows() {
		h, k, l, err := read.HKL(row)
		fmt.Println(h, k, l, read.Value(row, f), err)
	}
	fmt.Println(read.Symmetry.Name, len(read.Symmetry.Operators), read.Symmetry.PointGroup, read.Sort)
	// Output:
	// 0 1 1 87.5 <nil>
	// 1 0 1 12.25 <nil>
	// P 21 21 21 4 PG222 [1 2 3 0 0]
}
