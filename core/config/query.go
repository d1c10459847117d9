package config

import "strings"

// Query returns the settings as the query of a link, without the question mark:
// option names and values, several values separated by commas.
//
//	cell=78,78,38&default_F=100&xds
func (c *Config) Query() string {
	var b strings.Builder
	write := func(o *Option, v Values) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(o.Name)
		for i, x := range v {
			b.WriteByte("=,"[min(i, 1)])
			b.WriteString(Escape(x.String()))
		}
	}
	for _, s := range c.settings {
		switch {
		case s.Option.Transient:
		case s.Option.Repeat:
			for _, x := range s.Values {
				write(s.Option, Values{x})
			}
		default:
			write(s.Option, s.Values)
		}
	}
	return b.String()
}

// ViewMark ends the settings in a link; what follows is how the web page shows them.
const ViewMark = ";"

// ParseQuery reads settings from a query as Query writes it, or from a link that
// has one after a question mark or a hash sign. What follows a ViewMark is ignored.
func ParseQuery(link string) (*Config, error) {
	if len(link) > maxConfig {
		return nil, &UsageError{Option: "-url", Text: "the link is too long"}
	}
	c := new(Config)
	query, _, _ := strings.Cut(queryOf(link), ViewMark)
	for _, pair := range strings.Split(query, "&") {
		if pair == "" {
			continue
		}
		name, list, valued := strings.Cut(pair, "=")
		name, ok := Unescape(name)
		if !ok {
			return nil, badEscape(pair)
		}
		o := byName[name]
		if o == nil || o.Transient {
			return nil, unknownName(name)
		}
		var words []string
		if valued && list != "" {
			words = strings.Split(list, ",")
		}
		if len(words) > most {
			return nil, usage(name, "too many values")
		}
		for i, w := range words {
			if words[i], ok = Unescape(w); !ok {
				return nil, badEscape(pair)
			}
		}
		if err := c.SetWords(o, words); err != nil {
			return nil, err
		}
		c.noteSpelling(o, name)
	}
	return c, nil
}

func badEscape(pair string) error {
	return &UsageError{Option: "-url", Text: "a percent sign without two hexadecimal digits in " + shown(pair)}
}

// queryOf returns the query of a link, or a bare query as it is.
func queryOf(link string) string {
	link = strings.TrimSpace(link)
	if _, query, ok := strings.Cut(link, "?"); ok {
		query, _, _ = strings.Cut(query, "#")
		return query
	}
	if _, fragment, ok := strings.Cut(link, "#"); ok {
		return fragment
	}
	if strings.Contains(link, "://") {
		return ""
	}
	return link
}

// unknownName explains a name in a link that is no option, or none that can stand there.
func unknownName(name string) error {
	if o := byName[name]; o != nil {
		return &UsageError{Option: "-url", Text: "-" + o.Name + " acts once and cannot stand in stored settings"}
	}
	return &UsageError{Option: "-url", Text: "there is no option " + quote(name) + "; did you mean " + nearest(name) + "?"}
}
