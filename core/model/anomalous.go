package model

import (
	_ "embed" // the table of anomalous scattering factors
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"sync"
)

//go:embed anomalous.txt
var anomalousText string

// The table of anomalous scattering factors begins and ends at these energies, eV.
const (
	MinAnomalousEnergy = 2000
	MaxAnomalousEnergy = 100000
)

// dispersion is f′ and f″, electrons, at an energy, eV.
type dispersion struct {
	energy, real, imag float64
}

// anomalousTable has the rows of each element, in the order of their energies.
var anomalousTable = sync.OnceValue(func() map[Element][]dispersion {
	table := make(map[Element][]dispersion)
	var element Element
	for line := range strings.Lines(anomalousText) {
		if line[0] == '#' {
			continue
		}
		if line[0] != ' ' {
			symbol, rest, _ := strings.Cut(line, " ")
			element, _ = ParseElement(symbol)
			line = rest
		}
		for row := range strings.SplitSeq(line, ";") {
			field := strings.Fields(row)
			if element == 0 || len(field) != 3 {
				panic("model: anomalous.txt: " + line)
			}
			var x [3]float64
			for i := range x {
				var err error
				if x[i], err = strconv.ParseFloat(field[i], 64); err != nil {
					panic("model: anomalous.txt: " + line)
				}
			}
			table[element] = append(table[element], dispersion{x[0], x[1], x[2]})
		}
	}
	return table
})

// Anomalous returns the anomalous scattering factors f′ and f″ of a free atom,
// electrons, for photons of an energy in eV: its form factor becomes f0 + f′ + i f″,
// f″ ≥ 0. It fails for an energy outside MinAnomalousEnergy to MaxAnomalousEnergy and
// for elements beyond uranium.
//
// Source: C. T. Chantler, J. Phys. Chem. Ref. Data 24 (1995) 71–643 and 29 (2000)
// 597–1048; see the head of anomalous.txt.
func Anomalous(e Element, energy float64) (fp, fpp float64, err error) {
	if !(energy >= MinAnomalousEnergy && energy <= MaxAnomalousEnergy) {
		return 0, 0, fmt.Errorf("no anomalous scattering factors for %.5g eV, only for %d to %d eV", energy, MinAnomalousEnergy, MaxAnomalousEnergy)
	}
	rows := anomalousTable()[e]
	if rows == nil {
		return 0, 0, fmt.Errorf("no anomalous scattering factors for element %s", e)
	}
	i := max(1, sort.Search(len(rows), func(i int) bool { return rows[i].energy >= energy }))
	low, high := rows[i-1], rows[i]
	t := math.Log(energy/low.energy) / math.Log(high.energy/low.energy)
	fp = low.real + t*(high.real-low.real)
	if low.imag > 0 && high.imag > 0 {
		return fp, low.imag * math.Pow(high.imag/low.imag, t), nil
	}
	return fp, low.imag + t*(high.imag-low.imag), nil
}
