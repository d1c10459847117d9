package config

import "strings"

// Options is the option table, in the order of the help text.
var Options = concat(
	crystalOptions, beamOptions, detectorOptions, placementOptions,
	scanOptions, samplingOptions, backgroundOptions, outputOptions, runningOptions,
)

func concat(lists ...[]*Option) []*Option {
	var all []*Option
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var byName = index(Options)

func index(options []*Option) map[string]*Option {
	m := make(map[string]*Option)
	for _, o := range options {
		for _, n := range append([]string{o.Name}, o.Aliases...) {
			if m[n] != nil {
				panic("config: two options named " + n)
			}
			m[n] = o
		}
	}
	return m
}

// Find returns the option that word spells, with one or two dashes, or nil.
func Find(word string) *Option {
	name, ok := strings.CutPrefix(word, "-")
	if !ok {
		return nil
	}
	return byName[strings.TrimPrefix(name, "-")]
}

// nearest returns the option name closest to name: one that it begins, or else
// the one with the fewest edits.
func nearest(name string) string {
	best, distance := "", 1<<30
	for _, o := range Options {
		for _, n := range append([]string{o.Name}, o.Aliases...) {
			d := 10 * edits(strings.ToLower(name), strings.ToLower(n))
			if len(name) > 2 && strings.HasPrefix(n, name) {
				d = 5 + (len(n)-len(name))/2
			}
			if d < distance {
				best, distance = n, d
			}
		}
	}
	return best
}

// edits returns the least number of insertions, deletions, replacements and
// exchanges of neighbours that turn a into b. Words beyond the length of any
// option are cut off.
func edits(a, b string) int {
	const long = 40
	a, b = a[:min(len(a), long)], b[:min(len(b), long)]
	var rows [3][long + 1]int
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, up, upup := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(up[j]+1, row[j-1]+1, up[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], upup[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
