package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
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
	return json.Number(FormatNumber(v.Number))
}

func (o *Option) flagValue() any {
	if o.FlagValue == nil {
		return true
	}
	return o.FlagValue
}
