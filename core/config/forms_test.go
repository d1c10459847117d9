package config

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// randomConfig sets some options of the table to values within their bounds.
func randomConfig(r *rand.Rand) *Config {
	c := new(Config)
	for range r.IntN(12) {
		o := Options[r.IntN(len(Options))]
		if o.Transient {
			continue
		}
		if err := c.Set(o, randomValues(r, o)); err != nil {
			continue // values that contradict one another, such as a cell's angles
		}
	}
	return c
}

func randomValues(r *rand.Rand, o *Option) Values {
	if o.Word != "" && r.IntN(3) == 0 {
		return Values{{Text: o.Word}}
	}
	n := o.Required
	if n < len(o.Params) {
		n += r.IntN(len(o.Params) - n + 1)
	}
	var v Values
	for i := range n {
		p := o.Params[i]
		switch {
		case p.Choices != nil:
			v = append(v, Value{Text: p.Choices[r.IntN(len(p.Choices))]})
		case p.Kind == Text:
			names := []string{"a.png", "two words", "100", "a,b&c=d#e?f", "50%", "Å \"quoted\" <&>", "-", "../x", "+1", "\u2028"}
			v = append(v, Value{Text: names[r.IntN(len(names))]})
		case p.Kind == Integer:
			v = append(v, Value{Number: math.Trunc(p.Min + (min(p.Max, p.Min+1e6)-p.Min)*r.Float64())})
		default:
			x := r.NormFloat64() * math.Pow(10, float64(r.IntN(12)-6))
			v = append(v, Value{Number: max(p.Min, min(p.Max, x))})
		}
	}
	return v
}

// TestRoundTrips: settings → command line → JSON → link → settings, each exact.
func TestRoundTrips(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 2000 {
		c := randomConfig(r)
		checkRoundTrips(t, c)
		if t.Failed() {
			t.Fatalf("configuration %d: %q", i, c.Args())
		}
	}
}

// checkRoundTrips reports whether all forms of c read back as c; c has no
// transient settings.
func checkRoundTrips(t *testing.T, c *Config) {
	t.Helper()
	same := func(form string, got *Config, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", form, err)
		} else if !slices.EqualFunc(got.settings, c.settings, equalSettings) {
			t.Errorf("%s: %q, want %q", form, got.Args(), c.Args())
		}
	}
	got, err := ParseArgs(c.Args())
	same("Args", got, err)

	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	got, err = ParseJSON(data)
	same("MarshalJSON", got, err)
	var b strings.Builder
	if err := c.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	got = new(Config)
	same("WriteJSON", got, json.Unmarshal([]byte(b.String()), got))

	got, err = ParseQuery(c.Query())
	same("Query", got, err)
	got, err = ParseQuery("https://example.org/lab.html?" + c.Query() + "#results")
	same("link", got, err)
	got, err = ParseQuery("https://example.org/lab.html#" + c.Query())
	same("fragment", got, err)
	got, err = ParseQuery("https://example.org/lab.html#" + c.Query() + ViewMark + "scale=log&nonsense")
	same("fragment with a view", got, err)
}

func equalSettings(a, b Setting) bool {
	return a.Option == b.Option && slices.Equal(a.Values, b.Values)
}

// TestReferenceRoundTrips does the same for the reference cases.
func TestReferenceRoundTrips(t *testing.T) {
	for _, c := range referenceCases(t) {
		checkRoundTrips(t, mustParse(t, c.Args...))
	}
}

func TestJSONForm(t *testing.T) {
	c := mustParse(t, strings.Fields("-cell 78 78 38 -misset random -N 5 -nopolar -detector_abs inf -dials -roi 1 2 3 4 -nonoise -nopgm -o a.png -o b.img -rings -noprogress -compat -write_config x.json")...)
	var b strings.Builder
	if err := c.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	const want = `{
  "gobragg_config": 1,
  "crystal": {
    "cell_A_deg": [78, 78, 38],
    "misset_deg": "random",
    "cells": 5
  },
  "beam": {
    "polarization_kahn": "off"
  },
  "detector": {
    "sensor_attenuation_um": "inf",
    "convention": "dials",
    "roi_pixels": [1, 2, 3, 4]
  },
  "background_and_noise": {
    "noise": false
  },
  "output": {
    "pgm": false,
    "files": ["a.png", "b.img"],
    "rings_A": []
  },
  "running": {
    "progress": false,
    "compat": true
  }
}
`
	if b.String() != want {
		t.Errorf("JSON\n%s\nwant\n%s", b.String(), want)
	}
}

