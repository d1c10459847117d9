package conformance

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestReferenceCases holds all cases against the reference program, natively and as
// WebAssembly alike.
func TestReferenceCases(t *testing.T) {
	list, err := Load(reference)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 91 {
		t.Fatalf("%d cases, want at least 91", len(list))
	}
	for _, c := range list {
		t.Run(c.Name, func(t *testing.T) {
			r := runCase(t, c.Name)
			for _, failure := range r.Failures {
				t.Error(failure)
			}
			t.Logf("correlation 1%+.1e, largest difference %.1e of the peak, %d of %d pixels identical",
				r.Metrics.Correlation-1, r.Metrics.MaxRelative, r.Identical, r.Metrics.Pixels)
		})
	}
}

func TestLoadErrors(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"no JSON", "[", "cases.json: unexpected end"},
		{"no name", `[{"reference": "a", "width": 1, "height": 1}]`, `case 1 ("") lacks a name`},
		{"no size", `[{"name": "a", "reference": "a"}]`, `case 1 ("a") lacks a name, a reference or its size`},
		{"half a window", `[{"name": "a", "reference": "a", "width": 1, "height": 1, "window": [1, 2]}]`, `case 1 ("a")`},
	} {
		dir := fstest.MapFS{"cases.json": {Data: []byte(tc.text)}}
		if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: error %v, want %q in it", tc.name, err, tc.want)
		}
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("a folder without cases.json gives no error")
	}
}

// TestLimits: a result outside any one limit fails.
func TestLimits(t *testing.T) {
	good := runCase(t, "at-parallel-016_extreme-tiny")
	for _, tc := range []struct {
		name  string
		spoil func(r *Result)
		want  string
	}{
		{"correlation", func(r *Result) { r.Metrics.Correlation = 0.99999 }, "correlation"},
		{"sum ratio", func(r *Result) { r.Metrics.SumRatio = 1 - 2e-6 }, "sum ratio"},
		{"largest difference", func(r *Result) { r.Metrics.MaxRelative = 2e-6 }, "largest difference"},
		{"NaN", func(r *Result) { r.Metrics.NonFinite = 1 }, "not finite"},
		{"whole sum", func(r *Result) { r.Sum = 1.1 }, "sum of the whole image"},
		{"whole maximum", func(r *Result) { r.Max = 0.9 }, "maximum of the whole image"},
	} {
		r := good
		r.Failures = nil
		r.judge(DefaultLimits)
		if len(r.Failures) != 0 {
			t.Fatalf("%s: fails before it is spoiled: %v", tc.name, r.Failures)
		}
		tc.spoil(&r)
		r.judge(DefaultLimits)
		if len(r.Failures) != 1 || !strings.Contains(r.Failures[0], tc.want) {
			t.Errorf("%s: failures %q, want one about %q", tc.name, r.Failures, tc.want)
		}
	}
}
