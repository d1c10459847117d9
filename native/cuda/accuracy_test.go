package cuda

import (
	"context"
	"fmt"
	"image"
	"testing"

	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/simulate/backendtest"
	"gobragg/native/cuda/emulate"
)

// leastCorrelation holds for all kernels.
const leastCorrelation = 0.999999

// families are the kernels as devices and options select them.
var families = []struct {
	name   string
	ratio  int
	double bool
	ofPeak float64
}{
	{"fixed", 2, false, fixedOfPeak},
	{"anchored", 64, false, anchoredOfPeak},
	{"double", 2, true, doubleOfPeak},
}

var sources = []struct {
	name string
	from emulate.Source
}{{"kernel.cu", emulate.CPlusPlus}, {"PTX", emulate.PTX}}

// compile returns the plan of the command's arguments.
func compile(t testing.TB, args string) *plan.Plan {
	t.Helper()
	p, err := backendtest.Case{Name: "command line", Args: args}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func render(t testing.TB, b simulate.Backend, p *plan.Plan, tile image.Point) *frame.Frame {
	t.Helper()
	f, err := simulate.Run(context.Background(), b, p, simulate.Options{Tile: tile})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestAccuracy: a protein on a usual detector up to N = 1000, at high index and about
// a Bragg peak, where pixels are finer than the fringes.
func TestAccuracy(t *testing.T) {
	kernelsOnly(t)
	const (
		// The corner of a detector at 100 mm: h to 60 of an edge of 79 Å.
		wide = "-cell 79 79 38 90 90 90 -misset 10 20 30 -lambda 1 -default_F 100 -distance 100 -detpixels 1024 -pixel 0.1 -roi 960 1007 960 1007 -oversample 2 "
		// The direct beam through a fine detector far away.
		near = "-cell 79 79 38 90 90 90 -misset 10 20 30 -lambda 1 -default_F 100 -distance 20000 -detpixels 64 -pixel 0.1 -oversample 1 "
	)
	for _, source := range sources {
		for _, family := range families {
			t.Run(source.name+" "+family.name, func(t *testing.T) {
				t.Parallel()
				b := openEmulated(t, &emulated{program: program(t, source.from), devices: 1, ratio: family.ratio, memory: plenty}, family.double)
				for _, view := range []string{wide, near} {
					for _, n := range []int{5, 50, 200, 1000} {
						p := compile(t, view+fmt.Sprint("-N ", n))
						got, want := render(t, b, p, image.Point{}), render(t, simulate.Scalar(2), p, image.Point{})
						c, err := frame.Compare(got, want, p.ROI())
						if err != nil {
							t.Fatal(err)
						}
						t.Logf("N = %d: 1 - correlation %.2g, %.2g of the peak", n, 1-c.Correlation, c.MaxRelative)
						if !(c.Correlation >= leastCorrelation) {
							t.Errorf("N = %d: correlation %.9f, want %g", n, c.Correlation, leastCorrelation)
						}
						if !(c.MaxRelative <= family.ofPeak) {
							t.Errorf("N = %d: %.2g of the peak, want %.2g", n, c.MaxRelative, family.ofPeak)
						}
					}
				}
			})
		}
	}
}
