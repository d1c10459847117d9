package config

import "io"

// maxConfig is the longest configuration file or link that is read, bytes.
const maxConfig = 1 << 20

// Expand returns the settings with those of -config and -url, if they are set,
// made before them: the command line wins.
func (c *Config) Expand(open Open) (*Config, error) {
	base := new(Config)
	if v := c.Values("config"); v != nil {
		r := &resolver{open: open}
		err := r.read("config", v[0].Text, func(f io.Reader) error {
			data, err := io.ReadAll(io.LimitReader(f, maxConfig))
			if err != nil {
				return err
			}
			base, err = ParseJSON(data)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if v := c.Values("url"); v != nil {
		link, err := ParseQuery(v[0].Text)
		if err != nil {
			return nil, err
		}
		base = Merge(base, link)
	}
	rest := Merge(new(Config), c)
	rest.Unset("config")
	rest.Unset("url")
	return Merge(base, rest), nil
}
