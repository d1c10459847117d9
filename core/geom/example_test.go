package geom_test

import (
	"fmt"
	"math"

	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// A quarter turn about z takes x to y.
func ExampleRotateAxis() {
	v := geom.RotateAxis(r3.Vec{X: 1}, r3.Vec{Z: 1}, math.Pi/2)
	fmt.Printf("%.1f\n", v)
	// Output: {0.0 1.0 0.0}
}

// The missetting angles of a crystal turned by 30° about its space diagonal.
func ExampleAnglesXYZ() {
	turn := geom.AxisAngle(geom.Unit(r3.Vec{X: 1, Y: 1, Z: 1}), 30*units.Degree)
	rx, ry, rz := geom.AnglesXYZ(turn)
	fmt.Printf("-misset %.2f %.2f %.2f\n", rx/units.Degree, ry/units.Degree, rz/units.Degree)
	// Output: -misset 20.10 14.12 20.10
}

// The reciprocal cell of an orthorhombic one.
func ExampleMat3_Dual() {
	cell := geom.Rows(r3.Vec{X: 50}, r3.Vec{Y: 80}, r3.Vec{Z: 100}) // Å
	fmt.Println(cell.Dual().Row(1))                                 // b*, 1/Å
	// Output: {0 0.0125 0}
}