// TestJSONOrder: the order of keys in the text is the order of application.
func TestJSONOrder(t *testing.T) {
	for _, tc := range []struct{ name, json, want string }{
		{"energy last", `{"gobragg_config":1,"beam":{"wavelength_A":2,"energy_eV":9000}}`, "-lambda 2 -energy 9000"},
		{"wavelength last", `{"gobragg_config":1,"beam":{"energy_eV":9000,"wavelength_A":2}}`, "-energy 9000 -lambda 2"},
		{"key twice", `{"gobragg_config":1,"beam":{"wavelength_A":2,"energy_eV":9000,"wavelength_A":3}}`, "-energy 9000 -lambda 3"},
		{"group twice", `{"beam":{"wavelength_A":2},"scan":{"phi_deg":1},"beam":{"energy_eV":9000},"gobragg_config":1}`, "-lambda 2 -energy 9000 -phi 1"},
		{"scalar for a list", `{"gobragg_config":1,"crystal":{"cell_A_deg":78}}`, "-cell 78"},
		{"a flag that is off", `{"gobragg_config":1,"detector":{"curved":false},"output":{"pgm":true}}`, ""},
		{"a choice", `{"gobragg_config":1,"crystal":{"shape":"gauss"},"detector":{"pivot":"sample"}}`, "-gauss_xtal -pivot sample"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := ParseJSON([]byte(tc.json))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(c.Args(), " "); got != tc.want {
				t.Errorf("Args = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestJSONErrors(t *testing.T) {
	for _, tc := range []struct{ name, json, want string }{
		{"empty", ``, "malformed JSON: unexpected EOF"},
		{"truncated", `{"gobragg_config":1,"beam":{"wavelength_A":`, "malformed JSON"},
		{"not an object", `[1]`, "must be a JSON object"},
		{"no version", `{"beam":{}}`, `lacks "gobragg_config": 1`},
		{"another version", `{"gobragg_config":2}`, "gobragg_config is 2; this program reads version 1"},
		{"text after it", `{"gobragg_config":1} x`, "text after the configuration"},
		{"unknown group", `{"gobragg_config":1,"bean":{}}`, `there is no group "bean"; the groups are crystal, beam, detector`},
		{"group not an object", `{"gobragg_config":1,"beam":3}`, "beam must be a JSON object"},
		{"unknown key", `{"gobragg_config":1,"beam":{"wavelength_nm":1}}`, `the group beam has no "wavelength_nm"; did you mean "wavelength_A"?`},
		{"key of another group", `{"gobragg_config":1,"beam":{"phi_deg":1}}`, "phi_deg belongs to the group scan, not beam"},
		{"transient key", `{"gobragg_config":1,"running":{"config":"x"}}`, `has no "config"`},
		{"text for a number", `{"gobragg_config":1,"beam":{"wavelength_A":"1"}}`, "wavelength_A: -lambda: 1 is not a number"},
		{"number for a text", `{"gobragg_config":1,"crystal":{"hkl_file":3}}`, "hkl_file: -hkl: 3 is a number"},
		{"bool for a number", `{"gobragg_config":1,"beam":{"wavelength_A":true}}`, "true is neither a number nor a text"},
		{"null", `{"gobragg_config":1,"beam":{"wavelength_A":null}}`, "neither a number nor a text"},
		{"object for a number", `{"gobragg_config":1,"beam":{"wavelength_A":{}}}`, "want a value or a list"},
		{"nested list", `{"gobragg_config":1,"crystal":{"cell_A_deg":[[1]]}}`, "want a list of at most"},
		{"out of range", `{"gobragg_config":1,"detector":{"pixel_mm":-1}}`, "pixel_mm: -pixel: -1 is out of range"},
		{"too few", `{"gobragg_config":1,"crystal":{"misset_deg":[1,2]}}`, "found 2 of its values"},
		{"too many", `{"gobragg_config":1,"detector":{"distance_mm":[1,2]}}`, "2 values are too many"},
		{"wrong choice", `{"gobragg_config":1,"detector":{"convention":"moslfm"}}`, "convention: want mosflm or denzo or adxv or xds or dials"},
		{"infinite", `{"gobragg_config":1,"beam":{"wavelength_A":1e999}}`, "not a finite number"},
		{"option as a file", `{"gobragg_config":1,"crystal":{"hkl_file":"-xds"}}`, "-xds is the name of an option"},
		{"line break", `{"gobragg_config":1,"crystal":{"hkl_file":"a\nb"}}`, "is not plain text"},
		{"empty text", `{"gobragg_config":1,"crystal":{"hkl_file":""}}`, "an empty text"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := ParseJSON([]byte(tc.json))
			if err == nil {
				t.Fatalf("accepted: %q", c.Args())
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %q, want %q in it", err, tc.want)
			}
		})
	}
	c := mustParse(t, "-xds")
	if err := json.Unmarshal([]byte(`{"gobragg_config":9}`), c); err == nil || !c.Has("xds") {
		t.Error("a failed Unmarshal changed the settings")
	}
}

func TestQueryForm(t *testing.T) {
	c := mustParse(t, strings.Fields("-cell 78 78 38 -default_F 100 -misset 1 -2 3.5 -xds -o a,b.png -o c.img -rings -write_config x")...)
	const want = "cell=78,78,38&default_F=100&misset=1,-2,3.5&xds&o=a%2Cb.png&o=c.img&rings"
	if got := c.Query(); got != want {
		t.Errorf("Query = %q, want %q", got, want)
	}
	for _, link := range []string{want, "?" + want, "#" + want, "http://localhost:8080/?" + want, "file:///x/lab.html#" + want, " " + want + " ", want + "&", "&&" + want} {
		got, err := ParseQuery(link)
		if err != nil || got.Query() != want {
			t.Errorf("ParseQuery(%q) = %v, %v", link, got, err)
		}
	}
	if got, err := ParseQuery("https://example.org/lab.html"); err != nil || len(got.settings) != 0 {
		t.Errorf("a link without settings: %v, %v", got, err)
	}
	got, err := ParseQuery("wave=2&hdiv=1")
	if err != nil || got.Query() != "lambda=2&hdivrange=1" || len(got.remarks) != 1 {
		t.Errorf("aliases: %v, %v", got, err)
	}
}

func TestQueryErrors(t *testing.T) {
	for _, tc := range []struct{ name, query, want string }{
		{"unknown", "distence=100", "did you mean distance?"},
		{"transient", "config=x", "-config acts once"},
		{"percent", "distance=%zz", "percent sign"},
		{"percent in the name", "%zz=1", "percent sign"},
		{"missing", "distance", "-distance: its value is missing"},
		{"too many", "distance=1,2", `"2" is one value too many`},
		{"flag with a value", "xds=1", "-xds takes no value"},
		{"malformed", "distance=far", `"far" is not a number`},
		{"too long", strings.Repeat("&", maxConfig+1), "too long"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := ParseQuery(tc.query)
			var u *UsageError
			if !errors.As(err, &u) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want a UsageError with %q", err, tc.want)
			}
		})
	}
}

// TestExpand: -config, then -url, then the command line.
func TestExpand(t *testing.T) {
	files := map[string]string{
		"a.json": `{"gobragg_config":1,"crystal":{"cell_A_deg":[10],"cells":2},"beam":{"wavelength_A":2},"detector":{"distance_mm":50}}`,
		"b.json": `{"gobragg_config":1,`,
		"d.json": `{"gobragg_config":1,"beam":{"wavelength_nm":1}}`,
		"e.json": `{"gobragg_config":1,"beam":{"wavelength_A":-1}}`,
	}
	c := mustParse(t, "-distance", "70", "-url", "?lambda=3&distance=60", "-config", "a.json", "-quiet")
	got, err := c.Expand(openTexts(files))
	if err != nil {
		t.Fatal(err)
	}
	if want := "-cell 10 -N 2 -lambda 3 -distance 70 -quiet"; strings.Join(got.Args(), " ") != want {
		t.Errorf("Args = %q, want %q", got.Args(), want)
	}
	for _, tc := range []struct{ name, want string }{
		{"b.json", "-config b.json: malformed JSON"},
		{"d.json", `-config d.json: the group beam has no "wavelength_nm"; did you mean "wavelength_A"?`},
		{"e.json", "-config e.json: wavelength_A: -lambda: -1 is out of range"},
	} {
		var u *UsageError
		_, err := mustParse(t, "-config", tc.name).Expand(openTexts(files))
		if !errors.As(err, &u) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: error %v, want a UsageError with %q", tc.name, err, tc.want)
		}
	}
	var f *FileError
	if _, err := mustParse(t, "-config", "c.json").Expand(openTexts(files)); !errors.As(err, &f) || !strings.Contains(err.Error(), "-config c.json: ") {
		t.Errorf("a missing file: error %v, want a FileError that names it", err)
	}
	if _, err := mustParse(t, "-url", "distence=1").Experiment(openTexts(files)); err == nil {
		t.Error("a wrong link is accepted")
	}
}

