package config

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ParseArgs reads a command line (without the program's name). Options may have
// one dash or two; an option given again replaces the earlier one. Its errors
// are *UsageError.
func ParseArgs(args []string) (*Config, error) {
	c := new(Config)
	var replaced []*Option
	last := ""
	for i := 0; i < len(args); {
		word := args[i]
		o := Find(word)
		if o == nil {
			return nil, unknown(args[i:], last)
		}
		values, err := o.read(word, args[i+1:])
		if err != nil {
			return nil, err
		}
		if s := c.choice(o.Key); s != nil && s.Option != o && !slices.Contains(replaced, s.Option) {
			replaced = append(replaced, s.Option)
		}
		if err := c.Set(o, values); err != nil {
			return nil, err
		}
		c.noteSpelling(o, word)
		i += 1 + len(values)
		last = o.Name
	}
	for _, o := range replaced {
		if s := c.choice(o.Key); s.Option != o {
			c.remarks = append(c.remarks, Note{Option: "-" + o.Name, Text: fmt.Sprintf("has no effect: the later -%s wins", s.Option.Name)})
		}
	}
	return c, nil
}

// unknown explains the first of words, which is no option; last is the option before it.
func unknown(words []string, last string) error {
	word := words[0]
	name := strings.TrimLeft(word, "-")
	_, err := strconv.ParseFloat(word, 64)
	if !strings.HasPrefix(word, "-") || err == nil || name == "" {
		text := "is not an option; options begin with a dash"
		if last != "" {
			text = fmt.Sprintf("is one value too many: %s", byName[last].expects())
		}
		return &UsageError{Option: quote(word), Text: text}
	}
	if option, value, ok := strings.Cut(name, "="); ok && byName[option] != nil {
		return &UsageError{Option: shown(word), Text: fmt.Sprintf("write a space instead of the equals sign: -%s %s", option, shown(value))}
	}
	if flags := flagsOf(name, words[1:]); flags != "" {
		return &UsageError{Option: shown(word), Text: "there is no such option; use " + flags}
	}
	return &UsageError{Option: shown(word), Text: fmt.Sprintf("there is no such option; did you mean -%s? (-h lists all)", nearest(name))}
}

// flagsOf returns the options without values that choose what key names, such as
// the convention: the one that the next word means, or all. It is empty if key
// names no choice.
func flagsOf(key string, next []string) string {
	var flags []string
	for _, o := range Options {
		choice, ok := o.FlagValue.(string)
		if o.Key != key || !ok || len(o.Params) > 0 {
			continue
		}
		if len(next) > 0 && strings.EqualFold(next[0], choice) {
			return "-" + o.Name
		}
		flags = append(flags, "-"+o.Name)
	}
	if flags == nil {
		return ""
	}
	return "one of " + strings.Join(flags, " ")
}

// read takes the values of o from the words that follow it on a command line,
// where it is spelled as.
func (o *Option) read(as string, words []string) (Values, error) {
	var values Values
	for i := 0; ; i++ {
		p, ok := o.param(i)
		if !ok || o.Repeat && i == len(o.Params) || i >= most {
			return values, nil
		}
		if i >= len(words) {
			if i < o.Required {
				return nil, o.missing(as, i)
			}
			return values, nil
		}
		word := words[i]
		if p.Kind == Text {
			if word == "" || Find(word) != nil {
				return nil, o.missing(as, i)
			}
			values = append(values, Value{Text: word})
			continue
		}
		if i == 0 && o.matchesWord(word) {
			return Values{{Text: o.Word}}, nil
		}
		x, err := parseNumber(word)
		if err == nil {
			values = append(values, Value{Number: x})
			continue
		}
		switch {
		case i >= o.Required:
			return values, nil
		case Find(word) != nil:
			return nil, o.missing(as, i)
		default:
			return nil, &UsageError{Option: as, Text: fmt.Sprintf("%s %v: %s", quote(word), err, o.expects())}
		}
	}
}

func (o *Option) missing(as string, found int) error {
	text := "its value is missing"
	if o.Required > 1 {
		text = fmt.Sprintf("found %d of its %d values", found, o.Required)
	}
	return &UsageError{Option: as, Text: text + ": " + o.expects()}
}

type numberError string

func (e numberError) Error() string { return string(e) }

// parseNumber reads a finite decimal number.
func parseNumber(s string) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	switch {
	case math.IsInf(x, 0) || math.IsNaN(x):
		return 0, numberError("is not a finite number")
	case err != nil || strings.ContainsAny(s, "xX_"):
		return 0, numberError("is not a number")
	}
	return x, nil
}

// Args returns the command line that parses to c.
func (c *Config) Args() []string {
	var args []string
	for _, s := range c.settings {
		if s.Option.Repeat {
			for _, v := range s.Values {
				args = append(args, "-"+s.Option.Name, v.String())
			}
			continue
		}
		args = append(args, "-"+s.Option.Name)
		for _, v := range s.Values {
			args = append(args, v.String())
		}
	}
	return args
}
