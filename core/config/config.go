package config

import (
	"slices"
	"sort"
)

// Setting is an option with its values.
type Setting struct {
	Option *Option
	Values Values
}

// Config is what a user set: at most one setting for each Key of the option
// table, ordered by group and within a group by when it was set last.
type Config struct {
	settings []Setting
	// remarks holds what the settings no longer show: the options given under names
	// that the reference program documents and does not read, and those that another
	// of the same Key replaced on the command line.
	remarks []Note
}

// Settings returns the settings in order. The caller must not change them.
func (c *Config) Settings() []Setting { return c.settings }

// Has reports whether the option of this name (without dash) is set.
func (c *Config) Has(name string) bool { return c.find(name) != nil }

// Values returns the values of the option of this name, nil if it is not set.
func (c *Config) Values(name string) Values {
	if s := c.find(name); s != nil {
		return s.Values
	}
	return nil
}

func (c *Config) find(name string) *Setting {
	o := byName[name]
	if o == nil {
		panic("config: no option named " + name)
	}
	for i := range c.settings {
		if c.settings[i].Option == o {
			return &c.settings[i]
		}
	}
	return nil
}

// choice returns the setting of this Key, nil if there is none.
func (c *Config) choice(key string) *Setting {
	for i := range c.settings {
		if c.settings[i].Option.Key == key {
			return &c.settings[i]
		}
	}
	return nil
}

// after reports whether the setting a was made after b; both must be set.
func (c *Config) after(a, b string) bool {
	ia, ib := -1, -1
	for i, s := range c.settings {
		switch s.Option {
		case byName[a]:
			ia = i
		case byName[b]:
			ib = i
		}
	}
	return ia >= 0 && ib >= 0 && ia > ib
}

// Set gives the option o its values, which are checked. A setting of the same
// Key is replaced (values of a Repeat option are added to it), and the setting
// moves to the end of its group.
func (c *Config) Set(o *Option, values Values) error {
	values = c.joined(o, values)
	if err := o.check(values); err != nil {
		return err
	}
	c.put(o, values)
	return nil
}

// SetWords sets o from words as a command line has them, all of which must be
// values of it: what a form's fields hold.
func (c *Config) SetWords(o *Option, words []string) error {
	values, err := o.read("-"+o.Name, words)
	if err != nil {
		return err
	}
	if len(values) != len(words) {
		return usage(o.Name, "%s is one value too many: %s", quote(words[len(values)]), o.expects())
	}
	return c.Set(o, values)
}

// joined returns the values that o has once values are set.
func (c *Config) joined(o *Option, values Values) Values {
	if s := c.find(o.Name); s != nil && o.Repeat {
		values = append(slices.Clone(s.Values), values...)
	}
	if len(values) == 0 {
		return nil
	}
	return values
}

// put sets o without a check.
func (c *Config) put(o *Option, values Values) {
	c.settings = slices.DeleteFunc(c.settings, func(s Setting) bool { return s.Option.Key == o.Key })
	at := sort.Search(len(c.settings), func(i int) bool { return c.settings[i].Option.Group > o.Group })
	c.settings = slices.Insert(c.settings, at, Setting{o, values})
}

// Unset removes the option of this name.
func (c *Config) Unset(name string) {
	o := byName[name]
	c.settings = slices.DeleteFunc(c.settings, func(s Setting) bool { return s.Option == o })
}

// Merge returns the settings of base with those of over made after them. Values of
// a Repeat option in over replace those of base: outputs named on the command line
// are not added to a file's.
func Merge(base, over *Config) *Config {
	m := &Config{settings: slices.Clone(base.settings), remarks: append(slices.Clone(base.remarks), over.remarks...)}
	for _, s := range over.settings {
		m.put(s.Option, s.Values)
	}
	return m
}

// Input returns the typed values of the settings.
func (c *Config) Input() *Input {
	in := newInput()
	for _, s := range c.settings {
		if err := s.Option.apply.set(in, s.Values); err != nil {
			panic("config: a checked setting fails: " + err.Error())
		}
	}
	return in
}
