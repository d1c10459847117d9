package reflections

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"gobragg/core/cif"
)

// xdsItems is what is read of a row: the header's ITEM_… says in which column it is.
var xdsItems = [...]string{"H", "K", "L", "IOBS", "SIGMA(IOBS)"}

const maxXDSItems = 100

// readXDS reads XDS_ASCII: header lines with an exclamation mark, which hold
// KEYWORD= value, often several to a line; then rows of numbers between blanks. A
// row with a negative standard deviation was rejected by XDS.
//
// Source: W. Kabsch, XDS documentation, "Output files: XDS_ASCII.HKL".
func (s *Set) readXDS(data []byte) error {
	s.Format, s.Kind, s.Labels, s.Anomalous = "XDS_ASCII", Intensity, []string{"IOBS"}, true
	column := [len(xdsItems)]int{0, 1, 2, 3, 4}
	header, ended := true, false
	group := ""
	rejected := 0
	for n, line := range numbered(data) {
		if ended {
			break
		}
		if text, ok := bytes.CutPrefix(line, []byte("!")); ok {
			if !header {
				ended = bytes.HasPrefix(text, []byte("END_OF_DATA"))
				continue
			}
			if bytes.HasPrefix(text, []byte("END_OF_HEADER")) {
				header = false
				continue
			}
			if err := s.xdsHeader(string(text), &column, &group); err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
			continue
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if header {
			return fmt.Errorf("line %d: a reflection before !END_OF_HEADER", n)
		}
		r, err := xdsRow(line, &column)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if r.SigmaPlus < 0 {
			rejected++
			continue
		}
		s.Reflections = append(s.Reflections, r)
	}
	if header {
		return fmt.Errorf("no !END_OF_HEADER")
	}
	if !ended {
		s.note("The file has no !END_OF_DATA: it may be cut off.")
	}
	if rejected > 0 {
		s.note("%s that XDS rejected (negative standard deviation) skipped.", plural(rejected, "row"))
	}
	if s.Group == nil && group != "" {
		g, err := s.lookup(group)
		if err != nil {
			return err
		}
		s.Group = g
	}
	return nil
}

// xdsHeader reads a header line, without its exclamation mark.
func (s *Set) xdsHeader(text string, column *[len(xdsItems)]int, group *string) error {
	key, value, _ := strings.Cut(text, "=")
	value = strings.TrimSpace(value)
	switch {
	case key == "FORMAT":
		for i, word := range strings.Fields(value) {
			switch strings.ToUpper(word) {
			case "FRIEDEL'S_LAW=TRUE":
				s.Anomalous = false
			default:
				if i == 0 && word != "XDS_ASCII" {
					return fmt.Errorf("format %.24q", word)
				}
			}
		}
	case key == "UNIT_CELL_CONSTANTS":
		var c [6]float64
		words := strings.Fields(value)
		if len(words) < len(c) {
			return fmt.Errorf("cell %.80q, want six numbers", value)
		}
		for i := range c {
			var ok bool
			if c[i], ok = (cif.Value{Text: []byte(words[i])}).Float(); !ok {
				return fmt.Errorf("cell %.80q, want six numbers", value)
			}
		}
		s.setCell(c)
	case key == "SPACE_GROUP_NUMBER":
		if *group = value; value == "0" {
			*group = ""
		}
	case key == "X-RAY_WAVELENGTH":
		words := strings.Fields(value)
		if len(words) > 0 {
			s.Wavelength, _ = cif.Value{Text: []byte(words[0])}.Float()
		}
	case strings.HasPrefix(key, "ITEM_"):
		for i, item := range xdsItems {
			if key[len("ITEM_"):] != item {
				continue
			}
			v, err := strconv.Atoi(value)
			if err != nil || v < 1 || v > maxXDSItems {
				return fmt.Errorf("%s=%.24q, want the number of a column", key, value)
			}
			column[i] = v - 1
		}
	}
	return nil
}

// xdsRow reads a reflection.
func xdsRow(line []byte, column *[len(xdsItems)]int) (r Reflection, err error) {
	var words [maxXDSItems][]byte
	last := 0
	for _, c := range column {
		last = max(last, c)
	}
	for i := range last + 1 {
		if words[i], line = nextField(line); len(words[i]) == 0 {
			return r, fmt.Errorf("%s, want at least %d", plural(i, "column"), last+1)
		}
	}
	for i, to := range []*int32{&r.H, &r.K, &r.L} {
		if *to, err = parseIndex(words[column[i]]); err != nil {
			return r, err
		}
	}
	for i, to := range []*float32{&r.Plus, &r.SigmaPlus} {
		if *to, err = parseNumber(words[column[3+i]]); err != nil {
			return r, fmt.Errorf("%s is %w", xdsItems[3+i], err)
		}
	}
	r.Minus, r.SigmaMinus = nan, nan
	return r, nil
}
