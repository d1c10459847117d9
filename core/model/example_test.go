package model_test

import (
	"fmt"
	"strings"

	"gobragg/core/model"
)

func ExampleRead() {
	m, err := model.Read(strings.NewReader(`
CRYST1   41.980   41.980   88.920  90.00  90.00  90.00 P 43 21 2     8
HETATM    1 SE   MSE A 151      19.594  32.367  28.012  1.00 18.03          SE
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	a := m.Atoms[0]
	fmt.Println(m.Group, a.Element, a.B)
	// Output: P 43 21 2 Se 18.03
}

func ExampleFormFactor() {
	f, ok := model.FormFactor(26, 3) // Fe3+
	fmt.Printf("%v: %.2f electrons at 2.5 Å\n", ok, f.At(1/(4*2.5*2.5)))
	// Output: true: 19.71 electrons at 2.5 Å
}

func ExampleAnomalous() {
	fp, fpp, err := model.Anomalous(34, 12670) // selenium 12 eV above its K edge
	fmt.Printf("%.1f %.1f %v\n", fp, fpp, err)
	// Output: -6.6 3.7 <nil>
}
