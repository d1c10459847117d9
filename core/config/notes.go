package config

import (
	"fmt"
	"slices"
	"strings"
)

// Level is how much a note matters.
type Level int

// A NOTE says what gobragg does with an option; a WARNING, that it made an
// assumption that the user may not want.
const (
	NOTE Level = iota
	WARNING
)

func (l Level) String() string { return [...]string{"NOTE", "WARNING"}[l] }

// Note is a remark on the settings for the user.
type Note struct {
	Level  Level
	Option string // with its dash
	Text   string
	// Difference is the ID of the Difference that the note is about, if any.
	Difference string
}

// String returns the note as one line.
func (n Note) String() string { return fmt.Sprintf("%s: %s: %s", n.Level, n.Option, n.Text) }

func (r *resolver) note(option, format string, args ...any) {
	r.add(NOTE, option, format, args...)
}

// idle notes an option without effect. A setting of a stored configuration that
// the command line overrides or makes void is no news: it gives no note.
func (r *resolver) idle(option, format string, args ...any) {
	if !r.stored(option) {
		r.note(option, format, args...)
	}
}

// stored reports whether an option comes from -config or -url alone.
func (r *resolver) stored(option string) bool { return r.typed != nil && !r.typed.Has(option) }

func (r *resolver) warn(option, format string, args ...any) {
	r.add(WARNING, option, format, args...)
}

func (r *resolver) add(l Level, option, format string, args ...any) {
	if option != "" {
		option = "-" + option
	}
	r.out.Notes = append(r.out.Notes, Note{Level: l, Option: option, Text: fmt.Sprintf(format, args...)})
}

// documentedOnly are spellings that the reference program's help or README
// promises and that it does not read.
var documentedOnly = []string{"hdiv", "vdiv", "dispstep", "xdet_vector", "ydet_vector", "zdet_vector", "detsize_x", "detsize_y"}

// noteSpelling records that o was given under a name which the reference program
// does not read.
func (c *Config) noteSpelling(o *Option, word string) {
	written := strings.TrimLeft(word, "-")
	for _, n := range documentedOnly {
		if written != n || slices.ContainsFunc(c.remarks, func(s Note) bool { return s.Option == "-"+n }) {
			continue
		}
		c.remarks = append(c.remarks, Note{
			Option: "-" + n, Difference: "documented-names",
			Text: fmt.Sprintf("the reference program documents this name and does not read it; here it is -%s", o.Name),
		})
	}
}
