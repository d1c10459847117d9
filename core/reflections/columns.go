package reflections

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// class says what a column may be good for, in the order of preference.
type class uint8

const (
	measuredPair class = iota // one of F(+), F(-)
	measuredF
	computedF
	measuredPairI
	measuredI
	computedI
	mapF  // map coefficients: by name only
	sigma // standard deviations, phases
	other
)

func (c class) String() string {
	switch c {
	case measuredPair:
		return "amplitude of a Friedel pair"
	case measuredF:
		return "amplitude"
	case computedF:
		return "computed amplitude"
	case measuredPairI:
		return "intensity of a Friedel pair"
	case measuredI:
		return "intensity"
	case computedI:
		return "computed intensity"
	case mapF:
		return "map coefficient"
	}
	return "other"
}

func (c class) kind() Kind {
	if c == measuredPairI || c == measuredI || c == computedI {
		return Intensity
	}
	return Amplitude
}

// column is a column of a file.
type column struct {
	label string
	class class
	rank  int // among its class, lower first; unranked: no usual name
	mate  int // of a Friedel pair: number of the column of −h; −1: not the column of +h
	sigma int // number of the column of its standard deviation; −1: none
}

// unranked is the rank of columns whose names say nothing.
const unranked = 1 << 16

// choice is the columns to take, by number; −1: none.
type choice struct {
	plus, minus           int
	sigmaPlus, sigmaMinus int
	class                 class
}

// choose picks columns: by label, or by the order of preference.
func choose(columns []column, labels []string) (choice, error) {
	if len(labels) > 0 {
		return chooseNamed(columns, labels)
	}
	best := -1
	ambiguous := false
	for i, c := range columns {
		if c.class >= mapF || (c.class == measuredPair || c.class == measuredPairI) && c.mate < 0 {
			continue
		}
		switch {
		case best < 0 || c.class < columns[best].class || c.class == columns[best].class && c.rank < columns[best].rank:
			best, ambiguous = i, false
		case c.class == columns[best].class && c.rank == columns[best].rank && c.rank == unranked:
			ambiguous = true
		}
	}
	if best < 0 {
		return choice{}, errors.New("no column of amplitudes or intensities; " + available(columns))
	}
	if ambiguous {
		return choice{}, fmt.Errorf("several columns hold an %v, name the one to take with -labels; %s", columns[best].class, available(columns))
	}
	return pick(columns, best, columns[best].mate), nil
}

// pick completes a choice with the columns of standard deviations.
func pick(columns []column, plus, minus int) choice {
	c := choice{plus, minus, columns[plus].sigma, -1, columns[plus].class}
	if minus >= 0 {
		c.sigmaMinus = columns[minus].sigma
	}
	return c
}

// chooseNamed finds the columns that a user names: one value, or two of a Friedel
// pair, each with its standard deviation or phase where the user likes to name them.
func chooseNamed(columns []column, labels []string) (choice, error) {
	var values, named []int
	for _, label := range labels {
		i, err := find(columns, strings.TrimSpace(label))
		if err != nil {
			return choice{}, err
		}
		if slices.Contains(named, i) {
			return choice{}, fmt.Errorf("column %s is named twice", columns[i].label)
		}
		named = append(named, i)
		if columns[i].class != sigma {
			values = append(values, i)
		}
	}
	switch len(values) {
	case 0:
		return choice{}, fmt.Errorf("%s: neither amplitude nor intensity; %s", strings.Join(labels, ","), available(columns))
	case 1:
		return pick(columns, values[0], -1), nil
	case 2:
		c := pick(columns, values[0], values[1])
		if columns[values[0]].class.kind() != columns[values[1]].class.kind() {
			return choice{}, fmt.Errorf("%s is an %v, %s an %v: want two of one kind",
				columns[values[0]].label, columns[values[0]].class, columns[values[1]].label, columns[values[1]].class)
		}
		return c, nil
	}
	return choice{}, fmt.Errorf("%s: want one amplitude or intensity, or two of a Friedel pair", strings.Join(labels, ","))
}

// find returns the number of a column by its label: as written or, where only one
// matches, in other case; with or without the category of mmCIF.
func find(columns []column, label string) (int, error) {
	found := -1
	for i, c := range columns {
		if c.label == label {
			return i, nil
		}
		if strings.EqualFold(bare(c.label), bare(label)) {
			if found >= 0 {
				return 0, fmt.Errorf("label %q fits %s and %s", label, columns[found].label, c.label)
			}
			found = i
		}
	}
	if found < 0 {
		return 0, fmt.Errorf("no column %.40q; %s", label, available(columns))
	}
	return found, nil
}

// bare returns a tag without its category.
func bare(label string) string {
	if len(label) > len("_refln.") && strings.EqualFold(label[:len("_refln")], "_refln") {
		return label[len("_refln."):]
	}
	return label
}

// available lists the columns that can be asked for.
func available(columns []column) string {
	var b strings.Builder
	for _, c := range columns {
		if c.class < sigma {
			if b.Len() > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%s (%v)", c.label, c.class)
		}
	}
	if b.Len() == 0 {
		return "the file has none"
	}
	return "the file has " + b.String()
}

// Usual labels of MTZ columns, folded, in the order of preference. They are those of
// CCP4, Phenix, BUSTER and of conversions from mmCIF.
var (
	usualPair     = []string{"f(+)", "fobs(+)", "f_meas(+)", "fplus", "f+"}
	usualF        = []string{"f", "fp", "fobs", "fo", "fobsfiltered", "fmean", "fmeasau", "fmeas", "fnat", "fnative"}
	usualComputed = []string{"fmodel", "fcall", "fcallls", "fcalc", "fc", "fcalcau"}
	usualPairI    = []string{"i(+)", "iobs(+)", "i_meas(+)", "iplus", "i+"}
	usualI        = []string{"imean", "i", "iobs", "intensitymeas", "inat"}
	mapLabels     = []string{"2fofc", "fofc", "mfodfc", "fwt", "delfwt", "fdelwt", "fem", "fan", "delfan", "fdm", "ano", "twofofc", "phdelwt", "phwt"}
)

// foldLabel returns a label as it is compared with the usual ones.
func foldLabel(label string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(label))
}

// rankOf returns the place of a label among the usual ones.
func rankOf(label string, usual []string) int {
	if i := slices.Index(usual, label); i >= 0 {
		return i
	}
	return unranked
}

// pairLabel returns the label of the column of −h for that of +h.
func pairLabel(label string) (string, bool) {
	for _, p := range [][2]string{{"(+)", "(-)"}, {"+", "-"}, {"plus", "minus"}, {"PLUS", "MINUS"}, {"Plus", "Minus"}} {
		if i := strings.LastIndex(label, p[0]); i >= 0 {
			return label[:i] + p[1] + label[i+len(p[0]):], true
		}
	}
	return "", false
}
