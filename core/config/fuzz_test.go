package config

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// checkStored tests the round trips of what of c is stored.
func checkStored(t *testing.T, c *Config) {
	t.Helper()
	stored := Merge(new(Config), c)
	for _, o := range Options {
		if o.Transient {
			stored.Unset(o.Name)
		}
	}
	checkRoundTrips(t, stored)
	stored.Input()
}

func FuzzParseArgs(f *testing.F) {
	for _, c := range referenceCases(f) {
		f.Add(strings.Join(c.Args, "\n"))
	}
	for _, s := range []string{"", "-", "--", "-h", "-misset\nrandom", "-rings\n4\n-o\na.png", "-cell\n1e400", "-distance=5", "-detector_abs\ninf", "-o\n\n", "-hkl\n-xds", "-misset\n" + strings.Repeat("\xe4", 5000), "-" + strings.Repeat("\x1b", 3000), "-pivot\n\x1b[2J", "-distance=" + strings.Repeat("5", 2000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, words string) {
		c, err := ParseArgs(strings.Split(words, "\n"))
		if err != nil {
			if _, ok := err.(*UsageError); !ok || len(err.Error()) > 1000 || strings.ContainsFunc(err.Error(), unicode.IsControl) {
				t.Errorf("error %.2000q", err)
			}
			return
		}
		checkStored(t, c)
	})
}

func FuzzParseJSON(f *testing.F) {
	for _, c := range referenceCases(f)[:20] {
		data, err := json.Marshal(mustParse(f, c.Args...))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{"", "{}", `{"gobragg_config":1}`, `{"gobragg_config":1,"crystal":{"misset_deg":"random","cell_A_deg":[1,[]]}}`, `{"gobragg_config":1,"output":{"files":["a\u0000"]}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := ParseJSON(data); err == nil {
			checkStored(t, c)
		}
	})
}

func FuzzParseQuery(f *testing.F) {
	for _, c := range referenceCases(f)[:20] {
		f.Add(mustParse(f, c.Args...).Query())
	}
	for _, s := range []string{"", "?", "#", "a=b", "%", "cell=78,78,38&xds", "https://x/?N=5#y", "hkl=a%2Cb%00", "rings&rings=1,2", "misset=random"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, link string) {
		if c, err := ParseQuery(link); err == nil {
			checkStored(t, c)
		}
	})
}

func FuzzReadMatrix(f *testing.F) {
	for _, s := range []string{"", "1 2 3 4 5 6 7 8 9", "0.062 0 0\n0 0.062 0\n0 0 0.062\n", "1e999 nan x", "\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ReadMatrix(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, x := range m {
			if x-x != 0 {
				t.Errorf("matrix %v is not finite", m)
			}
		}
	})
}

func FuzzReadSources(f *testing.F) {
	for _, s := range []string{"", "# x\n\n-10 0 0 1 1e-10\n", "-10\n1 2\n", "0 0 0", "-1e300 1e300 0", "1 2 3 4 5 6", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sources, err := ReadSources(strings.NewReader(text), r3.Vec{X: 1}, 1e-10)
		if err != nil {
			return
		}
		for _, s := range sources {
			if n := geom.Norm(s.Incident); !(n > 1-1e-9 && n < 1+1e-9) || !(s.Wavelength > 0) || s.Weight-s.Weight != 0 {
				t.Errorf("source %+v", s)
			}
		}
	})
}
