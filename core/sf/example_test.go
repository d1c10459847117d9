package sf_test

import (
	"context"
	"fmt"
	"strings"

	"gobragg/core/model"
	"gobragg/core/sf"
)

// Rock salt: where the reflection's indices are even, all atoms add up; where they are
// odd, sodium and chlorine work against each other.
func ExampleCompute() {
	m, err := model.Read(strings.NewReader(`
data_halite
_cell_length_a 5.64
_cell_length_b 5.64
_cell_length_c 5.64
_space_group_name_H-M_alt 'F m -3 m'
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_U_iso_or_equiv
Na1 Na1+ 0   0   0   0.02
Cl1 Cl1- 0.5 0.5 0.5 0.02
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	set, err := sf.Compute(context.Background(), m, 2.5, sf.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range set.Reflections {
		if r.F != 0 {
			fmt.Printf("%d %d %d  %.1f\n", r.H, r.K, r.L, real(r.F))
		}
	}
	fmt.Println(len(set.List().Reflections), "reflections in P1")
	// Output:
	// 0 0 0  112.0
	// 0 0 2  81.5
	// 1 1 1  -17.8
	// 57 reflections in P1
}
