package vector

import (
	"math"
	"os"
	"testing"

	"gobragg/core/conformance"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// TestReferenceCases: the middle of every reference case has the scalar backend's bits.
func TestReferenceCases(t *testing.T) {
	const edge = 64 // pixels
	vectors, err := Backend()
	if err != nil {
		t.Fatal(err)
	}
	dir := os.DirFS("../../testdata/reference")
	cases, err := conformance.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		resolved, err := c.Resolve(dir)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		p, err := plan.Compile(resolved.Experiment)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		x, y := (p.X0+p.X1)/2, (p.Y0+p.Y1)/2
		p.X0, p.X1 = max(p.X0, x-edge/2), min(p.X1, x+edge/2)
		p.Y0, p.Y1 = max(p.Y0, y-edge/2), min(p.Y1, y+edge/2)
		got, err := simulate.Run(t.Context(), vectors, p, simulate.Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		want, err := simulate.Run(t.Context(), simulate.Scalar(1), p, simulate.Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		if !(want.Stats().Max > 0) {
			t.Errorf("%s: no photons, which proves nothing", c.Name)
		}
		for i, v := range want.Pix {
			if math.Float32bits(got.Pix[i]) != math.Float32bits(v) {
				t.Errorf("%s: pixel %d is %v, want %v", c.Name, i, got.Pix[i], v)
				break
			}
		}
	}
}
