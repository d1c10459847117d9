package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Group is a chapter of the option table. Settings are kept in the order of
// groups, so options whose relative order matters share a group.
type Group int

// The groups, in the order of the help text.
const (
	GroupCrystal Group = iota
	GroupBeam
	GroupDetector
	GroupScan
	GroupSampling
	GroupBackground
	GroupOutput
	GroupRunning
	groups
)

// String returns the group's title.
func (g Group) String() string {
	return [...]string{"crystal", "beam", "detector", "scan", "sampling", "background and noise", "output", "running"}[g]
}

// Key returns the group's name in the JSON form.
func (g Group) Key() string { return strings.ReplaceAll(g.String(), " ", "_") }

// Kind is the type of a value.
type Kind int

// The kinds.
const (
	Real Kind = iota
	Integer
	Text
)

// Param is one value of an option.
type Param struct {
	Name string
	Takes
	Usual Range // of a number
}

// Takes is what a value may be.
type Takes struct {
	Kind     Kind
	Min, Max float64  // of a number
	Choices  []string // of a text; nil: any
}

// Range is where a number is mostly chosen from: what a slider offers, within what
// the option accepts. The zero Range offers nothing.
type Range struct {
	Low, High, Step float64
	// Log makes equal steps equal ratios, Step the ratio.
	Log bool
}

// tenth is the ratio of steps that make ten of a decade, 10^(1/10).
const tenth = 1.2589254117941673

// Option is one row of the table.
type Option struct {
	Name    string   // without its dash
	Aliases []string // other spellings
	Group   Group
	Params  []Param // none: a flag
	// Required is how many of Params must be given; the others may follow.
	Required int
	// Variadic lets the last of Params occur any number of times, or not at all.
	Variadic bool
	// Word may stand in place of all values.
	Word string
	// Repeat collects the values of every occurrence instead of keeping the last.
	Repeat bool
	// Transient options act once and are not part of a stored configuration.
	Transient bool

	Unit, Default, Example string // in the user's terms
	Help                   string // one sentence, no full stop
	// Key is the name in the JSON form, its unit included. Options that share a
	// Key replace one another; a flag is then stored as FlagValue.
	Key       string
	FlagValue any // true, false or a string; nil: true

	apply setter
}

// Value is a number, or a text if Text is not empty.
type Value struct {
	Number float64
	Text   string
}

// String returns v as the command line spells it.
func (v Value) String() string {
	if v.Text != "" {
		return v.Text
	}
	return FormatNumber(v.Number)
}

// Values are the values of one setting.
type Values []Value

func (v Values) number(i int) float64 { return v[i].Number }
func (v Values) count(i int) int      { return int(v[i].Number) }
func (v Values) seed() int64          { return int64(v[0].Number) }

