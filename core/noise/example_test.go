package noise_test

import (
	"fmt"
	"image"

	"gobragg/core/noise"
)

// One row of an image: a spot on a weak background, read out with an offset of 40.
func ExampleReadout_Row() {
	expected := []float32{0.5, 0.5, 30, 400, 30, 0.5, 0.5, 1e5}
	row := make([]uint16, len(expected))
	detector := noise.Readout{Photons: noise.Photons{Seed: 1}, Offset: 40}
	overloads := detector.Row(row, expected, 0, len(row), image.Rect(1, 0, 8, 1))
	fmt.Println(row, overloads)
	// Output: [0 40 71 465 69 41 41 65535] 1
}