// TestMergeFiles: outputs of the command line replace those of a configuration,
// which stand if it names none.
func TestMergeFiles(t *testing.T) {
	base := mustParse(t, "-o", "a", "-o", "b")
	if n := len(Merge(base, mustParse(t, "-o", "c")).Values("o")); n != 1 {
		t.Errorf("%d files, want 1", n)
	}
	if n := len(Merge(base, mustParse(t, "-N", "5")).Values("o")); n != 2 {
		t.Errorf("%d files, want 2", n)
	}
	if _, err := ParseArgs(slices.Repeat([]string{"-o", "a"}, most+1)); err == nil {
		t.Errorf("%d files are accepted", most+1)
	}
}

func TestWithoutFiles(t *testing.T) {
	if _, err := mustParse(t, "-cell", "10", "-default_F", "1").Experiment(nil); err != nil {
		t.Error(err)
	}
	var f *FileError
	_, err := mustParse(t, "-cell", "10", "-hkl", "x").Experiment(nil)
	if !errors.As(err, &f) || !errors.Is(err, errNoFiles) {
		t.Errorf("error %v", err)
	}
}

// openTexts opens files from memory.
func openTexts(files map[string]string) Open {
	return func(name string) (io.ReadCloser, error) {
		text, ok := files[name]
		if !ok {
			return nil, os.ErrNotExist
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
}
