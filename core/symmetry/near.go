package symmetry

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
)

const (
	suggestions  = 5
	longestGuess = 24 // characters: no symbol is longer
)

// unknown returns the error for a name, with the names spelled most like it.
func (x *index) unknown(name string) error {
	k := key(unquote(name))
	if k == "" {
		return errors.New("symmetry: no space group named")
	}
	if len(k) > longestGuess {
		return fmt.Errorf("symmetry: no space group %.60q", name)
	}
	type near struct{ distance, i int }
	var list []near
	for i, s := range x.settings {
		d := min(editDistance(k, key(s.name)), editDistance(k, key(s.short)))
		if d <= max(1, len(k)/2) {
			list = append(list, near{d, i})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].distance < list[j].distance })
	var names []string
	for _, n := range list {
		if s := x.settings[n.i].name; len(names) < suggestions && !slices.Contains(names, s) {
			names = append(names, s)
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("symmetry: no space group %q, want a Hermann-Mauguin symbol such as \"P 21 21 21\", a Hall symbol or a number from 1 to 230", name)
	}
	return fmt.Errorf("symmetry: no space group %q; near it are %s", name, strings.Join(names, ", "))
}

// editDistance returns how many letters must be put in, taken out or replaced to
// make b of a.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