// FormatNumber returns the shortest decimal that parses to x, without an
// exponent for everyday magnitudes.
func FormatNumber(x float64) string {
	if a := math.Abs(x); a == 0 || a >= 1e-4 && a < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// Bounds of numbers: wide enough for any experiment, and far from overflow.
const (
	largest  = 1e15
	smallest = 1e-12 // of what must be positive
	// exactInteger is the largest integer below which float64 holds every one.
	exactInteger = 1<<53 - 1
)

// maxSteps is the largest number of steps along one sampled range.
const maxSteps = 1e6

// What most values may be.
var (
	number      = Takes{Min: -largest, Max: largest}
	positive    = Takes{Min: smallest, Max: largest}
	nonNegative = Takes{Max: largest}
	count       = Takes{Kind: Integer, Min: 1, Max: maxSteps}
	seed        = Takes{Kind: Integer, Min: -exactInteger, Max: exactInteger}
	text        = Takes{Kind: Text}
)

// want describes what p accepts: "a number of at least 0".
func (p Param) want() string {
	switch {
	case p.Choices != nil:
		return strings.Join(p.Choices, " or ")
	case p.Name == "FILE":
		return "a file name"
	case p.Kind == Text:
		return "a " + strings.ToLower(p.Name)
	}
	noun := p.noun()
	low, high := p.Min > -largest, p.Max < largest
	switch {
	case low && p.Min == smallest && !high:
		return noun + " above 0"
	case low && high:
		return fmt.Sprintf("%s from %s to %s", noun, FormatNumber(p.Min), FormatNumber(p.Max))
	case low:
		return fmt.Sprintf("%s of at least %s", noun, FormatNumber(p.Min))
	}
	return noun
}

// noun is what p is if it is no text.
func (p Param) noun() string {
	if p.Kind == Integer {
		return "an integer"
	}
	return "a number"
}

// bounds describes what p accepts with both of its limits.
func (p Param) bounds() string {
	return fmt.Sprintf("%s from %s to %s", p.noun(), FormatNumber(p.Min), FormatNumber(p.Max))
}

// expects completes an error message: what the option takes, and an example.
func (o *Option) expects() string {
	if len(o.Params) == 0 {
		return fmt.Sprintf("-%s takes no value", o.Name)
	}
	return o.wanted(o.Params[0].want())
}

// wanted is expects of an option whose value, if it takes one alone, is described
// by value.
func (o *Option) wanted(value string) string {
	var names []string
	for _, p := range o.Params {
		names = append(names, p.Name)
	}
	text := "want " + value
	if len(o.Params) > 1 {
		text = "want " + strings.Join(names, " ")
	}
	if o.Unit != "" {
		text += " (" + o.Unit + ")"
	}
	if o.Word != "" {
		text += fmt.Sprintf(", or the word %s", o.Word)
	}
	if o.Example != "" {
		text += fmt.Sprintf(", for example -%s %s", o.Name, o.Example)
	}
	return text
}

// matchesWord reports whether s stands for the option's Word.
func (o *Option) matchesWord(s string) bool {
	if o.Word == "random" { // the reference program looks at the first four letters
		return strings.HasPrefix(s, "rand")
	}
	return o.Word != "" && (s == o.Word || o.Word == "inf" && (strings.EqualFold(s, "inf") || strings.EqualFold(s, "infinity")))
}

// param returns the parameter of value i.
func (o *Option) param(i int) (Param, bool) {
	switch n := len(o.Params); {
	case i < n:
		return o.Params[i], true
	case n > 0 && (o.Variadic || o.Repeat):
		return o.Params[n-1], true
	}
	return Param{}, false
}

// most is how many values a variadic or repeated option may collect.
const most = 1000

// check validates a complete list of values: their number, their kinds, their
// bounds, and what the option itself requires of them.
func (o *Option) check(v Values) error {
	if len(v) == 1 && o.Word != "" && v[0].Text == o.Word {
		return nil
	}
	if len(v) < o.Required || len(v) > most {
		return usage(o.Name, "found %d of its values: %s", len(v), o.expects())
	}
	for i, x := range v {
		p, ok := o.param(i)
		if !ok {
			return usage(o.Name, "%d values are too many: %s", len(v), o.expects())
		}
		if err := o.checkValue(p, x); err != nil {
			return err
		}
	}
	return o.apply.set(newInput(), v)
}

func (o *Option) checkValue(p Param, x Value) error {
	bad := func(what string) error { return usage(o.Name, "%s %s: %s", shown(x.String()), what, o.expects()) }
	if p.Kind == Text {
		switch {
		case x.Text == "":
			return bad("is a number")
		case strings.ContainsFunc(x.Text, unicode.IsControl) || !utf8.ValidString(x.Text):
			return usage(o.Name, "%s is not plain text: %s", quote(x.Text), o.expects())
		case Find(x.Text) != nil:
			return bad("is the name of an option")
		case p.Choices == nil:
			return nil
		}
		for _, c := range p.Choices {
			if x.Text == c {
				return nil
			}
		}
		return bad("is not one of its choices")
	}
	n := x.Number
	switch {
	case x.Text != "":
		return bad("is not a number")
	case math.IsNaN(n) || math.IsInf(n, 0):
		return bad("is not a finite number")
	case p.Kind == Integer && n != math.Trunc(n):
		return bad("is not an integer")
	case n < p.Min || n > p.Max:
		what := "is out of range"
		if len(o.Params) > 1 {
			what += fmt.Sprintf(": %s is %s", p.Name, p.bounds())
		}
		return usage(o.Name, "%s %s: %s", x, what, o.wanted(p.bounds()))
	}
	return nil
}
