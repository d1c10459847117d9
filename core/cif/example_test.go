package cif_test

import (
	"fmt"
	"strings"

	"gobragg/core/cif"
)

func ExampleRead() {
	file, err := cif.Read(strings.NewReader(`
data_quartz
_cell_length_a  4.9133(2)   # Å
_symmetry_space_group_name_H-M 'P 32 2 1'
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
Si 0.4697 0 0
O  0.4133 0.2672 0.1188
`), cif.Prefixes("_cell", "_symmetry", "_atom_site"))
	if err != nil {
		fmt.Println(err)
		return
	}
	block := file.Blocks[0]
	a, _ := block.Find("_cell.length_a") // the tag of mmCIF will do
	length, su, _ := a.Uncertain()
	fmt.Println(block.Name, length, su, block.Text("_space_group.name_H-M_alt", "_symmetry.space_group_name_H-M"))

	atoms, ok := block.Loop("_atom_site.label", "_atom_site.fract_x", "?_atom_site.occupancy")
	if !ok {
		fmt.Println("no atoms")
		return
	}
	for i := range atoms.Len() {
		x, err := atoms.Float(i, 1)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(atoms.Value(i, 0), x, atoms.Value(i, 2).IsNull())
	}
	// Output:
	// quartz 4.9133 0.0002 P 32 2 1
	// Si 0.4697 true
	// O 0.4133 true
}
