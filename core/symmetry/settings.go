package symmetry

import (
	"strconv"
	"strings"
)

// setting is one line of the list of space groups.
type setting struct {
	number int
	name   string // full symbol: "P 1 21/c 1"
	short  string // monoclinic symbol without the idle axes, else the name
	base   string // short symbol of the setting that this one is derived from
	choice string // "1", "2": origin; "H", "R": axes; "" where there is one
	axes   string // "b1", "-c2", "cab", "" where there is no other
	hall   string
}

// exchange is a change of axes: the new coordinates by the old ones, and the letters
// of glide planes and lattices that change with them, old ones before new ones.
type exchange struct {
	label, triplet, from, to string
}

// Monoclinic cells, unique axis b: in the plane across it the edges of choice 1 are
// a and c, of choice 2 −a − c and a, of choice 3 c and −a − c.
var (
	cellChoices = []exchange{
		{"1", "x,y,z", "", ""},
		{"2", "-z,y,x-z", "cC", "nA"},
		{"3", "-x+z,y,-x", "cC", "aI"},
	}
	cellSenses = []exchange{
		{"", "x,y,z", "", ""},
		{"-", "z,-y,x", "acAC", "caCA"},
	}
	uniqueAxes = []exchange{
		{"b", "x,y,z", "", ""},
		{"c", "z,x,y", "abcABC", "bcaBCA"},
		{"a", "y,z,x", "abcABC", "cabCAB"},
	}
)

// orthorhombic are the six orders of the axes; the label gives the new axes by the
// old ones.
var orthorhombic = []exchange{
	{"", "x,y,z", "", ""},
	{"ba-c", "y,x,-z", "abAB", "baBA"},
	{"cab", "z,x,y", "abcABC", "bcaBCA"},
	{"-cba", "-z,y,x", "acAC", "caCA"},
	{"bca", "y,z,x", "abcABC", "cabCAB"},
	{"a-cb", "x,-z,y", "bcBC", "cbCB"},
}

// rename returns a symbol's letters after the exchange.
func (e exchange) rename(s string) string {
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune(e.from, r); i >= 0 {
			return rune(e.to[i])
		}
		return r
	}, s)
}

// op returns the exchange as an operator on coordinates.
func (e exchange) op() Op {
	a, err := ParseOp(e.triplet)
	if err != nil {
		panic(err)
	}
	return a
}

// hallAfter returns a Hall symbol with a change of axes behind it.
func hallAfter(hall string, change Op) string {
	if change == Identity() {
		return hall
	}
	return hall + " (" + change.String() + ")"
}

// settings returns the whole list, the standard setting of each number first and
// settings that no symbol tells from an earlier one left out.
func settings() []setting {
	var list []setting
	seen := make(map[string]bool)
	add := func(s setting) {
		id := strconv.Itoa(s.number) + s.name + ":" + s.choice
		if !seen[id] {
			seen[id] = true
			list = append(list, s)
		}
	}
	for line := range strings.Lines(standard) {
		fields := strings.Split(strings.TrimSpace(line), " | ")
		if len(fields) < 3 {
			continue
		}
		number, err := strconv.Atoi(fields[0])
		if err != nil {
			panic(err)
		}
		s := setting{number: number, name: fields[1], short: fields[1], base: fields[1], hall: fields[2]}
		variants := []setting{s}
		if len(fields) == 4 {
			second := s
			s.choice, second.choice, second.hall = "1", "2", fields[3]
			variants = []setting{second, s}
			if s.name[0] == 'R' {
				s.choice, second.choice = "H", "R"
				variants = []setting{s, second}
			}
		}
		for _, v := range variants {
			switch {
			case number >= 3 && number <= 15:
				addMonoclinic(v, add)
			case number >= 16 && number <= 74:
				addOrthorhombic(v, add)
			default:
				add(v)
			}
		}
	}
	for line := range strings.Lines(unusual) {
		fields := strings.Split(strings.TrimSpace(line), " | ")
		if len(fields) != 3 {
			continue
		}
		number, err := strconv.Atoi(fields[0])
		if err != nil {
			panic(err)
		}
		s := setting{number: number, name: fields[1], base: fields[1], hall: fields[2]}
		if s.short = s.name; number >= 3 && number <= 15 {
			s.short = strings.ReplaceAll(s.name, " 1", "")
			if strings.Contains(s.name, " 21") {
				s.short = s.name[:1] + " 21"
			}
		}
		add(s)
	}
	return list
}

// addMonoclinic adds the settings of unique axis b, c and a, each with up to three
// cells and their reverse.
func addMonoclinic(s setting, add func(setting)) {
	lattice, element, _ := strings.Cut(s.name, " ")
	one := lattice == "P" && !strings.HasSuffix(element, "c")
	for _, axis := range uniqueAxes {
		for _, sense := range cellSenses {
			for _, cell := range cellChoices {
				v := s
				v.axes = sense.label + axis.label + cell.label
				if one {
					v.axes = axis.label
				}
				rename := func(s string) string { return axis.rename(sense.rename(cell.rename(s))) }
				p, q := rename(lattice), rename(element)
				v.short = p + " " + q
				switch axis.label {
				case "b":
					v.name = p + " 1 " + q + " 1"
				case "c":
					v.name = p + " 1 1 " + q
				case "a":
					v.name = p + " " + q + " 1 1"
				}
				v.hall = hallAfter(s.hall, axis.op().Mul(sense.op()).Mul(cell.op()))
				add(v)
			}
		}
	}
}

// addOrthorhombic adds the six orders of the axes. The symbol's places go with the
// axes, its letters change with them.
func addOrthorhombic(s setting, add func(setting)) {
	fields := strings.Fields(s.name)
	for _, e := range orthorhombic {
		v := s
		v.axes = e.label
		names := []string{e.rename(fields[0]), "", "", ""}
		a := e.op()
		for i := range 3 {
			for j := range 3 {
				if a.R[3*i+j] != 0 {
					names[1+i] = e.rename(fields[1+j])
				}
			}
		}
		v.name = strings.Join(names, " ")
		v.short = v.name
		v.hall = hallAfter(s.hall, a)
		add(v)
	}
}
