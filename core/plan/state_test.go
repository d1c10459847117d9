package plan_test

import (
	"bytes"
	"math"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/kernel"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// TestStateIdentity: M d + o is A (d − i)/λ.
func TestStateIdentity(t *testing.T) {
	e := sample(t)
	e.Crystal.Mosaic = experiment.Mosaic{Spread: 0.5, Domains: 4, Seed: 3}
	p := compile(t, e)
	for j, s := range p.Sources {
		incident := r3.Vec{X: s.Incident[0], Y: s.Incident[1], Z: s.Incident[2]}
		for k, o := range p.Orientations {
			// M d and o are each as long as a/λ and cancel near the beam.
			tolerance := 4 * rounding * 70 * angstrom * s.InvLambda
			for _, d := range []r3.Vec{{Z: 1}, {X: 1}, {Y: -1}, {Z: -1}, incident, geom.Unit(r3.Vec{X: 0.1, Y: -0.2, Z: 1}), geom.Unit(r3.Vec{X: 1e-6, Z: 1})} {
				q := r3.Scale(s.InvLambda, r3.Sub(d, incident))
				want := geom.Mat3(o).MulVec(q)
				got := p.State(j, k).Index(d)
				if !(geom.Norm(r3.Sub(got, want)) <= tolerance) {
					t.Errorf("State(%d, %d).Index(%v) = %v, want %v (tol %v)", j, k, d, got, want, tolerance)
				}
			}
		}
	}
}

// TestStateSeesReflections: the direction i + λ(h a* + k b* + l c*) has the index
// h k l, whatever its length.
func TestStateSeesReflections(t *testing.T) {
	const tolerance = 1e-13 // of indices up to 10
	p := compile(t, sample(t))
	for j, s := range p.Sources {
		for k, o := range p.Orientations {
			star := geom.Mat3(o).Dual()
			for _, hkl := range []r3.Vec{{}, {X: 1}, {X: -2, Y: 3, Z: 4}, {X: 0.5, Y: 10, Z: -7.25}} {
				q := star.T().MulVec(hkl)
				d := r3.Add(r3.Vec{X: s.Incident[0], Y: s.Incident[1], Z: s.Incident[2]}, r3.Scale(1/s.InvLambda, q))
				if got := p.State(j, k).Index(d); !(geom.Norm(r3.Sub(got, hkl)) <= tolerance) {
					t.Errorf("State(%d, %d).Index = %v, want %v (tol %v)", j, k, got, hkl, tolerance)
				}
			}
		}
	}
}

// TestRenderLeavesThePlan: a plan is shared without locks, so nothing writes it.
func TestRenderLeavesThePlan(t *testing.T) {
	e := sample(t)
	e.Crystal.Mosaic = experiment.Mosaic{Spread: 0.01, Domains: 3, Seed: 3}
	p := compile(t, e)
	before, err := p.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	roi := p.ROI()
	dst := make([]float32, roi.Dx()*roi.Dy())
	kernel.NewRenderer(p, kernel.NewSums(p)).Render(roi, dst, nil)
	kernel.Explain(p, 2, 1)
	p.State(0, 0)
	after, err := p.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the plan changed")
	}
	sum := 0.0
	for _, v := range dst {
		sum += float64(v)
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		t.Errorf("the image sums to %v, want photons", sum)
	}
}

// TestDecodedPlansRenderAlike: a worker that got the bytes sees the same image.
func TestDecodedPlansRenderAlike(t *testing.T) {
	p := compile(t, sample(t))
	b, err := p.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	there, err := plan.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	roi := p.ROI()
	want, got := make([]float32, roi.Dx()*roi.Dy()), make([]float32, roi.Dx()*roi.Dy())
	kernel.NewRenderer(p, kernel.NewSums(p)).Render(roi, want, nil)
	kernel.NewRenderer(there, kernel.NewSums(there)).Render(roi, got, nil)
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("pixel %d is %v, want %v", i, got[i], want[i])
		}
	}
}
