package config

import (
	"fmt"
	"io"
	"strings"

	"gobragg/core/hkl"
	"gobragg/core/reflections"
	"gobragg/core/symmetry"
)

// ofReflections reads a file of reflections and expands it to P1.
func (l *Library) ofReflections(open Open, q Request) (*Factors, error) {
	type file struct{ name, labels, group string }
	set, err := shared(l, file{q.File, q.Labels, q.Group}, func() (set *reflections.Set, err error) {
		opt := reflections.Options{Group: q.Group}
		if q.Labels != "" {
			opt.Labels = strings.Split(q.Labels, ",")
		}
		err = read(open, q, func(f io.Reader) (err error) {
			if set, err = reflections.Read(f, q.File, opt); err != nil {
				return bareError{err, q.File + ": "}
			}
			return nil
		})
		return set, err
	})
	if err != nil {
		return nil, err
	}
	return shared(l, q, func() (*Factors, error) {
		list, report, err := set.P1(0)
		if err != nil {
			return nil, q.Failed(bareError{err, q.File + ": "})
		}
		grid, err := list.Grid(q.DefaultF)
		if err != nil {
			return nil, q.Failed(bareError{err, q.File + ": "})
		}
		if !set.Whole && q.DefaultF != 0 {
			clearAbsences(grid, set.Group)
		}
		return &Factors{Cell: set.Cell, Notes: append(told(set, list, report), set.Notes...), Grid: grid, Hash: l.hash(list)}, nil
	})
}

// told says what was read.
func told(set *reflections.Set, list *hkl.List, report reflections.Report) []string {
	if !set.Whole {
		return []string{fmt.Sprintf("%s: %s of column %s, group %v; %s", set.Format, set.Kind, strings.Join(set.Labels, ", "), set.Group,
			strings.ReplaceAll(report.String(), "\n", "; "))}
	}
	switch n := list.Duplicates(); n {
	case 0:
		return nil
	case 1:
		return []string{fmt.Sprintf("1 line of %s is replaced by a later one with the same indices", set.Name)}
	default:
		return []string{fmt.Sprintf("%d lines of %s are replaced by later ones with the same indices", n, set.Name)}
	}
}

// clearAbsences sets what the space group forbids, which no file lists, to 0 where
// it would otherwise count as a hole.
func clearAbsences(g *hkl.Grid, group *symmetry.Group) {
	if group == nil {
		return
	}
	i := 0
	for h := range int(g.Size[0]) {
		for k := range int(g.Size[1]) {
			for l := range int(g.Size[2]) {
				if group.Absent(h+int(g.Min[0]), k+int(g.Min[1]), l+int(g.Min[2])) {
					g.F[i] = 0
				}
				i++
			}
		}
	}
}
