package model

import (
	"errors"
	"math"

	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// Cell is a unit cell in the units of coordinate files: a, b, c in Å, α, β, γ in
// degrees.
type Cell struct {
	A, B, C            float64
	Alpha, Beta, Gamma float64
}

// maxEdge is the longest cell edge accepted, Å: ten times that of the largest
// crystals of viruses.
const maxEdge = 1e5

// Check returns an error where no cell has these lengths and angles.
func (u Cell) Check() error {
	for _, x := range []float64{u.A, u.B, u.C} {
		if !(x > 0 && x <= maxEdge) {
			return errors.New("cell edges must be positive and at most 100000 Å")
		}
	}
	// 1 % of the box abc is a cell no crystal has, and keeps the arithmetic sound.
	if v := u.Volume(); !(v > 0.01*u.A*u.B*u.C) {
		return errors.New("no cell has these angles: each must be between 0° and 180° and less than the sum of the other two, " +
			"and all three less than 360° together")
	}
	return nil
}

// cosines returns the cosines of α, β and γ, exactly 0 for 90° and ∓½ for 120° and
// 60°, and sin γ.
func (u Cell) cosines() (alpha, beta, gamma, sinGamma float64) {
	cos := func(degrees float64) float64 {
		switch degrees {
		case 60:
			return 0.5
		case 90:
			return 0
		case 120:
			return -0.5
		}
		if !(degrees > 0 && degrees < 180) {
			return math.NaN()
		}
		return math.Cos(degrees * units.Degree)
	}
	gamma = cos(u.Gamma)
	return cos(u.Alpha), cos(u.Beta), gamma, math.Sqrt(1 - gamma*gamma)
}

// Volume returns the volume of the cell, Å³; NaN where the angles are of no cell.
func (u Cell) Volume() float64 {
	ca, cb, cg, _ := u.cosines()
	return u.A * u.B * u.C * math.Sqrt(1-ca*ca-cb*cb-cg*cg+2*ca*cb*cg)
}

// Axes returns the cell as rows a, b, c, Å, in the orientation of the PDB: a along
// x, b in the x–y plane with y > 0, c with z > 0.
func (u Cell) Axes() geom.Mat3 {
	ca, cb, cg, sg := u.cosines()
	return geom.Rows(
		r3.Vec{X: u.A},
		r3.Vec{X: u.B * cg, Y: u.B * sg},
		r3.Vec{X: u.C * cb, Y: u.C * (ca - cb*cg) / sg, Z: u.Volume() / (u.A * u.B * sg)},
	)
}
