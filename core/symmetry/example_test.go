package symmetry_test

import (
	"fmt"
	"math"

	"gobragg/core/symmetry"
)

func ExampleLookup() {
	for _, name := range []string{"P212121", "P 21/n", "H 3 2", "-P 2ac 2n", "19"} {
		g, err := symmetry.Lookup(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(g.Number(), g, g.PointGroup().Laue, g.Order())
	}
	_, err := symmetry.Lookup("P 21 21 22")
	fmt.Println(err)
	// Output:
	// 19 P 21 21 21 mmm 4
	// 14 P 1 21/n 1 2/m 4
	// 155 R 3 2:H -3m 18
	// 62 P n m a mmm 8
	// 19 P 21 21 21 mmm 4
	// symmetry: no space group "P 21 21 22"; near it are P 21 21 2, P 21 21 21, P 21 21 2 (a), P 21 2 2, P 2 21 2
}

func ExampleFromOps() {
	g, err := symmetry.FromOps([]string{"X,Y,Z", "-X,Y+1/2,-Z+1/2", "-X,-Y,-Z", "X,-Y+1/2,Z+1/2"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g)
	for _, op := range g.Ops() {
		fmt.Println(op)
	}
	// Output:
	// P 1 21/c 1
	// x,y,z
	// -x,y+1/2,-z+1/2
	// x,-y+1/2,z+1/2
	// -x,-y,-z
}

func ExampleGroup_Absent() {
	g, _ := symmetry.Lookup("P 43 21 2")
	for l := range 9 {
		if !g.Absent(0, 0, l) {
			fmt.Println("0 0", l)
		}
	}
	// Output:
	// 0 0 0
	// 0 0 4
	// 0 0 8
}

func ExampleGroup_Orbit() {
	g, _ := symmetry.Lookup("P 21")
	for _, m := range g.Orbit(1, 3, 2) {
		fmt.Println(m.H, m.K, m.L, "phase for 0.1 turns:", m.Phase(0.1))
	}
	// Output:
	// 1 3 2 phase for 0.1 turns: 0.1
	// -1 -3 -2 phase for 0.1 turns: 0.9
	// -1 3 -2 phase for 0.1 turns: 0.6
	// 1 -3 2 phase for 0.1 turns: 0.4
}

// One reflection of a tetragonal crystal and an absent one fill what they can.
func ExampleGroup_Expand() {
	g, _ := symmetry.Lookup("P 43 21 2")
	x, err := g.Expand([]symmetry.Reflection{
		symmetry.Merged(2, 1, 3, 250, 0),
		symmetry.Merged(0, 0, 2, 4, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(x.Factors), "indices,", x.Unique, "unique,", x.Absent, "absent")
	// Output:
	// 16 indices, 1 unique, 1 absent
}

func ExampleGroup_Completeness() {
	g, _ := symmetry.Lookup("P 43 21 2")
	cell, _ := symmetry.NewMetric(41.98, 41.98, 88.92, math.Pi/2, math.Pi/2, math.Pi/2)
	unique, _ := g.Reflections(cell, 4)
	var list []symmetry.Reflection
	for h := range unique {
		if cell.D(h[0], h[1], h[2]) < 20 { // a beam stop
			list = append(list, symmetry.Merged(int32(h[0]), int32(h[1]), int32(h[2]), 1, 0))
		}
	}
	x, _ := g.Expand(list)
	c, err := g.Completeness(x.Factors, cell, 4, 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d of %d indices, %d of %d unique\n", c.Present, c.Possible, c.UniquePresent, c.UniquePossible)
	for _, s := range c.Shells {
		fmt.Printf("%.2f-%.2f  %.1f %%\n", s.DMax, s.DMin, 100*s.Fraction())
	}
	// Output:
	// 10200 of 10266 indices, 805 of 815 unique
	// +Inf-5.77  98.0 %
	// 5.77-4.58  100.0 %
	// 4.58-4.00  100.0 %
}
