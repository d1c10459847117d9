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

// jsonVersion is the version of the JSON form.
const jsonVersion = 1

// versionKey is the key of jsonVersion.
const versionKey = "gobragg_config"

// MarshalJSON returns the settings as an object of groups, each an object of
// settings in their order. Keys carry the unit:
//
//	{"gobragg_config": 1, "detector": {"distance_mm": 250, "convention": "xds"}}
func (c *Config) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{%q:%d", versionKey, jsonVersion)
	group := Group(-1)
	for _, s := range c.settings {
		if s.Option.Transient {
			continue
		}
		if s.Option.Group == group {
			b.WriteByte(',')
		} else {
			if group >= 0 {
				b.WriteByte('}')
			}
			group = s.Option.Group
			fmt.Fprintf(&b, ",%q:{", group.Key())
		}
		value, err := json.Marshal(s.jsonValue())
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", s.Option.Key, value)
	}
	if group >= 0 {
		b.WriteByte('}')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// WriteJSON writes the JSON form, one setting a line.
func (c *Config) WriteJSON(w io.Writer) error {
	compact, err := c.MarshalJSON()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		return err
	}
	_, err = io.WriteString(w, joinLists(b.String())+"\n")
	return err
}

// joinLists puts the elements of every indented list on one line. Strings hold no
// line breaks, so that brackets at line ends are lists.
func joinLists(indented string) string {
	var b strings.Builder
	inside := false
	for _, line := range strings.SplitAfter(indented, "\n") {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasSuffix(text, "["):
			inside = true
			b.WriteString(strings.TrimSuffix(line, "\n"))
		case inside && strings.HasPrefix(text, "]"):
			inside = false
			b.WriteString(strings.TrimLeft(line, " "))
		case inside:
			b.WriteString(text)
			if strings.HasSuffix(text, ",") {
				b.WriteByte(' ')
			}
		default:
			b.WriteString(line)
		}
	}
	return b.String()
}

// jsonValue returns what stands behind the setting's key: true or a name for a
// flag, a number or a string, or a list where the option has several values.
func (s Setting) jsonValue() any {
	o := s.Option
	switch {
	case len(o.Params) == 0:
		return o.flagValue()
	case len(s.Values) == 1 && s.Values[0].Text != "" && s.Values[0].Text == o.Word:
		return o.Word
	case len(o.Params) > 1 || o.Variadic || o.Repeat:
		list := make([]any, len(s.Values))
		for i, v := range s.Values {
			list[i] = v.json()
		}
		return list
	}
	return s.Values[0].json()
}

func (v Value) json() any {
	if v.Text != "" {
		return v.Text
	}
	return json.Number(formatNumber(v.Number))
}

func (o *Option) flagValue() any {
	if o.FlagValue == nil {
		return true
	}
	return o.FlagValue
}

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
