package frame_test

import (
	"fmt"
	"image"

	"gobragg/core/frame"
)

func ExampleInteger() {
	f := frame.New(1024, 1024)
	f.Row(512)[512] = 1000
	q := frame.Integer{Scale: frame.AutoScale(f.Stats()), ADC: frame.DefaultADC}
	counts := make([]uint16, f.Width)
	q.Row(counts, f, 512)
	fmt.Println(counts[511], counts[512])
	// Output: 40 55040
}

func ExampleFrame_Stats() {
	f := frame.Wrap(2, 2, []float32{0, 1, 2, 5})
	s := f.Stats()
	fmt.Printf("max %g at %v, mean %g, rmsd %.3f\n", s.Max, s.MaxAt, s.Mean, s.RMSD)
	// Output: max 5 at fast 1 slow 1, mean 2, rmsd 2.160
}

func ExampleCompare() {
	a := frame.Wrap(2, 2, []float32{0, 1, 2, 5})
	b := frame.Wrap(2, 2, []float32{0, 1, 2, 4})
	m, err := frame.Compare(a, b, image.Rectangle{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("correlation %.4f, largest difference %g at %v, %.2f of the peak\n", m.Correlation, m.MaxAbs, m.MaxAbsAt, m.MaxRelative)
	// Output: correlation 0.9939, largest difference 1 at fast 1 slow 1, 0.25 of the peak
}
