package units_test

import (
	"fmt"

	"gobragg/core/units"
)

func ExampleWavelengthFromEnergy() {
	lambda := units.WavelengthFromEnergy(12658) // eV, the K edge of selenium
	fmt.Printf("%.4f Å\n", lambda/units.Angstrom)
	// Output: 0.9795 Å
}

// Constants convert: value·unit is SI, value/unit the way back.
func Example() {
	pixel := 172 * units.Micrometre
	fmt.Printf("%.3f mm\n", pixel/units.Millimetre)
	// Output: 0.172 mm
}
