package config

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// referenceCase is one case of testdata/reference/cases.json.
type referenceCase struct {
	Name          string
	Args          []string
	Compat        bool
	ReferenceArgs []string `json:"reference_args"`
	Header        []string `json:"smv_header"`
	Width, Height int
	Window        [4]int
}

const referenceDir = "../../testdata/reference"

func referenceCases(t testing.TB) []referenceCase {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(referenceDir, "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []referenceCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func openInput(name string) (io.ReadCloser, error) {
	return os.Open(filepath.Join(referenceDir, "inputs", name))
}

// TestReferenceHeaders compares the header of every reference case with what the
// reference program wrote, digit for digit. Two things differ by design:
//
//   - with -twotheta the reference states distance and beam spot without it (a
//     row of the conformance page), so these cases are compared under -compat;
//   - where the reference had to start at phi = 1e-9 degrees for the right image,
//     gobragg starts at the 0 that is meant.
func TestReferenceHeaders(t *testing.T) {
	for _, c := range referenceCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			r := resolveCase(t, c, c.Compat || slices.Contains(c.Args, "-twotheta"))
			h := r.Geometry().Header()
			for _, line := range c.Header {
				key, want, _ := strings.Cut(line, "=")
				if (key == "PHI" || key == "OSC_START") && want == "1e-09" && slices.Contains(c.ReferenceArgs, "1e-9") {
					want = "0"
				}
				got, ok := h.Get(key)
				if !ok || got != want {
					t.Errorf("%s=%s, the reference has %s", key, got, want)
				}
			}
		})
	}
}

func resolveCase(t testing.TB, c referenceCase, compat bool) *Resolved {
	t.Helper()
	args := slices.Clone(c.Args)
	if compat {
		args = append(args, "-compat")
	}
	parsed, err := ParseArgs(args)
	if err != nil {
		t.Fatal(err)
	}
	r, err := parsed.Experiment(openInput)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
