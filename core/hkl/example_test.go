package hkl_test

import (
	"fmt"
	"os"
	"strings"

	"gobragg/core/hkl"
)

func ExampleReadText() {
	file := strings.NewReader(`
# ferritin, electrons per unit cell
 0  0  0  38000
 1  1  1    412.5
-1 -1 -1    412.5   ! the Friedel mate is a line of its own
`)
	list, err := hkl.ReadText(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	grid, err := list.Grid(10) // 10 electrons for everything else
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(list.Reflections), "reflections,", list.Duplicates(), "replaced")
	fmt.Println(grid.At(1, 1, 1), grid.At(1, 1, 0))
	// Output:
	// 3 reflections, 0 replaced
	// 412.5 10
}

func ExampleList_WriteText() {
	list := hkl.List{Reflections: []hkl.Reflection{{H: 0, K: 0, L: 4, F: 51.25}}}
	list.WriteText(os.Stdout, "h k l F, electrons")
	// Output:
	// # h k l F, electrons
	// 0 0 4 51.25
}
