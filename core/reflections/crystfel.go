package reflections

import (
	"bytes"
	"fmt"
	"strings"

	"gobragg/core/symmetry"
)

// isCrystFELTitle reports whether a line names the columns of a CrystFEL list: that is
// how lists of the first version begin.
func isCrystFELTitle(line []byte) bool {
	words := bytes.Fields(line)
	return len(words) >= 6 && string(bytes.Join(words[:6], []byte(" "))) == "h k l I phase sigma(I)"
}

// readCrystFEL reads a list of CrystFEL: a line with the version, one with the point
// group, one with the columns' names, rows of h, k, l, intensity, phase (or -),
// standard deviation and number of measurements, and "End of reflections". Friedel mates
// are different rows where the point group does not make them equivalent.
//
// Source: T. A. White et al., J. Appl. Cryst. 45 (2012) 335–341, and the manual of
// process_hkl.
func (s *Set) readCrystFEL(data []byte) error {
	s.Format, s.Kind, s.Labels, s.Anomalous = "CrystFEL reflection list", Intensity, []string{"I"}, true
	header, ended := true, false
	point := ""
	for n, line := range numbered(data) {
		switch {
		case ended:
		case header:
			if text, ok := bytes.CutPrefix(line, []byte("Symmetry:")); ok {
				point = string(bytes.TrimSpace(text))
			}
			header = !isCrystFELTitle(line)
		case bytes.HasPrefix(line, []byte("End of reflections")):
			ended = true
		case len(bytes.TrimSpace(line)) > 0:
			r, err := crystFELRow(line)
			if err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
			s.Reflections = append(s.Reflections, r)
		}
	}
	if header {
		return fmt.Errorf("no line with the columns' names, want h k l I phase sigma(I) nmeas")
	}
	if !ended {
		s.note("The list has no \"End of reflections\": it may be cut off.")
	}
	if s.Group == nil && point != "" {
		g, err := pointGroup(point)
		if err != nil {
			return err
		}
		s.Group = g
		s.note("The list gives the point group %s, not the space group: systematic absences are taken as they are.", point)
	}
	return nil
}

func crystFELRow(line []byte) (r Reflection, err error) {
	rest := line
	for _, to := range []*int32{&r.H, &r.K, &r.L} {
		var word []byte
		word, rest = nextField(rest)
		if *to, err = parseIndex(word); err != nil {
			return r, err
		}
	}
	value, rest := nextField(rest)
	_, rest = nextField(rest) // the phase, or -
	sigma, _ := nextField(rest)
	if len(sigma) == 0 {
		return r, fmt.Errorf("%.60q, want h k l I phase sigma(I)", line)
	}
	if r.Plus, err = parseNumber(value); err != nil {
		return r, fmt.Errorf("intensity is %w", err)
	}
	if r.SigmaPlus, err = parseNumber(sigma); err != nil {
		return r, fmt.Errorf("sigma(I) is %w", err)
	}
	r.Minus, r.SigmaMinus = nan, nan
	return r, nil
}

// crystFELGroups are point groups that need more than a P before them: the axis c is
// unique unless the symbol says otherwise, and _R means rhombohedral axes.
var crystFELGroups = map[string]string{
	"2": "P 1 1 2", "m": "P 1 1 m", "2/m": "P 1 1 2/m",
	"3_R": "R 3:R", "-3_R": "R -3:R", "32_R": "R 3 2:R", "3m_R": "R 3 m:R", "-3m_R": "R -3 m:R",
	"32_H": "P 3 2 1", "3m_H": "P 3 m 1", "-3m_H": "P -3 m 1",
}

// pointGroup returns the symmorphic primitive space group of a point group in
// CrystFEL's notation: a symbol with _uaa, _uab or _uac for the unique axis, _H or
// _R for the axes of trigonal groups.
func pointGroup(symbol string) (*symmetry.Group, error) {
	name, turn := symbol, 0
	for i, suffix := range []string{"_uac", "_uaa", "_uab"} {
		if s, ok := strings.CutSuffix(name, suffix); ok {
			name, turn = s, i
		}
	}
	full, ok := crystFELGroups[name]
	if !ok {
		full = "P" + strings.TrimSuffix(name, "_H")
	}
	g, err := symmetry.Lookup(full)
	if err != nil || len(name) > len("6/mmm_H") {
		return nil, fmt.Errorf("unknown point group %.24q", symbol)
	}
	if turn == 0 {
		return g, nil
	}
	// Turning the axes: element (i, j) moves to (i+turn, j+turn), c to a or to b.
	var triplets []string
	for _, a := range g.Primitive() {
		b := a
		for i := range 3 {
			for j := range 3 {
				b.R[3*((i+turn)%3)+(j+turn)%3] = a.R[3*i+j]
			}
		}
		triplets = append(triplets, b.String())
	}
	return symmetry.FromOps(triplets)
}
