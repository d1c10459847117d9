package symmetry

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// index is the table made ready for look-ups: every spelling's settings, those to
// prefer first.
type index struct {
	settings []setting
	keys     map[string][]int
}

// table is worked out at the first look-up, and constant.
var table = sync.OnceValue(func() *index {
	x := &index{settings: settings(), keys: make(map[string][]int)}
	for i, s := range x.settings {
		for _, k := range s.spellings() {
			if at := x.keys[k]; len(at) == 0 || at[len(at)-1] != i {
				x.keys[k] = append(at, i)
			}
		}
	}
	return x
})

// enamed are the symbols with the letter e of International Tables since 1995, by
// number, for the order abc of axes.
var enamed = map[int]string{39: "A e m 2", 41: "A e a 2", 64: "C m c e", 67: "C m m e", 68: "C c c e"}

// spellings returns the keys of a setting.
func (s setting) spellings() []string {
	names := []string{key(s.name), key(s.short)}
	switch n := s.number; {
	case s.choice == "H":
		names = append(names, "H"+names[0][1:])
	case n >= 200 && n <= 206 || n >= 221:
		names = append(names, strings.Replace(names[0], "-3", "3", 1)) // symbols of before 1983
	case n == 156 || n == 158 || n == 164 || n == 165:
		names = append(names, strings.TrimSuffix(names[0], "1"))
	case enamed[n] != "":
		var derived []string
		addOrthorhombic(setting{name: enamed[n]}, func(e setting) {
			if e.axes == s.axes {
				derived = append(derived, key(e.name))
			}
		})
		names = append(names, derived...)
	}
	list := slices.Clone(names)
	named := append(names, key(s.base), strconv.Itoa(s.number))
	for _, n := range named {
		if label := key(s.choice + s.axes); label != "" {
			list = append(list, n+":"+label)
			if s.axes == "" && n != strconv.Itoa(s.number) {
				// "F d -3 m Z" and "R 3 H" as inorganic databases write.
				list = append(list, n+map[string]string{"1": "S", "2": "Z", "H": "H", "R": "R"}[label])
			}
		}
		if s.choice != "" && s.axes != "" {
			list = append(list, names[0]+":"+s.choice)
		}
	}
	return append(list, strconv.Itoa(s.number))
}

// needsChoice reports whether a choice is part of the name.
func needsChoice(choice string) bool { return choice != "" }

// key returns a spelling without blanks, underscores, parentheses and case.
func key(name string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t_()", r) {
			return -1
		}
		return r
	}, name))
}

// unquote removes a pair of quotation marks around a name.
func unquote(name string) string {
	name = strings.TrimSpace(name)
	if n := len(name); n >= 2 && (name[0] == '\'' || name[0] == '"') && name[n-1] == name[0] {
		return strings.TrimSpace(name[1 : n-1])
	}
	return name
}

// shorten returns the key of a full symbol as that of the short one: the axes of
// "P 2/m 2/n 21/a", "P 4/n 21/m 2/m" or "F 41/d -3 2/m" go where planes say all.
// Whether they were the right axes is not checked.
func shorten(k string) string {
	cubic := strings.Contains(k, "-3") && !strings.HasPrefix(k[1:], "-3")
	axial := len(k) > 1 && (k[1] == '4' || k[1] == '6') && !cubic
	if !cubic && strings.Count(k, "/") < 2 && !strings.Contains(k, "-3") {
		return k
	}
	first := true
	for _, axis := range []string{"41/", "42/", "4/", "21/", "2/"} {
		for from := 1; ; {
			i := strings.Index(k[from:], axis)
			if i < 0 {
				break
			}
			i += from
			keep := axial && first && i == 1
			if keep {
				first, from = false, i+len(axis)
				continue
			}
			k = k[:i] + k[i+len(axis):]
			from = i
		}
	}
	return k
}

// find returns the settings that a name may mean.
func (x *index) find(name string) []int {
	k := key(unquote(name))
	if at, ok := x.keys[k]; ok {
		return at
	}
	if len(k) < 2 {
		return nil
	}
	return x.keys[shorten(k)]
}

// Lookup returns the space group of a name: a Hermann–Mauguin symbol, full or short,
// in any setting of International Tables and some others, spaced or not; a Hall
// symbol; or a number.
//
//	P 21 21 21   p212121   P 21/c   P 1 21/n 1   C2   B 2   H 3 2   R 3 :R
//	F d -3 m:1   P 21/n 21/m 21/a   P n m a:cab   -P 2ybc   19
//
// A name that leaves something open means: unique axis b, then c, then a; hexagonal
// axes for R; origin choice 2, the centre of symmetry, where there are two. A
// symbol that could be of both kinds, such as "P 2", is Hermann–Mauguin; see
// ParseHall. An unknown name's error lists those that are spelled alike.
func Lookup(name string) (*Group, error) {
	x := table()
	if at := x.find(name); len(at) > 0 {
		return x.group(at[0]), nil
	}
	if g, err := ParseHall(unquote(name)); err == nil && len(name) > 1 {
		return g, nil
	}
	return nil, x.unknown(name)
}

// LookupCell is Lookup with the cell at hand: where a name leaves the unique axis or
// the axes of R open, the setting is one that the cell has the symmetry of. It
// fails where there is none.
func LookupCell(name string, m Metric) (*Group, error) {
	x := table()
	at := x.find(name)
	for _, i := range at {
		if g := x.group(i); g.FitsCell(m) == nil {
			return g, nil
		}
	}
	g, err := Lookup(name)
	if err != nil {
		return nil, err
	}
	if err := g.FitsCell(m); err != nil {
		return nil, err
	}
	return g, nil
}

// Names returns the name of every setting of the table, by number.
func Names() []string {
	var names []string
	list := slices.Clone(table().settings)
	slices.SortStableFunc(list, func(a, b setting) int { return cmp.Compare(a.number, b.number) })
	for _, s := range list {
		names = append(names, (&Group{name: s.name, choice: s.choice}).Name())
	}
	return names
}

// group returns the group of a setting.
func (x *index) group(i int) *Group {
	s := x.settings[i]
	ops, err := hallOps(s.hall)
	if err != nil {
		panic("symmetry: table: " + s.hall + ": " + err.Error())
	}
	g := newGroup(ops)
	g.number, g.name, g.choice, g.hall = s.number, s.name, s.choice, s.hall
	return g
}
