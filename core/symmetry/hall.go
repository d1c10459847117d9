package symmetry

import (
	"errors"
	"fmt"
	"strings"
)

// centrings are the lattice letters' translations besides 0, 1/24. R is obverse on
// hexagonal axes with the threefold axis along c; H is the triple hexagonal cell; S
// and T are Hall's rhombohedral lattices with other unique axes.
var centrings = map[byte][][3]int{
	'P': nil,
	'A': {{0, 12, 12}},
	'B': {{12, 0, 12}},
	'C': {{12, 12, 0}},
	'I': {{12, 12, 12}},
	'F': {{0, 12, 12}, {12, 0, 12}, {12, 12, 0}},
	'R': {{16, 8, 8}, {8, 16, 16}},
	'H': {{16, 8, 0}, {8, 16, 0}},
	'S': {{8, 8, 16}, {16, 16, 8}},
	'T': {{8, 16, 8}, {16, 8, 16}},
}

// translations are the letters of a Hall symbol, 1/24.
var translations = map[byte][3]int{
	'a': {12, 0, 0}, 'b': {0, 12, 0}, 'c': {0, 0, 12}, 'n': {12, 12, 12},
	'u': {6, 0, 0}, 'v': {0, 6, 0}, 'w': {0, 0, 6}, 'd': {6, 6, 6},
}

// aboutC are the rotations about c; the diagonal twofold axes ' and " lie along
// a − b and a + b.
var aboutC = map[byte][9]int{
	'2':  {-1, 0, 0, 0, -1, 0, 0, 0, 1},
	'3':  {0, -1, 0, 1, -1, 0, 0, 0, 1},
	'4':  {0, -1, 0, 1, 0, 0, 0, 0, 1},
	'6':  {1, -1, 0, 1, 0, 0, 0, 0, 1},
	'\'': {0, -1, 0, -1, 0, 0, 0, 0, -1},
	'"':  {0, 1, 0, 1, 0, 0, 0, 0, -1},
}

// about returns the rotation of aboutC carried to the axis 0 (a), 1 (b) or 2 (c) by
// the cyclic exchange of axes.
func about(kind byte, axis int) [9]int {
	from := aboutC[kind]
	var r [9]int
	for i := range 3 {
		for j := range 3 {
			r[(i+axis+1)%3*3+(j+axis+1)%3] = from[3*i+j]
		}
	}
	return r
}

// ParseHall returns the group of a Hall symbol, such as "-P 2ybc", "P 61 2 (0 0 5)"
// or "C 2y (x,y,-x+z)". Underscores may stand for blanks. Where the group is one of
// the table it has its number and name.
//
// A change of origin (v1 v2 v3) is in 1/12, and moves (R, t) to (R, t + v − Rv). A
// change of basis is a triplet that gives the new coordinates by the old ones;
// the new cell may be a larger or a smaller one.
func ParseHall(symbol string) (*Group, error) {
	ops, err := hallOps(symbol)
	if err != nil {
		return nil, fmt.Errorf("symmetry: Hall symbol %.80q: %w", symbol, err)
	}
	g := newGroup(ops)
	g.hall = strings.Join(strings.Fields(strings.ReplaceAll(symbol, "_", " ")), " ")
	g.identify()
	return g, nil
}

