package reflections_test

import (
	"fmt"
	"strings"

	"gobragg/core/reflections"
)

func ExampleRead() {
	file := strings.NewReader(`data_r1abcsf
_cell.length_a 50
_cell.length_b 60
_cell.length_c 70
_cell.angle_alpha 90
_cell.angle_beta 90
_cell.angle_gamma 90
_symmetry.space_group_name_H-M 'P 21 21 21'
loop_
_refln.index_h
_refln.index_k
_refln.index_l
_refln.F_meas_au
_refln.F_meas_sigma_au
0 0 2 123.4 1.5
0 1 1  55.0 0.8
1 1 1     ?   ?
`)
	set, err := reflections.Read(file, "r1abcsf.ent", reflections.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	list, report, err := set.P1(0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(set.Format, set.Labels, set.Group, set.Cell)
	for _, note := range set.Notes {
		fmt.Println(note)
	}
	fmt.Println(report)
	fmt.Println(list.Reflections[0])
	// Output:
	// mmCIF [_refln.F_meas_au] P 21 21 21 [50 60 70 90 90 90]
	// _refln.F_meas_au is measured: its scale is arbitrary unless someone put it in electrons.
	// 1 row without a value skipped.
	// 2 rows: 2 unique; 6 reflections in P1
	// 42.9 % complete to 35.00 Å: 6 of 14; the other 8 take -default_F, and so does 0 0 0
	// {0 -1 -1 55}
}
