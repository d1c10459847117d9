package lab

import (
	"strings"

	"gobragg/core/config"
)

// outputs are the options that say what the command writes and how it runs: they are
// no part of an experiment, and a link or a preset does without them.
var outputs = []string{"o", "floatfile", "intfile", "noisefile", "pgmfile", "nopgm", "pgmscale", "trace", "printout", "json", "threads", "backend", "precision", "device", "quiet", "progress", "noprogress"}

// experimentOf returns the settings without outputs.
func experimentOf(c *config.Config) *config.Config {
	bare := config.Merge(new(config.Config), c)
	for _, name := range outputs {
		bare.Unset(name)
	}
	return bare
}

// Link returns a link to the page at base that holds the whole experiment, and behind
// it view, which says how it is shown and may be empty. gobragg -url takes it as well.
// Files are named in it, not contained.
func (l *Lab) Link(base, view string) string {
	base, _, _ = strings.Cut(base, "#")
	link := base + "#" + experimentOf(l.settings).Query()
	if view != "" {
		link += config.ViewMark + config.Escape(view)
	}
	return link
}

// ParseLink reads what Link wrote. settings are nil if the link has none.
func ParseLink(link string) (settings *config.Config, view string, err error) {
	_, fragment, ok := strings.Cut(link, "#")
	if !ok || fragment == "" {
		return nil, "", nil
	}
	query, shown, _ := strings.Cut(fragment, config.ViewMark)
	view, _ = config.Unescape(shown)
	c, err := config.ParseQuery(query)
	if err != nil {
		return nil, view, err
	}
	if c = experimentOf(c); len(c.Settings()) == 0 {
		return nil, view, nil
	}
	return c, view, nil
}

// Opening returns the experiment that a page at this address shows first: its link's, or
// the first preset without one that can be used; err says why it cannot.
func Opening(address string) (settings *config.Config, view string, err error) {
	settings, view, err = ParseLink(address)
	if settings == nil {
		settings = Presets[0].Config()
	}
	return settings, view, err
}

// ParseJSON reads a configuration file.
func ParseJSON(data []byte) (*config.Config, error) {
	c, err := config.ParseJSON(data)
	if err != nil {
		return nil, err
	}
	return experimentOf(c), nil
}

// Command returns the command line that gives the image of the page, bit for bit: the
// expected photons, and with noise the counts. The files it names must be at hand.
func (l *Lab) Command() string {
	c := experimentOf(l.settings)
	args := append(c.Args(), "-backend", "scalar", "-o", "photons.npy")
	if l.Noisy() {
		args = append(args, "-noisefile", "counts.npy")
	}
	return config.CommandLine(args)
}

// Noisy reports whether the image shows counts with photon noise.
func (l *Lab) Noisy() bool { return !l.settings.Has("nonoise") }
