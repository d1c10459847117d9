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

// dispersion is f′ and f″ of an element, electrons, at energies in rising order, eV.
type dispersion struct {
	energy, real, imag []float64
}

// anomalousTable has what is known of each element.
var anomalousTable = sync.OnceValue(func() map[Element]dispersion {
	table := make(map[Element]dispersion)
	for paragraph := range strings.SplitSeq(anomalousText, "\n\n") {
		if paragraph[0] == '#' {
			continue
		}
		lines := strings.Split(strings.TrimSpace(paragraph), "\n")
		element, ok := ParseElement(lines[0])
		if !ok || len(lines) != 4 {
			panic("model: anomalous.txt: " + paragraph)
		}
		table[element] = dispersion{sums(lines[1], 1e1), sums(lines[2], 1e3), sums(lines[3], 1e5)}
	}
	return table
})

// sums reads a line of the table, in units of 1/parts.
func sums(line string, parts float64) []float64 {
	var list []float64
	sum := 0
	for step := range strings.FieldsSeq(line) {
		n, err := strconv.Atoi(step)
		if err != nil {
			panic("model: anomalous.txt: " + line)
		}
		sum += n
		list = append(list, float64(sum)/parts)
	}
	return list
}

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
	x, ok := anomalousTable()[e]
	if !ok {
		return 0, 0, fmt.Errorf("no anomalous scattering factors for element %s", e)
	}
	j := max(1, sort.SearchFloat64s(x.energy, energy))
	i := j - 1
	t := math.Log(energy/x.energy[i]) / math.Log(x.energy[j]/x.energy[i])
	fp = x.real[i] + t*(x.real[j]-x.real[i])
	if x.imag[i] > 0 && x.imag[j] > 0 {
		return fp, x.imag[i] * math.Pow(x.imag[j]/x.imag[i], t), nil
	}
	return fp, x.imag[i] + t*(x.imag[j]-x.imag[i]), nil
}
