package experiment

import (
	"math"
	"slices"
	"testing"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// turnedBy returns the angle of a rotation matrix, also where it is small:
// 2 sin(angle) is the length of the antisymmetric part.
func turnedBy(m geom.Mat3) float64 {
	sin := geom.Norm(r3.Vec{X: m[7] - m[5], Y: m[2] - m[6], Z: m[3] - m[1]}) / 2
	return math.Atan2(sin, (m[0]+m[4]+m[8]-1)/2)
}

func TestMosaicRotations(t *testing.T) {
	const spread = 0.5 * deg
	m := Mosaic{Spread: spread, Domains: 200, Seed: 12345678}
	rotations := m.Rotations()
	if len(rotations) != m.Domains {
		t.Fatalf("%d rotations, want %d", len(rotations), m.Domains)
	}
	if rotations[0] != geom.Identity {
		t.Errorf("domain 0 is %v, want the identity", rotations[0])
	}
	// The angle is rounded to single precision.
	const most = spread * (1 + 1e-7)
	largest := 0.0
	for i, r := range rotations {
		product := r.Mul(r.T())
		for j := range product {
			nearNumber(t, "rotation · its transpose", product[j], geom.Identity[j], 1e-14)
		}
		angle := turnedBy(r)
		largest = max(largest, angle)
		if angle > most {
			t.Errorf("domain %d is turned by %v, want at most %v", i, angle, spread)
		}
	}
	if largest < 0.9*spread {
		t.Errorf("the largest angle of 200 is %v, want nearly %v", largest, spread)
	}
}

// TestMosaicSequence: the domains depend on the seed alone, not on how many there
// are; the sign of the seed does not matter; the spread scales the angles.
func TestMosaicSequence(t *testing.T) {
	m := Mosaic{Spread: 0.01, Domains: 20, Seed: 7}
	all := m.Rotations()
	if again := m.Rotations(); !slices.Equal(again, all) {
		t.Error("a second call gives other rotations")
	}
	few := Mosaic{Spread: 0.01, Domains: 5, Seed: 7}
	if got := few.Rotations(); !slices.Equal(got, all[:5]) {
		t.Errorf("5 domains are %v, want the first of 20, %v", got, all[:5])
	}
	negative := Mosaic{Spread: 0.01, Domains: 20, Seed: -7}
	if got := negative.Rotations(); !slices.Equal(got, all) {
		t.Error("seed −7 gives other rotations than 7")
	}
	other := Mosaic{Spread: 0.01, Domains: 20, Seed: 8}
	if got := other.Rotations(); slices.Equal(got[1:], all[1:]) {
		t.Error("seed 8 gives the rotations of seed 7")
	}
	double := Mosaic{Spread: 0.02, Domains: 20, Seed: 7}
	for i, r := range double.Rotations() {
		// Single precision of the angle, and 1e-16 of the matrix.
		nearNumber(t, "angle at twice the spread", turnedBy(r), 2*turnedBy(all[i]), 1e-8)
	}
	still := Mosaic{Domains: 3, Seed: 7}
	for i, r := range still.Rotations() {
		if r != geom.Identity {
			t.Errorf("without spread domain %d is %v, want the identity", i, r)
		}
	}
}
