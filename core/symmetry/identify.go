package symmetry

import "sync"

// signature returns the operators as bytes, the same for equal groups.
func (g *Group) signature() string {
	var b []byte
	for _, v := range g.centring {
		b = append(b, byte(v[0]), byte(v[1]), byte(v[2]))
	}
	for _, a := range g.rotations {
		for _, n := range a.R {
			b = append(b, byte(n))
		}
		b = append(b, byte(a.T[0]), byte(a.T[1]), byte(a.T[2]))
	}
	return string(b)
}

// signatures finds a setting by its operators; the first of the table's where two
// have the same.
var signatures = sync.OnceValue(func() map[string]int {
	x := table()
	m := make(map[string]int, len(x.settings))
	for i := range x.settings {
		s := x.group(i).signature()
		if _, ok := m[s]; !ok {
			m[s] = i
		}
	}
	return m
})

// identify names a group whose operators are those of a setting of the table.
func (g *Group) identify() {
	i, ok := signatures()[g.signature()]
	if !ok {
		return
	}
	s := table().settings[i]
	g.number, g.name, g.choice = s.number, s.name, s.choice
	if g.hall == "" {
		g.hall = s.hall
	}
}
