package model

import "testing"

func TestParseElement(t *testing.T) {
	for _, c := range []struct {
		symbol string
		want   Element
		ok     bool
	}{
		{"H", 1, true}, {"d", 1, true}, {"C", 6, true}, {"Se", 34, true}, {"SE", 34, true}, {"se", 34, true}, {"Lr", 103, true},
		{"", 0, false}, {"X", 0, false}, {"Xx", 0, false}, {"1", 0, false}, {" C", 0, false}, {"Abc", 0, false}, {"C ", 0, false},
	} {
		if got, ok := ParseElement(c.symbol); got != c.want || ok != c.ok {
			t.Errorf("ParseElement(%q) = %v, %v, want %v, %v", c.symbol, uint8(got), ok, uint8(c.want), c.ok)
		}
	}
	for e := Element(1); e <= 103; e++ {
		if got, ok := ParseElement(e.String()); !ok || got != e {
			t.Errorf("ParseElement(%q) = %v, %v, want %d", e, uint8(got), ok, uint8(e))
		}
		if r := e.VanDerWaalsRadius(); r < 1 || r > 3.5 {
			t.Errorf("radius of %v = %v Å, want 1 to 3.5", e, r)
		}
	}
	for _, e := range []Element{0, 104, 255} {
		if e.String() != "X" || e.VanDerWaalsRadius() != unlistedRadius {
			t.Errorf("element %d = %v of %v Å, want X of %v", uint8(e), e, e.VanDerWaalsRadius(), unlistedRadius)
		}
	}
}

func TestParseType(t *testing.T) {
	for _, c := range []struct {
		symbol  string
		element string
		charge  int
		ok      bool
	}{
		{"C", "C", 0, true}, {"Fe3+", "Fe", 3, true}, {"Fe+3", "Fe", 3, true}, {"FE2+", "Fe", 2, true}, {"O2-", "O", -2, true}, {"Cl-", "Cl", -1, true},
		{"Cval", "C", 0, true}, {"C_iso", "C", 0, true}, {"Siva", "Si", 0, true}, {"Hiso", "H", 0, true}, {"D", "H", 0, true}, {"Na1+", "Na", 1, true},
		{"O1", "O", 0, true}, {"", "X", 0, false}, {"?", "X", 0, false}, {"Qq", "X", 0, false},
	} {
		e, charge, ok := parseType(c.symbol)
		if e.String() != c.element || charge != c.charge || ok != c.ok {
			t.Errorf("parseType(%q) = %v, %d, %v, want %s, %d, %v", c.symbol, e, charge, ok, c.element, c.charge, c.ok)
		}
	}
}

func TestParseLabel(t *testing.T) {
	for label, want := range map[string]string{
		"Fe1": "Fe", "FE1": "Fe", "C12A": "C", "CL2": "Cl", "CA1": "C", "Ca1": "Ca", "H12": "H", "ZN1": "Zn", "OW": "O", "HO1": "H", "Br": "Br", "SE1": "S", "": "X", "7": "X",
	} {
		if e, _ := parseLabel(label); e.String() != want {
			t.Errorf("parseLabel(%q) = %v, want %s", label, e, want)
		}
	}
}
