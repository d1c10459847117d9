package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gobragg/core/config"
)

// flag is an option of a command other than the simulation, which has package
// config's table.
type flag struct {
	name   string   // without dash
	values []string // their names; empty: none
	help   string
	set    func(values []string) error
}

// parseFlags applies flags wherever they stand in args and returns the words
// between them. The option -h makes it return asked.
func parseFlags(command string, flags []flag, args []string) (words []string, asked bool, err error) {
	for i := 0; i < len(args); i++ {
		word := args[i]
		if !strings.HasPrefix(word, "-") || word == "-" {
			words = append(words, word)
			continue
		}
		name := strings.TrimPrefix(strings.TrimPrefix(word, "-"), "-")
		if name == "h" || name == "help" {
			return nil, true, nil
		}
		f := findFlag(flags, name)
		if f == nil {
			return nil, false, &config.UsageError{Option: word, Text: fmt.Sprintf("gobragg %s has no such option; it has %s", command, flagNames(flags))}
		}
		n := len(f.values)
		if i+n >= len(args) {
			return nil, false, f.expects()
		}
		if err := f.set(args[i+1 : i+1+n]); err != nil {
			return nil, false, err
		}
		i += n
	}
	return words, false, nil
}

func findFlag(flags []flag, name string) *flag {
	for i := range flags {
		if flags[i].name == name {
			return &flags[i]
		}
	}
	return nil
}

func flagNames(flags []flag) string {
	var names []string
	for _, f := range flags {
		names = append(names, "-"+f.name)
	}
	return strings.Join(names, " ")
}

// usage returns how the option is written.
func (f *flag) usage() string { return strings.Join(append([]string{"-" + f.name}, f.values...), " ") }

func (f *flag) expects() error {
	return &config.UsageError{Option: "-" + f.name, Text: "a value is missing: want " + f.usage()}
}

// text returns an option with one word.
func text(name, value, help string, to *string) flag {
	return flag{name, []string{value}, help, func(v []string) error { *to = v[0]; return nil }}
}

// on returns an option without values.
func on(name, help string, to *bool) flag {
	return flag{name, nil, help, func([]string) error { *to = true; return nil }}
}

// limit returns an option with one number from low to high.
func limit(name, value, help string, low, high float64, to **float64) flag {
	return flag{name, []string{value}, help, func(v []string) error {
		x, err := strconv.ParseFloat(v[0], 64)
		if err != nil || !(x >= low && x <= high) {
			want := fmt.Sprintf("from %g to %g", low, high)
			if math.IsInf(high, 1) {
				want = fmt.Sprintf("of at least %g", low)
			}
			return &config.UsageError{Option: "-" + name, Text: fmt.Sprintf("%q is not a number %s", v[0], want)}
		}
		*to = &x
		return nil
	}}
}

// integers returns an option with whole numbers from low to high.
func integers(name, help string, low, high int, values []string, to []int) flag {
	return flag{name, values, help, func(v []string) error {
		for i, s := range v {
			n, err := strconv.Atoi(s)
			if err != nil || n < low || n > high {
				return &config.UsageError{Option: "-" + name, Text: fmt.Sprintf("%q is not a whole number from %d to %d: want -%s %s", s, low, high, name, strings.Join(values, " "))}
			}
			to[i] = n
		}
		return nil
	}}
}