// hallOps returns the operators of a Hall symbol.
func hallOps(symbol string) ([]Op, error) {
	if len(symbol) > maxText {
		return nil, fmt.Errorf("%d characters, at most %d expected", len(symbol), maxText)
	}
	text := strings.ReplaceAll(symbol, "_", " ")
	text, change, changed := strings.Cut(text, "(")
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return nil, errors.New("no lattice letter")
	}
	gens := []Op{}
	lattice, centric := strings.CutPrefix(fields[0], "-")
	if len(lattice) != 1 {
		return nil, fmt.Errorf("lattice %q, want one of P A B C I F R H S T, with - before it for a centre", fields[0])
	}
	vectors, ok := centrings[lattice[0]&^0x20]
	if !ok {
		return nil, fmt.Errorf("lattice %q, want one of P A B C I F R H S T", lattice)
	}
	for _, v := range vectors {
		a := Identity()
		a.T = v
		gens = append(gens, a)
	}
	if centric {
		gens = append(gens, Op{R: [9]int{-1, 0, 0, 0, -1, 0, 0, 0, -1}})
	}
	if len(fields) > 5 {
		return nil, fmt.Errorf("%d rotations, at most 4 expected", len(fields)-1)
	}
	before := rotation{axis: 2}
	for i, f := range fields[1:] {
		var err error
		if before, err = parseRotation(strings.ToLower(f), i, before); err != nil {
			return nil, fmt.Errorf("rotation %q: %w", f, err)
		}
		gens = append(gens, before.op)
	}
	ops, err := generate(gens)
	if err != nil || !changed {
		return ops, err
	}
	inside, after, closed := strings.Cut(change, ")")
	if !closed || strings.TrimSpace(after) != "" {
		return nil, fmt.Errorf("change of basis %q does not end with its parenthesis", change)
	}
	m, err := parseChange(inside)
	if err != nil {
		return nil, err
	}
	return m.apply(ops)
}

// rotation is one part of a Hall symbol, with what the next one depends on.
type rotation struct {
	op    Op
	order byte // '1' … '6'
	axis  int  // 0, 1, 2: the axis that ' and " refer to
}

// parseRotation reads the rotation in the given place (0 first); an axis that it
// does not name follows from the place and the rotation before it:
//
//	first            along c
//	second, order 2  along a after 2 or 4, along a − b after 3 or 6
//	third, order 3   along a + b + c
func parseRotation(s string, place int, before rotation) (rotation, error) {
	next := rotation{axis: 2}
	s, improper := strings.CutPrefix(s, "-")
	if s == "" || strings.IndexByte("12346", s[0]) < 0 {
		return next, errors.New("want an order 1, 2, 3, 4 or 6")
	}
	next.order = s[0]
	axis := byte(0)
	var shift [3]int
	screw := 0
	for _, c := range []byte(s[1:]) {
		switch {
		case strings.IndexByte(`xyz'"=*`, c) >= 0:
			if axis != 0 {
				return next, errors.New("more than one axis")
			}
			if axis = c; c == '=' { // = is the older way to write "
				axis = '"'
			}
		case c >= '1' && c <= '5':
			if screw != 0 || c >= next.order {
				return next, fmt.Errorf("screw %c", c)
			}
			screw = int(c-'0') * Den / int(next.order-'0')
		default:
			t, ok := translations[c]
			if !ok {
				return next, fmt.Errorf("%q is neither an axis nor a translation", c)
			}
			for i := range shift {
				shift[i] += t[i]
			}
		}
	}
	if axis == 0 && next.order != '1' {
		switch {
		case place == 0:
			axis = 'z'
		case place == 1 && next.order == '2' && (before.order == '2' || before.order == '4'):
			axis = 'x'
		case place == 1 && next.order == '2' && (before.order == '3' || before.order == '6'):
			axis = '\''
		case place == 2 && next.order == '3':
			axis = '*'
		default:
			return next, errors.New("its axis does not follow from its place")
		}
	}
	switch {
	case next.order == '1':
		if axis != 0 {
			return next, errors.New("order 1 has no axis")
		}
		next.op = Identity()
	case axis == '*':
		if next.order != '3' {
			return next, errors.New("only threefold axes lie along a + b + c")
		}
		next.op.R = [9]int{0, 0, 1, 1, 0, 0, 0, 1, 0}
	case axis == '\'' || axis == '"':
		if next.order != '2' {
			return next, errors.New("only twofold axes lie along a face's diagonal")
		}
		next.op.R = about(axis, before.axis)
	default:
		next.axis = int(axis - 'x')
		next.op.R = about(next.order, next.axis)
	}
	if screw != 0 {
		if axis < 'x' {
			return next, errors.New("screws are along a, b or c")
		}
		shift[next.axis] += screw
	}
	if improper {
		for i := range next.op.R {
			next.op.R[i] = -next.op.R[i]
		}
	}
	next.op.T = shift
	next.op = next.op.Mod()
	return next, nil
}
