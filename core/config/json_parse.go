package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// UnmarshalJSON replaces the settings by those of a JSON form.
func (c *Config) UnmarshalJSON(data []byte) error {
	parsed, err := ParseJSON(data)
	if err == nil {
		*c = *parsed
	}
	return err
}

// ParseJSON reads the JSON form. Settings are made in the order of the text.
// Unknown groups and keys are errors that name the nearest.
func ParseJSON(data []byte) (*Config, error) {
	p := &jsonParser{json.NewDecoder(bytes.NewReader(data)), new(Config)}
	p.d.UseNumber()
	if err := p.document(); err != nil {
		return nil, err
	}
	return p.c, nil
}

type jsonParser struct {
	d *json.Decoder
	c *Config
}

// object calls member for each key of the object that follows.
func (p *jsonParser) object(what string, member func(key string) error) error {
	t, err := p.d.Token()
	if err != nil {
		return malformed(err)
	}
	if t != json.Delim('{') {
		return fmt.Errorf("%s must be a JSON object { … }", what)
	}
	for p.d.More() {
		t, err := p.d.Token()
		if err != nil {
			return malformed(err)
		}
		if err := member(t.(string)); err != nil {
			return err
		}
	}
	_, err = p.d.Token()
	return malformed(err)
}

func malformed(err error) error {
	if err == nil {
		return nil
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("malformed JSON: %w", err)
}

func (p *jsonParser) document() error {
	versioned := false
	err := p.object("a configuration", func(key string) error {
		if key == versionKey {
			versioned = true
			t, err := p.d.Token()
			if err != nil {
				return malformed(err)
			}
			if t != json.Number(strconv.Itoa(jsonVersion)) {
				return fmt.Errorf("%s is %s; this program reads version %d", versionKey, shown(fmt.Sprint(t)), jsonVersion)
			}
			return nil
		}
		for g := range groups {
			if key == g.Key() {
				return p.object(key, func(key string) error { return p.setting(g, key) })
			}
		}
		return fmt.Errorf("there is no group %s; the groups are %s", quote(key), groupKeys())
	})
	if err != nil {
		return err
	}
	if !versioned {
		return fmt.Errorf("this is no configuration: it lacks %q: %d", versionKey, jsonVersion)
	}
	if _, err := p.d.Token(); err != io.EOF {
		return errors.New("malformed JSON: there is text after the configuration")
	}
	return nil
}

func groupKeys() string {
	var keys []string
	for g := range groups {
		keys = append(keys, g.Key())
	}
	return strings.Join(keys, ", ")
}

// setting reads the value behind key and sets the option.
func (p *jsonParser) setting(g Group, key string) error {
	var candidates []*Option
	for _, o := range Options {
		if o.Key == key && o.Group == g && !o.Transient {
			candidates = append(candidates, o)
		}
	}
	if candidates == nil {
		return unknownKey(g, key)
	}
	words, list, err := p.values(key)
	if err != nil {
		return err
	}
	for _, o := range candidates {
		if len(o.Params) == 0 && !list && len(words) == 1 && words[0] == o.flagValue() {
			return p.c.Set(o, nil)
		}
	}
	for _, o := range candidates {
		if len(o.Params) > 0 {
			return p.set(o, key, words)
		}
	}
	if _, ok := words0(words).(bool); ok && len(candidates) == 1 {
		return nil // the opposite of a flag is its absence
	}
	var allowed []string
	for _, o := range candidates {
		allowed = append(allowed, fmt.Sprint(o.flagValue()))
	}
	return fmt.Errorf("%s: want %s", key, strings.Join(allowed, " or "))
}

func words0(words []any) any {
	if len(words) == 1 {
		return words[0]
	}
	return nil
}

// set gives o values that must have the types of its parameters.
func (p *jsonParser) set(o *Option, key string, words []any) error {
	values := make(Values, len(words))
	for i, w := range words {
		switch w := w.(type) {
		case json.Number:
			x, err := parseNumber(w.String())
			if err != nil {
				return fmt.Errorf("%s: %s %w", key, quote(w.String()), err)
			}
			values[i].Number = x
		case string:
			if w == "" {
				return fmt.Errorf("%s: an empty text: %s", key, o.expects())
			}
			values[i].Text = w
			if i == 0 && o.matchesWord(w) {
				values[i].Text = o.Word
			}
		default:
			return fmt.Errorf("%s: %v is neither a number nor a text: %s", key, w, o.expects())
		}
	}
	if err := p.c.Set(o, values); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// values reads a scalar or a list of scalars.
func (p *jsonParser) values(key string) (words []any, list bool, err error) {
	t, err := p.d.Token()
	if err != nil {
		return nil, false, malformed(err)
	}
	switch t {
	case json.Delim('{'):
		return nil, false, fmt.Errorf("%s: want a value or a list [ … ]", key)
	case json.Delim('['):
	default:
		return []any{t}, false, nil
	}
	for p.d.More() {
		t, err := p.d.Token()
		if err != nil {
			return nil, true, malformed(err)
		}
		if _, nested := t.(json.Delim); nested || len(words) == most {
			return nil, true, fmt.Errorf("%s: want a list of at most %d values", key, most)
		}
		words = append(words, t)
	}
	_, err = p.d.Token()
	return words, true, malformed(err)
}

// unknownKey explains a key that group g does not have.
func unknownKey(g Group, key string) error {
	best, distance := "", 1<<30
	for _, o := range Options {
		if o.Transient {
			continue
		}
		if o.Key == key {
			return fmt.Errorf("%s belongs to the group %s, not %s", key, o.Group.Key(), g.Key())
		}
		d := edits(key, o.Key)
		if o.Group != g {
			d += 2
		}
		if d < distance {
			best, distance = o.Key, d
		}
	}
	return fmt.Errorf("the group %s has no %s; did you mean %q?", g.Key(), quote(key), best)
}
