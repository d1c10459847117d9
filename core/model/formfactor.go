package model

import (
	_ "embed" // the table of form factors
	"strconv"
	"strings"
	"sync"

	"gobragg/core/portable"
)

//go:embed it92.txt
var it92Text string

// Gaussians is the form factor of an atom or ion as four Gaussians and a constant,
//
//	f(s²) = Σᵢ Aᵢ exp(−Bᵢ s²) + C,  s = sin θ/λ
//
// in electrons, with Bᵢ in Å² and s² in 1/Å². The fits hold up to s = 2/Å.
type Gaussians struct {
	A, B [4]float64
	C    float64
}

// At returns the form factor, electrons, at stol2 = (sin θ/λ)², 1/Å².
func (g *Gaussians) At(stol2 float64) float64 {
	f := g.C
	for i, a := range g.A {
		f += a * portable.Exp(-g.B[i]*stol2)
	}
	return f
}

// species is an element with its charge.
type species struct {
	element Element
	charge  int
}

// it92 is the table of form factors, read once.
var it92 = sync.OnceValue(func() map[species]Gaussians {
	table := make(map[species]Gaussians)
	for line := range strings.Lines(it92Text) {
		field := strings.Fields(line)
		if len(field) == 0 || field[0] == "#" {
			continue
		}
		e, charge, ok := parseType(field[0])
		if !ok || len(field) != 10 {
			panic("model: it92.txt: " + line)
		}
		var x [9]float64
		for i := range x {
			var err error
			if x[i], err = strconv.ParseFloat(field[i+1], 64); err != nil {
				panic("model: it92.txt: " + line)
			}
		}
		table[species{e, charge}] = Gaussians{
			A: [4]float64{x[0], x[2], x[4], x[6]},
			B: [4]float64{x[1], x[3], x[5], x[7]},
			C: x[8],
		}
	}
	return table
})

// FormFactor returns the form factor of an element with a charge in units of e; 0
// is the neutral atom. ok is false where the table does not have it: it holds the
// neutral atoms from H to Cf and the 112 ions that chemistry knows best. f(0) is
// Z − charge to 0.07 electrons, the precision of the published fits.
//
// Source: International Tables for Crystallography C (1992), table 6.1.1.4.
func FormFactor(e Element, charge int) (g Gaussians, ok bool) {
	g, ok = it92()[species{e, charge}]
	return g, ok
}
