package main

import (
	"encoding/json"
	"image"
	"math"
	"strings"
	"testing"

	"gobragg/core/frame"
	"gobragg/core/imgio"
)

// scaleDigits: headers state counts per photon in six digits.
const scaleDigits = 1e-5

// TestCompareInPhotons: an image of counts equals the photons that it was made of,
// within the rounding to whole numbers; with -raw it does not.
func TestCompareInPhotons(t *testing.T) {
	inFolder(t)
	if code, _, stderr := run(t, words(small+"-water 0.1 -fluence 1e28 -nonoise -o x.npy -o x.bin -o x.img -o x.16.png -o x.cbf -intfile s.npz")...); code != 0 {
		t.Fatal(stderr)
	}
	// With another offset and scale, and a frame of pixels that are not simulated.
	if code, _, stderr := run(t, words(small+"-water 0.1 -fluence 1e28 -nonoise -roi 3 30 2 28 -adc 100 -scale 20 -o part.img -o part.npy")...); code != 0 {
		t.Fatal(stderr)
	}
	for _, c := range []struct{ photons, counts string }{
		{"x.npy", "x.img"}, {"x.bin", "x.img"}, {"x.npy", "x.16.png"}, {"x.bin", "x.cbf"}, {"x.npy", "s.npz"}, {"part.npy", "part.img"},
	} {
		_, info := read(t, c.counts, image.Point{})
		scale, ok, err := info.Header.Float(imgio.KeyScale)
		if err != nil || !ok {
			t.Fatalf("%s: %s is %v, %v", c.counts, imgio.KeyScale, scale, err)
		}
		for _, swapped := range []bool{false, true} {
			args := []string{"compare", c.photons, c.counts, "-json"}
			if swapped {
				args[1], args[2] = args[2], args[1]
			}
			var report struct {
				Metrics frame.Metrics
				A       *countRule `json:"a_photons_from_counts"`
				B       *countRule `json:"b_photons_from_counts"`
			}
			code, stdout, stderr := run(t, args...)
			if err := json.Unmarshal([]byte(stdout), &report); err != nil || code != 0 {
				t.Fatalf("%v: exit code %d, %v\n%s", args, code, err, stderr)
			}
			if (report.A != nil) != swapped || (report.B != nil) == swapped {
				t.Errorf("%v: rules %v and %v", args, report.A, report.B)
			}
			m := report.Metrics
			photons := min(m.SumA, m.SumB)
			if tolerance := 0.5*float64(m.Pixels)/scale/photons + scaleDigits; math.Abs(m.SumRatio-1) > tolerance {
				t.Errorf("%v: sum ratio %v, want 1 within %.2g", args, m.SumRatio, tolerance)
			}
			if m.Correlation < 0.9999 {
				t.Errorf("%v: correlation %v, want at least 0.9999", args, m.Correlation)
			}
			if c.counts == "part.img" && m.Pixels != 28*27 {
				t.Errorf("%v: %d pixels compared, want those that were simulated, %d", args, m.Pixels, 28*27)
			}
		}
	}

	for _, c := range []struct {
		name, args    string
		says, saysNot string
	}{
		{"converted", "x.img x.npy", "A in photons, (count − 40) / ", "B in photons"},
		{"as they stand", "x.img x.npy -raw", "55040 at", "in photons"},
		{"both counts", "x.img x.16.png -max_difference 0", "55040 at", "in photons"},
		{"both photons", "x.npy x.bin -max_difference 0", "pixels compared", "in photons"},
	} {
		code, stdout, stderr := run(t, append([]string{"compare"}, words(c.args)...)...)
		if code != 0 || stderr != "" || !strings.Contains(stdout, c.says) || strings.Contains(stdout, c.saysNot) {
			t.Errorf("%s: exit code %d\n%s%s", c.name, code, stdout, stderr)
		}
	}
}

func TestRuleOf(t *testing.T) {
	for _, c := range []struct {
		name    string
		element imgio.Element
		header  imgio.Header
		want    string
		fails   bool
	}{
		{"both", imgio.Uint16, imgio.Header{{Key: imgio.KeyScale, Value: "2"}, {Key: imgio.KeyOffset, Value: "40"}}, "(count − 40) / 2", false},
		{"no offset", imgio.Int32, imgio.Header{{Key: imgio.KeyScale, Value: "2"}}, "count / 2", false},
		{"no scale", imgio.Uint16, imgio.Header{{Key: imgio.KeyOffset, Value: "40"}}, "", false},
		{"scale 0", imgio.Uint16, imgio.Header{{Key: imgio.KeyScale, Value: "0"}}, "", false},
		{"photons", imgio.Float32, imgio.Header{{Key: imgio.KeyScale, Value: "2"}}, "", false},
		{"a word", imgio.Uint16, imgio.Header{{Key: imgio.KeyScale, Value: "two"}}, "", true},
	} {
		r, err := ruleOf(imgio.Info{Type: c.element, Header: c.header})
		got := ""
		if r != nil {
			got = r.String()
		}
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: rule %q, error %v, want %q, error %v", c.name, got, err, c.want, c.fails)
		}
	}
}
