package config

import "io"

// maxConfig is the longest configuration file or link that is read, bytes.
const maxConfig = 1 << 20

// Expand returns the settings with those of -config and -url, if they are set,
// made before them: the command line wins. Its errors are a *FileError for a file
// that cannot be read and a *UsageError for what a file or link says.
func (c *Config) Expand(open Open) (*Config, error) {
	base := new(Config)
	if v := c.Values("config"); v != nil {
		r := &resolver{open: open}
		var data []byte
		err := r.read("config", v[0].Text, func(f io.Reader) (err error) {
			data, err = io.ReadAll(io.LimitReader(f, maxConfig))
			return err
		})
		if err != nil {
			return nil, err
		}
		if base, err = ParseJSON(data); err != nil {
			return nil, &UsageError{Option: "-config " + shown(v[0].Text), Text: err.Error()}
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
