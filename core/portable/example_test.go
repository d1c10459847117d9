package portable_test

import (
	"fmt"

	"gobragg/core/portable"
)

// The Debye–Waller factor exp(−B sin²θ/λ²) at 2 Å resolution for B = 30 Å².
func ExampleExp() {
	fmt.Println(portable.Exp(-30 * 0.25 * 0.25))
	// Output: 0.15335496684492847
}

// The B factor that halves the amplitude at 2 Å resolution.
func ExampleLog() {
	fmt.Println(-portable.Log(0.5) / (0.25 * 0.25))
	// Output: 11.090354888959125
}
